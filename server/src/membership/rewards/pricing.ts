// A product for points, or points and money, through the checkout: its order is priced by the reward alone.
import { z } from 'zod'
import type { Asked, Basket, Json, QuoteInput, RuleAnswer } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { spendableNow } from '../points/spendable.ts'
import { demandFor } from './offered.ts'
import { getReward } from './rewards.ts'

const Terms = z.object({
  reward: z.string(),
  points: z.number().int(),
  cash_fen: z.number().int(),
  ships_free: z.boolean(),
  available: z.number().int(),
})
export type RewardTerms = z.infer<typeof Terms>

/** Undefined: they are of points as money. */
export const asReward = (terms: Json): RewardTerms | undefined => Terms.safeParse(terms).data

export const rewardTermsOf = (input: QuoteInput): RewardTerms | undefined =>
  asReward(input.terms.points ?? null)

/** @throws 400, 404, 409 with the reason it is not hers to have */
export async function loadReward(ctx: Ctx, asked: Asked, id: string): Promise<Json> {
  const reward = await getReward(ctx, id)
  const [line, second] = asked.lines
  if (
    reward.kind !== 'product' ||
    !line ||
    second ||
    line.quantity !== 1 ||
    line.sku !== reward.args.sku
  )
    throw invalid('reward_one_piece', 'One piece of the reward’s product is exchanged at a time')
  if (asked.customerId === null) throw invalid('reward_customer', 'Points are somebody’s')
  await demandFor(ctx, reward, asked.customerId)
  if (line.unitFen <= reward.cash_fen)
    throw conflict('reward_above_price', 'With money alone it costs no more', {
      price_fen: line.unitFen,
    })
  const available = (await spendableNow(ctx, asked.customerId, ['points'])).get('points') ?? 0
  const { points, cash_fen, ships_free } = reward
  if (available < points)
    throw conflict('not_enough_points', 'There are not so many points', {
      available,
      missing: points - available,
    })
  return { reward: id, points, cash_fen, ships_free, available }
}

/** Pure: all but the money goes against the points. */
export function rewardRule(terms: RewardTerms, basket: Basket): RuleAnswer {
  const leftFen = basket.lines.reduce((sum, line) => sum + line.leftFen, 0)
  return {
    takes: [
      {
        ...{ id: 'points', fen: Math.max(0, leftFen - terms.cash_fen) },
        ...(terms.ships_free && { shippingFen: basket.shippingFen }),
      },
    ],
  }
}
