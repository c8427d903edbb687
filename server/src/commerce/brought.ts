// What an import has brought and still is there, counted.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface Brought {
  orders: number
  refunds: number
  products: number
  costs: number
  /** Orders that somebody else has refunded or changed since: undoing leaves them. */
  ordersStay: number
}

export async function broughtByImport(ctx: Ctx, importId: string): Promise<Brought> {
  const { rows } = await sql<Brought>`
    with mine as (select id from sales_order where tenant_id = ${ctx.tenantId} and import_id = ${importId})
    select (select count(*) from mine) as orders,
      (select count(*) from refund where tenant_id = ${ctx.tenantId} and import_id = ${importId}) as refunds,
      (select count(*) from product where tenant_id = ${ctx.tenantId} and import_id = ${importId}) as products,
      (select count(*) from cost where tenant_id = ${ctx.tenantId} and import_id = ${importId}) as costs,
      (select count(*) from mine where
        exists (select 1 from refund f where f.tenant_id = ${ctx.tenantId} and f.order_id = mine.id
          and f.import_id is distinct from ${importId}::uuid)
        or exists (select 1 from order_change c where c.tenant_id = ${ctx.tenantId} and c.order_id = mine.id
          and c.import_id is distinct from ${importId}::uuid)) as "ordersStay"`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw new Error('a count gave no row')
  return row
}
