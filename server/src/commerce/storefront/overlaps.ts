// What each storefront asks for each SKU, side by side, and where two of them get in each other's way.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { sells } from './storefronts.ts'

export interface Overlap {
  sku: string
  name: string
  is_exclusive: boolean
  price_fen: number | null
  storefronts: { code: string; fen: number | null }[]
  /** Orders of the last 90 days under other sources, of what is sold in the private domain only. */
  sold_elsewhere: string[]
  /** `sold_elsewhere`, `exclusive_in_several`, `prices_differ` */
  conflicts: string[]
}

export async function listOverlaps(
  ctx: Ctx,
  filter: {
    q?: string | undefined
    conflicts?: boolean | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const after = readCursor(filter.cursor, z.string())
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%` : undefined
  const since = new Date(ctx.now().getTime() - 90 * 86_400_000)
  const { rows } = await sql<Overlap>`
    with sold as (
      select p.sku, p.name, p.is_exclusive, p.price_fen, coalesce(jsonb_agg(jsonb_build_object('code', f.code,
          'fen', coalesce(o.fen, p.price_fen)) order by f.code) filter (where f.code is not null), '[]') as storefronts,
        count(f.code) as places, count(distinct coalesce(o.fen, p.price_fen)) filter (where f.code is not null) as prices
      from product p
      left join storefront f on f.tenant_id = p.tenant_id and f.state = 'open' and ${sells}
      left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
      where p.tenant_id = ${ctx.tenantId} and not p.is_retired
        and ${like ? sql`(p.sku ilike ${like} or p.name ilike ${like})` : sql`true`}
      group by p.tenant_id, p.sku, p.name, p.is_exclusive, p.price_fen),
    -- Only what is exclusive is looked for elsewhere: few SKUs, by the orders of a quarter.
    elsewhere as (
      select l.sku, array_agg(distinct s.source order by s.source) as sources
      from sales_order s join order_line l on l.tenant_id = s.tenant_id and l.order_id = s.id
      where s.tenant_id = ${ctx.tenantId} and s.placed_at >= ${since} and s.source <> 'homefield'
        and s.evidence = 'verified' and l.sku in (select sku from sold where is_exclusive)
      group by l.sku),
    told as (
      select sold.sku, name, is_exclusive, price_fen, storefronts, coalesce(e.sources, '{}') as sold_elsewhere,
        array_remove(array[
          case when e.sku is not null then 'sold_elsewhere' end,
          case when is_exclusive and places > 1 then 'exclusive_in_several' end,
          case when prices > 1 then 'prices_differ' end], null) as conflicts
      from sold left join elsewhere e using (sku))
    select * from told
    where ${filter.conflicts ? sql`cardinality(conflicts) > 0` : sql`true`}
      and ${after === undefined ? sql`true` : sql`sku > ${after}`}
    order by sku limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row) => row,
    (row) => row.sku,
  )
}
