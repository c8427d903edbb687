// How much one event may bring of each thing: what columns and indexes of both stores can hold, and
// what one public key may cost everybody.
import type { Draft, Surroundings } from './draft.ts'

export const MAX_PROPERTIES = 2_000
/** Characters of one event's properties, or of its attributes, as JSON; a body may hold many events. */
export const MAX_EVENT_CHARS = 1024 * 1024
/** Names stand in indexes, whose entries PostgreSQL bounds at 2,704 bytes: two of these fit. */
export const MAX_NAME = 255
/** An address with everything in its query: 15,785 bytes seen. */
const MAX_TEXT = 64 * 1024
/** Columns of few distinct values: each of these is kept in a dictionary. */
const MAX_LABEL = 1024

export interface Refusal {
  code: string
  reason: string
  /** The event's name, and the rule it broke, when that is why. */
  eventName?: string
  ruleId?: string
}

const LABELS: ReadonlySet<keyof Surroundings> = new Set([
  'utm_source',
  'utm_medium',
  'share_method',
])

/** Undefined when it is within bounds. `propsText` is checked by whoever writes it. */
export function whyTooMuch(draft: Draft): Refusal | undefined {
  if (draft.name.length === 0 || draft.name.length > MAX_NAME)
    return { code: 'bad_event_name', reason: `an event name has 1 to ${MAX_NAME} characters` }
  let count = 0
  for (const name in draft.props) {
    count += 1
    if (name.length > MAX_NAME) return badName('property', name)
  }
  if (count > MAX_PROPERTIES)
    return {
      code: 'too_many_properties',
      reason: `${count} properties; at most ${MAX_PROPERTIES} are taken`,
    }
  for (const field of ['platform', 'source', 'currency', 'actor', 'sessionId'] as const) {
    const text = draft[field]
    const most = field === 'platform' || field === 'source' ? MAX_NAME : MAX_LABEL
    if (text !== undefined && text.length > most) return tooLong(field, text, most)
  }
  for (const field in draft.surroundings) {
    const text = draft.surroundings[field as keyof Surroundings]
    const most = LABELS.has(field as keyof Surroundings) ? MAX_LABEL : MAX_TEXT
    if (typeof text === 'string' && text.length > most) return tooLong(field, text, most)
  }
  for (const field in draft.links) {
    const text = draft.links[field as keyof Draft['links']]
    if (text !== undefined && text.length > MAX_LABEL) return tooLong(field, text, MAX_LABEL)
  }
  return draft.attributes.length === 0 ? undefined : whyTooManyAttributes(draft.attributes)
}

function whyTooManyAttributes(attributes: Draft['attributes']): Refusal | undefined {
  if (attributes.length > MAX_PROPERTIES)
    return {
      code: 'too_many_attributes',
      reason: `${attributes.length} attributes; at most ${MAX_PROPERTIES} are taken`,
    }
  for (const { name } of attributes) {
    if (name !== undefined && name.length > MAX_NAME) return badName('attribute', name)
  }
  const { length } = JSON.stringify(attributes)
  return length > MAX_EVENT_CHARS ? tooLarge('attributes', length) : undefined
}

export const tooLarge = (what: string, length: number): Refusal => ({
  code: 'event_too_large',
  reason: `${length} characters of ${what}; at most ${MAX_EVENT_CHARS} are taken`,
})
const badName = (what: string, name: string): Refusal => ({
  code: `bad_${what}_name`,
  reason: `the name of one ${what} has ${name.length} characters; at most ${MAX_NAME} are taken`,
})
const tooLong = (field: string, text: string, most: number): Refusal => ({
  code: 'value_too_long',
  reason: `${field} has ${text.length} characters; at most ${most} are taken`,
})
