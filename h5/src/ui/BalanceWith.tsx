import { useState } from 'preact/hooks'
import { money } from '../format.ts'
import { type Coupon, loadCoupons, loadPoints, loadStoredValue } from '../member.ts'
import { type Order, type PaidWith, payBalanceWith, quoteBalance, type Wishes } from '../orders.ts'
import { t } from '../texts.ts'
import { codesOf, PayWith } from './PayWith.tsx'
import { Price } from './Price.tsx'
import { Failed, Skeleton } from './States.tsx'
import { useAct } from './useAct.ts'
import { useLoad } from './useLoad.ts'

type Props = { order: Order; again: () => void }

/** The balance with coupons, points and stored value of hers. */
export function BalanceWith(props: Props) {
  const [isOpen, setOpen] = useState(false)
  if (!isOpen)
    return (
      <button type="button" class="quiet" onClick={() => setOpen(true)}>
        {t('balance_with.open')}
      </button>
    )
  return <Loaded {...props} />
}

function Loaded(props: Props) {
  const { data, error, again } = useLoad(async () => {
    const [coupons, points, stored] = await Promise.all([
      loadCoupons(),
      loadPoints(),
      loadStoredValue(),
    ])
    // Also what this order holds already: it is hers to choose again.
    const usable = coupons.items.filter(({ state }) => state === 'taken' || state === 'held')
    return { coupons: usable, points, stored }
  }, [])
  if (error) return <Failed error={error} again={again} />
  return data ? <Choice {...props} mine={data} /> : <Skeleton lines={4} />
}

/** As much as there is and as there is room for: the quote says how much that is. */
const ALL = 1_000_000_000
interface Mine {
  coupons: Coupon[]
  points: Awaited<ReturnType<typeof loadPoints>>
  stored: Awaited<ReturnType<typeof loadStoredValue>>
}

function Choice({ order, again, mine }: Props & { mine: Mine }) {
  const [wishes, setWishes] = useState<Wishes>({ coupon: 'best', points: false, stored: false })
  const paidWith: PaidWith = {
    coupon_codes: codesOf(wishes.coupon, mine.coupons),
    points_wanted: wishes.points ? ALL : 0,
    stored_value_wanted_fen: wishes.stored ? ALL : 0,
  }
  const quote = useLoad(() => quoteBalance(order.id, paidWith), [JSON.stringify(paidWith)])
  const { coupons, points, stored } = mine
  const isEmpty = coupons.length + points.spendable + stored.principal_fen + stored.bonus_fen === 0
  const { act, isBusy, fault } = useAct()
  const due = quote.data?.due_fen
  const choose = () => {
    if (due === undefined) return
    void act(
      async () => {
        await payBalanceWith(order.id, { ...paidWith, expected_due_fen: due })
        again()
      },
      (code) => {
        if (code === 'price_changed') quote.again()
      },
    )
  }
  return (
    <section class="group">
      {isEmpty && <p class="note">{t('balance_with.nothing')}</p>}
      <PayWith {...mine} wishes={wishes} quote={quote.data} choose={setWishes} />
      {quote.error ? (
        <Failed error={quote.error} again={quote.again} />
      ) : quote.data ? (
        <>
          <Price quote={quote.data} />
          <dl class="total">
            <dt>{t('pre_sale.balance_with_shipping')}</dt>
            <dd>{money(quote.data.deposit?.balance_fen ?? 0)}</dd>
          </dl>
        </>
      ) : (
        <Skeleton lines={3} />
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="button" class="quiet" disabled={isBusy || due === undefined} onClick={choose}>
        {t('balance_with.choose')}
      </button>
    </section>
  )
}
