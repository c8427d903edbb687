// What counts for customers, read for a set of them at once: orders, events, growth value by hand.
import { sql } from 'kysely'
import { qualifyingRows } from '../../commerce/index.ts'
import { as, sql as ch } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Row } from './measure.ts'
import type { Ladder } from './rules.ts'

export interface NodeRow extends Row {
  node: number
}

/**
 * The rows of these nodes. Towards members' levels only verified events count: a browser may say what
 * it likes. Fans rise by whatever is heard of them.
 */
export async function rowsOf(
  ctx: Ctx,
  ladder: Ladder,
  nodes: readonly number[],
  events: readonly string[],
): Promise<NodeRow[]> {
  const happened = await eventRows(ctx, ladder, nodes, events)
  const byHand = await adjustments(ctx, ladder, nodes)
  if (ladder === 'fan') return [...happened, ...byHand]
  const bought = await qualifyingRows(ctx, nodes)
  return [
    ...bought.map((row) => ({
      ...{ node: row.node, at: row.at.getTime(), knownAt: row.knownAt.getTime() },
      ...{ spendFen: row.spendFen, orders: row.orders, growth: 0 },
    })),
    ...happened,
    ...byHand,
  ]
}

async function eventRows(
  ctx: Ctx,
  ladder: Ladder,
  nodes: readonly number[],
  names: readonly string[],
): Promise<NodeRow[]> {
  if (nodes.length === 0 || names.length === 0) return []
  const rows = await ctx.ch.rows<{ node: number; name: string; at: string }>(
    ctx.tenantId,
    ch`select customer_id as node, toString(name) as name, toUnixTimestamp64Milli(at) as at from event
      where customer_id in ${as('Array(UInt32)', [...nodes])} and has(${as('Array(String)', [...names])}, toString(name))
        ${ladder === 'growth' ? ch`and is_verified` : ch``}
      order by at, received_at, event_id`,
    { maxSeconds: 120 },
  )
  return rows.map(({ node, name, at }) => ({
    ...{ node: Number(node), event: name, at: Number(at), knownAt: Number(at) },
    ...{ spendFen: 0, orders: 0, growth: 0 },
  }))
}

async function adjustments(ctx: Ctx, ladder: Ladder, nodes: readonly number[]): Promise<NodeRow[]> {
  if (ladder === 'fan') return []
  const { rows } = await sql<{ node: number; growth: number; at: Date }>`
    select node_id as node, growth, at from growth_adjustment
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) order by at, id`.execute(
    ctx.pg,
  )
  return rows.map(({ node, growth, at }) => ({
    ...{ node, growth, at: at.getTime(), knownAt: at.getTime(), spendFen: 0, orders: 0 },
  }))
}
