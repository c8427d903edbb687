import type { ReactNode } from 'react'
import styles from './Promotion.module.css'

/** A figure of an activity under its name, within a list of them. */
export function Figure(props: { title: string; children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{props.title}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}
