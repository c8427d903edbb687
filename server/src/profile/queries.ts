// What the event store knows of customers: how much, since when, which identifiers were last seen.
import { as, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'

export interface NodeActivity {
  node: number
  events: number
  firstAt: Date
  lastAt: Date
  platforms: string[]
}

export async function activityOf(ctx: Ctx, nodes: readonly number[]): Promise<NodeActivity[]> {
  if (nodes.length === 0) return []
  const rows = await ctx.ch.rows<{
    node: number
    n: string
    first_ms: string
    last_ms: string
    platforms: string[]
  }>(
    ctx.tenantId,
    sql`select customer_id as node, count() as n, toUnixTimestamp64Milli(min(at)) as first_ms,
          toUnixTimestamp64Milli(max(at)) as last_ms, groupUniqArray(20)(platform) as platforms
        from event where customer_id in ${as('Array(UInt32)', [...nodes])} group by customer_id`,
  )
  return rows.map((r) => ({
    node: r.node,
    events: Number(r.n),
    firstAt: new Date(Number(r.first_ms)),
    lastAt: new Date(Number(r.last_ms)),
    platforms: r.platforms.filter((p) => p !== '').sort(),
  }))
}

export interface IdentifierActivity {
  key: string
  firstAt: Date
  lastAt: Date
}

/** When each identifier was seen on these nodes' events; `key` is 'namespace\x1fvalue'. */
export async function identifierActivityOf(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<IdentifierActivity[]> {
  if (nodes.length === 0) return []
  const rows = await ctx.ch.rows<{ key: string; first_ms: string; last_ms: string }>(
    ctx.tenantId,
    sql`select key, toUnixTimestamp64Milli(min(at)) as first_ms, toUnixTimestamp64Milli(max(at)) as last_ms
        from (select arrayJoin(identifiers) as key, at from event where customer_id in ${as('Array(UInt32)', [...nodes])})
        group by key`,
  )
  return rows.map((r) => ({
    key: r.key,
    firstAt: new Date(Number(r.first_ms)),
    lastAt: new Date(Number(r.last_ms)),
  }))
}
