// Recency, frequency, money in scores from 1 to 5. Sources: Hughes 1994; NTILE as in SQL. Money is the
// mean of an order and not the sum, which would count frequency twice. Scores go by cut-offs, so two
// customers with equal figures never score differently, and next month's can be cut alike.
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
  'loyal',
  'promising',
  'new',
  'at_risk',
  'cannot_lose',
  'hibernating',
  'lost',
] as const
export type Segment = (typeof SEGMENTS)[number]

export interface Rfm {
  cut_offs: CutOffs
  /** In the order of the rows. */
  scores: RfmScore[]
  segments: { segment: Segment; customers: number; share: number; monetary: number }[]
}

/** The value at which each of `tiles` parts begins, lowest first, ties all to the higher part's start. */
export function tileStarts(values: readonly number[], tiles: number): number[] {
  const sorted = [...values].sort((one, other) => one - other)
  return Array.from({ length: tiles - 1 }, (_, i) => {
    // NTILE gives the first parts one more where it does not divide.
    const before = Math.ceil(((i + 1) * sorted.length) / tiles)
    return sorted[Math.min(before, sorted.length - 1)] ?? 0
  })
}

const scoreOf = (value: number, starts: readonly number[]) =>
  starts.reduce((score, start) => score + (value >= start ? 1 : 0), 1)

/**
 * `given` cut-offs keep scores stable over time; without them the rows are cut into fifths.
 * Throws `invalid_rfm` with the first row that cannot be, or for cut-offs out of order.
 */
export function rfmOf(rows: readonly RfmRow[], given?: CutOffs): Rfm {
  for (const [i, { recency, frequency, monetary }] of rows.entries())
    if (!(recency >= 0 && frequency >= 1 && Number.isFinite(monetary) && recency < Infinity))
      throw new AppError(400, 'invalid_rfm', `Row ${i}: recency from 0, frequency from 1`, {
        details: { row: i },
      })
  if (given) checkCutOffs(given)
  // More is better of all three: days are turned round.
  const cuts: CutOffs = given ?? {
    r: tileStarts(
      rows.map((row) => -row.recency),
      5,
    ).map((days) => Math.abs(days)),
    f: tileStarts(
      rows.map((row) => row.frequency),
      5,
    ),
    m: tileStarts(
      rows.map((row) => row.monetary),
      5,
    ),
  }
  const recent = cuts.r.map((days) => -days)
  const scores = rows.map((row) => {
    const [r, f, m] = [
      scoreOf(-row.recency, recent),
      scoreOf(row.frequency, cuts.f),
      scoreOf(row.monetary, cuts.m),
    ]
    return { r, f, m, segment: segmentOf(r, (f + m) / 2) }
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

/** The usual map of recency against the mean of frequency and money. */
function segmentOf(r: number, fm: number): Segment {
  if (r >= 4)
    return fm >= 4 ? 'champions' : fm >= 3 ? 'loyal' : r === 5 && fm < 2 ? 'new' : 'promising'
  if (r === 3) return fm >= 3 ? 'loyal' : 'promising'
  if (fm >= 4) return 'cannot_lose'
  if (fm >= 3) return 'at_risk'
  return r === 2 ? 'hibernating' : 'lost'
}
