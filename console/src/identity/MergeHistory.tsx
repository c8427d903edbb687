import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { type Merge, mergesQuery, unmerge } from './api.ts'
import { useIdentityChanged } from './changes.ts'
import styles from './MergeHistory.module.css'

/** The merges that made this customer, each of which can be taken back; and those that were. */
export function MergeHistory(props: { customerId: number }) {
  const t = useTexts()
  const merges = useQuery(mergesQuery(props.customerId))
  const [asked, setAsked] = useState<Merge>()
  if (merges.error) {
    return <ErrorPanel error={merges.error} onRetry={() => void merges.refetch()} />
  }
  if (!merges.data) return <SkeletonLines lines={2} />
  if (merges.data.items.length === 0) return <EmptyState compact title={t('merges.empty')} />
  return (
    <>
      <ul className={styles.list}>
        {merges.data.items.map((merge) => (
          <MergeLine key={merge.merge_id} merge={merge} onUnmerge={() => setAsked(merge)} />
        ))}
      </ul>
      <UnmergeDialog
        customerId={props.customerId}
        merge={asked}
        onClose={() => setAsked(undefined)}
      />
    </>
  )
}

function MergeLine(props: { merge: Merge; onUnmerge: () => void }) {
  const { merge } = props
  const t = useTexts()
  const known = useKnownText()
  const mayUnmerge = useMay('customers:merge')
  const [actor = ''] = merge.actor.split(':', 1)
  return (
    <li className={styles.merge}>
      <div className={styles.head}>
        <span>{t('merges.pair', { left: merge.node_a, right: merge.node_b })}</span>
        {merge.undone_at ? (
          <Chip>{t('merges.undone')}</Chip>
        ) : (
          mayUnmerge && (
            <Button size="small" onClick={props.onUnmerge}>
              {t('merges.unmerge')}
            </Button>
          )
        )}
      </div>
      <div className={styles.quiet}>
        <span>
          <When at={merge.at} />
        </span>
        <span>{known(`actor.${actor}`) ?? merge.actor}</span>
        <span>{t(`evidence.${merge.evidence}`)}</span>
        {merge.reason !== '' && (
          <span>{known(`merge_reason.${merge.reason}`) ?? merge.reason}</span>
        )}
        {merge.undone_at && (
          <span>
            {t('merges.undone_at')} <When at={merge.undone_at} />
          </span>
        )}
      </div>
    </li>
  )
}

function UnmergeDialog(props: {
  customerId: number
  merge: Merge | undefined
  onClose: () => void
}) {
  const { customerId, merge } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useIdentityChanged()
  const undoing = useMutation({
    mutationFn: unmerge,
    onSuccess: async ({ customers }) => {
      props.onClose()
      await changed()
      void message.success(
        <>
          {t('merges.unmerged')}{' '}
          {customers
            .filter((id) => id !== customerId)
            .map((id) => (
              <Link key={id} to="/customers/$customerId" params={{ customerId: String(id) }}>
                {t('merges.open_side', { id })}
              </Link>
            ))}
        </>,
        6,
      )
    },
  })
  const pair = { left: merge?.node_a, right: merge?.node_b }
  return (
    <Modal
      open={merge !== undefined}
      title={t('merges.unmerge_title', pair)}
      okText={t('merges.unmerge')}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: true }}
      confirmLoading={undoing.isPending}
      onCancel={props.onClose}
      afterClose={undoing.reset}
      onOk={() => {
        if (merge) undoing.mutate(merge.merge_id)
      }}
    >
      {undoing.error && <ErrorNote error={undoing.error} />}
      <ul className={styles.effects}>
        <li>{t('merges.effect_back')}</li>
        <li>{t('merges.effect_others')}</li>
        <li>{t('merges.effect_apart')}</li>
      </ul>
    </Modal>
  )
}
