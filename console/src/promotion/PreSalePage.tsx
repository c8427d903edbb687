import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button, Popconfirm, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { CustomerOf } from '../customers/CustomerName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { usePromotionChanged } from './api.ts'
import { Figure } from './Figure.tsx'
import { Period } from './Period.tsx'
import { PreSaleForm } from './PreSaleForm.tsx'
import styles from './Promotion.module.css'
import {
  type PreSale,
  type PreSalePurchase,
  preSaleFiguresQuery,
  preSalePurchasesQuery,
  preSaleQuery,
  setPreSale,
} from './preSaleApi.ts'

const route = getRouteApi('/app/pre-sales')
const PAGE = 50
const TONES = { draft: 'plain', live: 'good', paused: 'warning', ended: 'plain' } as const

/** One pre-sale: its terms, what its deposits and balances came to, and its orders. */
export function PreSalePage({ id }: { id: string }) {
  const t = useTexts()
  const { scope } = useSession()
  const isWhole = scope.kind === 'all'
  const mayWrite = useMay('promotion:write') && isWhole
  const sale = useQuery(preSaleQuery(id))
  if (sale.error)
    return (
      <Page title={t('pre_sales.title')}>
        <ErrorPanel error={sale.error} onRetry={() => void sale.refetch()} />
      </Page>
    )
  if (!sale.data)
    return (
      <Page title={t('pre_sales.title')}>
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
          <span>{t(`deposit_kind.${data.deposit_kind}`)}</span>
          <span>
            {t('pre_sales.deposits')} <Period from={data.deposit_from} to={data.deposit_until} />
          </span>
          <span>
            {t('pre_sales.balances')} <Period from={data.balance_from} to={data.balance_until} />
          </span>
          <span>{t('pre_sales.ships_by', { on: data.ships_by })}</span>
        </div>
      }
      actions={mayWrite && data.state !== 'ended' && <Acts sale={data} />}
    >
      <p className={styles.quiet}>{t(`deposit_law.${data.deposit_kind}`)}</p>
      {isWhole && <Figures id={id} />}
      <Items items={data.items} />
      {isWhole ? (
        <Purchases id={id} />
      ) : (
        <p className={styles.quiet}>{t('activities.whole_only')}</p>
      )}
    </Page>
  )
}

function Acts(props: { sale: PreSale }) {
  const t = useTexts()
  const changed = usePromotionChanged()
  const { sale } = props
  const [isEdited, edit] = useState(false)
  const [isCopied, copy] = useState(false)
  const acting = useMutation({
    mutationFn: (to: 'publish' | 'pause' | 'end') => setPreSale(sale.id, to),
    onSettled: () => changed(),
  })
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      <Button onClick={() => edit(true)}>{t('action.edit')}</Button>
      <Button onClick={() => copy(true)}>{t('activities.copy')}</Button>
      {sale.state === 'live' ? (
        <Button loading={acting.isPending} onClick={() => acting.mutate('pause')}>
          {t('offers.pause')}
        </Button>
      ) : (
        <Button type="primary" loading={acting.isPending} onClick={() => acting.mutate('publish')}>
          {t('offers.publish')}
        </Button>
      )}
      <Popconfirm
        title={t('pre_sales.end_sure')}
        description={t('pre_sales.end_words')}
        onConfirm={() => acting.mutate('end')}
      >
        <Button danger>{t('offers.end')}</Button>
      </Popconfirm>
      {isCopied && <PreSaleForm from={sale} onClose={() => copy(false)} />}
      {isEdited && <PreSaleForm sale={sale} onClose={() => edit(false)} />}
    </>
  )
}

function Figures({ id }: { id: string }) {
  const t = useTexts()
  const figures = useQuery(preSaleFiguresQuery(id))
  if (figures.error)
    return <ErrorPanel error={figures.error} onRetry={() => void figures.refetch()} />
  if (!figures.data) return <SkeletonLines lines={3} />
  const f = figures.data
  return (
    <dl className={styles.figures}>
      <Figure title={t('pre_sales.orders')}>
        <Count value={f.orders} />
      </Figure>
      <Figure title={t('pre_sales.held_fen')}>
        <Money fen={f.held_fen} />
      </Figure>
      <Figure title={t('pre_sales.to_come_fen')}>
        <Money fen={f.to_come_fen} />
      </Figure>
      <Figure title={t('pre_sales.paid')}>
        <Count value={f.paid} />
      </Figure>
      <Figure title={t('pre_sales.balances_fen')}>
        <Money fen={f.balances_fen} />
      </Figure>
      <Figure title={t('pre_sales.balance_bp')}>
        {f.balance_bp === null ? <Nothing /> : `${(f.balance_bp / 100).toFixed(1)}%`}
      </Figure>
      <Figure title={t('pre_sales.forfeited')}>
        <Money fen={f.forfeited_fen} />
      </Figure>
      <Figure title={t('pre_sales.returned')}>
        <Money fen={f.returned_fen} />
      </Figure>
      <Figure title={t('pre_sales.penalty')}>
        <Money fen={f.penalty_fen} />
      </Figure>
      <Figure title={t('pre_sales.refunded')}>
        <Money fen={f.refunded_fen} />
      </Figure>
    </dl>
  )
}

function Items({ items }: { items: PreSale['items'] }) {
  const t = useTexts()
  const columns: TableColumnsType<PreSale['items'][number]> = [
    {
      key: 'goods',
      title: t('pre_sales.goods'),
      render: (_, { name, sku }) => (
        <div className={styles.two}>
          <span>{name}</span>
          <span className={styles.quiet}>{sku}</span>
        </div>
      ),
    },
    {
      key: 'price',
      title: t('pre_sales.price'),
      width: 120,
      align: 'right',
      render: (_, { price_fen }) => <Money fen={price_fen} />,
    },
    {
      key: 'deposit',
      title: t('pre_sales.deposit'),
      width: 150,
      align: 'right',
      render: (_, { deposit_fen, worth_fen }) => (
        <div className={styles.two}>
          <Money fen={deposit_fen} />
          {worth_fen > deposit_fen && (
            <span className={styles.quiet}>
              {t('pre_sales.counts')} <Money fen={worth_fen} />
            </span>
          )}
        </div>
      ),
    },
    {
      key: 'taken',
      title: t('pre_sales.taken_of'),
      width: 150,
      align: 'right',
      render: (_, { taken, held, quota }) => (
        <div className={styles.two}>
          <span>
            <Count value={taken} /> / <Count value={quota} />
          </span>
          <span className={styles.quiet}>{held > 0 && t('pre_sales.held', { count: held })}</span>
        </div>
      ),
    },
  ]
  return (
    <>
      <h2 className={styles.part}>{t('pre_sales.goods')}</h2>
      <PageTable<PreSale['items'][number]>
        label={t('pre_sales.goods')}
        list={{ data: items, error: null, refetch: () => undefined }}
        columns={columns}
        rowKey={({ sku }) => sku}
        minWidth={640}
        skeletonLines={2}
        empty={null}
      />
    </>
  )
}

function Purchases({ id }: { id: string }) {
  const t = useTexts()
  const search = route.useSearch()
  const list = useQuery({
    ...preSalePurchasesQuery(id, { cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <h2 className={styles.part}>{t('flash_sales.orders')}</h2>
      <PageTable<PreSalePurchase>
        label={t('flash_sales.orders')}
        list={{ ...list, data: list.data?.items }}
        columns={usePurchaseColumns()}
        rowKey={({ order_id }) => order_id}
        minWidth={860}
        skeletonLines={2}
        empty={<EmptyState compact title={t('pre_sales.no_orders')} />}
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}

function usePurchaseColumns(): TableColumnsType<PreSalePurchase> {
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
      width: 130,
      render: (_, { deposit_state }) => t(`deposit_state.${deposit_state}`),
    },
    {
      key: 'at',
      title: t('flash_sales.ordered_at'),
      width: 150,
      render: (_, { held_at }) => <When at={held_at} />,
    },
    {
      key: 'deposit',
      title: t('pre_sales.deposit'),
      width: 110,
      align: 'right',
      render: (_, { deposit_fen }) => <Money fen={deposit_fen} />,
    },
    {
      key: 'total',
      title: t('pre_sales.total'),
      width: 120,
      align: 'right',
      render: (_, { total_fen }) => <Money fen={total_fen} />,
    },
  ]
}
