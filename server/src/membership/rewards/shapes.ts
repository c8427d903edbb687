// Shapes of the reward shop in the API.
import { z } from 'zod'
import { ListedCustomerShape } from '../../profile/index.ts'
import type { RedemptionShown } from './redemptions.ts'
import { REWARD_KINDS, REWARD_PERIODS, REWARD_STATES, type Reward } from './rewards.ts'

const Time = z.iso.datetime()
const Fen = z.number().int()
const Text = z.string().trim().min(1).max(100)

export const GivenReward = z.object({
  name: Text,
  name_en: Text,
  description: z.string().max(2_000).default(''),
  kind: z.enum(REWARD_KINDS),
  args: z
    .record(z.string(), z.unknown())
    .describe(
      'product: sku; coupon: batch; card: plan; stored_value: fen and days; content: parts, which are texts and pictures, and refund_days',
    ),
  points: z.number().int().min(1).max(100_000_000),
  cash_fen: Fen.min(0).max(100_000_000).default(0).describe('Beside the points; of products only'),
  ships_free: z.boolean().default(false),
  stock: z.number().int().min(0).max(1_000_000_000).nullable().default(null),
  per_customer: z.number().int().min(1).max(100_000).nullable().default(null),
  period: z.enum(REWARD_PERIODS).default('ever'),
  levels: z.array(z.string().min(1).max(100)).max(50).default([]).describe('None: everybody'),
  is_highlight: z.boolean().default(false).describe('What many want'),
  unit_cost_fen: Fen.min(0).max(100_000_000).default(0),
  starts_at: Time.nullable().default(null),
  ends_at: Time.nullable().default(null),
  state: z.enum(REWARD_STATES).default('draft'),
  position: z.number().int().min(0).max(1_000_000).default(0),
})
export const RewardOut = GivenReward.extend({
  id: z.uuid(),
  taken: z.number().int().describe('Redeemed, or held by orders that wait for their payment'),
  revision: z.number().int(),
}).meta({ id: 'Reward' })
export const shownReward = (reward: Reward) => ({
  ...reward,
  starts_at: reward.starts_at?.toISOString() ?? null,
  ends_at: reward.ends_at?.toISOString() ?? null,
})
export const givenReward = ({ starts_at, ends_at, ...given }: z.infer<typeof GivenReward>) => ({
  ...given,
  starts_at: starts_at === null ? null : new Date(starts_at),
  ends_at: ends_at === null ? null : new Date(ends_at),
})

const Refused = z.enum(['reward_closed', 'reward_not_for_level', 'reward_sold_out', 'reward_limit'])
export const RewardShopOut = z.object({
  points: z.number().int().describe('What can be spent now'),
  reached: z.number().int().describe('How many she could have now'),
  nearest: z
    .object({
      id: z.uuid(),
      name: z.string(),
      name_en: z.string(),
      points: z.number().int(),
      missing: z.number().int(),
    })
    .nullable(),
  rewards: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      name_en: z.string(),
      description: z.string(),
      kind: z.enum(REWARD_KINDS),
      points: z.number().int(),
      cash_fen: Fen,
      ships_free: z.boolean(),
      left: z.number().int().nullable().describe('null: no end'),
      per_customer: z.number().int().nullable(),
      period: z.enum(REWARD_PERIODS),
      levels: z.array(z.string()),
      is_highlight: z.boolean(),
      ends_at: Time.nullable(),
      product: z.object({ name: z.string(), price_fen: Fen.nullable() }).nullable(),
      mine: z.number().int().describe('What she has had of it in this period'),
      refused: Refused.nullable().describe('Why it is not hers to have, whatever points she holds'),
      missing: z.number().int(),
      is_opened: z.boolean().describe('Of content: she has opened it, and may read it'),
      refund_days: z
        .number()
        .int()
        .nullable()
        .describe('Of content: days in which its points are given back on request; 0: never'),
    }),
  ),
})

export const RedemptionOut = z.object({
  id: z.uuid(),
  reward_id: z.uuid(),
  reward: z.string(),
  reward_en: z.string(),
  kind: z.enum(REWARD_KINDS),
  customer_id: z.number().int().nullable(),
  state: z
    .enum(['held', 'redeemed', 'released', 'returned'])
    .describe('held: its order waits for the payment; released: it was not paid'),
  points: z.number().int(),
  cash_fen: Fen,
  cost_fen: Fen,
  order_id: z.uuid().nullable(),
  order_number: z.string().nullable(),
  order_state: z.string().nullable(),
  given: z.string().nullable().describe('A coupon’s code or a card’s id'),
  refundable_until: Time.nullable().describe('Of content: until then its points are given back'),
  at: Time,
})
/** As the brand's list shows it. */
export const ListedRedemption = RedemptionOut.extend({ customer: ListedCustomerShape.nullable() })
export type RedemptionOut = z.infer<typeof RedemptionOut>
export const asRedemption = <Shown extends RedemptionShown>(shown: Shown) =>
  shown as Shown & RedemptionOut

export const ContentOut = z.object({
  id: z.uuid(),
  name: z.string(),
  name_en: z.string(),
  parts: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('text'), text: z.string() }),
      z.object({
        kind: z.literal('picture'),
        alt: z.string(),
        url: z.string().describe('Below the server’s own address'),
        width: z.number().int(),
        height: z.number().int(),
      }),
    ]),
  ),
  opened_at: Time,
  refundable_until: Time.nullable().describe('null: its points are not given back'),
})
