// What PostgreSQL knows of a customer, a row a fact, as rules read it in the event store. Pure.
import type { AttributeWord, TagWord } from './combine.ts'
import { CHANNELS, stateOf as consentStateOf, type Folded } from './consent-rules.ts'
import type { Touchpoint } from './touchpoint-rules.ts'

/**
 * The kinds of `customer_state` and what their rows say. `key` tells rows of a kind apart; a missing
 * row means no value (of `orders` and `spent_fen`: none). `since` is when what the row says began.
 * Rows follow their customer: after a merge they are the whole customer's, under her number.
 *
 * - `attribute`, key its name: the value as everybody sees it, of the source whose word counts; never a
 *   sensitive one. `type` is text, number, truth (`number` 0 or 1), list (`list`, its items as texts)
 *   or '' for anything else. A text that is a date or a date and time in ISO 8601, of the years 1900 to
 *   2299, stands in `at` too; without an offset it is read in UTC (who reads a day alone takes it for the
 *   brand's, whose zone may change: see `dayIn`). `since` is when the source whose word
 *   counts began to say this value of this node without saying another in between, by its own clock:
 *   said again it stays, another source that takes over with the same value begins anew.
 * - `tag`, key its name: `since` put on (the earliest of the sources that hold it there), `at` when it
 *   expires, if it does.
 * - `consent`, key `purpose/channel`: `text` given or withdrawn. A word on all channels gives a row to
 *   every channel, so no rule needs to know of `all`.
 * - `friend`, key the staff member's code: `text` friend, deleted_by_customer or deleted_by_staff; `list`
 *   the channel she was added by, if known.
 * - `store`, `guide`, key its code: where the customer belongs, at most one row each.
 * - `touchpoint`, key its kind, '' for all: `number` of those that can be used now.
 * - `group`, key the customer group she is in, '' where it is not known which: `since` she is.
 * - `identifier`, key its namespace: `number` of them, weak ones too. `known`, key '': an identifier
 *   names a person.
 * - `platform`, key its name: seen there. `since` is the customer's making; when it was seen first the
 *   events tell.
 * - `family`, key what the other one is to the customer, '' for all: `number` of confirmed links.
 * - `figure`: `orders` and `spent_fen` in `number`, `last_order_at` and `first_seen` in `at`: her first
 *   event, or her making while there is none. What changes with every event is asked of the events.
 * - `customer`, key '': everybody has this row.
 */
export const STATE_KINDS = [
  'attribute',
  'tag',
  'consent',
  'friend',
  'store',
  'guide',
  'touchpoint',
  'group',
  'identifier',
  'known',
  'platform',
  'family',
  'figure',
  'customer',
] as const
export type StateKind = (typeof STATE_KINDS)[number]
export type StateType = '' | 'text' | 'number' | 'truth' | 'list'

/** How a row is named in changes: its kind and its key. */
export const stateKey = (kind: StateKind, key: string) => `${kind}\x1f${key}`
/** In place of keys: everything about this customer. */
export const EVERY_KEY = '*'

export interface StateFacts {
  createdAt: Date
  /** Her first event; her making while there is none. */
  firstAt: Date
  /** The words that count. */
  words: readonly AttributeWord[]
  tags: readonly TagWord[]
  consents: readonly Folded[]
  relations: readonly { staffId: string; state: string; since: number; channelId: string | null }[]
  store: { code: string; since: Date } | null
  guide: { code: string; since: Date } | null
  /** Those that can be used. */
  touchpoints: readonly Pick<Touchpoint, 'kind' | 'since'>[]
  groups: readonly Pick<Touchpoint, 'ref' | 'since'>[]
  identifiers: readonly { namespace: string; value: string; isWeak: boolean; since: Date }[]
  platforms: readonly string[]
  families: readonly { role: string; since: Date }[]
  orderCount: number
  spentFen: number
  lastOrderAt: Date | null
}

export interface StateRow {
  /** `stateKey` */
  name: string
  type: StateType
  text: string
  number: number
  at: number | null
  list: readonly string[]
  since: number
}

const NONE: readonly string[] = []

/** Every row of a customer, each name once. */
export function stateRows(facts: StateFacts): StateRow[] {
  const rows: StateRow[] = []
  const made = facts.createdAt.getTime()
  const add = (
    name: string,
    since: number,
    type: StateType = '',
    text = '',
    number = 0,
    at: number | null = null,
    list = NONE,
  ) => {
    rows.push({ name, type, text, number, at, list, since: storable(since) })
  }
  /** The row of this name among those added since the `from`th. */
  const find = (name: string, from: number) => {
    for (let i = from; i < rows.length; i++) if (rows[i]?.name === name) return rows[i]
    return undefined
  }
  add(stateKey('customer', ''), made)
  const first = facts.firstAt.getTime()
  add(stateKey('figure', 'first_seen'), first, '', '', 0, storable(first))
  for (const word of facts.words) {
    const { type, text, number, at, list } = saidOf(word.value)
    const since = Number(word.heldSince ?? word.at)
    add(stateKey('attribute', word.name), since, type, text, number, at, list)
  }
  const tags = rows.length
  for (const { tag, at, expiresAt } of facts.tags) {
    const name = stateKey('tag', tag)
    const ends = expiresAt && storable(expiresAt.getTime())
    const before = find(name, tags)
    if (before) {
      before.since = Math.min(before.since, storable(at.getTime()))
      before.at = before.at === null || ends === null ? null : Math.max(before.at, ends)
    } else add(name, at.getTime(), '', '', 0, ends)
  }
  for (const { key, state, since } of consentsOf(facts.consents))
    add(stateKey('consent', key), since, 'text', state)
  for (const [staff, known] of Map.groupBy(facts.relations, (r) => r.staffId)) {
    const [best] = known.length === 1 ? known : known.toSorted(byFriendship)
    if (best) {
      const by = best.channelId ? [best.channelId] : NONE
      add(stateKey('friend', staff), best.since, 'text', best.state, 0, null, by)
    }
  }
  if (facts.store) add(stateKey('store', facts.store.code), facts.store.since.getTime())
  if (facts.guide) add(stateKey('guide', facts.guide.code), facts.guide.since.getTime())
  const counted = rows.length
  const countOne = (name: string, since: number) => {
    const before = find(name, counted)
    if (!before) return add(name, since, 'number', '', 1)
    before.number += 1
    before.since = Math.min(before.since, storable(since))
  }
  for (const { kind, since } of facts.touchpoints) {
    countOne(stateKey('touchpoint', kind), since)
    countOne(stateKey('touchpoint', ''), since)
  }
  for (const { ref, since } of facts.groups) add(stateKey('group', ref), since)
  let known = Number.POSITIVE_INFINITY
  for (const { namespace, isWeak, since } of facts.identifiers) {
    countOne(stateKey('identifier', namespace), since.getTime())
    if (!isWeak) known = Math.min(known, since.getTime())
  }
  for (const { role, since } of facts.families) {
    countOne(stateKey('family', role), since.getTime())
    countOne(stateKey('family', ''), since.getTime())
  }
  if (Number.isFinite(known)) add(stateKey('known', ''), known)
  for (const platform of facts.platforms) add(stateKey('platform', platform), made)
  const bought = facts.lastOrderAt?.getTime() ?? made
  if (facts.orderCount !== 0)
    add(stateKey('figure', 'orders'), bought, 'number', '', facts.orderCount)
  if (facts.spentFen !== 0)
    add(stateKey('figure', 'spent_fen'), bought, 'number', '', facts.spentFen)
  if (facts.lastOrderAt)
    add(stateKey('figure', 'last_order_at'), bought, '', '', 0, storable(bought))
  return rows
}

function* consentsOf(folded: readonly Folded[]) {
  for (const purpose of new Set(folded.map((f) => f.purpose))) {
    const ofPurpose = folded.filter((f) => f.purpose === purpose)
    const named = new Set(ofPurpose.map((f) => f.channel))
    // A channel nobody named is what was said of all of them.
    const toAll = consentStateOf(ofPurpose, purpose, 'all')
    for (const channel of named.has('all') ? CHANNELS : named) {
      const { state, since } = named.has(channel)
        ? consentStateOf(ofPurpose, purpose, channel)
        : toAll
      if (state !== 'none' && since !== null) yield { key: `${purpose}/${channel}`, state, since }
    }
  }
}

/** A friendship on either of two nodes counts; else the word that came last. */
const byFriendship = (
  a: StateFacts['relations'][number],
  b: StateFacts['relations'][number],
): number =>
  Number(b.state === 'friend') - Number(a.state === 'friend') ||
  b.since - a.since ||
  byText(a.state, b.state) ||
  byText(a.channelId ?? '', b.channelId ?? '')
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

interface Said {
  type: StateType
  text?: string
  number?: number
  at?: number | null
  list?: readonly string[]
}

function saidOf(value: unknown): Said {
  switch (typeof value) {
    case 'string':
      return { type: 'text', text: value, at: momentOf(value) ?? null }
    case 'number':
      return { type: 'number', number: value }
    case 'boolean':
      return { type: 'truth', number: value ? 1 : 0 }
    default:
      return Array.isArray(value) ? { type: 'list', list: value.map(itemText) } : { type: '' }
  }
}
const itemText = (item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item))

const ISO =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/
/** What the event store's type can hold. */
const [FIRST, LAST] = [Date.UTC(1900, 0, 1), Date.UTC(2300, 0, 1) - 1]

/** The moment a text names in ISO 8601, UTC where it does not say; undefined when it names none. */
export function momentOf(text: string): number | undefined {
  // Nearly every text is not one: told apart by its first character.
  const first = text.charCodeAt(0)
  if (first < 48 || first > 57 || text.length < 10) return undefined
  const [, day, time, zone] = ISO.exec(text) ?? []
  if (day === undefined) return undefined
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // The 30th of February is read as the 2nd of March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return undefined
  const offset = zone === undefined || zone === 'Z' ? 'Z' : offsetText(zone)
  const at = time === undefined ? midnight : Date.parse(`${day}T${time}${offset}`)
  return Number.isNaN(at) || at < FIRST || at > LAST ? undefined : at
}
const offsetText = (zone: string) => `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`

/** The nearest moment that the event store can hold. */
const storable = (ms: number) => (ms < FIRST ? FIRST : Math.min(ms, LAST))

/** As the event store writes a DateTime64(3) in UTC. */
export const momentText = (ms: number) => new Date(ms).toISOString().replace('T', ' ').slice(0, 23)

/** `type, text, number, at, list, since` as JSON: as a row is inserted, and compared. */
export const valuesText = ({ type, text, number, at, list, since }: StateRow): string =>
  `["${type}",${text === '' ? '""' : JSON.stringify(text)},${number},${at === null ? 'null' : `"${momentText(at)}"`},${
    list.length === 0 ? '[]' : JSON.stringify(list)
  },"${momentText(since)}"]`

/** 53 bits of a row: tells "as it was" without keeping it a second time. */
export const hashOf = ({ name, type, text, number, at, list, since }: StateRow): number =>
  hashText(
    `${name}\x1e${type}\x1e${text}\x1e${number}\x1e${at}\x1e${since}\x1e${list.length === 0 ? '' : list.join('\x1e')}`,
  )

/** The hashes of a customer's rows, and one of all of them and her nodes, in whatever order. */
export function digestOf(rows: readonly StateRow[], nodes: readonly number[]) {
  const hashes = rows.map(hashOf)
  let [high, low] = [0, 0]
  for (const hash of [...hashes, hashText(nodes.join(','))]) {
    high ^= Math.floor(hash / TWO_32)
    low ^= hash | 0
  }
  // 0 stands for "looked at anew".
  return { hashes, digest: (high & 0x1fffff) * TWO_32 + (low >>> 0) || 1 }
}

const TWO_32 = 4_294_967_296

function hashText(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  // 0 stands for "not known what is written".
  return TWO_32 * (2_097_151 & b) + (a >>> 0) || 1
}
