// What the price asks of this domain: the terms that hold for a basket, and the pure rule over them.
import type { Json, OfferUse, Basket as Priced, RuleAnswer } from '../commerce/index.ts'
import type { AssignedArm } from './experiments/assign.ts'
import type { FlashTerms } from './flash-sale/terms.ts'
import type { GroupTerms } from './group-buy/terms.ts'
import type { Basket } from './offer/basket.ts'
import type { Group, Offer } from './offer/offer.ts'
import { type Quote, quote, type Reason } from './offer/quote.ts'
import type { PreSaleTerms } from './pre-sale/terms.ts'

/** Plain JSON; an order keeps it, so that its price can be reckoned again. */
export interface OfferTerms {
  at: string
  timezone: string
  storefront: string | null
  customer: { audiences: string[]; is_new: boolean; added_at: string | null } | null
  products: Record<string, { product: string | null; categories: string[] }>
  offers: Offer[]
  /** Where each of them comes from. */
  of: Record<string, TermSource>
  groups: Group[]
  limits: { offers?: number; coupons?: number }
  /** Bought with others: then `offers` is its price and nothing else. */
  group_buy?: GroupTerms
  /** Bought in a flash sale: its price is one of `offers`. */
  flash_sale?: FlashTerms
  /** Ordered ahead: then `offers` is its price and nothing else. */
  pre_sale?: PreSaleTerms
  /** Of the experiments she is in: what other arms have is not among `offers`. */
  arms?: AssignedArm[]
  /** Coupons she named that cannot be weighed at all. */
  refused: { id: string; code: string }[]
}
export interface TermSource {
  offer: string
  version: number
  activity: string | null
  /** Of a personal coupon: it is one row, and used once. */
  coupon: boolean
  /** Of a coupon, shared or personal. */
  batch?: string
}

export const termsOf = (json: Json): OfferTerms => json as unknown as OfferTerms

export const basketOf = (terms: OfferTerms, priced: Priced): Basket => ({
  lines: priced.lines.map(({ sku, quantity, leftFen }) => ({
    ...{ key: sku, sku, quantity, unit_fen: leftFen / quantity, no_offers: false },
    ...(terms.products[sku]?.product && { product: terms.products[sku].product }),
    categories: terms.products[sku]?.categories ?? [],
  })),
  ...{ shipping_fen: priced.shippingFen, at: terms.at, timezone: terms.timezone },
  ...(terms.storefront !== null && { storefront: terms.storefront }),
  customer: terms.customer && { ...terms.customer, levels: [...priced.levels] },
})

/** Pure: what the brand knows the applied ones by. */
export function usesOf(json: Json, applied: readonly string[]): OfferUse[] {
  const { of } = termsOf(json)
  return applied.flatMap((id) => {
    const source = of[id]
    if (!source) return []
    return { offer: source.offer, coupon: source.batch ?? '', activity: source.activity ?? '' }
  })
}

/** Pure: offers and coupons are searched together; what belongs to coupons is marked. */
export function offersRule(json: Json, priced: Priced): RuleAnswer {
  const terms = termsOf(json)
  const { offers, groups, limits } = terms
  const quoted = quote({ basket: basketOf(terms, priced), offers, groups, limits })
  return answerOf(quoted, terms)
}

function answerOf(quoted: Quote, terms: OfferTerms): RuleAnswer {
  const byId = new Map(terms.offers.map((offer) => [offer.id, offer]))
  const isCoupon = (id: string) => byId.get(id)?.source === 'coupon'
  const named = (id: string) => {
    const name = byId.get(id)?.name
    return name ? { name } : {}
  }
  const takes = quoted.told.flatMap((told) => {
    if (!told.applied) return []
    const id = told.offer
    const parts = quoted.lines.flatMap((line) => {
      const fen = line.by.find((b) => b.offer === id)?.fen
      return fen === undefined ? [] : [[line.key, fen] as const]
    })
    const fen = parts.reduce((sum, [, part]) => sum + part, 0)
    const gifts = quoted.gifts
      .filter((gift) => gift.offer === id)
      .map(({ sku, quantity, valueFen }) => ({ sku, quantity, valueFen }))
    const given = gifts.reduce((sum, gift) => sum + gift.valueFen, 0)
    return {
      ...{ id, fen, bySku: Object.fromEntries(parts), isCoupon: isCoupon(id), ...named(id) },
      ...{ shippingFen: told.worthFen - fen - given, gifts },
    }
  })
  const notes = quoted.told.flatMap((told) =>
    told.applied
      ? []
      : {
          ...{ id: told.offer, code: told.reason.code, isCoupon: isCoupon(told.offer) },
          args: { ...named(told.offer), ...argsOf(told.reason) },
        },
  )
  const { isProven, worthFen, boundFen } = quoted.search
  return {
    takes,
    notes: [
      ...notes,
      ...terms.refused.map((refused) => ({ ...refused, isCoupon: true })),
      ...(isProven ? [] : [{ code: 'not_proven', args: { worth: worthFen, bound: boundFen } }]),
    ],
  }
}

function argsOf(reason: Reason): Record<string, string | number> {
  const { code: _, ...args } = reason
  return args
}
