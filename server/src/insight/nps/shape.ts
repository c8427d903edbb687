import { z } from 'zod'
import { CustomerShape } from '../../audiences/index.ts'
import { QuestionPattern, range, whom } from '../question/pattern.ts'
import { Period } from '../question/periods.ts'

const Count = z.number().int()
const Name = z.string().min(1).max(200)

export const CLASSES = ['promoters', 'passives', 'detractors'] as const
export type NpsClass = (typeof CLASSES)[number]

export const NpsQuestion = z
  .object({
    of: QuestionPattern.describe('The event with which customers answer'),
    property: Name.describe('Of the event: a whole number from 0 to 10'),
    wave: Period.extract(['week', 'month', 'quarter', 'year'])
      .default('month')
      .describe('A customer counts once in each, with her last answer'),
    breakdown: z
      .object({
        type: z
          .enum(['event', 'customer', 'unit'])
          .describe('unit: of the organisation, where she belongs now'),
        by: Name.describe('Of a unit: store, guide or region'),
        limit: z.number().int().min(1).max(50).default(10),
      })
      .strict()
      .optional(),
    confidence: z.number().min(0.5).max(0.999).default(0.95),
    ...range,
    ...whom,
  })
  .strict()
  .meta({
    example: {
      of: { any_of: [{ event: 'nps_answered' }] },
      property: 'score',
      wave: 'month',
      date_from: '2026-01-01',
      date_to: '2026-06-30',
    },
  })
export type NpsQuestion = z.infer<typeof NpsQuestion>

export const NpsCell = z
  .object({
    class: z.enum(CLASSES),
    start: z.string().min(1).max(40).optional().describe('Of a wave; left out: the whole range'),
    value: z.string().nullable().optional().describe('Of the breakdown, null: none'),
  })
  .strict()

const Interval = z.object({ low: z.number(), high: z.number(), confidence: z.number() })
const Score = z.object({
  n: Count,
  promoters: Count,
  passives: Count,
  detractors: Count,
  score: z.number().describe('From −100 to 100'),
  interval: Interval.extend({ method: z.enum(['normal', 'added_one']) }),
  too_few: z.boolean().describe('Fewer than 30 answers'),
})
export const NpsChange = z.object({
  before: z.string(),
  now: z.string(),
  change: z.number(),
  standard_error: z.number(),
  interval: Interval,
  p_value: z.number(),
  significant: z.boolean(),
  recontacted: Count.describe('Customers who answered both; their covariance is taken off'),
  too_few: z.boolean(),
})

export const NpsOverTime = z.object({
  total: Score.nullable().describe(
    'Of the whole range: each customer’s last answer; null: nobody answered',
  ),
  waves: z.array(z.object({ start: z.string(), result: Score.nullable() })),
  complete: Count.describe('How many waves are over'),
  change: NpsChange.nullable().describe('Of the last two waves that are over and have answers'),
  segments: z.array(
    z.object({
      value: z.string().nullable(),
      name: z.string().nullable().describe('Of a unit; null: its code has none, or is no unit’s'),
      result: Score,
      waiting: Count.nullable().describe(
        'Of a unit: detractors of whom nobody has said that they were spoken with; null: no unit',
      ),
    }),
  ),
  further_values: Count,
  unreadable: Count.describe('Answers that are no whole number from 0 to 10; they count nowhere'),
  as_of: z.iso.datetime(),
})
export type NpsOverTime = z.infer<typeof NpsOverTime>

export const FOLLOW_UP_STATES = ['open', 'contacted', 'resolved'] as const
export const FollowUp = z.object({
  state: z.enum(FOLLOW_UP_STATES),
  note: z.string(),
  by_name: z.string().nullable(),
  at: z.iso.datetime().nullable(),
})
export const Detractor = z.object({
  // Of a client's message: a hash in the shape of a UUID, of no version.
  event_id: z.guid(),
  customer_id: Count,
  customer: CustomerShape.nullable().describe('null: she is out of sight meanwhile'),
  score: Count,
  at: z.iso.datetime(),
  comment: z.string().nullable(),
  store: z.string().nullable().describe('Where she belongs: who is to answer'),
  guide: z.string().nullable(),
  follow_up: FollowUp,
  task: z
    .object({ id: z.uuid(), state: z.enum(['open', 'closed']), owner_name: z.string().nullable() })
    .nullable()
    .describe('Opened of this answer'),
})
export const Detractors = z.object({
  items: z.array(Detractor),
  next_cursor: z.string().nullable(),
})
export type Detractors = z.infer<typeof Detractors>
