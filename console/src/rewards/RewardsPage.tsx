import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Alert, Button, Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Reach, type Reward, reachQuery, rewardsQuery } from './api.ts'
import { RewardForm } from './RewardForm.tsx'
import { Cost, StateChip, Taken, useRewardName } from './words.tsx'

const route = getRouteApi('/app/rewards')
const STATES = ['all', 'live', 'draft', 'stopped'] as const

/** What points are exchanged for, and whether members reach it. */
export function RewardsPage() {
  const t = useTexts()
  const mayWrite = useMay('membership:write')
  const { q, state } = route.useSearch()
  const navigate = useNavigate()
  const list = useQuery(rewardsQuery)
  const reach = useQuery(reachQuery)
  const nameOf = useRewardName()
  const [isNew, setNew] = useState(false)
  const change = (next: { q?: string | undefined; state?: string | undefined }) =>
    void navigate({ to: '/rewards', search: (before) => ({ ...before, ...next }), replace: true })
  const of = new Map(reach.data?.rewards.map((one) => [one.id, one]))
  const items = list.data?.items.filter(
    (reward) =>
      (!state || reward.state === state) &&
      (!q || `${reward.name} ${reward.name_en}`.toLowerCase().includes(q.toLowerCase())),
  )
  const make = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t('rewards.new')}
    </Button>
  )
  const columns: TableColumnsType<Reward> = [
    {
      key: 'name',
      title: t('rewards.reward'),
      render: (_, reward) => (
        <>
          <Link to="/rewards/$rewardId" params={{ rewardId: reward.id }}>
            {nameOf(reward)}
          </Link>{' '}
          {reward.is_highlight && <Chip>{t('rewards.highlight')}</Chip>}
        </>
      ),
    },
    {
      key: 'kind',
      title: t('rewards.kind'),
      width: 110,
      render: (_, reward) => t(`rewards.kind_${reward.kind}`),
    },
    {
      key: 'cost',
      title: t('rewards.costs'),
      width: 190,
      align: 'right',
      render: (_, reward) => <Cost of={reward} />,
    },
    {
      key: 'taken',
      title: t('rewards.taken'),
      width: 120,
      align: 'right',
      render: (_, reward) => <Taken reward={reward} />,
    },
    {
      key: 'reaching',
      title: t('rewards.reaching'),
      width: 130,
      align: 'right',
      render: (_, { id, state }) =>
        state === 'live' && of.has(id) ? <Count value={of.get(id)?.reaching ?? 0} /> : <Nothing />,
    },
    {
      key: 'spent',
      title: t('rewards.cost_so_far'),
      width: 130,
      align: 'right',
      render: (_, { id }) => (of.has(id) ? <Money fen={of.get(id)?.cost_fen ?? 0} /> : <Nothing />),
    },
    {
      key: 'state',
      title: t('rewards.state'),
      width: 100,
      render: (_, reward) => <StateChip state={reward.state} />,
    },
  ]
  return (
    <Page title={t('rewards.title')} purpose={t('rewards.purpose')} actions={make}>
      <Panel title={t('rewards.reach')}>
        {reach.error && <ErrorNote error={reach.error} />}
        {!reach.data && !reach.error && <SkeletonLines lines={3} />}
        {reach.data && <ReachTold reach={reach.data} />}
      </Panel>
      <Filters>
        <SearchText
          value={q}
          label={t('rewards.search')}
          onChange={(next) => change({ q: next })}
        />
        <Segmented
          value={STATES.find((one) => one === state) ?? 'all'}
          options={STATES.map((value) => ({ value, label: t(`rewards.state_${value}`) }))}
          onChange={(value) => change({ state: value === 'all' ? undefined : value })}
        />
      </Filters>
      <PageTable
        list={{ ...list, data: items }}
        columns={columns}
        rowKey={(reward) => reward.id}
        minWidth={900}
        label={t('rewards.title')}
        empty={
          <EmptyState title={t(q || state ? 'rewards.none_found' : 'rewards.none')} action={make}>
            <p>{t('rewards.none_words')}</p>
          </EmptyState>
        }
      />
      {isNew && <RewardForm reward={null} onClose={() => setNew(false)} />}
    </Page>
  )
}

function ReachTold({ reach }: { reach: Reach }) {
  const t = useTexts()
  const share = reach.members === 0 ? null : reach.reaching / reach.members
  return (
    <>
      {reach.holding_many_without_highlight > 0 && (
        <Alert
          style={{ marginBottom: 8 }}
          type="warning"
          showIcon
          title={t('rewards.rich_reach_nothing', {
            count: reach.holding_many_without_highlight,
            points: reach.many_points,
          })}
        />
      )}
      {share !== null && share < 0.5 && (
        <Alert
          style={{ marginBottom: 8 }}
          type="warning"
          showIcon
          title={t('rewards.few_reach', { percent: (share * 100).toFixed(1) })}
        />
      )}
      <KeyValues
        rows={[
          {
            ...{ key: 'reaching', label: t('rewards.share_reaching') },
            value:
              share === null ? (
                <Nothing />
              ) : (
                <>
                  {(share * 100).toFixed(1)}% · <Count value={reach.reaching} /> /{' '}
                  <Count value={reach.members} />
                </>
              ),
          },
          {
            ...{ key: 'first', label: t('rewards.median_first') },
            value:
              reach.median_days_to_first === null ? (
                <Nothing />
              ) : (
                t('rewards.days', { count: reach.median_days_to_first })
              ),
          },
          {
            ...{ key: 'many', label: t('rewards.richest') },
            value:
              reach.many_points === null ? (
                <Nothing />
              ) : (
                <>
                  <Count value={reach.holding_many} /> ·{' '}
                  {t('rewards.from_points', { points: reach.many_points })}
                </>
              ),
          },
        ]}
      />
    </>
  )
}
