// What other domains bring into a price. They implement it, the application wires it, this domain knows none
// of them.
import type { Ctx } from '../../platform/ctx.ts'
import type { BuyerBenefits, Json, Rule, Rules, TermStep } from './quote.ts'

export interface Asked {
  customerId: number | null
  lines: readonly { sku: string; quantity: number; unitFen: number }[]
  /** The code of the storefront; absent: none is named. */
  storefront?: string
  couponCodes?: readonly string[]
  /** The most points she wants to pay with; absent: none. */
  pointsWanted?: number
  /** The most fen of stored value she wants to pay with; absent: none. */
  storedValueWanted?: number
}
export interface PricingPort {
  /** What holds for this basket now, whole and plain: the order keeps it. Undefined: nothing. */
  load(ctx: Ctx, asked: Asked): Promise<Json | undefined>
  rule: Rule
}
export type PricingPorts = Readonly<Partial<Record<TermStep, PricingPort>>>

let ports: PricingPorts = {}
/** Called at start; until a domain stands, its step has no terms and the trace says `none`. */
export function usePricing(given: PricingPorts): void {
  ports = given
}

type HeldLevels = (ctx: Ctx, customerId: number) => Promise<readonly string[]>
let heldLevels: HeldLevels | undefined
/** Called at start by who keeps levels; until then a buyer at the checkout holds none. */
export function useHeldLevels(given: HeldLevels): void {
  heldLevels = given
}
/** The levels a buyer holds, whoever says otherwise. */
export const levelsHeldBy: HeldLevels = async (ctx, customerId) =>
  heldLevels ? heldLevels(ctx, customerId) : []

type LoadBenefits = (ctx: Ctx, customerId: number) => Promise<BuyerBenefits>
let loadBenefits: LoadBenefits | undefined
/** Called at start by who keeps benefits; until then a buyer has none. */
export function useBuyerBenefits(given: LoadBenefits): void {
  loadBenefits = given
}
export const benefitsOf = async (ctx: Ctx, customerId: number | null) =>
  customerId === null || !loadBenefits ? undefined : loadBenefits(ctx, customerId)

export const rulesNow = (): Rules => ({
  ...(ports.offers && { offers: ports.offers.rule }),
  ...(ports.coupon && { coupon: ports.coupon.rule }),
  ...(ports.points && { points: ports.points.rule }),
  ...(ports.stored_value && { stored_value: ports.stored_value.rule }),
})

export async function termsFor(ctx: Ctx, asked: Asked): Promise<Partial<Record<TermStep, Json>>> {
  const terms: Partial<Record<TermStep, Json>> = {}
  for (const [step, port] of Object.entries(ports) as [TermStep, PricingPort][]) {
    const loaded = await port.load(ctx, asked)
    if (loaded !== undefined) terms[step] = loaded
  }
  return terms
}
