// Shapes of flash sales in the API.
import { z } from 'zod'
import { ListedCustomerShape } from '../../profile/index.ts'
import { COMES_BACK } from './sales.ts'
import { MOST_PIECES } from './tokens.ts'

const Int = z.number().int()
const Fen = Int.min(0).max(1_000_000_000_000)
const Time = z.string()
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const State = z.enum(['draft', 'live', 'paused', 'ended'])
export const PurchaseState = z.enum(['held', 'sold', 'released'])
export const TimeOf = z.enum(['before', 'now', 'over']).describe('By the database’s clock')

const Item = z.object({
  sku: z.string().min(1).max(255),
  price_fen: Fen,
  quantity: Int.min(1).max(10_000_000).describe('Pieces for the slot'),
  per_customer: Int.min(1)
    .max(MOST_PIECES)
    .nullable()
    .describe('Pieces of a person; null: no limit'),
})
const SlotFields = z.object({
  id: z.guid().optional().describe('Of one that is there already'),
  on: z.iso.date().describe('The day it begins, by the brand’s calendar'),
  from: Clock.describe('By the brand’s clock'),
  to: Clock.describe('Not included; not after `from`: of the next day'),
  items: z.array(Item).min(1).max(200),
})
export const Fields = z.object({
  name: z.string().trim().min(1).max(200),
  comes_back: z
    .enum(COMES_BACK)
    .describe(
      'Into the sale again. unpaid: pieces nobody paid for; unsent: also those given back before they were sent',
    ),
  stacks: z.boolean().describe('Other offers and coupons count on top of its price'),
  budget_fen: Int.min(1)
    .max(1_000_000_000_000)
    .nullable()
    .describe('The most its price may take off in all; null: no limit of its own'),
  slots: z.array(SlotFields).min(1).max(200).describe('They follow each other'),
})
export const FlashSale = Fields.extend({
  id: z.string(),
  activity_id: z.string(),
  activity_name: z.string(),
  state: State,
  revision: Int,
  updated_at: Time,
  slots: z.array(
    SlotFields.extend({
      id: z.string(),
      starts_at: Time,
      ends_at: Time,
      has_begun: z.boolean().describe('Its prices stand'),
    }),
  ),
})
export const FlashSaleRow = z.object({
  ...{ id: z.string(), activity_id: z.string(), activity_name: z.string(), name: z.string() },
  ...{ state: State, slots: Int, starts_at: Time.describe('Of its first slot'), ends_at: Time },
  ...{ quantity: Int, held: Int, sold: Int },
})
export const Figures = z.object({
  now: Time,
  slots: z.array(
    z.object({
      ...{ id: z.string(), starts_at: Time, ends_at: Time, time: TimeOf },
      items: z.array(
        z.object({
          ...{ sku: z.string(), name: z.string(), price_fen: Int, quantity: Int },
          held: Int.describe('Pieces of orders that are not paid'),
          sold: Int.describe('Pieces paid, less those that came back into the sale'),
          left: Int,
          returned: Int.describe('Pieces that came back into the sale after they were paid'),
          issued: Int.describe('Tokens given'),
          open: Int.describe('Pieces of tokens nobody has ordered with yet'),
          used: Int,
          lapsed: Int.describe('Tokens nobody ordered with in time'),
          lapse_bp: Int.describe('The share taken to lapse, as measured'),
          margin: Int.describe('Pieces that may be promised beyond what is left'),
          orders: Int.describe('Paid ones'),
          buyers: Int,
          ...{ sales_fen: Int, refunded_fen: Int },
          subsidy_fen: Int.describe('What the price took off, of paid orders'),
          sold_out_at: Time.nullable(),
        }),
      ),
    }),
  ),
})
export const Purchase = z.object({
  ...{
    order_id: z.string(),
    number: z.string(),
    customer_id: Int.nullable(),
    customer: ListedCustomerShape.nullable(),
    slot_id: z.string(),
  },
  ...{ sku: z.string(), quantity: Int, returned: Int, fen: Int, total_fen: Int },
  ...{ state: PurchaseState, held_at: Time, sold_at: Time.nullable() },
})
export const TokenAsked = z.object({
  sku: z.string().min(1).max(255),
  quantity: Int.min(1).max(MOST_PIECES).default(1),
})
export const Token = z.object({
  id: z.string().describe('Good for one order of this article in this slot, by this person'),
  quantity: Int.describe('The most pieces'),
  expires_at: Time,
})
export const ShownSlots = z.object({
  now: Time.describe('By which countdowns run'),
  items: z.array(
    z.object({
      ...{ id: z.string(), flash_sale_id: z.string(), name: z.string() },
      ...{ starts_at: Time, ends_at: Time, time: TimeOf },
      items: z.array(
        z.object({
          ...{ sku: z.string(), name: z.string(), price_fen: Int },
          base_fen: Int.nullable().describe(
            'What it may be compared with: the lowest price at which this storefront sold it in the seven days before the activity, else its last one; null: nothing',
          ),
          per_customer: Int.nullable(),
          left_bp: Int.describe('Of the pieces of the sale, those nobody has ordered'),
          state: z
            .enum(['left', 'waiting', 'sold_out'])
            .describe('waiting: others have ordered the last ones and not paid'),
        }),
      ),
    }),
  ),
})
