export { getAfterSale, IS_OPEN as AFTER_SALE_IS_OPEN } from './after-sale/after-sale.ts'
export { type AfterSaleAsked, dropAfterSale, requestAfterSale } from './after-sale/after-sales.ts'
export { type Exchangeable, exchangeableOf } from './after-sale/exchange-goods.ts'
export {
  Exchangeable as ExchangeableShown,
  ExchangeWanted,
  exchangeAsked,
} from './after-sale/exchange-routes.ts'
export { type ExchangeAsked, requestExchange } from './after-sale/exchanges.ts'
export { InvoiceWanted } from './after-sale/invoice-routes.ts'
export { requestInvoice } from './after-sale/invoices.ts'
export {
  paySupplement,
  quoteSupplement,
  type SupplementWanted,
  supplementParty,
} from './after-sale/pay-supplement.ts'
export { refundWhole } from './after-sale/refund-whole.ts'
export { AFTER_SALE_KINDS } from './after-sale/states.ts'
export { type Brought, broughtByImport } from './brought.ts'
export {
  COST_KINDS,
  type CostInput,
  type CostKind,
  type CostPriceInput,
  type CouponProductInput,
  type ProductInput,
  productNames,
  recordCostPrices,
  recordCosts,
  recordCouponProducts,
  recordProducts,
} from './catalogue.ts'
export { type CheckoutBasket, type CheckoutPrice, priceCheckout } from './checkout/basket.ts'
export { pickUp, receiveOrder } from './checkout/fulfil.ts'
export { giveKept, giveKeptOrders } from './checkout/give.ts'
export {
  deviceHash,
  lockMarks,
  MARKS,
  type Mark,
  noteDevice,
  paidAlike,
  waitingAlike,
} from './checkout/known-buyer.ts'
export { getOwnOrder } from './checkout/own-order.ts'
export {
  demandNotKeptBack,
  type HeldOrder,
  type LeftFen,
  type NotHeld,
  type OrderParty,
  type Returned,
  type ReturnedLine,
  useOrderParties,
} from './checkout/parties.ts'
export { type Placed, type Placing, place, placeOrder } from './checkout/place.ts'
export { cancelOrder } from './checkout/settle.ts'
export {
  Address,
  CameBy,
  DepositQuoted,
  FlashSaleWanted,
  GroupBuyWanted,
  OwnOrderShown,
  PlanWanted,
  PreSaleWanted,
  QuoteWithGifts,
} from './checkout/shapes.ts'
export { quotedDeposit, shownQuote, showOwnOrder } from './checkout/shown.ts'
export { OWN_STATES, type OwnState } from './checkout/states.ts'
export { findWaiting, type Waiting } from './checkout/waiting.ts'
export { checks } from './checks.ts'
export { ownAffiliate, ownCommissions, ownPayouts } from './commission/own.ts'
export {
  OwnAffiliate as OwnAffiliateShown,
  OwnCommission,
  OwnCommissionPayout,
} from './commission/shapes.ts'
export {
  type CostDefault,
  costDefaults,
  costedOrders,
  costOfNamed,
  costOfOrders,
  type NamedOrder,
  type OrderCost,
  type SummedCost,
  setCostDefaults,
} from './costs.ts'
export { customerValue } from './customer-value.ts'
export { dailyComparisons } from './daily.ts'
export { type BalanceWanted, payBalanceWith, quoteBalance } from './deposit/balance.ts'
export { DEPOSIT_STATES, type DepositState, type DepositTerms } from './deposit/deposits.ts'
export { DEPOSIT_KINDS, type DepositKind } from './deposit/law.ts'
export {
  findPenalty,
  type PayIn,
  type Penalty,
  takePenaltyAsStoredValue,
  usePayIn,
} from './deposit/penalties.ts'
export { BalanceBody, balanceWanted } from './deposit/routes.ts'
export { giveUpOrder } from './deposit/settle.ts'
export { commerceExports } from './exports.ts'
export { type FirstOrder, firstOrdersOf, ordersGone } from './first-orders.ts'
export { type Category, listCategories } from './goods/categories.ts'
export { getProduct, listProducts, type Product, type ProductKind } from './goods/products.ts'
export { queues } from './jobs.ts'
export { type ListingPlatform, PLATFORMS } from './listings/faults.ts'
export {
  type Evidence,
  type Mode,
  NO_LINKS,
  type OfferUse,
  type OrderInput,
  type OrderLineInput,
  type OrderLinks,
} from './order.ts'
export { getOrder, listOrders, type OrderDetail, type OrderRow, ordersOf } from './order-list.ts'
export { ORDER_SIGNAL_NAMES } from './order-signal.ts'
export { type OrderOutcome, type RecordOptions, recordOrders } from './orders.ts'
export { listOutlays, type NewOutlay, type Outlay, recordOutlay, removeOutlay } from './outlays.ts'
export {
  ForgedPush,
  type ParcelAsked,
  ParcelRefused,
  type ParcelWord,
  type TrackingProvider,
  useTrackingProviders,
} from './parcels/provider.ts'
export { receiveParcelWords } from './parcels/push-routes.ts'
export type { Trace, TraceState } from './parcels/states.ts'
export { followUnderWay } from './parcels/track.ts'
export { receivePayments } from './payment/callback-routes.ts'
export { listProviders } from './payment/payment-settings.ts'
export { beginPayment } from './payment/payments.ts'
export {
  type Callback,
  ForgedCallback,
  type PaymentAsked,
  type PaymentProvider,
  type PaymentWord,
  type PayWay,
  type Prepared,
  ProviderRefused,
  type RefundAsked,
  type RefundWord,
  type StatementLine,
  usePaymentProviders,
} from './payment/provider.ts'
export { createTestProvider } from './payment/test-provider.ts'
export { commerceData } from './personal-data.ts'
export { type NotPriced, type Priced, priceOrder } from './pricing.ts'
export { type PurchaseCycle, purchaseCycle } from './purchase-cycle.ts'
export { purchasesOf } from './purchases.ts'
export { firstOrdersSince, type QualifyingRow, qualifyingRows } from './qualifying.ts'
export { acceptQuotation, declineQuotation } from './quotation/accept.ts'
export { shownQuotation } from './quotation/queries.ts'
export { quotationApproval } from './quotation/send.ts'
export { QuotationForHer } from './quotation/shapes.ts'
export { shownToHer } from './quotation/shown.ts'
export {
  type Asked,
  type FlashSaleAsked,
  type Held,
  heldBy,
  type PreSaleAsked,
  type PricingPort,
  type PricingPorts,
  type Shown,
  useFixedPrices,
  useHeld,
  usePricing,
} from './quote/ports.ts'
export { memberPriceCounts, type PricedBasket, priceBasket } from './quote/price.ts'
export type {
  Basket,
  BuyerBenefits,
  Gift,
  Json,
  Note,
  NotQuoted,
  Quoted,
  QuoteInput,
  Rule,
  RuleAnswer,
  Take,
} from './quote/quote.ts'
export { quote, TRACED } from './quote/quote.ts'
export {
  type RefundInput,
  type RefundLineInput,
  type RefundOutcome,
  recordRefunds,
} from './refunds.ts'
export { routes } from './routes.ts'
export { ordersFromSignals, type SignalsReport } from './signals.ts'
export { type SpendingBy, type Spent, spendingBy, spendingByDay, spentBy } from './spending.ts'
export { Live, type StorefrontLook } from './storefront/look.ts'
export { type Promoted, priceBases } from './storefront/price-base.ts'
export { type OnShelf, onShelf } from './storefront/shelf.ts'
export { getStorefront, levelsAtStorefronts, sells } from './storefront/storefronts.ts'
export {
  type CirclesPort,
  EVERYBODY,
  isForAll,
  maySee,
  notVisible,
  useCircles,
  type VisibleTo,
  visibilityOf,
} from './storefront/visibility.ts'
export { changeSubscription } from './subscription/change.ts'
export { offeredPlans } from './subscription/offered.ts'
export { subscriptionParty } from './subscription/party.ts'
export {
  demandOf as demandOwnSubscription,
  listSubscriptions,
  ownSubscription,
} from './subscription/queries.ts'
export {
  Change as SubscriptionChange,
  OwnSubscription,
  OwnSubscriptionRow,
  PlanOffered,
} from './subscription/shapes.ts'
export { priceAtTill, type TillBasket } from './till/priced.ts'
export type { Sold } from './till/receipts.ts'
export { paidOut, refundAtTill, type TillRefund } from './till/refund.ts'
export { type Selling, sellAtTill } from './till/sell.ts'
export { type CatalogueUndone, type OrdersUndone, undoCatalogue, undoOrders } from './undo.ts'
