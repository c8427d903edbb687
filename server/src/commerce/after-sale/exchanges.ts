// Pieces exchanged for another SKU of the same product. At the same price no money moves: the line stays as it was
// paid, in the books and in whom it counts for; for a cheaper one its part goes back when it is sent, for a
// dearer one the difference is paid before the goods are waited for. What is agreed on is held until it is sent or let go.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { actorOf, linesOf, lockOwnOrder, type OwnOrder } from '../checkout/own-order.ts'
import { REFUNDABLE } from '../checkout/states.ts'
import { post } from '../stock/documents.ts'
import { movementsOf } from '../stock/movement.ts'
import { releaseReserved, reserveNew } from '../stock/reservations.ts'
import { type AfterSale, askedBefore, decide, getAfterSale, lockAfterSale } from './after-sale.ts'
import { demandExchangeable } from './exchange-goods.ts'
import { exchangedLine } from './exchanged-line.ts'
import { payBack } from './pay-back.ts'
import { freePieces, paidLine, piecesHeld, setAside, setExchanging } from './set-aside.ts'
import { shareOf } from './share.ts'
import { awaitGoods, HOURS_TO_PAY, moreOf } from './supplement.ts'
import { endSupplement, giveBackSupplements } from './supplement-back.ts'
import { tellExchange, tellToPay } from './tell.ts'

/** An exchange alone decides when what it holds is free again. */
const UNTIL_DECIDED = new Date('9999-01-01T00:00:00Z')

export interface ExchangeAsked {
  /** The same request twice is one exchange. */
  key: string
  reason: string
  /** The line as it was paid. */
  sku: string
  /** What the buyer has for it, when it was exchanged before. */
  heldSku?: string | undefined
  /** What she wants instead; the same once more where it is broken. */
  toSku: string
  quantity: number
}

/** @throws 400, 404, 409 for pieces she does not have or that are spoken for, or for another product */
export function requestExchange(
  ctx: Ctx,
  orderId: string,
  asked: ExchangeAsked,
): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, orderId)
    const before = await askedBefore(ctx, orderId, asked.key)
    if (before) return before
    const { sku, quantity, toSku, heldSku = sku } = asked
    if (order.platform === 'pos')
      throw conflict('exchange_at_till', 'At a till goods are exchanged by a refund and a new sale')
    if (!REFUNDABLE.includes(order.state))
      throw conflict('order_state', 'Nothing of it can go back now', { state: order.state })
    const line = (await linesOf(ctx, orderId)).find((one) => one.sku === sku)
    if (!line) throw invalid('not_in_order', `The order has no ${sku}`, { sku })
    const held = (await piecesHeld(ctx, orderId)).find(
      (one) => one.sku === sku && one.held_sku === heldSku,
    )
    if (quantity > (held?.quantity ?? 0))
      throw conflict('not_held', `Of ${heldSku} the buyer has fewer`, {
        ...{ sku: heldSku, held: held?.quantity ?? 0 },
      })
    if (quantity > freePieces(line))
      throw conflict('more_than_left', `Of ${sku} less is left`, {
        ...{ sku, left_quantity: freePieces(line) },
      })
    const prices = await demandExchangeable(ctx, order, { sku, heldSku, toSku })
    await setExchanging(ctx, orderId, sku, quantity)
    const id = randomUUIDv7()
    // The order's row is held, so its exchanges are counted one after another.
    await sql`insert into after_sale (tenant_id, id, order_id, request_key, kind, state, reason, shipping_fen,
        amount_fen, stored_value_fen, exchange_number, requested_by, requested_at)
      select ${ctx.tenantId}, ${id}, ${orderId}, ${asked.key}, 'exchange', 'requested', ${asked.reason}, 0, 0, 0,
        ${order.number} || '-X' || (count(*) + 1), ${actorOf(ctx)}, ${ctx.now()}
      from after_sale where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and kind = 'exchange'`.execute(
      ctx.pg,
    )
    await sql`insert into after_sale_line (tenant_id, after_sale_id, order_id, sku, quantity, fen, stored_value_fen,
        points_fen, held_sku, to_sku, paid_price_fen, held_price_fen,
        to_price_fen)
      values (${ctx.tenantId}, ${id}, ${orderId}, ${sku}, ${quantity}, 0, 0, 0, ${heldSku}, ${toSku},
        ${prices?.paidFen ?? null}, ${prices?.heldFen ?? null}, ${prices?.toFen ?? null})`.execute(
      ctx.pg,
    )
    const made = await getAfterSale(ctx, id)
    await audit(ctx, 'after_sale.requested', { kind: 'after_sale', id }, { after: made })
    return made
  })
}

/** Of an order whose row is held. @throws 409 stock_short when it is sold out */
export async function agreeToExchange(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
  note: string,
): Promise<void> {
  const { to_sku: sku, quantity } = exchangedLine(sale)
  const moreFen = moreOf(sale)
  const payBy = new Date(ctx.now().getTime() + HOURS_TO_PAY * 3_600_000)
  if (moreFen > 0)
    await sql`update after_sale set pay_by = ${payBy}
      where tenant_id = ${ctx.tenantId} and id = ${sale.id}`.execute(ctx.pg)
  await decide(ctx, sale, moreFen > 0 ? 'await_payment' : 'await_goods', note)
  const wanted = [{ store: order.store, sku, quantity }]
  const held = await reserveNew(ctx, sale.id, wanted, UNTIL_DECIDED)
  if (!held.ok)
    throw conflict('stock_short', 'There is less free than goes out', { short: held.short })
  if (moreFen > 0) await tellToPay(ctx, order, sale, moreFen, payBy)
  else await awaitGoods(ctx, order, sale)
}

/** The old pieces are on the shelf again. Of an order whose row is held. */
export async function receiveForExchange(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
): Promise<void> {
  await decide(ctx, sale, 'receive_and_replace')
  const { held_sku: sku, quantity } = exchangedLine(sale)
  const { store } = order
  await post(
    ctx,
    {
      ...{ kind: 'sale_return', store, toStore: null, note: '' },
      ...{ orderId: order.id, reverses: null },
    },
    movementsOf('sale_return', store, null, [{ sku, quantity, unitCostFen: null }]),
  )
  await tellExchange(ctx, order, sale, 'exchange_received')
}

/** What it held is free, and its pieces are to be had for another request. */
export async function dropExchange(ctx: Ctx, sale: AfterSale): Promise<void> {
  const { sku, quantity } = exchangedLine(sale)
  if (sale.state !== 'requested' && !(await releaseReserved(ctx, sale.id)))
    throw new Error('an exchange that was agreed on held nothing')
  await setExchanging(ctx, sale.order_id, sku, -quantity)
  await endSupplement(ctx, sale)
}

/** The goods are back, and nothing is sent for them: their money goes back. @throws 404, 409 */
export function payBackInstead(ctx: Ctx, id: string, note: string): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockAfterSale(ctx, id)
    await decide(ctx, sale, 'pay_back_instead', note)
    await dropExchange(ctx, sale)
    const { sku, quantity } = exchangedLine(sale)
    const line = (await linesOf(ctx, order.id)).find((one) => one.sku === sku)
    const share = line && shareOf(paidLine(line), quantity)
    if (!share) throw new Error('pieces that were in an exchange have no share of their line')
    await setAside(ctx, order.id, [share], 0, 1)
    await sql`update after_sale set amount_fen = ${share.fen}, stored_value_fen = ${share.storedValueFen}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await sql`update after_sale_line set fen = ${share.fen}, stored_value_fen = ${share.storedValueFen},
        points_fen = ${share.pointsFen}
      where tenant_id = ${ctx.tenantId} and after_sale_id = ${id}`.execute(ctx.pg)
    await payBack(ctx, order, await getAfterSale(ctx, id))
    await giveBackSupplements(ctx, order, sale)
    await audit(ctx, 'after_sale.paid_back_instead', { kind: 'after_sale', id }, { note })
    return getAfterSale(ctx, id)
  })
}

/** @returns whether it lapsed: it waits for a difference or for goods whose time is over */
export function lapseExchange(ctx: Ctx, id: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockAfterSale(ctx, id)
    const by =
      sale.state === 'to_pay' ? sale.pay_by : sale.state === 'to_return' ? sale.return_by : null
    if (by === null || by > ctx.now()) return false
    await decide(ctx, sale, 'lapse')
    await dropExchange(ctx, sale)
    await tellExchange(
      ctx,
      order,
      sale,
      sale.state === 'to_pay' ? 'exchange_unpaid' : 'exchange_lapsed',
    )
    await audit(ctx, 'after_sale.lapsed', { kind: 'after_sale', id })
    return true
  })
}
