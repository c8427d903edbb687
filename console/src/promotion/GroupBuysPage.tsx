import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing } from '../ui/When.tsx'
import { usePromotionChanged } from './api.ts'
import { Figure } from './Figure.tsx'
import { GroupBuyForm } from './GroupBuyForm.tsx'
import { GroupsTable } from './GroupsTable.tsx'
import { type GroupBuy, groupBuysQuery, groupFiguresQuery, setGroupBuy } from './groupApi.ts'
import { OfActivity } from './OfActivity.tsx'
import styles from './Promotion.module.css'
import { TONES, useMayPromote } from './PromotionList.tsx'

const route = getRouteApi('/app/group-buys')

/** Group buys of one activity: what each says, what became of its groups, and who is in them. */
export function GroupBuysPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const activity = search.activity ?? ''
  const { scope } = useSession()
  const mayWrite = useMayPromote()
  const list = useQuery({ ...groupBuysQuery(activity), enabled: activity !== '' })
  return (
    <OfActivity
      activity={activity}
      list={list}
      chosen={search.buy}
      onChoose={(buy) =>
        void navigate({ to: '/group-buys', search: { activity, buy }, replace: true })
      }
      words={{
        title: t('group_buys.title'),
        of: (named) => t('group_buys.of', { activity: named }),
        make: t('group_buys.new'),
        noActivity: t('group_buys.no_activity'),
        empty: t('group_buys.empty'),
        emptyWords: t('group_buys.empty_words'),
      }}
      form={(close) => <GroupBuyForm activity={activity} onClose={close} />}
    >
      {(one) => (
        <Shown key={one.id} groupBuy={one} mayWrite={mayWrite} isWhole={scope.kind === 'all'} />
      )}
    </OfActivity>
  )
}

function Shown(props: { groupBuy: GroupBuy; mayWrite: boolean; isWhole: boolean }) {
  const t = useTexts()
  const { groupBuy } = props
  return (
    <>
      <h2 className={styles.part}>
        {groupBuy.name}{' '}
        <Chip tone={TONES[groupBuy.state]}>{t(`activity_state.${groupBuy.state}`)}</Chip>
      </h2>
      {props.mayWrite && groupBuy.state !== 'ended' && <Acts groupBuy={groupBuy} />}
      <ul className={styles.told}>
        {groupBuy.items.map(({ sku, price_fen }) => (
          <li key={sku}>
            <span>{sku}</span>
            <Money fen={price_fen} />
          </li>
        ))}
      </ul>
      <p>
        {t('group_buys.rule', { size: groupBuy.size, hours: groupBuy.live_hours })}{' '}
        {t(`group_who.${groupBuy.who}`)}
        {groupBuy.merges && ` · ${t('group_buys.merges')}`}
        {groupBuy.complete_from !== null &&
          ` · ${t('group_buys.completes', { count: groupBuy.complete_from })}`}
      </p>
      {props.isWhole ? (
        <>
          <Figures id={groupBuy.id} />
          <GroupsTable groupBuy={groupBuy} />
        </>
      ) : (
        <p className={styles.quiet}>{t('activities.whole_only')}</p>
      )}
    </>
  )
}

function Acts(props: { groupBuy: GroupBuy }) {
  const t = useTexts()
  const changed = usePromotionChanged()
  const { groupBuy } = props
  const [isEdited, edit] = useState(false)
  const [isCopied, copy] = useState(false)
  const acting = useMutation({
    mutationFn: (to: 'publish' | 'pause' | 'end') => setGroupBuy(groupBuy.id, to),
    onSettled: () => changed(),
  })
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      <div style={{ display: 'flex', gap: 8, marginBottom: 16, flexWrap: 'wrap' }}>
        <Button onClick={() => edit(true)}>{t('action.edit')}</Button>
        <Button onClick={() => copy(true)}>{t('activities.copy')}</Button>
        {groupBuy.state === 'live' ? (
          <Button loading={acting.isPending} onClick={() => acting.mutate('pause')}>
            {t('offers.pause')}
          </Button>
        ) : (
          <Button
            type="primary"
            loading={acting.isPending}
            onClick={() => acting.mutate('publish')}
          >
            {t('offers.publish')}
          </Button>
        )}
        <Popconfirm
          title={t('group_buys.end_sure')}
          description={t('group_buys.end_words')}
          onConfirm={() => acting.mutate('end')}
        >
          <Button danger>{t('offers.end')}</Button>
        </Popconfirm>
      </div>
      {isCopied && (
        <GroupBuyForm activity={groupBuy.activity_id} from={groupBuy} onClose={() => copy(false)} />
      )}
      {isEdited && (
        <GroupBuyForm
          activity={groupBuy.activity_id}
          groupBuy={groupBuy}
          onClose={() => edit(false)}
        />
      )}
    </>
  )
}

function Figures(props: { id: string }) {
  const t = useTexts()
  const figures = useQuery(groupFiguresQuery(props.id))
  if (figures.error)
    return <ErrorPanel error={figures.error} onRetry={() => void figures.refetch()} />
  if (!figures.data) return <SkeletonLines lines={3} />
  const { groups, seats, completion_bp } = figures.data
  return (
    <dl className={styles.figures}>
      <Figure title={t('group_buys.opened')}>
        <Count value={groups.opened} />
        <div className={styles.quiet}>{t('group_buys.open', { count: groups.open })}</div>
      </Figure>
      <Figure title={t('group_buys.completed')}>
        <Count value={groups.completed} />
        <div className={styles.quiet}>
          {t('group_buys.completed_by', {
            ...{ members: groups.by_members, merge: groups.by_merge },
            platform: groups.by_platform,
          })}
        </div>
      </Figure>
      <Figure title={t('group_buys.failed')}>
        <Count value={groups.failed} />
        <div className={styles.quiet}>{t('group_buys.to_refund', { count: seats.to_refund })}</div>
      </Figure>
      <Figure title={t('group_buys.completion')}>
        {completion_bp === null ? <Nothing /> : `${(completion_bp / 100).toFixed(1)} %`}
      </Figure>
      <Figure title={t('group_buys.joined')}>
        <Count value={seats.joined} />
        <div className={styles.quiet}>{t('group_buys.held', { count: seats.held })}</div>
      </Figure>
      <Figure title={t('activity_measure.sales_fen')}>
        <Money fen={seats.sales_fen - seats.refunded_fen} />
      </Figure>
      <Figure title={t('activities.subsidy')}>
        <Money fen={seats.subsidy_fen} />
      </Figure>
    </dl>
  )
}
