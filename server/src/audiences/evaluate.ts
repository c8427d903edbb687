// One run of one audience: what its rule says now, of everybody or of those who were touched, against
// who is inside. It is the same statement for both; only how much it reads differs.
import { sql } from 'kysely'
import { holdAliases } from '../identity/index.ts'
import { sql as ch, type Sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { compile } from './compile.ts'
import { addAll, addEverybody, bitmapOf, type Crowd, idsOf, looksOf, type Some } from './crowd.ts'
import { changedSince, membersOf } from './history-sql.ts'
import { Rule } from './rule.ts'
import { lockAudience, type Standing, standingOf } from './store.ts'
import { advance, type Change, type Difference, keepSnapshot } from './versions.ts'
import { crossed, customersIn, nextTurn } from './wake.ts'
import type { Clock } from './windows.ts'

export interface Run {
  audience: Standing
  changes: Change[]
  clock: Clock
}

/**
 * Looks at those in `crowd`, and at whom time, another audience or a build that is due adds to them.
 * Undefined when the audience is not kept true.
 */
export async function evaluate(ctx: Ctx, id: string, crowd: Crowd): Promise<Run | undefined> {
  const run = await inTx(ctx, async (ctx) => {
    await lockAudience(ctx, id)
    await holdAliases(ctx)
    const audience = await standingOf(ctx, id)
    if (audience.state !== 'live' || audience.kind !== 'rule' || audience.ruleVersion === 0)
      return undefined
    const rule = Rule.parse(audience.rule)
    // Never back, whatever another machine's clock says: history is read by it.
    const now = Math.max(ctx.now().getTime(), audience.evaluatedAt?.getTime() ?? 0)
    const clock = { now, timezone: audience.timezone }
    const settling = await settlingOf(ctx, audience)
    if (audience.build) addEverybody(crowd, audience.build)
    if (audience.build === 'silent') crowd.told.clear()
    if (settling === 'now') addEverybody(crowd, 'silent')
    const isDue = await addCrossed(ctx, audience, rule, clock, crowd)
    const heard = await addHeard(ctx, audience, crowd)
    const looks = await looksOf(ctx, crowd, audience.isWhole)
    const moving = await movingCustomers(ctx)
    const changes: Change[] = []
    for (const look of looks)
      changes.push(
        ...(await advance(ctx, audience, new Date(now), look.telling === 'silent', () =>
          differenceOf(audience.id, rule, clock, look, moving),
        )),
      )
    await moveOn(ctx, audience, rule, { clock, looks, isDue, heard, settling })
    return { audience, changes, clock }
  })
  const last = run?.changes.at(-1)
  if (run && last) await keepSnapshot(ctx, run.audience, last.at)
  return run
}

function differenceOf(
  audienceId: string,
  rule: Rule,
  clock: Clock,
  { nodes, customers }: Some,
  moving: Sql | undefined,
): Difference {
  const only = nodes && { only: ch`customer_id in (looked_nodes)` }
  const { bitmap } = compile(rule, { clock, membersOf, ...only })
  const among = (set: Sql) => (customers ? ch`bitmapAnd(${set}, bitmapBuild(looked))` : set)
  const settled = (set: Sql) => (moving ? ch`bitmapAndnot(${set}, ${moving})` : set)
  return {
    ...(customers && {
      given: ch`with ${idsOf(customers)} as looked, ${nodes ? idsOf(nodes) : ch`looked`} as looked_nodes`,
    }),
    from: ch`from (select ${among(bitmap)} as is_inside, ${among(membersOf(audienceId))} as was_inside)`,
    entered: settled(ch`bitmapAndnot(is_inside, was_inside)`),
    left: settled(ch`bitmapAndnot(was_inside, is_inside)`),
  }
}

/**
 * Customers on their way into or out of a merge: the dictionary and this database do not agree about
 * them yet. They are passed over, and looked at when they do.
 */
async function movingCustomers(ctx: Ctx): Promise<Sql | undefined> {
  const { rows } = await sql<{ id: number }>`
    select node_id as id from regrouped_node where tenant_id = ${ctx.tenantId}
    union select from_id from regrouped_node where tenant_id = ${ctx.tenantId}
    union select to_id from regrouped_node where tenant_id = ${ctx.tenantId}
    union select node_id from identity_alias_change where tenant_id = ${ctx.tenantId}
    union select canonical_id from identity_alias_change where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows.length === 0 ? undefined : bitmapOf(rows.map((r) => r.id))
}

/** @returns true when time was asked, so that the next turn has to be looked for among everybody */
async function addCrossed(
  ctx: Ctx,
  audience: Standing,
  rule: Rule,
  clock: Clock,
  crowd: Crowd,
): Promise<boolean> {
  if (!audience.isClocked) return false
  if (crowd.everybody !== undefined || audience.crossedAt === null) return true
  if (audience.wakeAt === null || audience.wakeAt.getTime() > clock.now) return false
  const before = { ...clock, now: audience.crossedAt.getTime() }
  const customers = await crossed(ctx, rule, before, clock)
  if (customers) addAll(crowd, 'told', customers)
  else addEverybody(crowd, 'told')
  return true
}

/** Who came into or went out of the audiences this one refers to. Answers their versions. */
async function addHeard(
  ctx: Ctx,
  audience: Standing,
  crowd: Crowd,
): Promise<Record<string, number>> {
  if (audience.needsAudiences.length === 0) return {}
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from audience where tenant_id = ${ctx.tenantId} and id = any(${audience.needsAudiences}::uuid[])`.execute(
    ctx.pg,
  )
  for (const { id, version } of rows) {
    const since = audience.heard[id]
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
 * An audience hears of events from the moment it says so; a group commit that had begun before is not
 * told of. `now`: all of those have ended, so one more look at everybody makes it complete.
 */
type Settling = 'done' | 'now' | 'waits'

async function settlingOf(ctx: Ctx, audience: Standing): Promise<Settling> {
  if (!audience.isUnsettled) return 'done'
  const { rows } = await sql<{
    writers_gone: boolean
    upto: number | null
    first_open: number | null
    last_open: number | null
  }>`
    select pg_snapshot_xmin(pg_current_snapshot()) > a.settles_after as writers_gone, a.settles_batch as upto,
      o.first_open, o.last_open
    from audience a, (select min(id) as first_open, max(id) as last_open from ingest_batch where state = 'open') o
    where a.tenant_id = ${ctx.tenantId} and a.id = ${audience.id}`.execute(ctx.pg)
  const row = rows[0]
  if (!row?.writers_gone) return 'waits'
  const upto = row.upto ?? row.last_open
  if (upto === null || row.first_open === null || row.first_open > upto) return 'now'
  await sql`update audience set settles_batch = ${upto} where tenant_id = ${ctx.tenantId} and id = ${audience.id}`.execute(
    ctx.pg,
  )
  return 'waits'
}

interface Ended {
  clock: Clock
  looks: readonly Some[]
  isDue: boolean
  heard: Record<string, number>
  settling: Settling
}

async function moveOn(
  ctx: Ctx,
  audience: Standing,
  rule: Rule,
  { clock, looks, isDue, heard, settling }: Ended,
): Promise<void> {
  const now = new Date(clock.now)
  const wakeAt = audience.isClocked
    ? await wakeAfter(ctx, audience, rule, clock, looks, isDue)
    : null
  // The rule may have been given another wording meanwhile: then its build stays due.
  await sql`update audience set evaluated_at = ${now}, wake_at = ${wakeAt},
      crossed_at = ${isDue ? now : audience.crossedAt}, heard = ${JSON.stringify(heard)}::jsonb, failed_at = null, failure = null,
      build = case when rule_version = ${audience.ruleVersion} and build is not distinct from ${audience.build} then null else build end,
      settles_after = case when rule_version = ${audience.ruleVersion} and ${settling === 'now'} then null else settles_after end,
      settles_batch = case when ${settling === 'now'} then null else settles_batch end
    where tenant_id = ${ctx.tenantId} and id = ${audience.id}`.execute(ctx.pg)
}

/** Of more, everybody's next turn is found as fast. */
const MOST_NAMED = 5_000

async function wakeAfter(
  ctx: Ctx,
  audience: Standing,
  rule: Rule,
  clock: Clock,
  looks: readonly Some[],
  isDue: boolean,
): Promise<Date | null> {
  const nodes = looks.map((l) => l.nodes)
  const named = nodes.every((n) => n !== undefined) && !isDue ? nodes.flat() : undefined
  const some = named && named.length <= MOST_NAMED ? named : undefined
  if (some?.length === 0) return audience.wakeAt
  const turn = await nextTurn(ctx, rule, clock, some)
  const known = some ? audience.wakeAt?.getTime() : undefined
  const next = Math.min(turn ?? Number.POSITIVE_INFINITY, known ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(next) ? new Date(next) : null
}
