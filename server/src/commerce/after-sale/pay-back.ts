// An after-sale carried out: the books, the stock, what others had given, and the money, in one transaction.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { isPrepaid, linesOf, move, type OwnOrder, soldPieces } from '../checkout/own-order.ts'
import { orderParties } from '../checkout/parties.ts'
import { reverseCredit } from '../credit/credit.ts'
import { NO_LINKS, OWN_SOURCE } from '../order.ts'
import { refundOrder } from '../payment/refunds.ts'
import { recordRefunds } from '../refunds.ts'
import { post } from '../stock/documents.ts'
import { movementsOf } from '../stock/movement.ts'
import { type AfterSale, IS_OPEN } from './after-sale.ts'

/** Of an order whose row is held; what goes back is set aside on its lines already. */
export async function payBack(ctx: Ctx, order: OwnOrder, sale: AfterSale): Promise<void> {
  const lines = await linesOf(ctx, order.id)
  const nameOf = (sku: string) => lines.find((line) => line.sku === sku)?.name ?? sku
  const back = sale.lines.map((line) => ({
    ...line,
    prepaidFen: isPrepaid(order.input, line.sku) ? line.fen : 0,
  }))
  const prepaidFen = back.reduce((sum, line) => sum + line.prepaidFen, 0)
  const [outcome] = await recordRefunds(
    ctx,
    [
      {
        ...NO_LINKS,
        ...{ source: OWN_SOURCE, externalId: sale.id, orderExternalId: order.number },
        ...{ node: order.node_id, evidence: 'verified', currency: order.currency },
        ...{
          amountFen: sale.amount_fen - prepaidFen,
          prepaidFen,
          platform: order.platform,
          at: ctx.now(),
          reason: sale.reason,
        },
        lines: back.map(({ sku, quantity, fen, prepaidFen }) => ({
          ...{ externalId: null, sku, name: nameOf(sku), prepaidFen },
          ...{ quantity: soldPieces(order.input, quantity), amountFen: fen - prepaidFen },
        })),
      },
    ],
    { isOwn: true },
  )
  if (outcome?.outcome !== 'created') throw new Error(`the refund was ${JSON.stringify(outcome)}`)
  await reverseCredit(
    ctx,
    order.id,
    back.filter((line) => line.prepaidFen === 0),
  )
  const isWhole = await isWholeBack(ctx, order.id)
  await backToShelf(ctx, order, sale, isWhole)
  for (const party of orderParties())
    await party.giveBack(ctx, {
      ...{ orderId: order.id, refundId: sale.id, isWhole },
      lines: sale.lines.map((l) => ({
        ...{ sku: l.sku, quantity: l.quantity, fen: l.fen },
        ...{ pointsFen: l.points_fen, storedValueFen: l.stored_value_fen },
      })),
    })
  const moneyFen = sale.amount_fen - sale.stored_value_fen
  if (moneyFen > 0)
    await refundOrder(ctx, order.id, {
      ...{ cause: sale.id, amountFen: moneyFen, reason: sale.reason },
    })
  const details = { after_sale: sale.id, amount_fen: sale.amount_fen }
  if (isWhole) await move(ctx, order, 'refund_whole', { details })
  else if (await nothingToSend(ctx, order.id)) await move(ctx, order, 'send_no_more', { details })
}

async function nothingToSend(ctx: Ctx, orderId: string): Promise<boolean> {
  return (await linesOf(ctx, orderId)).every(
    (line) => !line.ships || line.sent_quantity + line.unsent_quantity === line.quantity,
  )
}

/** What was never sent has not left; what was sent back has come. Money alone moves no goods. */
async function backToShelf(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
  isWhole: boolean,
): Promise<void> {
  const lines = await linesOf(ctx, order.id)
  const back: { sku: string; quantity: number; unsent: number }[] = []
  for (const { sku, quantity, held_sku } of sale.lines) {
    const line = lines.find((one) => one.sku === sku)
    // What was to be exchanged is on the shelf since it came.
    if (!line?.ships || quantity === 0 || sale.kind === 'exchange') continue
    const unsent =
      sale.kind === 'return'
        ? 0
        : Math.min(quantity, line.quantity - line.sent_quantity - line.unsent_quantity)
    if (sale.kind === 'return') back.push({ sku: held_sku, quantity, unsent: 0 })
    else if (unsent > 0) back.push({ sku, quantity: unsent, unsent })
  }
  // Gifts stay with the order until all of it goes back before anything was sent.
  if (isWhole && lines.every((line) => line.sent_quantity === 0))
    for (const { sku, quantity } of order.gifts) back.push({ sku, quantity, unsent: 0 })
  if (back.length === 0) return
  for (const { sku, unsent } of back)
    if (unsent > 0)
      await sql`update own_order_line set unsent_quantity = unsent_quantity + ${unsent}
        where tenant_id = ${ctx.tenantId} and order_id = ${order.id} and sku = ${sku}`.execute(
        ctx.pg,
      )
  const head = { kind: 'sale_return', store: order.store, toStore: null, note: '' } as const
  await post(
    ctx,
    { ...head, orderId: order.id, reverses: null },
    movementsOf(
      'sale_return',
      order.store,
      null,
      back.map(({ sku, quantity }) => ({ sku, quantity, unitCostFen: null })),
    ),
  )
}

/** Nothing is left, and nothing waits to be decided. */
export async function isWholeBack(ctx: Ctx, orderId: string): Promise<boolean> {
  const { rows } = await sql<{ whole: boolean }>`
    select not exists (select 1 from own_order_line where tenant_id = ${ctx.tenantId} and order_id = ${orderId}
        and (refunded_fen < total_fen or refunded_quantity < quantity))
      and not exists (select 1 from after_sale a where a.tenant_id = ${ctx.tenantId} and a.order_id = ${orderId}
        and ${IS_OPEN}) as whole`.execute(ctx.pg)
  return rows[0]?.whole ?? false
}
