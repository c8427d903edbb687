// What moves an outcome, and how well it is done: importance × performance. Sources: Martilla & James
// 1977 for the matrix; importance as each driver's Shapley share of R² (Lindeman, Merenda & Gold 1980),
// which stays fair where drivers hang together.
import { AppError } from '../../platform/errors.ts'
import { solve } from './optimise.ts'
import { shapley } from './shapley.ts'

export const MOST_DRIVERS = 12

export interface Driver {
  name: string
  /** One a customer, in the driver's own scale; more is better. */
  values: readonly number[]
  /** Ends of the scale. */
  scale: { low: number; high: number }
}
export type Quadrant = 'concentrate_here' | 'keep_it_up' | 'low_priority' | 'overdone'

export interface DriverFigures {
  name: string
  /** Of R²; all importances add up to it. */
  importance: number
  share: number
  /** Where the mean lies on the scale, in [0, 1]. */
  performance: number
  correlation: number
  quadrant: Quadrant
}
export interface KeyDrivers {
  n: number
  /** Of the outcome's variance, what all drivers together explain. */
  r_squared: number
  drivers: DriverFigures[]
}

/** Most important first. Throws `invalid_drivers`, and `no_variance` where the outcome does not vary. */
export function keyDrivers(drivers: readonly Driver[], outcome: readonly number[]): KeyDrivers {
  const n = outcome.length
  const refuse = (why: string) => {
    throw new AppError(400, 'invalid_drivers', why)
  }
  if (drivers.length === 0 || drivers.length > MOST_DRIVERS) refuse(`1 to ${MOST_DRIVERS} drivers`)
  if (n <= drivers.length + 1) refuse('More customers than drivers')
  for (const { name, values, scale } of drivers) {
    if (values.length !== n || !values.every(Number.isFinite))
      refuse(`${name}: one number a customer`)
    if (!(scale.low < scale.high)) refuse(`${name}: the scale ends above where it begins`)
  }
  const columns = drivers.map(({ values }) => centred(values))
  const target = centred(outcome)
  const variance = dot(target, target)
  if (!(variance > 0)) throw new AppError(422, 'no_variance', 'The outcome does not vary')
  // A driver that does not vary explains nothing and would make the system singular.
  const varies = columns.map((column) => dot(column, column) > 1e-12 * n)
  const cross = columns.map((one) => columns.map((other) => dot(one, other)))
  const shared = columns.map((column) => dot(column, target))
  const explained = (subset: number) => {
    const chosen = columns.flatMap((_, i) => (subset & (1 << i) && varies[i] ? [i] : []))
    return chosen.length === 0 ? 0 : rSquared(chosen, cross, shared) / variance
  }
  const importance = shapley(drivers.length, explained)
  const all = explained(2 ** drivers.length - 1)
  const performance = drivers.map(
    ({ values, scale }) =>
      (values.reduce((sum, x) => sum + x, 0) / n - scale.low) / (scale.high - scale.low),
  )
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length
  const [usual, level] = [mean(importance), mean(performance)]
  return {
    n,
    r_squared: all,
    drivers: drivers
      .map(({ name }, i) => ({
        name,
        importance: importance[i] ?? 0,
        share: all > 0 ? (importance[i] ?? 0) / all : 0,
        performance: performance[i] ?? 0,
        correlation: varies[i] ? (shared[i] ?? 0) / Math.sqrt((cross[i]?.[i] ?? 1) * variance) : 0,
        quadrant: quadrantOf((importance[i] ?? 0) >= usual, (performance[i] ?? 0) >= level),
      }))
      .sort((one, other) => other.importance - one.importance),
  }
}

function quadrantOf(matters: boolean, isGood: boolean): Quadrant {
  if (matters) return isGood ? 'keep_it_up' : 'concentrate_here'
  return isGood ? 'overdone' : 'low_priority'
}

function centred(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return Float64Array.from(values, (x) => x - mean)
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let i = 0; i < one.length; i++) sum += (one[i] ?? 0) * (other[i] ?? 0)
  return sum
}

/** Sum of squares that a regression on the chosen explains. A hair of ridge, for twins among them. */
function rSquared(
  chosen: readonly number[],
  cross: readonly number[][],
  shared: readonly number[],
): number {
  const matrix = chosen.map((i) =>
    chosen.map((j) => (cross[i]?.[j] ?? 0) * (i === j ? 1 + 1e-10 : 1)),
  )
  const right = chosen.map((i) => shared[i] ?? 0)
  const weights = solve(matrix, right) ?? []
  return weights.reduce((sum, weight, i) => sum + weight * (right[i] ?? 0), 0)
}
