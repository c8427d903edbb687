import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { ApiError } from '../api/error.ts'
import { useTexts } from '../i18n/texts.ts'
import { CopyButton } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { previewQuery } from './api.ts'
import styles from './Decoration.module.css'

/** The true page of the shop with the draft, as wide as a phone. */
export function Preview(props: {
  page: string
  /** Counted up by each save. */
  saves: number
  onChosen: (block: string) => void
}) {
  const { page, saves, onChosen } = props
  const t = useTexts()
  const frame = useRef<HTMLIFrameElement>(null)
  const preview = useQuery(previewQuery(page))
  useEffect(() => {
    if (saves > 0)
      frame.current?.contentWindow?.postMessage({ homefield: 'draft_saved' }, location.origin)
  }, [saves])
  useEffect(() => {
    const hear = ({ origin, source, data }: MessageEvent) => {
      if (origin !== location.origin || source !== frame.current?.contentWindow) return
      const said = data as { homefield?: string; block?: string } | null
      if (said?.homefield === 'block_chosen' && said.block) onChosen(said.block)
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }, [onChosen])
  if (preview.error instanceof ApiError && preview.error.code === 'shop_missing')
    return (
      <EmptyState
        compact
        title={t('decoration.no_shop')}
        action={<Link to="/shop">{t('shop.title')}</Link>}
      />
    )
  if (preview.error)
    return <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />
  return (
    <>
      <div className={styles.phone}>
        {preview.data && (
          <iframe ref={frame} title={t('decoration.preview')} src={preview.data.path} />
        )}
      </div>
      {preview.data && (
        <p className={styles.onPhone}>
          <a href={preview.data.path} target="_blank" rel="noreferrer">
            {t('decoration.open_preview')}
          </a>
          <CopyButton text={location.origin + preview.data.path} />
        </p>
      )}
    </>
  )
}
