// Removal effects in a Markov chain of channels, exactly. Source: Anderl, Becker, von Wangenheim &
// Schumann 2016, “Mapping the customer journey”; first order, solved by linear algebra and not by
// simulation. Kemeny & Snell 1960 for the fundamental matrix.
import { AppError } from '../../platform/errors.ts'
import { solve } from './optimise.ts'

export interface Journey {
  channels: readonly string[]
  conversions: number
  nulls: number
}

/** A matrix of this size is inverted in about a second. */
export const MOST_CHANNELS = 300

/** Chances of going on from each channel; `start` is where a journey begins. Rows of 1 with `convert`. */
export interface Chain {
  start: number[]
  next: number[][]
  convert: number[]
}

/** Counts of transitions over all journeys, as chances. */
export function chainOf(journeys: readonly Journey[], channels: readonly string[]): Chain {
  const places = new Map(channels.map((channel, i) => [channel, i]))
  const n = channels.length
  const start = new Array<number>(n).fill(0)
  const next = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  const convert = new Array<number>(n).fill(0)
  const leaving = new Array<number>(n).fill(0)
  let all = 0
  for (const { channels: touched, conversions, nulls } of journeys) {
    const weight = conversions + nulls
    const path = touched.map((channel) => places.get(channel) ?? 0)
    all += weight
    const [first = 0] = path
    start[first] = (start[first] ?? 0) + weight
    for (const [j, from] of path.entries()) {
      leaving[from] = (leaving[from] ?? 0) + weight
      const to = path[j + 1]
      const row = next[from] ?? []
      if (to === undefined) convert[from] = (convert[from] ?? 0) + conversions
      else row[to] = (row[to] ?? 0) + weight
    }
  }
  const part = (count: number, of: number) => (of > 0 ? count / of : 0)
  return {
    start: start.map((count) => part(count, all)),
    next: next.map((row, i) => row.map((count) => part(count, leaving[i] ?? 0))),
    convert: convert.map((count, i) => part(count, leaving[i] ?? 0)),
  }
}

/** The chance that a journey ends in a conversion; `without` ends it at once where it is met. */
export function conversionChance(chain: Chain, without?: number): number {
  const matrix = chain.next.map((row, i) =>
    row.map((p, j) => (i === j ? 1 : 0) - (i === without || j === without ? 0 : p)),
  )
  const right = chain.convert.map((p, i) => (i === without ? 0 : p))
  const chances = solve(matrix, right)
  if (!chances) throw new AppError(422, 'not_computable', 'Journeys of this chain never end')
  return chain.start.reduce((sum, p, i) => sum + p * (i === without ? 0 : (chances[i] ?? 0)), 0)
}

/**
 * For each channel the share of conversions that go when it goes: 1 − P(conversion without) ÷
 * P(conversion), in [0, 1]; all 0 without conversions. Who converts with the channel has met it and
 * then converted from it, so one inverse serves for all: h·c ÷ P with h the chance to ever meet it.
 * Throws `too_many_channels`.
 */
export function removalEffects(
  journeys: readonly Journey[],
  channels: readonly string[],
): number[] {
  const n = channels.length
  if (n > MOST_CHANNELS)
    throw new AppError(422, 'too_many_channels', `At most ${MOST_CHANNELS} channels`)
  const chain = chainOf(journeys, channels)
  const inverse = inverseOf(chain.next.map((row, i) => row.map((p, j) => (i === j ? 1 : 0) - p)))
  const converts = inverse.map((row) =>
    row.reduce((sum, p, j) => sum + p * (chain.convert[j] ?? 0), 0),
  )
  const whole = chain.start.reduce((sum, p, i) => sum + p * (converts[i] ?? 0), 0)
  if (!(whole > 0)) return channels.map(() => 0)
  return channels.map((_, i) => {
    const visits = chain.start.reduce((sum, p, j) => sum + p * (inverse[j]?.[i] ?? 0), 0)
    const met = visits / (inverse[i]?.[i] ?? 1)
    return Math.min(1, Math.max(0, (met * (converts[i] ?? 0)) / whole))
  })
}

/** Gauss and Jordan with the largest pivot. */
function inverseOf(matrix: number[][]): number[][] {
  const n = matrix.length
  const rows = matrix.map((row, i) => {
    const wide = new Float64Array(2 * n)
    wide.set(row)
    wide[n + i] = 1
    return wide
  })
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let i = column + 1; i < n; i++)
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i
    const top = rows[pivot] as Float64Array<ArrayBuffer>
    rows[pivot] = rows[column] as Float64Array<ArrayBuffer>
    rows[column] = top
    const head = top[column] ?? 0
    if (Math.abs(head) < 1e-300)
      throw new AppError(422, 'not_computable', 'Journeys of this chain never end')
    for (let j = 0; j < 2 * n; j++) top[j] = (top[j] ?? 0) / head
    for (const [i, row] of rows.entries()) {
      const factor = row[column] ?? 0
      if (i === column || factor === 0) continue
      for (let j = 0; j < 2 * n; j++) row[j] = (row[j] ?? 0) - factor * (top[j] ?? 0)
    }
  }
  return rows.map((row) => [...row.subarray(n)])
}
