// What went into an activity against what came out of it.
import { sql } from 'kysely'
import { costOfOrders } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { figuresByPart, NOTHING, type OfferFigures } from '../offers/figures.ts'

/** What the orders that used it left, and who of their buyers was new. */
type OfFigures = Pick<
  OfferFigures,
  'orders' | 'sales_fen' | 'margin_fen' | 'new_customers' | 'subsidy_per_new_fen'
>
export interface Figures {
  currency: string
  /** What its offers, group buys, flash sales and pre-sales were worth to buyers, of paid orders; not in the sum of costs. */
  subsidy_fen: number
  /** Held by orders that are not paid yet. */
  held_fen: number
  /** As recorded with its id, by kind. */
  costs: { kind: string; fen: number }[]
  costs_fen: number
  orders: number
  sales_fen: number
  refunded_fen: number
  /** Net sales less goods and platform commission; null while nothing was sold. */
  margin_fen: number | null
  /** Orders of which a cost rests on a default. */
  estimated_orders: number
  new_customers: number
  returning_customers: number
  by_offer: ({ id: string; name: string; uses: number; fen: number } & OfFigures)[]
}

/** Orders that carry its id, or were paid with one of its offers. */
const belongs = (
  ctx: Ctx,
  id: string,
) => sql`o.tenant_id = ${ctx.tenantId} and o.evidence = 'verified'
  and o.state in ('paid', 'partly_refunded', 'refunded') and o.currency = (select currency from tenant where id = ${ctx.tenantId})
  and (o.activity_id = ${id} or o.id in (
    select r.order_id from redemption r join offer f on f.tenant_id = r.tenant_id and f.id = r.offer_id
    where r.tenant_id = ${ctx.tenantId} and f.activity_id = ${id}::uuid and r.state = 'spent'))`

export async function figuresOf(ctx: Ctx, id: string): Promise<Figures> {
  const { rows: offers } = await sql<{
    id: string
    name: string
    uses: number
    fen: number
    held: number
  }>`
    select f.id, f.name, count(r.term) filter (where r.state = 'spent')::int as uses,
      coalesce(sum(r.fen) filter (where r.state = 'spent'), 0)::bigint as fen,
      coalesce(sum(r.fen) filter (where r.state = 'held'), 0)::bigint as held
    from offer f left join redemption r on r.tenant_id = f.tenant_id and r.offer_id = f.id
    where f.tenant_id = ${ctx.tenantId} and f.activity_id = ${id} group by f.id, f.name
    union all
    select b.id, b.name, count(s.order_id) filter (where s.state = 'joined')::int,
      coalesce(sum(s.fen) filter (where s.state = 'joined'), 0)::bigint,
      coalesce(sum(s.fen) filter (where s.state = 'held'), 0)::bigint
    from group_buy b left join group_seat s on s.tenant_id = b.tenant_id and s.group_buy_id = b.id
    where b.tenant_id = ${ctx.tenantId} and b.activity_id = ${id} group by b.id, b.name
    union all
    select b.id, b.name, count(p.order_id) filter (where p.state = 'sold')::int,
      coalesce(sum(p.fen - p.returned_fen) filter (where p.state = 'sold'), 0)::bigint,
      coalesce(sum(p.fen) filter (where p.state = 'held'), 0)::bigint
    from flash_sale b left join flash_purchase p on p.tenant_id = b.tenant_id and p.flash_sale_id = b.id
    where b.tenant_id = ${ctx.tenantId} and b.activity_id = ${id} group by b.id, b.name
    union all
    select b.id, b.name, count(p.order_id) filter (where p.state = 'bought')::int,
      coalesce(sum(p.fen) filter (where p.state = 'bought'), 0)::bigint,
      coalesce(sum(p.fen) filter (where p.state in ('held', 'locked')), 0)::bigint
    from pre_sale b left join pre_sale_purchase p on p.tenant_id = b.tenant_id and p.pre_sale_id = b.id
    where b.tenant_id = ${ctx.tenantId} and b.activity_id = ${id} group by b.id, b.name order by 1`.execute(
    ctx.pg,
  )
  const { rows: costs } = await sql<{ kind: string; fen: number }>`
    select kind, sum(fen)::bigint as fen from cost c join tenant t on t.id = c.tenant_id and t.currency = c.currency
    where c.tenant_id = ${ctx.tenantId} and c.activity_id = ${id} group by kind order by kind`.execute(
    ctx.pg,
  )
  const { rows: sold } = await sql<{ id: string; total_fen: number; refunded_fen: number }>`
    select o.id, o.total_fen, o.refunded_fen from sales_order o where ${belongs(ctx, id)}`.execute(
    ctx.pg,
  )
  const sales = sold.reduce((sum, o) => sum + o.total_fen, 0)
  const refunded = sold.reduce((sum, o) => sum + o.refunded_fen, 0)
  const known = await costOfOrders(
    ctx,
    sold.map((o) => o.id),
  )
  const spent = [...known.values()].reduce((sum, c) => sum + c.goodsFen + c.commissionFen, 0)
  const parts = await figuresByPart(ctx, usesOf(ctx, id))
  const [people] = (await buyers(ctx, id).execute(ctx.pg)).rows
  return {
    currency: people?.currency ?? '',
    subsidy_fen: offers.reduce((sum, o) => sum + o.fen, 0),
    held_fen: offers.reduce((sum, o) => sum + o.held, 0),
    costs,
    costs_fen: costs.reduce((sum, c) => sum + c.fen, 0),
    orders: sold.length,
    sales_fen: sales,
    refunded_fen: refunded,
    margin_fen: sold.length === 0 ? null : sales - refunded - spent,
    estimated_orders: [...known.values()].filter((c) => c.estimated).length,
    ...{ new_customers: people?.fresh ?? 0, returning_customers: people?.back ?? 0 },
    by_offer: offers.map(({ held: _, ...offer }) => {
      const of = parts.get(offer.id) ?? NOTHING
      const { orders, sales_fen, margin_fen, new_customers, subsidy_per_new_fen } = of
      return { ...offer, orders, sales_fen, margin_fen, new_customers, subsidy_per_new_fen }
    }),
  }
}

/** What its paid orders used of each of its parts. */
const usesOf = (ctx: Ctx, id: string) => sql`
  select r.offer_id::text as part, r.order_id, 1 as uses, r.fen from redemption r
  join offer f on f.tenant_id = r.tenant_id and f.id = r.offer_id
  where r.tenant_id = ${ctx.tenantId} and f.activity_id = ${id} and r.state = 'spent'
  union all
  select s.group_buy_id::text, s.order_id, 1, s.fen from group_seat s
  join group_buy b on b.tenant_id = s.tenant_id and b.id = s.group_buy_id
  where s.tenant_id = ${ctx.tenantId} and b.activity_id = ${id} and s.state = 'joined'
  union all
  select p.flash_sale_id::text, p.order_id, 1, p.fen - p.returned_fen from flash_purchase p
  join flash_sale b on b.tenant_id = p.tenant_id and b.id = p.flash_sale_id
  where p.tenant_id = ${ctx.tenantId} and b.activity_id = ${id} and p.state = 'sold'
  union all
  select p.pre_sale_id::text, p.order_id, 1, p.fen from pre_sale_purchase p
  join pre_sale b on b.tenant_id = p.tenant_id and b.id = p.pre_sale_id
  where p.tenant_id = ${ctx.tenantId} and b.activity_id = ${id} and p.state = 'bought'`

/** New: no node of hers paid anything verified before her first order of the activity. */
const buyers = (ctx: Ctx, id: string) => sql<{ currency: string; fresh: number; back: number }>`
  with bought as (
    select n.canonical_id as c, min(o.paid_at) as at from sales_order o
    join customer n on n.tenant_id = o.tenant_id and n.id = o.node_id where ${belongs(ctx, id)} group by 1),
  told as (
    select b.c, exists (
      select 1 from customer n join sales_order e on e.tenant_id = n.tenant_id and e.node_id = n.id
      where n.tenant_id = ${ctx.tenantId} and n.canonical_id = b.c and e.evidence = 'verified'
        and e.state in ('paid', 'partly_refunded', 'refunded') and e.paid_at < b.at) as before
    from bought b)
  select t.currency, (select count(*) from told where not before)::int as fresh,
    (select count(*) from told where before)::int as back
  from tenant t where t.id = ${ctx.tenantId}`
