import { money, time } from '../format.ts'
import { type Order, withdrawAsked } from '../orders.ts'
import { t } from '../texts.ts'
import { PayDifference } from './PayDifference.tsx'
import { useAct } from './useAct.ts'

/** What she has asked back or wants exchanged, and how it stands. */
export function AfterSales(props: { order: Order; again: () => void }) {
  const { act, isBusy, fault } = useAct()
  return (
    <>
      {props.order.after_sales.map((one) => (
        <div key={one.id} class="note">
          <p>{one.kind === 'exchange' ? <Exchange sale={one} /> : <Back sale={one} />}</p>
          {one.state === 'to_pay' && <PayDifference order={props.order.id} sale={one} />}
          {['requested', 'to_pay', 'to_return'].includes(one.state) && (
            <button
              type="button"
              class="quiet"
              disabled={isBusy}
              onClick={() =>
                void act(() => withdrawAsked(props.order.id, one.id)).then(props.again)
              }
            >
              {t('order.withdraw')}
            </button>
          )}
        </div>
      ))}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </>
  )
}

type Sale = Order['after_sales'][number]

function Back({ sale }: { sale: Sale }) {
  return (
    <>
      {t(`after_sale.${sale.state}`)} {money(sale.amount_fen)} {sale.decision}
    </>
  )
}

function Exchange({ sale }: { sale: Sale }) {
  const [line] = sale.lines
  return (
    <>
      {t(`exchange_state.${sale.state}`)}{' '}
      {line &&
        t('exchange.from_to', {
          ...{ from: line.held_name ?? line.held_sku, count: line.quantity },
          to: line.to_name ?? line.to_sku ?? '',
        })}{' '}
      {sale.state === 'to_pay' && sale.pay_by && t('exchange.pay_by', { at: time(sale.pay_by) })}
      {sale.state === 'to_return' &&
        sale.return_by &&
        t('exchange.return_by', { at: time(sale.return_by) })}
      {sale.state === 'refunded' && money(sale.amount_fen)} {sale.decision}
    </>
  )
}
