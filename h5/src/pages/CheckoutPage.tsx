import { useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { cart } from '../cart.ts'
import {
  type Coupon,
  loadCoupons,
  loadPoints,
  loadStoredValue,
  type Points,
  type StoredValue,
} from '../member.ts'
import {
  loadQuote,
  type PaidWith,
  placeOrder,
  rememberAddress,
  rememberedAddress,
  type Wanted,
  type Wishes,
  wantedOf,
} from '../orders.ts'
import { t } from '../texts.ts'
import { AddressChoice } from '../ui/AddressChoice.tsx'
import { isWhole } from '../ui/AddressFields.tsx'
import { Countdown } from '../ui/Countdown.tsx'
import { Agreement, DepositTerms } from '../ui/Deposit.tsx'
import { Page } from '../ui/Frame.tsx'
import { codesOf, PayWith } from '../ui/PayWith.tsx'
import { PlanAgreement } from '../ui/Plans.tsx'
import { Price } from '../ui/Price.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** Where it goes, what it costs, and the order. */
export function CheckoutPage() {
  const location = useLocation()
  // As she came here: on her way to the sign-in the address is another one already.
  const [{ query, url }] = useState(() => ({ query: location.query, url: location.url }))
  const wanted = wantedOf(query)
  return (
    <Page title={t('checkout.title')}>
      <SignedIn page={encodeURIComponent(url.slice(to('').length))}>
        {wanted.lines.length === 0 ? (
          <Empty title={t('cart.empty')} />
        ) : (
          <>
            {wanted.flash_sale && <Leave until={query.until} />}
            <Loaded wanted={wanted} />
          </>
        )}
      </SignedIn>
    </Page>
  )
}

/** How long what she has in hand is hers to order. */
const Leave = ({ until }: { until: string | undefined }) => (
  <p class="note">
    {until && <Countdown until={until} words={(clock) => t('flash.order_in', { clock })} />}{' '}
    <a href={to('/flash-sales')}>{t('flash.back')}</a>
  </p>
)

/** What she may pay with is read once; the quote says what of it counts. */
function Loaded({ wanted }: { wanted: Wanted }) {
  const { data, error, again } = useLoad(async () => {
    const [coupons, points, stored] = await Promise.all([
      loadCoupons(),
      loadPoints(),
      loadStoredValue(),
    ])
    // What she passes on waits for a friend; she takes it back to use it.
    // What is bought with others, ahead or again and again has its own price, and takes no coupons.
    const usable =
      wanted.group_buy || wanted.pre_sale || wanted.plan
        ? []
        : coupons.items.filter(({ state, gift }) => state === 'taken' && gift === null)
    return { coupons: usable, points, stored }
  }, [])
  if (error) return <Failed error={error} again={again} />
  return data ? <Checkout mine={data} wanted={wanted} /> : <Skeleton lines={5} />
}

function Checkout(props: {
  mine: { coupons: Coupon[]; points: Points; stored: StoredValue }
  wanted: Wanted
}) {
  const { mine, wanted } = props
  const { route } = useLocation()
  const [delivery, setDelivery] = useState<'pick_up' | 'ship'>('pick_up')
  const [address, setAddress] = useState(rememberedAddress)
  const [note, setNote] = useState('')
  const [agreed, setAgreed] = useState(false)
  // The version of what she has read and agreed to.
  const [planAgreed, setPlanAgreed] = useState<string | null>(null)
  const [wishes, setWishes] = useState<Wishes>({ coupon: 'best', points: false, stored: false })
  const paidWith: PaidWith = {
    coupon_codes: codesOf(wishes.coupon, mine.coupons),
    points_wanted: wishes.points ? mine.points.spendable : 0,
    stored_value_wanted_fen: wishes.stored ? mine.stored.principal_fen + mine.stored.bonus_fen : 0,
  }
  const { act, isBusy, fault } = useAct()
  // One key an attempt of hers, so that a tap that seemed lost orders nothing twice.
  const key = useRef(crypto.randomUUID())
  const where = delivery === 'ship' ? address : null
  const isReady = where === null || isWhole(where)
  const quote = useLoad(
    () => loadQuote(wanted, where && isReady ? where : null, paidWith),
    [delivery, isReady && JSON.stringify(where), JSON.stringify(wanted), JSON.stringify(paidWith)],
  )
  const deposit = quote.data?.deposit
  const mustAgree = deposit?.kind === 'earnest'
  const isCart = !wanted.group_buy && !wanted.flash_sale && !wanted.pre_sale && !wanted.plan
  const order = (event: SubmitEvent) => {
    event.preventDefault()
    const due = quote.data?.due_fen
    if (due === undefined) return
    void act(
      async () => {
        const placed = await placeOrder({
          ...{ key: key.current, address: where, note, expected_due_fen: due },
          ...paidWith,
          ...wanted,
          ...(wanted.pre_sale && { pre_sale: { ...wanted.pre_sale, agreed } }),
          ...(wanted.plan && { plan: { ...wanted.plan, agreed: planAgreed } }),
        })
        if (where) rememberAddress(where)
        if (isCart) cart.value = []
        route(to(`/orders/${placed.id}`), true)
      },
      (code) => {
        key.current = crypto.randomUUID()
        if (code === 'price_changed') quote.again()
      },
    )
  }
  return (
    <form class="form" onSubmit={order}>
      <fieldset class="variants" hidden={quote.data?.delivery === 'none'}>
        <legend>{t('checkout.delivery')}</legend>
        {(['pick_up', 'ship'] as const).map((value) => (
          <label key={value} class="chip">
            <input
              type="radio"
              name="delivery"
              checked={delivery === value}
              onChange={() => setDelivery(value)}
            />
            {t(`checkout.${value}`)}
          </label>
        ))}
      </fieldset>
      {delivery === 'ship' && <AddressChoice address={address} set={setAddress} />}
      <label>
        {t('checkout.note')}
        <input
          type="text"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      {!wanted.pre_sale && !wanted.plan && (
        <PayWith
          coupons={mine.coupons}
          points={mine.points}
          stored={mine.stored}
          wishes={wishes}
          quote={quote.data}
          choose={setWishes}
        />
      )}
      {quote.error ? (
        <Failed error={quote.error} again={quote.again} />
      ) : quote.data ? (
        <>
          <Price quote={quote.data} />
          {deposit && <DepositTerms terms={deposit} />}
        </>
      ) : (
        <Skeleton lines={4} />
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {deposit && mustAgree && <Agreement terms={deposit} agreed={agreed} set={setAgreed} />}
      {wanted.plan && wanted.lines[0] && (
        <PlanAgreement
          sku={wanted.lines[0].sku}
          plan={wanted.plan.id}
          agreed={planAgreed}
          set={setPlanAgreed}
        />
      )}
      <button
        type="submit"
        class="primary"
        disabled={
          isBusy ||
          !isReady ||
          !quote.data ||
          (mustAgree && !agreed) ||
          (wanted.plan !== undefined && planAgreed === null)
        }
      >
        {t(deposit ? 'checkout.place_ahead' : wanted.plan ? 'plan.subscribe' : 'checkout.place')}
      </button>
    </form>
  )
}
