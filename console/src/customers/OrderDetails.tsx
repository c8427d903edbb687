import { useQuery } from '@tanstack/react-query'
import { Table, type TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { type Order, type OrderLine, type OrderRefund, orderQuery } from './api.ts'
import styles from './OrderDetails.module.css'

/** An order's lines and what of it was sent back. */
export function OrderDetails(props: { order: Order }) {
  const detail = useQuery(orderQuery(props.order.id))
  if (detail.error) {
    return <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />
  }
  if (!detail.data) return <SkeletonLines lines={Math.max(props.order.line_count, 1) + 1} />
  const { lines, refunds, currency, shipping_fen } = detail.data
  return (
    <div className={styles.details}>
      <Lines lines={lines} currency={currency} />
      {shipping_fen > 0 && <Shipping fen={shipping_fen} currency={currency} />}
      {refunds.length > 0 && <Refunds refunds={refunds} />}
    </div>
  )
}

function Lines(props: { lines: OrderLine[]; currency: string }) {
  const t = useTexts()
  const { currency } = props
  const columns: TableColumnsType<OrderLine> = [
    { key: 'name', title: t('orders.line_name'), render: (_, line) => line.name || line.sku },
    {
      key: 'sku',
      title: t('orders.line_sku'),
      width: 120,
      render: (_, line) => <code>{line.sku}</code>,
    },
    {
      key: 'price',
      title: t('orders.line_price'),
      width: 100,
      align: 'right',
      render: (_, line) => <Money fen={line.unit_price_fen} currency={currency} />,
    },
    {
      key: 'quantity',
      title: t('orders.line_quantity'),
      width: 76,
      align: 'right',
      render: (_, line) => <Count value={line.quantity} />,
    },
    {
      key: 'total',
      title: t('orders.line_total'),
      width: 110,
      align: 'right',
      render: (_, line) => <Money fen={line.total_fen} currency={currency} />,
    },
  ]
  return (
    <Table<OrderLine>
      size="small"
      columns={columns}
      dataSource={props.lines}
      rowKey={(line) => line.position}
      pagination={false}
      locale={{ emptyText: t('orders.no_lines') }}
    />
  )
}

function Shipping(props: { fen: number; currency: string }) {
  const t = useTexts()
  return (
    <p className={styles.line}>
      <span>{t('orders.shipping')}</span>
      <Money fen={props.fen} currency={props.currency} />
    </p>
  )
}

function Refunds(props: { refunds: OrderRefund[] }) {
  const t = useTexts()
  return props.refunds.map((refund) => (
    <p key={refund.id} className={styles.line}>
      <span>
        {t('orders.refund')} <code>{refund.external_id}</code> {refund.reason} ·{' '}
        <When at={refund.at} />
      </span>
      <Money fen={-refund.amount_fen} currency={refund.currency} />
    </p>
  ))
}
