import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'

/** In place of a page that failed. */
export function Broken(props: ErrorComponentProps) {
  return <ErrorPanel error={props.error} onRetry={() => location.reload()} />
}

export function NotFound() {
  const t = useTexts()
  return (
    <EmptyState
      title={t('not_found.title')}
      action={
        <Link to="/customers">
          <Button>{t('not_found.action')}</Button>
        </Link>
      }
    >
      <p>{t('not_found.advice')}</p>
    </EmptyState>
  )
}
