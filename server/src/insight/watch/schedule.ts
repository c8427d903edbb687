// When a report is due: at an hour of the brand's day, on days of the week or a day of the month. Pure.

export interface Schedule {
  hour: number
  weekdays: readonly number[]
  monthday: number | null
}
export interface Occurrence {
  /** The brand's day. */
  day: string
  at: number
}
/** So long after its hour a report is still made; later it is missed. */
export const LATE_MS = 12 * 3_600_000

const isOn = ({ weekdays, monthday }: Schedule, day: Temporal.PlainDate): boolean =>
  monthday === null
    ? weekdays.includes(day.dayOfWeek)
    : day.day === Math.min(monthday, day.daysInMonth)

/** Those whose hour lies after the one moment and not after the other, the oldest first. */
export function occurrences(
  schedule: Schedule,
  after: number,
  until: number,
  zone: string,
): Occurrence[] {
  const zoned = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const found: Occurrence[] = []
  const last = zoned(until).toPlainDate()
  for (
    let day = zoned(after).toPlainDate();
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    if (!isOn(schedule, day)) continue
    // An hour that the clock leaves out is the one after it.
    const at = day.toZonedDateTime({
      timeZone: zone,
      plainTime: { hour: schedule.hour },
    }).epochMilliseconds
    if (at > after && at <= until) found.push({ day: day.toString(), at })
  }
  return found
}
