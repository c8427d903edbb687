// The operating scorecard: what is asked and answered.
import { z } from 'zod'
import { ModeSaid } from '../gmv/shape.ts'
import { QuestionPattern, range, whom } from '../question/pattern.ts'

const Count = z.number().int()
export const STAGES = [
  'stimulate',
  'decide',
  'share',
  'repurchase',
  'receive',
  'want',
  'choose',
  'pay',
] as const
export type Stage = (typeof STAGES)[number]

export const ScorecardQuestion = z
  .object({
    ...range,
    receive: QuestionPattern.describe(
      'How a customer comes to hear of something: a visit, a message opened',
    ),
    want: QuestionPattern.describe('That she wants something: a product looked at, a search'),
    choose: QuestionPattern.optional().describe('That she chooses: into the cart, an order placed'),
    share: QuestionPattern.optional().describe('That she tells others; a page shared unless given'),
    ...whom,
  })
  .strict()
  .meta({
    example: {
      date_from: '2026-10-01',
      date_to: '2026-10-31',
      receive: { any_of: [{ event: 'page_viewed' }] },
      want: { any_of: [{ event: 'product_viewed' }] },
    },
  })
export type ScorecardQuestion = z.infer<typeof ScorecardQuestion>

const Figure = z.object({ now: z.number().nullable(), before: z.number().nullable() })
export const GROWTH = [
  'new_customers',
  'first_buyers',
  'first_net_fen',
  'existing_buyers',
  'existing_net_fen',
  'existing_share',
  'repeat_rate',
  'fresh_rate',
  'dearer_rate',
] as const
export type GrowthFigure = (typeof GROWTH)[number]
const growth = Object.fromEntries(GROWTH.map((name) => [name, Figure])) as Record<
  GrowthFigure,
  typeof Figure
>
export const COSTS = ['customer', 'order', 'guide'] as const

export const ScorecardAnswer = z.object({
  mode: ModeSaid,
  currency: z.string(),
  stages: z.array(
    z.object({
      stage: z.enum(STAGES),
      entry: Count.describe('Customers who entered it'),
      exit: Count.describe('Of them, who went on'),
      rate: z.number().nullable(),
      is_told: z.boolean().describe('false: what tells of it was never sent, or not named'),
    }),
  ),
  growth: z.object(growth).describe('Of the range, and of as long before'),
  steps: z
    .array(z.object({ order: Count, customers: Count, next: Count, rate: z.number().nullable() }))
    .describe('Of who has paid the nth order by the end of the range, who has paid one more'),
  aha: z.object({
    added: Count.describe('Customers added in the range'),
    ordered: Count.describe('Of them, who ordered after'),
    delivered: Count.describe('Of those, to whom it was delivered'),
    to_order_seconds: z.number().nullable().describe('Median'),
    to_delivery_seconds: z.number().nullable().describe('Median, from the first order on'),
    has_deliveries: z.boolean(),
  }),
  service: z.object({
    asked: Count.describe('Customers who wrote'),
    replied: Count.nullable().describe(
      'Of them, answered within 24 hours; null: no replies are sent to us',
    ),
    friends: Count.describe('Customers ever added'),
    kept: Count.describe('Of them, who have not left'),
  }),
  costs: z.object({
    fen: z.number(),
    kinds: z.array(z.object({ kind: z.string(), fen: z.number() })),
    per: z.array(
      z.object({
        what: z.enum(COSTS),
        count: Count.nullable().describe(
          'null: of guides as of a past moment, who was whose is known as it is now only',
        ),
        fen: z.number().nullable(),
      }),
    ),
  }),
  score: z.object({
    operating_weight: Count.describe('Of a hundred; the rest is acquiring'),
    operating: z
      .number()
      .nullable()
      .describe('Now ÷ before of the operating figures, their geometric mean'),
    acquiring: z.number().nullable(),
    total: z.number().nullable(),
  }),
  as_of: z.iso.datetime(),
})
export type ScorecardAnswer = z.infer<typeof ScorecardAnswer>

export const ScorecardCell = z
  .object({
    stage: z.enum(STAGES),
    of: z.enum(['entry', 'exit', 'lost']),
  })
  .strict()
