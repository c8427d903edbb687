import { useLocale } from '../format/locale.tsx'
import { wholeTime } from '../format/time.ts'
import styles from './JsonValue.module.css'
import { Nothing } from './When.tsx'

/** Only with an offset is it an instant that can be told in the brand's zone. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/** Any value of an attribute or property, readable: text as text, instants in the zone, lists and objects as JSON. */
export function JsonValue(props: { value: unknown }) {
  const { value } = props
  const { timeZone } = useLocale()
  if (value === null || value === undefined || value === '') return <Nothing />
  if (typeof value === 'string' && INSTANT.test(value)) {
    return <span title={value}>{wholeTime(new Date(value), timeZone)}</span>
  }
  if (typeof value === 'string') return <span className={styles.text}>{value}</span>
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return <span>{String(value)}</span>
  }
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) {
    return <span className={styles.text}>{value.join(', ')}</span>
  }
  return <pre className={styles.json}>{JSON.stringify(value, null, 2)}</pre>
}
