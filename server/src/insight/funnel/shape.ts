// What a funnel asks and answers.
import { z } from 'zod'
import { Bin, Spread } from '../question/bins.ts'
import { byAttribute, byAudience, withLimit } from '../question/breakdown-shape.ts'
import { QuestionEvent, QuestionPattern, range, whom } from '../question/pattern.ts'
import { Period } from '../question/periods.ts'

const Step = z.number().int().min(1).max(10)

export const FunnelBreakdown = z
  .discriminatedUnion('type', [
    z
      .object({
        type: z.literal('event'),
        by: z.string().min(1).max(200).describe('A property of the events of the steps'),
        attribution: z
          .union([z.enum(['first', 'last']), Step])
          .default('first')
          .describe('The first or last step that has a value, or that of one step, from 1 on'),
      })
      .strict(),
    byAttribute,
    byAudience,
  ])
  .and(withLimit('those most often entered first'))
export type FunnelBreakdown = z.infer<typeof FunnelBreakdown>

export const FunnelQuestion = z
  .object({
    order: z
      .enum(['ordered', 'strict', 'unordered'])
      .default('ordered')
      .describe(
        'One after the other; with nothing else she did between; or in any order. Each event is one step at most, except in `unordered`',
      ),
    steps: z.array(QuestionPattern).min(1).max(10),
    window_seconds: z
      .number()
      .int()
      .min(1)
      .max(366 * 86_400)
      .default(14 * 86_400)
      .describe('From the first step to the last, both ends within'),
    ...range,
    exclusions: z
      .array(
        QuestionEvent.extend({
          or: z.array(QuestionEvent).max(20).optional().describe('Further events that do the same'),
          from_step: Step,
          to_step: Step,
        }),
      )
      .max(5)
      .default([])
      .describe(
        'Who did it between the two steps, counted from 1, does not get from one to the other by that attempt',
      ),
    breakdown: FunnelBreakdown.optional(),
    ...whom,
  })
  .strict()
export type FunnelQuestion = z.infer<typeof FunnelQuestion>

const seconds = z.number().nullable()
const Share = z
  .object({ share: z.number(), low: z.number(), high: z.number() })
  .nullable()
  .describe('With its 95 % interval (Wilson); null for the first, and of nobody')
const Count = z.number().int()
export const FunnelSteps = z.array(
  z.object({
    count: Count.describe('Customers who came that far'),
    avg_seconds: seconds.describe('From the step before; null for the first, and of nobody'),
    median_seconds: seconds,
    of_first: Share,
    of_before: Share,
  }),
)
export type FunnelSteps = z.infer<typeof FunnelSteps>

export const FunnelAnswer = z.object({
  steps: FunnelSteps,
  breakdowns: z.array(
    z.object({
      value: z.string().nullable().describe('null: none'),
      steps: FunnelSteps,
    }),
  ),
  other: z
    .object({ values: Count, steps: FunnelSteps })
    .nullable()
    .describe('All values beyond `limit`, together'),
  date_from: z.iso.datetime(),
  date_to: z.iso.datetime(),
  as_of: z.iso.datetime(),
})
export type FunnelAnswer = z.infer<typeof FunnelAnswer>

export const FunnelTimesAnswer = z.object({
  bins: z.array(Bin).describe('In seconds, the same for all'),
  spans: z
    .array(
      z.object({
        from_step: Step,
        to_step: Step,
        spread: Spread.describe('Of one time a customer, of those who came to `to_step`'),
        counts: z.array(Count),
      }),
    )
    .describe('From each step to the next, and from the first to the last'),
  as_of: z.iso.datetime(),
})
export type FunnelTimesAnswer = z.infer<typeof FunnelTimesAnswer>

export const FunnelTimesCell = z
  .object({ from_step: Step, to_step: Step, bin: z.number().int().min(0).optional() })
  .strict()
export type FunnelTimesCell = z.infer<typeof FunnelTimesCell>

export const FunnelTrendQuestion = FunnelQuestion.omit({ breakdown: true })
  .extend({ period: Period.default('week') })
  .strict()
export type FunnelTrendQuestion = z.infer<typeof FunnelTrendQuestion>

export const FunnelTrendAnswer = z.object({
  periods: z.array(
    z.object({
      start: z.string(),
      counts: z
        .array(Count)
        .describe(
          'Customers who came to each step by an attempt that began in the period, each once in it',
        ),
      rate: Share.describe('Those who came to the last step of those who began'),
      is_open: z.boolean().describe('The window of the last attempts is not over: more may come'),
    }),
  ),
  as_of: z.iso.datetime(),
})
export type FunnelTrendAnswer = z.infer<typeof FunnelTrendAnswer>

export const FunnelTrendCell = z
  .object({
    start: z.string().min(1).max(40).describe('Of a period, as the answer names it'),
    step: Step,
    came: z.enum(['reached', 'lost']).default('reached'),
  })
  .strict()
export type FunnelTrendCell = z.infer<typeof FunnelTrendCell>
