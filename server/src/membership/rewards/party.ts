// Rewards' part in an order: one of the stock and of her allowance. Her points are the points' own part.
import type { HeldOrder, NotHeld, OrderParty } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { rewardTermsOf } from './pricing.ts'
import { lockOfOrder, type NotTaken, putBack, settle, takeAnew, takeReward } from './take.ts'

const WORDS: Record<NotTaken, string> = {
  reward_closed: 'The reward is not offered any more',
  reward_sold_out: 'Nothing of the reward is left',
  reward_limit: 'She has as many of it as she may',
}
export const notTaken = (reason: NotTaken): NotHeld => ({ code: reason, message: WORDS[reason] })

async function hold(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  const terms = rewardTermsOf(order.input)
  if (!terms) return undefined
  const { points, cash_fen } = terms
  const taken = await takeReward(ctx, {
    ...{ key: `order:${order.orderId}`, node: order.node, orderId: order.orderId },
    reward: { id: terms.reward, points, cash_fen },
  })
  return taken.ok ? undefined : notTaken(taken.reason)
}

export const rewardsParty: OrderParty = {
  code: 'rewards',
  hold,
  async commit(ctx, order) {
    if (!rewardTermsOf(order.input)) return undefined
    const redemption = await lockOfOrder(ctx, order.orderId)
    if (!redemption || redemption.state === 'redeemed') return undefined
    if (redemption.state === 'released') {
      const reason = await takeAnew(ctx, redemption)
      if (reason) return notTaken(reason)
    }
    await settle(ctx, redemption)
    return undefined
  },
  async release(ctx, orderId) {
    const redemption = await lockOfOrder(ctx, orderId)
    if (redemption?.state === 'held') await putBack(ctx, redemption, 'released')
  },
  async giveBack(ctx, { orderId, isWhole }) {
    if (!isWhole) return
    const redemption = await lockOfOrder(ctx, orderId)
    if (redemption?.state === 'redeemed') await putBack(ctx, redemption, 'returned')
  },
}
