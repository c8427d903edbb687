// Recency, frequency, money in scores from 1 to 5. Sources: Hughes 1994; NTILE as in SQL. Money is the
// mean of an order and not the sum, which would count frequency twice. Scores go by cut-offs, so two
// customers with equal figures never score differently, and next month's can be cut alike. Cut and
// named as the grading kit of audiences does.
import { AppError } from '../../platform/errors.ts'

/** recency: days since the last order; frequency: orders; monetary: net value, mean an order or sum. */
export interface RfmRow {
  recency: number
  frequency: number
  monetary: number
}
/** Where the scores above 1 begin: `r` at most so many days, `f` and `m` at least so much. */
export interface CutOffs {
  r: number[]
  f: number[]
  m: number[]
}
export interface RfmScore {
  r: number
  f: number
  m: number
  segment: Segment
}
export const SEGMENTS = [
  'champions',
  'develop',
  'keep',
  'win_back',
  'regulars',
  'newcomers',
  'drifting',
  'hibernating',
] as const
export type Segment = (typeof SEGMENTS)[number]

export interface Rfm {
  cut_offs: CutOffs
  /** In the order of the rows. */
  scores: RfmScore[]
  segments: { segment: Segment; customers: number; share: number; monetary: number }[]
}

/**
 * Where the scores 2 to 5 begin when `values` are cut into fifths: equals share the lower score, so a
 * fifth begins at the least value above the top of the one below; where there is none, one above it.
 */
export function startsOfFifths(values: readonly number[]): number[] {
  const sorted = [...values].sort((one, other) => one - other)
  const [even, over] = [Math.floor(sorted.length / 5), sorted.length % 5]
  return [1, 2, 3, 4].map((part) => {
    // As NTILE: the first parts have one more where it does not divide.
    const end = Math.min(sorted.length, part * even + Math.min(part, over))
    const top = sorted[end - 1] ?? 0
    return sorted.slice(end).find((value) => value > top) ?? top + 1
  })
}

const scoreOf = (value: number, starts: readonly number[]) =>
  starts.reduce((score, start) => score + (value >= start ? 1 : 0), 1)

/**
 * `given` cut-offs keep scores stable over time; without them the rows are cut into fifths. Scores from
 * `high` on count as high.
 * Throws `invalid_rfm` with the first row that cannot be, or for cut-offs out of order.
 */
export function rfmOf(rows: readonly RfmRow[], given?: CutOffs, high = 4): Rfm {
  for (const [i, { recency, frequency, monetary }] of rows.entries())
    if (!(recency >= 0 && frequency >= 1 && Number.isFinite(monetary) && recency < Infinity))
      throw new AppError(400, 'invalid_rfm', `Row ${i}: recency from 0, frequency from 1`, {
        details: { row: i },
      })
  if (given) checkCutOffs(given)
  // More is better of all three: days are turned round.
  const cuts: CutOffs = given ?? {
    r: startsOfFifths(rows.map((row) => -row.recency)).map((days) => (days === 0 ? 0 : -days)),
    f: startsOfFifths(rows.map((row) => row.frequency)),
    m: startsOfFifths(rows.map((row) => row.monetary)),
  }
  const recent = cuts.r.map((days) => -days)
  const scores = rows.map((row) => {
    const [r, f, m] = [
      scoreOf(-row.recency, recent),
      scoreOf(row.frequency, cuts.f),
      scoreOf(row.monetary, cuts.m),
    ]
    return { r, f, m, segment: segmentOf(r >= high, f >= high, m >= high) }
  })
  const counts = new Map<Segment, { customers: number; monetary: number }>()
  for (const [i, { segment }] of scores.entries()) {
    const count = counts.get(segment) ?? { customers: 0, monetary: 0 }
    counts.set(segment, {
      customers: count.customers + 1,
      monetary: count.monetary + (rows[i]?.monetary ?? 0),
    })
  }
  return {
    cut_offs: cuts,
    scores,
    segments: SEGMENTS.flatMap((segment) => {
      const count = counts.get(segment)
      if (!count) return []
      return [
        {
          segment,
          customers: count.customers,
          share: count.customers / rows.length,
          monetary: count.monetary / count.customers,
        },
      ]
    }),
  }
}

function checkCutOffs({ r, f, m }: CutOffs): void {
  const rises = (list: readonly number[]) => list.every((x, i) => x >= (list[i - 1] ?? -Infinity))
  const isGood = [r, f, m].every((list) => list.length === 4 && list.every(Number.isFinite))
  if (!isGood || !rises(f) || !rises(m) || !rises([...r].reverse()))
    throw new AppError(
      400,
      'invalid_rfm',
      'Four cut-offs each: days fall from score to score, frequency and money rise',
    )
}

/** Eight kinds of buyers by what is high: 重要 with high money, 一般 without. */
export function segmentOf(isRecent: boolean, isFrequent: boolean, isBig: boolean): Segment {
  if (isBig) {
    if (isRecent) return isFrequent ? 'champions' : 'develop'
    return isFrequent ? 'keep' : 'win_back'
  }
  if (isRecent) return isFrequent ? 'regulars' : 'newcomers'
  return isFrequent ? 'drifting' : 'hibernating'
}
