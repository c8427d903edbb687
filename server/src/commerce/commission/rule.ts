// What an order earns whom it counts for, by a brand's rule. Pure.
import { split } from '../../platform/money.ts'

export const DUE_WHENS = ['receipt', 'after_sale'] as const
export type DueWhen = (typeof DUE_WHENS)[number]
export const COMMISSION_STATES = ['pending', 'due', 'void'] as const
export type CommissionState = (typeof COMMISSION_STATES)[number]

export interface CommissionRule {
  version: number
  default_bp: number
  categories: { path: string[]; bp: number }[]
  products: { sku: string; bp: number }[]
  cap_fen: number | null
  due_when: DueWhen
  own_purchases: boolean
  least_payout_fen: number
}
/** Where a brand has made none, nobody earns. */
export const NO_RULE: CommissionRule = {
  ...{ version: 0, default_bp: 0, categories: [], products: [], cap_fen: null },
  ...{ due_when: 'after_sale', own_purchases: false, least_payout_fen: 0 },
}

/** Of its product, else of the narrowest category that holds it, else of everything. */
export function rateOf(rule: CommissionRule, sku: string, category: readonly string[]): number {
  const product = rule.products.find((one) => one.sku === sku)
  if (product) return product.bp
  const holding = rule.categories
    .filter(({ path }) => path.every((name, i) => category[i] === name))
    .sort((a, b) => b.path.length - a.path.length)
  return holding[0]?.bp ?? rule.default_bp
}

const WHOLE_BP = 10_000n
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * What each part of one order earns: the order's sum, rounded down to the fen and limited, spread over its parts by
 * what each of them brought. No part earns more than it brought.
 */
export function earnedOf(
  parts: readonly { fen: number; bp: number }[],
  capFen: number | null,
): number[] {
  const weights = parts.map(({ fen, bp }) => BigInt(fen) * BigInt(bp))
  const whole = weights.reduce((a, b) => a + b, 0n)
  if (whole === 0n) return parts.map(() => 0)
  const sum = Number(whole / WHOLE_BP)
  const scale = whole / SAFE + 1n
  return split(
    capFen === null ? sum : Math.min(sum, capFen),
    weights.map((weight) => Number(weight / scale)),
  )
}

/**
 * What is left of it when `reversedFen` of what it rests on went back, a half rounded up. By the sum that went back
 * alone, so that any parts in any order come to the same, and all of them to nothing.
 */
export function keptOf(earnedFen: number, basisFen: number, reversedFen: number): number {
  if (basisFen === 0) return 0
  const [over, under] = [BigInt(earnedFen) * BigInt(basisFen - reversedFen), BigInt(basisFen)]
  return Number((over * 2n + under) / (under * 2n))
}
