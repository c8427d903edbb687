import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { When } from '../ui/When.tsx'
import { type AfterSale, afterSalesQuery, type OwnOrder, ownOrdersQuery } from './api.ts'
import { ChannelRevenue } from './ChannelRevenue.tsx'
import { CreditRuleForm } from './CreditRuleForm.tsx'
import { Credits, creditKind } from './Credits.tsx'
import { Invoices } from './Invoices.tsx'
import { OwnOrderDrawer } from './OwnOrderDrawer.tsx'
import { ProblemParcels } from './ProblemParcels.tsx'
import { ShipFileDialog } from './ShipFileDialog.tsx'
import { TrackingForm } from './TrackingForm.tsx'

const route = getRouteApi('/app/own-orders')
const PAGE = 50
const STATES = [
  'to_pay',
  'to_pay_balance',
  'to_ship',
  'partly_shipped',
  'shipped',
  'to_pick_up',
  'picked_up',
  'received',
  'closed',
  'cancelled',
] as const
const PROBLEMS = ['no_trace', 'stuck', 'problem', 'returning', 'not_followed'] as const
const SALE_STATES = [
  ...(['requested', 'to_pay', 'to_return', 'to_send', 'refunded', 'exchanged'] as const),
  ...(['refused', 'withdrawn', 'lapsed'] as const),
] as const
const OPEN_SALES: readonly string[] = ['requested', 'to_pay', 'to_return', 'to_send']
const among = <One extends string>(all: readonly One[], text: string | undefined) =>
  all.find((one) => one === text)

/** What the own shop has sold: what is to be sent, handed over, given back. */
export function OwnOrdersPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  const mayWrite = useMay('orders:write')
  const [doing, setDoing] = useState<'ship' | 'rule' | 'tracking'>()
  const tab =
    among(['after_sales', 'parcels', 'invoices', 'credits', 'revenue'] as const, search.tab) ??
    'orders'
  const kindOfCredit = creditKind(search.kind)
  const maySet = useMay('settings:manage')
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/own-orders',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const states: { value: string; label: string }[] =
    tab === 'orders'
      ? STATES.map((value) => ({ value, label: t(`own_orders.state_${value}`) }))
      : tab === 'parcels'
        ? PROBLEMS.map((value) => ({ value, label: t(`parcel.problem_${value}`) }))
        : SALE_STATES.map((value) => ({ value, label: t(`after_sale.state_${value}`) }))
  return (
    <Page
      title={t('own_orders.title')}
      purpose={t('own_orders.purpose')}
      actions={
        mayWrite && (
          <>
            {maySet && (
              <Button onClick={() => setDoing('tracking')}>{t('tracking_account.title')}</Button>
            )}
            <Button onClick={() => setDoing('rule')}>{t('credit.rule')}</Button>
            <Button onClick={() => setDoing('ship')}>{t('own_orders.ship_batch')}</Button>
            <ButtonLink to="/redeem" color="primary" variant="solid">
              {t('redeem.title')}
            </ButtonLink>
          </>
        )
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          change({
            tab: key === 'orders' ? undefined : key,
            ...{ state: undefined, q: undefined },
            ...{ kind: undefined, subject: undefined, month: undefined },
          })
        }
        items={[
          { key: 'orders', label: t('own_orders.orders') },
          { key: 'after_sales', label: t('own_orders.after_sales') },
          { key: 'parcels', label: t('parcel.problems') },
          { key: 'invoices', label: t('invoices.title') },
          { key: 'credits', label: t('credit.title') },
          { key: 'revenue', label: t('sales_channel.title') },
        ]}
      />
      {tab !== 'credits' && tab !== 'invoices' && tab !== 'revenue' && (
        <Filters>
          {tab === 'orders' && (
            <SearchText
              value={search.q}
              label={t('own_orders.search')}
              onChange={(q) => change({ q })}
            />
          )}
          <ChoiceFilter
            label={t(tab === 'parcels' ? 'parcel.problem' : 'own_orders.state')}
            value={states.find(({ value }) => value === search.state)?.value}
            onChange={(state) => change({ state })}
            options={states}
            width={160}
          />
          {tab === 'orders' && search.subject !== undefined && kindOfCredit && (
            <Button
              onClick={() => change({ kind: undefined, subject: undefined, month: undefined })}
            >
              {t(`credit.kind_${kindOfCredit}`)} {search.subject} {search.month} ×
            </Button>
          )}
        </Filters>
      )}
      {tab === 'orders' ? (
        <Orders onOpen={(order) => change({ order })} />
      ) : tab === 'parcels' ? (
        <ProblemParcels
          problem={among(PROBLEMS, search.state)}
          cursor={search.cursor}
          onOpen={(order) => change({ order })}
        />
      ) : tab === 'invoices' ? (
        <Invoices change={change} onOpen={(order) => change({ order })} />
      ) : tab === 'credits' ? (
        <Credits />
      ) : tab === 'revenue' ? (
        <ChannelRevenue onOpen={(order) => change({ order })} />
      ) : (
        <AfterSales onOpen={(order) => change({ order })} />
      )}
      {doing === 'ship' && <ShipFileDialog onClose={() => setDoing(undefined)} />}
      {doing === 'tracking' && <TrackingForm onClose={() => setDoing(undefined)} />}
      {doing === 'rule' && <CreditRuleForm onClose={() => setDoing(undefined)} />}
      <OwnOrderDrawer id={search.order} onClose={() => change({ order: undefined })} />
    </Page>
  )
}

function Orders(props: { onOpen: (id: string) => void }) {
  const t = useTexts()
  const { q, state, kind, subject, month, cursor } = route.useSearch()
  const credited = {
    ...{ credited_kind: creditKind(kind), credited_to: subject, credited_month: month },
  }
  const list = useQuery({
    ...ownOrdersQuery({ q, state: among(STATES, state), ...credited, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<OwnOrder> = [
    { key: 'number', title: t('own_orders.number'), render: (_, o) => o.number },
    {
      key: 'state',
      title: t('own_orders.state'),
      width: 220,
      render: (_, o) => (
        <>
          <Chip tone={toneOf(o.state)}>{t(`own_orders.state_${o.state}`)}</Chip>{' '}
          {o.after_sales > 0 && <Chip tone="warning">{t('own_orders.has_after_sale')}</Chip>}
        </>
      ),
    },
    {
      key: 'storefront',
      title: t('own_orders.storefront'),
      width: 140,
      render: (_, o) => o.storefront,
    },
    {
      key: 'total',
      title: t('own_orders.total'),
      width: 130,
      align: 'right',
      render: (_, o) => <Money fen={o.total_fen} currency={o.currency} />,
    },
    {
      key: 'at',
      title: t('own_orders.placed_at'),
      width: 140,
      render: (_, o) => <When at={o.placed_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 80,
      align: 'right',
      render: (_, o) => (
        <Button type="link" size="small" onClick={() => props.onOpen(o.id)}>
          {t('own_orders.open')}
        </Button>
      ),
    },
  ]
  return (
    <PageTable<OwnOrder>
      label={t('own_orders.orders')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(o) => o.id}
      minWidth={820}
      onOpen={(o) => props.onOpen(o.id)}
      empty={
        q || state || subject ? (
          <EmptyState compact title={t('own_orders.no_match')} />
        ) : (
          <EmptyState title={t('own_orders.empty')}>
            <p>{t('own_orders.empty_words')}</p>
          </EmptyState>
        )
      }
      foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
    />
  )
}

export const toneOf = (state: string) =>
  state === 'to_ship' || state === 'to_pick_up' || state === 'partly_shipped'
    ? 'warning'
    : state === 'received' || state === 'picked_up'
      ? 'good'
      : 'plain'

function AfterSales(props: { onOpen: (orderId: string) => void }) {
  const t = useTexts()
  const { state, cursor } = route.useSearch()
  const list = useQuery({
    ...afterSalesQuery({ state: among(SALE_STATES, state), cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<AfterSale> = [
    { key: 'order', title: t('own_orders.number'), render: (_, a) => a.order_number },
    {
      key: 'state',
      title: t('own_orders.state'),
      width: 130,
      render: (_, a) => (
        <Chip tone={OPEN_SALES.includes(a.state) ? 'warning' : 'plain'}>
          {t(`after_sale.state_${a.state}`)}
        </Chip>
      ),
    },
    {
      key: 'kind',
      title: t('after_sale.kind'),
      width: 120,
      render: (_, a) => t(`after_sale.kind_${a.kind}`),
    },
    {
      key: 'goods',
      title: t('after_sale.goods'),
      render: (_, a) =>
        a.lines
          .map(({ held_name, held_sku, to_name, to_sku, quantity }) => {
            const from = held_name ?? held_sku
            return to_sku === null
              ? `${from} × ${quantity}`
              : t('exchange.from_to', { from, to: to_name ?? to_sku, count: quantity })
          })
          .join(' · '),
    },
    { key: 'reason', title: t('after_sale.reason'), render: (_, a) => a.reason },
    {
      key: 'amount',
      title: t('after_sale.amount'),
      width: 120,
      align: 'right',
      render: (_, a) => <Money fen={a.amount_fen} />,
    },
    {
      key: 'at',
      title: t('after_sale.requested_at'),
      width: 140,
      render: (_, a) => <When at={a.requested_at} />,
    },
  ]
  return (
    <PageTable<AfterSale>
      label={t('own_orders.after_sales')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(a) => a.id}
      minWidth={820}
      onOpen={(a) => props.onOpen(a.order_id)}
      empty={<EmptyState compact title={t('after_sale.none')} />}
      foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
    />
  )
}
