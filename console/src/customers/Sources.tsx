import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { attributesQuery } from '../profile/api.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { JsonValue } from '../ui/JsonValue.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import type { Customer } from './api.ts'
import { useAttributeLabel } from './filterWords.ts'
import { Personal } from './Personal.tsx'
import { isPersonal } from './personal.ts'
import styles from './Sources.module.css'
import { useNamespaceName, usePlatformName } from './words.ts'

interface Said {
  key: string
  label: string
  name: string
  value: unknown
  at: string
  /** What is to be known of it: another source's word is shown instead, or nobody has proven it. */
  note: 'not_counting' | 'claimed' | undefined
}

/** Which source said what: a panel a source, and which of its words count. */
export function Sources(props: { customer: Customer }) {
  const { customer } = props
  const t = useTexts()
  const labelOf = useAttributeLabel()
  const namespaceName = useNamespaceName()
  const platformName = usePlatformName()
  const attributes = useQuery(attributesQuery(customer.id))
  if (attributes.error && !attributes.data)
    return (
      <Panel>
        <ErrorPanel error={attributes.error} onRetry={() => void attributes.refetch()} />
      </Panel>
    )
  if (!attributes.data)
    return (
      <Panel>
        <SkeletonLines lines={8} />
      </Panel>
    )

  const said = new Map<string, Said[]>()
  const add = (source: string, word: Said) => said.set(source, [...(said.get(source) ?? []), word])
  for (const { namespace, value, source, first_seen, verified } of customer.identifiers)
    add(source, {
      key: `${namespace} ${value}`,
      label: namespaceName(namespace),
      name: namespace,
      value,
      at: first_seen,
      note: verified ? undefined : 'claimed',
    })
  for (const attribute of attributes.data.items)
    for (const word of attribute.words)
      add(word.source, {
        key: `${attribute.name} ${word.customer_id}`,
        label: labelOf(attribute.name),
        name: attribute.name,
        value: attribute.hidden ? '****' : word.value,
        at: word.at,
        note: word.counts ? undefined : 'not_counting',
      })
  if (said.size === 0)
    return (
      <Panel>
        <EmptyState compact title={t('sources.empty')} />
      </Panel>
    )
  return (
    <div className={styles.sources}>
      {[...said].map(([source, words]) => (
        <Panel key={source} title={source === '' ? t('sources.unnamed') : platformName(source)}>
          <KeyValues
            rows={words.map(({ key, label, name, value, at, note }) => ({
              key,
              label,
              value: (
                <span className={styles.word}>
                  {isPersonal(name) && typeof value === 'string' ? (
                    <Personal name={name} value={value} />
                  ) : (
                    <JsonValue value={value} />
                  )}
                  <span className={styles.when}>
                    <When at={at} />
                    {note === 'not_counting' && <Chip>{t('sources.not_counting')}</Chip>}
                    {note === 'claimed' && <Chip tone="warning">{t('evidence.claimed')}</Chip>}
                  </span>
                </span>
              ),
            }))}
          />
        </Panel>
      ))}
    </div>
  )
}
