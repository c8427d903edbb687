// The catalogue: what was seen and what was planned, as one list.
import { sql } from 'kysely'
import { z } from 'zod'
import { can } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { OWN_EVENT_NAMES } from '../platform/outbox.ts'
import { pageOf, readCursor, toPage } from '../platform/page.ts'
import { loadHandlings } from '../profile/index.ts'
import { lastDays } from './days.ts'
import { namesUsing } from './named.ts'
import {
  EventPlan,
  type PlannedEvent,
  PROPERTY_TYPES,
  plannedEvents,
  plannedProperties,
  STATUSES,
} from './plan.ts'
import { countSince, propertiesOf, type Span, spans, trendOf, volumes } from './queries.ts'
import { isPreset } from './rule.ts'
import { shownSample } from './samples.ts'
import { zoneOf } from './zone.ts'

const DAY = 86_400_000
const LIST_DAYS = 14
const DETAIL_DAYS = 30
const PROPERTY_DAYS = 7

export const PROBLEMS = [
  'unplanned',
  'missing',
  'silent',
  'deprecated',
  'unexpected_place',
] as const
type Problem = (typeof PROBLEMS)[number]

export const CatalogueEvent = z.object({
  name: z.string(),
  label: z.string(),
  label_en: z.string(),
  owner: z.string(),
  status: z.enum(STATUSES).nullable().describe('Null: seen, but in nobody’s plan'),
  version: z.number().int().describe('0: not in the plan'),
  is_own: z.boolean().describe('Recorded by Homefield itself'),
  problems: z.array(z.enum(PROBLEMS)),
  total: z.number().int(),
  recent: z.number().int().describe('Of the last seven days'),
  days: z.array(z.number().int()).describe('Of each of the last 14 days, in the brand’s zone'),
  first_seen: z.iso.datetime().nullable(),
  last_seen: z.iso.datetime().nullable(),
  platforms: z.array(z.string()),
  sources: z.array(z.string()),
  properties: z.number().int(),
  rules: z.number().int(),
})
export type CatalogueEvent = z.infer<typeof CatalogueEvent>
export const CatalogueEvents = pageOf(CatalogueEvent).extend({
  counts: z.object({
    all: z.number().int(),
    planned: z.number().int(),
    live: z.number().int(),
    deprecated: z.number().int(),
    unplanned: z.number().int(),
    with_problems: z.number().int(),
  }),
})

export interface CatalogueQuery {
  q?: string | undefined
  status?: (typeof STATUSES)[number] | 'unplanned' | undefined
  problem?: Problem | 'any' | undefined
  limit: number
  cursor?: string | undefined
}

export async function listTracked(ctx: Ctx, query: CatalogueQuery) {
  const all = await wholeCatalogue(ctx)
  const sought = query.q?.toLowerCase()
  const found = all.filter(
    (e) =>
      (!sought || `${e.name} ${e.label} ${e.label_en} ${e.owner}`.toLowerCase().includes(sought)) &&
      (!query.status || (e.status ?? 'unplanned') === query.status) &&
      (!query.problem ||
        (query.problem === 'any' ? e.problems.length > 0 : e.problems.includes(query.problem))),
  )
  const after = readCursor(query.cursor, z.tuple([z.number(), z.string()]))
  const from = after
    ? found.findIndex((e) => e.total < after[0] || (e.total === after[0] && e.name > after[1]))
    : 0
  const rows = from < 0 ? [] : found.slice(from, from + query.limit + 1)
  const count = (is: (e: CatalogueEvent) => boolean) => all.filter(is).length
  return {
    ...toPage(
      rows,
      query.limit,
      (e) => e,
      (e) => [e.total, e.name],
    ),
    counts: {
      all: all.length,
      planned: count((e) => e.status === 'planned'),
      live: count((e) => e.status === 'live'),
      deprecated: count((e) => e.status === 'deprecated'),
      unplanned: count((e) => e.status === null),
      with_problems: count((e) => e.problems.length > 0),
    },
  }
}

/** Everything seen or planned, the largest first. */
export async function wholeCatalogue(ctx: Ctx): Promise<CatalogueEvent[]> {
  const zone = await zoneOf(ctx)
  const now = ctx.now()
  const days = lastDays(now, zone, LIST_DAYS)
  const [seen, planned, counted, byDay] = await Promise.all([
    spans(ctx),
    plannedEvents(ctx),
    countsOf(ctx),
    volumes(ctx, zone, new Date(now.getTime() - (LIST_DAYS + 1) * DAY)),
  ])
  const seenBy = new Map(seen.map((s) => [s.name, s]))
  const planBy = new Map(planned.map((p) => [p.name, p]))
  const dayBy = Map.groupBy(byDay, (v) => v.name)
  return [...new Set([...seenBy.keys(), ...planBy.keys()])]
    .map((name) => {
      const byName = new Map((dayBy.get(name) ?? []).map((v) => [v.day, v.n]))
      const volume = days.map((day) => byName.get(day) ?? 0)
      return summary(name, seenBy.get(name), planBy.get(name), volume, counted.get(name))
    })
    .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1))
}

function summary(
  name: string,
  span: Span | undefined,
  plan: PlannedEvent | undefined,
  volume: number[],
  counted: { properties: number; rules: number } | undefined,
): CatalogueEvent {
  const recent = volume.slice(-7).reduce((a, b) => a + b, 0)
  const isOwn = OWN_EVENT_NAMES.has(name) || span?.isOwn === true
  return {
    name,
    label: plan?.label ?? '',
    label_en: plan?.label_en ?? '',
    owner: plan?.owner ?? '',
    status: plan?.status ?? null,
    version: plan?.version ?? 0,
    is_own: isOwn,
    problems: problemsOf(span, plan, recent, isOwn),
    total: span?.n ?? 0,
    recent,
    days: volume,
    first_seen: span ? new Date(span.firstMs).toISOString() : null,
    last_seen: span ? new Date(span.lastMs).toISOString() : null,
    platforms: span?.platforms ?? [],
    sources: span?.sources ?? [],
    properties: counted?.properties ?? 0,
    rules: counted?.rules ?? 0,
  }
}

/** Where what was seen and what was planned part ways. Our own events need no plan. */
export function problemsOf(
  span: Pick<Span, 'platforms' | 'sources'> | undefined,
  plan: Pick<PlannedEvent, 'status' | 'sources' | 'platforms'> | undefined,
  recent: number,
  isOwn: boolean,
): Problem[] {
  if (!plan) return isOwn ? [] : ['unplanned']
  const problems: Problem[] = []
  if (plan.status === 'live' && !span) problems.push('missing')
  if (plan.status === 'live' && span && recent === 0) problems.push('silent')
  if (plan.status === 'deprecated' && recent > 0) problems.push('deprecated')
  const outside = (seen: string[] | undefined, expected: string[]) =>
    expected.length > 0 && seen?.some((place) => !expected.includes(place))
  if (outside(span?.platforms, plan.platforms) || outside(span?.sources, plan.sources))
    problems.push('unexpected_place')
  return problems
}

async function countsOf(ctx: Ctx) {
  const { rows } = await sql<{ name: string; properties: number; rules: number }>`
    select name, sum(properties)::int as properties, sum(rules)::int as rules from (
      select event_name as name, count(*) as properties, 0 as rules from (
        select event_name, name from event_property where tenant_id = ${ctx.tenantId}
        union select event_name, name from tracked_property where tenant_id = ${ctx.tenantId}) p group by event_name
      union all
      select event_name, 0, count(*) from event_rule where tenant_id = ${ctx.tenantId} and action <> 'off' group by event_name
    ) c group by name`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.name, r]))
}

const DetailProperty = z.object({
  name: z.string(),
  is_preset: z.boolean().describe('Added by SDKs by themselves; in nobody’s plan'),
  label: z.string(),
  label_en: z.string(),
  description: z.string(),
  type: z.string().nullable().describe('Of the first value seen; null: never seen'),
  planned_type: z.enum(PROPERTY_TYPES).nullable(),
  data_class: z
    .enum(['public', 'personal', 'sensitive'])
    .describe('By its name, as for attributes'),
  unit: z.string(),
  is_expected: z.boolean(),
  version: z.number().int(),
  count: z.number().int().describe('Of the last seven days, like those below'),
  aside: z.number().int().describe('Values of another type, kept apart'),
  repaired: z.number().int().describe('Values with characters that no store can hold'),
  last_seen: z.iso.datetime().nullable(),
  samples: z.array(z.string()).describe('Personal values are masked, sensitive ones not shown'),
})

export const EventDetail = CatalogueEvent.extend({
  plan: EventPlan.nullable(),
  updated_at: z.iso.datetime().nullable(),
  updated_by: z.string().nullable(),
  property_items: z.array(DetailProperty),
  property_events: z.number().int().describe('Events of the last seven days: what shares are of'),
  trend: z.array(
    z.object({
      day: z.string(),
      platform: z.string(),
      n: z.number().int(),
      customers: z.number().int(),
    }),
  ),
  days_of_trend: z.array(z.string()),
  used_by: z.array(
    z.object({
      kind: z.enum(['rule', 'named_event', 'consumer']),
      name: z.string(),
      id: z.string(),
    }),
  ),
})

export async function getTracked(ctx: Ctx, name: string): Promise<z.infer<typeof EventDetail>> {
  const event = (await wholeCatalogue(ctx)).find((e) => e.name === name)
  if (!event) throw notFound('tracked_event')
  const zone = await zoneOf(ctx)
  const now = ctx.now()
  const lately = new Date(now.getTime() - PROPERTY_DAYS * DAY)
  const [[plan], planned, seen, uses, events, trend, usedBy, handlings] = await Promise.all([
    plannedEvents(ctx, name),
    plannedProperties(ctx, name),
    seenProperties(ctx, name),
    propertiesOf(ctx, name, lately),
    countSince(ctx, name, lately),
    trendOf(ctx, name, zone, new Date(now.getTime() - (DETAIL_DAYS + 1) * DAY)),
    usesOf(ctx, name),
    loadHandlings(ctx),
  ])
  const mayUnmask = can(ctx.actor, 'customers:unmask')
  const planBy = new Map(planned.map((p) => [p.name, p]))
  const useBy = new Map(uses.map((u) => [u.property, u]))
  const names = new Set([...useBy.keys(), ...planBy.keys(), ...seen.keys()])
  const days = lastDays(now, zone, DETAIL_DAYS)
  return {
    ...event,
    plan: plan ? EventPlan.parse(plan) : null,
    updated_at: plan?.updated_at.toISOString() ?? null,
    updated_by: plan?.updated_by ?? null,
    property_events: events,
    property_items: [...names]
      .map((property) => {
        const p = planBy.get(property)
        const u = useBy.get(property)
        return {
          name: property,
          is_preset: isPreset(property),
          label: p?.label ?? '',
          label_en: p?.label_en ?? '',
          description: p?.description ?? '',
          type: seen.get(property) ?? null,
          planned_type: p?.type ?? null,
          data_class: handlings.of(property).dataClass,
          unit: p?.unit ?? '',
          is_expected: p?.is_expected ?? false,
          version: p?.version ?? 0,
          count: u?.n ?? 0,
          aside: u?.aside ?? 0,
          repaired: u?.repaired ?? 0,
          last_seen: u ? new Date(u.lastMs).toISOString() : null,
          samples: (u?.samples ?? [])
            .map((raw) => shownSample(raw, handlings.of(property), mayUnmask))
            .filter((s) => s !== null)
            .slice(0, 3),
        }
      })
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
    trend: trend.filter((t) => days.includes(t.day)),
    days_of_trend: days,
    used_by: usedBy,
  }
}

async function seenProperties(ctx: Ctx, name: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`
    select name, type from event_property where tenant_id = ${ctx.tenantId} and event_name = ${name}`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.name, r.type]))
}

/** Who would notice if this event changed its name: consumers of signals, rules, named events. */
async function usesOf(ctx: Ctx, name: string) {
  const { rows } = await sql<{ kind: 'rule' | 'consumer'; name: string; id: string }>`
    select 'rule' as kind, case when property = '' then kind else property || ' · ' || kind end as name, id::text as id
      from event_rule where tenant_id = ${ctx.tenantId} and event_name = ${name}
    union all
    select distinct 'consumer', consumer, consumer from signal_interest
      where event_name = ${name} and tenant_id in (${ctx.tenantId}, '00000000-0000-0000-0000-000000000000')
    order by kind, name`.execute(ctx.pg)
  const named = await namesUsing(ctx, name)
  return [...rows, ...named.map((n) => ({ kind: 'named_event' as const, name: n.label, id: n.id }))]
}
