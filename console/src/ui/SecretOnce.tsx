import { useTexts } from '../i18n/texts.ts'
import { CopyButton } from './Copy.tsx'
import styles from './SecretOnce.module.css'

/** A secret that the server will never show again. */
export function SecretOnce(props: { label: string; hint?: string; secret: string }) {
  const t = useTexts()
  return (
    <div className={styles.secret}>
      <div className={styles.label}>{props.label}</div>
      {props.hint && <div className={styles.hint}>{props.hint}</div>}
      <div className={styles.row}>
        <code className={styles.value}>{props.secret}</code>
        <CopyButton text={props.secret} label={t('copy.action')} />
      </div>
    </div>
  )
}
