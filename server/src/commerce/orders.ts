// Recording orders from outside: the first word about money stands, a repeat changes nothing.
import { randomUUIDv7 } from 'node:crypto'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { type OwnEvent, recordEvents } from '../platform/outbox.ts'
import {
  changeOf,
  faultOf,
  type Mode,
  type OrderInput,
  OWN_SOURCE,
  type StoredOrder,
} from './order.ts'
import {
  orderCancelled,
  orderCorrected,
  orderPaid,
  orderPlaced,
  type Telling,
} from './order-events.ts'
import {
  insertChanges,
  insertOrders,
  lockOrders,
  lockSources,
  type NewOrder,
  type OrderChangeRow,
  orderKey,
  replaceOrders,
  setCancelled,
} from './order-store.ts'
import { assignByPurchase } from './purchases.ts'
import { linkWaitingRefunds, recordRefunds } from './refunds.ts'

export interface RecordOptions {
  /** `correct`: another total is taken as the right one, and the difference is told by an event. */
  mode?: Mode
  importId?: string | null
  historical?: boolean
  /** Called by the own shop itself. */
  isOwn?: boolean
  /** The own shop's next word about orders it has placed: they are there, and their lines stand. */
  isNext?: boolean
}

const RESERVED = {
  code: 'source_reserved',
  message: 'Orders of this source are the own shop’s; name another source',
}

export type OrderOutcome =
  | { outcome: 'created' | 'changed' | 'known'; orderId: string }
  | { outcome: 'refused'; orderId: string | null; code: string; message: string }

/**
 * Records a set of orders with their lines and events, in the transaction of `ctx` or one of its
 * own. Answers in the same order. The same order twice in a set is two words about it, in turn.
 */
export async function recordOrders(
  ctx: Ctx,
  orders: readonly OrderInput[],
  options: RecordOptions = {},
): Promise<OrderOutcome[]> {
  const outcomes: OrderOutcome[] = new Array(orders.length)
  const rounds: { order: OrderInput; index: number }[][] = []
  const seen = new Map<string, number>()
  for (const [index, order] of orders.entries()) {
    const fault =
      order.source === OWN_SOURCE && !options.isOwn ? RESERVED : faultOf(order, ctx.now())
    if (fault) {
      outcomes[index] = { outcome: 'refused', orderId: null, ...fault }
      continue
    }
    const key = orderKey(order.source, order.externalId)
    const round = seen.get(key) ?? 0
    seen.set(key, round + 1)
    const list = rounds[round]
    if (list) list.push({ order, index })
    else rounds[round] = [{ order, index }]
  }
  if (rounds.length === 0) return outcomes
  await inTx(ctx, async (ctx) => {
    await lockSources(ctx, orders)
    for (const round of rounds) {
      const results = await recordRound(
        ctx,
        round.map((r) => r.order),
        options,
      )
      for (const [i, { index }] of round.entries()) {
        const result = results[i]
        if (result) outcomes[index] = result
      }
    }
  })
  return outcomes
}

async function recordRound(
  ctx: Ctx,
  orders: OrderInput[],
  options: RecordOptions,
): Promise<OrderOutcome[]> {
  const telling: Telling = { historical: options.historical ?? false }
  const importId = options.importId ?? null
  const rows = orders.map((order): NewOrder => ({ id: order.id ?? randomUUIDv7(), order }))
  const made = options.isNext ? new Set<string>() : await insertOrders(ctx, rows, importId)
  const created = rows.filter((r) => made.has(r.id))
  const events = created.flatMap(({ id, order }) => firstEvents(id, order, telling))
  const paidThenCancelled = created.filter(({ order }) => isPaidAndCancelled(order))
  const stored = await lockOrders(
    ctx,
    orders.filter((_, i) => !made.has(rows[i]?.id ?? '')),
    options.isNext ? orders.flatMap(({ id }) => id ?? []) : undefined,
  )
  const work = emptyWork()
  const outcomes = rows.map(({ id, order }): OrderOutcome => {
    if (made.has(id)) return { outcome: 'created', orderId: id }
    const before = stored.get(orderKey(order.source, order.externalId))
    if (!before) throw new Error('an order that could not be inserted is not there either')
    const told = before.unlinked_id === null ? order : { ...order, node: null }
    return decide(work, before, told, options.mode ?? 'first_wins', telling)
  })
  await replaceOrders(ctx, work.replaced, false, options.isNext)
  await replaceOrders(ctx, work.corrected, true)
  // Nobody refunds an order of the own shop before it is there.
  const late = options.isNext ? [] : [...created, ...work.replaced]
  await linkWaitingRefunds(
    ctx,
    late.filter((r) => r.order.evidence === 'verified' && r.order.paidAt),
  )
  await giveBack(ctx, [...paidThenCancelled, ...work.cancelledPaid], options)
  await insertChanges(ctx, work.changes, importId)
  await recordEvents(ctx, [...events, ...work.events])
  await assignByPurchase(
    ctx,
    [...created, ...work.replaced].map((row) => row.order),
    importId,
  )
  return outcomes
}

interface Work {
  replaced: NewOrder[]
  corrected: NewOrder[]
  cancelledPaid: NewOrder[]
  changes: OrderChangeRow[]
  events: OwnEvent[]
}
const emptyWork = (): Work => ({
  replaced: [],
  corrected: [],
  cancelledPaid: [],
  changes: [],
  events: [],
})

const isPaidAndCancelled = (order: OrderInput) =>
  order.state === 'cancelled' && order.paidAt !== null && order.evidence === 'verified'
const cancelTime = (order: OrderInput) => order.cancelledAt ?? order.paidAt ?? order.placedAt

function firstEvents(id: string, order: OrderInput, telling: Telling): OwnEvent[] {
  if (order.evidence === 'claimed') return []
  const paid =
    order.paidAt && order.state !== 'placed' ? [orderPaid(id, order, order.paidAt, telling)] : []
  if (order.state === 'placed') return [orderPlaced(id, order, telling)]
  if (order.state === 'cancelled')
    return [...paid, orderCancelled(id, order, cancelTime(order), telling)]
  return paid
}

function decide(
  work: Work,
  before: StoredOrder,
  order: OrderInput,
  mode: Mode,
  telling: Telling,
): OrderOutcome {
  const change = changeOf(before, order, mode)
  const row = { id: before.id, order }
  const remember = (event: OwnEvent, to: string, deltaFen = 0) => {
    work.events.push(event)
    work.changes.push({
      orderId: before.id,
      at: event.at,
      from: before.state,
      to,
      deltaFen,
      eventId: event.id ?? '',
    })
  }
  switch (change.kind) {
    case 'none':
      return { outcome: 'known', orderId: before.id }
    case 'refused':
      return { outcome: 'refused', orderId: before.id, code: change.code, message: change.message }
    case 'replace':
      work.replaced.push(row)
      for (const event of firstEvents(before.id, order, telling)) remember(event, order.state)
      if (isPaidAndCancelled(order)) work.cancelledPaid.push(row)
      break
    case 'correct':
      work.corrected.push(row)
      for (const event of corrections(before, order, telling))
        remember(event, before.state, event.revenueFen)
      break
    case 'cancel_paid':
      work.cancelledPaid.push({ id: before.id, order: { ...order, node: before.node_id } })
      remember(
        orderCancelled(before.id, { ...order, node: before.node_id }, cancelTime(order), telling),
        'cancelled',
      )
      break
  }
  return { outcome: 'changed', orderId: before.id }
}

/** A day's revenue, a customer's and a currency's stay exact sums: what was counted is taken out where it was. */
function corrections(before: StoredOrder, order: OrderInput, telling: Telling): OwnEvent[] {
  const revision = before.revision + 1
  const wasPaidAt = before.paid_at ?? before.placed_at
  const paidAt = order.paidAt ?? wasPaidAt
  const after = { ...order, orderExternalId: order.externalId }
  const sameRow =
    before.node_id === order.node &&
    before.currency === order.currency &&
    wasPaidAt.getTime() === paidAt.getTime()
  if (sameRow) {
    const difference = order.totalFen - before.total_fen
    return difference === 0
      ? []
      : [orderCorrected(before.id, revision, 'difference', after, paidAt, difference, telling)]
  }
  const was = { ...after, node: before.node_id, currency: before.currency }
  return [
    orderCorrected(before.id, revision, 'before', was, wasPaidAt, -before.total_fen, telling),
    orderCorrected(before.id, revision, 'after', after, paidAt, order.totalFen, telling),
  ]
}

/** Cancelling a paid order gives back what was left of it, as a refund like any other. */
async function giveBack(ctx: Ctx, orders: NewOrder[], options: RecordOptions): Promise<void> {
  if (orders.length === 0) return
  await recordRefunds(
    ctx,
    orders.map(({ order }) => ({
      ...order,
      externalId: `${order.externalId}#cancelled`,
      orderExternalId: order.externalId,
      amountFen: 'rest' as const,
      at: cancelTime(order),
      reason: 'cancelled',
      lines: [],
    })),
    options,
  )
  await setCancelled(
    ctx,
    orders.map(({ id, order }) => ({ id, at: cancelTime(order) })),
  )
}
