// The difference of an exchange goes back as money without goods, by the rules of every refund.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { linesOf, type OwnOrder } from '../checkout/own-order.ts'
import type { AfterSale } from './after-sale.ts'
import { approveAfterSale, requestAfterSale } from './after-sales.ts'
import { differenceOf } from './difference.ts'
import { exchangedLine } from './exchanged-line.ts'

const REASON = { 'zh-CN': '换货差价', en: 'Price difference of an exchange' } as const

/** Of an order whose row is held and whose exchange is sent. */
export async function payDifference(ctx: Ctx, order: OwnOrder, sale: AfterSale): Promise<void> {
  const { sku, quantity, ...prices } = exchangedLine(sale)
  const { paid_price_fen: paidFen, held_price_fen: heldFen, to_price_fen: toFen } = prices
  if (paidFen === null || heldFen === null || toFen === null) return
  const line = (await linesOf(ctx, order.id)).find((one) => one.sku === sku)
  if (!line) throw new Error('an exchange of a line that is not there')
  const fen = differenceOf(line, quantity, { paidFen, heldFen, toFen })
  if (fen === 0) return
  const { rows } = await sql<{ language: keyof typeof REASON }>`
    select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const reason = REASON[rows[0]?.language ?? 'zh-CN']
  const { id } = await requestAfterSale(ctx, order.id, {
    ...{ key: `exchange:${sale.id}`, kind: 'money', reason, shippingFen: 0 },
    lines: [{ sku, quantity: 0, fen }],
  })
  await approveAfterSale(ctx, id, sale.exchange_number ?? '')
}
