// What attribution asks and answers.
import { z } from 'zod'
import { MODELS } from '../calc/attribution.ts'
import { QuestionPattern, range, whom } from '../question/pattern.ts'

const Name = z.string().min(1).max(200)
const Share = z.number().min(0).max(1)
const Count = z.number().int()
const Money = z.number().int()

/** What a cost is recorded for, by the field of events that names the same. */
export const COSTED = {
  'event.channel_id': 'channel_id',
  'event.activity_id': 'activity_id',
  'event.store_id': 'store_id',
  'event.staff_id': 'staff_id',
} as const

export const AttributionQuestion = z
  .object({
    conversion: QuestionPattern.default({ any_of: [{ event: 'order_paid', where: [] }] }).describe(
      'What is owed to somebody: paid orders unless given',
    ),
    value: Name.default('event.revenue_fen').describe(
      'The property that says what a conversion is worth; of money, the brand’s currency only',
    ),
    touch: z
      .object({
        of: QuestionPattern.optional().describe(
          'Which events count as touches; all but orders and the conversions unless given',
        ),
        by: Name.default('event.channel_id').describe(
          'The property that touches are told apart by; events without it are no touch',
        ),
        limit: z
          .number()
          .int()
          .min(1)
          .max(50)
          .default(12)
          .describe('Values shown, by how many customers they touched; the rest is one more'),
      })
      .strict()
      .default({ by: 'event.channel_id', limit: 12 }),
    lookback_days: z.number().int().min(1).max(365).default(30),
    ends: z
      .object({ first: Share, last: Share })
      .strict()
      .refine(({ first, last }) => first + last <= 1, 'first and last are at most 1 together')
      .default({ first: 0.4, last: 0.4 })
      .describe('Of `position`: shares of the first and the last touch'),
    half_life_days: z.number().positive().max(365).default(7).describe('Of `time_decay`'),
    cost_kinds: z
      .array(z.enum(['media', 'incentive', 'staff', 'tool']))
      .min(1)
      .default(['media', 'incentive'])
      .describe('Which recorded costs count'),
    paths: z.number().int().min(1).max(200).default(30).describe('Most frequent paths shown'),
    ...range,
    ...whom,
  })
  .strict()
  .meta({
    example: {
      touch: { by: 'event.channel_id' },
      lookback_days: 30,
      date_from: '2026-03-01',
      date_to: '2026-03-31',
    },
  })
export type AttributionQuestion = z.infer<typeof AttributionQuestion>

const Credit = z.object({ conversions: z.number(), value: z.number() })
const Value = z.string().nullable().describe('null: all values that are not shown, together')

export const AttributionAnswer = z.object({
  conversions: Count,
  value: z.number().describe('Of all conversions; fen where it is money'),
  untouched: Credit.describe('Conversions before which there was no touch: owed to nobody'),
  values: z.array(
    z.object({
      value: Value,
      touched: Count.describe('Customers touched within the range'),
      converted: Count.describe('Customers who converted with such a touch on their way'),
      credits: z.record(z.enum(MODELS), Credit).describe('By model; each adds up to what is owed'),
      removal_effect: z.number().describe('Of `markov`: the share of conversions that go with it'),
      cost_fen: Money.nullable().describe('null: none is recorded, which is not none'),
    }),
  ),
  costs: z
    .enum(['given', 'no_such_cost', 'not_of_these_customers'])
    .describe(
      'Costs are recorded for channels, activities, stores and guides, and for everybody: not for some customers of a scope or a rule',
    ),
  paths: z.array(
    z.object({
      path: z.array(Value),
      conversions: Count,
      value: z.number(),
      nulls: Count.describe('Customers who went this way within the range and did not convert'),
      average_days: z
        .number()
        .nullable()
        .describe('From the first touch to the conversion; null where nobody converted'),
    }),
  ),
  further_paths: Count,
  further_values: Count,
  as_of: z.iso.datetime(),
})
export type AttributionAnswer = z.infer<typeof AttributionAnswer>

/** Whom a figure of it stands for. */
export const AttributionCell = z
  .union([
    z
      .object({
        value: Value,
        at: z
          .enum(['anywhere', 'first', 'last', 'touched'])
          .default('anywhere')
          .describe(
            'Where on the way to a conversion; `touched`: within the range, converted or not',
          ),
      })
      .strict(),
    z
      .object({
        path: z.array(Value).max(500).describe('Empty: converted without any touch'),
        converted: z.boolean().default(true),
      })
      .strict(),
  ])
  .describe('A value’s customers, or those who went a path')
export type AttributionCell = z.infer<typeof AttributionCell>
