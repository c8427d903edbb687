// The plan as a document: taken out, read by people, brought in again, held against what comes in.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { unnest } from '../platform/unnest.ts'
import { wholeCatalogue } from './catalogue.ts'
import { type Format, writePlan } from './document-formats.ts'
import {
  EventPlan,
  lockPlan,
  Name,
  PropertyPlan,
  plannedEvents,
  plannedProperties,
  saveEvents,
  saveProperties,
} from './plan.ts'
import { checkRule, isPreset, RuleBody, type RuleSetting } from './rule.ts'
import { ACTIONS } from './rules.ts'

const MAX_EVENTS = 2_000
const MAX_PROPERTIES = 500

const PlanRule = z.object({
  property: z.string().max(255).default(''),
  setting: RuleBody,
  action: z.enum(ACTIONS).default('warn'),
})
export const PlanDocument = z.object({
  format: z.literal('homefield.tracking-plan'),
  version: z.literal(1),
  events: z
    .array(
      EventPlan.extend({
        name: Name,
        properties: z
          .array(PropertyPlan.extend({ name: Name }))
          .max(MAX_PROPERTIES)
          .default([]),
        rules: z.array(PlanRule).max(MAX_PROPERTIES).default([]),
      }),
    )
    .max(MAX_EVENTS),
})
export type PlanDocument = z.infer<typeof PlanDocument>

interface RuleRow {
  event_name: string
  property: string
  setting: RuleSetting
  action: (typeof ACTIONS)[number]
}

export async function readPlan(ctx: Ctx): Promise<PlanDocument> {
  const [events, properties, rules] = await Promise.all([
    plannedEvents(ctx),
    plannedProperties(ctx),
    sql<RuleRow>`select event_name, property, setting, action from event_rule
      where tenant_id = ${ctx.tenantId} order by event_name, property, kind`.execute(ctx.pg),
  ])
  const propertiesOf = Map.groupBy(properties, (p) => p.event_name)
  const rulesOf = Map.groupBy(rules.rows, (r) => r.event_name)
  return {
    format: 'homefield.tracking-plan',
    version: 1,
    events: events.map((e) => ({
      name: e.name,
      ...EventPlan.parse(e),
      properties: (propertiesOf.get(e.name) ?? []).map((p) => ({
        name: p.name,
        ...PropertyPlan.parse(p),
      })),
      rules: (rulesOf.get(e.name) ?? []).map(({ event_name: _, ...rule }) => rule),
    })),
  }
}

export function exportPlan(ctx: Ctx, format: Format): Promise<string | Buffer> {
  return inTx(ctx, async (ctx) => {
    const plan = await readPlan(ctx)
    await audit(ctx, 'tracking_plan.exported', undefined, { format, events: plan.events.length })
    return writePlan(plan, format)
  })
}

export const PlanChange = z.object({
  events: z.object({ added: z.array(z.string()), changed: z.array(z.string()) }),
  properties: z.number().int().describe('Added or changed'),
  rules: z.number().int().describe('Added or changed'),
  applied: z.boolean(),
})

class OnlyATrial extends Error {}

/**
 * Brings a plan in: what it names is added or changed, what it does not name stays. Tried first, it
 * says what it would do and does nothing.
 */
export async function importPlan(
  ctx: Ctx,
  plan: PlanDocument,
  isTrial: boolean,
): Promise<z.infer<typeof PlanChange>> {
  refuseRepeats(plan)
  for (const e of plan.events)
    for (const r of e.rules)
      checkRule({ eventName: e.name, property: r.property, setting: r.setting })
  let done: z.infer<typeof PlanChange> | undefined
  try {
    await inTx(ctx, async (ctx) => {
      await lockPlan(ctx)
      const held = new Set((await plannedEvents(ctx)).map((e) => e.name))
      const changed = await saveEvents(
        ctx,
        plan.events.map((e) => ({ name: e.name, plan: EventPlan.parse(e) })),
      )
      const properties = await saveProperties(
        ctx,
        plan.events.flatMap((e) =>
          e.properties.map((p) => ({
            eventName: e.name,
            name: p.name,
            plan: PropertyPlan.parse(p),
          })),
        ),
      )
      const rules = await saveRules(ctx, plan)
      done = {
        events: {
          added: changed.filter((name) => !held.has(name)),
          changed: changed.filter((name) => held.has(name)),
        },
        properties: properties.length,
        rules,
        applied: !isTrial,
      }
      if (isTrial) throw new OnlyATrial()
      await audit(ctx, 'tracking_plan.imported', undefined, done)
    })
  } catch (error) {
    if (!(error instanceof OnlyATrial)) throw error
  }
  if (!done) throw new Error('a plan was read to no end')
  return done
}

function refuseRepeats(plan: PlanDocument): void {
  const twice = (names: string[]) => names.find((n, i) => names.indexOf(n) !== i)
  const event = twice(plan.events.map((e) => e.name))
  if (event !== undefined) throw invalid('bad_plan', `The event ${event} stands in it twice`)
  for (const e of plan.events) {
    const property = twice(e.properties.map((p) => p.name))
    if (property !== undefined)
      throw invalid('bad_plan', `The property ${property} of ${e.name} stands in it twice`)
    const rule = twice(e.rules.map((r) => `${r.property}\u001f${r.setting.kind}`))
    if (rule !== undefined)
      throw invalid('bad_plan', `A rule of ${e.name} stands in it twice: one of a kind a property`)
  }
}

async function saveRules(ctx: Ctx, plan: PlanDocument): Promise<number> {
  const rules = plan.events.flatMap((e) => e.rules.map((r) => ({ ...r, event: e.name })))
  if (rules.length === 0) return 0
  const u = unnest(rules, {
    id: ['uuid', () => randomUUIDv7()],
    event_name: ['text', (r) => r.event],
    property: ['text', (r) => r.property],
    kind: ['text', (r) => r.setting.kind],
    setting: ['jsonb', (r) => JSON.stringify(r.setting)],
    action: ['text', (r) => r.action],
  })
  const { rows } = await sql`
    insert into event_rule as held (tenant_id, ${u.names}, version, created_at, updated_at, updated_by)
    select ${ctx.tenantId}::uuid, ${u.names}, 1, ${ctx.now()}, ${ctx.now()}, ${ctx.actor.name} from ${u.rows}
    order by r.event_name, r.property, r.kind
    on conflict (tenant_id, event_name, property, kind) do update set setting = excluded.setting, action = excluded.action,
      version = held.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
    where (held.setting, held.action) is distinct from (excluded.setting, excluded.action) returning 1`.execute(
    ctx.pg,
  )
  return rows.length
}

const Place = z.object({ event: z.string(), property: z.string() })
export const PlanDiff = z.object({
  unplanned_events: z.array(z.object({ event: z.string(), total: z.number().int() })),
  missing_events: z.array(z.string()).describe('Planned as live, never seen'),
  deprecated_events: z.array(z.object({ event: z.string(), recent: z.number().int() })),
  unplanned_properties: z.array(Place.extend({ type: z.string() })),
  missing_properties: z.array(Place.extend({ is_expected: z.boolean() })),
  type_mismatches: z.array(Place.extend({ planned: z.string(), seen: z.string() })),
})

/** Where the plan and what comes in part ways. */
export async function diffPlan(ctx: Ctx): Promise<z.infer<typeof PlanDiff>> {
  const [all, planned, seen] = await Promise.all([
    wholeCatalogue(ctx),
    plannedProperties(ctx),
    sql<{ event: string; property: string; type: string }>`
      select event_name as event, name as property, type from event_property
      where tenant_id = ${ctx.tenantId} order by event_name, name`.execute(ctx.pg),
  ])
  const inPlan = new Set(all.filter((e) => e.status !== null).map((e) => e.name))
  const wasSeen = new Set(all.filter((e) => e.total > 0).map((e) => e.name))
  const keyOf = (event: string, property: string) => `${event}\u001f${property}`
  const planBy = new Map(planned.map((p) => [keyOf(p.event_name, p.name), p]))
  const seenBy = new Map(seen.rows.map((s) => [keyOf(s.event, s.property), s]))
  const withProblem = (problem: string) => all.filter((e) => e.problems.some((p) => p === problem))
  return {
    unplanned_events: withProblem('unplanned').map((e) => ({ event: e.name, total: e.total })),
    missing_events: withProblem('missing').map((e) => e.name),
    deprecated_events: withProblem('deprecated').map((e) => ({ event: e.name, recent: e.recent })),
    unplanned_properties: seen.rows.filter(
      (s) =>
        inPlan.has(s.event) && !planBy.has(keyOf(s.event, s.property)) && !isPreset(s.property),
    ),
    missing_properties: planned
      .filter((p) => wasSeen.has(p.event_name) && !seenBy.has(keyOf(p.event_name, p.name)))
      .map((p) => ({ event: p.event_name, property: p.name, is_expected: p.is_expected })),
    type_mismatches: planned.flatMap((p) => {
      const type = seenBy.get(keyOf(p.event_name, p.name))?.type
      return p.type !== null && type !== undefined && type !== p.type
        ? [{ event: p.event_name, property: p.name, planned: p.type, seen: type }]
        : []
    }),
  }
}
