// Is a figure out of line with the same hour, weekday or week before? Pure: median and median absolute
// deviation of the same place in the season, so that one bad day does not hide the next (Rousseeuw and
// Croux 1993).

export interface Judged {
  expected: number
  /** What it usually differs by. */
  spread: number
  /** How many spreads it lies above or below. */
  deviation: number
}

/** Less past than this says nothing of what is usual. */
export const LEAST_PAST = 4
/** Makes the median absolute deviation that of a normal distribution. */
const NORMAL = 1.4826
/** A figure that was the same every time still may differ by a little. */
const LEAST_SHARE = 0.05

/**
 * @param values in order of time, the last the one to be judged; null where there was nothing to reckon
 * @param season so many values make one: 7 days, 168 hours
 * @param isCount differs by chance as counts do, by the root of what is expected
 */
export function judge(
  values: readonly (number | null)[],
  season: number,
  isCount: boolean,
): Judged | undefined {
  const value = values.at(-1)
  if (value === null || value === undefined) return undefined
  const past: number[] = []
  for (let at = values.length - 1 - season; at >= 0; at -= season) {
    const one = values[at]
    if (one !== null && one !== undefined) past.push(one)
  }
  if (past.length < LEAST_PAST) return undefined
  const expected = median(past)
  const spread = Math.max(
    NORMAL * median(past.map((one) => Math.abs(one - expected))),
    LEAST_SHARE * Math.abs(expected),
    isCount ? Math.sqrt(Math.max(expected, 1)) : 0,
  )
  const difference = value - expected
  return {
    expected,
    spread,
    deviation:
      spread > 0
        ? difference / spread
        : Math.sign(difference) * Number.MAX_SAFE_INTEGER * Number(difference !== 0),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}
