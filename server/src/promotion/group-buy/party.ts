// Group buys' part in an order.
import type { OrderParty } from '../../commerce/index.ts'
import { groupOpenOf } from './queries.ts'
import { commitSeat, holdSeat, leaveSeat, releaseSeat } from './seats.ts'
import { groupTermsOf } from './terms.ts'

export const groupBuyParty: OrderParty = {
  code: 'group_buy',
  hold: holdSeat,
  commit: commitSeat,
  release: releaseSeat,
  giveBack: async (ctx, { orderId, isWhole }) => {
    if (isWhole) await leaveSeat(ctx, orderId)
  },
  mayKeepBack: (input) => groupTermsOf(input) !== undefined,
  activityOf: (input) => groupTermsOf(input)?.activity ?? null,
  async keepsBack(ctx, orderId) {
    const state = await groupOpenOf(ctx, orderId)
    return (
      state && {
        ...{ code: 'group_incomplete', message: 'Its group is not complete' },
        details: { group_state: state },
      }
    )
  },
}
