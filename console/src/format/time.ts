import type { Language } from '../i18n/language.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const wholeFormats = new Map<string, Intl.DateTimeFormat>()

/** `2026-05-03 14:20:07`: Swedish writes times as ISO does. */
function wholeFormat(timeZone: string): Intl.DateTimeFormat {
  const known = wholeFormats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  wholeFormats.set(timeZone, format)
  return format
}

/** `2026-05-03 14:20:07` in the zone. */
export function wholeTime(at: Date, timeZone: string): string {
  return wholeFormat(timeZone).format(at)
}

/** As `wholeTime`, with the milliseconds that order events. */
export function exactTime(at: Date, timeZone: string): string {
  return `${wholeTime(at, timeZone)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`
}

/** `14:20:07` in the zone. */
export function clockTime(at: Date, timeZone: string): string {
  return wholeTime(at, timeZone).slice(11)
}

/** `2026-05-03`: the day in the zone, to group by. */
export function dayOf(at: Date, timeZone: string): string {
  return wholeTime(at, timeZone).slice(0, 10)
}

const relative: Record<Language, Intl.RelativeTimeFormat> = {
  'zh-CN': new Intl.RelativeTimeFormat('zh-CN', { numeric: 'auto' }),
  en: new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' }),
}

/** Less than a minute away from now, before or (clocks differ) after. */
export function isJustNow(at: Date, now: Date): boolean {
  return Math.abs(now.getTime() - at.getTime()) < MINUTE
}

/** Within a day how long ago; else month, day and time; in other years the date. */
export function shortTime(at: Date, now: Date, timeZone: string, language: Language): string {
  const ago = now.getTime() - at.getTime()
  const size = Math.abs(ago)
  if (size < HOUR) return relative[language].format(-Math.trunc(ago / MINUTE), 'minute')
  if (size < DAY) return relative[language].format(-Math.trunc(ago / HOUR), 'hour')
  const whole = wholeTime(at, timeZone)
  const sameYear = whole.slice(0, 4) === wholeTime(now, timeZone).slice(0, 4)
  return sameYear ? whole.slice(5, 16) : whole.slice(0, 10)
}

/** A day as a heading: today, yesterday, or the date with its weekday. */
export function dayHeading(day: string, now: Date, timeZone: string, language: Language): string {
  const noon = new Date(`${day}T12:00:00Z`)
  const heading = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'UTC',
    year: day.slice(0, 4) === dayOf(now, timeZone).slice(0, 4) ? undefined : 'numeric',
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    weekday: 'short',
  }).format(noon)
  const near = daysBetween(day, dayOf(now, timeZone))
  if (near !== 0 && near !== 1) return heading
  const name = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-near, 'day')
  return `${name[0]?.toUpperCase()}${name.slice(1)} · ${heading}`
}

function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / DAY)
}

/** The instants at which a span of days begins and ends in the zone, for `from` and `to`. */
export function spanOfDays(
  fromDay: string | undefined,
  toDay: string | undefined,
  timeZone: string,
): { from?: string; to?: string } {
  return {
    from: fromDay ? startOfDay(fromDay, timeZone).toISOString() : undefined,
    to: toDay ? startOfDay(nextDay(toDay), timeZone).toISOString() : undefined,
  }
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + DAY).toISOString().slice(0, 10)
}

function startOfDay(day: string, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`)
  // The offset at the guess is right except beside a clock change; a second look settles that.
  const guess = asUtc - offsetAt(asUtc, timeZone)
  return new Date(asUtc - offsetAt(guess, timeZone))
}

function offsetAt(instant: number, timeZone: string): number {
  return Date.parse(`${wholeTime(new Date(instant), timeZone).replace(' ', 'T')}Z`) - instant
}
