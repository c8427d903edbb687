// Subscriptions' part in an order: the first one begins a subscription, each further one is the delivery of a cycle.
// All of it runs in the order's transaction, so a delivery and its order stand or fall together.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import type { Address } from '../checkout/own-order.ts'
import type { HeldOrder, NotHeld, OrderParty } from '../checkout/parties.ts'
import type { PlanTerms } from '../quote/plan-price.ts'
import { agreementOf } from './agreement.ts'
import { laterOf, nextAfter } from './cadence.ts'
import { giveConsent } from './consent.ts'
import { getPlan } from './plans.ts'
import type { DeliveryState } from './states.ts'
import {
  brandDay,
  lockSubscription,
  moveOn,
  noteChange,
  type Subscription,
} from './subscriptions.ts'

const notHeld = (code: string, message: string): NotHeld => ({ code, message })

function hold(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  const terms = order.input.plan
  if (!terms) return Promise.resolve(undefined)
  return inTx(ctx, async (ctx) => {
    if (await deliveryOf(ctx, order.orderId)) return undefined
    return terms.subscription === null
      ? begin(ctx, order, terms)
      : deliver(ctx, order, terms, terms.subscription)
  })
}

const deliveryOf = async (ctx: Ctx, orderId: string) =>
  (
    await sql<{ subscription_id: string; cycle: number; state: DeliveryState }>`
      select subscription_id, cycle, state from subscription_delivery
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid`.execute(ctx.pg)
  ).rows[0]

async function begin(ctx: Ctx, order: HeldOrder, terms: PlanTerms): Promise<NotHeld | undefined> {
  const plan = await getPlan(ctx, terms.plan)
  const { today, language } = await brandDay(ctx)
  const agreement = agreementOf(plan, language)
  if (terms.agreed === null)
    return notHeld('subscription_not_agreed', 'A subscription needs the buyer’s explicit agreement')
  if (terms.agreed !== agreement.version || plan.is_retired)
    return notHeld('subscription_agreement_changed', 'What is agreed to has changed; read it again')
  const [line] = order.input.lines
  const { rows } = await sql<{ storefront: string; address: Address | null }>`
    select storefront, address from own_order
    where tenant_id = ${ctx.tenantId} and id = ${order.orderId}::uuid`.execute(ctx.pg)
  const [placed] = rows
  if (!line || !placed) throw new Error('an order that is being placed is not there')
  const id = randomUUIDv7()
  const at = ctx.now()
  await sql`insert into product_subscription (tenant_id, id, plan_id, node_id, storefront, sku, quantity, address, state,
      unit, every, price_fen, off_bp, most_quantity, anchor_on, cycle, agreed_at, agreed_version, agreed_text, made_at)
    values (${ctx.tenantId}, ${id}, ${plan.id}, ${order.node}, ${placed.storefront}, ${line.sku}, ${line.quantity},
      ${placed.address && JSON.stringify(placed.address)}::jsonb, 'starting', ${plan.unit}, ${plan.every},
      ${plan.price_fen}, ${plan.off_bp}, ${plan.most_quantity}, ${today}::date, 1, ${at}, ${agreement.version},
      ${agreement.text}, ${at})`.execute(ctx.pg)
  await insertDelivery(ctx, { subscription: id, cycle: 1, order: order.orderId, on: today })
  await giveConsent(ctx, { node: order.node, version: agreement.version, subscription: id })
  await noteChange(
    ctx,
    {
      ...{ id, node_id: order.node, plan_id: plan.id, sku: line.sku, quantity: line.quantity },
      cycle: 1,
    },
    { act: 'begin', from: null, to: 'starting', details: { order: order.orderId } },
  )
  return undefined
}

export const insertDelivery = (
  ctx: Ctx,
  given: { subscription: string; cycle: number; order: string | null; on: string },
) =>
  sql`insert into subscription_delivery (tenant_id, subscription_id, cycle, order_id, due_on, state, made_at)
    values (${ctx.tenantId}, ${given.subscription}::uuid, ${given.cycle}, ${given.order}::uuid, ${given.on}::date,
      ${given.order === null ? 'skipped' : 'waiting'}, ${ctx.now()})`.execute(ctx.pg)

async function deliver(
  ctx: Ctx,
  order: HeldOrder,
  terms: PlanTerms,
  id: string,
): Promise<NotHeld | undefined> {
  const subscription = await lockSubscription(ctx, id)
  const { today, timezone } = await brandDay(ctx)
  const { next_on, cycle } = subscription
  if (
    subscription.state !== 'active' ||
    next_on === null ||
    next_on > today ||
    cycle + 1 !== terms.cycle
  )
    return notHeld('delivery_not_due', 'This delivery is made, or is not due')
  await insertDelivery(ctx, {
    ...{ subscription: id, cycle: terms.cycle, order: order.orderId },
    on: next_on,
  })
  await moveOn(
    ctx,
    subscription,
    'deliver',
    {
      ...{ cycle: terms.cycle, told_at: null, told_fen: null },
      next_on: nextAfter(subscription.anchor_on, subscription, laterOf(next_on, today)),
    },
    { order: order.orderId },
  )
  if (order.quoted.dueFen > 0)
    await sendMessages(ctx, [
      {
        ...{ kind: 'delivery_to_pay', key: `pay-delivery:${order.orderId}:0`, node: order.node },
        params: {
          ...{ product: subscription.name, fen: order.quoted.dueFen },
          until: clockOf(order.expiresAt, timezone),
        },
        link: `/orders/${order.orderId}`,
      },
    ])
  return undefined
}

/** As the brand's clock shows it: 2026-11-23 10:00. */
export const clockOf = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)

/** Paid, in time or late: the first one starts it, and one it was paused for lets it go on. */
function commit(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (!order.input.plan) return Promise.resolve(undefined)
  return inTx(ctx, async (ctx) => {
    const delivery = await deliveryOf(ctx, order.orderId)
    if (!delivery) throw new Error('an order of a subscription has no delivery')
    const subscription = await lockSubscription(ctx, delivery.subscription_id)
    await sql`update subscription_delivery set state = 'paid'
      where tenant_id = ${ctx.tenantId} and order_id = ${order.orderId}::uuid`.execute(ctx.pg)
    const { today } = await brandDay(ctx)
    const goesOn = {
      ...{ told_at: null, told_fen: null, pause_reason: null },
      next_on: nextAfter(subscription.anchor_on, subscription, today),
    }
    const { state, pause_reason } = subscription
    if (state === 'starting') await moveOn(ctx, subscription, 'start', goesOn)
    if (state === 'lapsed') await moveOn(ctx, subscription, 'revive', goesOn)
    if (state === 'paused' && pause_reason === 'unpaid' && delivery.state === 'unpaid')
      await moveOn(ctx, subscription, 'resume', goesOn, { reason: 'paid_late' })
    return undefined
  })
}

/** Its order was cancelled unpaid: not in time is one thing, called off by somebody another. */
function release(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const delivery = await deliveryOf(ctx, orderId)
    if (delivery?.state !== 'waiting') return
    const subscription = await lockSubscription(ctx, delivery.subscription_id)
    const { rows } = await sql<{ state: DeliveryState }>`
      update subscription_delivery d set state = case when w.cancel_reason = 'expired' then 'unpaid' else 'called_off' end
      from own_order w where d.tenant_id = ${ctx.tenantId} and d.order_id = ${orderId}::uuid and d.state = 'waiting'
        and w.tenant_id = d.tenant_id and w.id = d.order_id returning d.state`.execute(ctx.pg)
    if (subscription.state === 'starting')
      await moveOn(ctx, subscription, 'lapse', {}, { reason: rows[0]?.state })
    if (subscription.state === 'active' && rows[0]?.state === 'unpaid')
      await pauseAndTell(ctx, subscription, 'unpaid')
  })
}

/** It stops until she lets it go on, and she is told why. Its row is held. */
export async function pauseAndTell(ctx: Ctx, s: Subscription, reason: string): Promise<void> {
  await moveOn(ctx, s, 'pause', { pause_reason: reason, told_at: null, told_fen: null }, { reason })
  await sendMessages(ctx, [
    {
      kind: reason === 'unpaid' ? 'subscription_paused_unpaid' : 'subscription_paused_unsold',
      ...{ key: `subscription-paused:${s.id}:${ctx.now().toISOString()}`, node: s.node_id },
      ...{ params: { product: s.name }, link: `/subscriptions/${s.id}` },
    },
  ])
}

export const subscriptionParty: OrderParty = {
  code: 'subscription',
  hold,
  commit,
  release,
  // What comes back of one delivery says nothing of the next.
  giveBack: async () => undefined,
}
