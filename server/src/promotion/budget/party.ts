// This domain's part in an order.
import type { OrderParty } from '../../commerce/index.ts'
import { commitOffers, holdOffers, releaseOffers, returnOffers } from './redemptions.ts'

export const offersParty: OrderParty = {
  code: 'offers',
  hold: holdOffers,
  commit: commitOffers,
  release: releaseOffers,
  giveBack: async (ctx, { orderId, isWhole }) => {
    if (isWhole) await returnOffers(ctx, orderId)
  },
}
