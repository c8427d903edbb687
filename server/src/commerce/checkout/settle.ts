// What happens to an order when its payment is known to have arrived, in time or late, and when it is called off.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { fixCredits } from '../credit/credit.ts'
import { voidDeposit } from '../deposit/deposits.ts'
import { recordOrders } from '../orders.ts'
import { releaseReserved, reserve, takeAllReserved, takeReserved } from '../stock/reservations.ts'
import {
  demandMove,
  heldOf,
  lockOwnOrder,
  lockOwnOrders,
  moveAll,
  namesOf,
  type OwnOrder,
  randomCode,
  salesOrderOf,
} from './own-order.ts'
import { commitParties, type NotHeld, orderParties } from './parties.ts'
import { goodsOf } from './place.ts'
import { paying } from './states.ts'

/** Why an order's money is too much and goes back. */
export type NotSettled = { code: string }

/** An order that is paid, and since when. */
export interface Settling {
  order: OwnOrder
  paidAt: Date
}

/**
 * Takes what was held and moves the orders on; what is held no more is taken anew. When something of one
 * is gone, nothing of it is taken and it is cancelled. Call in a transaction. @returns why not, in the same order
 */
export async function settleOrders(
  ctx: Ctx,
  paid: readonly { id: string; paidAt: Date }[],
): Promise<(NotSettled | undefined)[]> {
  const orders = await lockOwnOrders(
    ctx,
    paid.map(({ id }) => id),
  )
  const outcomes: (NotSettled | undefined)[] = paid.map(() => undefined)
  const waiting: (Settling & { at: number })[] = []
  const late: typeof waiting = []
  const again: number[] = []
  for (const [at, { id, paidAt }] of paid.entries()) {
    const order = orders.get(id)
    if (!order) throw notFound('order')
    const isSecond = paid.findIndex((one) => one.id === id) < at
    if (isSecond) again.push(at)
    else if (order.state === 'to_pay') waiting.push({ order, paidAt, at })
    else if (order.state !== 'cancelled') outcomes[at] = { code: 'paid_twice' }
    else if (order.cancel_reason !== 'expired') outcomes[at] = { code: 'order_cancelled' }
    else late.push({ order, paidAt, at })
  }
  const settle = async (some: typeof waiting): Promise<void> => {
    await sql`savepoint settling`.execute(ctx.pg)
    const no = await trySettle(ctx, some)
    if (no) await sql`rollback to savepoint settling`.execute(ctx.pg)
    await sql`release savepoint settling`.execute(ctx.pg)
    const [first] = some
    if (!no || !first) return
    // Whose fault it is shows when each is tried alone.
    if (some.length > 1) for (const one of some) await settle([one])
    else {
      if (first.order.state === 'to_pay') await callOff(ctx, first.order, no.code)
      outcomes[first.at] = { code: no.code }
    }
  }
  if (waiting.length > 0) await settle(waiting)
  for (const one of late) await settle([one])
  // Paid twice at the same moment: seen once the first is decided.
  for (const at of again) {
    const one = paid[at]
    if (one) outcomes[at] = (await settleOrders(ctx, [one]))[0]
  }
  return outcomes
}

/** What was held is spent, and these orders, all in one state, are paid; or why one of them is not. */
export async function trySettle(
  ctx: Ctx,
  settling: readonly Settling[],
): Promise<NotHeld | undefined> {
  const reservations = await takeGoods(ctx, settling)
  if (!reservations) return { code: 'stock_short', message: 'Sold to others meanwhile' }
  for (const { order } of settling) {
    const no = await commitParties(ctx, heldOf(order))
    if (no) return no
  }
  const state = settling[0]?.order.state
  const from = state === 'to_pay' || state === 'to_pay_balance' ? state : 'cancelled'
  for (const [act, some] of Map.groupBy(settling, ({ order }) => paying(order.delivery, from))) {
    const moving = some.map(({ order }) => ({
      ...{ order, reservation: reservations.get(order.id) ?? order.reservation },
      ...(order.delivery === 'pick_up' && { pickUpCode: randomCode(10) }),
    }))
    if ((await moveAll(ctx, act, moving)) !== some.length)
      throw new Error('an order that is held by its row was moved by somebody else')
  }
  const orders = settling.map(({ order }) => order)
  const names = await namesOf(ctx, [
    ...new Set(orders.flatMap(({ quoted }) => quoted.lines.map((line) => line.sku))),
  ])
  const now = ctx.now()
  // Before the books, which may make the buyer somebody's for this very order.
  await fixCredits(ctx, orders)
  const outcomes = await recordOrders(
    ctx,
    settling.map(({ order, paidAt }) =>
      salesOrderOf(order, names, 'paid', new Date(Math.min(paidAt.getTime(), now.getTime()))),
    ),
    { isOwn: true, isNext: true, mode: from === 'cancelled' ? 'revive' : 'first_wins' },
  )
  for (const outcome of outcomes)
    if (outcome.outcome !== 'changed')
      throw new Error(`the paid order was ${JSON.stringify(outcome)}`)
  return undefined
}

/** @returns by what the goods of each were held, or nothing when one of them is short */
async function takeGoods(
  ctx: Ctx,
  settling: readonly Settling[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const wanting = settling.filter(({ order }) => goodsOf(order).length > 0)
  const reservations = new Map(wanting.map(({ order }) => [order.id, order.reservation]))
  const taken = await takeAllReserved(
    ctx,
    wanting.map(({ order }) => ({ id: order.reservation, orderId: order.id })),
  )
  for (const { order } of wanting) {
    if (taken.has(order.reservation)) continue
    const reservation = randomUUIDv7()
    const until = new Date(ctx.now().getTime() + 60_000)
    if (!(await reserve(ctx, reservation, goodsOf(order), until)).ok) return undefined
    if (!(await takeReserved(ctx, reservation, order.id)))
      throw new Error('what was reserved a moment ago is not there')
    reservations.set(order.id, reservation)
  }
  return reservations
}

/** Of an order that waits for its payment, or for the balance, and whose row is held. */
export async function callOff(ctx: Ctx, order: OwnOrder, reason: string): Promise<void> {
  const act = order.state === 'to_pay_balance' ? 'call_off' : 'cancel'
  await demandMove(ctx, order, act, { cancelReason: reason })
  await voidDeposit(ctx, order.id)
  await releaseReserved(ctx, order.reservation)
  for (const party of orderParties()) await party.release(ctx, order.id)
  const names = await namesOf(
    ctx,
    order.quoted.lines.map((line) => line.sku),
  )
  const [outcome] = await recordOrders(ctx, [salesOrderOf(order, names, 'cancelled', ctx.now())], {
    ...{ isOwn: true, isNext: true },
  })
  if (outcome?.outcome !== 'changed')
    throw new Error(`the cancelled order was ${JSON.stringify(outcome)}`)
}

/** Before it was paid; what was paid goes back by an after-sale. @throws 404, 409 */
export function cancelOrder(ctx: Ctx, id: string, reason: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, id)
    if (order.state !== 'to_pay')
      throw conflict('order_state', 'Only what is not paid yet can be cancelled', {
        state: order.state,
      })
    await callOff(ctx, order, reason)
  })
}

/** @returns whether it was cancelled: nobody has paid it, and its time is over */
export function expireOrder(ctx: Ctx, id: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, id)
    if (order.state !== 'to_pay' || order.expires_at > ctx.now()) return false
    await callOff(ctx, order, 'expired')
    return true
  })
}
