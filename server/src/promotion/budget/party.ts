// This domain's part in an order.
import type { OrderParty } from '../../commerce/index.ts'
import { commitOffers, holdOffers, mayBePaid, releaseOffers, returnOffers } from './redemptions.ts'

export const offersParty: OrderParty = {
  code: 'offers',
  followsPrice: true,
  hold: holdOffers,
  mayBePaid,
  commit: commitOffers,
  release: releaseOffers,
  giveBack: async (ctx, { orderId, isWhole }) => {
    if (isWhole) await returnOffers(ctx, orderId)
  },
}
