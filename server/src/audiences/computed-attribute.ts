// A computed attribute and its states: made, worded anew, paused, taken away.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type BatchAnswer, eachOf } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { loadHandlings, reserveComputed, rewordComputed } from '../profile/index.ts'
import { type Definition, typeOf } from './computed.ts'
import { checkDefinition } from './computed-check.ts'
import { type ComputedState, keepComputed, letComputedGo, putDefinition } from './computed-store.ts'
import { keyOf } from './needs.ts'
import { badRule } from './read-rule.ts'

export interface ComputedGiven {
  name: string
  label: string
  description: string
  group: string
  definition: Definition
  note: string
}
export type ComputedStep = 'pause' | 'resume' | 'delete'

interface Held {
  id: string
  name: string
  state: ComputedState
  version: number
  label: string
  description: string
  group: string
  definition: Definition
}

const objectOf = (id: string) => ({ kind: 'computed_attribute', id })

/** What refers to another is written one after the other, or two could close a circle unseen. */
const lockRules = (ctx: Ctx) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`audience_rules:${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )

async function take(ctx: Ctx, id: string): Promise<Held> {
  const { rows } = await sql<Held>`
    select a.id, a.name, a.state, a.definition_version as version, w.label, w.description, w.group_name as "group", d.definition
    from computed_attribute a
    join computed_definition d on d.tenant_id = a.tenant_id and d.attribute_id = a.id and d.version = a.definition_version
    join attribute_definition w on w.tenant_id = a.tenant_id and w.name = a.name
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id} and a.state <> 'deleted' for update of a`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('computed_attribute')
  return rows[0]
}

async function demandSound(ctx: Ctx, name: string, definition: Definition): Promise<void> {
  const problems = await checkDefinition(ctx, name, definition)
  if (problems.length > 0) throw badRule(problems)
}

/** Live at once: the next round reckons it for everybody. @throws 400 bad_rule, 409 attribute_exists */
export function createComputed(ctx: Ctx, given: ComputedGiven): Promise<string> {
  return inTx(ctx, async (ctx) => {
    await lockRules(ctx)
    const { definition, note, ...words } = given
    if ((await loadHandlings(ctx)).isSensitive(given.name))
      throw conflict('sensitive_attribute', 'This name means sensitive data; choose another')
    await demandSound(ctx, given.name, definition)
    await reserveComputed(ctx, { ...words, type: typeOf(definition) })
    const id = randomUUIDv7()
    const actor = `${ctx.actor.kind}:${ctx.actor.id}`
    await sql`insert into computed_attribute (tenant_id, id, name, created_at, created_by, updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${ctx.now()}, ${actor}, ${ctx.now()}, ${actor})`.execute(
      ctx.pg,
    )
    await putDefinition(ctx, id, definition, note)
    await audit(ctx, 'computed_attribute.created', objectOf(id), { ...given })
    return id
  })
}

/** @throws 400 bad_rule, 404, 409 edited_meanwhile */
export function editComputed(
  ctx: Ctx,
  id: string,
  edit: Partial<Omit<ComputedGiven, 'name'>> & { version: number },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockRules(ctx)
    const held = await take(ctx, id)
    if (held.version !== edit.version)
      throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', { version: held.version })
    const definition = edit.definition ?? held.definition
    await demandSound(ctx, held.name, definition)
    const words = {
      label: edit.label ?? held.label,
      description: edit.description ?? held.description,
      group: edit.group ?? held.group,
    }
    await rewordComputed(ctx, { ...words, name: held.name, type: typeOf(definition) })
    await putDefinition(ctx, id, definition, edit.note ?? '')
    const { label, description, group } = held
    await audit(ctx, 'computed_attribute.changed', objectOf(id), {
      before: { label, description, group, definition: held.definition },
      after: { ...words, definition },
    })
  })
}

/** @throws 404, 409 attribute_in_use, wrong_state */
export function takeComputedStep(ctx: Ctx, id: string, step: ComputedStep): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockRules(ctx)
    const held = await take(ctx, id)
    if (step !== 'delete' && held.state !== (step === 'pause' ? 'live' : 'paused'))
      throw conflict('wrong_state', `It is ${held.state}`, { state: held.state })
    if (step === 'delete') {
      const uses = await usesOfComputed(ctx, held.name)
      if (uses.length > 0)
        throw conflict('attribute_in_use', 'Others read it: change them first', {
          names: uses.map((u) => u.name).slice(0, 20),
          count: uses.length,
        })
    }
    if (step === 'resume') await keepComputed(ctx, id)
    else await letComputedGo(ctx, id, step === 'pause' ? 'paused' : 'deleted')
    await audit(
      ctx,
      `computed_attribute.${{ pause: 'paused', resume: 'resumed', delete: 'deleted' }[step]}`,
      objectOf(id),
      { name: held.name, definition: held.definition },
    )
  })
}

/** Each in its own transaction, since one may stand in the way of the next. */
export const changeComputed = (
  ctx: Ctx,
  ids: readonly string[],
  step: ComputedStep,
): Promise<BatchAnswer> => eachOf(ids, (id) => takeComputedStep(ctx, id, step))

export interface ComputedUse {
  kind: 'audience' | 'computed_attribute'
  id: string
  name: string
}

/** Rules and formulas that read it. */
export async function usesOfComputed(ctx: Ctx, name: string): Promise<ComputedUse[]> {
  const key = keyOf('attribute', name)
  const { rows } = await sql<ComputedUse>`
    select 'audience' as kind, id, name from audience
    where tenant_id = ${ctx.tenantId} and state <> 'archived' and needs_keys @> array[${key}]
    union all
    select 'computed_attribute', c.id, d.label from computed_attribute c
    join attribute_definition d on d.tenant_id = c.tenant_id and d.name = c.name
    where c.tenant_id = ${ctx.tenantId} and c.state <> 'deleted' and c.needs_keys @> array[${key}]
    order by kind, name`.execute(ctx.pg)
  return rows
}
