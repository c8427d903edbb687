// An order that cannot be carried out: all that is left of it goes back, without anybody asking.
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { linesOf, lockOwnOrder } from '../checkout/own-order.ts'
import { REFUNDABLE } from '../checkout/states.ts'
import { afterSalesOf, approveAfterSale, paidLine, requestAfterSale } from './after-sales.ts'
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
    const waiting = (await afterSalesOf(ctx, orderId)).filter((sale) => sale.state === 'requested')
    for (const { id } of waiting) await approveAfterSale(ctx, id, asked.reason)
    const left = (await linesOf(ctx, orderId)).map(paidLine).filter((line) => !isGone(line))
    if (left.length === 0) return waiting.length > 0
    const { id } = await requestAfterSale(ctx, orderId, {
      ...{ key: asked.key, kind: 'money', reason: asked.reason },
      lines: left.map((line) => ({
        ...{ sku: line.sku, quantity: line.quantity - line.refundedQuantity },
        fen: line.totalFen - line.refundedFen,
      })),
    })
    await approveAfterSale(ctx, id, asked.reason)
    return true
  })
}
