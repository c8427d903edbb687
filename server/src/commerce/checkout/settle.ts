// What happens to an order when its payment is known to have arrived, in time or late, and when it is called off.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { fixCredit } from '../credit/credit.ts'
import { voidDeposit } from '../deposit/deposits.ts'
import { recordOrders } from '../orders.ts'
import { releaseReserved, reserve, takeReserved } from '../stock/reservations.ts'
import {
  demandMove,
  heldOf,
  lockOwnOrder,
  move,
  namesOf,
  type OwnOrder,
  randomCode,
  salesOrderOf,
} from './own-order.ts'
import { type NotHeld, orderParties } from './parties.ts'
import { goodsOf } from './place.ts'
import { paying } from './states.ts'

/** Why an order's money is too much and goes back. */
export type NotSettled = { code: string }

/**
 * Takes what was held and moves the order on; what is held no more is taken anew. When something of it
 * is gone, nothing is taken and the order is cancelled. Call in a transaction.
 */
export async function settleOrder(
  ctx: Ctx,
  id: string,
  paidAt: Date,
): Promise<NotSettled | undefined> {
  const order = await lockOwnOrder(ctx, id)
  const waits = order.state === 'to_pay'
  if (!waits && order.state !== 'cancelled') return { code: 'paid_twice' }
  if (!waits && order.cancel_reason !== 'expired') return { code: 'order_cancelled' }
  await sql`savepoint settling`.execute(ctx.pg)
  const no = await trySettle(ctx, order, paidAt)
  if (no) await sql`rollback to savepoint settling`.execute(ctx.pg)
  await sql`release savepoint settling`.execute(ctx.pg)
  if (no && waits) await callOff(ctx, order, no.code)
  return no && { code: no.code }
}

/** What was held is spent, and the order is paid; or why not. */
export async function trySettle(
  ctx: Ctx,
  order: OwnOrder,
  paidAt: Date,
): Promise<NotHeld | undefined> {
  const goods = goodsOf(order)
  let { reservation } = order
  if (goods.length > 0 && !(await takeReserved(ctx, reservation, order.id))) {
    reservation = randomUUIDv7()
    const again = await reserve(ctx, reservation, goods, new Date(ctx.now().getTime() + 60_000))
    if (!again.ok) return { code: 'stock_short', message: 'Sold to others meanwhile' }
    if (!(await takeReserved(ctx, reservation, order.id)))
      throw new Error('what was reserved a moment ago is not there')
  }
  for (const party of orderParties()) {
    const no = await party.commit(ctx, heldOf(order))
    if (no) return no
  }
  const from =
    order.state === 'to_pay' || order.state === 'to_pay_balance' ? order.state : 'cancelled'
  const moved = await move(ctx, order, paying(order.delivery, from), {
    reservation,
    ...(order.delivery === 'pick_up' && { pickUpCode: randomCode(10) }),
  })
  if (!moved) throw new Error('an order that is held by its row was moved by somebody else')
  const names = await namesOf(
    ctx,
    order.quoted.lines.map((line) => line.sku),
  )
  const at = paidAt > ctx.now() ? ctx.now() : paidAt
  // Before the books, which may make the buyer somebody's for this very order.
  await fixCredit(ctx, order)
  const [outcome] = await recordOrders(ctx, [salesOrderOf(order, names, 'paid', at)], {
    ...{ isOwn: true, isNext: true, mode: from === 'cancelled' ? 'revive' : 'first_wins' },
  })
  if (outcome?.outcome !== 'changed')
    throw new Error(`the paid order was ${JSON.stringify(outcome)}`)
  return undefined
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
