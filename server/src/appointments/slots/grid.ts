// At which moments something can begin: opening hours and shifts of a day by the store's clock, as moments.
// Pure; every day has the hours its clock shows, also where the clock is put forward or back.

/** By the clock of the store; `to` may be 24:00. */
export interface Hours {
  /** 1 is Monday. */
  weekday: number
  from: string
  to: string
}
/** From, to and not including. Milliseconds. */
export interface Span {
  from: number
  to: number
}

const MINUTE = 60_000

export const minuteOf = (clock: string): number =>
  Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** The day that this moment falls on, by that clock. */
export const dayOf = (at: number | Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Number(at))
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()

export const addDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString()

/** The whole day; empty where the zone has left it out. */
export function spanOfDay(day: string, zone: string): Span {
  const date = Temporal.PlainDate.from(day)
  return {
    from: date.toZonedDateTime(zone).epochMilliseconds,
    to: date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
  }
}

/** The first moment of a day at which its clock shows this or more. */
function firstShowing(day: string, clock: string, zone: string): number {
  if (clock === '24:00') return spanOfDay(day, zone).to
  const date = Temporal.PlainDate.from(day)
  const time = Temporal.PlainTime.from(clock)
  const found = date.toZonedDateTime({ timeZone: zone, plainTime: time })
  if (found.toPlainDateTime().equals(date.toPlainDateTime(time))) return found.epochMilliseconds
  // The clock never shows it: what it shows first is the moment it is put forward.
  const forward = found.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  return forward ? forward.epochMilliseconds : found.epochMilliseconds
}

/** What a day has of these hours, in order; what touches is one. */
export function spansOn(day: string, hours: readonly Hours[], zone: string): Span[] {
  const whole = spanOfDay(day, zone)
  const { dayOfWeek } = Temporal.PlainDate.from(day)
  const spans = hours
    .filter(({ weekday }) => weekday === dayOfWeek)
    .map(({ from, to }) => ({
      from: Math.max(whole.from, firstShowing(day, from, zone)),
      to: Math.min(whole.to, firstShowing(day, to, zone)),
    }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from)
  const joined: Span[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else joined.push({ ...span })
  }
  return joined
}

/**
 * Counted from opening, so that all who work there begin together; each lies wholly in the hours and in one
 * stretch of `within`.
 */
export function startsIn(
  open: readonly Span[],
  within: readonly Span[],
  { stepMinutes, durationMinutes }: { stepMinutes: number; durationMinutes: number },
): number[] {
  const lasts = durationMinutes * MINUTE
  const starts: number[] = []
  for (const { from, to } of open)
    for (let at = from; at + lasts <= to; at += stepMinutes * MINUTE)
      if (within.some((span) => span.from <= at && at + lasts <= span.to)) starts.push(at)
  return starts
}

/** As that clock shows it: 2026-11-23 10:00. */
export const clockOf = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
