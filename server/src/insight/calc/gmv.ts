// The five factors of GMV with units that multiply to money, and a change of it owed to each.
// GMV = visitors × conversion × order value × (1 + fission) × LTV multiple, where conversion is first
// buyers ÷ visitors, order value net money an order, fission customers recruited ÷ visitors, and the
// multiple orders a buyer over the horizon. Sources: LMDI-I of Ang 2005 with the analytical limits for
// zeros of Wood & Lenzen 2006 and Ang & Liu 2007; Shapley 1953 (Sun 1998). Neither leaves a rest.
import { AppError } from '../../platform/errors.ts'
import { shapley } from './shapley.ts'

export const FACTORS = [
  'visitors',
  'conversion_rate',
  'order_value',
  'fission_rate',
  'ltv_multiple',
] as const
export type Factor = (typeof FACTORS)[number]
/** visitors: people; order_value: money an order; the others: pure numbers, of which the first in [0, 1]. */
export type Factors = Record<Factor, number>

/** As they are multiplied: with 1 + fission in place of fission. */
export const multipliers = (factors: Factors): number[] =>
  FACTORS.map((name) => (name === 'fission_rate' ? 1 + factors[name] : factors[name]))

/** In the money of `order_value`. */
export const gmvOf = (factors: Factors) =>
  multipliers(factors).reduce((product, x) => product * x, 1)

export interface Solved {
  factors: Factors
  gmv: number
  /** Which of the six was missing; null: none was, and they agreed. */
  solved: Factor | 'gmv' | null
}

/**
 * The one of five factors and GMV that is missing. Throws `one_unknown` when more are missing,
 * `factors_disagree` when all are given and do not multiply to GMV within a millionth, and
 * `no_solution` when the missing one could be anything or would have to be impossible.
 */
export function solveGmv(given: Partial<Factors> & { gmv?: number | undefined }): Solved {
  const missing = [...FACTORS, 'gmv' as const].filter((name) => given[name] === undefined)
  if (missing.length > 1)
    throw new AppError(400, 'one_unknown', `Only one may be missing, not ${missing.join(', ')}`)
  const [unknown] = missing
  const { visitors = 1, conversion_rate = 1, order_value = 1, ltv_multiple = 1 } = given
  const { fission_rate = 0 } = given
  const known: Factors = { visitors, conversion_rate, order_value, fission_rate, ltv_multiple }
  const product = gmvOf(known)
  if (unknown === 'gmv') return { factors: known, gmv: product, solved: 'gmv' }
  const gmv = given.gmv ?? 0
  if (unknown === undefined) {
    if (Math.abs(product - gmv) > 1e-6 * Math.max(product, gmv))
      throw new AppError(422, 'factors_disagree', 'The factors do not multiply to this GMV', {
        details: { product },
      })
    return { factors: known, gmv, solved: null }
  }
  if (product === 0)
    throw new AppError(422, 'no_solution', 'A factor is 0, so no other can bring this about')
  const needed = gmv / product - (unknown === 'fission_rate' ? 1 : 0)
  if (needed < 0 || (unknown === 'conversion_rate' && needed > 1))
    throw new AppError(
      422,
      'no_solution',
      `${unknown} would have to be ${Number(needed.toPrecision(6))}, which cannot be`,
      { details: { needed } },
    )
  return { factors: { ...known, [unknown]: needed }, gmv, solved: unknown }
}

/** (a − b) ÷ (ln a − ln b), the logarithmic mean; a when both are equal, 0 when one is. */
export function logarithmicMean(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  const ratio = a / b - 1
  // Close to each other the quotient is 0 ÷ 0: its series.
  if (Math.abs(ratio) < 1e-5) return b * (1 + ratio / 2 - (ratio * ratio) / 12)
  return (a - b) / Math.log(a / b)
}

/**
 * The change of a product owed to each factor, LMDI-I: L(G1, G0) · ln(x1 ÷ x0); adds up to G1 − G0.
 * Where a factor is 0 on one side, the limit: the whole change belongs to those that were 0, evenly.
 */
export function lmdi(before: readonly number[], after: readonly number[]): number[] {
  const [g0, g1] = [before, after].map((xs) => xs.reduce((product, x) => product * x, 1)) as [
    number,
    number,
  ]
  const [zeros0, zeros1] = [before, after].map((xs) => xs.map((x) => (x === 0 ? 1 : 0))) as [
    number[],
    number[],
  ]
  const total = (counts: number[]) => counts.reduce((sum, n) => sum + n, 0)
  const [from, to] = [total(zeros0), total(zeros1)]
  if (from > 0 && to > 0) return before.map(() => 0)
  if (from > 0) return zeros0.map((zero) => (zero === 1 ? g1 / from : 0))
  if (to > 0) return zeros1.map((zero) => (zero === 1 ? -g0 / to : 0))
  const logs = before.map((x, i) => Math.log((after[i] ?? 0) / x))
  const whole = logs.reduce((sum, log) => sum + log, 0)
  // L(G1, G0) with the logarithm of the quotient as the sum of theirs, so that nothing is left over.
  const mean = Math.abs(whole) < 1e-5 ? logarithmicMean(g1, g0) : (g1 - g0) / whole
  return logs.map((log) => mean * log)
}

/** The same change by Shapley: each factor's step averaged over all orders of stepping. */
export function shapleyChange(before: readonly number[], after: readonly number[]): number[] {
  return shapley(before.length, (subset) =>
    before.reduce((product, x, i) => product * (subset & (1 << i) ? (after[i] ?? 0) : x), 1),
  )
}

/** Chain substitution 连环替代: depends on the order of the factors, so only for comparison. */
export function chainChange(before: readonly number[], after: readonly number[]): number[] {
  const product = (changed: number) =>
    before.reduce((all, x, i) => all * (i < changed ? (after[i] ?? 0) : x), 1)
  return before.map((_, i) => product(i + 1) - product(i))
}

export interface ChangeOfFactor {
  factor: Factor
  /** Null where several segments are explained together. */
  before: number | null
  after: number | null
  lmdi: number
  shapley: number
  chain: number
}
export interface Change {
  before: number
  after: number
  change: number
  factors: ChangeOfFactor[]
}

/** Money of the change owed to each factor, by three methods. */
export function explainChange(before: Factors, after: Factors): Change {
  return explainSegments([{ before, after }])
}

/**
 * Over segments whose GMV adds up: each segment's change explained, and the parts added; LMDI stays
 * consistent under this, the factors shown are of the segment only where there is one.
 */
export function explainSegments(segments: readonly { before: Factors; after: Factors }[]): Change {
  if (segments.length === 0)
    throw new AppError(400, 'invalid_factor', 'At least one segment is explained')
  for (const { before, after } of segments)
    for (const name of FACTORS)
      for (const value of [before[name], after[name]])
        if (!(value >= 0 && value < Infinity))
          throw new AppError(400, 'invalid_factor', `${name} is not below 0`)
  const sum = (of: (segment: (typeof segments)[number]) => number) =>
    segments.reduce((all, segment) => all + of(segment), 0)
  const parts = segments.map(({ before, after }) => {
    const [old, now] = [multipliers(before), multipliers(after)]
    return { lmdi: lmdi(old, now), shapley: shapleyChange(old, now), chain: chainChange(old, now) }
  })
  const added = (method: 'lmdi' | 'shapley' | 'chain', i: number) =>
    parts.reduce((all, part) => all + (part[method][i] ?? 0), 0)
  const [first] = segments
  const only = segments.length === 1 ? first : undefined
  const [before, after] = [sum((s) => gmvOf(s.before)), sum((s) => gmvOf(s.after))]
  return {
    before,
    after,
    change: after - before,
    factors: FACTORS.map((factor, i) => ({
      factor,
      before: only?.before[factor] ?? null,
      after: only?.after[factor] ?? null,
      lmdi: added('lmdi', i),
      shapley: added('shapley', i),
      chain: added('chain', i),
    })),
  }
}
