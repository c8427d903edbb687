import type { ReactNode } from 'react'
import { At } from '../building.tsx'
import styles from './Computed.module.css'

/** One line of a form: its words, its control, and what is wrong with it. */
export function Field(props: { label: string; children: ReactNode; at?: string }) {
  const content = <div className={styles.stack}>{props.children}</div>
  return (
    <>
      <span className={styles.label}>{props.label}</span>
      {props.at ? (
        <At at={[props.at]} says>
          {content}
        </At>
      ) : (
        content
      )}
    </>
  )
}
