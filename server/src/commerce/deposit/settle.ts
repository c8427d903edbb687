// What happens when a deposit or a balance is known to have arrived, and when the bargain comes to nothing.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { refundWhole } from '../after-sale/refund-whole.ts'
import { heldOf, linesOf, lockOwnOrder, move, type OwnOrder } from '../checkout/own-order.ts'
import { type NotHeld, orderParties } from '../checkout/parties.ts'
import { goodsOf } from '../checkout/place.ts'
import { callOff, cancelOrder, type NotSettled, trySettle } from '../checkout/settle.ts'
import { mainActivity } from '../credit/activities.ts'
import { OWN_SOURCE } from '../order.ts'
import { eventIdOf } from '../order-events.ts'
import { refundOrder } from '../payment/refunds.ts'
import { extendReserved, reserve } from '../stock/reservations.ts'
import { type DepositState, getDeposit, keptUntil, type OrderDeposit } from './deposits.ts'
import { type EndedBy, outcomeOf, penaltyLeft } from './law.ts'
import { owePenalty } from './penalties.ts'

/** Call in a transaction. @returns why the money is too much and goes back */
export async function settleDeposit(
  ctx: Ctx,
  id: string,
  paidAt: Date,
): Promise<NotSettled | undefined> {
  const order = await lockOwnOrder(ctx, id)
  if (order.state === 'cancelled')
    return { code: order.cancel_reason === 'expired' ? 'deposit_late' : 'order_cancelled' }
  if (order.state !== 'to_pay') return { code: 'paid_twice' }
  const no = await orNothing(ctx, () => keepForHer(ctx, order, paidAt))
  if (no) await callOff(ctx, order, no.code)
  return no && { code: no.code }
}

/** Call in a transaction. @returns why the money is too much and goes back */
export async function settleBalance(
  ctx: Ctx,
  id: string,
  paidAt: Date,
  amountFen: number,
): Promise<NotSettled | undefined> {
  const order = await lockOwnOrder(ctx, id)
  if (order.state === 'cancelled') return { code: 'balance_late' }
  if (order.state !== 'to_pay_balance') return { code: 'paid_twice' }
  // A payment of before she chose coupons or points for it, told late.
  const { fen } = await getDeposit(ctx, id)
  if (amountFen !== order.due_fen - fen) return { code: 'balance_changed' }
  const no = await orNothing(ctx, async () => {
    const no = await trySettle(ctx, [{ order, paidAt }])
    if (!no) await decide(ctx, order, 'held', { state: 'counted' })
    return no
  })
  // What was kept for her is gone: that is the shop's doing, and the law says what follows.
  if (no) await endBargain(ctx, order, 'shop', no.code)
  return no && { code: no.code }
}

/** All of it, or nothing of it. */
async function orNothing(ctx: Ctx, act: () => Promise<NotHeld | undefined>) {
  await sql`savepoint settling`.execute(ctx.pg)
  const no = await act()
  if (no) await sql`rollback to savepoint settling`.execute(ctx.pg)
  await sql`release savepoint settling`.execute(ctx.pg)
  return no
}

/** Stock and quota are hers until the balance is due. */
async function keepForHer(ctx: Ctx, order: OwnOrder, paidAt: Date): Promise<NotHeld | undefined> {
  const deposit = await getDeposit(ctx, order.id)
  const until = keptUntil(deposit)
  const goods = goodsOf(order)
  let { reservation } = order
  if (goods.length > 0 && !(await extendReserved(ctx, reservation, until))) {
    reservation = randomUUIDv7()
    const again = await reserve(ctx, reservation, goods, until)
    if (!again.ok) return { code: 'stock_short', message: 'Sold to others meanwhile' }
  }
  for (const party of orderParties()) {
    const no = await party.secure?.(ctx, { ...heldOf(order), expiresAt: deposit.balance_until })
    if (no) return no
  }
  const given = { reservation, expiresAt: deposit.balance_until }
  if (
    !(await move(ctx, order, 'hold_deposit', { ...given, details: { deposit_fen: deposit.fen } }))
  )
    throw new Error('an order that is held by its row was moved by somebody else')
  const at = paidAt > ctx.now() ? ctx.now() : paidAt
  await sql`update order_deposit set state = 'held', paid_at = ${at}
    where tenant_id = ${ctx.tenantId} and order_id = ${order.id} and state = 'asked'`.execute(
    ctx.pg,
  )
  await tell(ctx, order, 'deposit_paid', { fen: deposit.fen, kind: deposit.kind })
  return undefined
}

interface Decided {
  state: DepositState
  endedBy?: EndedBy
  keptFen?: number
  returnedFen?: number
  reason?: string
}
/** A conditional write: of two who decide, one does. */
async function decide(ctx: Ctx, order: OwnOrder, from: DepositState, to: Decided): Promise<void> {
  const { rows } =
    await sql`update order_deposit set state = ${to.state}, ended_by = ${to.endedBy ?? null},
      kept_fen = ${to.keptFen ?? 0}, returned_fen = ${to.returnedFen ?? 0}, reason = ${to.reason ?? ''},
      decided_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and order_id = ${order.id} and state = ${from} returning order_id`.execute(
      ctx.pg,
    )
  if (rows.length === 0) throw conflict('deposit_decided', 'Its deposit was decided before')
}

const stateFor = (keptFen: number, penaltyFen: number): DepositState =>
  penaltyFen > 0 ? 'doubled' : keptFen > 0 ? 'forfeited' : 'returned'

/** Of an order whose deposit is paid and whose balance is not, and whose row is held. */
async function endBargain(ctx: Ctx, order: OwnOrder, by: EndedBy, reason: string): Promise<void> {
  const deposit = await getDeposit(ctx, order.id)
  const { keptFen, returnedFen, penaltyFen } = outcomeOf(
    { fen: deposit.fen, bindingFen: deposit.binding_fen },
    by,
  )
  await callOff(ctx, order, reason)
  const state = stateFor(keptFen, penaltyFen)
  await decide(ctx, order, 'held', { state, endedBy: by, keptFen, returnedFen, reason })
  if (returnedFen > 0)
    await refundOrder(ctx, order.id, { cause: 'deposit', amountFen: returnedFen, reason })
  if (penaltyFen > 0) await owePenalty(ctx, order, penaltyFen)
  await noteEnd(ctx, order, deposit, { state, by, keptFen, returnedFen, penaltyFen, reason })
}

interface End {
  state: DepositState
  by: EndedBy
  keptFen: number
  returnedFen: number
  penaltyFen: number
  reason: string
}
async function noteEnd(ctx: Ctx, order: OwnOrder, deposit: OrderDeposit, end: End) {
  const { state, by } = end
  const fen = { kept_fen: end.keptFen, returned_fen: end.returnedFen, penalty_fen: end.penaltyFen }
  await audit(
    ctx,
    `deposit.${state}`,
    { kind: 'order', id: order.id },
    {
      before: { state: deposit.state, fen: deposit.fen },
      after: { by, ...fen, reason: end.reason },
    },
  )
  await tell(ctx, order, `deposit_${state}`, { by, kind: deposit.kind, ...fen })
}

const tell = (ctx: Ctx, order: OwnOrder, name: string, props: Record<string, unknown>) =>
  recordEvents(ctx, [
    {
      ...{ id: eventIdOf(name, order.id, 'deposit'), name, customerId: order.node_id },
      ...{ at: ctx.now(), source: OWN_SOURCE, platform: OWN_SOURCE, storeId: order.store },
      ...{ staffId: order.staff_id, orderId: order.number, currency: order.currency },
      ...{ activityId: mainActivity(order), props: { commerce_order: order.id, ...props } },
    },
  ])

/** @returns whether the bargain ended: its time is over, and nobody has paid the balance */
export function lapseBalance(ctx: Ctx, id: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, id)
    if (order.state !== 'to_pay_balance' || order.expires_at > ctx.now()) return false
    await endBargain(ctx, order, 'buyer', 'balance_overdue')
    return true
  })
}

/**
 * The buyer calls her order off before she has paid all of it. What earnest money she loses she must say yes to.
 * @throws 404, 409 deposit_forfeits with what she would lose, order_state
 */
export function giveUpOrder(ctx: Ctx, id: string, forfeits: boolean): Promise<void> {
  const reason = 'asked: by the buyer'
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, id)
    if (order.state !== 'to_pay_balance') return cancelOrder(ctx, id, reason)
    const { binding_fen } = await getDeposit(ctx, id)
    if (binding_fen > 0 && !forfeits)
      throw conflict('deposit_forfeits', 'Who calls it off loses the earnest money', {
        fen: binding_fen,
      })
    return endBargain(ctx, order, 'buyer', reason)
  })
}

/**
 * The shop does not deliver (`shop`), or both agree to let it be. Before the balance is paid, or after it, as long as
 * nothing was sent. @throws 404, 409 order_state, deposit_decided
 */
export function failBargain(
  ctx: Ctx,
  id: string,
  by: 'shop' | 'agreed',
  reason: string,
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, id)
    const deposit = await getDeposit(ctx, id)
    if (order.state === 'to_pay_balance') return endBargain(ctx, order, by, `asked: ${reason}`)
    const isUnsent = (await linesOf(ctx, id)).every((line) => line.sent_quantity === 0)
    if (!(order.state === 'to_ship' || order.state === 'to_pick_up') || !isUnsent)
      throw conflict('order_state', 'Of this order something was sent, or nothing is paid', {
        state: order.state,
      })
    const penaltyFen =
      by === 'shop'
        ? penaltyLeft(deposit.binding_fen, order.total_fen, await refundedOf(ctx, id))
        : 0
    const state = stateFor(0, penaltyFen)
    // Its deposit is part of the price by now, and goes back with the rest.
    await decide(ctx, order, 'counted', { state, endedBy: by, reason: `asked: ${reason}` })
    await refundWhole(ctx, id, { key: 'deposit', reason })
    if (penaltyFen > 0) await owePenalty(ctx, order, penaltyFen)
    const parts = { keptFen: 0, returnedFen: 0, penaltyFen }
    await noteEnd(ctx, order, deposit, { state, by, ...parts, reason: `asked: ${reason}` })
  })
}

async function refundedOf(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ refunded_fen: number }>`select refunded_fen from sales_order
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  return rows[0]?.refunded_fen ?? 0
}
