// When something happened, from clocks nobody set. Only reading and correcting: whether a time is
// believable (before 2000, a day ahead) is decided later, for all protocols at one place.
import { Refusal } from './refusal.ts'

const LATEST = 8.64e15

/** ISO 8601 with date, time and zone; seconds and their fraction may be missing. */
const ISO =
  /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)$/
/** A local time without zone, as Sensors writes dates: `2026-11-22 06:02:49.15`. */
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?$/

/** Epoch ms of a number of ms or of ISO 8601 with a zone; undefined when it is neither. */
export function parseInstant(value: unknown): number | undefined {
  if (typeof value === 'number') return inRange(Math.trunc(value))
  if (typeof value !== 'string' || value.length > 40) return undefined
  const m = ISO.exec(value)
  if (!m) return undefined
  const utc = utcOf(m[1], m[2], m[3], m[4], m[5], m[6], m[7])
  const zone = offsetMinutes(m[8] ?? 'Z')
  return utc === undefined || zone === undefined ? undefined : inRange(utc - zone * 60_000)
}

/**
 * Epoch ms of a local date string; `timezoneOffset` in minutes with JavaScript's sign
 * (−480 = UTC+8), as `$timezone_offset` carries it.
 */
export function parseLocalTime(text: string, timezoneOffset: number): number | undefined {
  if (text.length > 40 || !Number.isFinite(timezoneOffset)) return undefined
  const m = LOCAL.exec(text)
  if (!m) return undefined
  const utc = utcOf(m[1], m[2], m[3], m[4] ?? '00', m[5] ?? '00', m[6], m[7])
  return utc === undefined ? undefined : inRange(utc + Math.trunc(timezoneOffset * 60_000))
}

function utcOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined = '0',
  fraction: string | undefined = '0',
): number | undefined {
  const [h, min, s] = [Number(hour), Number(minute), Number(second)]
  // 24:00 and leap seconds exist in ISO 8601; nothing else beyond the clock face does.
  if (h > 24 || min > 59 || s > 60 || (h === 24 && (min > 0 || s > 0))) return undefined
  const [y, mon, d] = [Number(year), Number(month), Number(day)]
  const date = new Date(0)
  date.setUTCFullYear(y, mon - 1, d)
  if (date.getUTCMonth() !== mon - 1 || date.getUTCDate() !== d) return undefined
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'))
  return date.getTime() + ((h * 60 + min) * 60 + s) * 1000 + ms
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2)) * (zone.length > 3 ? 1 : 0)
  if (hours > 18 || minutes > 59) return undefined
  return (hours * 60 + minutes) * (zone[0] === '-' ? -1 : 1)
}

function inRange(ms: number): number | undefined {
  return Number.isFinite(ms) && Math.abs(ms) <= LATEST ? ms : undefined
}

export interface EventTime {
  at: number
  clientAt: number | null
}

/**
 * The true time of an event: receipt minus how long before sending it happened by the client's own
 * clock. A clock two hours ahead cancels out; an old time given on purpose by a good clock stays.
 * No event time: it happened at receipt. No sending time: the client's clock is all there is.
 */
export function correctTime(
  clientAt: number | undefined,
  sentAt: number | undefined,
  receivedAt: number,
): EventTime {
  if (clientAt === undefined) return { at: receivedAt, clientAt: null }
  const at = sentAt === undefined ? clientAt : receivedAt - (sentAt - clientAt)
  if (inRange(at) === undefined) throw new Refusal('bad_time', 'the corrected time is no date')
  return { at, clientAt }
}

/** Reads an event's time; absent is undefined, anything else that is no time refuses. */
export function readInstant(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const at = parseInstant(value)
  if (at === undefined) {
    throw new Refusal('bad_time', `${path}: expected epoch ms or ISO 8601 with a zone`)
  }
  return at
}
