// Segment's HTTP API, as its own SDKs, Rudder's and Jitsu's speak it.
import type { Decoded, Draft, Identifier, IdentityIntent, WireRequest } from '../draft.ts'
import { setAttributes } from './attributes.ts'
import {
  decodeItems,
  type ItemReader,
  MAX_EVENTS,
  note,
  notJson,
  tooMany,
  unreadable,
} from './batch.ts'
import { addExternalIds, addIdentifier } from './identifiers.ts'
import { isObject, type JsonObject, toBytes } from './json.ts'
import { linksOf } from './links.ts'
import { notesOf, type Payload, readPayload } from './payload.ts'
import { Refusal, readEventName, readId, readMessageId, readObject } from './refusal.ts'
import { revenueOf } from './revenue.ts'
import { platformOf, propsOf, sessionOf, surroundingsOf } from './segment-context.ts'
import { correctTime, parseInstant, readInstant } from './time.ts'

const PROTOCOL = 'segment'

const TYPES = new Map([
  ['t', 'track'],
  ['p', 'page'],
  ['i', 'identify'],
  ['g', 'group'],
  ['a', 'alias'],
  ['s', 'screen'],
  ...['track', 'page', 'identify', 'group', 'alias', 'screen'].map((t) => [t, t] as const),
])

/** What the route says about the events of its body. */
export interface SegmentRoute {
  /** The type of the one event that is the whole body; undefined: a batch. */
  type?: string
  historical?: boolean
  /** The SDK's own metrics: taken and thrown away. */
  metrics?: boolean
}

/** What a path means, or undefined when it is none of Segment's. */
export function segmentRoute(path: string): SegmentRoute | undefined {
  const m = /^\/(?:v1|beacon\/v1|api\/s|api\/s\/s2s)\/([a-z]+)\/?$/.exec(path)
  const last = m?.[1] ?? ''
  if (path.startsWith('/v1/')) {
    if (last === 'batch' || last === 'b') return {}
    if (last === 'import') return { historical: true }
    if (last === 'm') return { metrics: true }
  } else if (path.startsWith('/beacon/')) {
    return last === 'batch' ? {} : undefined
  } else if (last.length === 1) {
    return undefined
  }
  const type = TYPES.get(last)
  return type === undefined ? undefined : { type }
}

/** Decodes one request. Never throws; what cannot be read is in `rejected`, with its bytes. */
export function decodeSegment(
  request: WireRequest,
  payload: Payload = readPayload(request),
): Decoded {
  const notes = notesOf(payload)
  const route = segmentRoute(request.path) ?? {}
  const refuse = (code: string, reason: string) =>
    unreadable(PROTOCOL, request.body, code, reason, notes)
  if (route.metrics) {
    const series = payload.kind === 'json' && isObject(payload.value) ? payload.value.series : []
    note(notes, 'sdk_metrics_dropped', Array.isArray(series) ? series.length : 1)
    return { protocol: PROTOCOL, drafts: [], rejected: [], notes }
  }
  if (payload.kind !== 'json') return refuse(...notJson(payload))
  const items = itemsOf(payload.value, route)
  if (items === undefined) return refuse('bad_type', 'batch: expected a list of events')
  if (items.length > MAX_EVENTS) return refuse(...tooMany(items.length))
  const body = isObject(payload.value) ? payload.value : {}
  const isBatch = route.type === undefined && Array.isArray(body.batch)
  const sending: Sending = {
    route: isBatch && body.historical === true ? { ...route, historical: true } : route,
    receivedAt: request.receivedAt,
    sentAtText: body.sentAt ?? request.headers.sentat,
    sentAt: parseInstant(body.sentAt) ?? parseInstant(request.headers.sentat),
  }
  const reader: ItemReader = {
    protocol: PROTOCOL,
    read: (event, index) => readEvent(event, index, sending, notes),
    raw: (event) => rawOf(event, sending),
    messageIdOf: (event) => event.messageId,
  }
  return decodeItems(reader, items, payload.deep, notes)
}

interface Sending {
  route: SegmentRoute
  receivedAt: number
  sentAtText: unknown
  sentAt: number | undefined
}

/** The batch; or the one event that is the body, also on a batch route (a dead letter replayed). */
function itemsOf(value: unknown, route: SegmentRoute): unknown[] | undefined {
  if (route.type !== undefined) return [value]
  if (Array.isArray(value)) return value
  if (!isObject(value)) return undefined
  if (Array.isArray(value.batch)) return value.batch
  return value.batch === undefined && typeof value.type === 'string' ? [value] : undefined
}

/**
 * An event on its own, to be decoded the same again: with the type its route gave it, the time its
 * batch was sent, and the mark of history.
 */
function rawOf(event: unknown, sending: Sending): Buffer {
  const { type, historical } = sending.route
  const sentAt = (isObject(event) ? event.sentAt : undefined) ?? sending.sentAtText
  const own = isObject(event)
    ? { ...event, ...(type !== undefined && { type }), ...(sentAt !== undefined && { sentAt }) }
    : event
  return toBytes(historical ? { historical, batch: [own] } : own)
}

function readEvent(
  event: JsonObject,
  index: number,
  sending: Sending,
  notes: Record<string, number>,
): Draft {
  const type = sending.route.type ?? TYPES.get(typeof event.type === 'string' ? event.type : '')
  if (type === undefined) {
    throw new Refusal('unknown_type', `type: ${JSON.stringify(event.type)?.slice(0, 80)}`)
  }
  const messageId = readMessageId(event.messageId, 'messageId')
  const context = readObject(event.context, 'context') ?? {}
  const properties = readObject(event.properties, 'properties') ?? {}
  const traits = traitsOf(event, context, type)
  const name = nameOf(event, type)
  // Explicit `timestamp` is the caller's; Rudder stamps `originalTimestamp` on everything.
  const clientAt =
    readInstant(event.timestamp, 'timestamp') ??
    readInstant(event.originalTimestamp, 'originalTimestamp')
  let sentAt = sending.sentAt
  if (event.sentAt !== undefined) sentAt = parseInstant(event.sentAt) ?? sentAt
  if (sentAt === undefined && (event.sentAt ?? sending.sentAtText)) note(notes, 'bad_sent_at')
  const { at, clientAt: saidAt } = correctTime(clientAt, sentAt, sending.receivedAt)
  const whom = whomOf(event, context, type, traits)
  const session = sessionOf(context)
  return {
    index,
    messageId,
    dedupeKey: messageId,
    name,
    at,
    clientAt: saidAt,
    platform: platformOf(context, event.channel),
    ...(session !== undefined && { sessionId: session }),
    intent: whom.intent,
    identifiers: whom.identifiers,
    ...(whom.previousId !== undefined && { previousId: whom.previousId }),
    surroundings: surroundingsOf(context, type === 'page' ? properties : undefined),
    links: linksOf(properties),
    ...revenueOf(name, properties),
    ...(sending.route.historical && { historical: true }),
    attributes: type === 'identify' && traits ? setAttributes(traits) : [],
    props: propsOf(event, type, properties, traits, context),
    raw: () => rawOf(event, sending),
  }
}

const NAMES: Record<string, string> = {
  page: 'page_viewed',
  screen: 'screen_viewed',
  identify: 'identify',
  group: 'group',
  alias: 'alias',
}

function nameOf(event: JsonObject, type: string): string {
  return NAMES[type] ?? readEventName(event.event, 'event')
}

/** Rudder's node SDK sends identify's traits twice, its web SDK only in the context. */
function traitsOf(event: JsonObject, context: JsonObject, type: string): JsonObject | undefined {
  if (type !== 'identify' && type !== 'group') return undefined
  const own = readObject(event.traits, 'traits')
  if (type === 'group') return own
  const inContext = readObject(context.traits, 'context.traits')
  return own && inContext ? { ...inContext, ...own } : (own ?? inContext)
}

interface Whom {
  intent: IdentityIntent
  identifiers: Identifier[]
  previousId?: string
}

function whomOf(
  event: JsonObject,
  context: JsonObject,
  type: string,
  traits: JsonObject | undefined,
): Whom {
  const identifiers: Identifier[] = []
  const userId = readId(event.userId, 'userId')
  addIdentifier(identifiers, 'member_id', userId)
  addIdentifier(identifiers, 'anonymous', readId(event.anonymousId, 'anonymousId'))
  addExternalIds(identifiers, context.externalIds ?? context.externalId)
  if (type === 'identify' && traits) {
    for (const name of ['email', 'phone']) {
      const value = traits[name]
      if (typeof value === 'string' || typeof value === 'number') {
        addIdentifier(identifiers, name, readId(value, `traits.${name}`))
      }
    }
  }
  if (identifiers.length === 0) {
    throw new Refusal('missing_identifier', 'the event names nobody: no userId, no anonymousId')
  }
  if (type === 'alias') {
    const previousId = readId(event.previousId, 'previousId')
    if (previousId === undefined) {
      throw new Refusal('missing_identifier', 'previousId: missing in an alias')
    }
    return { intent: 'alias', identifiers, previousId }
  }
  const onPurpose = type === 'identify' && userId !== undefined
  return { intent: onPurpose ? 'bind' : 'observe', identifiers }
}
