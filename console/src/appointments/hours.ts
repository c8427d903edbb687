// Hours as operators type them: `09:00-12:00 13:00-18:00`. Pure.
export interface Stretch {
  from: string
  to: string
}

const ONE = /^(\d{1,2})[:：](\d\d)\s*[-–—~～]\s*(\d{1,2})[:：](\d\d)$/
const clockOf = (hours = '', minutes = '') => `${hours.padStart(2, '0')}:${minutes}`
const isClock = (text: string) => /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)

/** In order; nothing for a text that says no hours, or hours that overlap. */
export function readHours(text: string): Stretch[] | undefined {
  const parts = text
    .trim()
    .replaceAll(/\s*([-–—~～])\s*/g, '$1')
    .split(/[\s,，;；、]+/)
    .filter(Boolean)
  const stretches: Stretch[] = []
  for (const part of parts) {
    const found = ONE.exec(part)
    if (!found) return undefined
    const from = clockOf(found[1], found[2])
    const to = clockOf(found[3], found[4])
    if (!isClock(from) || !isClock(to) || from >= to) return undefined
    stretches.push({ from, to })
  }
  stretches.sort((a, b) => (a.from < b.from ? -1 : 1))
  const overlap = stretches.some((one, i) => one.to > (stretches[i + 1]?.from ?? '99'))
  return overlap ? undefined : stretches
}

export const writeHours = (stretches: readonly Stretch[]): string =>
  stretches
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ from, to }) => `${from}-${to}`)
    .join(' ')

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
/** A text a weekday, Monday first. */
export const weekOf = (hours: readonly (Stretch & { weekday: number })[]): string[] =>
  WEEKDAYS.map((day) => writeHours(hours.filter(({ weekday }) => weekday === day)))
export const readWeek = (week: readonly string[]): (Stretch & { weekday: number })[] =>
  week.flatMap((text, i) => (readHours(text) ?? []).map((one) => ({ weekday: i + 1, ...one })))
