// From which moment an audience is kept true, and what it listens to. All of it in the caller's
// transaction; the next round builds what is due.
import { sql } from 'kysely'
import { hearOnly } from '../collect/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { compiledRule } from './defined/defined.ts'
import { keyOf, needsOf } from './needs.ts'
import type { Rule } from './rule.ts'
import type { Telling } from './store.ts'
import { mayHoldOfStrangers } from './strangers.ts'

export const CONSUMER = 'audiences'

/**
 * Gives an audience a rule, as a new version of it; nothing is checked here.
 * @param telling whether those who react hear who comes and goes because of it, when it is live
 */
export async function putRule(
  ctx: Ctx,
  id: string,
  rule: Rule,
  given: { note?: string; telling?: Telling } = {},
): Promise<number> {
  const { real, compiled, needsDefined } = await compiledRule(ctx, rule)
  const needs = needsOf(real)
  if (!mayHoldOfStrangers(real)) needs.keys.delete(keyOf('customer', ''))
  const { rows } = await sql<{ version: number; state: string }>`
    update audience set rule_version = rule_version + 1, needs_events = ${[...needs.events]}::text[],
      needs_keys = ${[...needs.keys]}::text[], needs_audiences = ${[...needs.audiences]}::uuid[],
      is_whole = ${needs.isWhole}, is_clocked = ${needs.isClocked}, needs_defined = ${needsDefined}::uuid[],
      compiled = ${compiled && JSON.stringify(compiled)}::jsonb,
      updated_at = ${ctx.now()}, updated_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
    where tenant_id = ${ctx.tenantId} and id = ${id} and kind = 'rule'
    returning rule_version as version, state`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('audience')
  await sql`insert into audience_rule (tenant_id, audience_id, version, rule, note, at, by, by_name)
    values (${ctx.tenantId}, ${id}, ${row.version}, ${JSON.stringify(rule)}::jsonb, ${given.note ?? ''}, ${ctx.now()},
      ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.actor.name})`.execute(ctx.pg)
  if (row.state === 'live') await keep(ctx, id, given.telling ?? 'silent')
  return row.version
}

/** From now on it is kept true; its first build is due. */
export async function keep(ctx: Ctx, id: string, telling: Telling = 'silent'): Promise<void> {
  await sql`update audience set state = 'live', build = ${telling}, wake_at = null, crossed_at = null, failed_at = null, failure = null,
      settles_after = case when kind = 'rule' then pg_current_xact_id() end, settles_batch = null
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  await listen(ctx)
}

/** It stays as it is and is asked no more. */
export async function letGo(ctx: Ctx, id: string, state: 'paused' | 'archived'): Promise<void> {
  await sql`update audience set state = ${state}, build = null, settles_after = null, settles_batch = null, wake_at = null
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  await listen(ctx)
}

/** Only events that some live rule or computed attribute reads are noted at all. */
export async function listen(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`homefield.audiences.hear ${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )
  const { rows } = await sql<{ name: string }>`
    select unnest(needs_events) as name from audience
    where tenant_id = ${ctx.tenantId} and state = 'live' and kind = 'rule'
    union select unnest(needs_events) from computed_attribute
    where tenant_id = ${ctx.tenantId} and state = 'live' order by name`.execute(ctx.pg)
  await hearOnly(
    ctx,
    CONSUMER,
    rows.map((r) => r.name),
    { historical: true, nodesOnly: true },
  )
}
