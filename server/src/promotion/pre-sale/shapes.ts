// Shapes of pre-sales in the API.
import { z } from 'zod'
import { DEPOSIT_KINDS, DEPOSIT_STATES } from '../../commerce/index.ts'
import { ListedCustomerShape } from '../../profile/index.ts'
import { PURCHASE_STATES } from './purchases.ts'

const Int = z.number().int()
const Fen = Int.min(1).max(1_000_000_000_000)
const Time = z.string()
const Moment = z.iso.datetime({ offset: true })
export const State = z.enum(['draft', 'live', 'paused', 'ended'])
export const PurchaseState = z
  .enum(PURCHASE_STATES)
  .describe('held: the deposit is not paid; locked: it is; bought: so is the balance')
const Kind = z
  .enum(DEPOSIT_KINDS)
  .describe(
    'earnest 定金: a fifth of the price at most, kept when the buyer lets it fall, returned twice when the shop does; advance 订金: goes back',
  )

const ItemFields = z.object({
  sku: z.string().min(1).max(255),
  price_fen: Fen.describe('The price of the pre-sale'),
  deposit_fen: Fen,
  worth_fen: Fen.describe('What the deposit counts for when the balance is paid; itself at least'),
  quota: Int.min(1).max(10_000_000).describe('Pieces there are'),
})
export const Fields = z.object({
  name: z.string().trim().min(1).max(200),
  deposit_kind: Kind,
  deposit_from: Moment,
  deposit_until: Moment.describe('Not included; not after `balance_from`'),
  balance_from: Moment,
  balance_until: Moment,
  ships_by: z.iso.date().describe('The promised day of shipping'),
  per_customer: Int.min(1)
    .max(100_000)
    .nullable()
    .describe('Pieces of an article a person may order; null: no limit'),
  items: z.array(ItemFields).min(1).max(200),
})
export const PreSale = Fields.extend({
  ...{ id: z.string(), activity_id: z.string(), activity_name: z.string() },
  ...{ state: State, revision: Int, updated_at: Time },
  ...{ deposit_from: Time, deposit_until: Time, balance_from: Time, balance_until: Time },
  ships_by: z.string(),
  items: z.array(
    ItemFields.extend({
      name: z.string(),
      held: Int.describe('Pieces of orders whose deposit is not paid'),
      taken: Int.describe('Pieces whose deposit is paid'),
    }),
  ),
})
export const PreSaleRow = z.object({
  ...{ id: z.string(), activity_id: z.string(), activity_name: z.string(), name: z.string() },
  ...{ state: State, deposit_kind: Kind, articles: Int },
  ...{ deposit_from: Time, deposit_until: Time, balance_from: Time, balance_until: Time },
  ...{ quota: Int, held: Int, taken: Int },
})
export const Figures = z.object({
  orders: Int.describe('Whose deposit was paid'),
  deposits_fen: Int.describe('Of these'),
  waiting: Int.describe('Orders that wait for their balance'),
  held_fen: Int.describe('Their deposits'),
  to_come_fen: Int.describe('Their balances'),
  paid: Int.describe('Orders whose balance was paid'),
  balances_fen: Int,
  refunded_fen: Int.describe('What went back of orders that were paid in full'),
  forfeited: Int,
  forfeited_fen: Int.describe('Earnest money kept'),
  returned: Int.describe('Orders whose deposit went back'),
  returned_fen: Int,
  doubled: Int.describe('Orders the shop did not deliver'),
  penalty_fen: Int.describe('What is paid on top: the second halves'),
  penalty_owed_fen: Int.describe('Of it, what is not paid yet'),
  balance_bp: Int.nullable().describe('Paid of decided orders; null before one is decided'),
})
export const Purchase = z.object({
  ...{
    order_id: z.string(),
    number: z.string(),
    customer_id: Int.nullable(),
    customer: ListedCustomerShape.nullable(),
    sku: z.string(),
  },
  ...{ quantity: Int, total_fen: Int, deposit_fen: Int, state: PurchaseState },
  deposit_state: z.enum(DEPOSIT_STATES),
  ...{ held_at: Time, locked_at: Time.nullable(), bought_at: Time.nullable() },
})
export const ShownPreSales = z.object({
  now: Time.describe('By which countdowns run'),
  items: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), deposit_kind: Kind },
      time: z.enum(['before', 'now']).describe('Whether deposits are taken'),
      ...{ deposit_from: Time, deposit_until: Time, balance_from: Time, balance_until: Time },
      ...{ ships_by: z.string(), per_customer: Int.nullable(), sku: z.string() },
      ...{ product: z.string(), price_fen: Int, deposit_fen: Int, worth_fen: Int },
      balance_fen: Int.describe('Left to pay for a piece, before shipping'),
      is_sold_out: z.boolean(),
    }),
  ),
})
