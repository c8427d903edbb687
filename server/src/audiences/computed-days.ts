// Days as numbers, so that formulas can count with them.
import type { Clock } from './windows.ts'

const DAY = 86_400_000

/** Days from 1970-01-01 to the clock's day in its zone. */
export function dayNumber({ now, timezone }: Clock): number {
  const { year, month, day } =
    Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone)
  return Date.UTC(year, month - 1, day) / DAY
}
