// What the measures of quality count. Of events from outside: our own are made by us.
import { sql as pg } from 'kysely'
import { as, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { ANY_RULE } from './enforce.ts'
import type { Hour } from './gaps.ts'
import { dayIn } from './queries.ts'

const fromOutside = sql`protocol != 'own'`
/** A measure reads a month, which a page does at most once. */
const SLOW = { maxSeconds: 120 }

export interface DaySource {
  day: string
  source: string
}
export interface Counted extends DaySource {
  events: number
  /** Belonging to a customer. */
  ofSomebody: number
  /** With an identifier that names one person: a member, a phone … */
  named: number
  /** Values that the plan expects, and those of them that came. */
  expected: number
  present: number
  /** Events with a value of another type, or with characters no store can hold. */
  mended: number
}

/** @param expected properties by event name */
export async function countDays(
  ctx: Ctx,
  zone: string,
  from: Date,
  to: Date,
  expected: ReadonlyMap<string, readonly string[]>,
): Promise<Counted[]> {
  const names = as('Array(String)', [...expected.keys()])
  const lists = as(
    'Array(String)',
    [...expected.values()].map((list) => list.join('\u001f')),
  )
  const wanted = sql`if(has(${names}, name), splitByChar('\\x1f', arrayElement(${lists}, indexOf(${names}, name))), [])`
  const rows = await ctx.ch.rows<Record<keyof Omit<Counted, 'day' | 'source'>, string> & DaySource>(
    ctx.tenantId,
    sql`select toString(day) as day, source, count() as events, countIf(customer_id != 0) as ofSomebody, countIf(is_named) as named,
        sum(length(wanted)) as expected, sum(present) as present, countIf(is_mended) as mended
      from (select ${dayIn(zone)} as day, source, customer_id,
          arrayExists(i -> not match(i, '^(anonymous|device|cookie)\\x1f'), identifiers) as is_named,
          ${wanted} as wanted,
          if(empty(wanted), 0, arrayCount(p -> JSONHas(props, p) or has(JSONExtract(props, '$withheld', 'Array(String)'), p), wanted)) as present,
          (props_aside != '' or notEmpty(props_repaired)) as is_mended
        from event where at >= ${as('DateTime64(3)', from)} and at < ${as('DateTime64(3)', to)} and ${fromOutside})
      group by day, source order by day, source`,
    SLOW,
  )
  return rows.map((r) => ({
    day: r.day,
    source: r.source,
    events: Number(r.events),
    ofSomebody: Number(r.ofSomebody),
    named: Number(r.named),
    expected: Number(r.expected),
    present: Number(r.present),
    mended: Number(r.mended),
  }))
}

export interface HourCount {
  source: string
  platform: string
  hour: Hour
  events: number
  people: number
}
/** Events an hour of each source on each platform; imports have no rhythm. */
export async function countHours(ctx: Ctx, from: Date, to: Date): Promise<HourCount[]> {
  const rows = await ctx.ch.rows<{
    source: string
    platform: string
    hour: string
    events: string
    people: string
  }>(
    ctx.tenantId,
    sql`select source, platform, intDiv(toUnixTimestamp64Milli(at), 3600000) as hour, count() as events,
        uniqExactIf(customer_id, customer_id != 0) + countIf(customer_id = 0) as people from event
      where at >= ${as('DateTime64(3)', from)} and at < ${as('DateTime64(3)', to)} and protocol not in ('own', 'import')
      group by source, platform, hour order by source, platform, hour`,
    SLOW,
  )
  return rows.map((r) => ({
    ...r,
    hour: Number(r.hour),
    events: Number(r.events),
    people: Number(r.people),
  }))
}

/** Dead letters that still wait, by the day they came in and the key they came by. */
export async function countDead(ctx: Ctx, zone: string, from: Date, to: Date) {
  const { rows } = await pg<DaySource & { n: number }>`
    select to_char(d.received_at at time zone ${zone}, 'YYYY-MM-DD') as day, coalesce(k.name, '') as source, count(*)::int as n
    from dead_letter d left join write_key k on k.tenant_id = d.tenant_id and k.id = d.write_key_id
    where d.tenant_id = ${ctx.tenantId} and d.state = 'open' and d.received_at >= ${from} and d.received_at < ${to}
    group by day, source`.execute(ctx.pg)
  return rows
}

/** Events that broke a rule and were taken. */
export async function countBroken(ctx: Ctx, days: readonly string[]) {
  const { rows } = await pg<DaySource & { n: number }>`
    select to_char(day, 'YYYY-MM-DD') as day, source, hits::int as n from event_rule_hit
    where tenant_id = ${ctx.tenantId} and rule_id = ${ANY_RULE} and day = any(${days}::date[])`.execute(
    ctx.pg,
  )
  return rows
}

/** What every event of a name should have: said by its plan, or demanded by a rule. */
export async function expectedProperties(ctx: Ctx): Promise<Map<string, string[]>> {
  const { rows } = await pg<{ event_name: string; names: string[] }>`
    select event_name, array_agg(distinct name order by name) as names from (
      select event_name, name from tracked_property where tenant_id = ${ctx.tenantId} and is_expected
      union all
      select event_name, property from event_rule where tenant_id = ${ctx.tenantId} and kind = 'required' and action <> 'off'
    ) e group by event_name order by event_name`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.event_name, r.names]))
}
