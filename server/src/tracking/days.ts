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
