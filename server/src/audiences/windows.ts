// Windows of a rule as moments: half-open stretches in milliseconds, reckoned in the brand's zone.
import type { Span } from './operators.ts'
import type { Window } from './rule.ts'

/** `[from, to)`; absent ends are open. */
export interface Stretch {
  from?: number
  to?: number
}

export interface Clock {
  /** Milliseconds since 1970. */
  now: number
  /** IANA name, e.g. Asia/Shanghai. */
  timezone: string
}

const at = ({ now, timezone }: Clock) =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone)
const ms = (moment: Temporal.ZonedDateTime) => moment.epochMilliseconds
const midnight = (day: string, timezone: string) =>
  Temporal.PlainDate.from(day).toZonedDateTime(timezone)

/** The moment a span before (or, with a negative sign, after) now: the same time of day for days and longer. */
export function ago(clock: Clock, span: Span, sign: 1 | -1 = 1): number {
  const duration = Temporal.Duration.from({ [`${span.unit}s`]: span.n * sign })
  return ms(at(clock).subtract(duration))
}

/** Monday begins a week. */
export function startOf(
  clock: Clock,
  unit: 'day' | 'week' | 'month' | 'year',
  back: number,
): number {
  const today = at(clock).startOfDay()
  const start =
    unit === 'day'
      ? today
      : unit === 'week'
        ? today.subtract({ days: today.dayOfWeek - 1 })
        : unit === 'month'
          ? today.with({ day: 1 })
          : today.with({ month: 1, day: 1 })
  return ms(start.subtract({ [`${unit}s`]: back }).startOfDay())
}

export function stretchOf(window: Window, clock: Clock): Stretch {
  switch (window.kind) {
    case 'ever':
      return {}
    case 'last':
      return { from: ago(clock, window.span) }
    case 'before_last':
      return { to: ago(clock, window.span) }
    case 'days':
      return {
        from: ms(midnight(window.from, clock.timezone)),
        to: ms(midnight(window.to, clock.timezone).add({ days: 1 })),
      }
    case 'since':
      return { from: ms(midnight(window.from, clock.timezone)) }
    case 'calendar':
      return {
        from: startOf(clock, window.unit, window.back),
        ...(window.back > 0 && { to: startOf(clock, window.unit, window.back - 1) }),
      }
  }
}

/** Days and longer as 24 hours each, for distances between two events. */
export function spanMs(span: Span): number {
  const hours = { minute: 1 / 60, hour: 1, day: 24, week: 168, month: 720, year: 8_760 }[span.unit]
  return span.n * hours * 3_600_000
}
