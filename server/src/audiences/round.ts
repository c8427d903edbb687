// Keeping audiences true: who was touched since the last round, which audiences that can matter to, and
// each of them looked at once, those that others refer to first. While nothing arrives and no moment
// has come, the event store is not asked at all.
import { sql } from 'kysely'
import { forgetTouched, type Touched, touchedNodes } from '../collect/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import {
  forgetStateChanges,
  peekStateChanges,
  type StateChange,
  tenantsWithStateChanges,
} from '../profile/index.ts'
import { computeAll, computedWork } from './computed-round.ts'
import { type Crowd, isEmpty, type KnownGroups, knownGroups } from './crowd.ts'
import { evaluate, type Run } from './evaluate.ts'
import { CONSUMER } from './keeping.ts'
import { inheritMemberships } from './regroup.ts'
import { liveRules, type Standing } from './store.ts'
import { type Concerned, evaluateTogether } from './together.ts'
import { crowdOf, isOfStores, PATIENCE_MS, type Touches, touchedBy, touchesOf } from './touches.ts'

/** Touched nodes taken at once, about; and customers whose record changed. */
const TAKEN = 200_000
const CHANGED = 50_000

/** One round for every brand that has something to do. Answers how many audiences were looked at. */
export async function keepAudiences(
  system: Ctx,
  ctxOf: (tenantId: string) => Ctx,
): Promise<number> {
  let runs = 0
  const tenants = new Set([
    ...(await tenantsWithWork(system)),
    ...(await tenantsWithStateChanges(system)),
  ])
  for (const tenantId of tenants) {
    const done = await alone(ctxOf(tenantId), roundOf)
    runs += done?.length ?? 0
  }
  return runs
}

async function tenantsWithWork(ctx: Ctx): Promise<string[]> {
  const now = ctx.now()
  const since = new Date(now.getTime() - PATIENCE_MS)
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct t.tenant_id from touched_node t where t.consumer = ${CONSUMER}
      and not exists (select 1 from ingest_batch b where b.id = t.batch_id and b.state = 'open')
    union select tenant_id from regrouped_node
    union select tenant_id from audience where state = 'live' and kind = 'rule' and (build is not null or settles_after is not null)
      and (failed_at is null or failed_at < ${since})
    union ${computedWork(now, since)}
    union select tenant_id from audience where state = 'live' and kind = 'rule' and wake_at <= ${now}
      and (failed_at is null or failed_at < ${since})
    union select a.tenant_id from audience a join audience o on o.tenant_id = a.tenant_id and o.id = any(a.needs_audiences)
      where a.state = 'live' and a.kind = 'rule' and a.needs_audiences <> '{}'
        and o.version is distinct from (a.heard ->> o.id::text)::bigint
        and (a.failed_at is null or a.failed_at < ${since})`.execute(ctx.pg)
  return rows.map((r) => r.tenant_id)
}

/** One process at a time works on a brand; who comes second leaves it to the first. */
async function alone<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T | undefined> {
  return ctx.pg.connection().execute(async (pg) => {
    const lock = sql`hashtextextended(${`homefield.audiences.round ${ctx.tenantId}`}, 0)`
    const { rows } = await sql<{
      locked: boolean
    }>`select pg_try_advisory_lock(${lock}) as locked`.execute(pg)
    if (!rows[0]?.locked) return undefined
    try {
      return await work({ ...ctx, pg })
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(pg)
    }
  })
}

/** Everything that waits in one brand. */
export async function roundOf(ctx: Ctx): Promise<Run[]> {
  await inheritMemberships(ctx)
  const runs: Run[] = []
  for (let isFirst = true; ; isFirst = false) {
    const touched = await touchedNodes(ctx, CONSUMER, TAKEN)
    const changed = await peekStateChanges(ctx, CHANGED)
    const isNothing = touched.length === 0 && changed.length === 0
    if (isNothing && !isFirst) return runs
    runs.push(...(await lookAtAll(ctx, touched, changed)))
    if (isNothing) return runs
    await forgetTouched(ctx, touched)
    if (changed.length > 0) await forgetStateChanges(ctx, changed)
  }
}

async function lookAtAll(
  ctx: Ctx,
  touched: readonly Touched[],
  changed: readonly StateChange[],
): Promise<Run[]> {
  const touches = touchesOf(touched, changed)
  await computeAll(ctx, touches)
  const audiences = inOrder(await liveRules(ctx))
  const versions = await versionsOf(ctx, audiences)
  const runs: Run[] = []
  const known = knownGroups()
  // What failed just now looks at everybody when it is tried again.
  const tries = audiences.filter(
    (a) => !a.failedAt || ctx.now().getTime() - a.failedAt.getTime() >= PATIENCE_MS,
  )
  const concerned = new Map(tries.map((a) => [a.id, concernOf(a, touches)]))
  const touchedOnes = [...concerned.values()].filter((c) => !isEmpty(c.crowd))
  for (const run of await evaluateTogether(ctx, touchedOnes, known)) {
    concerned.delete(run.audience.id)
    versions.set(run.audience.id, run.audience.version)
    runs.push(run)
  }
  for (const { audience, crowd } of concerned.values()) {
    if (isEmpty(crowd) && !isDue(ctx, audience, versions)) continue
    const run = await tried(ctx, audience, crowd, known)
    if (!run) continue
    versions.set(audience.id, run.audience.version)
    runs.push(run)
  }
  return runs
}

function concernOf(audience: Standing, touches: Touches): Concerned {
  // A rule that reads nothing but events, and holds of nobody without them (keeping.ts).
  const isOfEvents = audience.needsKeys.length === 0
  return {
    audience,
    crowd: crowdOf(audience, touches, !isOfEvents),
    touches: touchedBy(audience, touches, !isOfEvents),
  }
}

function isDue(ctx: Ctx, audience: Standing, versions: ReadonlyMap<string, number>): boolean {
  const now = ctx.now().getTime()
  return (
    audience.build !== null ||
    audience.isUnsettled ||
    (audience.wakeAt !== null && audience.wakeAt.getTime() <= now) ||
    audience.needsAudiences.some(
      (id) => versions.has(id) && versions.get(id) !== audience.heard[id],
    )
  )
}

/** What fails for one audience's own reasons holds up no other; it starts over with everybody. */
async function tried(
  ctx: Ctx,
  audience: Standing,
  crowd: Crowd,
  known: KnownGroups,
): Promise<Run | undefined> {
  try {
    return await evaluate(ctx, audience.id, crowd, known)
  } catch (error) {
    if (isOfStores(error)) throw error
    ctx.log.error({ err: error, audience: audience.id }, 'an audience could not be looked at')
    await sql`update audience set failed_at = ${ctx.now()}, failure = ${String((error as Error)?.message ?? error).slice(0, 500)},
        build = coalesce(build, 'told')
      where tenant_id = ${ctx.tenantId} and id = ${audience.id}`.execute(ctx.pg)
    return undefined
  }
}

async function versionsOf(ctx: Ctx, audiences: readonly Standing[]): Promise<Map<string, number>> {
  const ids = [...new Set(audiences.flatMap((a) => a.needsAudiences))]
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from audience where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.id, r.version]))
}

/** Whom others refer to first. Circles are refused when a rule is saved; in one, any order will do. */
export function inOrder<A extends { id: string; needsAudiences: readonly string[] }>(
  audiences: readonly A[],
): A[] {
  const byId = new Map(audiences.map((a) => [a.id, a]))
  const ordered = new Set<A>()
  const visited = new Set<A>()
  const visit = (audience: A) => {
    if (visited.has(audience)) return
    visited.add(audience)
    for (const id of audience.needsAudiences) {
      const other = byId.get(id)
      if (other) visit(other)
    }
    ordered.add(audience)
  }
  for (const audience of audiences) visit(audience)
  return [...ordered]
}
