import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'

/** Above a form that was filled from a draft: says so, and empties it. */
export function DraftNote(props: { onForget: () => void }) {
  const t = useTexts()
  return (
    <p style={{ marginBottom: 12, color: 'var(--ant-color-text-secondary)' }}>
      {t('draft.restored')}
      <Button type="link" size="small" onClick={props.onForget}>
        {t('draft.forget')}
      </Button>
    </p>
  )
}
