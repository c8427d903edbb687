export {
  planPrices,
  type ShownBenefit,
  shownBenefit,
  topUpSkus,
} from './benefit-products/definition.ts'
export { benefitProductsParty } from './benefit-products/party.ts'
export { getBenefit } from './benefits/benefits.ts'
export { benefitsParty, heldAtCheckout } from './benefits/checkout.ts'
export { useLevelOffers } from './benefits/differences.ts'
export { giveAtLevels, useCouponGiving, useCouponTakingBack } from './benefits/entry.ts'
export {
  beginTrial,
  benefitCosts,
  benefitsGiven,
  endTrial,
  type TrialMet,
  useBenefitTrials,
} from './benefits/trials.ts'
export { cardsOfNodes, type Granting, grantCard } from './cards/cards.ts'
export { giveTrials } from './cards/trial.ts'
export { memberExports } from './exports.ts'
export { giftCardChecks } from './gift-cards/check.ts'
export { claimGift, ownGifts, shownGift } from './gift-cards/own.ts'
export { OwnGiftCard, ShownGiftCard } from './gift-cards/shapes.ts'
export { memberQueues } from './jobs.ts'
export { ledgerChecks } from './ledger/checks.ts'
export { ledgerQueues } from './ledger-jobs.ts'
export { levelChecks } from './levels/check.ts'
export { useLevelEntries } from './levels/evaluate.ts'
export { joinBySignals, keepDue, keepLevels, touchBySignals } from './levels/keep.ts'
export { LEVEL_CONSUMER } from './levels/versions.ts'
export { memberData } from './member-data.ts'
export {
  isMember,
  joinInShop,
  levelNames,
  type OwnMembership,
  ownMembership,
  ownMoves,
  ownPoints,
  ownStoredValue,
  programmeName,
} from './own.ts'
export { ledgerData } from './personal-data.ts'
export { pointsFromSignals } from './points/earn.ts'
export { reclaimEarnedBy, releaseEarnedBy } from './points/of-events.ts'
export { earnPoints } from './points/points.ts'
export { pointsParty, pointsPort } from './points/pricing.ts'
export { POINTS_CONSUMER } from './points/rules.ts'
export { waysToEarn } from './points/ways.ts'
export { JOIN_CONSUMER } from './programme/programme.ts'
export { rewardChecks } from './rewards/checks.ts'
export { readContent } from './rewards/content.ts'
export { type OfferedReward, rewardShop } from './rewards/offered.ts'
export { rewardsParty } from './rewards/party.ts'
export { quoteReward, redeem } from './rewards/redeem.ts'
export { ownRedemptions } from './rewards/redemptions.ts'
export { shownShop } from './rewards/routes.ts'
export { asRedemption, ContentOut, RedemptionOut, RewardShopOut } from './rewards/shapes.ts'
export { routes } from './routes.ts'
export { benefitProductChecks } from './session-cards/checks.ts'
export { sessionCardsOf, sessionsOf } from './session-cards/queries.ts'
export { redeemSession } from './session-cards/redeem.ts'
export { findByCode as findSessionCard } from './session-cards/session-cards.ts'
export { GivenSessionOut, shownSession } from './session-cards/shapes.ts'
export { payIntoStoredValue, storedValueChecks } from './stored-value/paid-in.ts'
export { storedValueParty, storedValuePort } from './stored-value/pricing.ts'
export { refundTopUp, topUp } from './stored-value/topups.ts'
