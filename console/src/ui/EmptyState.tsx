import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

/** A list with nothing in it: what would be here, how to start, and the button that starts. */
export function EmptyState(props: {
  title: string
  children?: ReactNode
  action?: ReactNode
  compact?: boolean
}) {
  return (
    <div className={props.compact ? styles.compact : styles.empty}>
      {!props.compact && <Ground />}
      <h2 className={styles.title}>{props.title}</h2>
      {props.children && <div className={styles.words}>{props.children}</div>}
      {props.action && <div className={styles.action}>{props.action}</div>}
    </div>
  )
}

/** The empty ground: the mark of the house, drawn in line. */
function Ground() {
  return (
    <svg
      className={styles.ground}
      viewBox="0 0 96 56"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      <rect x="1" y="1" width="94" height="54" rx="4" />
      <path d="M48 1v54" />
      <circle cx="48" cy="28" r="9" />
      <path d="M1 16h12v24H1M95 16H83v24h12" />
    </svg>
  )
}
