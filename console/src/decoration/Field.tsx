import { type ReactNode, useId } from 'react'
import styles from './Decoration.module.css'

/** A setting with its name over it. */
export function Field(props: {
  label: string
  hint?: string
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.hint && <small className={styles.quiet}>{props.hint}</small>}
    </div>
  )
}
