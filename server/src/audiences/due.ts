// When something that is kept true has to be looked at again, and at whom: what time, other audiences
// and writers that began before it listened add to those who were touched.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { addAll, addEverybody, type Crowd } from './crowd.ts'
import { changedSince } from './history-sql.ts'
import type { Rule } from './rule.ts'
import { crossed, customersIn, nextTurn } from './wake.ts'
import type { Clock } from './windows.ts'

/** An audience or a computed attribute, as far as its turns go. */
export interface Kept {
  id: string
  needsAudiences: readonly string[]
  isClocked: boolean
  crossedAt: Date | null
  wakeAt: Date | null
  isUnsettled: boolean
  heard: Readonly<Record<string, number>>
}

/**
 * Customers on their way into or out of a merge: the dictionary and this database do not agree about
 * them yet. They are passed over, and looked at when they do.
 */
export async function movingCustomers(ctx: Ctx): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select node_id as id from regrouped_node where tenant_id = ${ctx.tenantId}
    union select from_id from regrouped_node where tenant_id = ${ctx.tenantId}
    union select to_id from regrouped_node where tenant_id = ${ctx.tenantId}
    union select node_id from identity_alias_change where tenant_id = ${ctx.tenantId}
    union select canonical_id from identity_alias_change where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows.map((r) => r.id)
}

/** Who is erased or merged away meanwhile gets nothing, and nobody is until the transaction ends. */
export async function customersThere(ctx: Ctx, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: number }>`
    select id from customer where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::bigint[]) and canonical_id = id
    order by id for key share`.execute(ctx.pg)
  return new Set(rows.map((r) => r.id))
}

/** @returns true when time was asked, so that the next turn has to be looked for among everybody */
export async function addCrossed(
  ctx: Ctx,
  kept: Kept,
  rule: Rule,
  clock: Clock,
  crowd: Crowd,
): Promise<boolean> {
  if (!kept.isClocked) return false
  if (crowd.everybody !== undefined || kept.crossedAt === null) return true
  if (kept.wakeAt === null || kept.wakeAt.getTime() > clock.now) return false
  const before = { ...clock, now: kept.crossedAt.getTime() }
  const customers = await crossed(ctx, rule, before, clock)
  if (customers) addAll(crowd, 'told', customers)
  else addEverybody(crowd, 'told')
  return true
}

/** Who came into or went out of the audiences this one refers to. Answers their versions. */
export async function addHeard(
  ctx: Ctx,
  kept: Kept,
  crowd: Crowd,
): Promise<Record<string, number>> {
  if (kept.needsAudiences.length === 0) return {}
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from audience where tenant_id = ${ctx.tenantId} and id = any(${kept.needsAudiences}::uuid[])`.execute(
    ctx.pg,
  )
  for (const { id, version } of rows) {
    const since = kept.heard[id]
    if (since === version || crowd.everybody !== undefined) continue
    if (since === undefined) {
      addEverybody(crowd, 'silent')
      continue
    }
    for (const how of ['silent', 'told'] as const) {
      const customers = await customersIn(ctx, changedSince(id, since, version, how === 'silent'))
      if (customers) addAll(crowd, how, customers)
      else addEverybody(crowd, how)
    }
  }
  return Object.fromEntries(rows.map((r) => [r.id, r.version]))
}

/**
 * What is kept true hears of events from the moment it says so; a group commit that had begun before is not
 * told of. `now`: all of those have ended, so one more look at everybody makes it complete.
 */
export type Settling = 'done' | 'now' | 'waits'

export async function settlingOf(
  ctx: Ctx,
  table: 'audience' | 'computed_attribute',
  kept: Kept,
): Promise<Settling> {
  if (!kept.isUnsettled) return 'done'
  const { rows } = await sql<{
    writers_gone: boolean
    upto: number | null
    first_open: number | null
    last_open: number | null
  }>`
    select pg_snapshot_xmin(pg_current_snapshot()) > a.settles_after as writers_gone, a.settles_batch as upto,
      o.first_open, o.last_open
    from ${sql.table(table)} a, (select min(id) as first_open, max(id) as last_open from ingest_batch where state = 'open') o
    where a.tenant_id = ${ctx.tenantId} and a.id = ${kept.id}`.execute(ctx.pg)
  const row = rows[0]
  if (!row?.writers_gone) return 'waits'
  const upto = row.upto ?? row.last_open
  if (upto === null || row.first_open === null || row.first_open > upto) return 'now'
  await sql`update ${sql.table(table)} set settles_batch = ${upto} where tenant_id = ${ctx.tenantId} and id = ${kept.id}`.execute(
    ctx.pg,
  )
  return 'waits'
}

/** Of more, everybody's next turn is found as fast. */
const MOST_NAMED = 5_000

export async function wakeAfter(
  ctx: Ctx,
  kept: Kept,
  rule: Rule,
  clock: Clock,
  looks: readonly { nodes?: readonly number[] }[],
  isDue: boolean,
): Promise<Date | null> {
  if (!kept.isClocked) return null
  const nodes = looks.map((l) => l.nodes)
  const named = nodes.every((n) => n !== undefined) && !isDue ? nodes.flat() : undefined
  const some = named && named.length <= MOST_NAMED ? named : undefined
  if (some?.length === 0) return kept.wakeAt
  const turn = await nextTurn(ctx, rule, clock, some)
  const known = some ? kept.wakeAt?.getTime() : undefined
  const next = Math.min(turn ?? Number.POSITIVE_INFINITY, known ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(next) ? new Date(next) : null
}
