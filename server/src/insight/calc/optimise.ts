// The lowest point of a smooth function of a few free numbers. Source: Nelder & Mead 1965 with the
// coefficients that adapt to the dimension (Gao & Han 2012), started anew from its own answer until
// that no longer helps, then Newton's steps on differences, which make the gradient vanish.
// Why it is our own: docs/decisions/0006.

export type Objective = (point: readonly number[]) => number

export interface Lowest {
  point: number[]
  value: number
  /** The largest partial derivative in absolute value; near 0 at an optimum. */
  gradient: number
  evaluations: number
}

export interface Search {
  /** Edge of the first simplex. */
  step?: number
  /** The search ends when the simplex is smaller than this in value and in place. */
  tolerance?: number
  maxEvaluations?: number
}

/**
 * A wall for logarithms of parameters: beyond e^±12 the data cannot tell one from another, so the
 * search turns back. Gentle, so that slopes can be taken on it.
 */
export function walled(objective: Objective, edge = EDGE): Objective {
  return (point) => {
    const inside = point.map((p) => Math.min(edge, Math.max(-edge, p)))
    return (
      objective(inside) + point.reduce((sum, p, i) => sum + 1e-3 * (p - (inside[i] ?? 0)) ** 2, 0)
    )
  }
}
const EDGE = 12

/** Whether a parameter stands where the data cannot tell it any more. */
export const isAtEdge = ({ point }: Lowest) => point.some((p) => Math.abs(p) > EDGE - 4)

/** A slope that counts as none. */
const GENTLE = 1e-9

interface Corner {
  point: number[]
  value: number
}

/** What is not a number counts as infinitely high. */
const height = (objective: Objective, point: readonly number[]) => {
  const value = objective(point)
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value
}

/** One run of the simplex from `start`. */
export function nelderMead(
  objective: Objective,
  start: readonly number[],
  { step = 0.5, tolerance = 1e-10, maxEvaluations = 2000 }: Search = {},
): { point: number[]; value: number; evaluations: number } {
  const n = start.length
  const [expansion, contraction, shrinkage] = [1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n]
  let evaluations = 0
  const corner = (point: number[]): Corner => {
    evaluations++
    return { point, value: height(objective, point) }
  }
  let simplex = [
    corner([...start]),
    ...start.map((_, i) => corner(start.map((x, j) => (i === j ? x + step : x)))),
  ]
  while (evaluations < maxEvaluations) {
    simplex.sort((one, other) => one.value - other.value)
    const best = simplex[0] as Corner
    const worst = simplex[n] as Corner
    const spread = Math.max(
      ...simplex.flatMap(({ point }) => point.map((x, i) => Math.abs(x - (best.point[i] ?? 0)))),
    )
    if (worst.value - best.value <= tolerance && spread <= Math.sqrt(tolerance)) break
    const centre = start.map(
      (_, i) => simplex.slice(0, n).reduce((sum, c) => sum + (c.point[i] ?? 0), 0) / n,
    )
    const along = (factor: number) =>
      corner(centre.map((x, i) => x + factor * ((worst.point[i] ?? 0) - x)))
    const reflected = along(-1)
    const secondWorst = simplex[n - 1] as Corner
    if (reflected.value < best.value) {
      const expanded = along(-expansion)
      simplex[n] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < secondWorst.value) simplex[n] = reflected
    else {
      const contracted = along(reflected.value < worst.value ? -contraction : contraction)
      if (contracted.value < Math.min(worst.value, reflected.value)) simplex[n] = contracted
      else
        simplex = [
          best,
          ...simplex
            .slice(1)
            .map(({ point }) =>
              corner(
                point.map((x, i) => (best.point[i] ?? 0) + shrinkage * (x - (best.point[i] ?? 0))),
              ),
            ),
        ]
    }
  }
  const best = simplex.reduce((low, c) => (c.value < low.value ? c : low))
  return { ...best, evaluations }
}

/** The best of several starts, sharpened. */
export function minimise(
  objective: Objective,
  starts: readonly (readonly number[])[],
  search: Search = {},
): Lowest {
  let evaluations = 0
  let best: Corner = { point: [], value: Number.POSITIVE_INFINITY }
  const run = (from: readonly number[], step: number | undefined) => {
    const found = nelderMead(objective, from, { ...search, ...(step !== undefined && { step }) })
    evaluations += found.evaluations
    return found
  }
  for (const start of starts) {
    const found = run(start, search.step)
    if (found.value < best.value) best = found
  }
  // A simplex can collapse before it arrives; a fresh one around its answer shows whether it did.
  for (let again = 0; again < 5 && Number.isFinite(best.value); again++) {
    const found = run(best.point, 0.1)
    const gain = best.value - found.value
    if (gain > 0) best = found
    if (gain <= (search.tolerance ?? 1e-10)) break
  }
  const sharp = sharpened(objective, best)
  return { ...sharp, evaluations: evaluations + sharp.evaluations }
}

/** From a point that is almost there: Newton's steps alone, and the simplex only if they do not arrive. */
export function minimiseNear(
  objective: Objective,
  near: readonly number[],
  /** One of much the same curvature that is cheaper to ask. */
  alike: Objective = objective,
): Lowest {
  const from = { point: [...near], value: height(objective, near) }
  const sharp = sharpened(objective, from, alike)
  if (isOptimum(sharp)) return sharp
  const found = minimise(objective, [sharp.point], { step: 0.1 })
  return { ...found, evaluations: found.evaluations + sharp.evaluations }
}

/** As far down as the data lead: to an optimum, or to the wall, on which there is some slope left. */
export const isLowest = (found: Lowest) =>
  isOptimum(found) || (Number.isFinite(found.value) && isAtEdge(found))

/** A value, and a slope that is none. */
export const isOptimum = ({ value, gradient }: Lowest) => Number.isFinite(value) && gradient < 1e-6

function sharpened(objective: Objective, from: Corner, alike = objective): Lowest {
  let evaluations = 0
  const counted = (point: readonly number[]) => {
    evaluations++
    return height(objective, point)
  }
  const best = newton(counted, from, alike)
  return { ...best, evaluations }
}

const moved = (point: readonly number[], i: number, by: number) =>
  point.map((x, j) => (i === j ? x + by : x))

/** Differences over five points: exact up to the fourth power of the step. */
export function gradientOf(objective: Objective, point: readonly number[], step = 1e-3): number[] {
  return point.map((_, i) => {
    const at = (times: number) => objective(moved(point, i, times * step))
    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step)
  })
}

function curvatureOf(objective: Objective, point: readonly number[], step = 1e-3): number[][] {
  const slope = (from: readonly number[]) =>
    from.map((_, i) => (objective(moved(from, i, step)) - objective(moved(from, i, -step))) / step)
  return point.map((_, i) => {
    const down = slope(moved(point, i, -step))
    return slope(moved(point, i, step)).map((value, j) => (value - (down[j] ?? 0)) / (4 * step))
  })
}

const steepness = (slope: number[]) => Math.max(0, ...slope.map(Math.abs))

/** Newton's steps as long as they lower value and slope; the curvature serves for several. */
function newton(
  objective: Objective,
  from: Corner,
  alike: Objective,
): Corner & { gradient: number } {
  let best = from
  let slope = gradientOf(objective, best.point)
  let curvature: number[][] | undefined
  const isDone = () => !slope.every(Number.isFinite) || steepness(slope) < GENTLE
  for (let round = 0; round < 12 && !isDone(); round++) {
    const isFresh = curvature === undefined
    curvature ??= curvatureOf(alike, best.point)
    const step = solve(curvature, slope)
    const point = best.point.map((x, i) => x - (step?.[i] ?? Number.NaN))
    const value = objective(point)
    const there = gradientOf(objective, point)
    const slack = 1e-12 * Math.max(1, Math.abs(best.value))
    const isBetter = value <= best.value + slack && steepness(there) < steepness(slope)
    if (!isBetter && isFresh) break
    // What was far away curves differently here.
    if (!isBetter || steepness(there) > 0.2 * steepness(slope)) curvature = undefined
    if (!isBetter) continue
    best = { point, value }
    slope = there
  }
  return { ...best, gradient: steepness(slope) }
}

/** x of A·x = b by Gauss' elimination with the largest pivot; undefined when A is singular. */
export function solve(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number[] | undefined {
  const n = right.length
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let i = column + 1; i < n; i++)
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i
    const top = rows[pivot] as number[]
    const head = top[column] ?? 0
    if (Math.abs(head) < 1e-300) return undefined
    rows[pivot] = rows[column] as number[]
    rows[column] = top
    for (let i = column + 1; i < n; i++) {
      const row = rows[i] as number[]
      const factor = (row[column] ?? 0) / head
      if (factor !== 0)
        for (let j = column; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (top[j] ?? 0)
    }
  }
  const x = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i] as number[]
    let rest = row[n] ?? 0
    for (let j = i + 1; j < n; j++) rest -= (row[j] ?? 0) * (x[j] ?? 0)
    x[i] = rest / (row[i] ?? 1)
  }
  return x
}
