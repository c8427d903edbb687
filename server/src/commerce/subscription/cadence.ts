// On which days something is delivered again and again. Days are the brand's calendar's, as text. Pure.
import { NOTICE_DAYS } from './states.ts'

export const UNITS = ['week', 'month'] as const
export interface Cadence {
  unit: (typeof UNITS)[number]
  every: number
}

const plain = (day: string) => Temporal.PlainDate.from(day)
export const addDays = (day: string, days: number): string => plain(day).add({ days }).toString()
export const laterOf = (a: string, b: string): string => (a > b ? a : b)

/** The n-th day from the anchor: the 31st is a shorter month's last day, and the 31st again after it. */
export const dayOf = (anchor: string, { unit, every }: Cadence, n: number): string =>
  plain(anchor)
    .add(unit === 'week' ? { weeks: every * n } : { months: every * n })
    .toString()

/** The first day of the rhythm after a day. */
export function following(anchor: string, cadence: Cadence, after: string): string {
  const { unit, every } = cadence
  const gone = plain(anchor).until(plain(after), { largestUnit: unit })
  // One too few rather than one too many: a clamped day may lie before its month is over.
  let n = Math.max(0, Math.floor((unit === 'week' ? gone.weeks : gone.months) / every))
  while (dayOf(anchor, cadence, n) <= after) n += 1
  return dayOf(anchor, cadence, n)
}

/** The next one after a delivery, or from a day on: never so soon that she could not be told of it before. */
export const nextAfter = (anchor: string, cadence: Cadence, day: string): string =>
  following(anchor, cadence, addDays(day, NOTICE_DAYS))

/** How many of its days lie from its next one until a day, both included. */
export function daysUntil(anchor: string, cadence: Cadence, next: string, until: string): number {
  let count = 0
  for (let day = next; day <= until; day = nextAfter(anchor, cadence, day)) count += 1
  return count
}
