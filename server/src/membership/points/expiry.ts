// When points expire: at the end of a day as the brand's clocks show it. Pure.
import type { Expiry } from './policy.ts'

/** The first moment at which they are gone; null: never. */
export function expiresAt(earnedAt: Date, expiry: Expiry, zone: string): Date | null {
  if (expiry.kind === 'never') return null
  const day = Temporal.Instant.fromEpochMilliseconds(earnedAt.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
  return startOf(lastDay(day, expiry).add({ days: 1 }), zone)
}

function lastDay(
  day: Temporal.PlainDate,
  expiry: Exclude<Expiry, { kind: 'never' }>,
): Temporal.PlainDate {
  if (expiry.kind === 'rolling') {
    const then = day.add({ months: expiry.months })
    if (expiry.round === 'month') return then.with({ day: then.daysInMonth })
    if (expiry.round === 'year') return then.with({ month: 12, day: 31 })
    return then
  }
  const { month, day: dayOfMonth, years_after } = expiry
  const thisYear = Temporal.PlainDate.from({ year: day.year, month, day: dayOfMonth })
  const next =
    Temporal.PlainDate.compare(thisYear, day) >= 0 ? thisYear : thisYear.add({ years: 1 })
  return next.add({ years: years_after })
}

const startOf = (day: Temporal.PlainDate, zone: string) =>
  new Date(day.toZonedDateTime({ timeZone: zone }).epochMilliseconds)

/** The day of a moment as the brand's clocks show it. */
export const dayIn = (at: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()
