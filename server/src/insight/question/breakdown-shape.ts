// What figures are told apart by.
import { z } from 'zod'

const Name = z.string().min(1).max(200)

export const byAttribute = z
  .object({ type: z.literal('customer'), by: Name })
  .strict()
  .describe('An attribute, as it is now')
export const byAudience = z
  .object({ type: z.literal('audience'), by: z.array(z.uuid()).min(1).max(20) })
  .strict()
  .describe('Who is inside each of them now; who is in two counts in both')
export const withLimit = (shown: string) =>
  z.object({
    limit: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe(`Values shown, ${shown}; the rest is one row more`),
  })

export const Breakdown = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('event'), by: Name.describe('A property of the event') }).strict(),
    byAttribute,
    byAudience,
  ])
  .and(withLimit('those with the most customers first'))
export type Breakdown = z.infer<typeof Breakdown>
export type OfCustomer = z.infer<typeof byAttribute> | z.infer<typeof byAudience>
