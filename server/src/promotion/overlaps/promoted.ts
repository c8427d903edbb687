// What is promoted where and when, a row a product, place and promotion: in the brand's own storefronts by the parts
// of its activities, in stores on other platforms as their files say it. What is over is left out.
import { sql } from 'kysely'
import { sells } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const PROMOTIONS = ['offer', 'flash_sale', 'group_buy', 'pre_sale', 'external'] as const
export type PromotionKind = (typeof PROMOTIONS)[number]

/**
 * `place`: sku, is_own, place, place_name, platform, fen: what open storefronts and other stores ask.
 * `promoted`: sku, kind, id, name, is_own, place, fen, starts_at, ends_at; an end that is null is none.
 * An offer counts where it names its goods: one on everything says nothing of a single product.
 */
export const placesAndPromotions = (ctx: Ctx) => {
  const now = sql`${ctx.now()}::timestamptz`
  const tenant = sql`${ctx.tenantId}::uuid`
  return sql`
    place as materialized (
      select p.sku, true as is_own, f.code as place, f.name as place_name, null::text as platform,
        coalesce(o.fen, p.price_fen) as fen
      from product p
      join storefront f on f.tenant_id = p.tenant_id and f.state = 'open' and ${sells}
      left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
      where p.tenant_id = ${tenant} and not p.is_retired
      union all
      select l.sku, false, s.id::text, s.name, s.platform, l.price_fen
      from external_listing l join external_store s on s.tenant_id = l.tenant_id and s.id = l.store_id
      where l.tenant_id = ${tenant}),
    own_promotion as (
      select i.sku, 'flash_sale' as kind, f.id::text as id, f.name, i.price_fen as fen, a.storefronts,
        greatest(s.starts_at, a.starts_at) as starts_at, least(s.ends_at, a.ends_at) as ends_at
      from flash_item i join flash_slot s on s.tenant_id = i.tenant_id and s.id = i.slot_id
      join flash_sale f on f.tenant_id = s.tenant_id and f.id = s.flash_sale_id
      join activity a on a.tenant_id = f.tenant_id and a.id = f.activity_id
      where i.tenant_id = ${tenant} and f.state = 'live' and a.state = 'live'
      union all
      select i.sku, 'group_buy', g.id::text, g.name, i.price_fen, a.storefronts, a.starts_at, a.ends_at
      from group_buy_item i join group_buy g on g.tenant_id = i.tenant_id and g.id = i.group_buy_id
      join activity a on a.tenant_id = g.tenant_id and a.id = g.activity_id
      where i.tenant_id = ${tenant} and g.state = 'live' and a.state = 'live'
      union all
      select i.sku, 'pre_sale', s.id::text, s.name, i.price_fen, a.storefronts,
        greatest(s.deposit_from, a.starts_at), least(s.deposit_until, a.ends_at)
      from pre_sale_item i join pre_sale s on s.tenant_id = i.tenant_id and s.id = i.pre_sale_id
      join activity a on a.tenant_id = s.tenant_id and a.id = s.activity_id
      where i.tenant_id = ${tenant} and s.state = 'live' and a.state = 'live'
      union all
      select p.sku, 'offer', o.id::text, o.name,
        case when o.kind = 'fixed_price' then (o.terms #>> '{args,price_fen}')::bigint end,
        coalesce((select array_agg(w) from jsonb_array_elements_text(o.terms #> '{where,storefronts}') w), '{}'),
        greatest(o.starts_at, a.starts_at), least(o.ends_at, a.ends_at)
      from offer o left join activity a on a.tenant_id = o.tenant_id and a.id = o.activity_id
      cross join lateral (select o.terms -> 'goods' as named, o.terms #> '{goods,not}' as left_out) g
      join product p on p.tenant_id = o.tenant_id and not p.is_retired
      cross join lateral (select array(select array_to_string(p.category[1:n], '/')
        from generate_series(1, cardinality(p.category)) n) as paths) c
      where o.tenant_id = ${tenant} and o.state = 'live' and o.source = 'offer' and (a.id is null or a.state = 'live')
        and (g.named -> 'skus' ? p.sku or g.named -> 'products' ? p.group_code or g.named -> 'categories' ?| c.paths)
        and not coalesce(g.left_out -> 'skus' ? p.sku or g.left_out -> 'products' ? p.group_code
          or g.left_out -> 'categories' ?| c.paths, false)),
    promoted as materialized (
      select o.sku, o.kind, o.id, o.name, true as is_own, l.place, o.fen, o.starts_at, o.ends_at
      from own_promotion o join place l on l.sku = o.sku and l.is_own
        and (cardinality(o.storefronts) = 0 or l.place = any(o.storefronts))
      where (o.ends_at is null or o.ends_at > ${now}) and (o.starts_at is null or o.ends_at is null or o.starts_at < o.ends_at)
      union all
      select p.sku, 'external', p.store_id || ' ' || p.starts_at || ' ' || p.name, p.name, false, p.store_id::text, p.price_fen,
        p.starts_at, p.ends_at
      from external_promotion p where p.tenant_id = ${tenant} and p.ends_at > ${now})`
}
