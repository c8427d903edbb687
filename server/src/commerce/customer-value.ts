// What orders say of customers: for lists, search and the head of a customer's page.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { CurrencyValue, NodeOrders, OrderBook } from '../profile/index.ts'
import { purchasesOf } from './purchases.ts'

/** What counts: paid, and said by somebody who may. */
const COUNTS = sql`o.evidence = 'verified' and o.state in ('paid', 'partly_refunded', 'refunded')`

export const customerValue: OrderBook = {
  purchasesOf,
  async figuresOf(ctx, nodes) {
    if (nodes.length === 0) return new Map()
    const { rows } = await sql<{
      node_id: number
      orders: number
      spent_fen: number
      last_at: Date | null
    }>`
      select o.node_id, count(*) as orders, max(o.paid_at) as last_at,
        coalesce(sum(o.total_fen - o.refunded_fen) filter (where o.currency = t.currency), 0)::bigint as spent_fen
      from unnest(${[...nodes]}::bigint[]) as w (id)
      cross join (select currency from tenant where id = ${ctx.tenantId}) t,
      lateral (
        select node_id, total_fen, refunded_fen, currency, paid_at from sales_order o
        where o.tenant_id = ${ctx.tenantId} and o.node_id = w.id and ${COUNTS} offset 0) o
      group by o.node_id`.execute(ctx.pg)
    return new Map(
      rows.map((r): [number, NodeOrders] => [
        r.node_id,
        { orders: r.orders, spentFen: r.spent_fen, lastAt: r.last_at },
      ]),
    )
  },
  async nodesOfNumber(ctx, number) {
    const { rows } = await sql<{ node_id: number }>`
      select distinct o.node_id from sales_order o
      where o.tenant_id = ${ctx.tenantId} and o.external_id = ${number} and o.node_id is not null`.execute(
      ctx.pg,
    )
    return rows.map((r) => r.node_id)
  },
  valueOf: valueByCurrency,
}

async function valueByCurrency(ctx: Ctx, nodes: readonly number[]): Promise<CurrencyValue[]> {
  if (nodes.length === 0) return []
  const { rows } = await sql<{
    currency: string
    orders: number
    paid_fen: number
    refunded_fen: number
    first_at: Date
    last_at: Date
  }>`
    select o.currency, count(*) as orders, sum(o.total_fen)::bigint as paid_fen,
      sum(o.refunded_fen)::bigint as refunded_fen, min(o.paid_at) as first_at, max(o.paid_at) as last_at
    from sales_order o
    where o.tenant_id = ${ctx.tenantId} and o.node_id = any(${[...nodes]}::bigint[]) and ${COUNTS}
    group by o.currency order by paid_fen desc`.execute(ctx.pg)
  return rows.map((r) => ({
    ...r,
    first_at: r.first_at.toISOString(),
    last_at: r.last_at.toISOString(),
  }))
}
