// Our own collection API: POST /v1/events and POST /v1/customers.
import type { Decoded, Draft, Identifier, Links, Surroundings, WireRequest } from '../draft.ts'
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
import { readConsents } from './consents.ts'
import { addIdentifier, checkNamespace } from './identifiers.ts'
import { contentKey, isObject, type JsonObject, toBytes } from './json.ts'
import { isDepth, linksOf } from './links.ts'
import { notesOf, type Payload, readPayload } from './payload.ts'
import {
  badType,
  isAbsent,
  Refusal,
  readEventName,
  readId,
  readMessageId,
  readObject,
  readText,
} from './refusal.ts'
import { currencyOf } from './revenue.ts'
import { correctTime, parseInstant, readInstant } from './time.ts'

const PROTOCOL = 'homefield'

/** Name of the event that a change through /v1/customers is. */
export const CUSTOMER_UPDATED = 'customer_updated'

const EVENT_FIELDS = new Set(
  (
    'id name at identifiers properties revenue_fen platform source session_id currency store_id ' +
    'staff_id channel_id activity_id content_id order_id page utm share attributes actor'
  ).split(' '),
)
const CUSTOMER_FIELDS = new Set(['id', 'at', 'identifiers', 'attributes', 'consents', 'source'])

type What = 'events' | 'customers'

/** Decodes one request. Never throws; what cannot be read is in `rejected`, with its bytes. */
export function decodeHomefield(
  request: WireRequest,
  payload: Payload = readPayload(request),
): Decoded {
  const what: What = /\/customers\/?$/.test(request.path) ? 'customers' : 'events'
  const notes = notesOf(payload)
  const refuse = (code: string, reason: string) =>
    unreadable(PROTOCOL, request.body, code, reason, notes)
  if (payload.kind !== 'json') return refuse(...notJson(payload))
  const items = isObject(payload.value) ? payload.value[what] : undefined
  if (!Array.isArray(items)) return refuse('bad_type', `${what}: expected a list`)
  if (items.length > MAX_EVENTS) return refuse(...tooMany(items.length))
  const read = what === 'events' ? readEvent : readCustomer
  // A phone's clock may be a day ahead: when it says when it sent, the error cancels out.
  const sentAt = parseInstant(isObject(payload.value) ? payload.value.sent_at : undefined)
  const clock: Clock = { receivedAt: request.receivedAt, sentAt }
  const raw = (item: unknown) => toBytes({ sent_at: sentAt, [what]: [item] })
  const reader: ItemReader = {
    protocol: PROTOCOL,
    read: (item, index) => ({
      ...read(item, clock, notes),
      index,
      raw: () => raw(item),
    }),
    raw,
    messageIdOf: (item) => item.id,
  }
  return decodeItems(reader, items, payload.deep, notes)
}

type Unplaced = Omit<Draft, 'index' | 'raw'>

interface Clock {
  receivedAt: number
  /** When the sender says it sent the request; undefined when it does not. */
  sentAt: number | undefined
}

function readEvent(event: JsonObject, clock: Clock, notes: Record<string, number>): Unplaced {
  countUnknown(event, EVENT_FIELDS, notes)
  const messageId = readMessageId(event.id, 'id')
  const at = readInstant(event.at, 'at')
  const props = readObject(event.properties, 'properties') ?? {}
  const attributes = readObject(event.attributes, 'attributes')
  const draft: Unplaced = {
    messageId,
    dedupeKey: messageId,
    name: readEventName(event.name, 'name'),
    ...correctTime(at, clock.sentAt, clock.receivedAt),
    platform: readText(event.platform, 'platform') ?? '',
    intent: 'observe',
    identifiers: readIdentifiers(event.identifiers),
    surroundings: readSurroundings(event),
    links: readLinks(event, props),
    attributes: attributes ? setAttributes(attributes) : [],
    props,
  }
  const source = readText(event.source, 'source')
  if (source !== undefined) draft.source = source
  const session = readId(event.session_id, 'session_id')
  if (session !== undefined) draft.sessionId = session
  const actor = readId(event.actor, 'actor')
  if (actor !== undefined) draft.actor = actor
  const fen = event.revenue_fen
  if (fen !== undefined && fen !== null) {
    if (!Number.isSafeInteger(fen)) throw badType('revenue_fen', 'an integer number of fen', fen)
    draft.claimedRevenueFen = fen as number
    // Only commerce's events carry money in its column; what was claimed stays readable.
    if (!Object.hasOwn(props, 'revenue_fen')) draft.props = { ...props, revenue_fen: fen }
  }
  const currency = readText(event.currency, 'currency')
  if (currency !== undefined) {
    const code = currencyOf(currency)
    if (code === undefined) throw badType('currency', 'three letters', currency)
    draft.currency = code
  }
  return draft
}

function readCustomer(customer: JsonObject, clock: Clock, notes: Record<string, number>): Unplaced {
  countUnknown(customer, CUSTOMER_FIELDS, notes)
  const id = readMessageId(customer.id, 'id')
  const at = readInstant(customer.at, 'at')
  const identifiers = readIdentifiers(customer.identifiers)
  const attributes = readObject(customer.attributes, 'attributes') ?? {}
  const source = readText(customer.source, 'source')
  const consents = readConsents(customer.consents)
  return {
    messageId: id,
    dedupeKey: customerKey(id, at, identifiers, attributes, customer.consents),
    name: CUSTOMER_UPDATED,
    ...correctTime(at, clock.sentAt, clock.receivedAt),
    platform: '',
    ...(source !== undefined && { source }),
    intent: 'observe',
    identifiers,
    surroundings: {},
    links: {},
    attributes: setAttributes(attributes),
    ...(consents.length > 0 && { consents }),
    props: attributes,
  }
}

/**
 * A change of a customer is never a repeat of an event that happens to have the same id. Without an
 * id, the same change at the same stated time is the same.
 */
function customerKey(
  id: string | null,
  at: number | undefined,
  identifiers: Identifier[],
  attributes: JsonObject,
  consents: unknown,
): string | null {
  if (id !== null) return `customers\n${id}`
  const said = consents === undefined ? [] : [consents]
  return at === undefined
    ? null
    : `customers\n\n${contentKey([at, identifiers, attributes, ...said])}`
}

function readIdentifiers(list: unknown): Identifier[] {
  if (list !== undefined && list !== null && !Array.isArray(list)) {
    throw badType('identifiers', 'a list', list)
  }
  const found: Identifier[] = []
  for (const [i, entry] of (list ?? []).entries()) {
    const path = `identifiers[${i}]`
    if (!isObject(entry)) throw badType(path, 'an object', entry)
    const namespace = readText(entry.namespace, `${path}.namespace`)?.trim().toLowerCase() ?? ''
    checkNamespace(namespace, `${path}.namespace`)
    addIdentifier(found, namespace, readId(entry.value, `${path}.value`))
  }
  if (found.length === 0) {
    throw new Refusal('missing_identifier', 'identifiers: at least one with a value')
  }
  return found
}

const PAGE = [
  ['page_url', 'url'],
  ['page_path', 'path'],
  ['page_title', 'title'],
  ['referrer', 'referrer'],
] as const
const UTM = [
  ['utm_source', 'source'],
  ['utm_medium', 'medium'],
  ['utm_campaign', 'campaign'],
  ['utm_content', 'content'],
  ['utm_term', 'term'],
] as const

function readSurroundings(event: JsonObject): Surroundings {
  const found = readShare(event.share)
  if (isAbsent(event.page) && isAbsent(event.utm)) return found
  const page = readObject(event.page, 'page') ?? {}
  const utm = readObject(event.utm, 'utm') ?? {}
  for (const [column, field] of PAGE) {
    const text = readText(page[field], `page.${field}`)
    if (text !== undefined) found[column] = text
  }
  for (const [column, field] of UTM) {
    const text = readText(utm[field], `utm.${field}`)
    if (text !== undefined) found[column] = text
  }
  return found
}

/** Who shared what led here: the id of a share, how many hands it went through, and how. */
function readShare(given: unknown): Surroundings {
  const share = readObject(given, 'share') ?? {}
  const id = readId(share.id, 'share.id')
  const method = readText(share.method, 'share.method')
  const { depth } = share
  if (!isAbsent(depth) && !isDepth(depth)) {
    throw badType('share.depth', 'a whole number', depth)
  }
  return {
    ...(id !== undefined && { share_id: id }),
    ...(isDepth(depth) && { share_depth: depth }),
    ...(method !== undefined && { share_method: method }),
  }
}

const LINKS = [
  'store_id',
  'staff_id',
  'channel_id',
  'activity_id',
  'content_id',
  'order_id',
] as const

/** The event's own fields; else the properties of that name, as every other protocol has them. */
function readLinks(event: JsonObject, properties: JsonObject): Links {
  const links = linksOf(properties)
  for (const name of LINKS) {
    const id = readId(event[name], name)
    if (id !== undefined) links[name] = id
  }
  return links
}

function countUnknown(item: JsonObject, known: Set<string>, notes: Record<string, number>): void {
  for (const key in item) {
    if (!known.has(key)) note(notes, 'unknown_field')
  }
}
