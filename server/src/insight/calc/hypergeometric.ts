// Gauss' hypergeometric function ₂F₁(a, b; c; z) for real arguments and 0 ≤ z < 1: all that the
// expectations of BG/NBD need. Source: DLMF 15.2.1 (the series).
import { AppError } from '../../platform/errors.ts'

const EPSILON = 1e-16
const MOST_TERMS = 500_000
const BIG = 1e200
const LN_BIG = Math.log(BIG)

/**
 * e^lnFactor · ₂F₁(a, b; c; z), which does not overflow where the product does not. The series is
 * summed until what is left cannot change the last digit. Throws `not_computable` where it has no sum.
 */
export function hypergeometric(a: number, b: number, c: number, z: number, lnFactor = 0): number {
  if (![a, b, c].every(Number.isFinite) || !(z >= 0 && z < 1) || (c <= 0 && Number.isInteger(c)))
    throw new AppError(422, 'not_computable', 'The hypergeometric series has no sum here')
  const [small, large] = a < b ? [a, b] : [b, a]
  let [term, sum, scale] = [1, 1, lnFactor]
  const result = () =>
    scale === 0 ? sum : Math.sign(sum) * Math.exp(Math.log(Math.abs(sum)) + scale)
  for (let n = 0; n < MOST_TERMS; n++) {
    term *= (((small + n) * (large + n)) / ((c + n) * (1 + n))) * z
    if (term === 0) return result()
    sum += term
    // From here on both quotients only move towards 1, so no later ratio is above this one.
    const isPast = small + n > 0 && c + n > 0
    const worst = Math.max(1, (small + n) / (1 + n)) * Math.max(1, (large + n) / (c + n)) * z
    if (isPast && worst < 1 && (Math.abs(term) * worst) / (1 - worst) <= EPSILON * Math.abs(sum))
      return result()
    if (Math.abs(term) > BIG) {
      term /= BIG
      sum /= BIG
      scale += LN_BIG
    }
  }
  throw new AppError(422, 'not_computable', 'The hypergeometric series does not come to an end')
}
