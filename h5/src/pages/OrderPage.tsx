import { useEffect, useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { money, time } from '../format.ts'
import { loadSeat, type Seat } from '../groups.ts'
import {
  cancelOrder,
  loadOrder,
  loadService,
  type Order,
  payOrder,
  receiveOrder,
  type Service,
} from '../orders.ts'
import { t } from '../texts.ts'
import { AfterSales } from '../ui/AfterSales.tsx'
import { AskBack } from '../ui/AskBack.tsx'
import { AskExchange } from '../ui/AskExchange.tsx'
import { BalanceWith } from '../ui/BalanceWith.tsx'
import { OrderDeposit } from '../ui/Deposit.tsx'
import { Page } from '../ui/Frame.tsx'
import { Invoice } from '../ui/Invoice.tsx'
import { OrderGroup } from '../ui/OrderGroup.tsx'
import { OrderService } from '../ui/OrderService.tsx'
import { Parcels } from '../ui/Parcels.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

const LOOK_EVERY_MS = 3000

export function OrderPage() {
  const id = useRoute().params.id ?? ''
  // Together: her seat stands above her goods, which are not to move once she sees them.
  const { data, error, again } = useLoad(async () => {
    const [order, { seat }, service] = await Promise.all([
      loadOrder(id),
      loadSeat(id),
      loadService(id),
    ])
    return { ...order, seat, service }
  }, [id])
  const waits = data?.order.state === 'to_pay' || data?.order.state === 'to_pay_balance'
  useEffect(() => {
    if (!waits) return
    // She comes back from paying in another page or app.
    const look = () => document.visibilityState === 'visible' && again()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [waits, again])
  return (
    <Page title={t('order.title')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : data ? (
        <Shown {...data} payBy={data.pay_by} again={again} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  )
}

function Shown(props: {
  order: Order
  seat: Seat | null
  service: Service | null
  payBy: string[]
  again: () => void
}) {
  const { order, seat, service, payBy, again } = props
  return (
    <>
      <h2 class="large">{t(`order_state.${order.state}`)}</h2>
      {order.supplements && (
        <p class="between">
          <span class="note">{t('exchange.supplement')}</span>
          <a href={to(`/orders/${order.supplements}`)}>{t('exchange.of')}</a>
        </p>
      )}
      {seat && <OrderGroup seat={seat} again={again} />}
      {order.deposit && <OrderDeposit order={order.id} deposit={order.deposit} again={again} />}
      {order.pick_up_code && (
        <p class="code">
          {t('order.pick_up_code')} <strong>{order.pick_up_code}</strong>
        </p>
      )}
      {service && <OrderService service={service} />}
      <Parcels parcels={order.shipments} />
      <ul class="messages">
        {order.lines.map((line) => (
          <li key={line.sku}>
            <span class="between">
              <strong>{line.name}</strong>
              <span>{money(line.total_fen)}</span>
            </span>
            <span class="note">
              × {line.quantity}
              {line.refunded_quantity > 0 &&
                ` · ${t('order.gone_back', { count: line.refunded_quantity })}`}
            </span>
          </li>
        ))}
      </ul>
      <dl class="total">
        <dt>{t('order.number')}</dt>
        <dd>{order.number}</dd>
        <dt>{t('order.placed_at')}</dt>
        <dd>{time(order.placed_at)}</dd>
        <dt>{t('price.shipping')}</dt>
        <dd>{money(order.shipping_fen)}</dd>
        <dt>{t('order.total')}</dt>
        <dd>{money(order.total_fen)}</dd>
      </dl>
      <Invoice order={order} again={again} />
      <AfterSales order={order} again={again} />
      <Acts order={order} payBy={payBy} again={again} />
    </>
  )
}

const REFUNDABLE = ['to_ship', 'partly_shipped', 'shipped', 'to_pick_up', 'picked_up', 'received']
/** Arrived; what went back before it did is answered on its page. */
const REVIEWABLE = ['picked_up', 'received', 'closed']

function Acts(props: { order: Order; payBy: string[]; again: () => void }) {
  const { order, payBy, again } = props
  const [asking, setAsking] = useState<'back' | 'exchange'>()
  const [isSure, setSure] = useState(false)
  const { deposit } = order
  const isBalance = order.state === 'to_pay_balance'
  const isEarly = isBalance && deposit !== null && Date.parse(deposit.balance_from) > Date.now()
  const dueNow = deposit ? (isBalance ? deposit.balance_fen : deposit.fen) : order.due_fen
  /** What she loses when she calls it off. */
  const loses = isBalance ? (deposit?.binding_fen ?? 0) : 0
  const { act, isBusy, fault } = useAct()
  const pay = (provider: string) =>
    act(async () => {
      const prepared = await payOrder(order.id, provider)
      if (prepared.kind === 'open') window.location.assign(prepared.url)
      else setTimeout(again, LOOK_EVERY_MS)
    }, again)
  const isLeft = order.lines.some(
    (line) => line.refunded_quantity + line.exchanging_quantity < line.quantity,
  )
  const isSent = order.lines.some((line) => line.ships && line.sent_quantity > 0)
  return (
    <div class="form">
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {(order.state === 'to_pay' || order.state === 'to_pay_balance') && (
        <>
          {isBalance && !isEarly && deposit?.takes_coupons && (
            <BalanceWith order={order} again={again} />
          )}
          {payBy.length === 0 && <p class="note">{t('order.no_way_to_pay')}</p>}
          {payBy.map((provider) => (
            <button
              key={provider}
              type="button"
              class="primary"
              disabled={isBusy || isEarly}
              onClick={() => void pay(provider)}
            >
              {deposit &&
                (isBalance ? t('pre_sale.pay_balance') : t(`deposit_pay.${deposit.kind}`))}{' '}
              {t(`pay.${provider}`)} {money(dueNow)}
            </button>
          ))}
          {isEarly && deposit && (
            <p class="note">{t('pre_sale.not_yet', { from: time(deposit.balance_from) })}</p>
          )}
          {isSure && loses > 0 ? (
            <>
              <p class="fault" role="alert">
                {t('pre_sale.loses', { sum: money(loses) })}
              </p>
              <button
                type="button"
                class="quiet"
                disabled={isBusy}
                onClick={() => void act(() => cancelOrder(order.id, true)).then(again)}
              >
                {t('pre_sale.give_up')}
              </button>
            </>
          ) : (
            <button
              type="button"
              class="quiet"
              disabled={isBusy}
              onClick={() =>
                loses > 0 ? setSure(true) : void act(() => cancelOrder(order.id)).then(again)
              }
            >
              {t('order.cancel')}
            </button>
          )}
        </>
      )}
      {order.state === 'shipped' && (
        <button
          type="button"
          class="primary"
          disabled={isBusy}
          onClick={() => void act(() => receiveOrder(order.id)).then(again)}
        >
          {t('order.receive')}
        </button>
      )}
      {REVIEWABLE.includes(order.state) && !order.supplements && (
        <a class="quiet" href={to(`/orders/${order.id}/reviews`)}>
          {t('review.title')}
        </a>
      )}
      {REFUNDABLE.includes(order.state) && isLeft && !asking && !order.supplements && (
        <>
          <button type="button" class="quiet" onClick={() => setAsking('back')}>
            {t('order.ask_back')}
          </button>
          {isSent && (
            <button type="button" class="quiet" onClick={() => setAsking('exchange')}>
              {t('order.ask_exchange')}
            </button>
          )}
        </>
      )}
      {asking === 'back' && <AskBack order={order} onDone={again} />}
      {asking === 'exchange' && <AskExchange id={order.id} onDone={again} />}
    </div>
  )
}
