// A request's body, parsed at most once, whoever needs it first: the write key or the decoder.
import type { WireRequest } from '../draft.ts'
import { decodeText, formFields, gunzip, INFLATED_LIMIT, sniff } from './bytes.ts'
import { type ParsedJson, parseJson } from './json.ts'

export interface JsonPayload extends ParsedJson {
  kind: 'json'
  cesu8: number
  invalidUtf8: boolean
}

export interface UnreadablePayload {
  kind: 'unreadable'
  code: string
  reason: string
}

export interface FormPayload {
  kind: 'form'
  fields: (names: readonly string[]) => Map<string, string>
}

export type Payload = (JsonPayload | FormPayload | UnreadablePayload | { kind: 'empty' }) & {
  /** The Content-Type says something else than the bytes. */
  mislabelled?: boolean
  /** How large what is still packed inside (Sensors' own gzip) may grow. */
  inflatedLimit?: number
}

/** Reads the body by what it holds, whatever its label says. Never throws. */
export function readPayload(request: WireRequest, limit = INFLATED_LIMIT): Payload {
  const inflated = gunzip(request.body, limit)
  if (!inflated.ok) return { kind: 'unreadable', code: inflated.code, reason: inflated.reason }
  const bytes = inflated.bytes
  const kind = sniff(bytes)
  if (kind === 'empty') return { kind, inflatedLimit: limit }
  if (kind === 'unknown') {
    return { kind: 'unreadable', code: 'malformed_body', reason: 'neither JSON nor a form' }
  }
  const payload: Payload =
    kind === 'json'
      ? readJson(bytes)
      : { kind: 'form', fields: (names) => formFields(bytes, names) }
  payload.inflatedLimit = limit
  payload.mislabelled = labelOf(request.headers['content-type']) !== kind
  return payload
}

/** Parses on first use, once. */
export function lazyPayload(request: WireRequest, limit = INFLATED_LIMIT): () => Payload {
  let payload: Payload | undefined
  return () => {
    payload ??= readPayload(request, limit)
    return payload
  }
}

export function readJson(bytes: Buffer): JsonPayload | UnreadablePayload {
  const { text, cesu8, invalid } = decodeText(bytes)
  try {
    return { kind: 'json', ...parseJson(text), cesu8, invalidUtf8: invalid }
  } catch (error) {
    if (error instanceof SyntaxError) {
      return { kind: 'unreadable', code: 'malformed_json', reason: error.message }
    }
    throw error
  }
}

/** What was mended or odd while reading, to be counted. */
export function notesOf(payload: Payload): Record<string, number> {
  const notes: Record<string, number> = {}
  if (payload.mislabelled) notes.label_mismatch = 1
  if (payload.kind === 'json') countText(notes, payload)
  return notes
}

export function countText(notes: Record<string, number>, json: JsonPayload): void {
  if (json.cesu8 > 0) notes.cesu8_repaired = json.cesu8
  if (json.invalidUtf8) notes.invalid_utf8 = 1
  if (json.bigIntegers > 0) notes.big_integer_kept_as_text = json.bigIntegers
}

function labelOf(contentType: string | string[] | undefined): string {
  const label = typeof contentType === 'string' ? contentType : ''
  if (label.includes('json')) return 'json'
  return label.includes('x-www-form-urlencoded') ? 'form' : ''
}
