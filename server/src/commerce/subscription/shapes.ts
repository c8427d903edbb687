// Shapes of product subscriptions in the API.
import { z } from 'zod'
import { ListedCustomerShape } from '../../profile/index.ts'
import { Address } from '../checkout/shapes.ts'
import { UNITS } from './cadence.ts'
import { DELIVERY_STATES, SUBSCRIPTION_STATES } from './states.ts'

const Int = z.number().int()
const Fen = Int.min(0).max(1_000_000_000)
const Sku = z.string().min(1).max(255)
const Time = z.iso.datetime()
const Day = z.iso.date()
const Quantity = Int.min(1).max(99)

export const SubscriptionId = z.object({ id: z.uuid() })
export const State = z
  .enum(SUBSCRIPTION_STATES)
  .describe('starting: the first order is not paid; lapsed: it never was')
const Rhythm = {
  unit: z.enum(UNITS),
  every: Int.min(1).max(24).describe('Every so many weeks or months'),
}
const Price = {
  price_fen: Fen.min(1).nullable().describe('What one costs; null: `off_bp` says'),
  off_bp: Int.min(0).max(9999).nullable().describe('Basis points off the price for everybody'),
}

export const PlanFields = z.object({
  sku: Sku,
  name: z.string().trim().min(1).max(100),
  ...Rhythm,
  ...Price,
  swaps: z
    .array(Sku)
    .max(50)
    .default([])
    .describe('What may come in its place at the same terms; by a discount, other sizes too'),
  most_quantity: Quantity.default(9),
  terms: z
    .string()
    .trim()
    .max(2000)
    .default('')
    .describe('The brand’s own, below what every agreement says'),
  is_retired: z.boolean().default(false),
})
export const PlanShown = PlanFields.extend({ id: z.string(), revision: Int })
export const PlanOffered = z.object({
  ...{ id: z.string(), sku: z.string(), name: z.string(), ...Rhythm, ...Price },
  most_quantity: Int,
  each_fen: Int.describe('What one costs today by this plan, before member prices and offers'),
  agreement: z.object({
    version: z.string().describe('To be sent with the order by who agrees'),
    text: z.string(),
  }),
})

export const SubscriptionRow = z.object({
  ...{ id: z.string(), plan_id: z.string(), customer_id: Int.nullable(), storefront: z.string() },
  ...{ sku: z.string(), name: z.string(), quantity: Int, most_quantity: Int, state: State },
  ...Rhythm,
  ...Price,
  next_on: z.string().nullable().describe('In the brand’s calendar'),
  cycle: Int.describe('The last one that was ordered or skipped'),
  pause_reason: z
    .string()
    .nullable()
    .describe('asked, unpaid, or why it could not be sold: the code the checkout refuses it with'),
  told_at: Time.nullable().describe('When the buyer was told of the next one'),
  told_fen: Int.nullable(),
  waiting_order: z.string().nullable().describe('The order of a delivery that is not paid'),
  ...{ agreed_at: Time, made_at: Time, ended_at: Time.nullable() },
})
/** As the brand's list shows it. */
export const ListedSubscription = SubscriptionRow.extend({
  customer: ListedCustomerShape.nullable(),
})
export const SubscriptionShown = SubscriptionRow.extend({
  address: Address.nullable().describe('null: picked up at the store'),
  agreed_version: z.string(),
  agreed_text: z.string().describe('Word for word'),
  next_fen: Int.nullable().describe('What the next one would cost today'),
  next_fault: z.string().nullable().describe('Why it could not be sold today'),
  swaps: z.array(z.object({ sku: z.string(), name: z.string() })),
  deliveries: z
    .array(
      z.object({
        ...{ cycle: Int, order_id: z.string().nullable(), number: z.string().nullable() },
        ...{ due_on: z.string(), state: z.enum(DELIVERY_STATES), reminded: Int },
        due_fen: Int.nullable(),
      }),
    )
    .describe('The last 200'),
  changes: z
    .array(
      z.object({
        ...{ at: Time, act: z.string(), from_state: State.nullable(), to_state: State, cycle: Int },
        ...{ actor: z.string(), details: z.record(z.string(), z.unknown()) },
      }),
    )
    .describe('The last 500, newest first'),
})
/** What of it is hers to see: not who of the staff did what. */
export const OwnSubscription = SubscriptionShown.omit({
  ...{ customer_id: true, storefront: true, plan_id: true, changes: true },
})
export const OwnSubscriptionRow = SubscriptionRow.omit({
  ...{ customer_id: true, storefront: true, plan_id: true },
})

const Cycle = Int.min(1).describe('The delivery that was seen, the one after `cycle`')
export const Change = z.discriminatedUnion('act', [
  z.object({ act: z.literal('skip'), cycle: Cycle }),
  z.object({ act: z.literal('move'), cycle: Cycle, on: Day.describe('At least five days ahead') }),
  z.object({ act: z.literal('swap'), sku: Sku }),
  z.object({ act: z.literal('resize'), quantity: Quantity }),
  z.object({ act: z.literal('readdress'), address: Address }),
  z.object({ act: z.literal('pause') }),
  z.object({ act: z.literal('resume') }),
  z.object({ act: z.literal('cancel') }),
])

export const Figures = z.object({
  active: Int,
  paused: Int,
  cancelled: Int.describe('In the last 30 days, of those that ever ran'),
  churn_bp: Int.nullable().describe('Cancelled of those that ran 30 days ago; null when none did'),
  deliveries: Int.describe('Of the next 30 days, as they stand'),
  pieces: Int,
  priced: Int.describe('Subscriptions whose next delivery has been announced'),
  priced_fen: Int.describe('What these were told it costs'),
  unpaid: Int.describe('Deliveries that wait for their payment'),
})
