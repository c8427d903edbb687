// Flash sales' part in an order.
import type { OrderParty } from '../../commerce/index.ts'
import { holdPieces, releasePieces, returnPieces, sellPieces } from './purchases.ts'
import { flashTermsOf } from './terms.ts'

export const flashSaleParty: OrderParty = {
  code: 'flash_sale',
  hold: holdPieces,
  commit: sellPieces,
  release: releasePieces,
  giveBack: (ctx, { orderId }) => returnPieces(ctx, orderId),
  activityOf: (input) => flashTermsOf(input)?.activity ?? null,
}
