// An after-sale of lines written down, with what it asks for set aside.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { actorOf } from '../checkout/own-order.ts'
import { type AfterSale, getAfterSale } from './after-sale.ts'
import { setAside } from './set-aside.ts'
import type { Share } from './share.ts'

export interface ShareHeld extends Share {
  heldSku: string
}

/** Of an order whose row is held and that has none of this key. */
export async function writeAfterSale(
  ctx: Ctx,
  orderId: string,
  asked: {
    key: string
    kind: 'money' | 'return'
    reason: string
    shares: readonly ShareHeld[]
    shippingFen: number
  },
): Promise<AfterSale> {
  const { shares, shippingFen } = asked
  const goodsFen = shares.reduce((sum, share) => sum + share.fen, 0)
  const id = randomUUIDv7()
  await setAside(ctx, orderId, shares, shippingFen, 1)
  await sql`insert into after_sale (tenant_id, id, order_id, request_key, kind, state, reason, shipping_fen,
      amount_fen, stored_value_fen, requested_by, requested_at)
    values (${ctx.tenantId}, ${id}, ${orderId}, ${asked.key}, ${asked.kind}, 'requested', ${asked.reason}, ${shippingFen},
      ${goodsFen + shippingFen}, ${shares.reduce((sum, share) => sum + share.storedValueFen, 0)}, ${actorOf(ctx)},
      ${ctx.now()})`.execute(ctx.pg)
  const u = unnest(shares, {
    sku: ['text', (s) => s.sku],
    quantity: ['bigint', (s) => s.quantity],
    fen: ['bigint', (s) => s.fen],
    stored_value_fen: ['bigint', (s) => s.storedValueFen],
    points_fen: ['bigint', (s) => s.pointsFen],
    held_sku: ['text', (s) => s.heldSku],
  })
  await sql`insert into after_sale_line (tenant_id, after_sale_id, order_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${orderId}::uuid, ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
  return getAfterSale(ctx, id)
}
