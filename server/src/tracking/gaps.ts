// Silence where there should be none. Pure: each source has its own rhythm, an hour of the week is
// like the same hour of the last four weeks, and an hour nobody ever writes in is no gap.

const WEEK_HOURS = 168
/** Learnt from so many weeks, and from no fewer than two. */
export const WEEKS = 4
const LEAST_WEEKS = 2
/**
 * Chance keeps so many expected people away less than once in 2,500 times. People and not events,
 * which come in swarms: one visitor leaves ten, and her staying away is no gap.
 */
const LEAST_AWAY = 8

/** Hours since 1970. */
export type Hour = number

export interface Arrivals {
  events: number
  /** Whose they were; an event of nobody counts as one. */
  people: number
}

export interface Gap {
  /** The first hour without an event. */
  from: Hour
  /** The hour in which there is one again; the end of what was looked at while there is none. */
  to: Hour
  /** How many events the rhythm had led to expect. */
  missing: number
  isOpen: boolean
}

export interface Rhythm {
  gaps: Gap[]
  /** What was expected in each hour looked at, where anything was. */
  expected: Map<Hour, number>
}

/**
 * @param counts events of each hour, from four weeks before `from`
 * @param known the hour of the first event ever: nothing is expected before there are two weeks
 */
export function rhythmOf(
  counts: ReadonlyMap<Hour, Arrivals>,
  known: Hour,
  from: Hour,
  to: Hour,
): Rhythm {
  const expected = new Map<Hour, number>()
  const gaps: Gap[] = []
  let silence: { from: Hour; to: Hour; missing: number; away: number } | undefined
  const close = (isOpen: boolean) => {
    if (silence && silence.away >= LEAST_AWAY) {
      const { from, to, missing } = silence
      gaps.push({ from, to, missing, isOpen })
    }
    silence = undefined
  }
  for (let hour = from; hour < to; hour++) {
    const likely = expectedIn(counts, known, hour)
    if (likely.events > 0) expected.set(hour, likely.events)
    if ((counts.get(hour)?.events ?? 0) > 0) {
      close(false)
      continue
    }
    if (likely.events === 0) continue
    silence ??= { from: hour, to: hour, missing: 0, away: 0 }
    silence.missing += likely.events
    silence.away += likely.people
    silence.to = hour + 1
  }
  close(silence?.to === to || onlyQuietAfter(silence, expected, to))
  return { gaps, expected }
}

/** Nothing was due between the silence and the end: it is not over. */
function onlyQuietAfter(
  silence: { to: Hour } | undefined,
  expected: ReadonlyMap<Hour, number>,
  to: Hour,
): boolean {
  if (!silence) return false
  for (let hour = silence.to; hour < to; hour++) if (expected.has(hour)) return false
  return true
}

function expectedIn(counts: ReadonlyMap<Hour, Arrivals>, known: Hour, hour: Hour): Arrivals {
  let weeks = 0
  const sum: Arrivals = { events: 0, people: 0 }
  for (let back = 1; back <= WEEKS; back++) {
    const then = hour - back * WEEK_HOURS
    if (then < known) break
    weeks += 1
    sum.events += counts.get(then)?.events ?? 0
    sum.people += counts.get(then)?.people ?? 0
  }
  if (weeks < LEAST_WEEKS) return { events: 0, people: 0 }
  return { events: sum.events / weeks, people: sum.people / weeks }
}

/** Expected events that fell into a gap, of all expected, in some hours; null where none were. */
export function continuityOf(
  { gaps, expected }: Rhythm,
  from: Hour,
  to: Hour,
): { expected: number; missing: number } | null {
  let all = 0
  let missing = 0
  for (let hour = from; hour < to; hour++) {
    const likely = expected.get(hour) ?? 0
    all += likely
    if (likely > 0 && gaps.some((g) => hour >= g.from && hour < g.to)) missing += likely
  }
  return all === 0 ? null : { expected: all, missing }
}
