import { Tooltip } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { Nothing } from '../ui/When.tsx'
import styles from './IdentifierChips.module.css'
import { mostTellingFirst } from './naming.ts'
import { isPersonal, maskPersonal } from './personal.ts'
import { useNamespaceKind, useNamespaceName } from './words.ts'

interface Shown {
  namespace: string
  value: string
}

/** Identifiers as chips; those over `max` are counted, and named on hover. */
export function IdentifierChips(props: { identifiers: readonly Shown[]; max?: number }) {
  const t = useTexts()
  const nameOf = useNamespaceName()
  const kindOf = useNamespaceKind()
  if (props.identifiers.length === 0) return <Nothing />
  const max = props.max ?? props.identifiers.length
  const ordered = mostTellingFirst(props.identifiers)
  const shown = ordered.slice(0, max)
  const rest = ordered.slice(max)
  const words = ({ namespace, value }: Shown) => `${nameOf(namespace)} ${masked(namespace, value)}`
  return (
    <Chips>
      {shown.map((identifier) => (
        <Chip key={`${identifier.namespace} ${identifier.value}`} title={words(identifier)}>
          <span className={styles.namespace}>{kindOf(identifier.namespace)}</span>
          <span className={styles.value}>{masked(identifier.namespace, identifier.value)}</span>
        </Chip>
      ))}
      {rest.length > 0 && (
        <Tooltip title={<span className={styles.rest}>{rest.map(words).join('\n')}</span>}>
          <span>
            <Chip>{t('identifiers.more', { count: rest.length })}</Chip>
          </span>
        </Tooltip>
      )}
    </Chips>
  )
}

function masked(namespace: string, value: string): string {
  return isPersonal(namespace) ? maskPersonal(namespace, value) : value
}
