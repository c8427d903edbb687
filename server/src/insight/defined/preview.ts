// What a definition would give over the last days, before anybody keeps it: of whom the asker sees, and
// masked as everywhere.
import type { z } from 'zod'
import {
  CUSTOMER,
  demandDerivable,
  type Expression,
  handlingOf,
  propertiesOf,
  realExpression,
  sortOf,
  withMeaning,
  writtenOf,
} from '../../audiences/index.ts'
import { can } from '../../platform/auth.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { loadHandlings } from '../../profile/index.ts'
import { shownSample } from '../../tracking/index.ts'
import { addDays, dayOf, daysBetween } from '../days.ts'
import type { QuestionPattern } from '../question/pattern.ts'
import { type QuestionReading, readQuestion, rowsIn, stretchOfRange } from '../question/reading.ts'
import type { DerivedPreview, VirtualPreview } from './shape.ts'

const SAMPLES = 10
const PROPERTIES = 8
const VALUES = 12

const daysOf = (days: number, { clock }: QuestionReading) => {
  const today = dayOf(new Date(clock.now), clock.timezone)
  return { date_from: addDays(today, 1 - days), date_to: today }
}
const text = (json: string, handling: Parameters<typeof shownSample>[1], unmask: boolean) =>
  json === '' ? null : shownSample(json, handling, unmask)

export async function previewVirtual(
  ctx: Ctx,
  pattern: QuestionPattern,
  days: number,
): Promise<z.infer<typeof VirtualPreview>> {
  const real = await withMeaning(ctx, pattern)
  const reading = await readQuestion(ctx, [real])
  const range = daysOf(days, reading)
  const { timezone } = reading.clock
  const rows = sql`event where ${reading.whose} and ${reading.means(real)}
    and ${rowsIn(stretchOfRange(range, reading.clock))}`
  const [counted, latest, handlings] = await Promise.all([
    ctx.ch.rows<{ day: string; event: string; n: string; customers: string; kind: string }>(
      ctx.tenantId,
      sql`select toString(toDate(at, ${as('String', timezone)})) as day, toString(name) as event, count() as n,
          uniqExact(${CUSTOMER}) as customers,
          multiIf(grouping(day) = 0, 'day', grouping(event) = 0, 'event', 'all') as kind
        from ${rows} group by grouping sets ((day), (event), ())`,
    ),
    ctx.ch.rows<{
      event_id: string
      event: string
      ms: string
      customer: number
      properties: [string, string][]
    }>(
      ctx.tenantId,
      sql`select toString(event_id) as event_id, toString(name) as event, toUnixTimestamp64Milli(at) as ms,
          toUInt32(${CUSTOMER}) as customer, JSONExtractKeysAndValuesRaw(props) as properties
        from ${rows} order by at desc, event_id limit ${as('UInt8', SAMPLES)}`,
    ),
    loadHandlings(ctx),
  ])
  const unmask = can(ctx.actor, 'customers:unmask')
  const all = counted.find(({ kind }) => kind === 'all')
  const byDay = new Map(counted.flatMap((r) => (r.kind === 'day' ? [[r.day, Number(r.n)]] : [])))
  return {
    days: daysBetween(range.date_from, range.date_to).map((day) => ({
      ...{ day, events: byDay.get(day) ?? 0 },
    })),
    events: Number(all?.n ?? 0),
    customers: Number(all?.customers ?? 0),
    by_event: counted
      .flatMap((r) => (r.kind === 'event' ? [{ event: r.event, events: Number(r.n) }] : []))
      .sort((a, b) => b.events - a.events || (a.event < b.event ? -1 : 1)),
    samples: latest.map(({ event_id, event, ms, customer, properties }) => ({
      ...{ event_id, event, customer: Number(customer), at: new Date(Number(ms)).toISOString() },
      properties: properties
        .flatMap(([name, raw]) => {
          const value = text(raw, handlings.of(name), unmask)
          return value === null ? [] : [{ name, value }]
        })
        .slice(0, PROPERTIES),
    })),
  }
}

/** @throws 400 as whoever saves it */
export async function previewDerived(
  ctx: Ctx,
  given: { expression: Expression; events: readonly string[]; id?: string | undefined },
  days: number,
): Promise<z.infer<typeof DerivedPreview>> {
  const { type, brand } = await demandDerivable(ctx, given.expression, given.id)
  const reading = await readQuestion(ctx, [])
  const { timezone } = reading.clock
  const is = realExpression(given.expression, brand)
  const property = writtenOf({ id: given.id ?? 'new', type, zone: timezone, is })
  const named = propertiesOf(given.expression)
  const written = await Promise.all(named.map((name) => withMeaning(ctx, name)))
  const value = said(property)
  const only =
    given.events.length === 0 ? sql`true` : sql`name in ${as('Array(String)', [...given.events])}`
  const rows = sql`event where ${reading.whose} and ${only}
    and ${rowsIn(stretchOfRange(daysOf(days, reading), reading.clock))}`
  const [counts, common, latest, handlings] = await Promise.all([
    ctx.ch.rows<{ events: string; with_value: string }>(
      ctx.tenantId,
      sql`select count() as events, countIf(${value} != '') as with_value from ${rows}`,
    ),
    ctx.ch.rows<{ v: string; n: string }>(
      ctx.tenantId,
      sql`select ${value} as v, count() as n from ${rows} group by v having v != ''
        order by n desc, v limit ${as('UInt8', VALUES)}`,
    ),
    ctx.ch.rows<{
      event_id: string
      event: string
      ms: string
      customer: number
      v: string
      parts: string[]
    }>(
      ctx.tenantId,
      sql`select toString(event_id) as event_id, toString(name) as event, toUnixTimestamp64Milli(at) as ms,
          toUInt32(${CUSTOMER}) as customer, ${value} as v, [${join(written.map(said), ', ')}]::Array(String) as parts
        from ${rows} order by ${value} = '', at desc, event_id limit ${as('UInt8', SAMPLES)}`,
    ),
    loadHandlings(ctx),
  ])
  const unmask = can(ctx.actor, 'customers:unmask')
  const show = (json: string, of: string) => text(json, handlingOf(handlings, of), unmask)
  return {
    type,
    events: Number(counts[0]?.events ?? 0),
    with_value: Number(counts[0]?.with_value ?? 0),
    values: common.map(({ v, n }) => ({ value: show(v, property), events: Number(n) })),
    samples: latest.map(({ event_id, event, ms, customer, v, parts }) => ({
      ...{ event_id, event, customer: Number(customer), at: new Date(Number(ms)).toISOString() },
      value: show(v, property),
      made_of: named.map((name, i) => ({ name, value: show(parts[i] ?? '', written[i] ?? name) })),
    })),
  }
}

/** As JSON; '' where there is none. */
const said = (property: string): Sql => sql`ifNull(toString(${sortOf(property)}), '')`
