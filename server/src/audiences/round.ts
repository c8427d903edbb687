// Keeping audiences true: who was touched since the last round, which audiences that can matter to, and
// each of them looked at once, those that others refer to first. While nothing arrives and no moment
// has come, the event store is not asked at all.
import { sql } from 'kysely'
import { forgetTouched, type Touched, touchedNodes } from '../collect/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import {
  EVERY_KEY,
  forgetStateChanges,
  peekStateChanges,
  type StateChange,
  tenantsWithStateChanges,
} from '../profile/index.ts'
import { addAll, type Crowd, isEmpty, nobody } from './crowd.ts'
import { evaluate, type Run } from './evaluate.ts'
import { CONSUMER } from './keeping.ts'
import { inheritMemberships } from './regroup.ts'
import { liveRules, type Standing } from './store.ts'

/** Touched nodes taken at once, about; and customers whose record changed. */
const TAKEN = 200_000
const CHANGED = 50_000
/** An audience that failed is tried again after so long, and looks at everybody then. */
const PATIENCE_MS = 30_000

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
  for (;;) {
    const touched = await touchedNodes(ctx, CONSUMER, TAKEN)
    const changed = await peekStateChanges(ctx, CHANGED)
    runs.push(...(await lookAtAll(ctx, touched, changed)))
    await forgetTouched(ctx, touched)
    if (changed.length > 0) await forgetStateChanges(ctx, changed)
    if (touched.length === 0 && changed.length === 0) return runs
  }
}

async function lookAtAll(
  ctx: Ctx,
  touched: readonly Touched[],
  changed: readonly StateChange[],
): Promise<Run[]> {
  const audiences = inOrder(await liveRules(ctx))
  const versions = await versionsOf(ctx, audiences)
  const byName = Map.groupBy(touched, (t) => t.event)
  const byKey = customersByKey(changed)
  const runs: Run[] = []
  for (const audience of audiences) {
    // It failed just now, and will look at everybody when it is tried again.
    if (audience.failedAt && ctx.now().getTime() - audience.failedAt.getTime() < PATIENCE_MS)
      continue
    const crowd = crowdOf(audience, byName, byKey)
    if (isEmpty(crowd) && !isDue(ctx, audience, versions)) continue
    const run = await tried(ctx, audience, crowd)
    if (!run) continue
    versions.set(audience.id, run.audience.version)
    runs.push(run)
  }
  return runs
}

/** Touches of no name concern every rule. */
function crowdOf(
  audience: Standing,
  byName: ReadonlyMap<string, readonly Touched[]>,
  byKey: ReadonlyMap<string, ReadonlySet<number>>,
): Crowd {
  const crowd = nobody()
  for (const name of ['', ...audience.needsEvents])
    for (const { historical, nodes } of byName.get(name) ?? [])
      addAll(crowd, historical ? 'silent' : 'told', nodes)
  for (const key of [EVERY_KEY, ...audience.needsKeys]) addAll(crowd, 'told', byKey.get(key) ?? [])
  return crowd
}

/** Under each key, under any key of its kind (as rules ask for it), and under "everything". */
function customersByKey(changed: readonly StateChange[]): Map<string, Set<number>> {
  const byKey = new Map<string, Set<number>>()
  for (const { customerId, intoId, keys } of changed)
    for (const key of keys)
      for (const name of key === EVERY_KEY ? [key] : [key, `${key.split('\x1f')[0]}\x1f*`]) {
        const customers = byKey.get(name)?.add(customerId) ?? new Set([customerId])
        if (intoId !== null) customers.add(intoId)
        byKey.set(name, customers)
      }
  return byKey
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
async function tried(ctx: Ctx, audience: Standing, crowd: Crowd): Promise<Run | undefined> {
  try {
    return await evaluate(ctx, audience.id, crowd)
  } catch (error) {
    if (error instanceof AppError && error.status === 503) throw error
    if (isOfPostgres(error)) throw error
    ctx.log.error({ err: error, audience: audience.id }, 'an audience could not be looked at')
    await sql`update audience set failed_at = ${ctx.now()}, failure = ${String((error as Error)?.message ?? error).slice(0, 500)},
        build = coalesce(build, 'told')
      where tenant_id = ${ctx.tenantId} and id = ${audience.id}`.execute(ctx.pg)
    return undefined
  }
}

/** SQLSTATEs have five characters. */
const isOfPostgres = (error: unknown) =>
  /^[0-9A-Z]{5}$/.test((error as { code?: string })?.code ?? '')

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
