import type { ReactNode } from 'react'
import styles from './KeyValues.module.css'

export interface KeyValue {
  key: string
  label: ReactNode
  value: ReactNode
}

/** Names on the left, values on the right. */
export function KeyValues(props: { rows: KeyValue[] }) {
  return (
    <dl className={styles.list}>
      {props.rows.map((row) => (
        <div key={row.key} className={styles.row}>
          <dt className={styles.label}>{row.label}</dt>
          <dd className={styles.value}>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
