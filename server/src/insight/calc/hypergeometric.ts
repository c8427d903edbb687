// Gauss' hypergeometric function ₂F₁(a, b; c; z) for real arguments and 0 ≤ z < 1: all that the
// expectations of BG/NBD need. Source: DLMF 15.2.1 (the series).
import { AppError } from '../../platform/errors.ts'

const EPSILON = 1e-16
const MOST_TERMS = 5_000_000

/**
 * The series, summed until what is left cannot change the last digit: terms fall at least like z in the
 * end. Pure numbers in and out. Throws `not_computable` where the series does not converge.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (![a, b, c].every(Number.isFinite) || !(z >= 0 && z < 1) || (c <= 0 && Number.isInteger(c)))
    throw new AppError(422, 'not_computable', 'The hypergeometric series has no sum here')
  let term = 1
  let sum = 1
  for (let n = 0; n < MOST_TERMS; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (1 + n))) * z
    term *= ratio
    if (term === 0) return sum
    sum += term
    // The ratio of what follows lies between this one and z once n is past the parameters.
    const worst = Math.max(Math.abs(ratio), z)
    if (worst < 1 && n > Math.abs(a) + Math.abs(b) + Math.abs(c)) {
      const rest = (Math.abs(term) * worst) / (1 - worst)
      if (rest <= EPSILON * Math.abs(sum)) return sum
    }
    if (!Number.isFinite(sum)) break
  }
  throw new AppError(422, 'not_computable', 'The hypergeometric series does not come to an end')
}
