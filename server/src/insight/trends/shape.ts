// What a trend asks and answers.
import { z } from 'zod'
import { QuestionPattern, range, whom } from '../question/pattern.ts'
import { Period } from '../question/periods.ts'

const Name = z.string().min(1).max(200)

export const Measure = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z
        .enum(['count', 'customers', 'per_customer'])
        .describe('Events, customers who did it, or the one divided by the other'),
    })
    .strict(),
  z
    .object({
      kind: z.enum(['sum', 'average', 'min', 'max', 'median', 'p90', 'p95', 'p99', 'distinct']),
      property: Name.describe('Of the events; event.revenue_fen is money in fen'),
    })
    .strict(),
])
export type Measure = z.infer<typeof Measure>

const limit = z
  .number()
  .int()
  .min(1)
  .max(50)
  .default(8)
  .describe('Values shown, the largest of the first series; the rest is one more')

export const TrendsQuestion = z
  .object({
    series: z
      .array(
        z
          .object({
            name: z.string().max(100).optional(),
            of: QuestionPattern,
            measure: Measure.default({ kind: 'count' }),
          })
          .strict(),
      )
      .min(1)
      .max(10),
    formulas: z
      .array(
        z
          .object({
            name: z.string().max(100).optional(),
            formula: z
              .string()
              .min(1)
              .max(500)
              .describe('A is the first series, B the second: A / B * 100; min, max, round, or'),
          })
          .strict(),
      )
      .max(5)
      .default([]),
    period: Period.default('day'),
    ...range,
    breakdown: z
      .discriminatedUnion('type', [
        z.object({ type: z.literal('event'), by: Name, limit }).strict(),
        z.object({ type: z.literal('customer'), by: Name, limit }).strict(),
      ])
      .optional(),
    cumulative: z
      .boolean()
      .default(false)
      .describe('Each period with all before it: events, sums, and customers by their first'),
    compare: z
      .union([
        z.enum(['previous', 'year']),
        z.object({ date_from: range.date_from.unwrap(), date_to: range.date_to.unwrap() }).strict(),
      ])
      .optional()
      .describe('With as many periods before, with the year before, or with another range'),
    ...whom,
  })
  .strict()
export type TrendsQuestion = z.infer<typeof TrendsQuestion>

const Value = z.number().nullable()
const values = z.array(Value).describe('Of each period; null where there is nothing to reckon from')
export const TrendsAnswer = z.object({
  periods: z.array(z.string()).describe('Their first days; of hours, their moments'),
  complete: z.number().int().describe('How many of them are over'),
  compared_periods: z.array(z.string()).nullable(),
  series: z.array(
    z.object({
      of: z
        .number()
        .int()
        .describe('The number of the series, or after them of the formula, from 0'),
      name: z.string(),
      value: z.string().nullable().describe('Of the breakdown; null: none'),
      is_other: z.boolean().describe('All values that are not shown, together'),
      values,
      total: Value.describe('Of the whole range: a customer counts once'),
      compared: z.object({ values, total: Value }).nullable(),
    }),
  ),
  further_values: z.number().int().describe('Of the breakdown, beyond those shown'),
  as_of: z.iso.datetime(),
})
export type TrendsAnswer = z.infer<typeof TrendsAnswer>
