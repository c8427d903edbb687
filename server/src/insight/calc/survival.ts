// How long until something happens to those it has not happened to yet. Source: Kaplan & Meier 1958 with
// Greenwood's variance; the interval on the log(−log) scale stays between 0 and 1. Who was not seen long
// enough counts until then and no longer (right-censored).
import { AppError } from '../../platform/errors.ts'
import { normalQuantile } from '../../platform/statistics/special.ts'

/** `time` until it happened, or until last seen when it had not; in any one unit. */
export interface Life {
  time: number
  happened: boolean
  /** How many alike; 1 unless given. */
  count?: number
}

export interface Survival {
  n: number
  happened: number
  /** At each time something happened: still waiting ones before, how many, share still waiting after. */
  curve: {
    time: number
    at_risk: number
    happened: number
    censored: number
    waiting: number
    low: number
    high: number
  }[]
  /** When half of them had; null when the curve does not fall so far. */
  median: number | null
}

/** Those censored at a time were still at risk at it. Throws `invalid_time`. */
export function survivalOf(lives: readonly Life[], confidence = 0.95): Survival {
  const byTime = new Map<number, { happened: number; censored: number }>()
  let n = 0
  for (const { time, happened, count = 1 } of lives) {
    if (!(time >= 0 && time < Infinity && count >= 0))
      throw new AppError(400, 'invalid_time', 'Times and counts are numbers not below 0')
    const there = byTime.get(time) ?? { happened: 0, censored: 0 }
    there[happened ? 'happened' : 'censored'] += count
    byTime.set(time, there)
    n += count
  }
  const z = normalQuantile((1 + confidence) / 2)
  const curve: Survival['curve'] = []
  let [atRisk, waiting, greenwood, gone, all] = [n, 1, 0, 0, 0]
  for (const [time, { happened, censored }] of [...byTime].sort(([one], [other]) => one - other)) {
    if (happened > 0) {
      waiting *= 1 - happened / atRisk
      greenwood += happened / (atRisk * (atRisk - happened))
      all += happened
      curve.push({
        time,
        at_risk: atRisk,
        happened,
        censored: gone,
        waiting,
        ...bounds(waiting, greenwood, z),
      })
      gone = 0
    }
    gone += censored
    atRisk -= happened + censored
  }
  return {
    n,
    happened: all,
    curve,
    median: curve.find((point) => point.waiting <= 0.5 + 1e-12)?.time ?? null,
  }
}

function bounds(waiting: number, greenwood: number, z: number) {
  if (waiting <= 0 || waiting >= 1) return { low: waiting, high: waiting }
  const log = Math.log(waiting)
  const half = (z * Math.sqrt(greenwood)) / Math.abs(log)
  return { low: waiting ** Math.exp(half), high: waiting ** Math.exp(-half) }
}

/** Share still waiting at `time`, 1 before anything happened. */
export function waitingAt({ curve }: Survival, time: number): number {
  return curve.findLast((point) => point.time <= time)?.waiting ?? 1
}

/**
 * Bought again within `days` of the first order ÷ first buyers who were seen that long: the fourth
 * calibre of repurchase, right-censoring removed. `rate` null when nobody was.
 */
export function repurchasedWithin(
  buyers: readonly { days_to_second: number | null; days_seen: number }[],
  days: number,
): { rate: number | null; buyers: number; again: number; left_out: number } {
  const seen = buyers.filter((buyer) => buyer.days_seen >= days)
  const again = seen.filter(
    ({ days_to_second: second }) => second !== null && second <= days,
  ).length
  return {
    rate: seen.length === 0 ? null : again / seen.length,
    buyers: seen.length,
    again,
    left_out: buyers.length - seen.length,
  }
}
