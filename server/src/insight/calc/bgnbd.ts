// BG/NBD: how often customers without a contract buy, and whether they still do.
// Source: Fader, Hardie & Lee 2005, “Counting Your Customers” the Easy Way; the likelihood in the form
// of Hardie's note 027, whose parts cannot overflow; expectations as the paper's (9) and (10).
// Customers buy at a rate of Gamma(r, alpha) and leave after a purchase with a chance of Beta(a, b).
import { AppError } from '../../platform/errors.ts'
import { lnBeta, lnGamma } from '../../platform/statistics/special.ts'
import { hypergeometric } from './hypergeometric.ts'
import { isAtEdge, isLowest, minimise, minimiseNear, walled } from './optimise.ts'

/** `alpha` is in the unit of time of the data; the others have none. All above 0. */
export interface BgNbd {
  r: number
  alpha: number
  a: number
  b: number
}

/** frequency: repeat purchases; recency: time from the first to the last; T: from the first until now. */
export interface Buyer {
  frequency: number
  recency: number
  T: number
}

/** Buyers by what is told of them: equal ones once, with their number. */
export interface Buyers {
  x: Float64Array
  tx: Float64Array
  t: Float64Array
  count: Float64Array
  size: number
}

/** Throws `invalid_buyer` with the first row that cannot be. */
export function groupBuyers(rows: readonly Buyer[]): Buyers {
  const places = new Map<number, Map<number, Map<number, number>>>()
  const [x, tx, t, count] = [[], [], [], []] as [number[], number[], number[], number[]]
  for (const [i, { frequency, recency, T }] of rows.entries()) {
    const isPossible =
      Number.isInteger(frequency) && frequency >= 0 && recency >= 0 && T >= recency && T < Infinity
    if (!isPossible || (frequency === 0) !== (recency === 0))
      throw new AppError(
        400,
        'invalid_buyer',
        `Row ${i}: frequency is a whole number, 0 ≤ recency ≤ T, and recency is 0 exactly when frequency is`,
        { details: { row: i } },
      )
    const byRecency = within(places, frequency, () => new Map<number, Map<number, number>>())
    const byAge = within(byRecency, recency, () => new Map<number, number>())
    const place = within(byAge, T, () => count.length)
    if (place === count.length) {
      x.push(frequency)
      tx.push(recency)
      t.push(T)
      count.push(0)
    }
    count[place] = (count[place] ?? 0) + 1
  }
  const [xs, txs, ts, counts] = [x, tx, t, count].map((list) => Float64Array.from(list)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return { x: xs, tx: txs, t: ts, count: counts, size: rows.length }
}

function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

/** The distinct values, and for each buyer the place of its own: most buyers share theirs. */
function distinct(values: Float64Array): { values: Float64Array; places: Uint32Array } {
  const known = new Map<number, number>()
  const places = new Uint32Array(values.length)
  for (let i = 0; i < values.length; i++)
    places[i] = within(known, values[i] ?? 0, () => known.size)
  return { values: Float64Array.from(known.keys()), places }
}

/** ln L of all buyers, as a function of the parameters; what depends on few values is reckoned once. */
export function logLikelihoodOf({ x, tx, t, count }: Buyers): (model: BgNbd) => number {
  const [counts, recencies, ages] = [distinct(x), distinct(tx), distinct(t)]
  const [base, leaving] = [counts.values.slice(), counts.values.slice()]
  const [logRecency, logAge] = [recencies.values.slice(), ages.values.slice()]
  return ({ r, alpha, a, b }) => {
    const still = lnGamma(a + b) - lnGamma(b) - lnGamma(r) + r * Math.log(alpha)
    for (let j = 0; j < base.length; j++) {
      const k = counts.values[j] ?? 0
      base[j] = lnGamma(r + k) + lnGamma(b + k) - lnGamma(a + b + k) + still
      leaving[j] = k > 0 ? Math.log(a) - Math.log(b + k - 1) : 0
    }
    for (let j = 0; j < logAge.length; j++) logAge[j] = Math.log(alpha + (ages.values[j] ?? 0))
    for (let j = 0; j < logRecency.length; j++)
      logRecency[j] = Math.log(alpha + (recencies.values[j] ?? 0))
    let sum = 0
    for (let i = 0; i < count.length; i++) {
      const k = x[i] ?? 0
      const place = counts.places[i] ?? 0
      let last = -(r + k) * (logAge[ages.places[i] ?? 0] ?? 0)
      if (k > 0) {
        const left = (leaving[place] ?? 0) - (r + k) * (logRecency[recencies.places[i] ?? 0] ?? 0)
        const apart = left - last
        last = (apart > 0 ? left : last) + Math.log1p(Math.exp(-Math.abs(apart)))
      }
      sum += (count[i] ?? 0) * ((base[place] ?? 0) + last)
    }
    return sum
  }
}

export interface BgNbdFit extends BgNbd {
  log_likelihood: number
  customers: number
  /** Distinct rows after equal ones were put together. */
  groups: number
  /** Largest slope of the mean log-likelihood by a logarithm of a parameter: 0 at an optimum. */
  gradient: number
  /** A parameter went where the data cannot tell it: what is forecast holds, the parameter says little. */
  at_edge: boolean
  evaluations: number
}

const STARTS = [
  [0, 0, 0, 0],
  [-1.5, -1, 0, 1],
  [1, 1, -1, 1],
]

/**
 * Maximum likelihood from several starts, in logarithms of the parameters.
 * Throws `too_few_buyers` below 2 rows or without any repeat purchase, and `fit_did_not_converge`.
 */
export function fitBgNbd(rows: readonly Buyer[] | Buyers): BgNbdFit {
  const buyers = 'count' in rows ? rows : groupBuyers(rows)
  if (buyers.size < 2 || !buyers.x.some((k) => k > 0))
    throw new AppError(422, 'too_few_buyers', 'At least two buyers, and one who bought again')
  const meanAge = weightedMean(buyers.t, buyers.count)
  const logAge = Math.log(meanAge)
  const modelAt = (point: readonly number[]): BgNbd => {
    const [r = 0, alpha = 0, a = 0, b = 0] = point
    return { r: Math.exp(r), alpha: Math.exp(alpha + logAge), a: Math.exp(a), b: Math.exp(b) }
  }
  const objectiveOf = (of: Buyers) => {
    const logLikelihood = logLikelihoodOf(of)
    return walled((point) => -logLikelihood(modelAt(point)) / of.size)
  }
  // Starts are weighed on an even sample; the way to the bottom is taken with everybody.
  const few = objectiveOf(everySo(buyers, 3000))
  const rough = minimise(few, STARTS, { tolerance: 1e-6 })
  const found = minimiseNear(objectiveOf(buyers), rough.point, few)
  if (!isLowest(found))
    throw new AppError(
      422,
      'fit_did_not_converge',
      'No parameters fit best: the rows say too little of who comes back and who leaves',
    )
  return {
    ...modelAt(found.point),
    log_likelihood: -found.value * buyers.size,
    customers: buyers.size,
    groups: buyers.count.length,
    gradient: found.gradient,
    at_edge: isAtEdge(found),
    evaluations: rough.evaluations + found.evaluations,
  }
}

const weightedMean = (values: Float64Array, weights: Float64Array) => {
  let [sum, weight] = [0, 0]
  for (const [i, value] of values.entries()) {
    sum += value * (weights[i] ?? 0)
    weight += weights[i] ?? 0
  }
  return sum / weight
}

function everySo(buyers: Buyers, most: number): Buyers {
  const stride = Math.ceil(buyers.count.length / most)
  if (stride <= 1) return buyers
  const pick = (values: Float64Array) => values.filter((_, i) => i % stride === 0)
  const [x, tx, t, count] = [buyers.x, buyers.tx, buyers.t, buyers.count].map(pick) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return { x, tx, t, count, size: count.reduce((sum, n) => sum + n, 0) }
}

/** The chance that the customer has not left, in [0, 1]; 1 for who bought once, as the model has it. */
export function chanceAlive({ r, alpha, a, b }: BgNbd, { frequency, recency, T }: Buyer): number {
  if (frequency === 0) return 1
  const odds =
    Math.log(a) -
    Math.log(b + frequency - 1) +
    (r + frequency) * (Math.log(alpha + T) - Math.log(alpha + recency))
  return 1 / (1 + Math.exp(odds))
}

/** Expected repeat purchases of a new customer within `time`: E[X(t)], the paper's (9). */
export const expectedPurchases = (model: BgNbd, time: number) => purchasesWithin(model, 0, 0, time)

/** Expected purchases within `time` from now of a customer with this past: the paper's (10). */
export const expectedFurtherPurchases = (model: BgNbd, buyer: Buyer, time: number) =>
  purchasesWithin(model, buyer.frequency, buyer.T, time) * chanceAlive(model, buyer)

/** Of a customer who is still there after `x` purchases until `age`. At a = 1 the limit. */
function purchasesWithin(model: BgNbd, x: number, age: number, time: number): number {
  if (time === 0) return 0
  if (Math.abs(model.a - 1) < 1e-6) {
    const beside = (a: number) => purchasesWithin({ ...model, a }, x, age, time)
    return (beside(1 - 1e-5) + beside(1 + 1e-5)) / 2
  }
  const { r, alpha, a, b } = model
  const z = time / (alpha + age + time)
  const all = a + b + x - 1
  // Exactly 0 would be 0 · ∞; the product is smooth there.
  const c = Math.abs(all) < 1e-9 ? 1e-9 : all
  const left = hypergeometric(r + x, b + x, c, z, (r + x) * Math.log1p(-z))
  return (c / (a - 1)) * (1 - left)
}

/** P(X(t) = n): the chance that a new customer buys exactly n more times within `time`; the paper's (8). */
export function chanceOfPurchases({ r, alpha, a, b }: BgNbd, time: number, n: number): number {
  const counted = (k: number) =>
    Math.exp(
      lnGamma(r + k) -
        lnGamma(r) -
        lnGamma(k + 1) +
        r * Math.log(alpha / (alpha + time)) +
        (k === 0 ? 0 : k * Math.log(time / (alpha + time))),
    )
  const stays = Math.exp(lnBeta(a, b + n) - lnBeta(a, b)) * counted(n)
  if (n === 0) return stays
  let fewer = 0
  for (let k = 0; k < n; k++) fewer += counted(k)
  return stays + Math.exp(lnBeta(a + 1, b + n - 1) - lnBeta(a, b)) * Math.max(0, 1 - fewer)
}
