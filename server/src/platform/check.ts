// Comparing what must agree: the two stores, and facts that are kept in two places for speed.
import type { Ctx } from './ctx.ts'

/** One thing out of place: what and where. Whole words and whole numbers, nothing that moves. */
export type Difference = Readonly<Record<string, string | number>>

export interface Compared {
  /** How many things were looked at. */
  compared: number
  /** The first of them; `total` counts all. */
  differences: Difference[]
  total: number
}

export interface Check {
  /** Stable, `domain.noun`; the command line has words for it. */
  name: string
  /**
   * Across all tenants. Work on its way may look like a difference once: callers look twice, and
   * believe what both looks name.
   */
  compare(ctx: Ctx): Promise<Compared>
  /** Rebuilds what is only a projection; absent where nothing may be guessed. */
  repair?(ctx: Ctx): Promise<unknown>
}

/** The same question for one brand and one stretch of time: cheap enough to be asked every hour. */
export interface DailyComparison {
  /** Stable, `domain.noun`; the console has words for it. */
  name: string
  compare(ctx: Ctx, from: Date, to: Date): Promise<{ inPostgresql: number; inClickhouse: number }>
}

const KEPT = 10_000

/** Counts every difference and keeps the first ten thousand. */
export function noteDifferences() {
  const differences: Difference[] = []
  let total = 0
  return {
    add(difference: Difference): void {
      total += 1
      if (differences.length < KEPT) differences.push(difference)
    },
    outOf: (compared: number): Compared => ({ compared, differences, total }),
  }
}

/** What two looks agree on: the rest was on its way. */
export function inBoth(first: Compared, second: Compared): Compared {
  // Too many to keep: no two looks would name the same ones, and nobody doubts these.
  if (first.total > KEPT || second.total > KEPT) return second
  const named = new Set(first.differences.map(textOf))
  const differences = second.differences.filter((d) => named.has(textOf(d)))
  return { compared: second.compared, differences, total: differences.length }
}

const textOf = (difference: Difference) =>
  JSON.stringify(Object.entries(difference).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Ranges of ids from `first` to `last`, so that no statement holds more than its share in memory. */
export function* ranges(first: number, last: number, size: number): Generator<[number, number]> {
  for (let from = first; from <= last; from += size) yield [from, Math.min(from + size - 1, last)]
}
