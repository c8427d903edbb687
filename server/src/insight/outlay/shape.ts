// What was put in against what came out: asked and answered.
import { z } from 'zod'
import { COST_KINDS } from '../../commerce/index.ts'
import { ModeSaid } from '../gmv/shape.ts'
import { range, whom } from '../question/pattern.ts'

const Count = z.number().int()
const Fen = z.number().describe('Fen of the brand’s currency')

/** What is put in. Goods and commission are in the margin, order by order. */
export const INPUTS = ['media', 'incentive', 'staff', 'tool'] as const
export type Input = (typeof INPUTS)[number]

export const OutlayQuestion = z
  .object({
    by: z
      .enum(['channel', 'activity', 'guide'])
      .default('channel')
      .describe(
        'Of an order: what stands on it; the channel, where none does, is the one that first brought the customer',
      ),
    ...range,
    as_of: whom.as_of,
    run_long: whom.run_long,
  })
  .strict()
  .meta({ example: { by: 'channel', date_from: '2026-01-01', date_to: '2026-03-31' } })
export type OutlayQuestion = z.infer<typeof OutlayQuestion>

const inputs = Object.fromEntries(
  INPUTS.map((kind) => [kind, Count.nullable().describe('null: nothing is recorded')]),
) as Record<Input, z.ZodNullable<z.ZodNumber>>
const figures = {
  adds: Count.describe('Pairs of customer and guide that became contacts'),
  buyers: Count,
  orders: Count,
  net_fen: Count.describe('Paid less given back'),
  cost_of_sales_fen: Fen.describe('Goods and commission, as far as they were not given back'),
  margin_fen: Fen,
  margin_is_estimate: z.boolean().describe('A part of the cost of sales rests on a default'),
  inputs: z.object(inputs),
  hours: z.number().describe('Of people’s work that were told'),
  modelled_fen: Fen.describe('By the cost model, where nothing is recorded'),
  input_fen: Fen.describe('All recorded inputs and what is modelled'),
  is_estimate: z.boolean().describe('A part of the input is modelled'),
  acquisition_fen: Fen.describe('Of it, for winning contacts'),
  per_add_fen: Fen.nullable().describe('Acquisition ÷ contacts; null: none were added'),
  profit_fen: Fen.describe('Margin less input'),
  roi: z.number().nullable().describe('Profit ÷ input; null: nothing was put in'),
}
export const OutlayFigures = z.object(figures)
export type OutlayFigures = z.infer<typeof OutlayFigures>

export const OutlayAnswer = z.object({
  mode: ModeSaid,
  all: OutlayFigures,
  values: z.array(z.object({ value: z.string().nullable(), ...figures })),
  months: z
    .array(
      z.object({
        start: z.string(),
        adds: Count,
        acquisition_fen: Fen,
        per_add_fen: Fen.nullable(),
        input_fen: Fen,
        is_estimate: z.boolean(),
      }),
    )
    .describe('Months that the range touches'),
  as_of: z.iso.datetime(),
})
export type OutlayAnswer = z.infer<typeof OutlayAnswer>

export const OutlayCell = z
  .object({
    value: z.string().max(200).nullable().optional().describe('null: none; left out: all'),
    is: z.enum(['added', 'buyers']).default('buyers'),
  })
  .strict()
export type OutlayCell = z.infer<typeof OutlayCell>

const Text = z.string().trim().min(1).max(200)
export const NewOutlay = z
  .object({
    spent_on: z.iso.date(),
    kind: z.enum(COST_KINDS),
    fen: Count.min(-1e12).max(1e12).optional().describe('Negative: money that came back'),
    hours: z.number().min(0.01).max(100_000).optional(),
    hour_rate_fen: Count.min(0)
      .max(10_000_000)
      .optional()
      .describe('By the cost model unless given'),
    channel_id: Text.optional(),
    activity_id: Text.optional(),
    store_id: Text.optional(),
    staff_id: Text.optional(),
    note: z.string().trim().max(500).default(''),
  })
  .strict()
  .refine(({ fen, hours }) => (fen === undefined) !== (hours === undefined), 'An amount, or hours')
  .meta({
    example: { spent_on: '2026-03-02', kind: 'staff', hours: 6, staff_id: 'G012', note: '回访' },
  })
export const Outlay = z.object({
  id: z.uuid(),
  source: z.string(),
  spent_on: z.string(),
  kind: z.enum(COST_KINDS),
  fen: Count,
  hours: z.number().nullable(),
  hour_rate_fen: Count.nullable(),
  channel_id: z.string().nullable(),
  activity_id: z.string().nullable(),
  store_id: z.string().nullable(),
  staff_id: z.string().nullable(),
  note: z.string(),
  by_hand: z.boolean().describe('Entered here; else a file brought it'),
})
export const OrderBehind = z.object({
  source: z.string(),
  order_id: z.string(),
  customer_id: Count,
  at: z.iso.datetime(),
  net_fen: Count,
})
