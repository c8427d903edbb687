// From a goal to what has to happen: the missing factor, and how likely the goal is when the factors are
// only known as ranges. Source: PERT's beta distribution of low, likely and high (Malcolm et al. 1959);
// simulation with a seeded generator, so the same plan says the same.
import { AppError } from '../../platform/errors.ts'
import { FACTORS, type Factor, type Factors, gmvOf } from './gmv.ts'
import { chanceFrom, quantileOf } from './random.ts'

export interface Range {
  low: number
  likely: number
  high: number
}
export type Ranges = Record<Factor, Range>

export interface Simulated {
  /** GMV at the likely values. */
  likely: number
  mean: number
  /** GMV below which so many of the simulated plans end. */
  quantiles: { p5: number; p10: number; p50: number; p90: number; p95: number }
  /** Share of simulated plans that reach the goal; null without a goal. */
  chance: number | null
  /** GMV with one factor at its low and high and the others likely; widest first. */
  levers: { factor: Factor; low: number; high: number }[]
}

/** Throws `invalid_range`. `runs` plans are drawn, each factor on its own. */
export function simulateGoal(
  ranges: Ranges,
  { goal, seed = 1, runs = 5000 }: { goal?: number; seed?: number; runs?: number } = {},
): Simulated {
  for (const name of FACTORS) checkRange(name, ranges[name])
  const chance = chanceFrom(seed)
  const draw = ({ low, likely, high }: Range) => {
    if (high === low) return low
    const width = high - low
    const [up, down] = [1 + (4 * (likely - low)) / width, 1 + (4 * (high - likely)) / width]
    return low + width * chance.beta(up, down)
  }
  const plans = Array.from({ length: runs }, () => gmvOf(each((name) => draw(ranges[name])))).sort(
    (one, other) => one - other,
  )
  const at = (q: number) => quantileOf(plans, q)
  const likely = each((name) => ranges[name].likely)
  return {
    likely: gmvOf(likely),
    mean: plans.reduce((sum, plan) => sum + plan, 0) / runs,
    quantiles: { p5: at(0.05), p10: at(0.1), p50: at(0.5), p90: at(0.9), p95: at(0.95) },
    chance: goal === undefined ? null : plans.filter((plan) => plan >= goal).length / runs,
    levers: FACTORS.map((factor) => ({
      factor,
      low: gmvOf({ ...likely, [factor]: ranges[factor].low }),
      high: gmvOf({ ...likely, [factor]: ranges[factor].high }),
    })).sort((one, other) => other.high - other.low - (one.high - one.low)),
  }
}

const each = (of: (name: Factor) => number): Factors => ({
  visitors: of('visitors'),
  conversion_rate: of('conversion_rate'),
  order_value: of('order_value'),
  fission_rate: of('fission_rate'),
  ltv_multiple: of('ltv_multiple'),
})

function checkRange(name: Factor, { low, likely, high }: Range): void {
  const most = name === 'conversion_rate' ? 1 : Number.MAX_VALUE
  if (!(low >= 0 && low <= likely && likely <= high && high <= most))
    throw new AppError(400, 'invalid_range', `${name}: 0 ≤ low ≤ likely ≤ high`)
}
