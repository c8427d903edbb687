// What orders count for where customers rise by what they buy: each order and each refund of one, with when
// it counts and since when it is known.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface QualifyingRow {
  node: number
  /** A refund counts where its order does. */
  at: Date
  knownAt: Date
  spendFen: number
  /** 1 for an order, -1 for the refund after which nothing of it is left. */
  orders: number
}

/** Verified orders in the brand's currency, and what went back of them. */
export async function qualifyingRows(ctx: Ctx, nodes: readonly number[]): Promise<QualifyingRow[]> {
  if (nodes.length === 0) return []
  const { rows } = await sql<QualifyingRow>`
    with mine as materialized (
      select o.id, o.node_id, o.paid_at, o.total_fen,
        -- Who only pays ahead has bought nothing yet.
        case when o.total_fen = 0 and o.prepaid_fen > 0 then 0 else 1 end as orders
      from sales_order o
      join tenant t on t.id = o.tenant_id and t.currency = o.currency
      where o.tenant_id = ${ctx.tenantId} and o.node_id = any(${[...nodes]}::bigint[])
        and o.evidence = 'verified' and o.state in ('paid', 'partly_refunded', 'refunded')),
    back as (
      select m.node_id, m.paid_at, r.at, r.amount_fen, m.total_fen,
        sum(r.amount_fen) over (partition by r.order_id order by r.at, r.id) as so_far
      from mine m join refund r on r.tenant_id = ${ctx.tenantId} and r.order_id = m.id and r.evidence = 'verified')
    select node_id as node, paid_at as at, paid_at as "knownAt", total_fen as "spendFen", orders from mine
    union all
    select node_id, paid_at, greatest(at, paid_at), -amount_fen,
      case when so_far >= total_fen and so_far - amount_fen < total_fen then -1 else 0 end from back
    order by 3, 2, 4`.execute(ctx.pg)
  return rows
}

/** The first order of each of these nodes that was paid from a moment on. */
export async function firstOrdersSince(
  ctx: Ctx,
  nodes: readonly number[],
  since: Date,
): Promise<{ node: number; orderId: string; paidAt: Date }[]> {
  if (nodes.length === 0) return []
  const { rows } = await sql<{ node: number; orderId: string; paidAt: Date }>`
    select distinct on (node_id) node_id as node, id as "orderId", paid_at as "paidAt" from sales_order
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and evidence = 'verified'
      and state in ('paid', 'partly_refunded', 'refunded') and paid_at >= ${since}
    order by node_id, paid_at, id`.execute(ctx.pg)
  return rows
}
