// Days of a brand's zone and the instants at which they begin.

const DAY = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** `2026-05-03 14:20:07` in the zone: Swedish writes times as ISO does. */
function wallClock(at: number, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format.format(at)
}

export const dayOf = (at: Date, zone: string): string => wallClock(at.getTime(), zone).slice(0, 10)

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)

/** The first instant of a day: not midnight where a clock change skips it. */
export function startOfDay(day: string, zone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const offset = (at: number) => Date.parse(`${wallClock(at, zone).replace(' ', 'T')}Z`) - at
  // Whole seconds: the clock shows no less.
  const guess = midnight - offset(midnight)
  const start = midnight - offset(guess)
  return new Date(dayOf(new Date(start), zone) < day ? guess : start)
}

/** Every day of a span, both ends counted. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}
