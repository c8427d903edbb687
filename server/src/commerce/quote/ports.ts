// What other domains bring into a price. They implement it, the application wires it, this domain knows none
// of them.
import type { Ctx } from '../../platform/ctx.ts'
import type { Json, Rule, Rules, TermStep } from './quote.ts'

export interface Asked {
  customerId: number | null
  lines: readonly { sku: string; quantity: number; unitFen: number }[]
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
