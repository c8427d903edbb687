// What a customer does with her subscription, or somebody for her. All of it is free of charge and counts at once.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict, invalid } from '../../platform/errors.ts'
import type { Address } from '../checkout/own-order.ts'
import { cancelOrder } from '../checkout/settle.ts'
import { closePayments } from '../payment/payments.ts'
import { onShelf } from '../storefront/shelf.ts'
import { addDays, nextAfter } from './cadence.ts'
import { withdrawConsent } from './consent.ts'
import { insertDelivery } from './party.ts'
import { getPlan, swapsOf } from './plans.ts'
import { NOTICE_DAYS } from './states.ts'
import { brandDay, lockSubscription, moveOn, type Subscription } from './subscriptions.ts'

/** `cycle` is the delivery she saw: tapped twice it is left out once. */
export type Change =
  | { act: 'skip'; cycle: number }
  | { act: 'move'; cycle: number; on: string }
  | { act: 'swap'; sku: string }
  | { act: 'resize'; quantity: number }
  | { act: 'readdress'; address: Address }
  | { act: 'pause' | 'resume' | 'cancel' }

/** How far ahead a delivery may be moved. */
export const MOST_DAYS_AHEAD = 180

/** @throws 400, 404, 409 with the reason */
export async function changeSubscription(ctx: Ctx, id: string, change: Change): Promise<void> {
  await inTx(ctx, async (ctx) => {
    const before = await lockSubscription(ctx, id)
    if (isDone(before, change)) return
    await apply(ctx, before, change)
    const { act, ...given } = change
    // Where she lives is not written into a log that outlives it.
    const details = act === 'readdress' ? {} : given
    await audit(ctx, `subscription.${act}`, { kind: 'subscription', id }, details)
  })
  if (change.act === 'cancel') await callOffWaiting(ctx, id)
}

/** Said again it changes nothing more. */
const isDone = ({ state }: Subscription, { act }: Change): boolean =>
  (act === 'cancel' && (state === 'cancelled' || state === 'lapsed')) ||
  (act === 'pause' && state === 'paused') ||
  (act === 'resume' && state === 'active')

async function apply(ctx: Ctx, s: Subscription, change: Change): Promise<void> {
  const { act } = change
  switch (act) {
    case 'skip':
      return skip(ctx, s, change.cycle)
    case 'move':
      return moveTo(ctx, s, change.cycle, change.on)
    case 'swap':
      return swap(ctx, s, change.sku)
    case 'resize':
      if (change.quantity > s.most_quantity)
        throw conflict('subscription_quantity', 'More pieces than a delivery has', {
          most: s.most_quantity,
        })
      // She has seen what it costs now; what she was told before holds no more.
      return moveOn(
        ctx,
        s,
        act,
        { quantity: change.quantity, told_fen: null },
        { quantity: change.quantity },
      )
    case 'readdress':
      if (s.address === null)
        throw conflict('subscription_picked_up', 'It is picked up at the store')
      return moveOn(ctx, s, act, { address: change.address, told_fen: null })
    case 'pause':
      return moveOn(
        ctx,
        s,
        act,
        { pause_reason: 'asked', told_at: null, told_fen: null },
        { reason: 'asked' },
      )
    case 'resume': {
      const { today } = await brandDay(ctx)
      const next_on = nextAfter(s.anchor_on, s, today)
      return moveOn(
        ctx,
        s,
        act,
        { next_on, pause_reason: null, told_at: null, told_fen: null },
        { on: next_on },
      )
    }
    case 'cancel':
      await moveOn(ctx, s, act, { pause_reason: null, told_at: null, told_fen: null })
      if (s.node_id !== null)
        await withdrawConsent(ctx, {
          ...{ node: s.node_id, version: s.agreed_version, subscription: s.id },
        })
  }
}

function demandSeen(s: Subscription, cycle: number): string {
  if (s.state !== 'active' || s.next_on === null)
    throw conflict('subscription_state', 'No delivery is planned', { state: s.state })
  if (s.cycle + 1 !== cycle)
    throw conflict('edited_meanwhile', 'Another delivery is the next one by now', {
      cycle: s.cycle + 1,
    })
  return s.next_on
}

async function skip(ctx: Ctx, s: Subscription, cycle: number): Promise<void> {
  const on = demandSeen(s, cycle)
  await insertDelivery(ctx, { subscription: s.id, cycle, order: null, on })
  const next_on = nextAfter(s.anchor_on, s, on)
  await moveOn(ctx, s, 'skip', { cycle, next_on, told_at: null, told_fen: null }, { on, next_on })
}

/** The rhythm goes on from the new day. */
async function moveTo(ctx: Ctx, s: Subscription, cycle: number, on: string): Promise<void> {
  const was = demandSeen(s, cycle)
  const { today } = await brandDay(ctx)
  const first = addDays(today, NOTICE_DAYS)
  const last = addDays(today, MOST_DAYS_AHEAD)
  if (on < first || on > last)
    throw invalid('day_out_of_reach', `A day between ${first} and ${last}`, { first, last })
  if (on === was) return
  await moveOn(
    ctx,
    s,
    'move',
    { anchor_on: on, next_on: on, told_at: null, told_fen: null },
    { from: was, on },
  )
}

async function swap(ctx: Ctx, s: Subscription, sku: string): Promise<void> {
  const plan = await getPlan(ctx, s.plan_id)
  const offered = await swapsOf(ctx, { ...plan, price_fen: s.price_fen })
  const sold = offered.includes(sku) ? await onShelf(ctx, s.storefront, [sku]) : []
  if (sold.length === 0)
    throw conflict('swap_not_offered', 'It cannot be swapped for this', { skus: offered })
  if (sku === s.sku) return
  await moveOn(ctx, s, 'swap', { sku, told_fen: null }, { from: s.sku, sku })
}

/** A delivery that is ordered and not paid goes with it. Who has just paid it gets it. */
async function callOffWaiting(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql<{ order_id: string }>`select order_id from subscription_delivery
    where tenant_id = ${ctx.tenantId} and subscription_id = ${id}::uuid and state = 'waiting'`.execute(
    ctx.pg,
  )
  for (const { order_id } of rows) {
    await closePayments(ctx, order_id)
    try {
      await cancelOrder(ctx, order_id, 'asked: subscription cancelled')
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'order_state') throw error
    }
  }
}
