import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType, Tabs } from 'antd'
import { CustomerOf } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Figure, FigureRow } from '../ui/Figure.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import styles from './Orders.module.css'
import { nameOf, SubscriptionBatch } from './SubscriptionBatch.tsx'
import { SubscriptionDrawer } from './SubscriptionDrawer.tsx'
import { SubscriptionPlans } from './SubscriptionPlans.tsx'
import {
  type Subscription,
  subscriptionFiguresQuery,
  subscriptionsQuery,
} from './subscriptionApi.ts'
import { SUBSCRIPTION_TONES, useRhythm } from './subscriptionWords.ts'

const route = getRouteApi('/app/subscriptions')
const PAGE = 50
const STATES = ['starting', 'active', 'paused', 'cancelled', 'lapsed'] as const

/** What customers have delivered again and again. */
export function SubscriptionsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { tab, sku, subscription } = route.useSearch()
  const { scope } = useSession()
  const open = (id: string | undefined) =>
    void navigate({
      to: '/subscriptions',
      search: (before) => ({ ...before, subscription: id }),
      replace: true,
    })
  return (
    <Page title={t('subscriptions.title')} purpose={t('subscriptions.purpose')}>
      {scope.kind === 'all' && <Figures />}
      <Tabs
        activeKey={tab === 'plans' ? 'plans' : 'subscriptions'}
        onChange={(key) =>
          void navigate({
            to: '/subscriptions',
            search: key === 'plans' ? { tab: key } : {},
            replace: true,
          })
        }
        items={[
          { key: 'subscriptions', label: t('subscriptions.all') },
          { key: 'plans', label: t('subscriptions.plans') },
        ]}
      />
      {tab === 'plans' ? <SubscriptionPlans sku={sku} /> : <List onOpen={open} />}
      <SubscriptionDrawer id={subscription} onClose={() => open(undefined)} />
    </Page>
  )
}

const FIGURES = ['active', 'paused', 'cancelled', 'ahead', 'priced', 'unpaid'] as const

function Figures() {
  const t = useTexts()
  const { data } = useQuery(subscriptionFiguresQuery)
  if (!data) return null
  const figure = (key: (typeof FIGURES)[number], value: number) => ({
    ...{ title: t(`subscriptions.${key}`), value },
    definition: t(`subscriptions.${key}_means`),
  })
  return (
    <FigureRow label={t('subscriptions.title')}>
      <Figure {...figure('active', data.active)} />
      <Figure {...figure('paused', data.paused)} />
      <Figure
        {...figure('cancelled', data.cancelled)}
        beside={
          data.churn_bp !== null &&
          t('subscriptions.churn', { percent: (data.churn_bp / 100).toFixed(1) })
        }
      />
      <Figure
        {...figure('ahead', data.deliveries)}
        isEstimate
        beside={t('subscriptions.ahead_pieces', { pieces: data.pieces })}
      />
      <Figure {...figure('priced', data.priced)} beside={<Money fen={data.priced_fen} />} />
      <Figure {...figure('unpaid', data.unpaid)} />
    </FigureRow>
  )
}

function List(props: { onOpen: (id: string) => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const rhythm = useRhythm()
  const mayWrite = useMay('orders:write')
  const selection = useSelection()
  const search = route.useSearch()
  const state = STATES.find((one) => one === search.state)
  const asked = { q: search.q, state }
  const list = useQuery({
    ...subscriptionsQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/subscriptions',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const columns: TableColumnsType<Subscription> = [
    {
      key: 'product',
      title: t('subscriptions.product'),
      render: (_, { name, sku, quantity }) => (
        <div className={styles.two}>
          <span>
            {name} × {quantity}
          </span>
          <span className={styles.quiet}>{sku}</span>
        </div>
      ),
    },
    {
      key: 'customer',
      title: t('subscriptions.customer'),
      width: 220,
      render: (_, row) => <CustomerOf row={row} />,
    },
    {
      key: 'state',
      title: t('subscriptions.state'),
      width: 150,
      render: (_, { state, waiting_order }) => (
        <>
          <Chip tone={SUBSCRIPTION_TONES[state]}>{t(`subscriptions.state_${state}`)}</Chip>{' '}
          {waiting_order && state !== 'starting' && (
            <Chip tone="warning">{t('subscriptions.to_pay')}</Chip>
          )}
        </>
      ),
    },
    {
      key: 'rhythm',
      title: t('subscriptions.rhythm'),
      width: 130,
      render: (_, one) => rhythm(one),
    },
    {
      key: 'next',
      title: t('subscriptions.next_on'),
      width: 130,
      render: (_, { next_on }) => next_on ?? <Nothing />,
    },
    {
      key: 'cycle',
      title: t('subscriptions.cycle'),
      width: 90,
      align: 'right',
      render: (_, { cycle }) => <Count value={cycle} />,
    },
    {
      key: 'made_at',
      title: t('subscriptions.made_at'),
      width: 130,
      render: (_, { made_at }) => <When at={made_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 76,
      align: 'right',
      render: (_, { id }) => (
        <Button type="link" size="small" onClick={() => props.onOpen(id)}>
          {t('subscriptions.open')}
        </Button>
      ),
    },
  ]
  return (
    <>
      <Filters>
        <SearchText
          value={search.q}
          label={t('subscriptions.search')}
          onChange={(q) => change({ q })}
        />
        <ChoiceFilter
          label={t('subscriptions.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={STATES.map((value) => ({ value, label: t(`subscriptions.state_${value}`) }))}
        />
        <ExportButton atEnd kind="product_subscriptions" params={asked} />
      </Filters>
      <PageTable<Subscription>
        label={t('subscriptions.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ id }) => id}
        {...(mayWrite && { selection: { ...selection, nameOf } })}
        minWidth={1100}
        skeletonLines={2}
        empty={
          Object.values(asked).some((value) => value !== undefined) ? (
            <EmptyState compact title={t('subscriptions.no_match')} />
          ) : (
            <EmptyState title={t('subscriptions.empty')}>
              <p>{t('subscriptions.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      <SubscriptionBatch selection={selection} rows={list.data?.items} />
    </>
  )
}
