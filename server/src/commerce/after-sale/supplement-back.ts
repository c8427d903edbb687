// The difference that was paid for a dearer SKU goes back with what it was paid for, by the rules of every refund.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { linesOf, lockOwnOrder, type OwnOrder } from '../checkout/own-order.ts'
import { callOff } from '../checkout/settle.ts'
import { type AfterSale, decide, getAfterSale } from './after-sale.ts'
import { paidOnTop } from './paid-on-top.ts'
import { isWholeBack, payBack } from './pay-back.ts'
import { freePieces, paidLine } from './set-aside.ts'
import { shareOf } from './share.ts'
import { writeAfterSale } from './write-after-sale.ts'

const REASON = { 'zh-CN': '换货补差价退回', en: 'Difference paid for an exchange' } as const

/** Of an exchange that is over before it was sent, and whose order's row is held. */
export async function endSupplement(ctx: Ctx, sale: AfterSale): Promise<void> {
  const { supplement_id } = await getAfterSale(ctx, sale.id)
  if (supplement_id === null) return
  const order = await lockOwnOrder(ctx, supplement_id)
  if (order.state === 'to_pay') await callOff(ctx, order, 'exchange_over')
  else await payBackPieces(ctx, order, `exchange:${sale.id}`, Number.MAX_SAFE_INTEGER)
}

/**
 * Of an order whose row is held and of which this has just gone back: what was paid on top for pieces that were sent
 * back, and all of it when nothing of the order is left.
 */
export async function giveBackSupplements(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
): Promise<void> {
  const onTop = await paidOnTop(ctx, order.id)
  if (onTop.length === 0) return
  const isWhole = await isWholeBack(ctx, order.id)
  // Money alone moves no pieces.
  const wanted = sale.kind === 'money' ? [] : sale.lines.map((line) => ({ ...line }))
  for (const { id, sku, held_sku, pieces } of onTop) {
    const line = wanted.find((one) => one.sku === sku && one.held_sku === held_sku)
    const back = isWhole ? pieces : Math.min(pieces, line?.quantity ?? 0)
    if (back === 0) continue
    if (line) line.quantity -= Math.min(back, line.quantity)
    await payBackPieces(ctx, await lockOwnOrder(ctx, id), `with:${sale.id}`, back)
  }
}

/** As many of its pieces as are left, at most so many. */
async function payBackPieces(ctx: Ctx, order: OwnOrder, key: string, most: number): Promise<void> {
  const [line] = await linesOf(ctx, order.id)
  if (!line) throw new Error('a difference was paid for nothing')
  const quantity = Math.min(most, freePieces(line))
  if (quantity === 0) return
  const share = shareOf(paidLine(line), quantity)
  if (!share) throw new Error('pieces that are left have no share of their line')
  const { rows } = await sql<{ language: keyof typeof REASON }>`
    select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const made = await writeAfterSale(ctx, order.id, {
    ...{ key, kind: 'money', reason: REASON[rows[0]?.language ?? 'zh-CN'], shippingFen: 0 },
    shares: [{ ...share, heldSku: line.sku }],
  })
  await decide(ctx, made, 'pay_back', '')
  await payBack(ctx, order, made)
}
