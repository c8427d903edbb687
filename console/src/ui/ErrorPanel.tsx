import { Button } from 'antd'
import { toApiError } from '../api/error.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { CopyButton } from './Copy.tsx'
import styles from './ErrorPanel.module.css'

interface Explained {
  title: string
  /** What it means and what to do. */
  advice: string
  /** What to quote to whoever runs the server. */
  code: string
}

/** An error in the reader's words: by its code, else by what its status means. */
export function useErrorWords(): (thrown: unknown) => Explained {
  const t = useTexts()
  const known = useKnownText()
  return (thrown) => {
    const error = toApiError(thrown)
    const code = error.requestId ? `${error.code} · ${error.requestId}` : error.code
    const advice = known(`error_advice.${error.code}`) ?? adviceByStatus(error.status)
    const title = known(`error.${error.code}`) ?? titleByStatus(error.status)
    return { title, advice, code }
  }

  function titleByStatus(status: number): string {
    if (status === 403) return t('error.forbidden')
    if (status === 404) return t('error.not_found')
    if (status === 409) return t('error.conflict')
    if (status === 429) return t('error.too_many_requests')
    if (status >= 500) return t('error.internal')
    return t('error.refused')
  }

  function adviceByStatus(status: number): string {
    if (status === 403) return t('error_advice.forbidden')
    if (status === 404) return t('error_advice.not_found')
    if (status === 429 || status === 503) return t('error_advice.too_many_requests')
    if (status >= 500) return t('error_advice.internal')
    return t('error_advice.refused')
  }
}

/** In place of what could not be loaded: what happened, what it means, retry, the code to quote. */
export function ErrorPanel(props: { error: unknown; onRetry?: () => void; retrying?: boolean }) {
  const t = useTexts()
  const { title, advice, code } = useErrorWords()(props.error)
  const message = toApiError(props.error).message
  return (
    <div className={styles.panel} role="alert">
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.advice}>{advice}</p>
      <p className={styles.code}>
        <span>{t('error.code_label')}</span>
        <code>{code}</code>
        <CopyButton text={message ? `${code}\n${message}` : code} />
      </p>
      {props.onRetry && (
        <Button onClick={props.onRetry} loading={props.retrying}>
          {t('action.retry')}
        </Button>
      )}
    </div>
  )
}
