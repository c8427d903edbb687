// What a buyer meets in a storefront: whether she may buy there, and what it asks for what she wants.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { sells } from './storefronts.ts'
import { maySee, notVisible, type VisibleTo } from './visibility.ts'

export interface Shelf {
  code: string
  store: string
  freight: string | null
  deepestBp: number | null
  /** Its own prices of what is wanted. */
  ownFen: ReadonlyMap<string, number>
}

interface Row {
  kind: string
  state: string
  store: string
  freight: string | null
  deepest_bp: number | null
  levels: string[]
  visible_to: VisibleTo
  prices: Record<string, number> | null
  foreign: string[] | null
  has_bought: boolean
}

/**
 * What a buyer of these levels finds there of these SKUs.
 * @throws 404 for one that is not there, 403 for one she may not see, 409 for one that is not open, not for her, or
 * does not sell it
 */
export async function shelfFor(
  ctx: Ctx,
  code: string,
  wanted: {
    skus: readonly string[]
    customerId: number
    levels: readonly string[]
    nodes: readonly number[]
  },
): Promise<Shelf> {
  const skus = sql`${[...wanted.skus]}::text[]`
  const { rows } = await sql<Row>`
    select f.kind, f.state, f.store, f.freight, f.deepest_bp, f.levels, f.visible_to,
      (select jsonb_object_agg(o.sku, o.fen) from storefront_price o
        where o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = any(${skus})) as prices,
      case when f.sells_all then null else array(select p.sku from product p
        where p.tenant_id = f.tenant_id and p.sku = any(${skus}) and not ${sells}) end as foreign,
      f.kind = 'newcomers' and exists (select 1 from sales_order s where s.tenant_id = f.tenant_id
        and s.node_id = any(${[...wanted.nodes]}::bigint[]) and s.evidence = 'verified'
        and s.paid_at is not null) as has_bought
    from storefront f where f.tenant_id = ${ctx.tenantId} and f.code = ${code}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('storefront')
  if (row.state !== 'open') throw conflict('storefront_closed', 'This storefront is not open')
  if (!(await maySee(ctx, row.visible_to, wanted.customerId, wanted.levels))) throw notVisible()
  if (row.levels.length > 0 && !row.levels.some((level) => wanted.levels.includes(level)))
    throw conflict('storefront_not_for_level', 'This storefront is for members of other levels', {
      levels: row.levels,
    })
  if (row.has_bought)
    throw conflict('storefront_for_newcomers', 'This storefront is for who has not bought yet')
  if (row.foreign && row.foreign.length > 0)
    throw conflict('not_in_storefront', 'This storefront does not sell it', { skus: row.foreign })
  return {
    ...{ code, store: row.store, freight: row.freight, deepestBp: row.deepest_bp },
    ownFen: new Map(Object.entries(row.prices ?? {})),
  }
}

export interface OnShelf {
  sku: string
  name: string
  price_fen: number
  /** Something of it can be bought now: at its store, or given by the system. */
  is_there: boolean
}
/** Those of these that an open storefront sells, as it sells them now. */
export async function onShelf(
  ctx: Ctx,
  code: string,
  wanted: readonly string[],
): Promise<OnShelf[]> {
  const { rows } = await sql<OnShelf>`
    select p.sku, p.name, coalesce(o.fen, p.price_fen) as price_fen, p.kind <> 'goods' or exists (
      select 1 from stock_level l where l.tenant_id = p.tenant_id and l.store = f.store and l.sku = p.sku
      group by l.sku having sum(l.on_hand - l.reserved) > 0) as is_there
    from storefront f join product p on p.tenant_id = f.tenant_id and p.sku = any(${[...wanted]}::text[])
    left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
    where f.tenant_id = ${ctx.tenantId} and f.code = ${code} and f.state = 'open' and not p.is_retired
      and coalesce(o.fen, p.price_fen) is not null and ${sells}
    order by p.sku`.execute(ctx.pg)
  return rows
}
