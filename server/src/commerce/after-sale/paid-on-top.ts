// Pieces that came for a difference, which was paid by orders of its own and goes back with them.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

export interface PaidOnTop {
  /** The order that paid the difference. */
  id: string
  /** As the piece was paid first, and as the buyer has it. */
  sku: string
  held_sku: string
  /** Pieces whose difference has not gone back. */
  pieces: number
}

/** Of the exchanges of an order that are done; the oldest first. */
export async function paidOnTop(ctx: Ctx, orderId: string): Promise<PaidOnTop[]> {
  const { rows } = await sql<PaidOnTop>`
    select w.id, b.sku, b.to_sku as held_sku, l.quantity - l.refunded_quantity as pieces
    from after_sale a
    join after_sale_line b on b.tenant_id = a.tenant_id and b.after_sale_id = a.id
    join own_order w on w.tenant_id = a.tenant_id and w.exchange_id = a.id and w.state <> 'cancelled'
    join own_order_line l on l.tenant_id = w.tenant_id and l.order_id = w.id
    where a.tenant_id = ${ctx.tenantId} and a.order_id = ${orderId} and a.state = 'exchanged'
      and l.refunded_quantity < l.quantity
    order by a.exchanged_at, a.id`.execute(ctx.pg)
  return rows
}
