// What winning customers cost, and when it comes back: asked and answered.
import { z } from 'zod'
import { COST_KINDS } from '../../commerce/index.ts'
import { range, whom } from '../question/pattern.ts'

const Count = z.number().int()
const Fen = z.number().int()
const Cost = Fen.nullable().describe('null: none is recorded, which is not none')
const Kinds = z.array(z.enum(COST_KINDS)).min(1)

export const AcquisitionQuestion = z
  .object({
    channel: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Only customers whose first channel it is, and only its costs'),
    cost_kinds: Kinds.default(['media', 'incentive']).describe('What winning customers costs'),
    operating_kinds: Kinds.default(['staff', 'tool']).describe('What keeping them costs'),
    margin_bp: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .describe(
        'Of what customers pay, what stays, basis points; by the cost defaults of the brand unless given',
      ),
    months: z.number().int().min(1).max(60).default(12).describe('After the first contact'),
    ...range,
    ...whom,
  })
  .strict()
  .meta({ example: { months: 12, date_from: '2025-04-01', date_to: '2026-03-31' } })
export type AcquisitionQuestion = z.infer<typeof AcquisitionQuestion>

const won = {
  customers: Count.describe('First contact in it'),
  buyers: Count.describe('Of them: have bought until now'),
  cost_fen: Cost.describe('null: nobody was added and nothing is recorded'),
  cost_is_estimate: z
    .boolean()
    .describe('A month and channel without a record is reckoned by the cost model'),
  per_customer_fen: z.number().nullable(),
  cac_fen: z.number().nullable().describe('Cost ÷ buyers; null where there is no cost or no buyer'),
}
export const AcquisitionAnswer = z.object({
  margin_bp: Count,
  margin_is_estimate: z.boolean().describe('Not given, but by the cost defaults'),
  all: z.object(won),
  cohorts: z.array(
    z.object({
      start: z.string().describe('The first day of the month'),
      ...won,
      values: z
        .array(Fen)
        .describe('What stayed of their payments until the end of each month, of the first on'),
      complete: Count.describe('How many of the months are over'),
      payback: Count.nullable().describe('The month, 0 the first, in which the cost was back'),
    }),
  ),
  channels: z.array(
    z.object({
      channel: z.string().nullable().describe('null: none of their events named one'),
      ...won,
      value_fen: Fen.describe('What stayed of their payments until now'),
    }),
  ),
  operating: z.array(
    z.object({
      start: z.string(),
      active: Count.describe('Customers who did anything in the month'),
      cost_fen: Cost,
      per_customer_fen: z.number().nullable(),
    }),
  ),
  as_of: z.iso.datetime(),
})
export type AcquisitionAnswer = z.infer<typeof AcquisitionAnswer>

export const AcquisitionCell = z
  .object({
    start: z.string().max(40).optional().describe('The month; left out: all'),
    channel: z.string().max(200).nullable().optional().describe('null: none; left out: all'),
    is: z.enum(['customers', 'buyers']).default('customers'),
  })
  .strict()
export type AcquisitionCell = z.infer<typeof AcquisitionCell>
