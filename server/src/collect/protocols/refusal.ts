// Reading fields whose types nobody guarantees. What cannot be read refuses its own event, with the
// path in the reason; never its batch.
import { isObject, type JsonObject } from './json.ts'

export class Refusal extends Error {
  readonly code: string
  constructor(code: string, reason: string) {
    super(reason)
    this.code = code
  }
}

/** Longest identifier value; Sensors' web SDK cuts its own at 1024. */
const MAX_ID = 1024
/** Longest event name, after docs/events.md; Sensors allows 100. */
const MAX_NAME = 200
/** Longest message id; real ones are uuids with a prefix. */
const MAX_MESSAGE_ID = 512

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

export function badType(path: string, expected: string, value: unknown): Refusal {
  return new Refusal('bad_type', `${path}: expected ${expected}, got ${kindOf(value)}`)
}

/** Absent, null and "" are one: no id, no text. Segment sends null, Rudder "", node nothing. */
export function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === ''
}

export function readText(value: unknown, path: string): string | undefined {
  if (isAbsent(value)) return undefined
  if (typeof value !== 'string') throw badType(path, 'text', value)
  return value
}

/** An id: text, or a number that its sender did not quote. */
export function readId(value: unknown, path: string): string | undefined {
  if (isAbsent(value)) return undefined
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') throw badType(path, 'text', value)
  if (value.length > MAX_ID) {
    throw new Refusal('identifier_too_long', `${path}: longer than ${MAX_ID} characters`)
  }
  return value
}

export function readMessageId(value: unknown, path: string): string | null {
  const id = readId(value, path)
  if (id === undefined) return null
  if (id.length > MAX_MESSAGE_ID) {
    throw new Refusal('message_id_too_long', `${path}: longer than ${MAX_MESSAGE_ID} characters`)
  }
  return id
}

export function readObject(value: unknown, path: string): JsonObject | undefined {
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) throw badType(path, 'an object', value)
  return value
}

export function readEventName(value: unknown, path: string): string {
  if (isAbsent(value)) throw new Refusal('missing_event_name', `${path}: missing`)
  if (typeof value !== 'string') throw new Refusal('bad_event_name', `${path}: not text`)
  if (value.length > MAX_NAME || value.trim() === '') {
    throw new Refusal('bad_event_name', `${path}: blank or longer than ${MAX_NAME} characters`)
  }
  return value
}
