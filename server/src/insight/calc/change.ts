// Did a rate fall, when, and where? Sources: Mann 1945 and Kendall 1975 for a slope without assuming a
// distribution, its size by Sen 1968; a change point by the largest likelihood ratio over all days, its
// chance by permuting days, which allows for days that differ more than counts do.
import { AppError } from '../../platform/errors.ts'
import { normalCdf } from '../../platform/statistics/special.ts'
import { chanceFrom } from './random.ts'

export interface Slope {
  /** Median change from one value to the next. */
  slope: number
  p_value: number
  direction: 'rising' | 'falling' | 'flat'
}

/** Values in order of time, evenly apart. Throws `too_few_values` below 4. */
export function slopeOf(values: readonly number[], alpha = 0.05): Slope {
  const n = values.length
  if (n < 4) throw new AppError(422, 'too_few_values', 'At least four values show a slope')
  let s = 0
  const slopes: number[] = []
  for (const [i, one] of values.entries())
    for (let j = i + 1; j < n; j++) {
      const step = (values[j] ?? 0) - one
      s += Math.sign(step)
      slopes.push(step / (j - i))
    }
  const ties = new Map<number, number>()
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1)
  const pairs = (m: number) => m * (m - 1) * (2 * m + 5)
  const variance = (pairs(n) - [...ties.values()].reduce((sum, m) => sum + pairs(m), 0)) / 18
  const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0
  const p = Math.min(1, 2 * normalCdf(-Math.abs(z)))
  slopes.sort((one, other) => one - other)
  const middle = slopes.length / 2
  const slope = ((slopes[Math.ceil(middle) - 1] ?? 0) + (slopes[Math.floor(middle)] ?? 0)) / 2
  return { slope, p_value: p, direction: p >= alpha ? 'flat' : s > 0 ? 'rising' : 'falling' }
}

/**
 * Where the true slope lies, 95 of 100 times: Sen's order statistics of the steps, by the variance of
 * Kendall's S. Throws `too_few_values` below 4.
 */
export function slopeInterval(values: readonly number[]): { low: number; high: number } {
  const n = values.length
  if (n < 4) throw new AppError(422, 'too_few_values', 'At least four values show a slope')
  const steps = values
    .flatMap((one, i) => values.slice(i + 1).map((other, d) => (other - one) / (d + 1)))
    .sort((one, other) => one - other)
  const spread = 1.959963984540054 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const rank = (place: number) =>
    steps[Math.min(steps.length - 1, Math.max(0, Math.round(place)))] ?? 0
  return { low: rank((steps.length - spread) / 2 - 1), high: rank((steps.length + spread) / 2) }
}

/** Of one day: how many could, how many did. */
export interface Day {
  trials: number
  hits: number
}
export interface ChangePoint {
  /** The first day of the new rate. */
  day: number
  before: number
  after: number
  p_value: number
}

/** The day at which the rate most likely changed. Throws `too_few_values` below 4 days with trials. */
export function changePointOf(
  days: readonly Day[],
  { seed = 1, permutations = 999 }: { seed?: number; permutations?: number } = {},
): ChangePoint {
  for (const { trials, hits } of days)
    if (!(hits >= 0 && hits <= trials && trials < Infinity))
      throw new AppError(400, 'invalid_value', 'Those who did are among those who could')
  const used = days.flatMap((day, i) => (day.trials > 0 ? [{ ...day, i }] : []))
  if (used.length < 4)
    throw new AppError(422, 'too_few_values', 'At least four days with somebody who could')
  const found = splitOf(used)
  const chance = chanceFrom(seed)
  const shuffled = [...used]
  let asGood = 0
  for (let run = 0; run < permutations; run++) {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = chance.whole(i + 1)
      const [one, other] = [shuffled[i] as Day & { i: number }, shuffled[j] as Day & { i: number }]
      shuffled[i] = other
      shuffled[j] = one
    }
    if (splitOf(shuffled).gain >= found.gain - 1e-12) asGood++
  }
  return {
    day: used[found.at]?.i ?? 0,
    before: found.before,
    after: found.after,
    p_value: (1 + asGood) / (1 + permutations),
  }
}

/** Where two rates explain the days best, and by how much better than one. */
function splitOf(days: readonly Day[]) {
  const all = days.reduce(
    (sum, { trials, hits }) => ({ trials: sum.trials + trials, hits: sum.hits + hits }),
    { trials: 0, hits: 0 },
  )
  const [left, best] = [
    { trials: 0, hits: 0 },
    { at: 1, gain: Number.NEGATIVE_INFINITY, before: 0, after: 0 },
  ]
  const one = logLikelihood(all)
  for (let at = 1; at < days.length; at++) {
    left.trials += days[at - 1]?.trials ?? 0
    left.hits += days[at - 1]?.hits ?? 0
    const right = { trials: all.trials - left.trials, hits: all.hits - left.hits }
    const gain = logLikelihood(left) + logLikelihood(right) - one
    if (gain > best.gain)
      Object.assign(best, {
        at,
        gain,
        before: left.hits / left.trials,
        after: right.hits / right.trials,
      })
  }
  return best
}

function logLikelihood({ trials, hits }: Day): number {
  const term = (k: number) => (k > 0 ? k * Math.log(k / trials) : 0)
  return term(hits) + term(trials - hits)
}

export interface Segment {
  name: string
  before: Day
  after: Day
}
export interface SegmentPart {
  name: string
  /** Of the change of the whole rate: because the segment's own rate changed. */
  by_rate: number
  /** Because more or fewer of all were of this segment. */
  by_mix: number
  total: number
}

/**
 * Which segment a change of the whole rate is owed to, largest first; adds up without a rest:
 * w̄·Δr + (r̄ − R̄)·Δw with the means of both periods.
 */
export function drivingSegments(segments: readonly Segment[]): {
  change: number
  parts: SegmentPart[]
} {
  const totalOf = (side: 'before' | 'after') =>
    segments.reduce(
      (sum, segment) => ({
        trials: sum.trials + segment[side].trials,
        hits: sum.hits + segment[side].hits,
      }),
      { trials: 0, hits: 0 },
    )
  const [before, after] = [totalOf('before'), totalOf('after')]
  if (!(before.trials > 0 && after.trials > 0))
    throw new AppError(422, 'too_few_values', 'Somebody who could, before and after')
  const rate = ({ hits, trials }: Day) => (trials > 0 ? hits / trials : null)
  const whole = ((rate(before) ?? 0) + (rate(after) ?? 0)) / 2
  const parts = segments.map((segment) => {
    const [w0, w1] = [segment.before.trials / before.trials, segment.after.trials / after.trials]
    // A segment that was not there has no rate of its own: all it brings is mix.
    const r0 = rate(segment.before) ?? rate(segment.after) ?? 0
    const r1 = rate(segment.after) ?? r0
    const by_rate = ((w0 + w1) / 2) * (r1 - r0)
    const by_mix = ((r0 + r1) / 2 - whole) * (w1 - w0)
    return { name: segment.name, by_rate, by_mix, total: by_rate + by_mix }
  })
  return {
    change: (rate(after) ?? 0) - (rate(before) ?? 0),
    parts: parts.sort((one, other) => Math.abs(other.total) - Math.abs(one.total)),
  }
}
