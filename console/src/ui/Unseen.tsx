import type { ReactNode } from 'react'
import styles from './Unseen.module.css'

/** Words that are heard but not seen. */
export function Unseen(props: { children: ReactNode }) {
  return <span className={styles.unseen}>{props.children}</span>
}
