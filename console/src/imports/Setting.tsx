import { type ReactNode, useId } from 'react'
import styles from './Wizard.module.css'

/** A control with its name above it. */
export function Setting(props: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={styles.setting}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
    </div>
  )
}
