import type { ErrorComponentProps } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { Gate } from '../session/Gate.tsx'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorPanel, useErrorWords } from '../ui/ErrorPanel.tsx'

/** In place of a page that failed; the navigation around it stays. */
export function Broken(props: ErrorComponentProps) {
  return <ErrorPanel error={props.error} onRetry={() => location.reload()} />
}

/** In place of the whole console: no server, no such brand. */
export function NoEntry(props: ErrorComponentProps) {
  const t = useTexts()
  const { title } = useErrorWords()(props.error)
  return (
    <Gate title={title}>
      <ErrorPanel error={props.error} onRetry={() => location.reload()} />
      {/* A fresh load without a brand in its address enters the user's own. */}
      <a href={import.meta.env.BASE_URL}>{t('not_found.action')}</a>
    </Gate>
  )
}

export function NotFound() {
  const t = useTexts()
  return (
    <Gate title={t('not_found.title')} purpose={t('not_found.advice')}>
      <ButtonLink to="/">{t('not_found.action')}</ButtonLink>
    </Gate>
  )
}
