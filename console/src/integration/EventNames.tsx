import { useEventTitle } from '../events/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import styles from './Integration.module.css'

/** Names of events in the operator's words, the first few of them. */
export function EventNames(props: { names: readonly string[]; max?: number }) {
  const t = useTexts()
  const titleOf = useEventTitle()
  const shown = props.names.slice(0, props.max)
  const rest = props.names.slice(shown.length)
  return (
    <span className={styles.events}>
      {shown.map((name) => (
        <Chip key={name} title={name}>
          {titleOf(name) ?? name}
        </Chip>
      ))}
      {rest.length > 0 && (
        <Chip title={rest.join(', ')}>{t('identifiers.more', { count: rest.length })}</Chip>
      )}
    </span>
  )
}
