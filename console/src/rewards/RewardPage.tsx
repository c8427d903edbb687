import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { App, Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { CustomerOf } from '../customers/CustomerName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useLevelNames } from '../members/words.tsx'
import { useMay } from '../session/session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import {
  partsOf,
  type Redemption,
  type Reward,
  reachQuery,
  redemptionsQuery,
  returnRedemption,
  rewardQuery,
  useRewardsChanged,
} from './api.ts'
import { ContentShown } from './ContentShown.tsx'
import { RewardForm } from './RewardForm.tsx'
import { Cost, StateChip, Taken, useRewardName } from './words.tsx'

const route = getRouteApi('/app/rewards/$rewardId')

/** One reward: what it says, what it has cost, who has had it. */
export function RewardPage() {
  const t = useTexts()
  const { rewardId } = route.useParams()
  const mayWrite = useMay('membership:write')
  const one = useQuery(rewardQuery(rewardId))
  const nameOf = useRewardName()
  const [isChanging, setChanging] = useState(false)
  const change = mayWrite && one.data && (
    <Button type="primary" onClick={() => setChanging(true)}>
      {t('rewards.change')}
    </Button>
  )
  return (
    <Page
      title={one.data ? nameOf(one.data) : t('rewards.reward')}
      purpose={one.data?.description ?? ''}
      actions={change}
    >
      {one.error && <ErrorPanel error={one.error} onRetry={() => void one.refetch()} />}
      {!one.data && !one.error && <SkeletonLines lines={6} />}
      {one.data && (
        <>
          <Told reward={one.data} />
          {one.data.kind === 'content' && (
            <Panel title={t('rewards.content_shown')}>
              <ContentShown title={nameOf(one.data)} parts={partsOf(one.data.args) ?? []} />
            </Panel>
          )}
          <Redemptions reward={one.data} mayWrite={mayWrite} />
        </>
      )}
      {isChanging && one.data && (
        <RewardForm reward={one.data} onClose={() => setChanging(false)} />
      )}
    </Page>
  )
}

function Told({ reward }: { reward: Reward }) {
  const t = useTexts()
  const { nameOf } = useLevelNames('growth')
  const reach = useQuery(reachQuery)
  const figures = reach.data?.rewards.find(({ id }) => id === reward.id)
  const of = reward.args.sku ?? reward.args.plan
  return (
    <Panel title={t('rewards.about')} extra={<StateChip state={reward.state} />}>
      <KeyValues
        rows={[
          {
            ...{ key: 'kind', label: t('rewards.kind') },
            value:
              reward.kind === 'stored_value' ? (
                <>
                  {t('rewards.kind_stored_value')} · <Money fen={Number(reward.args.fen)} />
                </>
              ) : (
                [t(`rewards.kind_${reward.kind}`), ...(of === undefined ? [] : [of])].join(' · ')
              ),
          },
          ...(reward.kind === 'content'
            ? [
                {
                  ...{ key: 'refund', label: t('rewards.refund_days') },
                  value:
                    typeof reward.args.refund_days === 'number'
                      ? t('rewards.days', { count: reward.args.refund_days })
                      : t('rewards.no_refund'),
                },
              ]
            : []),
          { key: 'cost', label: t('rewards.costs'), value: <Cost of={reward} /> },
          { key: 'taken', label: t('rewards.taken'), value: <Taken reward={reward} /> },
          {
            ...{ key: 'limit', label: t('rewards.per_customer') },
            value:
              reward.per_customer === null ? (
                <Nothing />
              ) : (
                `${reward.per_customer} · ${t(`rewards.period_${reward.period}`)}`
              ),
          },
          {
            ...{ key: 'levels', label: t('rewards.levels') },
            value:
              reward.levels.length === 0
                ? t('rewards.everybody')
                : reward.levels.map(nameOf).join(t('rewards.comma')),
          },
          {
            ...{ key: 'time', label: t('rewards.time') },
            value:
              reward.starts_at || reward.ends_at ? (
                <>
                  <When at={reward.starts_at} /> – <When at={reward.ends_at} />
                </>
              ) : (
                t('rewards.always')
              ),
          },
          {
            ...{ key: 'reaching', label: t('rewards.reaching') },
            value: figures ? <Count value={figures.reaching} /> : <Nothing />,
          },
          {
            ...{ key: 'points', label: t('rewards.points_so_far') },
            value: figures ? <Count value={figures.points} /> : <Nothing />,
          },
          {
            ...{ key: 'spent', label: t('rewards.cost_so_far') },
            value: figures ? <Money fen={figures.cost_fen} /> : <Nothing />,
          },
        ]}
      />
    </Panel>
  )
}

function Redemptions(props: { reward: Reward; mayWrite: boolean }) {
  const t = useTexts()
  const { reward } = props
  const list = useInfiniteQuery(redemptionsQuery(reward.id))
  const [returning, setReturning] = useState<Redemption>()
  const isOpenToReturn = (until: string | null) => until !== null && Date.parse(until) > Date.now()
  const isReturnable = ({ state, order_id, given, refundable_until }: Redemption) =>
    props.mayWrite &&
    state === 'redeemed' &&
    order_id === null &&
    (given !== null || isOpenToReturn(refundable_until))
  const columns: TableColumnsType<Redemption> = [
    {
      key: 'customer',
      title: t('rewards.customer'),
      render: (_, row) => <CustomerOf row={row} />,
    },
    {
      key: 'cost',
      title: t('rewards.costs'),
      width: 190,
      align: 'right',
      render: (_, one) => <Cost of={one} />,
    },
    {
      key: 'given',
      title: t('rewards.given'),
      width: 200,
      render: (_, { order_id, order_number, given }) =>
        order_id && order_number ? (
          <Link to="/own-orders" search={{ q: order_number }}>
            {order_number}
          </Link>
        ) : (
          (given ?? <Nothing />)
        ),
    },
    {
      key: 'state',
      title: t('rewards.state'),
      width: 110,
      render: (_, { state }) => t(`rewards.redemption_${state}`),
    },
    { key: 'at', title: t('rewards.at'), width: 150, render: (_, { at }) => <When at={at} /> },
    {
      key: 'acts',
      title: '',
      width: 90,
      render: (_, one) =>
        isReturnable(one) && (
          <Button type="link" size="small" onClick={() => setReturning(one)}>
            {t('rewards.take_back')}
          </Button>
        ),
    },
  ]
  return (
    <>
      <h2>{t('rewards.redemptions')}</h2>
      <PageTable
        list={{ ...list, data: list.data?.pages.flatMap((page) => page.items) }}
        columns={columns}
        rowKey={(one) => one.id}
        minWidth={860}
        label={t('rewards.redemptions')}
        empty={<EmptyState compact title={t('rewards.no_redemptions')} />}
      />
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('rewards.more')}
        </Button>
      )}
      {returning && <TakeBack redemption={returning} onClose={() => setReturning(undefined)} />}
    </>
  )
}

function TakeBack(props: { redemption: Redemption; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useRewardsChanged()
  return (
    <FormDialog<{ reason: string }>
      title={t('rewards.take_back')}
      okText={t('rewards.take_back')}
      danger
      words={t('rewards.take_back_words', { points: props.redemption.points })}
      save={({ reason }) => returnRedemption(props.redemption.id, reason.trim())}
      onSaved={async () => {
        void message.success(t('rewards.taken_back'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <ReasonField label={t('rewards.reason')} needed={t('rewards.needed')} max={200} />
    </FormDialog>
  )
}
