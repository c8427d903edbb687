// Attribution as plain reading has it: every customer's rows are walked through one by one. Slow; for tests.
import { attribute, MODELS, type Path } from '../calc/attribution.ts'

export interface Seen {
  customer: number
  at: number
  /** What a touch was of; undefined: a conversion. */
  value?: string
  worth?: number
}

export interface PlainJourney {
  customer: number
  path: string[]
  days: number[]
  converted: boolean
  worth: number
}

const VISIT = 30 * 60_000
const DAY = 86_400_000

export function plainJourneys(
  rows: readonly Seen[],
  { from, to, lookbackDays }: { from: number; to: number; lookbackDays: number },
): PlainJourney[] {
  const lookback = lookbackDays * DAY
  const found: PlainJourney[] = []
  for (const customer of new Set(rows.map((row) => row.customer))) {
    const own = rows.filter((row) => row.customer === customer)
    const touches = own
      .flatMap(({ at, value }) => (value === undefined ? [] : [{ at, value }]))
      .filter(({ at }) => at >= from - lookback && at < to)
      .sort((a, b) => a.at - b.at || (a.value < b.value ? -1 : 1))
    const visits = touches.filter((touch, i) => {
      const last = touches[i - 1]
      return !last || last.value !== touch.value || touch.at - last.at > VISIT
    })
    const conversions = own.filter(({ at, value }) => value === undefined && at >= from && at < to)
    for (const { at, worth = 0 } of conversions) {
      const way = visits.filter((visit) => visit.at <= at && visit.at >= at - lookback)
      found.push({
        ...{ customer, converted: true, worth },
        path: way.map(({ value }) => value),
        days: way.map((visit) => (at - visit.at) / DAY),
      })
    }
    const within = visits.filter(({ at }) => at >= from)
    if (conversions.length === 0 && within.length > 0)
      found.push({
        ...{ customer, converted: false, worth: 0, days: [] },
        path: within.map(({ value }) => value),
      })
  }
  return found
}

/** Credits by model and value, from one path a journey. */
export function plainCredits(journeys: readonly PlainJourney[], halfLife: number) {
  const paths: Path[] = journeys
    .filter(({ path }) => path.length > 0)
    .map(({ path, days, converted, worth }) => ({
      ...{ channels: path, value: worth },
      ...{ conversions: converted ? 1 : 0, nulls: converted ? 0 : 1 },
      ...(converted && { days_before: days }),
    }))
  return new Map(
    MODELS.map((model) => [
      model,
      new Map(
        attribute(paths, { model, half_life: halfLife }).map((credit) => [credit.channel, credit]),
      ),
    ]),
  )
}
