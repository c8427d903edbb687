// The GMV identity on a brand's own data: what is asked and answered.
import { z } from 'zod'
import { FACTORS } from '../calc/gmv.ts'
import { MODES } from '../mode/mode.ts'
import { range, whom } from '../question/pattern.ts'

const Count = z.number().int()
const Money = z.number().describe('Fen of the brand’s currency')
const Value = z.string().nullable()

export const GmvQuestion = z
  .object({
    ...range,
    by: z
      .enum(['none', 'month', 'store', 'channel', 'pool'])
      .default('none')
      .describe(
        'Store: of the visit and of the order. Channel: the one that first brought the customer. Pool: live ones, by who is inside now; a customer of two counts in both',
      ),
    compare: z
      .discriminatedUnion('with', [
        z
          .object({ with: z.literal('previous') })
          .strict()
          .describe('As many days before'),
        z
          .object({ with: z.literal('period'), date_from: z.iso.date(), date_to: z.iso.date() })
          .strict(),
        z
          .object({ with: z.literal('segments'), before: Value, after: Value })
          .strict()
          .describe('Two values of `by` within the range, null: none'),
      ])
      .optional()
      .describe('What the change is explained from'),
    ...whom,
  })
  .strict()
  .meta({
    example: {
      date_from: '2026-10-01',
      date_to: '2026-10-31',
      by: 'store',
      compare: { with: 'previous' },
    },
  })
export type GmvQuestion = z.infer<typeof GmvQuestion>

const factors = Object.fromEntries(FACTORS.map((name) => [name, z.number()])) as Record<
  (typeof FACTORS)[number],
  z.ZodNumber
>
const measured = {
  visitors: Count.describe('Customers seen, each once'),
  recruited: Count.describe('Of them, brought by another customer’s link for the first time'),
  buyers: Count,
  orders: Count,
  net_fen: Money.describe('Paid less given back'),
  factors: z
    .object(factors)
    .describe('order_value in fen; visitors without those brought by another'),
  gmv_fen: Money.describe('What the five multiply to'),
  rest_fen: Money.describe(
    'Net sales that no factor holds; 0 unless more was given back than sold',
  ),
}
const Measured = z.object(measured)
export type Measured = z.infer<typeof Measured>

export const ChangeShape = z.object({
  before: z.number(),
  after: z.number(),
  change: z.number(),
  factors: z.array(
    z.object({
      factor: z.enum(FACTORS),
      before: z.number().nullable(),
      after: z.number().nullable(),
      lmdi: z.number(),
      shapley: z.number(),
      chain: z.number(),
    }),
  ),
})

export const ModeSaid = z.object({
  mode: z.enum(MODES),
  is_decided: z.boolean().describe('false: nobody has decided yet, this is where it begins'),
  window_days: Count,
})

export const GmvAnswer = z.object({
  mode: ModeSaid,
  currency: z.string(),
  total: Measured,
  uncounted: z
    .object({ orders: Count, paid_fen: Count })
    .describe('Orders paid in these days that the operating mode does not count'),
  segments: z.array(
    z.object({
      value: Value.describe('Of `by`; of months the first day; null: none'),
      name: z.string().nullable().describe('Of a store or a pool'),
      ...measured,
      before: Measured.nullable(),
      change: ChangeShape.nullable(),
    }),
  ),
  before: Measured.nullable(),
  change: ChangeShape.nullable().describe('Money owed to each factor; adds up without a rest'),
  change_of_segments: ChangeShape.nullable().describe(
    'Each segment explained, the parts added; of stores and channels, which add up to the whole',
  ),
  date_from: z.iso.datetime(),
  date_to: z.iso.datetime(),
  as_of: z.iso.datetime(),
})
export type GmvAnswer = z.infer<typeof GmvAnswer>

export const GmvCell = z
  .object({
    of: z
      .enum(['visitors', 'themselves', 'recruited', 'buyers', 'buyers_again'])
      .describe('themselves: not brought by another; buyers_again: with two orders or more'),
    value: Value.optional().describe('A segment, of months the first day; left out: the whole'),
  })
  .strict()
export type GmvCell = z.infer<typeof GmvCell>
