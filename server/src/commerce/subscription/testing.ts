// Subscriptions for tests: a shop with a plan, its buyers, and a clock that is moved by hand.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { type CheckoutBasket, priceCheckout } from '../checkout/basket.ts'
import { placeOrder } from '../checkout/place.ts'
import { expireOrder } from '../checkout/settle.ts'
import { closePayments } from '../payment/payments.ts'
import { newCustomer, payOrder } from '../testing.ts'
import { agreementOf } from './agreement.ts'
import { subscriptionChecks } from './checks.ts'
import { createPlan, getPlan, type PlanFields } from './plans.ts'
import { listSubscriptions, showSubscription } from './queries.ts'

/** Noon of a day in Shanghai. */
export const noon = (day: string) => new Date(`${day}T04:00:00Z`)
export const on = <C extends Ctx>(ctx: C, day: string): C => ({ ...ctx, now: () => noon(day) })

export const planOf = (given: Partial<PlanFields> = {}): PlanFields => ({
  ...{ sku: 'tea', name: '每月一次', unit: 'month', every: 1, price_fen: null, off_bp: 1000 },
  ...{ swaps: [], most_quantity: 9, terms: '', is_retired: false },
  ...given,
})

const HOME = {
  name: '林晓',
  phone: '13800000000',
  region: ['浙江省', '杭州市'],
  street: '西湖路 1 号',
}

/** She subscribes, at the price of the moment, and has not paid. @returns the order */
export async function subscribe(
  ctx: Ctx,
  plan: string,
  given: {
    buyer?: number
    sku?: string
    quantity?: number
    ships?: boolean
    agreed?: string | null
  } = {},
): Promise<string> {
  const { sku = 'tea', quantity = 1, ships = false } = given
  const buyer = given.buyer ?? (await newCustomer(ctx))
  const { version } = agreementOf(await getPlan(ctx, plan), 'zh-CN')
  const basket: CheckoutBasket = {
    ...{ storefront: 'home', customerId: buyer, address: ships ? HOME : null, couponCodes: [] },
    ...{ pointsWanted: 0, storedValueWanted: 0, lines: [{ sku, quantity }] },
    plan: { id: plan, agreed: given.agreed === undefined ? version : given.agreed },
  }
  const { quoted } = await priceCheckout(ctx, basket)
  return placeOrder(ctx, {
    ...basket,
    ...{ key: randomUUID(), expectedDueFen: quoted.dueFen, note: '', staffId: null },
  })
}

/** One that runs: its first order is paid. @returns its id */
export async function running(
  ctx: Ctx,
  given: Partial<PlanFields> & Parameters<typeof subscribe>[2] = {},
): Promise<string> {
  const { buyer, sku, quantity, ships, agreed: _, ...fields } = given
  const { id: plan } = await createPlan(ctx, planOf(fields))
  const order = await subscribe(ctx, plan, {
    ...(buyer !== undefined && { buyer }),
    ...(sku !== undefined && { sku }),
    ...(quantity !== undefined && { quantity }),
    ...(ships !== undefined && { ships }),
  })
  await payOrder(ctx, order)
  return idOf(ctx, order)
}

export async function idOf(ctx: Ctx, order: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select subscription_id as id from subscription_delivery
    where tenant_id = ${ctx.tenantId} and order_id = ${order}::uuid`.execute(ctx.pg)
  return rows[0]?.id ?? 'no subscription'
}

export const newPlan = (ctx: Ctx, given: Partial<PlanFields> = {}) => createPlan(ctx, planOf(given))

/** What is shown of it that tests look at. */
export async function seen(ctx: Ctx, id: string) {
  const { state, next_on, cycle, deliveries, pause_reason, told_fen } = await showSubscription(
    ctx,
    id,
  )
  return {
    ...{ state, next_on, cycle, pause_reason, told_fen },
    deliveries: deliveries.map((d) => d.state).reverse(),
    order: deliveries[0]?.order_id ?? '',
  }
}

/** Nobody pays it, and its time is over. */
export async function expire(ctx: Ctx, order: string): Promise<boolean> {
  await closePayments(ctx, order)
  return expireOrder(ctx, order)
}

/** Of all messages to this brand's customers, the kinds and texts, oldest first. */
export async function toldBy(
  ctx: Ctx,
): Promise<{ kind: string; text: string; link: string | null }[]> {
  const { rows } = await sql<{ kind: string; text: string; link: string | null }>`
    select kind, text, link from service_message where tenant_id = ${ctx.tenantId} order by created_at, id`.execute(
    ctx.pg,
  )
  return rows
}

/** Nothing that the checks look at is out of place in this brand. */
export async function sound(ctx: Ctx): Promise<void> {
  for (const check of subscriptionChecks) {
    const { differences } = await check.compare(ctx)
    const mine = differences.filter((one) => one.tenant === ctx.tenantId)
    if (mine.length > 0) throw new Error(`${check.name}: ${JSON.stringify(mine)}`)
  }
}

export const subscriptionsOf = async (ctx: Ctx) =>
  (await listSubscriptions(ctx, { limit: 200 })).items
