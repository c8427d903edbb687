// Computed attributes' part of a round: before the audiences, so that one that reads them is late by
// no more than the next.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { reckon } from './computed-run.ts'
import { keptComputed, type Reckoned } from './computed-store.ts'
import { type Crowd, isEmpty } from './crowd.ts'
import { crowdOf, isOfStores, PATIENCE_MS, type Touches } from './touches.ts'

/** `select tenant_id`: brands where one is due. */
export const computedWork = (now: Date, since: Date): RawBuilder<unknown> => sql`
  select tenant_id from computed_attribute
    where (build is not null or settles_after is not null or state = 'live' and wake_at <= ${now})
      and (failed_at is null or failed_at < ${since})
  union select c.tenant_id from computed_attribute c
    join audience o on o.tenant_id = c.tenant_id and o.id = any(c.needs_audiences)
    where c.state = 'live' and c.needs_audiences <> '{}' and o.version is distinct from (c.heard ->> o.id::text)::bigint
      and (c.failed_at is null or c.failed_at < ${since})`

export async function computeAll(ctx: Ctx, touches: Touches): Promise<void> {
  const kept = await keptComputed(ctx)
  const versions = await versionsOf(ctx, kept)
  for (const one of kept) {
    if (one.failedAt && ctx.now().getTime() - one.failedAt.getTime() < PATIENCE_MS) continue
    const crowd = crowdOf(one, touches)
    if (isEmpty(crowd) && !isDue(ctx, one, versions)) continue
    await tried(ctx, one, crowd)
  }
}

function isDue(ctx: Ctx, one: Reckoned, versions: ReadonlyMap<string, number>): boolean {
  return (
    one.build !== null ||
    one.isUnsettled ||
    (one.wakeAt !== null && one.wakeAt.getTime() <= ctx.now().getTime()) ||
    one.needsAudiences.some((id) => versions.has(id) && versions.get(id) !== one.heard[id])
  )
}

async function versionsOf(ctx: Ctx, kept: readonly Reckoned[]): Promise<Map<string, number>> {
  const ids = [...new Set(kept.flatMap((one) => one.needsAudiences))]
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from audience where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.id, r.version]))
}

/** What fails for one's own reasons holds up no other; it starts over with everybody. */
async function tried(ctx: Ctx, one: Reckoned, crowd: Crowd): Promise<void> {
  try {
    await reckon(ctx, one.id, crowd)
  } catch (error) {
    if (isOfStores(error)) throw error
    ctx.log.error({ err: error, attribute: one.name }, 'a computed attribute could not be reckoned')
    await sql`update computed_attribute set failed_at = ${ctx.now()},
        failure = ${String((error as Error)?.message ?? error).slice(0, 500)}, build = coalesce(build, 'silent')
      where tenant_id = ${ctx.tenantId} and id = ${one.id}`.execute(ctx.pg)
  }
}
