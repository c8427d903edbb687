// A line that was given back whole keeps its review and loses the points of it.
import { sql } from 'kysely'
import type { OrderParty } from '../commerce/index.ts'
import { POINTS_DAYS } from './points.ts'
import { WHOLLY_BACK } from './write.ts'

const DAY = 86_400_000

export const reviewsParty: OrderParty = {
  code: 'reviews',
  hold: async () => undefined,
  commit: async () => undefined,
  release: async () => undefined,
  async giveBack(ctx, { orderId, lines }) {
    await sql`update review r set is_refunded = true, points_due = 'reclaim',
        points_until = ${new Date(ctx.now().getTime() + POINTS_DAYS * DAY)}
      from own_order_line l
      where r.tenant_id = ${ctx.tenantId} and r.order_id = ${orderId} and not r.is_refunded
        and r.sku = any(${lines.map((line) => line.sku)}::text[])
        and l.tenant_id = r.tenant_id and l.order_id = r.order_id and l.sku = r.sku and ${WHOLLY_BACK}`.execute(
      ctx.pg,
    )
  },
}
