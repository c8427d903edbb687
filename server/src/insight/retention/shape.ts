// Who comes back, who goes, how often: what is asked and answered.
import { z } from 'zod'
import { QuestionPattern, QuestionWhere, range, whom } from '../question/pattern.ts'
import { Period } from '../question/periods.ts'

const Count = z.number().int()
const Start = z
  .string()
  .describe('The first day of the period in the brand’s zone; of an hour, its moment')
const about = { as_of: z.iso.datetime() }

export const RetentionQuestion = z
  .object({
    target: QuestionPattern.describe('What makes a customer one of a cohort'),
    returning: QuestionPattern.optional().describe(
      'What counts as coming back; the same unless given',
    ),
    kind: z
      .enum(['recurring', 'first_time'])
      .default('recurring')
      .describe('Everybody who did it in the period, or who did it for the first time ever'),
    period: Period.default('week'),
    intervals: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(12)
      .describe('Cohorts, the last the one of `date_to`'),
    date_to: range.date_to,
    where: z.array(QuestionWhere).max(20).default([]).describe('Of both events'),
    measure: z
      .enum(['customers', 'revenue'])
      .default('customers')
      .describe('Customers who came back, or what they spent in fen of the brand’s currency'),
    ...whom,
  })
  .strict()
export type RetentionQuestion = z.infer<typeof RetentionQuestion>

export const RetentionAnswer = z.object({
  cohorts: z.array(
    z.object({
      start: Start,
      size: Count,
      values: z
        .array(Count)
        .describe(
          'Of the period itself (the whole cohort, or its revenue then) and of each one after it',
        ),
      complete: Count.describe('How many of the values are of periods that are over'),
    }),
  ),
  ...about,
})
export type RetentionAnswer = z.infer<typeof RetentionAnswer>

const active = { of: QuestionPattern.describe('What counts as being active'), ...range, ...whom }

export const LifecycleQuestion = z.object({ ...active, period: Period.default('week') }).strict()
export type LifecycleQuestion = z.infer<typeof LifecycleQuestion>

export const LifecycleAnswer = z.object({
  periods: z.array(
    z.object({
      start: Start,
      new: Count.describe('Active for the first time ever'),
      returning: Count.describe('Active in the period before as well'),
      resurrecting: Count.describe('Active earlier, but not in the period before'),
      dormant: Count.describe('Active in the period before, and not in this one'),
    }),
  ),
  ...about,
})
export type LifecycleAnswer = z.infer<typeof LifecycleAnswer>

export const StickinessQuestion = z.object({ ...active, period: Period.default('day') }).strict()
export type StickinessQuestion = z.infer<typeof StickinessQuestion>

export const StickinessAnswer = z.object({
  periods: Count.describe('In the range'),
  counts: z.array(Count).describe('Customers active in exactly one of them, in exactly two …'),
  customers: Count.describe('Active at all'),
  average_share: z
    .number()
    .nullable()
    .describe(
      'Active customers of a period on average, of all who were active: of days in a month, DAU/MAU',
    ),
  ...about,
})
export type StickinessAnswer = z.infer<typeof StickinessAnswer>
