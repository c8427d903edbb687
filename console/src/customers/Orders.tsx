import { useInfiniteQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { CopyText } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { More } from '../ui/More.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { customerOrdersQuery, type Order, type OrderState } from './api.ts'
import { OrderDetails } from './OrderDetails.tsx'
import styles from './Orders.module.css'
import { usePlatformName } from './words.ts'

/** What the customer bought, wherever it was bought. */
export function Orders(props: { id: number }) {
  const t = useTexts()
  const orders = useInfiniteQuery(customerOrdersQuery(props.id))
  const columns = useOrderColumns()
  const found = orders.data?.pages.flatMap((page) => page.items)
  return (
    <div className={styles.list}>
      {found && found.length > 0 && (
        <Filters>
          <ExportButton atEnd kind="orders" params={{ customer_id: props.id }} />
        </Filters>
      )}
      <PageTable<Order>
        label={t('orders.title')}
        list={{ ...orders, data: found }}
        columns={columns}
        rowKey={(order) => order.id}
        minWidth={660}
        skeletonRows={4}
        empty={
          <EmptyState title={t('orders.empty')}>
            <p>{t('orders.empty_words')}</p>
          </EmptyState>
        }
        expandable={{ expandedRowRender: (order) => <OrderDetails order={order} /> }}
        foot={<More list={orders} />}
      />
    </div>
  )
}

const tones: Record<OrderState, 'plain' | 'good' | 'warning'> = {
  placed: 'plain',
  paid: 'good',
  partly_refunded: 'warning',
  refunded: 'warning',
  cancelled: 'plain',
}

function useOrderColumns(): TableColumnsType<Order> {
  const t = useTexts()
  const platformName = usePlatformName()
  return [
    {
      key: 'placed_at',
      title: t('orders.column_placed_at'),
      width: 100,
      render: (_, order) => <When at={order.placed_at} />,
    },
    {
      key: 'external_id',
      title: t('orders.column_number'),
      render: (_, order) => <CopyText text={order.external_id} />,
    },
    {
      key: 'source',
      title: t('orders.column_source'),
      width: 80,
      render: (_, order) => platformName(order.source),
    },
    {
      key: 'state',
      title: t('orders.column_state'),
      width: 84,
      render: (_, order) => (
        <Chips>
          <Chip tone={tones[order.state]}>{t(`order_state.${order.state}`)}</Chip>
          {order.evidence === 'claimed' && (
            <Chip tone="warning" title={t('orders.claimed_hint')}>
              {t('evidence.claimed')}
            </Chip>
          )}
        </Chips>
      ),
    },
    {
      key: 'total',
      title: t('orders.column_total'),
      width: 94,
      align: 'right',
      render: (_, order) => <Money fen={order.total_fen} currency={order.currency} />,
    },
    {
      key: 'refunded',
      title: t('orders.column_refunded'),
      width: 92,
      align: 'right',
      render: (_, order) =>
        order.refunded_fen === 0 ? (
          <Nothing />
        ) : (
          <Money fen={order.refunded_fen} currency={order.currency} />
        ),
    },
  ]
}
