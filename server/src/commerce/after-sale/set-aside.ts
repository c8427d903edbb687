// What of a paid line is spoken for: shares that go back, pieces that are being exchanged, and what the buyer has.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import type { OwnLine } from '../checkout/own-order.ts'
import type { PaidLine, Share } from './share.ts'

export const paidLine = (line: OwnLine): PaidLine => ({
  ...{ sku: line.sku, quantity: line.quantity, totalFen: line.total_fen },
  ...{ storedValueFen: line.stored_value_fen, pointsFen: line.points_fen },
  ...{ refundedQuantity: line.refunded_quantity, refundedFen: line.refunded_fen },
  refundedStoredValueFen: line.refunded_stored_value_fen,
  refundedPointsFen: line.refunded_points_fen,
})

/** Pieces that are neither given back nor in an exchange. */
export const freePieces = (line: OwnLine): number =>
  line.quantity - line.refunded_quantity - line.exchanging_quantity

/** Sets aside what is asked for, or gives it free again. The table's own checks refuse more than was paid. */
export async function setAside(
  ctx: Ctx,
  orderId: string,
  shares: readonly Share[],
  shippingFen: number,
  sign: 1 | -1,
): Promise<void> {
  const u = unnest(shares, {
    sku: ['text', (s) => s.sku],
    quantity: ['bigint', (s) => sign * s.quantity],
    fen: ['bigint', (s) => sign * s.fen],
    stored: ['bigint', (s) => sign * s.storedValueFen],
    points: ['bigint', (s) => sign * s.pointsFen],
  })
  await sql`update own_order_line l set refunded_quantity = l.refunded_quantity + r.quantity,
      refunded_fen = l.refunded_fen + r.fen, refunded_stored_value_fen = l.refunded_stored_value_fen + r.stored,
      refunded_points_fen = l.refunded_points_fen + r.points
    from ${u.rows} where l.tenant_id = ${ctx.tenantId} and l.order_id = ${orderId} and l.sku = r.sku`.execute(
    ctx.pg,
  )
  if (shippingFen > 0)
    await sql`update own_order set refunded_shipping_fen = refunded_shipping_fen + ${sign * shippingFen}
      where tenant_id = ${ctx.tenantId} and id = ${orderId}`.execute(ctx.pg)
}

/** Pieces of a line begin to be exchanged, or are so no more. The table refuses those that are spoken for. */
export async function setExchanging(
  ctx: Ctx,
  orderId: string,
  sku: string,
  change: number,
): Promise<void> {
  await sql`update own_order_line set exchanging_quantity = exchanging_quantity + ${change}
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and sku = ${sku}`.execute(ctx.pg)
}

/** Pieces the buyer has: which SKU, and for which paid line. */
export interface Held {
  sku: string
  held_sku: string
  quantity: number
}

/**
 * What was sent and what came in exchange, less what has come back or is asked to. Whoever decides by it holds the
 * order's row.
 */
export async function piecesHeld(ctx: Ctx, orderId: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    with sale as (
      select a.kind, a.state, b.sku, b.held_sku, b.to_sku, b.quantity
      from after_sale a join after_sale_line b on b.tenant_id = a.tenant_id and b.after_sale_id = a.id
      where a.tenant_id = ${ctx.tenantId} and a.order_id = ${orderId})
    select sku, held_sku, sum(n)::bigint as quantity from (
      select sku, sku as held_sku, sent_quantity as n from own_order_line
        where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and ships
      union all select sku, to_sku, quantity from sale where state = 'exchanged'
      union all select sku, held_sku, -quantity from sale
        where kind in ('return', 'exchange') and state in ('requested', 'to_pay', 'to_return', 'to_send', 'refunded', 'exchanged')) moved
    group by sku, held_sku having sum(n) > 0 order by sku collate "C", held_sku collate "C"`.execute(
    ctx.pg,
  )
  return rows
}
