import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Popconfirm, Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Page } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing } from '../ui/When.tsx'
import { activityQuery, usePromotionChanged } from './api.ts'
import { Figure } from './Figure.tsx'
import { GroupBuyForm } from './GroupBuyForm.tsx'
import { GroupsTable } from './GroupsTable.tsx'
import { type GroupBuy, groupBuysQuery, groupFiguresQuery, setGroupBuy } from './groupApi.ts'
import styles from './Promotion.module.css'

const route = getRouteApi('/app/group-buys')
const TONES = { draft: 'plain', live: 'good', paused: 'warning', ended: 'plain' } as const

/** Group buys of one activity: what each says, what became of its groups, and who is in them. */
export function GroupBuysPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const activity = search.activity ?? ''
  const { scope } = useSession()
  const mayWrite = useMay('promotion:write') && scope.kind === 'all'
  const [isNew, setNew] = useState(false)
  const of = useQuery({ ...activityQuery(activity), enabled: activity !== '' })
  const list = useQuery({ ...groupBuysQuery(activity), enabled: activity !== '' })
  const items = list.data?.items
  const chosen = items?.find(({ id }) => id === search.buy) ?? items?.[0]
  const create = mayWrite && of.data && of.data.state !== 'ended' && (
    <Button type="primary" onClick={() => setNew(true)}>
      {t('group_buys.new')}
    </Button>
  )
  const error = of.error ?? list.error
  return (
    <Page
      title={t('group_buys.title')}
      purpose={of.data ? t('group_buys.of', { activity: of.data.name }) : ''}
      actions={create}
    >
      {activity === '' ? (
        <EmptyState
          title={t('group_buys.no_activity')}
          action={<Link to="/activities">{t('activities.title')}</Link>}
        />
      ) : error ? (
        <ErrorPanel error={error} onRetry={() => void (of.error ? of : list).refetch()} />
      ) : !items ? (
        <SkeletonLines lines={6} />
      ) : !chosen ? (
        <EmptyState title={t('group_buys.empty')} action={create}>
          <p>{t('group_buys.empty_words')}</p>
        </EmptyState>
      ) : (
        <>
          {items.length > 1 && (
            <Segmented
              style={{ marginBottom: 16 }}
              value={chosen.id}
              onChange={(buy) =>
                void navigate({ to: '/group-buys', search: { activity, buy }, replace: true })
              }
              options={items.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <Shown
            key={chosen.id}
            groupBuy={chosen}
            mayWrite={mayWrite}
            isWhole={scope.kind === 'all'}
          />
        </>
      )}
      {isNew && <GroupBuyForm activity={activity} onClose={() => setNew(false)} />}
    </Page>
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
  const acting = useMutation({
    mutationFn: (to: 'publish' | 'pause' | 'end') => setGroupBuy(groupBuy.id, to),
    onSettled: () => changed(),
  })
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      <div style={{ display: 'flex', gap: 8, marginBottom: 16, flexWrap: 'wrap' }}>
        <Button onClick={() => edit(true)}>{t('action.edit')}</Button>
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
