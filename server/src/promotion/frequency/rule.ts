// How often a storefront may promote, as a rule over days of the brand's calendar.

export const WINDOW = 30

/** Null: no limit. */
export interface FrequencyLimits {
  /** That begin in any thirty days. */
  most_activities: number | null
  /** With a discount, of any thirty. */
  most_days: number | null
  /** Whole days between two. */
  gap_days: number | null
}
export interface Stretch {
  name: string
  /** Days since 1970, both included; Infinity: it does not end. */
  from: number
  to: number
}
export const FREQUENCY_RULES = ['gap_days', 'most_activities', 'most_days'] as const
export type FrequencyRule = (typeof FREQUENCY_RULES)[number]
export interface Excess {
  rule: FrequencyRule
  most: number
  have: number
  /** Of what is in its way. */
  names: string[]
}

const namesOf = (some: readonly Stretch[]) => [...new Set(some.map((s) => s.name))].slice(0, 5)

/** Every limit that a stretch would exceed beside those there are. */
export function excessesOf(
  limits: FrequencyLimits,
  others: readonly Stretch[],
  wanted: Stretch,
): Excess[] {
  return [
    tooClose(limits.gap_days, others, wanted),
    tooOften(limits.most_activities, others, wanted),
    tooLong(limits.most_days, others, wanted),
  ].filter((excess) => excess !== undefined)
}

/** Whole days between two; below nought where they share a day. */
const between = (a: Stretch, b: Stretch) => (a.from > b.from ? a.from - b.to : b.from - a.to) - 1

function tooClose(most: number | null, others: readonly Stretch[], wanted: Stretch) {
  if (most === null) return undefined
  const close = others.filter((other) => between(other, wanted) < most)
  if (close.length === 0) return undefined
  const have = Math.max(0, Math.min(...close.map((other) => between(other, wanted))))
  return { rule: 'gap_days' as const, most, have, names: namesOf(close) }
}

function tooOften(most: number | null, others: readonly Stretch[], wanted: Stretch) {
  if (most === null) return undefined
  const near = others
    .filter((other) => Math.abs(other.from - wanted.from) < WINDOW)
    .sort((a, b) => a.from - b.from)
  // The fullest window that the wanted one begins in ends, or rather begins, with one that begins.
  const windows = [...near.filter((o) => o.from <= wanted.from), wanted].map((first) =>
    near.filter((o) => o.from >= first.from && o.from < first.from + WINDOW),
  )
  const fullest = windows.reduce((a, b) => (b.length > a.length ? b : a), [])
  if (fullest.length + 1 <= most) return undefined
  return {
    rule: 'most_activities' as const,
    most,
    have: fullest.length + 1,
    names: namesOf(fullest),
  }
}

function tooLong(most: number | null, others: readonly Stretch[], wanted: Stretch) {
  if (most === null) return undefined
  // What lasts longer than the window fills it, wherever one looks.
  const last = Math.min(wanted.to, wanted.from + WINDOW - 1)
  const near = others.filter((o) => o.to > last - WINDOW - WINDOW && o.from < last + WINDOW)
  const isPromoted = (day: number) => [...near, wanted].some((s) => s.from <= day && day <= s.to)
  let have = 0
  for (let first = wanted.from - WINDOW + 1; first <= last; first++) {
    let days = 0
    for (let day = first; day < first + WINDOW; day++) if (isPromoted(day)) days++
    have = Math.max(have, days)
  }
  return have <= most ? undefined : { rule: 'most_days' as const, most, have, names: namesOf(near) }
}

/** The first day, from `from` on, on which a stretch so many days long exceeds nothing; undefined: none in a year. */
export function earliest(
  limits: FrequencyLimits,
  others: readonly Stretch[],
  from: number,
  days: number,
): number | undefined {
  for (let day = from; day < from + 366; day++)
    if (excessesOf(limits, others, { name: '', from: day, to: day + days - 1 }).length === 0)
      return day
  return undefined
}

/** The fullest thirty days of those that touch a period: how many begin in it, and how many of its days are promoted. */
export function fullestWindow(
  stretches: readonly Stretch[],
  from: number,
  to: number,
): { from: number; activities: number; days: number } {
  let fullest = { from, activities: 0, days: 0 }
  for (let first = from - WINDOW + 1; first <= to; first++) {
    const begun = stretches.filter((s) => s.from >= first && s.from < first + WINDOW).length
    let days = 0
    for (let day = first; day < first + WINDOW; day++)
      if (stretches.some((s) => s.from <= day && day <= s.to)) days++
    if (begun > fullest.activities || (begun === fullest.activities && days > fullest.days))
      fullest = { from: first, activities: begun, days }
  }
  return fullest
}
