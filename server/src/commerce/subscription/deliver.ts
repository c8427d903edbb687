// Deliveries made on their day. Who is due is found in sets; each delivery is an order of its own, priced and placed
// like any other in one transaction, so a run that is cut off is gone on with by the next.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { type CheckoutBasket, priceCheckout } from '../checkout/basket.ts'
import { placeOrder } from '../checkout/place.ts'
import { addDays } from './cadence.ts'
import { pauseAndTell } from './party.ts'
import { DAYS_TO_PAY, NOTICE_DAYS, PUT_OFF_DAYS } from './states.ts'
import {
  brandDay,
  COLUMNS,
  FROM,
  lockSubscription,
  moveOn,
  type Subscription,
} from './subscriptions.ts'

export const AT_ONCE = 200
export const NIL = '00000000-0000-0000-0000-000000000000'
/** Between these hours of the brand's clock customers are told of things. */
const DAY_HOURS = { from: 8, until: 21 }
export const isDaytime = ({ hour }: { hour: number }) =>
  hour >= DAY_HOURS.from && hour < DAY_HOURS.until

/** Of every brand; one that fails keeps no other. */
export async function ofEveryBrand(
  system: Ctx,
  make: (tenantId: string) => Ctx,
  work: (ctx: Ctx) => Promise<number>,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from product_subscription where state in ('active', 'paused') order by tenant_id`.execute(
    system.pg,
  )
  let done = 0
  for (const { tenant_id } of rows) {
    const ctx = { ...make(tenant_id), now: system.now }
    try {
      done += await work(ctx)
    } catch (error) {
      ctx.log.error({ err: error }, 'subscriptions of a brand wait for the next run')
    }
  }
  return done
}

export const WAITS = sql`exists (select 1 from subscription_delivery d where d.tenant_id = s.tenant_id
  and d.subscription_id = s.id and d.state = 'waiting')`

/** @returns how many orders there are now that were due */
export async function deliverDue(ctx: Ctx): Promise<number> {
  const day = await brandDay(ctx)
  if (!isDaytime(day)) return 0
  let made = 0
  let after = NIL
  for (;;) {
    const { rows } = await sql<Subscription>`select ${COLUMNS} from ${FROM}
      where s.tenant_id = ${ctx.tenantId} and s.state = 'active' and s.next_on <= ${day.today}::date
        and s.told_at <= ${ctx.now()}::timestamptz - make_interval(days => ${NOTICE_DAYS})
        and not ${WAITS} and s.id > ${after}::uuid
      order by s.id limit ${AT_ONCE}`.execute(ctx.pg)
    for (const subscription of rows) {
      after = subscription.id
      try {
        if (await deliver(ctx, subscription)) made += 1
      } catch (error) {
        // It stays due and is tried again by the next run; the log says so.
        ctx.log.error({ err: error, subscription: subscription.id }, 'a delivery was not made')
      }
    }
    if (rows.length < AT_ONCE) return made
  }
}

export const basketOf = (s: Subscription): CheckoutBasket => ({
  ...{ storefront: s.storefront, customerId: s.node_id ?? 0, address: s.address, couponCodes: [] },
  ...{ pointsWanted: 0, storedValueWanted: 0, lines: [{ sku: s.sku, quantity: s.quantity }] },
  plan: { id: s.plan_id, agreed: null, of: { subscription: s.id, cycle: s.cycle + 1 } },
})

/** Somebody else has made it, or it is tried again in a moment. */
const NO_FAULT: readonly string[] = [
  ...['delivery_not_due', 'idempotency_key_reused', 'price_changed', 'queue_full'],
]

async function deliver(ctx: Ctx, s: Subscription): Promise<boolean> {
  try {
    const basket = basketOf(s)
    const { quoted } = await priceCheckout(ctx, basket)
    if (s.told_fen !== null && quoted.dueFen > s.told_fen) {
      await putOff(ctx, s, 'price_raised', quoted.dueFen)
      return false
    }
    await placeOrder(ctx, {
      ...basket,
      ...{ key: `subscription:${s.id}:${s.cycle + 1}`, expectedDueFen: quoted.dueFen, note: '' },
      ...{ staffId: null, minutesToPay: DAYS_TO_PAY * 24 * 60 },
    })
    return true
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    if (NO_FAULT.includes(error.code)) return false
    if (error.code === 'stock_short') await putOff(ctx, s, 'out_of_stock', s.told_fen)
    else await pauseUnsold(ctx, s, error.code)
    return false
  }
}

/** It comes a week later, at the price it was told or is told now; she is told so, which is her notice of it. */
function putOff(
  ctx: Ctx,
  found: Subscription,
  reason: 'out_of_stock' | 'price_raised',
  fen: number | null,
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const s = await lockSubscription(ctx, found.id)
    if (s.state !== 'active' || s.cycle !== found.cycle || s.next_on !== found.next_on) return
    const on = addDays((await brandDay(ctx)).today, PUT_OFF_DAYS)
    await moveOn(
      ctx,
      s,
      'postpone',
      { next_on: on, told_at: ctx.now(), told_fen: fen },
      { reason, on },
    )
    const about = {
      ...{ key: `delivery-put-off:${s.id}:${s.cycle + 1}:${on}`, node: s.node_id },
      link: `/subscriptions/${s.id}`,
    }
    await sendMessages(ctx, [
      fen !== null && reason === 'price_raised'
        ? { ...about, kind: 'delivery_price_raised', params: { product: s.name, on, fen } }
        : { ...about, kind: 'delivery_postponed', params: { product: s.name, on } },
    ])
  })
}

/** It is not sold any more, or not there: a person has to look, and she is told. */
export function pauseUnsold(ctx: Ctx, found: Subscription, code: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const s = await lockSubscription(ctx, found.id)
    if (s.state === 'active' && s.cycle === found.cycle) await pauseAndTell(ctx, s, code)
  })
}
