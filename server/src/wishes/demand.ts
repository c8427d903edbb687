// What customers like and wait for, by article: what to buy in again and what to price anew.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface Wanted {
  sku: string
  name: string
  favourites: number
  waiting_stock: number
  waiting_price: number
  /** The middle of what those who wait for a price would pay. */
  median_fen: number | null
}

/** What most wait for comes first. People are counted once, whatever they came by. */
export async function wantedProducts(ctx: Ctx, limit: number): Promise<Wanted[]> {
  const { rows } = await sql<Wanted>`
    with asked as (
      select w.sku, count(distinct c.canonical_id) filter (where w.kind = 'stock')::int as waiting_stock,
        count(distinct c.canonical_id) filter (where w.kind = 'price')::int as waiting_price,
        percentile_disc(0.5) within group (order by w.at_most_fen) as median_fen
      from wish w join customer c on c.tenant_id = w.tenant_id and c.id = w.node_id
      where w.tenant_id = ${ctx.tenantId} and w.state = 'waiting' group by w.sku),
    liked as (
      select f.sku, count(distinct c.canonical_id)::int as favourites
      from favourite f join customer c on c.tenant_id = f.tenant_id and c.id = f.node_id
      where f.tenant_id = ${ctx.tenantId} group by f.sku)
    select p.sku, p.name, coalesce(l.favourites, 0) as favourites, coalesce(a.waiting_stock, 0) as waiting_stock,
      coalesce(a.waiting_price, 0) as waiting_price, a.median_fen
    from asked a full join liked l on l.sku = a.sku
    join product p on p.tenant_id = ${ctx.tenantId} and p.sku = coalesce(a.sku, l.sku)
    order by coalesce(a.waiting_stock, 0) + coalesce(a.waiting_price, 0) desc, coalesce(l.favourites, 0) desc, p.sku
    limit ${limit}`.execute(ctx.pg)
  return rows
}
