// What finishing a form is thanked with. What cannot be given any more keeps nobody from sending it.
import { earnPoints } from '../../membership/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { giveWhileThere } from '../../promotion/index.ts'
import type { Reward } from '../forms/shapes.ts'

export interface GivenReward {
  points: number | null
  coupon: string | null
  refused: string | null
}
const NOTHING: GivenReward = { points: null, coupon: null, refused: null }

/** In the transaction of the submission, which there is once a customer a form. */
export async function giveReward(
  ctx: Ctx,
  reward: Reward,
  to: { node: number; submission: string; form: string },
): Promise<GivenReward> {
  if (reward.kind === 'points') {
    await earnPoints(ctx, [
      {
        ...{ key: `form:${to.submission}`, node: to.node, amount: reward.points },
        ...{ source: 'form', earnedAt: ctx.now(), more: { form: to.form } },
      },
    ])
    return { ...NOTHING, points: reward.points }
  }
  if (reward.kind === 'coupon') {
    const given = (await giveWhileThere(ctx, reward.batch_id, [to.node])).get(to.node)
    if (given && 'code' in given) return { ...NOTHING, coupon: given.code }
    return { ...NOTHING, refused: given?.refused ?? 'batch_not_found' }
  }
  return NOTHING
}
