// Sensors (神策): /sa, /sa.gif, /debug. One record format of all its SDKs, in many wrappings.
import type { Decoded, Draft, WireRequest } from '../draft.ts'
import { profileChanges } from './attributes.ts'
import { decodeItems, type ItemReader, MAX_EVENTS, tooMany, unreadable } from './batch.ts'
import { contentKey, type JsonObject, toBytes } from './json.ts'
import { linksOf } from './links.ts'
import { type Payload, readPayload } from './payload.ts'
import { Refusal, readObject } from './refusal.ts'
import { revenueOf } from './revenue.ts'
import { whomOf } from './sensors-identity.ts'
import { parseStringifiedObjects, platformOfLib, surroundingsOf } from './sensors-properties.ts'
import { recordsOf } from './sensors-wrapping.ts'
import { correctTime, type EventTime, parseInstant, parseLocalTime } from './time.ts'

const PROTOCOL = 'sensors'

/** Record types, and the name of the event each becomes when it carries none of its own. */
const NAME_OF_TYPE = new Map([
  ['track', ''],
  ['track_signup', '$SignUp'],
  ['track_id_bind', '$BindID'],
  ['track_id_unbind', '$UnbindID'],
  ['profile_set', '$profile_set'],
  ['profile_set_once', '$profile_set_once'],
  ['profile_increment', '$profile_increment'],
  ['profile_append', '$profile_append'],
  ['profile_unset', '$profile_unset'],
  ['profile_delete', '$profile_delete'],
  ['item_set', '$item_set'],
  ['item_delete', '$item_delete'],
])

/** The rule all three SDKs carry, words reserved for columns included. */
const EVENT_NAME =
  /^(?!(?:distinct_id|original_id|time|properties|id|first_id|second_id|users|events|event|user_id|date|datetime)$|user_tag|user_group)[a-z_$][a-z\d_$]{0,99}$/i

/** Decodes one request. Never throws; what cannot be read is in `rejected`, with its bytes. */
export function decodeSensors(
  request: WireRequest,
  payload: Payload = readPayload(request),
): Decoded {
  const wrapped = recordsOf(request, payload)
  if (!wrapped.ok) {
    return unreadable(PROTOCOL, wrapped.raw, wrapped.code, wrapped.reason, wrapped.notes)
  }
  const { records, notes } = wrapped
  if (records.length > MAX_EVENTS) {
    return unreadable(PROTOCOL, wrapped.raw(), ...tooMany(records.length), notes)
  }
  const reader: ItemReader = {
    protocol: PROTOCOL,
    read: (record, index) => readRecord(record, index, request.receivedAt, notes),
    raw: toBytes,
    messageIdOf: (record) => record._track_id,
  }
  return decodeItems(reader, records, wrapped.deep, notes)
}

function readRecord(
  record: JsonObject,
  index: number,
  receivedAt: number,
  notes: Record<string, number>,
): Draft {
  const type = record.type
  const ownName = typeof type === 'string' ? NAME_OF_TYPE.get(type) : undefined
  if (typeof type !== 'string' || ownName === undefined) {
    if (typeof record.ekey === 'string' && typeof record.payload === 'string') {
      throw new Refusal('encrypted', 'the record is encrypted; switch encryption off in the SDK')
    }
    throw new Refusal('unknown_type', `type: ${JSON.stringify(type)?.slice(0, 80)}`)
  }
  const name = nameOf(record, type, ownName)
  const isProfile = type.startsWith('profile_')
  const attributes = isProfile ? profileChanges(type, record.properties) : []
  const sent =
    (type === 'profile_unset' && Array.isArray(record.properties)
      ? undefined
      : readObject(record.properties, 'properties')) ?? {}
  const whom = whomOf(record, type)
  const { at, clientAt } = timeOf(record, sent, receivedAt)
  const props = parseStringifiedObjects(sent, notes)
  const session = sent.$event_session_id
  return {
    index,
    messageId: trackId(record),
    dedupeKey: dedupeKeyOf(record, type),
    name,
    at,
    clientAt,
    platform: platformOfLib(record.lib, sent),
    ...(typeof session === 'string' && session !== '' && { sessionId: session }),
    intent: whom.intent,
    identifiers: whom.identifiers,
    surroundings: surroundingsOf(sent, notes),
    links: linksOf(sent),
    ...revenueOf(name, sent),
    attributes,
    props: type.startsWith('item_') ? itemProps(record, props) : props,
    raw: () => toBytes(record),
  }
}

function nameOf(record: JsonObject, type: string, ownName: string): string {
  if (type.startsWith('profile_') || type.startsWith('item_')) return ownName
  const event = record.event ?? ownName
  if (event === '') throw new Refusal('missing_event_name', 'event: missing')
  if (typeof event !== 'string' || !EVENT_NAME.test(event)) {
    throw new Refusal('bad_event_name', `event: ${JSON.stringify(event)?.slice(0, 120)}`)
  }
  return event
}

function itemProps(record: JsonObject, properties: JsonObject): JsonObject {
  const { item_type, item_id } = record
  for (const [key, value] of [
    ['item_type', item_type],
    ['item_id', item_id],
  ] as const) {
    if ((typeof value !== 'string' && typeof value !== 'number') || value === '') {
      throw new Refusal('missing_item', `${key}: missing`)
    }
  }
  return { ...properties, item_type: String(item_type), item_id: String(item_id) }
}

/** `$time` (the caller's own) before `time`; both before the sending clock's correction. */
function timeOf(record: JsonObject, properties: JsonObject, receivedAt: number): EventTime {
  const own = properties.$time
  const clientAt =
    own === undefined || own === null
      ? readTime(record.time, 'time', properties)
      : readTime(own, 'properties.$time', properties)
  return correctTime(clientAt, parseInstant(record._flush_time), receivedAt)
}

function readTime(value: unknown, path: string, properties: JsonObject): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const at =
    parseInstant(value) ?? (typeof value === 'string' ? lenient(value, properties) : undefined)
  if (at === undefined) throw new Refusal('bad_time', `${path}: expected epoch ms or a date`)
  return at
}

/** Epoch ms that somebody quoted, or a local date whose zone the record tells. */
function lenient(text: string, properties: JsonObject): number | undefined {
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const offset = properties.$timezone_offset
  return typeof offset === 'number' ? parseLocalTime(text, offset) : undefined
}

function trackId(record: JsonObject): string | null {
  const id = record._track_id
  if (typeof id === 'number') return String(id)
  return typeof id === 'string' && id !== '' && id.length <= 512 ? id : null
}

/**
 * `_track_id` is five random digits and four of the clock: known again only together with the
 * record's other fixed fields. Mini-program profile records have none: their content is the key.
 * `_flush_time` is re-stamped on every retry and is in neither.
 */
function dedupeKeyOf(record: JsonObject, type: string): string {
  const id = trackId(record)
  const { time = null, distinct_id = null, event = null } = record
  if (id !== null) return JSON.stringify([id, time, type, event, distinct_id])
  const { item_type = null, item_id = null, properties = null } = record
  return contentKey([type, distinct_id, item_type, item_id, time, event, properties])
}

/** `/debug` with `Dry-Run: true` wants the records checked and not stored. */
export function isDryRun(request: WireRequest): boolean {
  return request.headers['dry-run'] === 'true'
}
