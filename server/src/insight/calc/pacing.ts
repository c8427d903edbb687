// Where a period will land that has only begun. Each day has a weight (weekday, campaign); what came so
// far, per weight, goes on. Source: ratio estimation with the prediction variance of a mean.
import { AppError } from '../../platform/errors.ts'
import { normalCdf, tQuantile } from '../../platform/statistics/special.ts'

export interface Landing {
  done: number
  /** Where the period lands if it goes on like this. */
  landing: number
  /** Null on the first day, which says nothing of how much days differ. */
  interval: { low: number; high: number; confidence: number } | null
  /** Of the weight of the whole period, what has passed. */
  elapsed: number
  /** Done ÷ what should have been by now. */
  pace: number | null
  /** A mean day of the rest must bring this to reach the target; null when nothing is left. */
  needed_a_day: number | null
  /** Chance to reach the target, by the normal distribution. */
  chance: number | null
  status: 'ahead' | 'on_pace' | 'behind'
}

/** `actuals`: one a day from the first; `weights`: one a day of the whole period. Throws `invalid_pacing`. */
export function landingOf(
  actuals: readonly number[],
  weights: readonly number[],
  target: number,
  confidence = 0.8,
): Landing {
  if (
    actuals.length === 0 ||
    actuals.length > weights.length ||
    !weights.every((w) => w > 0) ||
    !actuals.every(Number.isFinite) ||
    !(target >= 0)
  )
    throw new AppError(
      400,
      'invalid_pacing',
      'A weight above 0 for each day of the period, and figures of its first days',
    )
  const sum = (values: readonly number[]) => values.reduce((all, x) => all + x, 0)
  const n = actuals.length
  const [passed, rest] = [sum(weights.slice(0, n)), weights.slice(n)]
  const ahead = sum(rest)
  const done = sum(actuals)
  const rate = done / passed
  const landing = done + rate * ahead
  // A day's variance grows with its weight, as that of a count does.
  const spread =
    n > 1
      ? sum(actuals.map((x, i) => (x - rate * (weights[i] ?? 1)) ** 2 / (weights[i] ?? 1))) /
        (n - 1)
      : null
  const error = spread === null ? null : Math.sqrt(spread * (ahead + (ahead * ahead) / passed))
  const half = error === null ? null : tQuantile((1 + confidence) / 2, n - 1) * error
  const [low, high] = [landing - (half ?? 0), landing + (half ?? 0)]
  const due = (target * passed) / (passed + ahead)
  return {
    done,
    landing,
    interval: half === null ? null : { low, high, confidence },
    elapsed: passed / (passed + ahead),
    pace: due > 0 ? done / due : null,
    needed_a_day: rest.length === 0 ? null : Math.max(0, target - done) / rest.length,
    chance: error === null ? null : chanceOf(landing - target, error),
    status: low >= target ? 'ahead' : high < target ? 'behind' : 'on_pace',
  }
}

function chanceOf(margin: number, error: number): number {
  if (error === 0) return margin >= 0 ? 1 : 0
  return normalCdf(margin / error)
}

/** How much of a mean day each weekday (0–6) brings, from history; 1 for weekdays without any. */
export function weekdayWeights(history: readonly { weekday: number; value: number }[]): number[] {
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, x) => sum + x, 0) / values.length
  const means = [0, 1, 2, 3, 4, 5, 6].map((day) =>
    mean(history.filter(({ weekday }) => weekday === day).map(({ value }) => value)),
  )
  const usual = mean(means.filter((value) => value !== null)) ?? 0
  return means.map((value) => (value === null || usual <= 0 ? 1 : Math.max(0.01, value / usual)))
}
