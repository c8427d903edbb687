import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { JsonValue } from '../ui/JsonValue.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import styles from './Attributes.module.css'
import { type Attribute, attributeHistoryQuery, editAttribute, undoAttribute } from './api.ts'
import { useSourceName } from './words.ts'

/** What every source says, the one that counts first, and what was said before. */
export function AttributeSources(props: {
  customerId: number
  attribute: Attribute
  mayEdit: boolean
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const sourceName = useSourceName()
  const { attribute, customerId } = props
  const history = useQuery(attributeHistoryQuery(customerId, attribute.name))
  const done = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['customer', customerId] }),
  }
  const { name, version } = attribute
  const undo = useMutation({ mutationFn: () => undoAttribute(customerId, name, version), ...done })
  const withdraw = useMutation({
    mutationFn: () => editAttribute(customerId, name, { version }),
    ...done,
  })
  const isEdited = attribute.words.some((w) => w.source === 'operator')
  const wasEdited = history.data?.items.some((h) => h.source === 'operator') ?? false
  const isHidden = attribute.data_class === 'sensitive'
  return (
    <div className={styles.sources}>
      {attribute.words.map((word) => (
        <Said
          key={`${word.source} ${word.customer_id}`}
          value={isHidden ? <Dots /> : <JsonValue value={word.value} />}
          source={sourceName(word.source)}
          at={word.at}
          mark={word.counts ? <Chip tone="good">{t('attributes.counts')}</Chip> : undefined}
        />
      ))}
      {props.mayEdit && (isEdited || wasEdited) && (
        <div className={styles.sourceActions}>
          {wasEdited && (
            <Button size="small" loading={undo.isPending} onClick={() => undo.mutate()}>
              {t('attributes.undo')}
            </Button>
          )}
          {isEdited && (
            <Button
              size="small"
              type="text"
              title={t('attributes.withdraw_words')}
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate()}
            >
              {t('attributes.withdraw')}
            </Button>
          )}
        </div>
      )}
      {(undo.error ?? withdraw.error) && <ErrorNote error={undo.error ?? withdraw.error} />}
      <h4 className={styles.before}>{t('attributes.before')}</h4>
      {history.error ? (
        <ErrorNote error={history.error} />
      ) : !history.data ? (
        <SkeletonLines lines={2} />
      ) : history.data.items.length === 0 ? (
        <p className={styles.quiet}>{t('attributes.never_changed')}</p>
      ) : (
        history.data.items.map((h) => (
          <Said
            key={h.id}
            value={
              h.hidden ? <Dots /> : h.value === null ? <Nothing /> : <JsonValue value={h.value} />
            }
            source={sourceName(h.source)}
            at={h.replaced_at}
          />
        ))
      )}
      {history.data?.next_cursor && <p className={styles.quiet}>{t('attributes.older')}</p>}
    </div>
  )
}

const Dots = () => <span>●●●●●●</span>

function Said(props: { value: ReactNode; source: string; at: string; mark?: ReactNode }) {
  return (
    <div className={styles.said}>
      <span className={styles.saidValue}>{props.value}</span>
      {props.mark}
      <span className={styles.quiet}>
        {props.source} · <When at={props.at} />
      </span>
    </div>
  )
}
