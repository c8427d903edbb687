// Gamma–Gamma: what a customer spends an order, from the mean of few. Source: Hardie's note 025 and
// Fader & Hardie 2013; orders of a customer are Gamma(p, ν), ν over customers is Gamma(q, v).
import { AppError } from '../../platform/errors.ts'
import { lnGamma } from '../../platform/statistics/special.ts'
import { isAtEdge, isLowest, minimise, minimiseNear, walled } from './optimise.ts'

/** `v` is in the unit of money of the data. All above 0. */
export interface GammaGamma {
  p: number
  q: number
  v: number
}

/** frequency: orders that `monetary` is the mean of, at least one; monetary above 0. */
export interface Spender {
  frequency: number
  monetary: number
}

export interface GammaGammaFit extends GammaGamma {
  log_likelihood: number
  /** Customers with at least one repeat order of a value above 0: others say nothing here. */
  customers: number
  gradient: number
  at_edge: boolean
  evaluations: number
  /** Mean value of an order over all customers; null when q ≤ 1 and it has none. */
  mean_value: number | null
}

/** ln L of the spenders as a function of the parameters. */
function logLikelihoodOf(spenders: readonly Spender[]): (model: GammaGamma) => number {
  const n = spenders.length
  const [x, m, logM] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)]
  const largest = spenders.reduce((most, s) => Math.max(most, s.frequency), 0)
  for (const [i, { frequency, monetary }] of spenders.entries()) {
    x[i] = frequency
    m[i] = monetary
    logM[i] = Math.log(monetary)
  }
  const counts = new Float64Array(largest + 1)
  for (const k of x) counts[k] = (counts[k] ?? 0) + 1
  return ({ p, q, v }) => {
    let sum = n * (q * Math.log(v) - lnGamma(q))
    for (const [k, count] of counts.entries())
      if (k > 0 && count > 0)
        sum += count * (lnGamma(p * k + q) - lnGamma(p * k) + p * k * Math.log(k))
    for (let i = 0; i < n; i++) {
      const px = p * (x[i] ?? 0)
      sum += (px - 1) * (logM[i] ?? 0) - (px + q) * Math.log((x[i] ?? 0) * (m[i] ?? 0) + v)
    }
    return sum
  }
}

/** Maximum likelihood. Throws `too_few_spenders` and `fit_did_not_converge`. */
export function fitGammaGamma(rows: readonly Spender[]): GammaGammaFit {
  const spenders = rows.filter(({ frequency, monetary }) => frequency > 0 && monetary > 0)
  if (spenders.length < 3)
    throw new AppError(
      422,
      'too_few_spenders',
      'At least three buyers with a repeat order of a value',
    )
  const logMean = Math.log(spenders.reduce((sum, s) => sum + s.monetary, 0) / spenders.length)
  const modelAt = ([p = 0, q = 0, v = 0]: readonly number[]): GammaGamma => ({
    p: Math.exp(p),
    q: Math.exp(q),
    v: Math.exp(v + logMean),
  })
  const objectiveOf = (of: readonly Spender[]) => {
    const logLikelihood = logLikelihoodOf(of)
    return walled((point) => -logLikelihood(modelAt(point)) / of.length)
  }
  const stride = Math.ceil(spenders.length / 3000)
  const few = objectiveOf(spenders.filter((_, i) => i % stride === 0))
  const starts = [
    [1, 1, 0],
    [0, 0, 0],
    [2, 1.5, -1],
  ]
  const rough = minimise(few, starts, { tolerance: 1e-6 })
  const found = minimiseNear(objectiveOf(spenders), rough.point, few)
  if (!isLowest(found))
    throw new AppError(422, 'fit_did_not_converge', 'No parameters fit the values of orders best')
  const model = modelAt(found.point)
  return {
    ...model,
    log_likelihood: -found.value * spenders.length,
    customers: spenders.length,
    gradient: found.gradient,
    at_edge: isAtEdge(found),
    evaluations: rough.evaluations + found.evaluations,
    mean_value: meanValue(model),
  }
}

/** Mean value of an order over all customers; null when q ≤ 1, where the distribution has no mean. */
export const meanValue = ({ p, q, v }: GammaGamma) => (q > 1 ? (p * v) / (q - 1) : null)

/**
 * What the next orders of a customer are worth on average: own mean and everybody's, weighed by how
 * many orders the own is of. Null for who has no repeat order when there is no mean of everybody.
 */
export function expectedValue(model: GammaGamma, { frequency, monetary }: Spender): number | null {
  if (frequency === 0) return meanValue(model)
  return (model.p * (model.v + frequency * monetary)) / (model.p * frequency + model.q - 1)
}
