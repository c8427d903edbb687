// What a test of a value means, slow and plain; for tests.
import type { Span, ValueTest } from './operators.ts'
import { compares, readingOf } from './positive.ts'
import { anniversaryDays } from './value-sql.ts'
import { ago, type Clock } from './windows.ts'

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
  const at = text === undefined ? undefined : momentOf(text, clock.timezone)
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

/** ISO 8601; a day alone is the brand's, a time without an offset is UTC's. */
function momentOf(text: string, timezone: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text))
    return undefined
  if (text.length === 10)
    return Temporal.PlainDate.from(text).toZonedDateTime(timezone).epochMilliseconds
  const isBare = !/(Z|[+-]\d\d:?\d\d)$/.test(text)
  const ms = Date.parse(`${text.replace(' ', 'T')}${isBare ? 'Z' : ''}`)
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
