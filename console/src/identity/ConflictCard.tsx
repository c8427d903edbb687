import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Modal, Tooltip } from 'antd'
import { useState } from 'react'
import { type Customer, customerQuery } from '../customers/api.ts'
import { IdentifierChips } from '../customers/IdentifierChips.tsx'
import { isPersonal, maskPersonal } from '../customers/personal.ts'
import { useNamespaceName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Selection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { type Conflict, type ConflictAction, resolveConflict } from './api.ts'
import { Comparison } from './Comparison.tsx'
import styles from './ConflictCard.module.css'
import { useIdentityChanged } from './changes.ts'
import { exclusions } from './comparison.ts'
import { MergeEffects } from './MergeEffects.tsx'
import { useIsUnique } from './unique.ts'

/** One pair: why it waits, what speaks for and against, and the answers. */
export function ConflictCard(props: { conflict: Conflict; selection: Selection }) {
  const { conflict, selection } = props
  const t = useTexts()
  const namespaceName = useNamespaceName()
  const [asked, setAsked] = useState<ConflictAction>()
  const left = useQuery(customerQuery(conflict.customer_a))
  const right = useQuery(customerQuery(conflict.customer_b))
  const error = left.error ?? right.error
  return (
    <Panel
      title={t(`conflict_kind.${conflict.kind}`, { namespace: namespaceName(conflict.namespace) })}
      extra={
        <span className={styles.when}>
          {conflict.state === 'open' && (
            <Checkbox
              checked={selection.keys.includes(conflict.id)}
              onChange={({ target }) =>
                selection.set(
                  target.checked
                    ? [...selection.keys, conflict.id]
                    : selection.keys.filter((id) => id !== conflict.id),
                )
              }
            >
              {t('batch.choose')}
            </Checkbox>
          )}
          {conflict.state !== 'open' && <Chip>{t(`conflicts.state_${conflict.state}`)}</Chip>}
          <When at={conflict.resolved_at ?? conflict.last_at} />
        </span>
      }
    >
      <div className={styles.card}>
        {left.data && right.data ? (
          <Comparison left={left.data} right={right.data} />
        ) : error ? (
          <ErrorPanel
            error={error}
            onRetry={() => {
              void left.refetch()
              void right.refetch()
            }}
          />
        ) : (
          <SkeletonLines lines={8} />
        )}
        <EvidenceOf conflict={conflict} />
      </div>
      {conflict.state === 'open' && left.data && right.data && (
        <Answers left={left.data} right={right.data} onAsk={setAsked} />
      )}
      <Decision
        conflict={conflict}
        left={left.data}
        right={right.data}
        action={asked}
        onClose={() => setAsked(undefined)}
      />
    </Panel>
  )
}

function EvidenceOf(props: { conflict: Conflict }) {
  const { conflict } = props
  const t = useTexts()
  const namespaceName = useNamespaceName()
  const { namespace, value } = conflict
  const rows = [
    {
      key: 'evidence',
      label: t('conflicts.came_together'),
      value: <IdentifierChips identifiers={conflict.evidence} />,
    },
    {
      key: 'seen',
      label: t('conflicts.seen'),
      value: t('conflicts.times', { count: conflict.seen }),
    },
    { key: 'first', label: t('conflicts.first_at'), value: <When at={conflict.first_at} /> },
    { key: 'last', label: t('conflicts.last_at'), value: <When at={conflict.last_at} /> },
  ]
  if (namespace !== '') {
    const shown = isPersonal(namespace) ? maskPersonal(namespace, value) : value
    rows.unshift({
      key: 'about',
      label: t('conflicts.about'),
      value: <span>{`${namespaceName(namespace)} ${shown}`}</span>,
    })
  }
  return (
    <section className={styles.evidence}>
      <h3 className={styles.title}>{t('conflicts.evidence')}</h3>
      <KeyValues rows={rows} />
    </section>
  )
}

function Answers(props: {
  left: Customer
  right: Customer
  onAsk: (action: ConflictAction) => void
}) {
  const { left, right } = props
  const t = useTexts()
  const namespaceName = useNamespaceName()
  const isUnique = useIsUnique()
  if (left.id === right.id) {
    return (
      <div className={styles.foot}>
        <Button onClick={() => props.onAsk('dismiss')}>{t('conflicts.action_dismiss')}</Button>
      </div>
    )
  }
  // The server refuses to join two different values of a namespace that allows one.
  const excluded = exclusions(left, right, isUnique).map(namespaceName)
  return (
    <div className={styles.foot}>
      <Button type="text" onClick={() => props.onAsk('dismiss')}>
        {t('conflicts.action_dismiss')}
      </Button>
      <Button onClick={() => props.onAsk('keep_apart')}>{t('conflicts.action_keep_apart')}</Button>
      <Tooltip
        title={
          excluded.length > 0
            ? t('conflicts.cannot_merge', { namespaces: excluded.join(t('list.comma')) })
            : undefined
        }
      >
        <Button type="primary" disabled={excluded.length > 0} onClick={() => props.onAsk('merge')}>
          {t('conflicts.action_merge')}
        </Button>
      </Tooltip>
    </div>
  )
}

function Decision(props: {
  conflict: Conflict
  left: Customer | undefined
  right: Customer | undefined
  action: ConflictAction | undefined
  onClose: () => void
}) {
  const { conflict, left, right, action = 'dismiss' } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useIdentityChanged()
  const deciding = useMutation({
    mutationFn: (chosen: ConflictAction) => resolveConflict(conflict.id, chosen),
    onSuccess: async (_, chosen) => {
      props.onClose()
      void message.success(t(`conflicts.done_${chosen}`))
      await changed()
    },
  })
  return (
    <Modal
      open={props.action !== undefined}
      title={t(`conflicts.title_${action}`)}
      okText={t(`conflicts.action_${action}`)}
      cancelText={t('action.cancel')}
      confirmLoading={deciding.isPending}
      onCancel={props.onClose}
      afterClose={deciding.reset}
      onOk={() => deciding.mutate(action)}
    >
      {deciding.error && <ErrorNote error={deciding.error} />}
      {action === 'merge' && left && right && <MergeEffects left={left} right={right} />}
      {action !== 'merge' && <p>{t(`conflicts.words_${action}`)}</p>}
    </Modal>
  )
}
