// An order that cannot be carried out: all that is left of it goes back, without anybody asking.
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { linesOf, lockOwnOrder } from '../checkout/own-order.ts'
import { leftOfLines } from '../checkout/parties.ts'
import { REFUNDABLE } from '../checkout/states.ts'
import { afterSalesOf } from './after-sale.ts'
import { approveAfterSale, dropAfterSale, requestAfterSale } from './after-sales.ts'
import { payBackInstead } from './exchanges.ts'
import { freePieces, paidLine } from './set-aside.ts'
import { isGone } from './share.ts'

/**
 * The same key again changes nothing. What she has asked back herself goes back with it.
 * @returns whether anything went back
 * @throws 404; 409 when goods of it are on their way back
 */
export function refundWhole(
  ctx: Ctx,
  orderId: string,
  asked: { key: string; reason: string },
): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, orderId)
    if (!REFUNDABLE.includes(order.state)) return false
    const sales = await afterSalesOf(ctx, orderId)
    // What was to be exchanged goes back like the rest.
    const exchanges = sales.filter((sale) => sale.kind === 'exchange')
    const back = exchanges.filter((sale) => sale.state === 'to_send')
    for (const { id } of back) await payBackInstead(ctx, id, asked.reason)
    for (const { id, state } of exchanges)
      if (state === 'requested' || state === 'to_pay' || state === 'to_return')
        await dropAfterSale(ctx, id, 'refused', asked.reason)
    const waiting = sales.filter((sale) => sale.state === 'requested' && sale.kind !== 'exchange')
    for (const { id } of waiting) await approveAfterSale(ctx, id, asked.reason)
    const left = (await linesOf(ctx, orderId)).filter((line) => !isGone(paidLine(line)))
    if (left.length === 0) return waiting.length + back.length > 0
    const lines = left.map((line) => ({
      ...{ sku: line.sku, quantity: freePieces(line) },
      fen: line.total_fen - line.refunded_fen,
    }))
    const given = await leftOfLines(ctx, orderId, lines)
    const { id } = await requestAfterSale(ctx, orderId, {
      ...{ key: asked.key, kind: 'money', reason: asked.reason },
      lines: lines.map((line) => ({ ...line, fen: given.get(line.sku)?.fen ?? line.fen })),
    })
    await approveAfterSale(ctx, id, asked.reason)
    return true
  })
}
