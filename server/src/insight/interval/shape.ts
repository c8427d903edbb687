// How long it takes from one event to another: what is asked and answered.
import { z } from 'zod'
import { BinCell } from '../distribution/shape.ts'
import { Bin, Bins, Spread } from '../question/bins.ts'
import { Breakdown } from '../question/breakdown-shape.ts'
import { QuestionPattern, range, whom } from '../question/pattern.ts'

const Count = z.number().int()
const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400
/** Where people cut time: a minute to a quarter of a year. */
export const TIME_EDGES = [
  ...[MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR],
  ...[1, 3, 7, 14, 30, 60, 90].map((days) => days * DAY),
]

export const IntervalQuestion = z
  .object({
    first: QuestionPattern,
    second: QuestionPattern.optional().describe('The next of the first unless given'),
    of_several: z
      .enum(['first', 'last'])
      .default('last')
      .describe('Where she did the first several times before the second: since which of them'),
    each: z
      .enum(['every', 'once'])
      .default('every')
      .describe('Every interval of a customer, or her earliest only'),
    within_seconds: z
      .number()
      .int()
      .min(1)
      .max(20 * 366 * DAY)
      .optional()
      .describe('Longer intervals are none'),
    bins: Bins.default({ kind: 'own', edges: TIME_EDGES }).describe('In seconds'),
    breakdown: Breakdown.optional().describe('Of an event: of the first'),
    ...range,
    ...whom,
  })
  .strict()
  .meta({
    example: {
      first: { any_of: [{ event: 'product_viewed' }] },
      second: { any_of: [{ event: 'order_paid' }] },
    },
  })
export type IntervalQuestion = z.infer<typeof IntervalQuestion>

const Told = z.object({
  customers: Count,
  spread: Spread.describe('Of the intervals, in seconds; `count` are intervals'),
  counts: z.array(Count).describe('Intervals in each bin'),
})

export const IntervalAnswer = z.object({
  bins: z.array(Bin),
  began: Count.describe('Customers who did the first'),
  all: Told,
  breakdowns: z.array(Told.extend({ value: z.string().nullable().describe('null: none') })),
  other: Told.extend({ values: Count }).nullable().describe('All values beyond `limit`, together'),
  as_of: z.iso.datetime(),
})
export type IntervalAnswer = z.infer<typeof IntervalAnswer>

export const IntervalCell = BinCell.extend({
  waiting: z.boolean().default(false).describe('Instead: who did the first and has no interval'),
})
export type IntervalCell = z.infer<typeof IntervalCell>
