import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { money } from '../format.ts'
import { loadPoints, loadStoredValue } from '../member.ts'
import { type Order, payDifference, quoteDifference, type Wishes } from '../orders.ts'
import { t } from '../texts.ts'
import { PayWith } from './PayWith.tsx'
import { Price } from './Price.tsx'
import { Failed, Skeleton } from './States.tsx'
import { useAct } from './useAct.ts'
import { useLoad } from './useLoad.ts'

interface Props {
  order: string
  sale: Order['after_sales'][number]
}

/** What the dearer one costs on top: its order, begun here, or gone on with where one waits. */
export function PayDifference({ order, sale }: Props) {
  const [isOpen, setOpen] = useState(false)
  if (isOpen) return <Loaded order={order} sale={sale} />
  return (
    <p class="form">
      {sale.supplement_id && (
        <a class="primary" href={to(`/orders/${sale.supplement_id}`)}>
          {t('exchange.pay', { sum: money(sale.more_fen) })}
        </a>
      )}
      <button
        type="button"
        class={sale.supplement_id ? 'quiet' : 'primary'}
        onClick={() => setOpen(true)}
      >
        {sale.supplement_id
          ? t('exchange.pay_otherwise')
          : t('exchange.pay', { sum: money(sale.more_fen) })}
      </button>
    </p>
  )
}

function Loaded(props: Props) {
  const { data, error, again } = useLoad(async () => {
    const [points, stored] = await Promise.all([loadPoints(), loadStoredValue()])
    return { points, stored }
  }, [])
  if (error) return <Failed error={error} again={again} />
  return data ? <Choice {...props} {...data} /> : <Skeleton lines={3} />
}

/** As much as there is and as there is room for: the quote says how much that is. */
const ALL = 1_000_000_000

function Choice(
  props: Props & {
    points: Awaited<ReturnType<typeof loadPoints>>
    stored: Awaited<ReturnType<typeof loadStoredValue>>
  },
) {
  const { order, sale, points, stored } = props
  const { route } = useLocation()
  const [wishes, setWishes] = useState<Wishes>({ coupon: 'none', points: false, stored: false })
  const [key] = useState(() => crypto.randomUUID())
  const wanted = {
    points_wanted: wishes.points ? ALL : 0,
    stored_value_wanted_fen: wishes.stored ? ALL : 0,
  }
  const choice = JSON.stringify(wanted)
  const quote = useLoad(() => quoteDifference(order, sale.id, wanted), [choice])
  const { act, isBusy, fault } = useAct()
  const due = quote.data?.due_fen
  const go = () => {
    if (due === undefined) return
    void act(
      async () => {
        const { id } = await payDifference(order, sale.id, {
          // Another choice is another order.
          ...{ ...wanted, key: `${key}-${wishes.points ? 'p' : ''}${wishes.stored ? 's' : ''}` },
          expected_due_fen: due,
        })
        route(to(`/orders/${id}`))
      },
      (code) => {
        if (code === 'price_changed') quote.again()
      },
    )
  }
  return (
    <section class="group">
      <PayWith {...{ coupons: [], points, stored, wishes, quote: quote.data, choose: setWishes }} />
      {quote.error ? (
        <Failed error={quote.error} again={quote.again} />
      ) : quote.data ? (
        <Price quote={quote.data} />
      ) : (
        <Skeleton lines={3} />
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="button" class="primary" disabled={isBusy || due === undefined} onClick={go}>
        {t('exchange.pay', { sum: money(due ?? sale.more_fen) })}
      </button>
    </section>
  )
}
