// What rules mean, slow and plain, over one customer's events in memory. Tests compare the SQL with it.
import type { Span, ValueTest } from './operators.ts'
import { compares, readingOf } from './positive.ts'
import type { EventPattern, Rule } from './rule.ts'
import { anniversaryDays } from './value-sql.ts'
import { ago, type Clock, type Stretch, startOf, stretchOf } from './windows.ts'

export interface Happened {
  name: string
  /** Milliseconds since 1970. */
  at: number
  props: Record<string, unknown>
}

/** @param events of one customer, in the total order */
export function isIn(rule: Rule, events: readonly Happened[], clock: Clock): boolean {
  switch (rule.kind) {
    case 'all':
      return rule.rules.every((r) => isIn(r, events, clock))
    case 'any':
      return rule.rules.some((r) => isIn(r, events, clock))
    case 'not':
      return !isIn(rule.rule, events, clock)
    case 'everybody':
      return true
    case 'did':
      return compares(
        rule.times,
        meant(rule.event, events, stretchOf(rule.window, clock), clock).length,
      )
    case 'measure': {
      const rows = meant(rule.event, events, stretchOf(rule.window, clock), clock)
      const value = measured(rule.of, rule.property, rows)
      return value !== undefined && compares(rule.is, value)
    }
    case 'first_time': {
      const first = meant(rule.event, events, {}, clock)[0]
      return first !== undefined && isWithin(first.at, stretchOf(rule.window, clock))
    }
    case 'last_time': {
      const last = meant(rule.event, events, {}, clock).at(-1)
      return last !== undefined && isWithin(last.at, stretchOf(rule.window, clock))
    }
    case 'sequence': {
      const rows = events.filter((e) => isWithin(e.at, stretchOf(rule.window, clock)))
      return rows.some(
        (first, i) =>
          isOf(rule.steps[0] as EventPattern, first, clock) &&
          chains(rule, rows, i, 1, first.at, clock),
      )
    }
    case 'regularly': {
      const periods = new Set<number>()
      for (const e of meant(rule.event, events, { to: clock.now + 1 }, clock)) {
        const back = Array.from({ length: rule.of }, (_, b) => b).find(
          (b) => e.at >= startOf(clock, rule.unit, b),
        )
        if (back !== undefined) periods.add(back)
      }
      return periods.size >= rule.periods
    }
    case 'stopped': {
      const quietFrom = ago(clock, rule.quiet)
      const activeFrom = ago({ ...clock, now: quietFrom }, rule.active)
      const rows = meant(rule.event, events, { from: activeFrom }, clock)
      return rows.length > 0 && rows.every((e) => e.at < quietFrom)
    }
    case 'started_again': {
      const rows = meant(rule.event, events, { to: clock.now + 1 }, clock)
      return rows.some((e, i) => {
        const earlier = rows[i - 1]
        return (
          earlier !== undefined &&
          e.at >= ago(clock, rule.recent) &&
          e.at - earlier.at >= milliseconds(rule.gap)
        )
      })
    }
    default:
      throw new Error(`the evaluator of tests does not know ${rule.kind}`)
  }
}

/** Tries every later event as the next step. */
function chains(
  rule: Extract<Rule, { kind: 'sequence' }>,
  rows: readonly Happened[],
  from: number,
  step: number,
  begun: number,
  clock: Clock,
): boolean {
  const pattern = rule.steps[step]
  if (!pattern) return true
  for (let i = from + 1; i < rows.length; i++) {
    const e = rows[i] as Happened
    const isLast = step === rule.steps.length - 1
    if (isOf(pattern, e, clock) && e.at - begun <= milliseconds(rule.within)) {
      const isBarred = !isLast && rule.without !== undefined && isOf(rule.without, e, clock)
      if (!isBarred && chains(rule, rows, i, step + 1, begun, clock)) return true
    }
    if (rule.without && isOf(rule.without, e, clock)) return false
  }
  return false
}

const meant = (
  pattern: EventPattern,
  events: readonly Happened[],
  stretch: Stretch,
  clock: Clock,
) => events.filter((e) => isWithin(e.at, stretch) && isOf(pattern, e, clock))

const isWithin = (at: number, { from, to }: Stretch) =>
  (from === undefined || at >= from) && (to === undefined || at < to)

const isOf = (pattern: EventPattern, e: Happened, clock: Clock) =>
  pattern.any_of.some(
    (p) => p.event === e.name && p.where.every((w) => holds(w.is, e.props[w.property], clock)),
  )

function measured(of: string, property: string, rows: readonly Happened[]): number | undefined {
  const values = rows.map((e) => e.props[property])
  if (of === 'distinct')
    return rows.length === 0
      ? undefined
      : new Set(values.filter((v) => v !== undefined && v !== null).map((v) => JSON.stringify(v)))
          .size
  const numbers = values.filter((v) => typeof v === 'number')
  if (numbers.length === 0) return undefined
  const sum = numbers.reduce((a, b) => a + b, 0)
  return of === 'sum'
    ? sum
    : of === 'average'
      ? sum / numbers.length
      : of === 'min'
        ? Math.min(...numbers)
        : Math.max(...numbers)
}

export function milliseconds({ n, unit }: Span): number {
  const minute = 60_000
  const units = {
    minute,
    hour: 60 * minute,
    day: 1_440 * minute,
    week: 10_080 * minute,
    month: 30 * 1_440 * minute,
    year: 365 * 1_440 * minute,
  }
  return n * units[unit]
}

export function holds(asked: ValueTest, value: unknown, clock: Clock): boolean {
  const { test, denied } = readingOf(asked)
  return positive(test, value, clock) !== denied
}

function positive(
  test: ReturnType<typeof readingOf>['test'],
  value: unknown,
  clock: Clock,
): boolean {
  const text = typeof value === 'string' ? value : undefined
  const number = typeof value === 'number' ? value : undefined
  const list = Array.isArray(value) ? value.filter((v) => typeof v === 'string') : undefined
  const at = text === undefined ? undefined : momentOf(text)
  const between = (from: number, to: number) => at !== undefined && at >= from && at < to
  const day = (iso: string, plus = 0) =>
    Temporal.PlainDate.from(iso).add({ days: plus }).toZonedDateTime(clock.timezone)
      .epochMilliseconds
  const low = (words: string) => words.toLowerCase()
  switch (test.op) {
    case 'is_set':
      return value !== undefined && value !== null
    case 'is':
      return value === test.value
    case 'in':
      return test.values.some((v) => v === value)
    case 'contains':
      return text !== undefined && low(text).includes(low(test.value))
    case 'starts_with':
      return text !== undefined && low(text).startsWith(low(test.value))
    case 'ends_with':
      return text !== undefined && low(text).endsWith(low(test.value))
    case 'matches':
      return text !== undefined && new RegExp(test.pattern, 'us').test(text)
    case 'contains_any':
      return text !== undefined && test.values.some((v) => low(text).includes(low(v)))
    case 'length':
      return text !== undefined && compares(test.is, [...text].length)
    case 'version':
      return text !== undefined && versionHolds(test.is, text, test.value)
    case 'near':
      return text !== undefined && kilometresFrom(text, test) <= test.km
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'between':
      return number !== undefined && compares(test, number)
    case 'on':
      return between(day(test.day), day(test.day, 1))
    case 'before':
      return between(Number.NEGATIVE_INFINITY, day(test.day))
    case 'after':
      return between(day(test.day, 1), Number.POSITIVE_INFINITY)
    case 'between_days':
      return between(day(test.from), day(test.to, 1))
    case 'in_last':
      return between(ago(clock, test.span), clock.now)
    case 'more_than_ago':
      return between(Number.NEGATIVE_INFINITY, ago(clock, test.span))
    case 'in_next':
      return between(clock.now, ago(clock, test.span, -1))
    case 'anniversary_in': {
      if (at === undefined) return false
      const date = zoned(at, clock).toPlainDate().toString().slice(5)
      return anniversaryDays(clock, test.from_days, test.to_days).includes(date)
    }
    case 'weekday':
      return at !== undefined && test.days.includes(zoned(at, clock).dayOfWeek)
    case 'has_any':
      return list !== undefined && test.values.some((v) => list.includes(v))
    case 'has_all':
      return list !== undefined && test.values.every((v) => list.includes(v))
    case 'count_gte':
      return test.value === 0 || (list !== undefined && list.length >= test.value)
  }
}

const zoned = (at: number, { timezone }: Clock) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)

/** ISO 8601; without an offset it is UTC. */
function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text))
    return undefined
  const isBare = !/(Z|[+-]\d\d:?\d\d)$/.test(text) || text.length === 10
  const ms = Date.parse(
    text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}${isBare ? 'Z' : ''}`,
  )
  return Number.isNaN(ms) ? undefined : ms
}

function versionHolds(is: string, text: string, wanted: string): boolean {
  if (!/^\d{1,9}(\.\d{1,9}){0,3}$/.test(text)) return false
  const [mine, theirs] = [text, wanted].map((t) => t.split('.').map(Number))
  let order = 0
  for (let i = 0; i < 4 && order === 0; i++)
    order = Math.sign((mine?.[i] ?? 0) - (theirs?.[i] ?? 0))
  return (
    { gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0, equal: order === 0 }[is] ===
    true
  )
}

/** The haversine formula; a text that is no position is infinitely far. */
function kilometresFrom(text: string, to: { latitude: number; longitude: number }): number {
  if (!/^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/.test(text)) return Number.POSITIVE_INFINITY
  const [latitude = 0, longitude = 0] = text.split(',').map(Number)
  const rad = (degrees: number) => (degrees * Math.PI) / 180
  const a =
    Math.sin(rad(latitude - to.latitude) / 2) ** 2 +
    Math.cos(rad(latitude)) *
      Math.cos(rad(to.latitude)) *
      Math.sin(rad(longitude - to.longitude) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.sqrt(a))
}
