// Periods of the brand's calendar: hours to years, as the moments at which they begin.
import { z } from 'zod'
import type { Clock } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { invalid } from '../../platform/errors.ts'
import type { Stretch } from './reading.ts'

export const Period = z.enum(['hour', 'day', 'week', 'month', 'quarter', 'year'])
export type Period = z.infer<typeof Period>

/** Moments at which one period ends and the next begins, milliseconds since 1970; one more than periods. */
export type Edges = readonly number[]

const MOST = 2_000
const zoned = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

/** Monday begins a week. */
function startOf(at: Temporal.ZonedDateTime, period: Period): Temporal.ZonedDateTime {
  if (period === 'hour') return at.round({ smallestUnit: 'hour', roundingMode: 'floor' })
  const day = at.startOfDay()
  switch (period) {
    case 'day':
      return day
    case 'week':
      return day.subtract({ days: day.dayOfWeek - 1 }).startOfDay()
    case 'month':
      return day.with({ day: 1 }).startOfDay()
    case 'quarter':
      return day.with({ day: 1, month: day.month - ((day.month - 1) % 3) }).startOfDay()
    case 'year':
      return day.with({ day: 1, month: 1 }).startOfDay()
  }
}

function after(at: Temporal.ZonedDateTime, period: Period, count: number): Temporal.ZonedDateTime {
  switch (period) {
    case 'hour':
      return at.add({ hours: count })
    case 'quarter':
      return at.add({ months: 3 * count })
    default:
      return at.add({ [`${period}s`]: count })
  }
}

/** The periods that a stretch touches, whole. @throws 400 for more than 2,000 */
export function edgesOf({ from, to }: Stretch, period: Period, zone: string): Edges {
  const edges: number[] = []
  const first = startOf(zoned(from, zone), period)
  for (let i = 0; (edges.at(-1) ?? 0) < to || edges.length < 2; i++) {
    if (i > MOST)
      throw invalid('too_many_periods', `At most ${MOST} periods at once; take longer ones`)
    // From the first each time: a month after 31 January after 28 February is no 31 March.
    const edge = startOf(after(first, period, i), period).epochMilliseconds
    // An hour that the clock shows twice is begun once.
    if (edge > (edges.at(-1) ?? Number.NEGATIVE_INFINITY)) edges.push(edge)
  }
  return edges
}

/** So many periods, the last the one that `to` lies in. */
export function lastEdges(to: number, count: number, period: Period, zone: string): Edges {
  const last = startOf(zoned(to, zone), period)
  const start = (back: number) => startOf(after(last, period, -back), period).epochMilliseconds
  return Array.from({ length: count + 1 }, (_, i) => start(count - 1 - i))
}

/** How a period is named: its first day, or the hour with its offset. */
export const nameOf = (edge: number, period: Period, zone: string): string =>
  period === 'hour'
    ? zoned(edge, zone).toString({ timeZoneName: 'never', smallestUnit: 'minute' })
    : zoned(edge, zone).toPlainDate().toString()

/** The first and the last day that a stretch touches. */
export const daysOf = ({ from, to }: Stretch, zone: string): { from: string; to: string } => ({
  from: zoned(from, zone).toPlainDate().toString(),
  to: zoned(to - 1, zone)
    .toPlainDate()
    .toString(),
})

export const whole = (edges: Edges): Stretch => ({
  from: edges[0] as number,
  to: edges.at(-1) as number,
})

const MILLI = (at: Sql) => sql`toUnixTimestamp64Milli(${at})`

/** How long all of the periods are, when they are equally long. */
function lengthOf(edges: Edges): number | undefined {
  const [first = 0, second = 0] = edges
  const length = second - first
  return edges.every((edge, i) => edge === first + i * length) ? length : undefined
}

/** When the period began that a row lies in. Rows must lie within the edges. */
export function periodOf(edges: Edges, at: Sql = sql`at`): Sql {
  const [first, length] = [as('Int64', edges[0]), lengthOf(edges)]
  // A division costs less than a look in a sorted list; a month or a day of a changed clock needs the list.
  return length === undefined
    ? sql`roundDown(${MILLI(at)}, ${as('Array(Int64)', edges.slice(0, -1))})`
    : sql`${first} + intDiv(${MILLI(at)} - ${first}, ${as('Int64', length)}) * ${as('Int64', length)}`
}

/** The same as the period's number, from 0: a key of two bytes. */
export function numberOf(edges: Edges, at: Sql = sql`at`): Sql {
  const [first, length] = [as('Int64', edges[0]), lengthOf(edges)]
  const starts = as('Array(Int64)', edges.slice(0, -1))
  return length === undefined
    ? sql`transform(${periodOf(edges, at)}, ${starts}, CAST(range(${as('UInt32', edges.length - 1)}), 'Array(UInt16)'), toUInt16(0))`
    : sql`toUInt16(intDiv(${MILLI(at)} - ${first}, ${as('Int64', length)}))`
}

/** How many of the periods are over. */
export const periodsOver = (edges: Edges, { now }: Clock): number =>
  edges.slice(1).filter((end) => end <= now).length
