// Shapes of gift cards in the API.
import { z } from 'zod'
import { GIFT_STATES } from './queries.ts'

const Time = z.string()
export const GiftState = z
  .enum(GIFT_STATES)
  .describe('waiting: whoever holds the code may claim it; claimed: it is stored value')
export const GiftCardOut = z.object({
  id: z.string(),
  code: z
    .string()
    .nullable()
    .describe('Of the link; whoever holds it may claim it. null: to who may not sell one'),
  fen: z.number().int(),
  state: GiftState,
  greeting: z.string(),
  ...{ buyer_id: z.number().int().nullable(), claimer_id: z.number().int().nullable() },
  ...{ sold_at: Time, claimed_at: Time.nullable(), refunded_at: Time.nullable() },
})
const Words = z.string().nullable()
export const ListedGiftCard = GiftCardOut.extend({
  ...{ buyer_name: Words, buyer_phone: Words, claimer_name: Words, claimer_phone: Words },
})
export const Selling = z
  .object({
    key: z.string().min(1).max(100).describe('The same payment again changes nothing'),
    fen: z.number().int().min(1).max(100_000).describe('What was paid, and what it is worth'),
    customer_id: z.number().int().min(1).max(4_294_967_295).optional().describe('Who paid'),
    greeting: z.string().trim().max(200).default(''),
    is_real_name: z.boolean().default(false).describe('The buyer is registered by real name'),
  })
  .strict()
export const OwnGiftCard = GiftCardOut.omit({ buyer_id: true, claimer_id: true, id: true }).extend({
  code: z.string(),
})
export const ShownGiftCard = z.object({
  ...{ fen: z.number().int(), greeting: z.string(), state: GiftState },
  is_mine: z.boolean().describe('She claimed it herself'),
})
