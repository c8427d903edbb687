import styles from './EventName.module.css'
import { useEventTitle } from './words.ts'

/** An event's name: in the operator's words when it is a known one, and as it was sent; `short` keeps that for the pointer. */
export function EventName(props: { name: string; short?: boolean }) {
  const title = useEventTitle()(props.name)
  if (title && props.short) return <span title={props.name}>{title}</span>
  if (!title) return <code className={styles.only}>{props.name}</code>
  return (
    <span className={styles.both}>
      <span>{title}</span> <code className={styles.raw}>{props.name}</code>
    </span>
  )
}
