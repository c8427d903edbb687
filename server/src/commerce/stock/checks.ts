// What `homefield check` asks of the stock: levels are the sum of entries, what is held is held by somebody.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const stockChecks: readonly Check[] = [
  { name: 'commerce.stock', compare: compareLevels },
  { name: 'commerce.reserved', compare: compareReserved },
]

interface Row {
  tenant_id: string
  store: string
  sku: string
  kept: number
  told: number
}

async function compareLevels(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    with told as (
      select tenant_id, place, sku, sum(quantity) as n from (
        select tenant_id, to_place as place, sku, quantity from stock_entry
        union all select tenant_id, from_place, sku, -quantity from stock_entry) e
      where place like 'store:%' group by tenant_id, place, sku),
    kept as (
      select tenant_id, 'store:' || store as place, sku, sum(on_hand) as n from stock_level group by 1, 2, 3)
    select tenant_id, substr(place, 7) as store, sku, coalesce(kept.n, 0)::bigint as kept, coalesce(told.n, 0)::bigint as told
    from kept full join told using (tenant_id, place, sku)`.execute(ctx.pg)
  return differences(rows, 'on_hand', 'entries')
}

async function compareReserved(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    with held as (
      select tenant_id, store, sku, bucket, sum(quantity) as n from stock_reservation
      where state = 'open' group by tenant_id, store, sku, bucket)
    select tenant_id, store, sku, coalesce(l.reserved, 0)::bigint as kept, coalesce(held.n, 0)::bigint as told
    from stock_level l full join held using (tenant_id, store, sku, bucket)`.execute(ctx.pg)
  return differences(rows, 'reserved', 'held')
}

function differences(rows: readonly Row[], kept: string, told: string): Compared {
  const found = noteDifferences()
  for (const row of rows)
    if (row.kept !== row.told)
      found.add({
        tenant: row.tenant_id,
        store: row.store,
        sku: row.sku,
        [kept]: row.kept,
        [told]: row.told,
      })
  return found.outOf(rows.length)
}
