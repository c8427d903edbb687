// How a number is spread over customers: what is asked and answered.
import { z } from 'zod'
import { Bin, Bins, Spread } from '../question/bins.ts'
import { Breakdown } from '../question/breakdown-shape.ts'
import { QuestionPattern, range, whom } from '../question/pattern.ts'

const Count = z.number().int()

export const DistributionQuestion = z
  .object({
    of: QuestionPattern,
    measure: z
      .discriminatedUnion('kind', [
        z
          .object({ kind: z.enum(['times', 'days']) })
          .strict()
          .describe('How often she did it, or on how many days of the brand’s zone'),
        z
          .object({
            kind: z.enum(['sum', 'average', 'min', 'max']),
            property: z
              .string()
              .min(1)
              .max(200)
              .describe('Of the events; event.revenue_fen is money in fen'),
          })
          .strict(),
      ])
      .default({ kind: 'times' }),
    bins: Bins.default({ kind: 'even', count: 10 }),
    breakdown: Breakdown.optional(),
    ...range,
    ...whom,
  })
  .strict()
  .meta({
    example: { of: { any_of: [{ event: 'order_paid' }] }, bins: { kind: 'own', edges: [2, 3, 5] } },
  })
export type DistributionQuestion = z.infer<typeof DistributionQuestion>

const Told = z.object({
  spread: Spread.describe('Of one number a customer; `count` are customers who have one'),
  counts: z.array(Count).describe('Customers in each bin'),
})

export const DistributionAnswer = z.object({
  bins: z.array(Bin).describe('The same for all values of the breakdown'),
  all: Told,
  breakdowns: z.array(Told.extend({ value: z.string().nullable().describe('null: none') })),
  other: Told.extend({ values: Count })
    .nullable()
    .describe(
      'All values beyond `limit`, together: of an event’s property a customer counts once for each',
    ),
  as_of: z.iso.datetime(),
})
export type DistributionAnswer = z.infer<typeof DistributionAnswer>

export const BinCell = z
  .object({
    bin: Count.min(0).optional().describe('Its number, from 0; left out: all of them'),
    value: z
      .string()
      .nullable()
      .optional()
      .describe('Of the breakdown, null: none; left out: of all values'),
  })
  .strict()
export type BinCell = z.infer<typeof BinCell>
