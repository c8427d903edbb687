// What the catalogue and the rules ask of the rows.
import { as, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { brokenBy } from './conditions.ts'
import type { Rule } from './rule.ts'

export interface DayCount {
  day: string
  n: number
}

/** A day of the brand's zone, of a moment in a column. */
export const dayIn = (zone: string, column: Sql = sql`at`) =>
  sql`toDate(${column}, ${as('String', zone)})`

/** Volume of every name by day, since a moment. */
export async function volumes(ctx: Ctx, zone: string, from: Date) {
  const rows = await ctx.ch.rows<{ name: string; day: string; n: string }>(
    ctx.tenantId,
    sql`select name, toString(${dayIn(zone)}) as day, count() as n from event
      where at >= ${as('DateTime64(3)', from)} group by name, day`,
  )
  return rows.map((r) => ({ name: r.name, day: r.day, n: Number(r.n) }))
}

export interface Span {
  name: string
  n: number
  firstMs: number
  lastMs: number
  platforms: string[]
  sources: string[]
  isOwn: boolean
}
/** Every name there is: how many, since when, from where. */
export async function spans(ctx: Ctx): Promise<Span[]> {
  const rows = await ctx.ch.rows<{
    name: string
    n: string
    first_ms: string
    last_ms: string
    platforms: string[]
    sources: string[]
    own: number
  }>(
    ctx.tenantId,
    // Inside is what the table's projection seen_names holds; another group or aggregate would read
    // every event.
    sql`select name, sum(many) as n, toUnixTimestamp64Milli(min(first)) as first_ms, toUnixTimestamp64Milli(max(last)) as last_ms,
      arraySort(groupUniqArray(platform)) as platforms, arraySort(groupUniqArray(source)) as sources,
      max(protocol = 'own') as own from (
        select name, platform, source, protocol, count() as many, min(at) as first, max(at) as last
        from event group by name, platform, source, protocol)
      group by name`,
  )
  return rows.map((r) => ({
    name: r.name,
    n: Number(r.n),
    firstMs: Number(r.first_ms),
    lastMs: Number(r.last_ms),
    platforms: r.platforms.filter((p) => p !== ''),
    sources: r.sources.filter((s) => s !== ''),
    isOwn: Number(r.own) === 1,
  }))
}

/** One name by day and source, for its trend. */
export async function trendOf(ctx: Ctx, name: string, zone: string, from: Date) {
  const rows = await ctx.ch.rows<{ day: string; platform: string; n: string; customers: string }>(
    ctx.tenantId,
    sql`select toString(${dayIn(zone)}) as day, platform, count() as n, uniqIf(customer_id, customer_id != 0) as customers
      from event where name = ${as('String', name)} and at >= ${as('DateTime64(3)', from)} group by day, platform order by day`,
  )
  return rows.map((r) => ({ ...r, n: Number(r.n), customers: Number(r.customers) }))
}

export interface PropertyUse {
  property: string
  n: number
  aside: number
  repaired: number
  lastMs: number
  samples: string[]
}
/** How often each property of one name came since a moment, and a few of its latest values as JSON. */
export async function propertiesOf(ctx: Ctx, name: string, from: Date): Promise<PropertyUse[]> {
  const named = sql`from event where name = ${as('String', name)} and at >= ${as('DateTime64(3)', from)}`
  const rows = await ctx.ch.rows<{
    property: string
    n: string
    aside: string
    repaired: string
    last_ms: string
    samples: string[]
  }>(
    ctx.tenantId,
    sql`select property, sum(n) as n, sum(aside) as aside, sum(repaired) as repaired, max(last) as last_ms,
        arrayDistinct(arrayFlatten(groupArray(samples))) as samples from (
      select tupleElement(pair, 1) as property, count() as n, 0 as aside, 0 as repaired, toUnixTimestamp64Milli(max(at)) as last,
        groupUniqArray(3)(substringUTF8(tupleElement(pair, 2), 1, 300)) as samples
        from (select at, arrayJoin(JSONExtractKeysAndValuesRaw(props)) as pair ${named}) group by property
      union all
      select arrayJoin(JSONExtractKeys(props_aside)) as property, 0 as n, count() as aside, 0 as repaired, toUnixTimestamp64Milli(max(at)) as last,
        [] as samples ${named} and props_aside != '' group by property
      union all
      select arrayJoin(props_repaired) as property, 0 as n, 0 as aside, count() as repaired, toUnixTimestamp64Milli(max(at)) as last,
        [] as samples ${named} and notEmpty(props_repaired) group by property
    ) group by property order by n desc, property`,
  )
  return rows.map((r) => ({
    property: r.property,
    n: Number(r.n),
    aside: Number(r.aside),
    repaired: Number(r.repaired),
    lastMs: Number(r.last_ms),
    samples: r.samples,
  }))
}

/** How many events of one name there are since a moment. */
export async function countSince(ctx: Ctx, name: string, from: Date): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select count() as n from event where name = ${as('String', name)} and at >= ${as('DateTime64(3)', from)}`,
  )
  return Number(row?.n ?? 0)
}

/** As many as the statement keeps a source. */
const TRIAL_SAMPLES = 10

/** Of the rows since a moment, those that break the rule: how many, from where, and a few of them. */
export async function tryOnRows(ctx: Ctx, rule: Rule, known: readonly string[], from: Date) {
  const rows = await ctx.ch.rows<{ source: string; n: string; broken: string; samples: string[] }>(
    ctx.tenantId,
    sql`select source, count() as n, countIf(is_broken) as broken,
        groupArrayIf(10)(toString(event_id), is_broken) as samples
      from (select source, event_id, (${brokenBy(rule, known)}) as is_broken from event
        where name = ${as('String', rule.eventName)} and at >= ${as('DateTime64(3)', from)} and protocol != 'own'
        order by at desc)
      group by source order by broken desc, source`,
    { maxSeconds: 60 },
  )
  const sources = rows.map((r) => ({
    source: r.source,
    events: Number(r.n),
    broken: Number(r.broken),
  }))
  return {
    from: from.toISOString(),
    events: sources.reduce((sum, s) => sum + s.events, 0),
    broken: sources.reduce((sum, s) => sum + s.broken, 0),
    sources,
    samples: rows.flatMap((r) => r.samples).slice(0, TRIAL_SAMPLES),
  }
}
