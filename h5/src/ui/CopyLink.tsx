import { useState } from 'preact/hooks'
import { t } from '../texts.ts'

/** A link to pass on: nothing is promised for it here. */
export function CopyLink({ link }: { link: string }) {
  const [isCopied, setCopied] = useState(false)
  // Pages that are not served over https have no clipboard; there she copies it by hand.
  if (!navigator.clipboard) return <input readOnly aria-label={t('link.copy')} value={link} />
  const copy = async () => {
    await navigator.clipboard.writeText(link)
    setCopied(true)
  }
  return (
    <>
      <button type="button" class="quiet" onClick={() => void copy()}>
        {t(isCopied ? 'link.copied' : 'link.copy')}
      </button>
      <p class="unseen" role="status">
        {isCopied ? t('link.copied') : ''}
      </p>
    </>
  )
}
