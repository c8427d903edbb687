import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Popconfirm, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { CustomerOf } from '../customers/CustomerName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Money } from '../ui/Figures.tsx'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { usePromotionChanged } from './api.ts'
import { FlashSaleForm } from './FlashSaleForm.tsx'
import { FlashSlots } from './FlashSlots.tsx'
import {
  type FlashSale,
  flashFiguresQuery,
  flashSaleQuery,
  type Purchase,
  purchasesQuery,
  setFlashSale,
} from './flashApi.ts'
import styles from './Promotion.module.css'

const route = getRouteApi('/app/flash-sales/$flashSaleId')
const PAGE = 50
const TONES = { draft: 'plain', live: 'good', paused: 'warning', ended: 'plain' } as const

/** One flash sale: what it says, what each slot sold, and the orders of it. */
export function FlashSalePage() {
  const t = useTexts()
  const { flashSaleId } = route.useParams()
  const { scope } = useSession()
  const isWhole = scope.kind === 'all'
  const mayWrite = useMay('promotion:write') && isWhole
  const sale = useQuery(flashSaleQuery(flashSaleId))
  if (sale.error)
    return (
      <Page title={t('flash_sales.title')}>
        <ErrorPanel error={sale.error} onRetry={() => void sale.refetch()} />
      </Page>
    )
  if (!sale.data)
    return (
      <Page title={t('flash_sales.title')}>
        <SkeletonLines lines={8} />
      </Page>
    )
  const { data } = sale
  return (
    <Page
      title={data.name}
      facts={
        <div className={styles.facts}>
          <Chip tone={TONES[data.state]}>{t(`activity_state.${data.state}`)}</Chip>
          <Link to="/activities" search={{ activity: data.activity_id }}>
            {data.activity_name}
          </Link>
          <span>{t(`flash_comes_back.${data.comes_back}`)}</span>
          <span>{t(data.stacks ? 'flash_sales.is_stacking' : 'flash_sales.stands_alone')}</span>
          {data.budget_fen !== null && (
            <span>
              {t('flash_sales.budget')} <Money fen={data.budget_fen} />
            </span>
          )}
        </div>
      }
      actions={mayWrite && data.state !== 'ended' && <Acts flashSale={data} />}
    >
      {isWhole ? (
        <>
          <Figures flashSale={data} />
          <Purchases flashSale={data} />
        </>
      ) : (
        <p className={styles.quiet}>{t('activities.whole_only')}</p>
      )}
    </Page>
  )
}

function Acts(props: { flashSale: FlashSale }) {
  const t = useTexts()
  const changed = usePromotionChanged()
  const { flashSale } = props
  const [isEdited, edit] = useState(false)
  const [isCopied, copy] = useState(false)
  const acting = useMutation({
    mutationFn: (to: 'publish' | 'pause' | 'end') => setFlashSale(flashSale.id, to),
    onSettled: () => changed(),
  })
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      <Button onClick={() => edit(true)}>{t('action.edit')}</Button>
      <Button onClick={() => copy(true)}>{t('activities.copy')}</Button>
      {flashSale.state === 'live' ? (
        <Button loading={acting.isPending} onClick={() => acting.mutate('pause')}>
          {t('offers.pause')}
        </Button>
      ) : (
        <Button type="primary" loading={acting.isPending} onClick={() => acting.mutate('publish')}>
          {t('offers.publish')}
        </Button>
      )}
      <Popconfirm
        title={t('flash_sales.end_sure')}
        description={t('flash_sales.end_words')}
        onConfirm={() => acting.mutate('end')}
      >
        <Button danger>{t('offers.end')}</Button>
      </Popconfirm>
      {isCopied && <FlashSaleForm from={flashSale} onClose={() => copy(false)} />}
      {isEdited && <FlashSaleForm flashSale={flashSale} onClose={() => edit(false)} />}
    </>
  )
}

/** How often a slot that runs is looked at. */
const LIVE_MS = 10_000

function Figures(props: { flashSale: FlashSale }) {
  const { id, slots } = props.flashSale
  const figures = useQuery({
    ...flashFiguresQuery(id),
    refetchInterval: ({ state }) =>
      state.data?.slots.some(({ time }) => time === 'now') ? LIVE_MS : false,
  })
  if (figures.error)
    return <ErrorPanel error={figures.error} onRetry={() => void figures.refetch()} />
  if (!figures.data) return <SkeletonLines lines={4} />
  return <FlashSlots named={slots} slots={figures.data.slots} />
}

function Purchases(props: { flashSale: FlashSale }) {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { id, slots } = props.flashSale
  const slot = slots.find((one) => one.id === search.slot)?.id
  const list = useQuery({
    ...purchasesQuery(id, { slot, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <h2 className={styles.part}>{t('flash_sales.orders')}</h2>
      <Select
        style={{ width: 240, marginBottom: 12 }}
        allowClear
        aria-label={t('flash_sales.slots')}
        placeholder={t('flash_sales.all_slots')}
        value={slot}
        onChange={(next) =>
          void navigate({
            to: '/flash-sales/$flashSaleId',
            params: { flashSaleId: id },
            search: (before) => ({ ...before, slot: next, cursor: undefined }),
            replace: true,
          })
        }
        options={slots.map((one) => ({ value: one.id, label: `${one.on} ${one.from}–${one.to}` }))}
      />
      <PageTable<Purchase>
        label={t('flash_sales.orders')}
        list={{ ...list, data: list.data?.items }}
        columns={usePurchaseColumns()}
        rowKey={({ order_id }) => order_id}
        minWidth={860}
        skeletonLines={2}
        empty={<EmptyState compact title={t('flash_sales.no_orders')} />}
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}

function usePurchaseColumns(): TableColumnsType<Purchase> {
  const t = useTexts()
  return [
    {
      key: 'order',
      title: t('group_buys.order'),
      render: (_, { number, sku, quantity }) => (
        <div className={styles.two}>
          <Link to="/own-orders" search={{ q: number }}>
            {number}
          </Link>
          <span className={styles.quiet}>
            {sku} × {quantity}
          </span>
        </div>
      ),
    },
    {
      key: 'customer',
      title: t('group_buys.customer'),
      width: 220,
      render: (_, row) => <CustomerOf row={row} />,
    },
    {
      key: 'state',
      title: t('offers.state'),
      width: 150,
      render: (_, { state, returned }) => (
        <div className={styles.two}>
          <span>{t(`flash_purchase.${state}`)}</span>
          <span className={styles.quiet}>
            {returned > 0 && t('flash_sales.returned', { count: returned })}
          </span>
        </div>
      ),
    },
    {
      key: 'at',
      title: t('flash_sales.ordered_at'),
      width: 150,
      render: (_, { held_at }) => <When at={held_at} />,
    },
    {
      key: 'total',
      title: t('group_buys.paid'),
      width: 120,
      align: 'right',
      render: (_, { total_fen }) => <Money fen={total_fen} />,
    },
  ]
}
