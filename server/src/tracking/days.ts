// Days as dates of the brand's zone.

const DAY = 86_400_000

/** The last so many days of a zone, oldest first, today included. */
export function lastDays(now: Date, zone: string, count: number): string[] {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
  const today = Date.parse(`${day.format(now)}T00:00:00Z`)
  return Array.from({ length: count }, (_, i) =>
    new Date(today - (count - 1 - i) * DAY).toISOString().slice(0, 10),
  )
}

export const nextDay = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10)

/** The moment at which a day begins in the zone. */
export function startOfDay(day: string, zone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`)
  // The offset at the guess is right except beside a clock change; a second look settles that.
  const guess = asUtc - offsetAt(asUtc, zone)
  return new Date(asUtc - offsetAt(guess, zone))
}

function offsetAt(instant: number, zone: string): number {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(instant))
  return Date.parse(`${local.replace(' ', 'T')}Z`) - instant
}
