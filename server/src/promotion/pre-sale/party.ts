// Pre-sales' part in an order.
import type { OrderParty } from '../../commerce/index.ts'
import { buyPieces, holdPieces, lockPieces, releasePieces } from './purchases.ts'
import { preSaleTermsOf } from './terms.ts'

export const preSaleParty: OrderParty = {
  code: 'pre_sale',
  hold: holdPieces,
  secure: lockPieces,
  commit: buyPieces,
  release: releasePieces,
  // What was bought was sold ahead: when it comes back, the time to order ahead is over.
  giveBack: async () => undefined,
  activityOf: (input) => preSaleTermsOf(input)?.activity ?? null,
  depositOf: (input) => preSaleTermsOf(input)?.deposit ?? null,
}
