// What PostgreSQL knows of computed attributes.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { releaseComputed } from '../profile/index.ts'
import { Definition } from './computed.ts'
import { needsOfDefinition } from './computed-needs.ts'
import type { CutOffs } from './computed-rfm-sql.ts'
import { compiledRule } from './defined/defined.ts'
import { listen } from './keeping.ts'
import type { Telling } from './store.ts'

export type ComputedState = 'live' | 'paused' | 'deleted'

/** What a run needs of one. */
export interface Reckoned {
  id: string
  name: string
  state: ComputedState
  definitionVersion: number
  /** As it was worded; `definitionOf` says what is reckoned. */
  definition: unknown
  /** With the meaning of what it names written in; null where it names nothing. */
  compiled: Definition | null
  needsEvents: string[]
  needsKeys: string[]
  needsAudiences: string[]
  isWhole: boolean
  isClocked: boolean
  evaluatedAt: Date | null
  crossedAt: Date | null
  wakeAt: Date | null
  build: Telling | null
  isUnsettled: boolean
  heard: Record<string, number>
  failedAt: Date | null
  timezone: string
}

/** What is reckoned; see `ruleOf`. */
export const definitionOf = ({
  definition,
  compiled,
}: Pick<Reckoned, 'definition' | 'compiled'>): Definition =>
  compiled ?? Definition.parse(definition)

async function reckoned(ctx: Ctx, where: ReturnType<typeof sql>): Promise<Reckoned[]> {
  const { rows } = await sql<Reckoned>`
    select a.id, a.name, a.state, a.definition_version as "definitionVersion", d.definition, a.compiled, a.needs_events as "needsEvents",
      a.needs_keys as "needsKeys", a.needs_audiences::text[] as "needsAudiences", a.is_whole as "isWhole",
      a.is_clocked as "isClocked", a.evaluated_at as "evaluatedAt", a.crossed_at as "crossedAt", a.wake_at as "wakeAt",
      a.build, a.settles_after is not null as "isUnsettled", a.heard, a.failed_at as "failedAt", t.timezone
    from computed_attribute a join tenant t on t.id = a.tenant_id
    join computed_definition d on d.tenant_id = a.tenant_id and d.attribute_id = a.id and d.version = a.definition_version
    where a.tenant_id = ${ctx.tenantId} and ${where} order by a.created_at, a.id`.execute(ctx.pg)
  return rows
}

/** Those that are kept true, and those whose values are to go. */
export const keptComputed = (ctx: Ctx): Promise<Reckoned[]> =>
  reckoned(ctx, sql`(a.state = 'live' or a.state = 'deleted' and a.build is not null)`)

export async function reckonedOf(ctx: Ctx, id: string): Promise<Reckoned> {
  const [found] = await reckoned(ctx, sql`a.id = ${id}`)
  if (!found) throw notFound('computed_attribute')
  return found
}

/** A new wording, in the caller's transaction; nothing is checked here. The next round builds it. */
export async function putDefinition(
  ctx: Ctx,
  id: string,
  definition: Definition,
  note = '',
): Promise<number> {
  const { real, compiled, needsDefined } = await compiledRule(ctx, definition)
  const needs = needsOfDefinition(real)
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`
  const { rows } = await sql<{ version: number; state: ComputedState }>`
    update computed_attribute set definition_version = definition_version + 1, needs_events = ${[...needs.events]}::text[],
      needs_keys = ${[...needs.keys]}::text[], needs_audiences = ${[...needs.audiences]}::uuid[],
      is_whole = ${needs.isWhole}, is_clocked = ${needs.isClocked}, needs_defined = ${needsDefined}::uuid[],
      compiled = ${compiled && JSON.stringify(compiled)}::jsonb, heard = '{}', updated_at = ${ctx.now()}, updated_by = ${actor}
    where tenant_id = ${ctx.tenantId} and id = ${id} returning definition_version as version, state`.execute(
    ctx.pg,
  )
  const row = rows[0]
  if (!row) throw notFound('computed_attribute')
  await sql`insert into computed_definition (tenant_id, attribute_id, version, definition, note, at, by, by_name)
    values (${ctx.tenantId}, ${id}, ${row.version}, ${JSON.stringify(definition)}::jsonb, ${note}, ${ctx.now()}, ${actor},
      ${ctx.actor.name})`.execute(ctx.pg)
  if (row.state === 'live') await keepComputed(ctx, id)
  return row.version
}

/** From now on it is kept true; its first build is due. */
export async function keepComputed(ctx: Ctx, id: string): Promise<void> {
  await sql`update computed_attribute set state = 'live', build = 'silent', wake_at = null, crossed_at = null, failed_at = null,
      failure = null, settles_after = pg_current_xact_id(), settles_batch = null
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  await listen(ctx)
}

/** Paused, values stay as they are; deleted, the next round takes them away. */
export async function letComputedGo(
  ctx: Ctx,
  id: string,
  state: 'paused' | 'deleted',
): Promise<void> {
  await sql`update computed_attribute set state = ${state}, build = ${state === 'deleted' ? 'silent' : null}, wake_at = null,
      settles_after = null, settles_batch = null
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  await listen(ctx)
}

/** All its values are gone. */
export const endComputed = (ctx: Ctx, { id, name }: Reckoned): Promise<void> =>
  inTx(ctx, async (ctx) => {
    await sql`update computed_attribute set build = null, customers = 0
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'deleted'`.execute(ctx.pg)
    await releaseComputed(ctx, name)
  })

export interface StoredCutOffs {
  takenAt: Date
  cuts: CutOffs
  buyers: number
}

/** What the scores of this name go by, as long as it is worded so. */
export async function cutOffsInForce(
  ctx: Ctx,
  name: string,
  definition: Definition,
): Promise<StoredCutOffs | undefined> {
  const { rows } = await sql<StoredCutOffs>`
    select c.taken_at as "takenAt", c.cuts, c.buyers::float8 as buyers from computed_attribute a
    join computed_definition d on d.tenant_id = a.tenant_id and d.attribute_id = a.id and d.version = a.definition_version
    join computed_cut_offs c on c.tenant_id = a.tenant_id and c.attribute_id = a.id and c.definition_version = d.version
    where a.tenant_id = ${ctx.tenantId} and a.name = ${name} and a.state <> 'deleted'
      and d.definition = ${JSON.stringify(definition)}::jsonb
    order by c.taken_at desc limit 1`.execute(ctx.pg)
  return rows[0]
}

/** The wording that held at a moment; undefined: not made yet. */
export async function definitionAt(
  ctx: Ctx,
  id: string,
  at: Date,
): Promise<Definition | undefined> {
  const { rows } = await sql<{ definition: Definition }>`
    select definition from computed_definition
    where tenant_id = ${ctx.tenantId} and attribute_id = ${id} and at <= ${at}
    order by version desc limit 1`.execute(ctx.pg)
  return rows[0]?.definition
}

/** The newest first as of the moment of `ctx`; of earlier wordings too. */
export async function cutOffsTaken(ctx: Ctx, id: string, limit: number): Promise<StoredCutOffs[]> {
  const { rows } = await sql<StoredCutOffs>`
    select taken_at as "takenAt", cuts, buyers::float8 as buyers from computed_cut_offs
    where tenant_id = ${ctx.tenantId} and attribute_id = ${id} and taken_at <= ${ctx.now()} order by taken_at desc limit ${limit}`.execute(
    ctx.pg,
  )
  return rows
}
