// The ways in which one may say what an arm of an experiment measured.
import { invalid } from '../../platform/errors.ts'
import { type Arm, armOf, type Method } from '../../platform/statistics/experiment.ts'

export interface GivenArm {
  /** What each customer did; with `before`, what was known of each. */
  values?: readonly number[] | undefined
  before?: readonly number[] | undefined
  n?: number | undefined
  /** Of a proportion: how many did it. */
  conversions?: number | undefined
  sum?: number | undefined
  sum_squares?: number | undefined
  mean?: number | undefined
  standard_deviation?: number | undefined
  covariate?: { sum: number; sum_squares: number; sum_products: number } | undefined
}

/** Throws `invalid_arm` for what does not say enough or says it twice. */
export function readArm(method: Method, name: string, given: GivenArm): Arm {
  const { values, before, n, conversions, sum, sum_squares, mean, standard_deviation } = given
  const refuse = (why: string) => invalid('invalid_arm', `${name}: ${why}`)
  if (values) {
    if (n !== undefined) throw refuse('values or n, not both')
    if (before && before.length !== values.length) throw refuse('one value before for each value')
    if (method === 'proportion' && values.some((x) => x !== 0 && x !== 1))
      throw refuse('values of a proportion are 0 or 1')
    return armOf(values, before)
  }
  if (n === undefined) throw refuse('n is missing')
  const covariate = given.covariate && { before: given.covariate }
  if (method === 'proportion') {
    const did = conversions ?? sum
    if (did === undefined) throw refuse('conversions is missing')
    return { n, sum: did, sum_squares: did, ...covariate }
  }
  if (mean !== undefined && standard_deviation !== undefined)
    return {
      n,
      sum: mean * n,
      sum_squares: standard_deviation ** 2 * (n - 1) + mean * mean * n,
      ...covariate,
    }
  if (sum === undefined || sum_squares === undefined)
    throw refuse('mean and standard_deviation, or sum and sum_squares, or values')
  return { n, sum, sum_squares, ...covariate }
}
