// An audience and its states: made, worded anew, set live, paused, put away, copied.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { demandSound } from './check.ts'
import { membersOf } from './history-sql.ts'
import { keep, letGo, putRule } from './keeping.ts'
import { putInto } from './lists.ts'
import { needsOf } from './needs.ts'
import type { Rule } from './rule.ts'
import type { AudienceKind, AudienceState, Telling } from './store.ts'
import { refuseCircle } from './tag-sync.ts'

export interface NewAudience {
  name: string
  description: string
  folder: string
  labels: string[]
  kind: AudienceKind
  rule?: Rule | undefined
  note: string
}
export interface AudienceEdit extends Partial<Omit<NewAudience, 'kind'>> {
  /** Of the audience as it was read. */
  revision: number
  /** Those who react hear of who comes and goes by a new wording. */
  tell?: boolean | undefined
}
interface Held {
  id: string
  name: string
  description: string
  folder: string
  labels: string[]
  kind: AudienceKind
  state: AudienceState
  revision: number
  rule_version: number
  rule: Rule | null
}

const actorOf = (ctx: Ctx) => `${ctx.actor.kind}:${ctx.actor.id}`
const objectOf = (id: string) => ({ kind: 'audience', id })
const tellingOf = (tell: boolean | undefined): Telling => (tell ? 'told' : 'silent')

/** Held until the transaction ends. @throws 404 */
async function take(ctx: Ctx, id: string): Promise<Held> {
  const { rows } = await sql<Held>`
    select a.id, a.name, a.description, a.folder, a.labels, a.kind, a.state, a.revision, a.rule_version, r.rule
    from audience a
    left join audience_rule r on r.tenant_id = a.tenant_id and r.audience_id = a.id and r.version = a.rule_version
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id} for update of a`.execute(ctx.pg)
  if (!rows[0]) throw notFound('audience')
  return rows[0]
}

/** Rules that name each other are written one after the other, or two could close a circle unseen. */
const lockRules = (ctx: Ctx) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`audience_rules:${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )

/** A list is there at once; a rule is a draft until it goes live. @throws 400 bad_rule, 409 audience_name_taken */
export function createAudience(ctx: Ctx, given: NewAudience): Promise<string> {
  return inTx(ctx, async (ctx) => {
    if (given.kind === 'static' && given.rule)
      throw conflict('list_has_no_rule', 'A list is filled by hand; it has no rule')
    const id = randomUUIDv7()
    if (given.rule) {
      await lockRules(ctx)
      await demandSound(ctx, given.rule, id)
    }
    await named(given.name, () =>
      sql`insert into audience (tenant_id, id, name, description, folder, labels, kind, state, created_at, created_by,
          updated_at, updated_by, evaluated_at)
        values (${ctx.tenantId}, ${id}, ${given.name}, ${given.description}, ${given.folder}, ${given.labels}::text[],
          ${given.kind}, ${given.kind === 'static' ? 'live' : 'draft'}, ${ctx.now()}, ${actorOf(ctx)}, ${ctx.now()},
          ${actorOf(ctx)}, ${given.kind === 'static' ? ctx.now() : null}::timestamptz)
        on conflict do nothing returning id`.execute(ctx.pg),
    )
    if (given.rule) await putRule(ctx, id, given.rule, { note: given.note })
    await audit(ctx, 'audience.created', objectOf(id), { ...given })
    return id
  })
}

async function named(
  name: string,
  write: () => Promise<{ rows: readonly unknown[] }>,
): Promise<void> {
  let isTaken = false
  try {
    isTaken = (await write()).rows.length === 0
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code !== '23505' || constraint !== 'audience_by_name') throw error
    isTaken = true
  }
  if (isTaken)
    throw conflict('audience_name_taken', 'Another audience has this name already', { name })
}

/** @throws 400, 404, 409 edited_meanwhile, audience_archived, audience_name_taken */
export function editAudience(ctx: Ctx, id: string, edit: AudienceEdit): Promise<void> {
  return inTx(ctx, async (ctx) => {
    if (edit.rule) await lockRules(ctx)
    const held = await take(ctx, id)
    demandRevision(held, edit.revision)
    if (held.state === 'archived') throw archived()
    if (held.kind === 'static' && edit.rule)
      throw conflict('list_has_no_rule', 'A list is filled by hand; it has no rule')
    const next = {
      name: edit.name ?? held.name,
      description: edit.description ?? held.description,
      folder: edit.folder ?? held.folder,
      labels: edit.labels ?? held.labels,
    }
    await named(next.name, () =>
      sql`update audience set name = ${next.name}, description = ${next.description}, folder = ${next.folder},
          labels = ${next.labels}::text[], revision = revision + 1, updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
        where tenant_id = ${ctx.tenantId} and id = ${id} returning id`.execute(ctx.pg),
    )
    const isReworded = edit.rule !== undefined && !isSame(edit.rule, held.rule)
    if (edit.rule && isReworded) {
      await demandSound(ctx, edit.rule, id)
      const { keys, audiences } = needsOf(edit.rule)
      await refuseCircle(ctx, { id, keys: [...keys], audiences: [...audiences] })
      await putRule(ctx, id, edit.rule, { note: edit.note ?? '', telling: tellingOf(edit.tell) })
    }
    const { name, description, folder, labels, rule } = held
    await audit(ctx, 'audience.changed', objectOf(id), {
      before: { name, description, folder, labels, ...(isReworded && { rule }) },
      after: { ...next, ...(isReworded && { rule: edit.rule, tell: edit.tell ?? false }) },
    })
  })
}

/** An earlier wording, as a new version. @throws 404, 409 */
export function restoreRule(
  ctx: Ctx,
  id: string,
  version: number,
  given: { revision: number; tell?: boolean | undefined },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ rule: Rule }>`select rule from audience_rule
      where tenant_id = ${ctx.tenantId} and audience_id = ${id} and version = ${version}`.execute(
      ctx.pg,
    )
    if (!rows[0]) throw notFound('audience_rule')
    await editAudience(ctx, id, { ...given, rule: rows[0].rule, note: `#${version}` })
  })
}

const archived = () =>
  conflict('audience_archived', 'The audience is archived; take it back before you change it')

function demandRevision(held: Held, revision: number): void {
  if (held.revision !== revision)
    throw conflict('edited_meanwhile', 'Somebody changed this audience meanwhile', {
      revision: held.revision,
    })
}

/** Neither the order of members nor what a default fills in makes two rules of one. */
const isSame = (a: unknown, b: unknown) => canonical(a) === canonical(b)
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

export type Step = 'go_live' | 'pause' | 'resume' | 'archive' | 'take_back'
const STEPS: Record<Step, { from: readonly AudienceState[]; action: string }> = {
  go_live: { from: ['draft'], action: 'audience.went_live' },
  pause: { from: ['live'], action: 'audience.paused' },
  resume: { from: ['paused'], action: 'audience.resumed' },
  archive: { from: ['draft', 'live', 'paused'], action: 'audience.archived' },
  take_back: { from: ['archived'], action: 'audience.taken_back' },
}

/** Where a step leads; a list is never evaluated, so it is live whenever it is not put away. */
function stateAfter(step: Step, held: Held): AudienceState {
  if (step === 'archive') return 'archived'
  if (step === 'pause') return 'paused'
  if (step === 'take_back') return held.kind === 'static' ? 'live' : 'paused'
  return 'live'
}

/** @returns why the step cannot be taken now */
async function refusal(ctx: Ctx, held: Held, step: Step): Promise<[string, string] | undefined> {
  if (!STEPS[step].from.includes(held.state))
    return ['audience_not_so', `The audience is ${held.state}; this cannot be done to it now`]
  if (held.kind === 'static' && (step === 'pause' || step === 'resume' || step === 'go_live'))
    return ['list_has_no_rule', 'A list is filled by hand; it has no rule']
  if (step === 'go_live' && held.rule_version === 0)
    return ['rule_missing', 'The audience has no rule yet']
  if (step === 'archive' && (await isReferredTo(ctx, held.id)))
    return [
      'audience_in_use',
      'Another audience, a computed attribute or a live pool refers to this one',
    ]
  return undefined
}

async function isReferredTo(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from audience
    where tenant_id = ${ctx.tenantId} and state <> 'archived' and needs_audiences @> array[${id}::uuid]
    union all select 1 from computed_attribute
    where tenant_id = ${ctx.tenantId} and state <> 'deleted' and needs_audiences @> array[${id}::uuid]
    union all select 1 from pool where tenant_id = ${ctx.tenantId} and state = 'live' and audience_id = ${id}
    limit 1`.execute(ctx.pg)
  return rows.length > 0
}

/** One step of an audience's life. @throws 404, 409 audience_not_so, rule_missing, audience_in_use, 400 bad_rule */
export function takeStep(
  ctx: Ctx,
  id: string,
  step: Step,
  tell?: boolean,
): Promise<{ state: AudienceState }> {
  return inTx(ctx, async (ctx) => {
    await lockRules(ctx)
    const held = await take(ctx, id)
    const refused = await refusal(ctx, held, step)
    if (refused) throw conflict(refused[0], refused[1], { state: held.state })
    const state = stateAfter(step, held)
    // What it refers to may have been put away since.
    if (held.rule && (state === 'live' || step === 'take_back'))
      await demandSound(ctx, held.rule, id)
    await named(held.name, () =>
      sql`update audience set state = ${state}, revision = revision + 1, updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
        where tenant_id = ${ctx.tenantId} and id = ${id} returning id`.execute(ctx.pg),
    )
    if (step === 'go_live' || step === 'resume') await keep(ctx, id, tellingOf(tell))
    else if (state === 'paused' || state === 'archived') await letGo(ctx, id, state)
    await audit(ctx, STEPS[step].action, objectOf(id), {
      before: { state: held.state },
      after: { state, ...(state === 'live' && { tell: tell ?? false }) },
    })
    return { state }
  })
}

/** A draft with the same rule, or a list with the same customers. @throws 404, 409 */
export function copyAudience(ctx: Ctx, id: string, name: string): Promise<string> {
  return inTx(ctx, async (ctx) => {
    const held = await take(ctx, id)
    const copy = await createAudience(ctx, {
      ...{ name, description: held.description, folder: held.folder, labels: held.labels },
      ...{ kind: held.kind, rule: held.rule ?? undefined, note: '' },
    })
    if (held.kind === 'static') await putInto(ctx, copy, membersOf(id))
    return copy
  })
}

/** A list of the customers in a bitmap, as they are now. @throws 409 audience_name_taken */
export function listOf(
  ctx: Ctx,
  words: { name: string; description: string },
  customers: Sql,
): Promise<string> {
  return inTx(ctx, async (ctx) => {
    const id = await createAudience(ctx, {
      ...{ ...words, folder: '', labels: [], kind: 'static', note: '' },
    })
    await putInto(ctx, id, customers)
    return id
  })
}
