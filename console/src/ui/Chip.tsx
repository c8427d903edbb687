import type { ReactNode } from 'react'
import styles from './Chip.module.css'

type Tone = 'plain' | 'good' | 'warning' | 'bad' | 'info'

/** A small label: a state, a platform, a tag. */
export function Chip(props: { children: ReactNode; tone?: Tone; title?: string }) {
  return (
    <span className={`${styles.chip} ${styles[props.tone ?? 'plain']}`} title={props.title}>
      {props.children}
    </span>
  )
}

export function Chips(props: { children: ReactNode }) {
  return <span className={styles.chips}>{props.children}</span>
}
