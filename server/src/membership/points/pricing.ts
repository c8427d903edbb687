// Points as money: how many pay how much of an order.
import { z } from 'zod'
import type {
  HeldOrder,
  Json,
  NotHeld,
  OrderParty,
  PricingPort,
  Rule,
} from '../../commerce/index.ts'
import { commitHold, giveBackHeld, hold, releaseHold, type Wanted } from '../ledger/holds.ts'
import { exactly } from '../ledger/spend.ts'
import { asReward, loadReward, rewardRule } from '../rewards/pricing.ts'
import { pointsPolicy } from './policy.ts'
import { spendableNow } from './spendable.ts'

const Terms = z.object({
  wanted: z.number().int(),
  available: z.number().int(),
  points: z.number().int(),
  fen: z.number().int(),
  most_bp: z.number().int(),
  least_points: z.number().int(),
  multiple: z.number().int(),
})
export type PointsTerms = z.infer<typeof Terms>

const worth = (points: number, t: PointsTerms) =>
  Number((BigInt(points) * BigInt(t.fen)) / BigInt(t.points))

/** Pure: the most that her points pay of so much, and the fewest points that pay it; undefined: none do. */
export function payWith(
  leftFen: number,
  t: PointsTerms,
): { points: number; fen: number } | { refused: string } {
  const mostFen = Number((BigInt(leftFen) * BigInt(t.most_bp)) / 10_000n)
  const held = Math.min(t.wanted, t.available)
  // The most points whose worth, rounded down, does not pass what they may pay.
  const mostPoints = Number(((BigInt(mostFen) + 1n) * BigInt(t.points) - 1n) / BigInt(t.fen))
  const points = Math.floor(Math.min(held, mostPoints) / t.multiple) * t.multiple
  const fen = worth(points, t)
  if (points < t.least_points || fen === 0)
    return {
      refused:
        held < Math.max(t.least_points, t.multiple) ? 'points_below_least' : 'points_no_room',
    }
  return { points: pointsFor(fen, t), fen }
}

/** Pure: the fewest points that pay so much, as the policy lets them be spent. */
export function pointsFor(fen: number, t: PointsTerms): number {
  const fewest = Number((BigInt(fen) * BigInt(t.points) + BigInt(t.fen) - 1n) / BigInt(t.fen))
  return Math.ceil(Math.max(fewest, t.least_points) / t.multiple) * t.multiple
}

const rule: Rule = (terms, basket) => {
  const reward = asReward(terms)
  if (reward) return rewardRule(reward, basket)
  const t = Terms.parse(terms)
  const leftFen = basket.lines.reduce((sum, line) => sum + line.leftFen, 0)
  const paid = payWith(leftFen, t)
  if ('refused' in paid)
    return { takes: [], notes: [{ code: paid.refused, args: { available: t.available } }] }
  return { takes: [{ id: 'points', fen: paid.fen }] }
}

export const pointsPort: PricingPort = {
  async load(ctx, asked): Promise<Json | undefined> {
    if (asked.reward) return loadReward(ctx, asked, asked.reward.id)
    const { customerId, pointsWanted } = asked
    if (customerId === null || !pointsWanted) return undefined
    const { policy } = await pointsPolicy(ctx)
    const available = (await spendableNow(ctx, customerId, ['points'])).get('points') ?? 0
    const { worth: rate, most_bp, least_points, multiple } = policy
    return { wanted: pointsWanted, available, ...rate, most_bp, least_points, multiple }
  },
  rule,
}

function wantedOf(order: HeldOrder): Wanted | undefined {
  const fen = order.quoted.lines.reduce((sum, line) => sum + line.off.points, 0)
  if (fen === 0) return undefined
  const terms = order.input.terms.points ?? null
  const points = asReward(terms)?.points ?? pointsFor(fen, Terms.parse(terms))
  return {
    ...{ purpose: 'points', orderId: order.orderId, node: order.node, books: ['points'] },
    ...{ amount: points, fen, divide: exactly('points', points) },
  }
}

const missing = (available: number): NotHeld => ({
  code: 'not_enough_points',
  message: 'There are not so many points any more',
  details: { available },
})

/** What of an order is paid with points. */
export const pointsParty: OrderParty = {
  code: 'points',
  followsPrice: true,
  async hold(ctx, order) {
    const wanted = wantedOf(order)
    if (!wanted) return undefined
    const held = await hold(ctx, wanted)
    return held.ok ? undefined : missing(held.available.points ?? 0)
  },
  async commit(ctx, order) {
    const wanted = wantedOf(order)
    if (!wanted) return undefined
    const held = await commitHold(ctx, wanted)
    return held.ok ? undefined : missing(held.available.points ?? 0)
  },
  release: (ctx, orderId) => releaseHold(ctx, 'points', orderId),
  async giveBack(ctx, { orderId, refundId, lines, isWhole }) {
    const { policy } = await pointsPolicy(ctx)
    await giveBackHeld(ctx, {
      ...{ purpose: 'points', orderId, refundId, isWhole, graceDays: policy.refund_grace_days },
      fen: lines.reduce((sum, line) => sum + line.pointsFen, 0),
    })
  },
}
