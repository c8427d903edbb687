import { z } from 'zod'
import { range, whom } from '../question/pattern.ts'
import { ANSWER_DAYS } from './asks-sql.ts'

const Count = z.number().int()
const Share = z.number().nullable().describe('null: nobody whose wait is over')

export const AddsQuestion = z
  .object({
    by: z
      .enum(['channel', 'hook', 'guide'])
      .default('channel')
      .describe('Hook: the property `hook` of what was told, else its activity'),
    period: z.enum(['week', 'month']).default('month'),
    answer_days: z
      .number()
      .int()
      .min(1)
      .max(90)
      .default(ANSWER_DAYS)
      .describe('So long an answer is waited for'),
    ...range,
    ...whom,
  })
  .strict()
  .meta({ example: { by: 'channel', date_from: '2026-01-01', date_to: '2026-06-30' } })
export type AddsQuestion = z.infer<typeof AddsQuestion>

const asked = {
  asked: Count.describe('Pairs of customer and guide, each by the first time'),
  open: Count.describe('Not answered, and the wait is not over: in no share'),
  accepted: Count.describe('Became contacts within the wait'),
  acceptance: Share,
  low: Share,
  high: Share.describe('Wilson, 95 %'),
  adds: Count.describe('Contacts added, asked or not'),
}
const Slope = z
  .object({
    slope: z.number().describe('Median step from one period to the next'),
    low: z.number(),
    high: z.number().describe('95 %'),
    p_value: z.number(),
    direction: z.enum(['rising', 'falling', 'flat']),
    periods: Count,
  })
  .nullable()
  .describe('null: fewer than four periods are over and have figures')
const Cost = {
  per_add_fen: z.number().nullable().describe('null: none were added, or not all customers'),
  is_estimate: z.boolean(),
}
export const AddsAnswer = z.object({
  is_told: z.boolean().describe('false: nobody ever sent that somebody was asked'),
  all: z.object(asked),
  values: z.array(z.object({ value: z.string().nullable(), ...asked, ...Cost })),
  periods: z.array(z.object({ start: z.string(), ...asked })),
  complete: Count.describe('Periods that are over, and whose waits are'),
  months: z.array(z.object({ start: z.string(), adds: Count, ...Cost })),
  decay: z.object({ acceptance: Slope, per_add_fen: Slope }),
  costs: z.enum(['given', 'not_of_these_customers']),
  as_of: z.iso.datetime(),
})
export type AddsAnswer = z.infer<typeof AddsAnswer>

export const AddsCell = z
  .object({
    value: z.string().max(200).nullable().optional().describe('null: none; left out: all'),
    start: z.string().max(40).optional().describe('Of a period'),
    is: z.enum(['asked', 'accepted', 'refused', 'open', 'added']),
  })
  .strict()
export type AddsCell = z.infer<typeof AddsCell>
