// What a question is read with: its stretch of time, whose rows count, which rows are meant.
import {
  type Clock,
  CUSTOMER,
  compile,
  demandSound,
  during,
  isOf,
  type Mark,
  markOf,
  narrowing,
  type Reading,
  type Rule,
  readingNow,
} from '../../audiences/index.ts'
import { join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { demandPast } from '../gate/past.ts'
import { askedOfCustomer, asRule, eventsOf, type QuestionPattern } from './pattern.ts'

export interface Stretch {
  /** Milliseconds since 1970, `from` within, `to` without. */
  from: number
  to: number
}

/** For statements that make a list of each customer's rows and work on it: up to so many are grouped in one piece. */
export const LISTS = { cutGroupsFrom: 500_000 }

export interface QuestionReading {
  clock: Clock
  reading: Reading
  /** Rows of the event table whose customer counts; `true` where all do. */
  whose: Sql
  /** Nobody is left out: neither by the question nor by who asks. */
  isEverybody: boolean
  /** Rows that a pattern means. */
  means: (pattern: QuestionPattern) => Sql
  /** The same as a step of a chain. */
  marks: (pattern: QuestionPattern) => Mark
  /** A bitmap as far as the asker sees it. */
  narrow: (bitmap: Sql) => Sql
}

/**
 * @param patterns all that the question names: refused here when they make no sense
 * @throws 400 bad_rule with every problem and its place: ['rules', 1, …] is in the second pattern
 */
export async function readQuestion(
  ctx: Ctx,
  patterns: readonly QuestionPattern[],
  who?: Rule,
): Promise<QuestionReading> {
  const reading = await readingNow(ctx)
  // One look at what the brand has for all of them; a problem's place begins with the pattern's number.
  const { defined } = reading
  await demandSound(ctx, { kind: 'all', rules: patterns.map(asRule) }, undefined, defined)
  if (who) await demandSound(ctx, who, undefined, defined)
  demandPast(ctx, [...patterns.map(asRule), ...(who ? [who] : [])])
  const narrow = await narrowing(ctx, reading)
  const everybody = compile({ kind: 'everybody' }, reading).bitmap
  const seen = narrow(everybody)
  const conditions = [
    sql`customer_id != 0`,
    ...(who ? [isIn(compile(who, reading).bitmap)] : []),
    ...(seen === everybody ? [] : [isIn(seen)]),
  ]
  return {
    clock: reading.clock,
    reading,
    whose: join(conditions, ' and '),
    isEverybody: conditions.length === 1,
    means: (pattern) => meansRow(pattern, reading),
    marks: (pattern) => markOf(pattern, meansRow(pattern, reading)),
    narrow,
  }
}

/** Whether a row's customer, as the identity stands today, is in a bitmap. */
export const isIn = (bitmap: Sql): Sql => sql`bitmapContains(${bitmap}, ${CUSTOMER})`

function meansRow(pattern: QuestionPattern, reading: Reading): Sql {
  const events = pattern.any_of.map((event) => {
    const row = isOf(eventsOf({ any_of: [event] }), reading.clock)
    const asked = askedOfCustomer(event)
    return asked ? sql`(${row} and ${isIn(compile(asked, reading).bitmap)})` : row
  })
  return sql`(${join(events, ' or ')})`
}

const MOST_YEARS = 20
const DAY = /^\d{4}-\d\d-\d\d$/

/** @throws 400 when it ends before it begins, or is longer than twenty years */
export function stretchOfRange(
  range: { date_from?: string | undefined; date_to?: string | undefined },
  { now, timezone }: Clock,
): Stretch {
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timezone).epochMilliseconds
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
  const { date_from, date_to } = range
  // Clocks of customers run ahead: an open end takes in what bears a moment to come.
  const to =
    date_to === undefined
      ? startOf(today.add({ days: 1 }))
      : DAY.test(date_to)
        ? startOf(Temporal.PlainDate.from(date_to).add({ days: 1 }))
        : Date.parse(date_to)
  const lastDay = Temporal.Instant.fromEpochMilliseconds(to - 1)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
  const from =
    date_from === undefined
      ? startOf(lastDay.subtract({ days: 29 }))
      : DAY.test(date_from)
        ? startOf(Temporal.PlainDate.from(date_from))
        : Date.parse(date_from)
  if (from >= to) throw invalid('bad_days', 'The last day lies before the first')
  if (to - from > MOST_YEARS * 366 * 86_400_000)
    throw invalid('too_many_days', `At most ${MOST_YEARS} years at once`)
  return { from, to }
}

/** @param at the column that says when */
export const rowsIn = (stretch: Stretch, at?: Sql): Sql => during(stretch, at)
