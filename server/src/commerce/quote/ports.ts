// What other domains bring into a price. They implement it, the application wires it, this domain knows none
// of them.
import type { Ctx } from '../../platform/ctx.ts'
import type { Address } from '../checkout/own-order.ts'
import type { OfferUse } from '../order.ts'
import {
  type BuyerBenefits,
  type Json,
  type NotQuoted,
  type Quoted,
  type QuoteInput,
  quote,
  type Rule,
  type Rules,
  type TermStep,
} from './quote.ts'

export interface Asked {
  customerId: number | null
  /** All nodes she is known by, where they are known already. */
  nodes?: readonly number[]
  lines: readonly { sku: string; quantity: number; unitFen: number }[]
  /** What the products of the lines are, and the brand's zone, where they are known already. */
  products?: ReadonlyMap<string, { group: string | null; path: readonly string[] }>
  timezone?: string
  /** The code of the storefront; absent: none is named. */
  storefront?: string
  /** Where it would be sent. */
  address?: Address
  couponCodes?: readonly string[]
  /** The most points she wants to pay with; absent: none. */
  pointsWanted?: number
  /** The most fen of stored value she wants to pay with; absent: none. */
  storedValueWanted?: number
  /** She buys with others: by which group buy, in which group, null: one that she opens. */
  groupBuy?: GroupBuyAsked
  /** She buys in a flash sale: in which slot, and with which leave to order. */
  flashSale?: FlashSaleAsked
  /** She orders ahead, with a deposit: of which pre-sale, and whether she agrees to what earnest money means. */
  preSale?: PreSaleAsked
  /** Its deposit is paid: the terms it was ordered with, to which coupons and points may come now. */
  balanceOf?: { offers: Json | undefined }
  /** She exchanges points for one piece: the reward is its price, without levels, offers and coupons. */
  reward?: { id: string }
}
/** She has it delivered again and again. */
export interface PlanAsked {
  id: string
  /** The version of the agreement she has accepted; null: she only asks what it costs. */
  agreed: string | null
  /** The delivery it is of; absent: the first one. */
  of?: { subscription: string; cycle: number }
}
export interface FlashSaleAsked {
  slot: string
  token: string | null
}
export interface PreSaleAsked {
  id: string
  agreed: boolean
}
export interface GroupBuyAsked {
  id: string
  group: string | null
}
export interface PricingPort {
  /** What holds for this basket now, whole and plain: the order keeps it. Undefined: nothing. */
  load(ctx: Ctx, asked: Asked): Promise<Json | undefined>
  rule: Rule
  /** What stands behind the ids of what was applied; absent: no offers. */
  usesOf?(terms: Json, applied: readonly string[]): OfferUse[]
  /** She is about to see this price. True: something of hers has changed by that, and it is priced anew. */
  shown?(ctx: Ctx, shown: Shown): Promise<boolean>
}
export interface Shown {
  asked: Asked
  terms: Json
  /** What the same basket would cost with other terms of this domain. */
  priceWith(terms: Json): Quoted | NotQuoted
}
export type PricingPorts = Readonly<Partial<Record<TermStep, PricingPort>>>

let ports: PricingPorts = {}
/** Called at start; until a domain stands, its step has no terms and the trace says `none`. */
export function usePricing(given: PricingPorts): void {
  ports = given
}

/** What a buyer holds. */
export interface Held {
  levels: readonly string[]
  benefits?: BuyerBenefits
}
type LoadHeld = (ctx: Ctx, customerId: number) => Promise<Held>
let loadHeld: LoadHeld | undefined
/** Called at start by who keeps levels and benefits; until then a buyer at the checkout holds none. */
export function useHeld(given: LoadHeld): void {
  loadHeld = given
}
/** The levels and benefits a buyer holds, whoever says otherwise. */
export const heldBy: LoadHeld = async (ctx, customerId) =>
  loadHeld ? loadHeld(ctx, customerId) : { levels: [] }

/** What costs the same for everybody whatever else holds, of these that are no goods, by SKU. */
type LoadFixed = (ctx: Ctx, skus: readonly string[]) => Promise<ReadonlyMap<string, number>>
let loadFixed: LoadFixed | undefined
/** Called at start by who sells what is worth its price: nothing is ever taken off it. */
export function useFixedPrices(given: LoadFixed | undefined): void {
  loadFixed = given
}
export const fixedPrices: LoadFixed = async (ctx, skus) =>
  loadFixed ? loadFixed(ctx, skus) : new Map()

export const rulesNow = (): Rules => ({
  ...(ports.offers && { offers: ports.offers.rule }),
  ...(ports.coupon && { coupon: ports.coupon.rule }),
  ...(ports.points && { points: ports.points.rule }),
  ...(ports.stored_value && { stored_value: ports.stored_value.rule }),
})

interface Priced {
  input: QuoteInput
  quoted: Quoted
}
/** The offers and coupons that a price rests on, with what each took off and the worth of what it gave. */
export function offersApplied({ input, quoted }: Priced): (OfferUse & { fen: number })[] {
  const terms = input.terms.offers
  const usesOf = ports.offers?.usesOf
  if (terms === undefined || !usesOf) return []
  return quoted.trace.flatMap(({ step, applied, id, fen }) => {
    if (!applied || id === undefined || (step !== 'offers' && step !== 'coupon')) return []
    const given = quoted.gifts.filter((gift) => gift.id === id)
    const worth = given.reduce((sum, gift) => sum + gift.valueFen, fen)
    return usesOf(terms, [id]).map((use) => ({ ...use, fen: worth }))
  })
}
export const offersUsed = (order: Priced): OfferUse[] =>
  offersApplied(order).map(({ fen: _, ...use }) => use)

/** Tells every domain whose terms a price rests on that it is shown. True: it is priced anew. */
export async function tellShown(ctx: Ctx, asked: Asked, input: QuoteInput): Promise<boolean> {
  let isOld = false
  for (const [step, port] of Object.entries(ports) as [TermStep, PricingPort][]) {
    const terms = input.terms[step]
    if (terms === undefined || !port.shown) continue
    const priceWith = (other: Json) =>
      quote({ ...input, terms: { ...input.terms, [step]: other } }, rulesNow())
    isOld = (await port.shown(ctx, { asked, terms, priceWith })) || isOld
  }
  return isOld
}

export async function termsFor(ctx: Ctx, asked: Asked): Promise<Partial<Record<TermStep, Json>>> {
  const terms: Partial<Record<TermStep, Json>> = {}
  for (const [step, port] of Object.entries(ports) as [TermStep, PricingPort][]) {
    const loaded = await port.load(ctx, asked)
    if (loaded !== undefined) terms[step] = loaded
  }
  return terms
}
