// What each offer, group buy, flash sale or pre-sale cost and brought: its subsidy, the orders it was used on,
// what they left, and who bought for the first time.
import { type RawBuilder, sql } from 'kysely'
import { costOfOrders } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { getOffer } from './queries.ts'

export interface OfferFigures {
  /** Worth to buyers, of paid orders. */
  subsidy_fen: number
  uses: number
  orders: number
  /** Of these orders, whole. */
  sales_fen: number
  refunded_fen: number
  /** Net sales less goods and platform commission; the subsidy is in the price. Null while nothing was sold. */
  margin_fen: number | null
  estimated_orders: number
  /** Buyers whose first verified payment here was one of these orders. */
  new_customers: number
  returning_customers: number
  /** Null while nobody is new. */
  subsidy_per_new_fen: number | null
}

interface Row {
  part: string
  order_id: string
  uses: number
  fen: number
  total_fen: number
  refunded_fen: number
  customer: number | null
  is_first: boolean
}

/**
 * @param uses rows of `part` (what it is of), `order_id`, `uses` and `fen`, of what paid orders used
 */
export async function figuresByPart(
  ctx: Ctx,
  uses: RawBuilder<unknown>,
): Promise<Map<string, OfferFigures>> {
  const { rows } = await sql<Row>`
    with used as (select part, order_id, sum(uses)::int as uses, sum(fen)::bigint as fen from (${uses}) u group by 1, 2),
    sold as (
      select distinct o.id, o.total_fen, o.refunded_fen, o.paid_at, n.canonical_id as customer
      from used u join sales_order o on o.tenant_id = ${ctx.tenantId} and o.id = u.order_id
      left join customer n on n.tenant_id = o.tenant_id and n.id = o.node_id
      where o.evidence = 'verified' and o.state in ('paid', 'partly_refunded', 'refunded')
        and o.currency = (select currency from tenant where id = ${ctx.tenantId}))
    select u.part, u.order_id, u.uses, u.fen, s.total_fen, s.refunded_fen, s.customer,
      s.customer is not null and not exists (
        select 1 from customer n join sales_order e on e.tenant_id = n.tenant_id and e.node_id = n.id
        where n.tenant_id = ${ctx.tenantId} and n.canonical_id = s.customer and e.evidence = 'verified'
          and e.state in ('paid', 'partly_refunded', 'refunded') and e.paid_at < s.paid_at) as is_first
    from used u join sold s on s.id = u.order_id order by u.part, u.order_id`.execute(ctx.pg)
  const costs = await costOfOrders(ctx, [...new Set(rows.map((row) => row.order_id))])
  const sum = (of: readonly Row[], what: (row: Row) => number) =>
    of.reduce((all, row) => all + what(row), 0)
  const figures = new Map<string, OfferFigures>()
  for (const [part, of] of Map.groupBy(rows, (row) => row.part)) {
    const known = of.flatMap((row) => costs.get(row.order_id) ?? [])
    const spent = known.reduce((all, cost) => all + cost.goodsFen + cost.commissionFen, 0)
    const [sales, refunded] = [sum(of, (row) => row.total_fen), sum(of, (row) => row.refunded_fen)]
    const subsidy = sum(of, (row) => row.fen)
    const fresh = new Set(of.flatMap((row) => (row.is_first ? (row.customer ?? []) : [])))
    const all = new Set(of.flatMap((row) => row.customer ?? []))
    figures.set(part, {
      ...{ subsidy_fen: subsidy, uses: sum(of, (row) => row.uses), orders: of.length },
      ...{ sales_fen: sales, refunded_fen: refunded, margin_fen: sales - refunded - spent },
      estimated_orders: known.filter((cost) => cost.estimated).length,
      ...{ new_customers: fresh.size, returning_customers: all.size - fresh.size },
      subsidy_per_new_fen: fresh.size === 0 ? null : Math.round(subsidy / fresh.size),
    })
  }
  return figures
}

export const NOTHING: OfferFigures = {
  ...{ subsidy_fen: 0, uses: 0, orders: 0, sales_fen: 0, refunded_fen: 0, margin_fen: null },
  ...{ estimated_orders: 0, new_customers: 0, returning_customers: 0, subsidy_per_new_fen: null },
}

/** @throws 404 */
export async function offerFigures(ctx: Ctx, id: string): Promise<OfferFigures> {
  await getOffer(ctx, id)
  const uses = sql`select offer_id::text as part, order_id, 1 as uses, fen from redemption
    where tenant_id = ${ctx.tenantId} and offer_id = ${id} and state = 'spent'`
  return (await figuresByPart(ctx, uses)).get(id) ?? NOTHING
}
