import type { PricingPort } from '../commerce/index.ts'
import { noteExposed } from './experiments/exposure.ts'
import { loadOffers } from './offers/load.ts'
import { offersRule, usesOf } from './pricing-terms.ts'

export { activityApproval } from './activities/approval.ts'

export { activityNames } from './activities/queries.ts'

export { acceptCard } from './bestie/accept.ts'
export { takeCard } from './bestie/give.ts'
export { bestieParty } from './bestie/party.ts'
export { demandBestiePlans } from './bestie/queries.ts'
export {
  bestieCardAt,
  type OfferedPlan as OfferedBestiePlan,
  offeredBestiePlans,
  ownBestieCards,
  type ShownCard as ShownBestieCard,
  type ShownGain,
} from './bestie/shown.ts'
export { offersParty } from './budget/party.ts'
export { checks } from './checks.ts'
export { takeInCoupon } from './coupons/at-counter.ts'
export { demandBatches } from './coupons/batches.ts'
export {
  claimGiftedCoupon,
  offerCoupon,
  type Person as CouponPerson,
  type ShownGift as ShownCouponGift,
  shownGift as shownCouponGift,
  waitingGifts as waitingCouponGifts,
  withdrawGift as withdrawCouponGift,
} from './coupons/gifts.ts'
export { giveWhileThere } from './coupons/issue.ts'
export { type OfferedCoupon, offeredCoupons, takeOffered } from './coupons/offered.ts'
export { type Coupon, couponsOf, getCoupon, takeBackCoupon } from './coupons/wallet.ts'
export { meetBenefitTrials } from './experiments/benefits.ts'
export { promotionExports } from './exports.ts'
export { askToken } from './flash-sale/gate.ts'
export { flashSaleParty } from './flash-sale/party.ts'
export { demandFlashSales } from './flash-sale/queries.ts'
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
export { type NewcomerOffer, newcomerOffers } from './offers/for-newcomers.ts'
export { levelOffers } from './offers/load.ts'
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
