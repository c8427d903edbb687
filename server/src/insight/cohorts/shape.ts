// How unevenly customers bring, how often they come back, what the first order took: asked and answered.
import { z } from 'zod'
import { QuestionPattern, range, whom } from '../question/pattern.ts'

const Count = z.number().int()
const Fen = z.number().int()
const Rate = z.number().nullable().describe('In [0, 1]; null where nobody counts')
const about = { as_of: z.iso.datetime() }

export const ConcentrationQuestion = z
  .object({
    of: z
      .enum(['revenue', 'orders'])
      .default('revenue')
      .describe('Payments less what was given back, or paid orders'),
    among: z
      .enum(['known', 'buyers'])
      .default('known')
      .describe('All known customers, those who brought nothing too, or buyers of the range only'),
    share: z.number().gt(0).max(1).default(0.8),
    top: z.array(z.number().gt(0).max(1)).min(1).max(20).default([0.01, 0.05, 0.1, 0.2, 0.5]),
    ...range,
    ...whom,
  })
  .strict()
  .meta({ example: { of: 'revenue', date_from: '2026-01-01', date_to: '2026-03-31' } })
export type ConcentrationQuestion = z.infer<typeof ConcentrationQuestion>
export const ConcentrationAnswer = z.object({
  customers: Count.describe('All who count, those with nothing included'),
  zeros: Count.describe('Of them: brought nothing'),
  negative: Count.describe('Of those: more was given back than paid; they count as nothing'),
  total: z.number().describe('Fen, or orders'),
  gini: z.number().nullable(),
  top: z.array(z.object({ q: z.number(), customers: Count, share: Rate })),
  fewest: z
    .object({ share: z.number(), customers: Count, of_all: z.number() })
    .nullable()
    .describe('The fewest customers who bring the share asked for'),
  lorenz: z
    .array(z.object({ customers: z.number(), value: z.number() }))
    .describe('Shares of value by shares of customers, who brings least first'),
  ...about,
})
export type ConcentrationAnswer = z.infer<typeof ConcentrationAnswer>
export const ConcentrationCell = z
  .union([
    z.object({ top: z.number().int().min(1).describe('So many who bring most') }).strict(),
    z.object({ zeros: z.literal(true) }).strict(),
  ])
  .describe('Who brings most, or nothing')
export type ConcentrationCell = z.infer<typeof ConcentrationCell>

export const RepurchaseQuestion = z
  .object({
    days: z
      .number()
      .int()
      .min(1)
      .max(730)
      .default(90)
      .describe('Of the window after a first order'),
    after: z
      .enum(['first', 'any'])
      .default('first')
      .describe('Where waiting begins: with first orders of the range, or with each of its orders'),
    confidence: z.number().min(0.5).max(0.999).default(0.95),
    ...range,
    ...whom,
  })
  .strict()
  .meta({ example: { days: 90, date_from: '2025-04-01', date_to: '2026-03-31' } })
export type RepurchaseQuestion = z.infer<typeof RepurchaseQuestion>
const Side = z.object({ buyers: Count, orders: Count, fen: Fen })
export const RepurchaseAnswer = z
  .object({
    twice: z
      .object({ rate: Rate, buyers: Count, again: Count })
      .describe('Buyers with at least two orders in the range ÷ its buyers'),
    orders: z
      .object({ rate: Rate, orders: Count, first: Count })
      .describe('Orders that are nobody’s first ÷ orders of the range'),
    split: z
      .object({ rate: Rate, new: Side, old: Side })
      .describe('Buyers who had bought before the range ÷ its buyers; what each side ordered'),
    window: z
      .object({ rate: Rate, buyers: Count, again: Count, left_out: Count })
      .describe('Again within the days ÷ first buyers of the range who have had so many days'),
    waiting: z
      .object({
        n: Count,
        happened: Count,
        median: z.number().nullable(),
        curve: z.array(
          z.object({
            day: Count,
            at_risk: Count,
            happened: Count,
            censored: Count,
            waiting: z.number(),
            low: z.number(),
            high: z.number(),
          }),
        ),
      })
      .describe('Kaplan–Meier: the share that has not ordered again, day by day'),
    ...about,
  })
  .describe('Orders that were not wholly given back')
export type RepurchaseAnswer = z.infer<typeof RepurchaseAnswer>
export const RepurchaseCell = z
  .object({
    is: z.enum([
      'buyers',
      'twice',
      'new',
      'old',
      'window_buyers',
      'window_again',
      'window_not_again',
      'left_out',
    ]),
  })
  .strict()
export type RepurchaseCell = z.infer<typeof RepurchaseCell>

export const FirstOrderQuestion = z
  .object({
    contact: QuestionPattern.optional().describe(
      'What the first contact is; the first trace of a customer unless given',
    ),
    hours: z.number().int().min(1).max(8760).default(72),
    by: z
      .string()
      .min(1)
      .max(200)
      .default('event.channel_id')
      .describe('The property of the first contact that customers are told apart by'),
    limit: z.number().int().min(1).max(50).default(12),
    ...range,
    ...whom,
  })
  .strict()
  .meta({ example: { hours: 72, date_from: '2026-03-01', date_to: '2026-03-31' } })
export type FirstOrderQuestion = z.infer<typeof FirstOrderQuestion>
const FirstOrders = z.object({
  added: Count.describe('Customers whose first contact lies in the range'),
  open: Count.describe('Of them: the hours are not over'),
  seen: Count.describe('The others, whom the rate is of'),
  already: Count.describe('Of those: had bought before, so that no first order could be won'),
  converted: Count.describe('Of those: paid a first order, kept, within the hours'),
  rate: Rate,
  discount_fen: Fen.describe('Given on these first orders, as recorded with them'),
  subsidy_fen: z.number().nullable().describe('Per first order'),
})
export const FirstOrderAnswer = z.object({
  all: FirstOrders,
  values: z.array(
    FirstOrders.extend({
      value: z.string().nullable().describe('null: none'),
      is_other: z.boolean(),
    }),
  ),
  further_values: Count,
  ...about,
})
export type FirstOrderAnswer = z.infer<typeof FirstOrderAnswer>
export const FirstOrderCell = z
  .object({
    value: z.string().nullable().optional().describe('null: none; left out: all'),
    is: z.enum(['added', 'already', 'open', 'converted', 'not_converted']),
  })
  .strict()
export type FirstOrderCell = z.infer<typeof FirstOrderCell>
