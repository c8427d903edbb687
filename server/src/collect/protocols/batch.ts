// A request's events, one by one: each becomes a draft or a rejection, none spoils the others.
import type { Decoded, Draft, Rejected } from '../draft.ts'
import { isObject, isTooDeep, type JsonObject, MAX_DEPTH } from './json.ts'
import type { Payload } from './payload.ts'
import { Refusal } from './refusal.ts'

/** Most events of one request: what one group commit takes. */
export const MAX_EVENTS = 10_000

export interface ItemReader {
  protocol: string
  /** Reads one event. Throws Refusal. */
  read: (item: JsonObject, index: number) => Draft
  /** What to keep of an event that was refused: a body that would be decoded the same again. */
  raw: (item: unknown) => Buffer
  messageIdOf: (item: JsonObject) => unknown
}

export function decodeItems(
  reader: ItemReader,
  items: unknown[],
  deep: boolean,
  notes: Record<string, number>,
): Decoded {
  const drafts: Draft[] = []
  const rejected: Rejected[] = []
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    try {
      if (!isObject(item)) throw new Refusal('not_an_object', 'an event is a JSON object')
      if (deep && isTooDeep(item)) {
        throw new Refusal('too_deep', `nested deeper than ${MAX_DEPTH} levels`)
      }
      drafts.push(reader.read(item, index))
    } catch (error) {
      rejected.push(rejection(reader, item, index, error))
    }
  }
  return { protocol: reader.protocol, drafts, rejected, notes }
}

function rejection(reader: ItemReader, item: unknown, index: number, error: unknown): Rejected {
  const id = isObject(item) ? reader.messageIdOf(item) : null
  return {
    index,
    // An error nobody foresaw is this event's too: its bytes are kept and its neighbours counted.
    code: error instanceof Refusal ? error.code : 'undecodable',
    reason: reasonOf(error),
    messageId: typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 512) : null,
    raw: reader.raw(item),
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300)
}

/** The answer for a body of which nothing could be read. */
export function unreadable(
  protocol: string,
  raw: Buffer,
  code: string,
  reason: string,
  notes: Record<string, number>,
): Decoded {
  return {
    protocol,
    drafts: [],
    rejected: [{ index: -1, code, reason: reason.slice(0, 300), messageId: null, raw }],
    notes,
  }
}

/** Why this body holds no JSON, as code and reason. */
export function notJson(payload: Exclude<Payload, { kind: 'json' }>): [string, string] {
  if (payload.kind === 'unreadable') return [payload.code, payload.reason]
  if (payload.kind === 'empty') return ['empty_body', 'the body is empty']
  return ['malformed_body', 'the body is not JSON']
}

export function tooMany(count: number): [string, string] {
  return ['too_many_events', `${count} events in one request; at most ${MAX_EVENTS}`]
}

export function note(notes: Record<string, number>, name: string, by = 1): void {
  if (by > 0) notes[name] = (notes[name] ?? 0) + by
}
