// From a draft to an event that any store can take: bounded, cleaned, dated, named by its id.
import { OWN_EVENT_NAMES, REPORTED } from '../platform/outbox.ts'
import { MAX_EVENT_CHARS, type Refusal, tooLarge, whyTooMuch } from './bounds.ts'
import type { Draft } from './draft.ts'
import { eventId } from './event-id.ts'

/** Under this, an event is a dead letter: no clock of ours was right before. */
const EARLIEST = Date.UTC(2000, 0, 1)
const DAY = 86_400_000

export type { Refusal } from './bounds.ts'

export interface Submission {
  tenantId: string
  protocol: string
  /** The write key's name, the import's or the marketplace's. */
  source: string
  writeKeyId: string | null
  isVerified: boolean
  historical?: boolean
  /** Epoch ms. */
  receivedAt: number
  /** Its seen ids are kept for ever (imports: the same row may come again in a year). */
  isPermanent?: boolean
  drafts: Draft[]
}

export interface ReadyEvent {
  eventId: string
  submission: Submission
  draft: Draft
  source: string
  historical: boolean
  /** YYYYMM of `at`, UTC: the partition. */
  month: number
  /** Epoch µs; events of one request keep their order. */
  receivedMicros: number
  propsText: string
  /** Names of properties in which NUL or a lone surrogate was replaced. */
  repaired: string[]
  /** Ids of the rules it broke and was taken all the same. */
  broken?: string[]
  /** Set by own events: the node is known already. */
  node?: number | null
}

export function prepare(
  submission: Submission,
  draft: Draft,
  position: number,
): ReadyEvent | Refusal {
  if (!Number.isFinite(draft.at) || draft.at < EARLIEST)
    return { code: 'at_too_early', reason: 'the event is dated before 2000' }
  if (draft.at > submission.receivedAt + DAY)
    return {
      code: 'at_in_future',
      reason: 'the event is dated more than 24 hours ahead of its receipt',
    }
  const tooMuch = whyTooMuch(draft)
  if (tooMuch) return tooMuch
  const names = Object.keys(draft.props)
  let clean =
    submission.protocol !== 'own' && OWN_EVENT_NAMES.has(draft.name)
      ? { ...draft, name: draft.name + REPORTED }
      : draft
  let repaired: string[] = []
  let propsText = JSON.stringify(draft.props)
  if (propsText.length > MAX_EVENT_CHARS) return tooLarge('properties', propsText.length)
  // JSON.stringify escapes exactly what PostgreSQL and ClickHouse cannot hold as text.
  if (isEscaped(propsText) || !isStorable(draft)) {
    repaired = names.filter((n) => isEscaped(JSON.stringify({ [n]: draft.props[n] })))
    clean = { ...cleaned(clean), raw: draft.raw }
    propsText = JSON.stringify(clean.props)
  }
  const at = new Date(draft.at)
  return {
    eventId: eventId(submission.tenantId, submission.protocol, draft.dedupeKey),
    submission,
    draft: clean,
    source: clean.source ?? submission.source,
    historical:
      submission.historical === true ||
      draft.historical === true ||
      draft.at < submission.receivedAt - DAY,
    month: at.getUTCFullYear() * 100 + at.getUTCMonth() + 1,
    receivedMicros: submission.receivedAt * 1000 + Math.min(position, 999_999),
    propsText,
    repaired: repaired.map(cleanText),
  }
}

/**
 * `\u0000`, or any escaped surrogate: a lone one, since pairs are written as they are. An even
 * number of backslashes before the u is a text that has a backslash itself.
 */
const ESCAPED = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/
const isEscaped = (json: string) => json.includes('\\u') && ESCAPED.test(json)

function isCleanObject(fields: object): boolean {
  for (const name in fields) {
    const value = (fields as Record<string, unknown>)[name]
    if (typeof value === 'string' && !isCleanText(value)) return false
  }
  return true
}

const isCleanText = (text: string) => text.isWellFormed() && !text.includes('\0')

function isStorable(draft: Draft): boolean {
  if (!isCleanText(draft.name)) return false
  if (draft.messageId !== null && !isCleanText(draft.messageId)) return false
  if (!isCleanObject(draft.surroundings) || !isCleanObject(draft.links)) return false
  const { platform, source, sessionId, currency, actor } = draft
  if (
    !isCleanText(platform + (source ?? '') + (sessionId ?? '') + (currency ?? '') + (actor ?? ''))
  )
    return false
  return draft.attributes.length === 0 || !isEscaped(JSON.stringify(draft.attributes))
}

export const cleanText = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** A copy with NUL and lone surrogates as U+FFFD in every text, names of properties too. */
function cleaned<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T
  if (Array.isArray(value)) return value.map((item) => cleaned(item)) as T
  if (value !== null && typeof value === 'object') {
    const out: Record<string, unknown> = {}
    for (const [name, item] of Object.entries(value)) {
      Object.defineProperty(out, cleanText(name), {
        value: cleaned(item),
        enumerable: true,
        writable: true,
        configurable: true,
      })
    }
    return out as T
  }
  return value
}
