// What a wire protocol makes of a request: drafts of events, and what it could not read.
import type { Channel } from '../profile/index.ts'

export interface Identifier {
  namespace: string
  value: string
}

/** One change to a customer's attributes, in the meaning of Sensors' profile_* and Segment's traits. */
export interface AttributeChange {
  op: 'set' | 'set_once' | 'increment' | 'append' | 'unset' | 'delete_all'
  /** Absent for `delete_all`. */
  name?: string
  /** JSON value; a number for `increment`, a list for `append`, absent for `unset`. */
  value?: unknown
}

/** A word on consent, as it was sent. */
export interface ConsentSaid {
  purpose: string
  channel: Channel
  state: 'given' | 'withdrawn'
  version: string | null
  /** Epoch ms; the event's own time when the word has none. */
  at?: number
  evidence: Record<string, string>
}

/**
 * What an event says about identity besides "these identifiers were together":
 * - `observe`: they belong to one person.
 * - `bind`: the same, said on purpose (login, bind): order of `identifiers` does not matter.
 * - `unbind`: `identifiers` are to be detached from whoever holds them.
 * - `alias`: `previousId` (anonymous first, then member_id) is the person of `identifiers`.
 * - `none`: about no customer (item_set, a metrics ping).
 */
export type IdentityIntent = 'observe' | 'bind' | 'unbind' | 'alias' | 'none'

/** Namespace of an id that is a member_id if known as one, else anonymous (a bare distinct_id). */
export const AMBIGUOUS_ID = 'distinct_id'

/** Page, campaign and share fields that have a typed column of their own. */
export interface Surroundings {
  page_url?: string
  page_path?: string
  page_title?: string
  referrer?: string
  utm_source?: string
  utm_medium?: string
  utm_campaign?: string
  utm_content?: string
  utm_term?: string
  /** The share that led here: its own id, or the sharer's where an SDK (Sensors') sends only that. */
  share_id?: string
  share_depth?: number
  share_method?: string
}

/** The links every protocol may carry. Null when unknown, never guessed. */
export interface Links {
  store_id?: string
  staff_id?: string
  channel_id?: string
  activity_id?: string
  content_id?: string
  order_id?: string
}

export interface Draft {
  /** Place in the request's batch, from 0. */
  index: number
  /** The client's own id of the message, as sent; null when there is none. */
  messageId: string | null
  /**
   * What makes a repeat of this event recognisable, built from the message id or from the raw
   * record's stable fields, never from corrected time. Null: the event gets a fresh UUIDv7.
   */
  dedupeKey: string | null
  name: string
  /** Epoch ms, already corrected for the client's clock where the protocol allows. */
  at: number
  /** What the client's clock said, epoch ms; null when it said nothing. */
  clientAt: number | null
  /** Where it happened: web, mini_program, app, pos, server, taobao … ('' when unknown). */
  platform: string
  /** Overrides the write key's source name when the sender names one (marketplace, import). */
  source?: string
  sessionId?: string
  intent: IdentityIntent
  identifiers: Identifier[]
  /** For `unbind`: ids of the customer who lets go of `identifiers`. */
  subject?: Identifier[]
  previousId?: string
  surroundings: Surroundings
  links: Links
  /** Only what the sender claims; trusted by nobody but commerce, which makes orders of it. */
  claimedRevenueFen?: number
  currency?: string
  /** Who did it for the customer (a staff id, a system's name), when the sender says so. */
  actor?: string
  /** Sent as history (`/v1/import`): raises no signal unless a consumer asked for such. */
  historical?: boolean
  attributes: AttributeChange[]
  /** What the customer agreed to or withdrew. */
  consents?: ConsentSaid[]
  /** JSON object; text still as the client sent it (clean-up is done once, later). */
  props: Record<string, unknown>
  /** Bytes of this one event as received (re-encoded), kept if the event turns out bad later. */
  raw: () => Buffer
}

/** Something in a request that could not become an event. It is kept, with its bytes. */
export interface Rejected {
  /** Place in the request's batch; -1 when the whole body is unreadable. */
  index: number
  /** Stable: malformed_json, not_an_object, missing_event_name, bad_time, bad_type, encrypted … */
  code: string
  reason: string
  /** The event's name, and the rule it broke, when that is why. */
  eventName?: string
  ruleId?: string
  messageId: string | null
  raw: Buffer
}

export interface Decoded {
  /** Label of the protocol: 'segment', 'sensors', 'homefield'. Part of every event id. */
  protocol: string
  drafts: Draft[]
  rejected: Rejected[]
  /** Counted things that are no error: crc_mismatch, cesu8_repaired, label_mismatch … */
  notes: Record<string, number>
}

/** A request as the collector hands it to a protocol: body inflated already if it was gzip. */
export interface WireRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string | string[] | undefined>
  /** Raw bytes after Content-Encoding (or a bare gzip magic) was undone; empty for GET. */
  body: Buffer
  /** Epoch ms on our clock. */
  receivedAt: number
}
