// A positive test of one value as a ClickHouse condition.
import { as, join, type Sql, sql } from '../platform/sql.ts'
import { numberCondition } from './number-sql.ts'
import type { PositiveTest } from './positive.ts'
import { ago, type Clock, startOf } from './windows.ts'

export const VERSION = /^\d{1,9}(\.\d{1,9}){0,3}$/
/** 'latitude,longitude' in degrees. */
export const POSITION = /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/

/** How a value is read; of another type it may be anything, so the type is asked too. */
export interface Operand {
  isSet: Sql
  isText: Sql
  text: Sql
  isNumber: Sql
  number: Sql
  isTruth: Sql
  truth: Sql
  isList: Sql
  list: Sql
  /** Nullable(DateTime64(3)): the moment a text names, if it names one; see `dayIn`. */
  moment: (timezone: string) => Sql
  /** Nullable(Date32): the day of the calendar on which that is. */
  day: (timezone: string) => Sql
}

/**
 * A text that is a day alone means that day of the brand's zone, so it names the day's beginning there.
 * @param utc the text read in UTC
 */
export const dayIn = (timezone: string, text: Sql, utc: Sql): Sql =>
  sql`if(length(${text}) = 10, toTimeZone(toDateTime64(toDate32(${utc}, 'UTC'), 3, ${as('String', timezone)}), 'UTC'), ${utc})`

/**
 * The day of it: of a text that is a day alone that day, in whatever zone. Where clocks are never behind UTC
 * its midnight there lies on the same day, so the text need not be read.
 */
export const calendarDay = (timezone: string, text: Sql, utc: Sql): Sql => {
  const here = sql`toDate32(${utc}, ${as('String', timezone)})`
  return isNeverBehindUtc(timezone)
    ? here
    : sql`if(length(${text}) = 10, toDate32(${utc}, 'UTC'), ${here})`
}

const neverBehind = new Map<string, boolean>()
function isNeverBehindUtc(timezone: string): boolean {
  const known = neverBehind.get(timezone)
  if (known !== undefined) return known
  // As far back as moments are stored; what is to come repeats the rules of the years at hand.
  const end = Temporal.Now.instant().epochMilliseconds + 3 * 366 * 86_400_000
  let at: Temporal.ZonedDateTime | null =
    Temporal.Instant.fromEpochMilliseconds(EARLIEST).toZonedDateTimeISO(timezone)
  let is = true
  while (is && at && at.epochMilliseconds < end) {
    is = at.offsetNanoseconds >= 0
    at = at.getTimeZoneTransition('next')
  }
  neverBehind.set(timezone, is)
  return is
}
const EARLIEST = Date.UTC(1899, 11, 31)

export function valueCondition(test: PositiveTest, of: Operand, clock: Clock): Sql {
  const at = of.moment(clock.timezone)
  // The type is asked last, of the few that are left: it takes reading the properties once more.
  const text = (condition: Sql) => sql`(${condition} and ${of.isText})`
  const number = (condition: Sql) => sql`(${condition} and ${of.isNumber})`
  const list = (condition: Sql) => sql`(${of.isList} and ${condition})`
  const within = (from: number | undefined, to: number | undefined) => {
    const bounds = [
      sql`isNotNull(${at})`,
      ...(from === undefined ? [] : [sql`${at} >= ${moment(from)}`]),
      ...(to === undefined ? [] : [sql`${at} < ${moment(to)}`]),
    ]
    return sql`(${join(bounds, ' and ')})`
  }
  const day = (iso: string, plus = 0) =>
    Temporal.PlainDate.from(iso).add({ days: plus }).toZonedDateTime(clock.timezone)
      .epochMilliseconds
  switch (test.op) {
    case 'is_set':
      return of.isSet
    case 'is':
      return typeof test.value === 'string'
        ? text(sql`${of.text} = ${as('String', test.value)}`)
        : typeof test.value === 'number'
          ? number(sql`${of.number} = ${as('Float64', test.value)}`)
          : sql`(${of.isTruth} and ${of.truth} = ${as('Bool', test.value)})`
    case 'in': {
      const texts = test.values.filter((v) => typeof v === 'string')
      const numbers = test.values.filter((v) => typeof v === 'number')
      const either = [
        ...(texts.length > 0 ? [text(sql`has(${as('Array(String)', texts)}, ${of.text})`)] : []),
        ...numbers.map((n) => number(sql`${of.number} = ${as('Float64', n)}`)),
      ]
      return sql`(${join(either, ' or ')})`
    }
    case 'contains':
      return text(sql`position(lowerUTF8(${of.text}), lowerUTF8(${as('String', test.value)})) > 0`)
    case 'starts_with':
      return text(sql`startsWith(lowerUTF8(${of.text}), lowerUTF8(${as('String', test.value)}))`)
    case 'ends_with':
      return text(sql`endsWith(lowerUTF8(${of.text}), lowerUTF8(${as('String', test.value)}))`)
    case 'matches':
      return text(sql`match(${of.text}, ${as('String', test.pattern)})`)
    case 'contains_any':
      return text(
        sql`multiSearchAny(lowerUTF8(${of.text}), arrayMap(x -> lowerUTF8(x), ${as('Array(String)', test.values)}))`,
      )
    case 'length':
      return text(numberCondition(test.is, sql`toFloat64(lengthUTF8(${of.text}))`))
    case 'version': {
      const sign = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=`, equal: sql`=` }[test.is]
      return text(sql`(match(${of.text}, ${as('String', VERSION.source)}) and ${parts(of.text)} ${sign}
        ${parts(sql`${as('String', test.value)}`)})`)
    }
    case 'near':
      return text(sql`(match(${of.text}, ${as('String', POSITION.source)}) and greatCircleDistance(
        toFloat64OrZero(splitByChar(',', ${of.text})[2]), toFloat64OrZero(splitByChar(',', ${of.text})[1]),
        ${as('Float64', test.longitude)}, ${as('Float64', test.latitude)}) <= ${as('Float64', test.km * 1000)})`)
    case 'gt':
      return number(sql`${of.number} > ${as('Float64', test.value)}`)
    case 'gte':
      return number(sql`${of.number} >= ${as('Float64', test.value)}`)
    case 'lt':
      return number(sql`${of.number} < ${as('Float64', test.value)}`)
    case 'lte':
      return number(sql`${of.number} <= ${as('Float64', test.value)}`)
    case 'between':
      return number(
        sql`${of.number} between ${as('Float64', test.from)} and ${as('Float64', test.to)}`,
      )
    case 'on':
      return within(day(test.day), day(test.day, 1))
    case 'before':
      return within(undefined, day(test.day))
    case 'after':
      return within(day(test.day, 1), undefined)
    case 'between_days':
      return within(day(test.from), day(test.to, 1))
    case 'in_last':
      return within(ago(clock, test.span), clock.now)
    case 'more_than_ago':
      return within(undefined, ago(clock, test.span))
    case 'in_next':
      return within(clock.now, ago(clock, test.span, -1))
    case 'anniversary_in': {
      const days = anniversaryDays(clock, test.from_days, test.to_days)
      const numbers = days.map((day) => Number(day.replace('-', '')))
      const day = of.day(clock.timezone)
      return sql`ifNull(toMonth(${day}) * 100 + toDayOfMonth(${day}) in ${as('Array(UInt32)', numbers)}, false)`
    }
    case 'weekday':
      return sql`(isNotNull(${at}) and has(${as('Array(UInt32)', test.days)},
        toUInt32(toDayOfWeek(assumeNotNull(${at}), 0, ${as('String', clock.timezone)}))))`
    case 'has_any':
      return list(sql`hasAny(${of.list}, ${as('Array(String)', test.values)})`)
    case 'has_all':
      return list(sql`hasAll(${of.list}, ${as('Array(String)', test.values)})`)
    case 'count_gte':
      return test.value === 0
        ? sql`true`
        : list(sql`length(${of.list}) >= ${as('UInt32', test.value)}`)
  }
}

/** Parts that are missing are 0: 8.1 and 8.1.0 are one version. */
const parts = (text: Sql) =>
  sql`arrayResize(arrayMap(x -> toUInt64OrZero(x), splitByChar('.', ${text})), 4)`

const moment = (ms: number) => as('DateTime64(3)', new Date(ms))

/**
 * The days of the year, '02-28', that lie so many days ahead. Who was born on 29 February has the
 * 28th in years that lack it.
 */
export function anniversaryDays(clock: Clock, from: number, to: number): string[] {
  const days = new Set<string>()
  const today = startOf(clock, 'day', 0)
  for (let ahead = from; ahead <= Math.min(to, from + 366); ahead++) {
    const date = Temporal.Instant.fromEpochMilliseconds(today)
      .toZonedDateTimeISO(clock.timezone)
      .add({ days: ahead })
      .toPlainDate()
    days.add(date.toString().slice(5))
    if (date.month === 2 && date.day === 28 && !date.inLeapYear) days.add('02-29')
  }
  return [...days]
}
