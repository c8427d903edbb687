// A live bestie plan for tests.
import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../platform/ctx.ts'
import { liveActivity } from '../group-buy/testing.ts'
import { couponBatch, liveOffer, offTen } from '../testing.ts'
import { giveCard } from './give.ts'
import { type BestiePlanFields, createBestiePlan, setBestiePlanState } from './plans.ts'

export interface TestBestiePlan {
  id: string
  activity: string
  friendBatch: string
  holderBatch: string
  /** A new card of somebody. */
  card(holder: number): Promise<{ id: string; code: string }>
}

/** ¥10 off for the friend, who is new; ¥10 off for the holder when the friend has paid with hers. */
export async function liveBestiePlan(
  ctx: Ctx,
  given: Partial<BestiePlanFields> = {},
): Promise<TestBestiePlan> {
  const activity = await liveActivity(ctx)
  const batch = async () => {
    const offer_id = await liveOffer(ctx, offTen, {}, { source: 'coupon', activity_id: activity })
    return (await couponBatch(ctx, { offer_id })).id
  }
  const [friendBatch, holderBatch] = [await batch(), await batch()]
  const { id } = await createBestiePlan(ctx, activity, {
    ...{ name: '闺蜜卡', sku: null, who: 'anyone', friend: 'new', per_holder: 3, total: null },
    ...{ accept_hours: 48, friend_batch_id: friendBatch, holder_batch_id: holderBatch },
    holder_when: 'first_order',
    ...given,
  })
  await setBestiePlanState(ctx, id, 'live')
  return {
    ...{ id, activity, friendBatch, holderBatch },
    card: (holder) => giveCard(ctx, id, { node: holder, key: randomUUID() }),
  }
}
