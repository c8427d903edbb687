// Shapes of own orders in the API.
import { z } from 'zod'
import { AFTER_SALE_KINDS, AFTER_SALE_STATES } from '../after-sale/states.ts'
import { DEPOSIT_STATES } from '../deposit/deposits.ts'
import { DEPOSIT_KINDS, ENDED_BY } from '../deposit/law.ts'
import { PENALTY_METHODS, PENALTY_STATES } from '../deposit/penalties.ts'
import { PARCEL_STATES } from '../parcels/states.ts'
import { Quote } from '../quote/routes.ts'
import { OWN_STATES } from './states.ts'

const Time = z.iso.datetime()
const Fen = z.number().int()
export const OrderId = z.object({ id: z.uuid() })
export const State = z.enum(OWN_STATES)
export const Delivery = z.enum(['ship', 'pick_up', 'none'])

export const Address = z.object({
  name: z.string().trim().min(1).max(100),
  phone: z.string().trim().min(3).max(40),
  region: z
    .array(z.string().min(1).max(50))
    .min(1)
    .max(5)
    .describe('The region’s path from the widest'),
  street: z.string().trim().min(1).max(300),
})
export const GroupBuyWanted = z
  .object({
    id: z.guid(),
    group: z.guid().nullable().default(null).describe('null: a group is opened'),
  })
  .describe('Bought with others: one article at the group buy’s price, without offers and coupons')
export const FlashSaleWanted = z
  .object({
    slot: z.guid(),
    token: z.guid().nullable().default(null).describe('Leave to order, asked for during the slot'),
  })
  .describe('Bought in a flash sale: one article at the price of its slot')
export const PreSaleWanted = z
  .object({
    id: z.guid(),
    agreed: z
      .boolean()
      .default(false)
      .describe('The buyer agrees to what earnest money means; an order with it needs it'),
  })
  .describe(
    'Ordered ahead with a deposit: one article, without offers; coupons, points, stored value only on the balance',
  )
export const PlanWanted = z
  .object({
    id: z.guid(),
    agreed: z
      .string()
      .max(100)
      .nullable()
      .default(null)
      .describe('The version of the agreement the buyer accepts; an order with it needs it'),
  })
  .describe(
    'Delivered again and again by a plan: one article, without coupons, points, stored value',
  )
const DepositKind = z
  .enum(DEPOSIT_KINDS)
  .describe(
    'earnest 定金: kept when the buyer lets it fall, returned twice when the shop does; advance 订金: goes back',
  )
const DepositTerms = z.object({
  kind: DepositKind,
  fen: Fen.describe('What is paid first'),
  binding_fen: Fen.describe('Of it, what is earnest money: a fifth of the price at most'),
  balance_fen: Fen.describe('What is paid then'),
  balance_from: Time,
  balance_until: Time,
  ships_by: z.string().describe('The promised day of shipping'),
})
export const DepositQuoted = DepositTerms.nullable().describe('Null: it is paid at once')
export const DepositShown = DepositTerms.extend({
  state: z
    .enum(DEPOSIT_STATES)
    .describe(
      'held: paid, the balance is not; counted: the balance is paid, it is part of the price',
    ),
  takes_coupons: z
    .boolean()
    .describe('While the balance is waited for it can be paid with coupons, points, stored value'),
  penalty: z
    .object({
      fen: Fen,
      state: z.enum(PENALTY_STATES),
      method: z.enum(PENALTY_METHODS).nullable(),
      due_on: z.iso.date(),
    })
    .nullable()
    .describe('The second half of a double return'),
  agreed_at: Time.nullable(),
  ended_by: z.enum(ENDED_BY).nullable(),
  kept_fen: Fen,
  returned_fen: Fen,
  reason: z.string(),
  paid_at: Time.nullable(),
  decided_at: Time.nullable(),
}).nullable()
export const Basket = z.object({
  storefront: z.string().min(1).max(64),
  customer_id: z.number().int().min(1).max(4_294_967_295).describe('The buyer'),
  lines: z
    .array(
      z.object({ sku: z.string().min(1).max(255), quantity: z.number().int().min(1).max(100_000) }),
    )
    .min(1)
    .max(500),
  address: Address.nullable().default(null).describe('null: picked up at the storefront’s store'),
  coupon_codes: z.array(z.string().min(1).max(100)).max(20).default([]),
  points_wanted: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(0)
    .describe('The most points to pay with'),
  stored_value_wanted_fen: Fen.min(0).max(1_000_000_000).default(0),
  group_buy: GroupBuyWanted.optional(),
  flash_sale: FlashSaleWanted.optional(),
  pre_sale: PreSaleWanted.optional(),
})
const Code = z.string().trim().min(1).max(255)
export const CameBy = z
  .object({
    way: z.enum(['scanned', 'shared']).nullable().default(null),
    staff_id: Code.nullable().default(null).describe('Whose code or share it was'),
    channel_id: Code.nullable().default(null),
    room: Code.nullable().default(null).describe('The live room'),
    affiliate: Code.nullable().default(null).describe('Whose link it was: an affiliate’s code'),
  })
  .refine(({ way, staff_id }) => (way === null) === (staff_id === null), 'a way and its guide')
  .describe('What the buyer came by; counts by the brand’s rule when it is paid')
export const QuoteWithGifts = Quote.extend({
  gifts: z
    .array(
      z.object({ id: z.string(), sku: z.string(), quantity: z.number().int(), value_fen: Fen }),
    )
    .describe('What comes for nothing, by the id of what gives it'),
})
export const CheckoutQuote = QuoteWithGifts.extend({ delivery: Delivery, deposit: DepositQuoted })

export const Payment = z.object({
  id: z.uuid(),
  order_id: z.uuid(),
  provider: z.string(),
  way: z.enum(['jsapi', 'h5', 'test', 'till']),
  part: z.enum(['whole', 'deposit', 'balance']).describe('What of its order it pays'),
  amount_fen: Fen,
  currency: z.string(),
  state: z
    .enum(['waiting', 'paid', 'closed', 'failed', 'mismatched'])
    .describe('mismatched: the provider names another amount; somebody must look'),
  pays: z.boolean().describe('Whether it paid the order; one too many is given back'),
  prepared: z
    .union([
      z.object({ kind: z.literal('call'), params: z.record(z.string(), z.string()) }),
      z.object({ kind: z.literal('open'), url: z.string() }),
    ])
    .nullable()
    .describe('What the buyer’s phone goes on with'),
  paid_fen: Fen.nullable(),
  provider_ref: z.string().nullable(),
  created_at: Time,
  expires_at: Time,
  paid_at: Time.nullable(),
  fault: z.string().nullable(),
})
export const PaymentRefund = z.object({
  id: z.uuid(),
  payment_id: z.uuid(),
  order_id: z.uuid(),
  order_number: z.string(),
  provider: z.string(),
  cause: z.string().describe('An after-sale’s id, deposit, or not_needed'),
  amount_fen: Fen,
  currency: z.string(),
  reason: z.string(),
  state: z.enum(['requested', 'sent', 'done', 'failed']),
  tries: z.number().int(),
  fault: z.string().nullable(),
  created_at: Time,
  done_at: Time.nullable(),
})
export const AfterSale = z.object({
  id: z.uuid(),
  order_id: z.uuid(),
  kind: z
    .enum(AFTER_SALE_KINDS)
    .describe('exchange: pieces for another SKU of the same product; no money moves'),
  state: z
    .enum(AFTER_SALE_STATES)
    .describe('to_send: the goods have come, what they are exchanged for is to be sent'),
  reason: z.string(),
  shipping_fen: Fen,
  amount_fen: Fen,
  stored_value_fen: Fen.describe('Of the amount, what goes back as stored value'),
  decision: z.string(),
  requested_by: z.string(),
  decided_by: z.string().nullable(),
  requested_at: Time,
  decided_at: Time.nullable(),
  refunded_at: Time.nullable(),
  exchange_number: z.string().nullable().describe('What shipping files call it'),
  more_fen: Fen.describe('What all its pieces cost more; 0: they do not'),
  pay_by: Time.nullable().describe('What it costs more must be paid by then, else it lapses'),
  supplement_id: z.uuid().nullable().describe('The order that pays what it costs more'),
  return_by: Time.nullable().describe('The goods must be back by then, else it lapses'),
  goods_at: Time.nullable(),
  exchanged_at: Time.nullable(),
  lines: z.array(
    z.object({
      sku: z.string(),
      quantity: z.number().int(),
      fen: Fen,
      stored_value_fen: Fen,
      points_fen: Fen,
      held_sku: z.string().describe('What comes back; another SKU where it was exchanged before'),
      to_sku: z.string().nullable().describe('What it is exchanged for'),
      paid_price_fen: z
        .number()
        .int()
        .nullable()
        .describe('What a piece of `sku` cost when it was asked; null: no prices are compared'),
      held_price_fen: z.number().int().nullable().describe('A piece of `held_sku`'),
      to_price_fen: z.number().int().nullable().describe('A piece of `to_sku`'),
      held_name: z.string().nullable(),
      to_name: z.string().nullable(),
    }),
  ),
})
export const Invoice = z.object({
  kind: z.enum(['person', 'company']),
  title: z.string(),
  tax_number: z.string().nullable(),
  email: z.string().nullable(),
  state: z.enum(['requested', 'issued', 'refused']),
  answer: z.string(),
  requested_at: Time,
  decided_at: Time.nullable(),
})

export const Placed = z.object({
  id: z.uuid(),
  number: z.string(),
  state: State,
  currency: z.string(),
  total_fen: Fen,
  due_fen: Fen.describe('What is to be paid through a provider'),
  expires_at: Time,
  pick_up_code: z.string().nullable(),
})
export const OwnOrderRow = z.object({
  id: z.uuid(),
  number: z.string(),
  customer_id: z.number().int().nullable(),
  storefront: z.string(),
  store: z.string(),
  delivery: Delivery,
  state: State,
  currency: z.string(),
  total_fen: Fen,
  due_fen: Fen,
  refunded_fen: Fen,
  after_sales: z.number().int().describe('Open ones'),
  placed_at: Time,
  paid_at: Time.nullable(),
})
export const OwnOrderShown = z.object({
  id: z.uuid(),
  number: z.string(),
  storefront: z.string(),
  store: z.string(),
  platform: z.string().describe('homefield: the shop; pos: a till'),
  delivery: Delivery,
  state: State,
  currency: z.string(),
  total_fen: Fen,
  shipping_fen: Fen,
  due_fen: Fen.describe('What is paid through a provider'),
  refunded_shipping_fen: Fen,
  address: z
    .object({
      name: z.string(),
      phone: z.string(),
      region: z.array(z.string()),
      street: z.string(),
    })
    .nullable(),
  note: z.string(),
  gifts: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.number().int() })),
  pick_up_code: z.string().nullable(),
  cancel_reason: z.string().nullable(),
  placed_at: Time,
  expires_at: Time,
  paid_at: Time.nullable(),
  shipped_at: Time.nullable(),
  received_at: Time.nullable(),
  closed_at: Time.nullable(),
  quote: QuoteWithGifts,
  reckoned_again_fen: Fen.nullable().describe('What the kept input comes to; as due_fen'),
  lines: z.array(
    z.object({
      sku: z.string(),
      name: z.string(),
      quantity: z.number().int(),
      gross_fen: Fen,
      total_fen: Fen,
      stored_value_fen: Fen,
      points_fen: Fen,
      ships: z.boolean(),
      sent_quantity: z.number().int(),
      unsent_quantity: z.number().int().describe('Given back before they were sent'),
      refunded_quantity: z.number().int(),
      refunded_fen: Fen.describe('Given back or asked back'),
      refunded_stored_value_fen: Fen,
      refunded_points_fen: Fen,
      exchanging_quantity: z.number().int().describe('In exchanges that are not decided'),
    }),
  ),
  changes: z.array(
    z.object({
      at: Time,
      act: z.string(),
      from_state: z.string().nullable(),
      to_state: z.string(),
      actor: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  shipments: z.array(
    z.object({
      id: z.uuid(),
      carrier: z.string(),
      number: z.string(),
      lines: z.array(z.object({ sku: z.string(), quantity: z.number().int() })),
      shipped_at: Time,
      after_sale_id: z.uuid().nullable().describe('The exchange it was sent for'),
      track: z
        .object({
          state: z.enum(PARCEL_STATES),
          state_at: Time.nullable(),
          signed_at: Time.nullable(),
          traces: z
            .array(
              z.object({
                at: Time,
                text: z.string(),
                place: z.string().nullable(),
                state: z.string().nullable(),
              }),
            )
            .describe('Newest first'),
        })
        .nullable()
        .describe('null: nobody is asked about it'),
    }),
  ),
  supplements: z
    .uuid()
    .nullable()
    .describe('The order of which it pays an exchange for what costs more; null: it sells goods'),
  deposit: DepositShown,
  payments: z.array(Payment),
  refunds: z.array(PaymentRefund),
  after_sales: z.array(AfterSale),
  invoice: Invoice.nullable(),
})
