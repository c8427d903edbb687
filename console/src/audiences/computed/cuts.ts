// Where the fifths end, as people read them: from which figure to which each score goes. Pure.
import type { Preview } from './api.ts'

export type CutOffs = NonNullable<Preview['cuts']>
export const SCORES = ['r', 'f', 'm'] as const
export type Score = (typeof SCORES)[number]

/** Both ends included; absent ends are open. Of money in fen. */
export interface Reach {
  from?: number
  to?: number
}

/** The figures of a score from 1 to 5; undefined where nobody can have it, as equals share the lower. */
export function reachOf(cuts: CutOffs, score: Score, points: number): Reach | undefined {
  // The lower end of each score and of the next one; of days more is less.
  const [low, next] = [cuts[score][points - 2], cuts[score][points - 1]]
  if (score === 'r') {
    const from = next === undefined ? 0 : Math.max(0, next + 1)
    if (low === undefined) return { from }
    return low < from ? undefined : { from, to: low }
  }
  if (next === undefined) return low === undefined ? {} : { from: low }
  if (low !== undefined && next <= low) return undefined
  // Averages lie between whole fen: up to the next end, not with it.
  const to = next - 1
  return low === undefined ? { to } : { from: low, to }
}
