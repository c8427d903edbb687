// The four measures of a day, each from what was counted. Pure. In hundredths of a point.

const FULL = 10_000

export interface Figures {
  events: number
  of_somebody: number
  named: number
  expected: number
  present: number
  mended: number
  broken: number
  dead: number
  due: number
  missing: number
}
export const NO_FIGURES: Figures = {
  events: 0,
  of_somebody: 0,
  named: 0,
  expected: 0,
  present: 0,
  mended: 0,
  broken: 0,
  dead: 0,
  due: 0,
  missing: 0,
}

const share = (part: number, whole: number) =>
  Math.round(FULL * Math.min(1, Math.max(0, part / whole)))

/** Expected values that came, and events that belong to a customer: the mean of both shares. */
export function completenessOf(f: Figures): number | null {
  if (f.events === 0) return null
  const somebody = share(f.of_somebody, f.events)
  return f.expected === 0 ? somebody : Math.round((share(f.present, f.expected) + somebody) / 2)
}

/** Of the events that the rhythm led to expect, those that did not fall into a gap. */
export const continuityScore = (f: Figures): number | null =>
  f.due === 0 ? null : share(f.due - f.missing, f.due)

/** Of everything that arrived, what was neither refused nor had to be mended nor broke a rule. */
export function validityOf(f: Figures): number | null {
  const arrived = f.events + f.dead
  return arrived === 0 ? null : share(arrived - f.dead - f.mended - f.broken, arrived)
}

export interface Comparison {
  name: string
  in_postgresql: number
  in_clickhouse: number
}
/** The worst of what both stores hold: what they agree on, of the larger. */
export function agreementOf(compared: readonly Comparison[]): number | null {
  const shares = compared
    .map((c) => ({ c, most: Math.max(c.in_postgresql, c.in_clickhouse) }))
    .filter(({ most }) => most > 0)
    // One row that differs must never round up to full agreement.
    .map(({ c, most }) =>
      c.in_postgresql === c.in_clickhouse
        ? FULL
        : Math.min(FULL - 1, share(Math.min(c.in_postgresql, c.in_clickhouse), most)),
    )
  return shares.length === 0 ? null : Math.min(...shares)
}

/** What nobody measured counts for nothing. */
export function meanOf(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((s) => s !== null)
  return known.length === 0 ? null : Math.round(known.reduce((a, b) => a + b, 0) / known.length)
}
