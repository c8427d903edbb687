import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { money, time } from '../format.ts'
import { loadOrders } from '../orders.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** Her orders, newest first, a page at a time. */
export function OrdersPage() {
  const [cursors, setCursors] = useState<string[]>([])
  const { data, error, again } = useLoad(() => loadOrders(cursors.at(-1)), [cursors.length])
  return (
    <Page title={t('orders.title')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : !data ? (
        <Skeleton lines={8} />
      ) : data.items.length === 0 ? (
        <Empty title={t('orders.none')} />
      ) : (
        <>
          <ul class="messages">
            {data.items.map((order) => (
              <li key={order.id}>
                <a href={to(`/orders/${order.id}`)}>
                  <time dateTime={order.placed_at}>{time(order.placed_at)}</time>
                  <span class="between">
                    <strong>{order.names.join('、')}</strong>
                    <span>{money(order.total_fen)}</span>
                  </span>
                  <span class="note">{t(`order_state.${order.state}`)}</span>
                </a>
              </li>
            ))}
          </ul>
          {cursors.length > 0 && (
            <button
              type="button"
              class="quiet wide"
              onClick={() => setCursors(cursors.slice(0, -1))}
            >
              {t('orders.newer')}
            </button>
          )}
          {data.next_cursor && (
            <button
              type="button"
              class="quiet wide"
              onClick={() => setCursors([...cursors, data.next_cursor ?? ''])}
            >
              {t('orders.older')}
            </button>
          )}
        </>
      )}
    </Page>
  )
}
