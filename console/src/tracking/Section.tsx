import type { ReactNode } from 'react'
import styles from './tracking.module.css'

/** A list on a page of several: its title, one line on it, then the list in its own frame. */
export function Section(props: {
  title: string
  words: string
  extra?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section}>
      <header className={styles.sectionHead}>
        <h2>{props.title}</h2>
        <span className={styles.quiet}>{props.words}</span>
        {props.extra}
      </header>
      {props.children}
    </section>
  )
}
