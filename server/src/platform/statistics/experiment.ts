// Does the treatment work? Sources: Welch 1947 with Satterthwaite's degrees of freedom; relative lift by
// the delta method; sample ratio by χ² (Fabijan et al. 2019); always-valid intervals of Waudby-Smith,
// Arbour, Sinha, Kennedy & Ramdas 2021 (asymptotic confidence sequences), tuned to a sample size; CUPED
// of Deng, Xu, Kohavi & Walker 2013. Numbers agree with GrowthBook's to five decimals.
import { AppError } from '../errors.ts'
import { chiSquareTail, tQuantile, tTwoSided } from './special.ts'

/** What one arm measured, as sums over its customers. */
export interface Arm {
  n: number
  /** Sum of the outcome; of a proportion: how many did it. */
  sum: number
  /** Sum of its squares; of a proportion it is the sum itself. */
  sum_squares: number
  /** What was known before the experiment, for CUPED. */
  before?: { sum: number; sum_squares: number; sum_products: number } | undefined
}

export type Method = 'mean' | 'proportion'

export interface Terms {
  /** Chance of a false alarm; 0.05 unless given. */
  alpha?: number
  /** Share of customers that should be in treatment; 0.5 unless given. */
  expected_share?: number
  /** Sample size at which the always-valid interval is narrowest; 5000 unless given. */
  tuning?: number
  /** Of CUPED, when it is known from elsewhere; of these customers unless given. */
  theta?: number
  /** Below this the sample ratio blocks the verdict; 0.001 unless given. */
  sample_ratio_alpha?: number
}

interface Interval {
  low: number
  high: number
}
export interface Lift {
  /** Absolute: in the outcome's unit; relative: a share of control's mean. */
  estimate: number
  standard_error: number
  interval: Interval
  p_value: number
  /** Holds however often one looks. */
  always_valid: { interval: Interval; p_value: number }
}
export interface ArmFigures {
  n: number
  mean: number
  standard_deviation: number
}
export interface ExperimentResult {
  control: ArmFigures
  treatment: ArmFigures
  sample_ratio: { expected_share: number; share: number; p_value: number; ok: boolean }
  absolute: Lift
  /** Null where control's mean is 0. */
  relative: Lift | null
  degrees_of_freedom: number
  cuped: { theta: number; variance_removed: number } | null
  /** `blocked`: customers did not fall as planned, so no figure can be trusted. By the always-valid interval. */
  verdict: 'treatment_higher' | 'control_higher' | 'undecided' | 'blocked'
}

interface Moments {
  n: number
  mean: number
  variance: number
}

const momentsOf = (n: number, sum: number, squares: number): Moments => ({
  n,
  mean: sum / n,
  variance: Math.max(0, (squares - (sum * sum) / n) / (n - 1)),
})

/** Sample ratio mismatch: χ² with one degree of freedom. */
export function sampleRatio(control: number, treatment: number, expectedShare: number): number {
  const n = control + treatment
  const [a, b] = [n * (1 - expectedShare), n * expectedShare]
  return chiSquareTail((control - a) ** 2 / a + (treatment - b) ** 2 / b, 1)
}

/** ρ at which the interval is narrowest near `tuning` customers. */
export const sequentialRho = (alpha: number, tuning: number) =>
  Math.sqrt((-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tuning)

/** Half the width of the always-valid interval; `deviation` is that of one of `n` observations. */
export function sequentialHalfWidth(
  deviation: number,
  n: number,
  rho: number,
  alpha: number,
): number {
  const spread = n * rho * rho + 1
  return (
    deviation *
    Math.sqrt(((2 * spread) / (n * n * rho * rho)) * Math.log(Math.sqrt(spread) / alpha))
  )
}

/** The smallest α at which the always-valid interval leaves out 0. */
function sequentialP(estimate: number, variance: number, n: number, rho: number): number {
  const spread = n * rho * rho + 1
  const evidence = (estimate * estimate * n * n * rho * rho) / (2 * variance * spread)
  return Math.min(1, Math.sqrt(spread) * Math.exp(-evidence))
}

/** Throws `invalid_arm`, and `no_variance` where all outcomes are alike. */
export function evaluate(
  method: Method,
  control: Arm,
  treatment: Arm,
  terms: Terms = {},
): ExperimentResult {
  const { alpha = 0.05, expected_share = 0.5, tuning = 5000, sample_ratio_alpha = 0.001 } = terms
  for (const [name, arm] of [
    ['control', control],
    ['treatment', treatment],
  ] as const)
    checkArm(method, name, arm)
  const cuped =
    control.before && treatment.before ? cupedOf(method, control, treatment, terms.theta) : null
  const [a, b] = [control, treatment].map((arm) => adjusted(method, arm, cuped?.theta ?? 0)) as [
    Moments,
    Moments,
  ]
  // A relative lift is a share of means as they are: the adjustment only lowers noise.
  const base = cuped ? control.sum / control.n : a.mean
  const reached = cuped ? treatment.sum / treatment.n : b.mean
  const [va, vb] = [a.variance / a.n, b.variance / b.n]
  if (!(va + vb > 0)) throw new AppError(422, 'no_variance', 'All outcomes are alike')
  const df = (va + vb) ** 2 / (vb ** 2 / (b.n - 1) + va ** 2 / (a.n - 1))
  const rho = sequentialRho(alpha, tuning)
  const n = a.n + b.n
  const liftOf = (estimate: number, variance: number): Lift => {
    const error = Math.sqrt(variance)
    const half = tQuantile(1 - alpha / 2, df) * error
    const wide = sequentialHalfWidth(Math.sqrt(variance * n), n, rho, alpha)
    return {
      estimate,
      standard_error: error,
      interval: { low: estimate - half, high: estimate + half },
      p_value: tTwoSided(estimate / error, df),
      always_valid: {
        interval: { low: estimate - wide, high: estimate + wide },
        p_value: sequentialP(estimate, variance * n, n, rho),
      },
    }
  }
  const difference = b.mean - a.mean
  const absolute = liftOf(difference, va + vb)
  const relative =
    base === 0 ? null : liftOf(difference / base, vb / base ** 2 + (va * reached ** 2) / base ** 4)
  const share = treatment.n / n
  const ratio = sampleRatio(control.n, treatment.n, expected_share)
  const ok = ratio >= sample_ratio_alpha
  const { low, high } = absolute.always_valid.interval
  return {
    control: figuresOf(method, control),
    treatment: figuresOf(method, treatment),
    sample_ratio: { expected_share, share, p_value: ratio, ok },
    absolute,
    relative,
    degrees_of_freedom: df,
    cuped,
    verdict: !ok
      ? 'blocked'
      : low > 0
        ? 'treatment_higher'
        : high < 0
          ? 'control_higher'
          : 'undecided',
  }
}

function checkArm(method: Method, name: string, { n, sum, sum_squares, before }: Arm): void {
  const refuse = (why: string) => {
    throw new AppError(400, 'invalid_arm', `${name}: ${why}`)
  }
  if (!(Number.isInteger(n) && n >= 2)) refuse('at least two customers')
  if (method === 'proportion' && !(Number.isInteger(sum) && sum >= 0 && sum <= n))
    refuse('who did it is a whole number and at most everybody')
  const slack = 1e-9
  const isPossible = (total: number, squares: number) =>
    squares * (1 + slack) + slack >= (total * total) / n
  if (method === 'mean' && !isPossible(sum, sum_squares)) refuse('squares cannot sum to so little')
  if (before && !isPossible(before.sum, before.sum_squares))
    refuse('squares before cannot sum to so little')
}

/** A proportion's variance is p(1 − p), as is usual; a mean's is that of a sample. */
function outcomeOf(method: Method, { n, sum, sum_squares }: Arm): Moments {
  if (method === 'mean') return momentsOf(n, sum, sum_squares)
  const p = sum / n
  return { n, mean: p, variance: p * (1 - p) }
}

function figuresOf(method: Method, arm: Arm): ArmFigures {
  const { n, mean, variance } = outcomeOf(method, arm)
  return { n, mean, standard_deviation: Math.sqrt(variance) }
}

const covariance = (n: number, products: number, one: number, other: number) =>
  (products - (one * other) / n) / (n - 1)

interface Before {
  sum: number
  sum_squares: number
  sum_products: number
}
const beforeOf = (arm: Arm): Before => arm.before ?? { sum: 0, sum_squares: 0, sum_products: 0 }

/** θ = cov(Y, X) ÷ var(X) over both arms. */
function cupedOf(method: Method, control: Arm, treatment: Arm, given: number | undefined) {
  let [shared, spread, total] = [0, 0, 0]
  for (const arm of [control, treatment]) {
    const { sum, sum_squares, sum_products } = beforeOf(arm)
    shared += covariance(arm.n, sum_products, arm.sum, sum) * (arm.n - 1)
    spread += momentsOf(arm.n, sum, sum_squares).variance * (arm.n - 1)
    total += outcomeOf(method, arm).variance * (arm.n - 1)
  }
  const theta = given ?? (spread > 0 ? shared / spread : 0)
  const removed = 2 * theta * shared - theta * theta * spread
  return { theta, variance_removed: total > 0 ? Math.min(1, removed / total) : 0 }
}

function adjusted(method: Method, arm: Arm, theta: number): Moments {
  const outcome = outcomeOf(method, arm)
  if (theta === 0) return outcome
  const before = beforeOf(arm)
  const known = momentsOf(arm.n, before.sum, before.sum_squares)
  const shared = covariance(arm.n, before.sum_products, arm.sum, before.sum)
  return {
    n: arm.n,
    mean: outcome.mean - theta * known.mean,
    variance: Math.max(0, outcome.variance + theta * theta * known.variance - 2 * theta * shared),
  }
}

/** An arm from what each customer did, and what was known of each before. */
export function armOf(outcomes: readonly number[], before?: readonly number[]): Arm {
  const sum = (values: readonly number[]) => values.reduce((all, x) => all + x, 0)
  const products = (one: readonly number[], other: readonly number[]) =>
    one.reduce((all, x, i) => all + x * (other[i] ?? 0), 0)
  return {
    n: outcomes.length,
    sum: sum(outcomes),
    sum_squares: products(outcomes, outcomes),
    before: before && {
      sum: sum(before),
      sum_squares: products(before, before),
      sum_products: products(outcomes, before),
    },
  }
}
