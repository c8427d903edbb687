// What counts towards a level, from the rows, as known at a moment. Pure.
import type { Calendar, Day } from './calendar.ts'
import type { Level, LevelRules, Need } from './rules.ts'

/** Something that counts: an order, a refund of one, an event, growth value by hand. */
export interface Row {
  /** When it counts: a refund counts where its order does. Milliseconds since 1970. */
  at: number
  /** Since when it is known. */
  knownAt: number
  spendFen: number
  orders: number
  growth: number
  /** The event that happened; absent: it was none. */
  event?: string
}
/** A row with its day in the brand's zone. */
export interface DatedRow extends Row {
  day: Day
}

export interface Figures {
  spend_fen: number
  orders: number
  growth: number
  /** By the events that rules look at. */
  events: Record<string, number>
}
export interface Missing {
  by: Need['by']
  event: string | null
  have: number
  at_least: number
}
/** The next level and what it needs; null: she holds the highest. */
export type Progress = { level: string; match: 'any' | 'all'; needs: Missing[] } | null

export const dated = (rows: readonly Row[], calendar: Calendar): DatedRow[] =>
  rows
    .map((row) => ({ ...row, day: calendar.dayOf(row.at) }))
    .sort((a, b) => becomes(a) - becomes(b) || a.at - b.at)

/** When a row begins to matter: what is known ahead waits for its time. */
export const becomes = (row: Row): number => Math.max(row.at, row.knownAt)

/**
 * @param known how many of the rows, which stand in the order in which they become known
 * @param until what counts later is left out
 */
export function measure(
  rules: LevelRules,
  rows: readonly DatedRow[],
  known: number,
  from: { day: Day; at: number },
  until: number,
): Figures {
  let [spendFen, orders, byHand] = [0, 0, 0]
  const events: Record<string, number> = {}
  const aDay = new Map<string, number>()
  for (let i = 0; i < known; i += 1) {
    const row = rows[i]
    if (!row || row.day < from.day || row.at < from.at || row.at > until) continue
    spendFen += row.spendFen
    orders += row.orders
    byHand += row.growth
    if (row.event !== undefined) {
      events[row.event] = (Object.hasOwn(events, row.event) ? (events[row.event] ?? 0) : 0) + 1
      const key = `${row.day} ${row.event}`
      aDay.set(key, (aDay.get(key) ?? 0) + 1)
    }
  }
  const { per_yuan, per_order, events: giving } = rules.growth
  let growth =
    byHand + Math.floor((Math.max(0, spendFen) * per_yuan) / 100) + Math.max(0, orders) * per_order
  const gives = new Map(giving.map((one) => [one.event, one]))
  for (const [key, times] of aDay) {
    const one = gives.get(key.slice(11))
    if (one) growth += one.growth * Math.min(times, one.per_day ?? times)
  }
  return { spend_fen: spendFen, orders, growth, events }
}

export function haveOf(need: Need, figures: Figures): number {
  if (need.by === 'spend') return figures.spend_fen
  if (need.by === 'orders') return figures.orders
  if (need.by === 'growth') return figures.growth
  return Object.hasOwn(figures.events, need.event) ? (figures.events[need.event] ?? 0) : 0
}

const isMet = (level: Level, figures: Figures): boolean => {
  const met = (need: Need) => haveOf(need, figures) >= need.at_least
  return level.match === 'all' || level.needs.length === 0
    ? level.needs.every(met)
    : level.needs.some(met)
}

/** The place of the highest level whose needs are met. */
export function qualified(rules: LevelRules, figures: Figures): number {
  return rules.levels.findLastIndex((level) => isMet(level, figures))
}

export function progressOf(rules: LevelRules, held: number, figures: Figures): Progress {
  const next = rules.levels[held + 1]
  if (!next) return null
  return {
    ...{ level: next.code, match: next.match },
    needs: next.needs.map((need) => ({
      by: need.by,
      event: need.by === 'event' ? need.event : null,
      have: Math.max(0, haveOf(need, figures)),
      at_least: need.at_least,
    })),
  }
}
