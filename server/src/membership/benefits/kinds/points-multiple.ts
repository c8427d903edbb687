import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

/** Days of the brand's calendar on which it holds; absent: every day. */
export const MultipleDays = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('birthday_month') }).describe('The month of the attribute birthday'),
  z
    .object({
      kind: z.literal('month_days'),
      days: z.array(z.number().int().min(1).max(31)).min(1).max(31),
    })
    .describe('Members’ days of every month'),
  z
    .object({
      kind: z.literal('weekdays'),
      days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    })
    .describe('1 is Monday'),
])
export type MultipleDays = z.infer<typeof MultipleDays>

const Args = z.strictObject({
  times_bp: z.number().int().min(10_001).max(100_000).describe('20000: twice the points'),
  days: MultipleDays.optional(),
})
export const pointsMultiple: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'points_multiple', column: 'price', args: Args },
  strength: ({ times_bp }) => times_bp,
}
