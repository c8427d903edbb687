// The plan: what people say events and properties are. Every change is a version with its history.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, BatchNames, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { unnest } from '../platform/unnest.ts'
import { editedMeanwhile } from './rules.ts'

export const STATUSES = ['planned', 'live', 'deprecated'] as const
export const PROPERTY_TYPES = ['string', 'number', 'boolean', 'list', 'object'] as const

export const Name = z.string().min(1).max(255)
const Words = z.string().max(200)
const Places = z.array(z.string().min(1).max(255)).max(50)

export const EventPlan = z.object({
  label: Words.default(''),
  label_en: Words.default(''),
  description: z.string().max(2000).default(''),
  owner: Words.default('').describe('Who answers for it'),
  status: z.enum(STATUSES).default('live'),
  sources: Places.default([]).describe('Where it is expected from; empty: anywhere'),
  platforms: Places.default([]),
})
export type EventPlan = z.infer<typeof EventPlan>

export const PropertyPlan = z.object({
  label: Words.default(''),
  label_en: Words.default(''),
  description: z.string().max(2000).default(''),
  type: z.enum(PROPERTY_TYPES).nullable().default(null).describe('Null: whatever comes'),
  unit: z.string().max(50).default(''),
  is_expected: z.boolean().default(false).describe('Every such event should have it'),
})
export type PropertyPlan = z.infer<typeof PropertyPlan>

export interface PlannedEvent extends EventPlan {
  name: string
  version: number
  updated_at: Date
  updated_by: string
}
export interface PlannedProperty extends PropertyPlan {
  event_name: string
  name: string
  version: number
}

export async function plannedEvents(ctx: Ctx, name?: string): Promise<PlannedEvent[]> {
  const { rows } = await sql<PlannedEvent>`
    select name, label, label_en, description, owner, status, sources, platforms, version, updated_at, updated_by
    from tracked_event where tenant_id = ${ctx.tenantId} ${name === undefined ? sql`` : sql`and name = ${name}`}
    order by name`.execute(ctx.pg)
  return rows
}

export const EventLabels = z.object({
  items: z.array(z.object({ name: z.string(), label: z.string(), label_en: z.string() })),
})

/** Of the planned events, those that somebody gave a name. */
export async function eventLabels(ctx: Ctx): Promise<z.infer<typeof EventLabels>['items']> {
  const { rows } = await sql<z.infer<typeof EventLabels>['items'][number]>`
    select name, label, label_en from tracked_event
    where tenant_id = ${ctx.tenantId} and (label != '' or label_en != '') order by name`.execute(
    ctx.pg,
  )
  return rows
}

export async function plannedProperties(ctx: Ctx, event?: string): Promise<PlannedProperty[]> {
  const { rows } = await sql<PlannedProperty>`
    select event_name, name, label, label_en, description, type, unit, is_expected, version
    from tracked_property where tenant_id = ${ctx.tenantId} ${event === undefined ? sql`` : sql`and event_name = ${event}`}
    order by event_name, name`.execute(ctx.pg)
  return rows
}

export interface EventChange {
  name: string
  plan: EventPlan
}
export interface PropertyChange {
  eventName: string
  name: string
  plan: PropertyPlan
}

/** Writes those that differ from what is there, each as its next version. Answers which. */
export async function saveEvents(ctx: Ctx, changes: readonly EventChange[]): Promise<string[]> {
  if (changes.length === 0) return []
  const u = unnest(changes, {
    name: ['text', (c) => c.name],
    label: ['text', (c) => c.plan.label],
    label_en: ['text', (c) => c.plan.label_en],
    description: ['text', (c) => c.plan.description],
    owner: ['text', (c) => c.plan.owner],
    status: ['text', (c) => c.plan.status],
    source_list: ['jsonb', (c) => JSON.stringify(c.plan.sources)],
    platform_list: ['jsonb', (c) => JSON.stringify(c.plan.platforms)],
  })
  const { rows } = await sql<{ name: string }>`
    with changed as (
      insert into tracked_event as held (tenant_id, name, label, label_en, description, owner, status, sources, platforms, version, updated_at, updated_by)
      select ${ctx.tenantId}::uuid, r.name, r.label, r.label_en, r.description, r.owner, r.status,
        array(select jsonb_array_elements_text(r.source_list)), array(select jsonb_array_elements_text(r.platform_list)),
        ${nextVersion(ctx, sql`r.name`, sql`''`)}, ${ctx.now()}, ${ctx.actor.name}
      from ${u.rows} order by r.name
      on conflict (tenant_id, name) do update set label = excluded.label, label_en = excluded.label_en, description = excluded.description,
        owner = excluded.owner, status = excluded.status, sources = excluded.sources, platforms = excluded.platforms,
        version = excluded.version, updated_at = excluded.updated_at, updated_by = excluded.updated_by
      where held.version = excluded.version - 1
        and (held.label, held.label_en, held.description, held.owner, held.status, held.sources, held.platforms)
          is distinct from (excluded.label, excluded.label_en, excluded.description, excluded.owner, excluded.status, excluded.sources, excluded.platforms)
      returning *)
    insert into tracking_history (tenant_id, event_name, property, version, content, at, actor_name)
    select tenant_id, name, '', version, to_jsonb(changed) - array['tenant_id','name','version','updated_at','updated_by'], updated_at, updated_by from changed
    returning event_name as name`.execute(ctx.pg)
  return rows.map((r) => r.name)
}

/** As `saveEvents`. */
export async function saveProperties(
  ctx: Ctx,
  changes: readonly PropertyChange[],
): Promise<{ event_name: string; name: string }[]> {
  if (changes.length === 0) return []
  const u = unnest(changes, {
    event_name: ['text', (c) => c.eventName],
    name: ['text', (c) => c.name],
    label: ['text', (c) => c.plan.label],
    label_en: ['text', (c) => c.plan.label_en],
    description: ['text', (c) => c.plan.description],
    type: ['text', (c) => c.plan.type],
    unit: ['text', (c) => c.plan.unit],
    is_expected: ['boolean', (c) => c.plan.is_expected],
  })
  const { rows } = await sql<{ event_name: string; name: string }>`
    with changed as (
      insert into tracked_property as held (tenant_id, event_name, name, label, label_en, description, type, unit, is_expected, version, updated_at, updated_by)
      select ${ctx.tenantId}::uuid, r.event_name, r.name, r.label, r.label_en, r.description, r.type, r.unit, r.is_expected,
        ${nextVersion(ctx, sql`r.event_name`, sql`r.name`)}, ${ctx.now()}, ${ctx.actor.name}
      from ${u.rows} order by r.event_name, r.name
      on conflict (tenant_id, event_name, name) do update set label = excluded.label, label_en = excluded.label_en,
        description = excluded.description, type = excluded.type, unit = excluded.unit, is_expected = excluded.is_expected,
        version = excluded.version, updated_at = excluded.updated_at, updated_by = excluded.updated_by
      where held.version = excluded.version - 1
        and (held.label, held.label_en, held.description, held.type, held.unit, held.is_expected)
          is distinct from (excluded.label, excluded.label_en, excluded.description, excluded.type, excluded.unit, excluded.is_expected)
      returning *)
    insert into tracking_history (tenant_id, event_name, property, version, content, at, actor_name)
    select tenant_id, event_name, name, version,
      to_jsonb(changed) - array['tenant_id','event_name','name','version','updated_at','updated_by'], updated_at, updated_by from changed
    returning event_name, property as name`.execute(ctx.pg)
  return rows
}

/** After whatever was there, taken out of the plan or not: a version is never used twice. */
const nextVersion = (
  ctx: Ctx,
  event: ReturnType<typeof sql>,
  property: ReturnType<typeof sql>,
) => sql`coalesce((select max(h.version) from tracking_history h
  where h.tenant_id = ${ctx.tenantId} and h.event_name = ${event} and h.property = ${property}), 0) + 1`

/**
 * One who changes a brand's plan at a time: what is not in it yet has no row that could be locked,
 * so two first words would both find that nothing was said.
 */
export async function lockPlan(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tracking_plan ${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )
}

/** @throws 409 with what is there now, when it is no longer the version that was read */
export function editEvent(ctx: Ctx, name: string, version: number, plan: EventPlan) {
  return inTx(ctx, async (ctx) => {
    await lockPlan(ctx)
    const [before] = await plannedEvents(ctx, name)
    if ((before?.version ?? 0) !== version) throw editedMeanwhile(before ?? null)
    const changed = await saveEvents(ctx, [{ name, plan }])
    const [after] = await plannedEvents(ctx, name)
    if (changed.length > 0)
      await audit(
        ctx,
        'tracked_event.changed',
        { kind: 'tracked_event', id: name },
        { before, after: plan },
      )
    if (!after) throw notFound('tracked_event')
    return after
  })
}

export function editProperty(
  ctx: Ctx,
  eventName: string,
  name: string,
  version: number,
  plan: PropertyPlan,
) {
  return inTx(ctx, async (ctx) => {
    await lockPlan(ctx)
    const find = async () =>
      (await plannedProperties(ctx, eventName)).find((p) => p.name === name) ?? null
    const before = await find()
    if ((before?.version ?? 0) !== version) throw editedMeanwhile(before)
    const changed = await saveProperties(ctx, [{ eventName, name, plan }])
    const after = await find()
    if (changed.length > 0)
      await audit(
        ctx,
        'tracked_property.changed',
        { kind: 'tracked_event', id: eventName },
        { property: name, before, after: plan },
      )
    if (!after) throw notFound('tracked_property')
    return after
  })
}

export const BatchEdit = z.object({
  names: BatchNames,
  set: z
    .object({
      status: z.enum(STATUSES),
      owner: Words,
      sources: Places,
      platforms: Places,
    })
    .partial(),
})

/** The same words for many events; those not in the plan yet come in. */
export function editMany(ctx: Ctx, edit: z.infer<typeof BatchEdit>): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockPlan(ctx)
    const held = new Map((await plannedEvents(ctx)).map((e) => [e.name, e]))
    const set = Object.fromEntries(Object.entries(edit.set).filter(([, v]) => v !== undefined))
    const changed = await saveEvents(
      ctx,
      edit.names.map((name) => ({ name, plan: EventPlan.parse({ ...held.get(name), ...set }) })),
    )
    await auditAll(
      ctx,
      changed.map((name) => ({
        action: 'tracked_event.changed',
        object: { kind: 'tracked_event', id: name },
        details: { before: held.get(name), after: set, together: changed.length },
      })),
    )
    return { changed: changed.length, refused: [] }
  })
}

/** Takes an event, and its properties with it, out of the plan. What came in stays. */
export async function unplanEvent(ctx: Ctx, name: string): Promise<void> {
  const { refused } = await unplanEvents(ctx, [name])
  if (refused.length > 0) throw notFound('tracked_event')
}

export function unplanEvents(ctx: Ctx, names: readonly string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockPlan(ctx)
    const { taken, refused } = sortOut(
      names,
      await plannedEvents(ctx),
      (e) => e.name,
      'tracked_event',
    )
    const gone = sql`${taken.map((e) => e.name)}::text[]`
    const next = nextVersion(ctx, sql`gone.event_name`, sql`gone.property`)
    await sql`with gone as (
        select event_name, name as property from tracked_property where tenant_id = ${ctx.tenantId} and event_name = any(${gone})
        union all select name, '' from unnest(${gone}) as name)
      insert into tracking_history (tenant_id, event_name, property, version, content, at, actor_name)
      select ${ctx.tenantId}, event_name, property, ${next}, null, ${ctx.now()}, ${ctx.actor.name} from gone`.execute(
      ctx.pg,
    )
    await sql`delete from tracked_property where tenant_id = ${ctx.tenantId} and event_name = any(${gone})`.execute(
      ctx.pg,
    )
    await sql`delete from tracked_event where tenant_id = ${ctx.tenantId} and name = any(${gone})`.execute(
      ctx.pg,
    )
    await auditAll(
      ctx,
      taken.map((before) => ({
        action: 'tracked_event.removed',
        object: { kind: 'tracked_event', id: before.name },
        details: { before },
      })),
    )
    return { changed: taken.length, refused }
  })
}

export const HistoryItem = z.object({
  property: z.string().describe('Empty: the event itself'),
  version: z.number().int(),
  content: z.record(z.string(), z.unknown()).nullable().describe('Null: taken out of the plan'),
  at: z.iso.datetime(),
  actor_name: z.string(),
})

export async function historyOf(ctx: Ctx, name: string): Promise<z.infer<typeof HistoryItem>[]> {
  const { rows } = await sql<{
    property: string
    version: number
    content: Record<string, unknown> | null
    at: Date
    actor_name: string
  }>`select property, version, content, at, actor_name from tracking_history
     where tenant_id = ${ctx.tenantId} and event_name = ${name} order by at desc, property, version desc limit 200`.execute(
    ctx.pg,
  )
  return rows.map((r) => ({ ...r, at: r.at.toISOString() }))
}
