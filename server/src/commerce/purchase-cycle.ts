// How often a brand's customers buy, and for how much.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface PurchaseCycle {
  customers: number
  orders: number
  /** Of the brand's currency, paid less refunds, an order. */
  average_fen: number
  /** Days between two orders of one customer, the middle one; null when nobody bought twice. */
  median_days: number | null
}

/** Of paid orders since; a person is one, whatever her records. */
export async function purchaseCycle(ctx: Ctx, since: Date): Promise<PurchaseCycle> {
  const { rows } = await sql<PurchaseCycle>`
    with paid as (
      select c.canonical_id as customer, o.paid_at, o.total_fen - o.refunded_fen as fen,
        extract(epoch from o.paid_at - lag(o.paid_at) over (partition by c.canonical_id order by o.paid_at, o.id)) / 86400 as days
      from sales_order o
      join tenant t on t.id = o.tenant_id and t.currency = o.currency
      join customer c on c.tenant_id = o.tenant_id and c.id = o.node_id
      where o.tenant_id = ${ctx.tenantId} and o.evidence = 'verified' and o.state in ('paid', 'partly_refunded')
        and o.paid_at >= ${since} and o.paid_at <= ${ctx.now()}
        -- Who only pays ahead has bought nothing yet.
        and (o.total_fen > 0 or o.prepaid_fen = 0))
    select count(distinct customer)::int as customers, count(*)::int as orders,
      coalesce(round(avg(fen)), 0)::bigint as average_fen,
      percentile_cont(0.5) within group (order by days)::float8 as median_days
    from paid`.execute(ctx.pg)
  return rows[0] ?? { customers: 0, orders: 0, average_fen: 0, median_days: null }
}
