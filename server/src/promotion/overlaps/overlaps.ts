// What each place asks for each product and promotes of it, side by side, and where two get in each other's way.
import { sql } from 'kysely'
import { z } from 'zod'
import type { ListingPlatform } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { type PromotionKind, placesAndPromotions } from './promoted.ts'

export const CONFLICTS = [
  'exclusive_outside',
  'cheaper_outside',
  'promotions_overlap',
  'sold_elsewhere',
  'exclusive_in_several',
  'prices_differ',
] as const
export type Conflict = (typeof CONFLICTS)[number]

export interface Overlap {
  sku: string
  name: string
  is_exclusive: boolean
  price_fen: number | null
  storefronts: { code: string; name: string; fen: number | null }[]
  external: { store: string; name: string; platform: ListingPlatform; fen: number | null }[]
  promotions: {
    kind: PromotionKind
    id: string
    name: string
    is_own: boolean
    /** A storefront's code or an external store's id. */
    places: string[]
    fen: number | null
    starts_at: string | null
    ends_at: string | null
    /** Another promotion of it runs at the same time. */
    overlaps: boolean
  }[]
  /** Orders of the last 90 days under other sources, of what is sold in the private domain only. */
  sold_elsewhere: string[]
  conflicts: Conflict[]
}
export interface OverlapFilter {
  q?: string | undefined
  /** `any`: whatever it is. */
  conflict?: Conflict | 'any' | undefined
  limit: number
  cursor?: string | undefined
}

/** By SKU. */
export async function listOverlaps(ctx: Ctx, filter: OverlapFilter) {
  const { q, conflict, limit } = filter
  const after = readCursor(filter.cursor, z.string())
  const any = sql`true`
  const like = q ? `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%` : undefined
  const { rows } = await sql<Overlap>`
    with ${judged(ctx)}
    select sku, name, is_exclusive, price_fen, storefronts, external, promotions, sold_elsewhere, conflicts from told
    where ${like ? sql`(sku ilike ${like} or name ilike ${like})` : any}
      and ${conflict === undefined ? any : conflict === 'any' ? sql`cardinality(conflicts) > 0` : sql`${conflict} = any(conflicts)`}
      and ${after === undefined ? any : sql`sku > ${after}`}
    order by sku limit ${limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    limit,
    (row) => row,
    (row) => row.sku,
  )
}

/** How many products have each kind of conflict. */
export async function countConflicts(
  ctx: Ctx,
): Promise<{ products: number; conflicts: Record<Conflict, number> }> {
  const { rows } = await sql<{ code: Conflict | null; n: number }>`
    with ${judged(ctx)}
    select null as code, count(*)::int as n from told where cardinality(conflicts) > 0
    union all select code, count(*)::int from told, unnest(conflicts) as code group by code`.execute(
    ctx.pg,
  )
  const counted = new Map(rows.map(({ code, n }) => [code, n]))
  return {
    products: counted.get(null) ?? 0,
    conflicts: Object.fromEntries(
      CONFLICTS.map((code) => [code, counted.get(code) ?? 0]),
    ) as Record<Conflict, number>,
  }
}

/** `told`: a row a product, with what stands against it. */
function judged(ctx: Ctx) {
  const since = new Date(ctx.now().getTime() - 90 * 86_400_000)
  const meet = sql`coalesce(a.starts_at, '-infinity') < coalesce(b.ends_at, 'infinity')
    and coalesce(b.starts_at, '-infinity') < coalesce(a.ends_at, 'infinity')`
  return sql`
    ${placesAndPromotions(ctx)},
    promotion as (
      select sku, kind, id, name, is_own, min(fen) as fen, starts_at, ends_at,
        array_agg(distinct place order by place) as places
      from promoted group by sku, kind, id, name, is_own, starts_at, ends_at),
    met as (
      select distinct a.sku, a.kind, a.id, a.starts_at from promotion a join promotion b
        on b.sku = a.sku and (b.kind, b.id) <> (a.kind, a.id) and ${meet}),
    asked as (
      select sku, count(*) filter (where is_own) as own, count(distinct fen) filter (where is_own) as prices,
        count(*) filter (where not is_own) as outside,
        min(fen) filter (where is_own) as own_fen, min(fen) filter (where not is_own) as outside_fen,
        coalesce(jsonb_agg(jsonb_build_object('code', place, 'name', place_name, 'fen', fen) order by place)
          filter (where is_own), '[]') as storefronts,
        coalesce(jsonb_agg(jsonb_build_object('store', place, 'name', place_name, 'platform', platform, 'fen', fen)
          order by platform, place_name) filter (where not is_own), '[]') as external
      from place group by sku),
    -- A promotion outside is cheaper where it is below what the brand asks itself meanwhile, its own promotions included.
    undercut as (
      select distinct a.sku from promoted a join asked s on s.sku = a.sku and s.own > 0
      where not a.is_own and a.fen < coalesce(least(s.own_fen, (select min(b.fen) from promoted b
        where b.sku = a.sku and b.is_own and ${meet})), 0)),
    shown as (
      select p.sku, jsonb_agg(jsonb_build_object('kind', p.kind, 'id', p.id, 'name', p.name, 'is_own', p.is_own,
          'places', to_jsonb(p.places), 'fen', p.fen, 'starts_at', p.starts_at, 'ends_at', p.ends_at,
          'overlaps', m.id is not null) order by p.starts_at nulls first, p.kind, p.id) as promotions,
        bool_or(m.id is not null) as any_met
      from promotion p left join met m on m.sku = p.sku and m.kind = p.kind and m.id = p.id
        and m.starts_at is not distinct from p.starts_at
      group by p.sku),
    -- Only what is exclusive is looked for among the orders of a quarter: few SKUs.
    elsewhere as (
      select l.sku, array_agg(distinct s.source order by s.source) as sources
      from sales_order s join order_line l on l.tenant_id = s.tenant_id and l.order_id = s.id
      where s.tenant_id = ${ctx.tenantId} and s.placed_at >= ${since} and s.source <> 'homefield'
        and s.evidence = 'verified' and l.sku in (
          select sku from product where tenant_id = ${ctx.tenantId} and is_exclusive and not is_retired)
      group by l.sku),
    told as (
      select p.sku, p.name, p.is_exclusive, p.price_fen, coalesce(s.storefronts, '[]') as storefronts,
        coalesce(s.external, '[]') as external, coalesce(h.promotions, '[]') as promotions,
        coalesce(e.sources, '{}') as sold_elsewhere,
        array_remove(array[
          case when p.is_exclusive and s.outside > 0 then 'exclusive_outside' end,
          case when s.own > 0 and s.outside_fen < s.own_fen or u.sku is not null then 'cheaper_outside' end,
          case when h.any_met then 'promotions_overlap' end,
          case when e.sku is not null then 'sold_elsewhere' end,
          case when p.is_exclusive and s.own > 1 then 'exclusive_in_several' end,
          case when s.prices > 1 then 'prices_differ' end], null) as conflicts
      from product p left join asked s on s.sku = p.sku left join shown h on h.sku = p.sku
      left join elsewhere e on e.sku = p.sku left join undercut u on u.sku = p.sku
      where p.tenant_id = ${ctx.tenantId} and not p.is_retired)`
}
