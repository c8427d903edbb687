// Tests that hold however often one looks. Sources: Lindon & Malek 2022 for counts (an anytime-valid test of
// a multinomial distribution by a Dirichlet mixture); Waudby-Smith et al. 2021 for a mean, as in experiment.ts.
import { sequentialHalfWidth, sequentialRho } from './experiment.ts'
import { lnGamma } from './special.ts'

/** How much the mixture trusts the shares: sensitive to a few percent from some thousand people on. */
const TRUST = 100

/**
 * Whether people fell as the shares say. Below a limit at any of many looks, they did not: with the chance of
 * a false alarm of that limit over all looks together.
 */
export function sequentialRatioP(counts: readonly number[], shares: readonly number[]): number {
  const all = shares.reduce((a, b) => a + b, 0)
  const n = counts.reduce((a, b) => a + b, 0)
  if (!(all > 0) || shares.length !== counts.length || shares.some((share) => !(share > 0)))
    throw new RangeError('a share of each count, above 0')
  let evidence = lnGamma(TRUST) - lnGamma(TRUST + n)
  for (const [i, count] of counts.entries()) {
    const share = (shares[i] ?? 0) / all
    evidence += lnGamma(TRUST * share + count) - lnGamma(TRUST * share) - count * Math.log(share)
  }
  return Math.min(1, Math.exp(-evidence))
}

export interface Sums {
  n: number
  sum: number
  sum_squares: number
}
export interface AlwaysValid {
  mean: number
  low: number
  high: number
}

/** A mean with its always-valid interval; null where nothing varies yet. */
export function alwaysValidMean(
  { n, sum, sum_squares }: Sums,
  alpha: number,
  tuning: number,
): AlwaysValid | null {
  if (n < 2) return null
  const mean = sum / n
  const variance = (sum_squares - (sum * sum) / n) / (n - 1)
  if (!(variance > 0)) return null
  const half = sequentialHalfWidth(Math.sqrt(variance), n, sequentialRho(alpha, tuning), alpha)
  return { mean, low: mean - half, high: mean + half }
}
