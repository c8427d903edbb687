import type { PricingPort } from '../commerce/index.ts'
import { noteExposed } from './experiments/exposure.ts'
import { loadOffers } from './offers/load.ts'
import { offersRule, usesOf } from './pricing-terms.ts'

export { activityApproval } from './activities/approval.ts'
export { offersParty } from './budget/party.ts'
export { checks } from './checks.ts'
export { takeInCoupon } from './coupons/at-counter.ts'
export { demandBatches } from './coupons/batches.ts'
export { giveWhileThere } from './coupons/issue.ts'
export { type OfferedCoupon, offeredCoupons, takeOffered } from './coupons/offered.ts'
export { type Coupon, couponsOf, getCoupon, takeBackCoupon } from './coupons/wallet.ts'
export { promotionExports } from './exports.ts'
export { askToken } from './flash-sale/gate.ts'
export { flashSaleParty } from './flash-sale/party.ts'
export {
  ShownSlots as FlashSlots,
  Token as FlashToken,
  TokenAsked as FlashTokenAsked,
} from './flash-sale/shapes.ts'
export { shownSlots } from './flash-sale/shown.ts'
export { groupBuyParty } from './group-buy/party.ts'
export { demandGroupBuys } from './group-buy/queries.ts'
export { groupBuysOf, runningGroupBuys, seatOfOrder, viewGroup } from './group-buy/shown.ts'
export { queues } from './jobs.ts'
export { promotionData } from './personal-data.ts'
export { preSaleParty } from './pre-sale/party.ts'
export { ShownPreSales } from './pre-sale/shapes.ts'
export { shownPreSales } from './pre-sale/shown.ts'
export { routes } from './routes.ts'

/** Answers for offers and coupons together. */
export const offersPricing: PricingPort = {
  load: loadOffers,
  rule: offersRule,
  usesOf,
  shown: noteExposed,
}
