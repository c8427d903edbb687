// What came of a goal: net sales a day, and how many customers there were at moments.
import { CUSTOMER, livePools, membersOf } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readGmv } from '../gmv/gmv.ts'
import { type Counting, customersOf } from '../gmv/sums-sql.ts'
import { type Edges, whole } from '../question/periods.ts'
import { readQuestion, rowsIn } from '../question/reading.ts'
import type { GoalScope } from './shape.ts'

export const segmentOf = (scope: GoalScope['scope']) => (scope === 'brand' ? 'none' : scope)

/** @throws 404 pool_not_found for one that is not live */
export async function readScope(ctx: Ctx, { scope, scope_value }: GoalScope) {
  const read = await readGmv(ctx, { by: segmentOf(scope) })
  if (scope === 'pool' && !read.pools.some(({ id }) => id === scope_value)) throw notFound('pool')
  return read
}

/** Net sales of each period. */
export async function netByPeriod(
  ctx: Ctx,
  { scope, scope_value }: GoalScope,
  edges: Edges,
  counting: Counting,
): Promise<number[]> {
  const rows = await ctx.ch.rows<{ p: string; fen: string }>(
    ctx.tenantId,
    sql`select p, sum(fen) as fen from (${customersOf(segmentOf(scope), whole(edges), edges, counting)})
      where v = ${as('String', scope_value)} group by p`,
  )
  const found = new Map(rows.map(({ p, fen }) => [Number(p), Number(fen)]))
  return edges.slice(0, -1).map((edge) => found.get(edge) ?? 0)
}

/**
 * Customers at moments: those known by now whose first trace lay before; of a store, first seen there; of a
 * channel, first brought by it; of a pool, inside then.
 */
export async function customersAt(
  ctx: Ctx,
  { scope, scope_value }: GoalScope,
  moments: readonly number[],
): Promise<number[]> {
  if (scope === 'pool') return insideAt(ctx, scope_value, moments)
  const { whose } = await readQuestion(ctx, [], { kind: 'known' })
  const value = as('String', scope_value)
  const firsts: Sql =
    scope === 'channel'
      ? sql`select ${CUSTOMER} as c, min(at) as first, argMin(ifNull(channel_id, ''), at) as v from event
          where ${whose} and ifNull(channel_id, '') != '' group by c having v = ${value}`
      : sql`select ${CUSTOMER} as c, min(at) as first from event where ${whose}
          and ${scope === 'store' ? sql`ifNull(store_id, '') = ${value}` : sql`true`} group by c`
  const counts = moments.map((to) => sql`countIf(${rowsIn({ from: 0, to }, sql`first`)})`)
  if (counts.length === 0) return []
  const [row] = await ctx.ch.rows<{ counts: string[] }>(
    ctx.tenantId,
    sql`select [${join(counts, ', ')}] as counts from (${firsts})`,
  )
  return (row?.counts ?? moments.map(() => '0')).map(Number)
}

async function insideAt(ctx: Ctx, pool: string, moments: readonly number[]): Promise<number[]> {
  const audience = (await livePools(ctx)).find(({ id }) => id === pool)?.audience
  if (audience === undefined) throw notFound('pool')
  if (moments.length === 0) return []
  const sizes = moments.map(
    (at) => sql`bitmapCardinality(${membersOf(audience, { at: new Date(at) })})`,
  )
  const [row] = await ctx.ch.rows<{ sizes: string[] }>(
    ctx.tenantId,
    sql`select [${join(sizes, ', ')}] as sizes`,
  )
  return (row?.sizes ?? []).map(Number)
}
