// Times as people type them in the brand's zone, and the moments they stand for.
import { wholeTime } from '../format/time.ts'

/** `2026-11-11T00:00` of a moment, in the zone. */
export const wallOf = (at: Date, zone: string): string =>
  wholeTime(at, zone).slice(0, 16).replace(' ', 'T')

/** The moment of a wall time; of one that a clock's change skips, as much later; of one it repeats, the first. */
export function momentOf(wall: string, zone: string): Date {
  const wanted = Date.parse(`${wall}Z`)
  const shown = (at: number) => Date.parse(`${wholeTime(new Date(at), zone).replace(' ', 'T')}Z`)
  const offsetAt = (at: number) => shown(at) - at
  const DAY = 86_400_000
  // The offsets before and after, of which one is right, or neither in a gap.
  const [before, after] = [offsetAt(wanted - DAY), offsetAt(wanted + DAY)]
  const fitting = [wanted - before, wanted - after]
    .filter((at) => shown(at) === wanted)
    .sort((a, b) => a - b)
  return new Date(fitting[0] ?? wanted - before)
}
