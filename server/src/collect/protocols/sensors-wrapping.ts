// The wrappings of Sensors records: query or form, data or data_list, base64, gzip or not.
import type { WireRequest } from '../draft.ts'
import { note } from './batch.ts'
import {
  decodeBase64,
  gunzip,
  javaHash,
  percentDecode,
  urlDecode,
  urlDecodeBase64,
} from './bytes.ts'
import { countText, notesOf, type Payload, readJson } from './payload.ts'

export type Wrapped =
  | {
      ok: true
      records: unknown[]
      deep: boolean
      notes: Record<string, number>
      raw: () => Buffer
    }
  | { ok: false; code: string; reason: string; notes: Record<string, number>; raw: Buffer }

/** The records of a request, unwrapped; or why there are none to be had. */
export function recordsOf(request: WireRequest, payload: Payload): Wrapped {
  const notes = notesOf(payload)
  const raw = () => (request.body.length > 0 ? request.body : queryBytes(request))
  const refuse = (code: string, reason: string): Wrapped => {
    return { ok: false, code, reason, notes, raw: raw() }
  }
  if (payload.kind === 'unreadable') return refuse(payload.code, payload.reason)
  if (payload.kind === 'json') {
    // A record kept as a dead letter and sent again, or a sender that skips the base64.
    return { ok: true, records: listOf(payload.value), deep: payload.deep, notes, raw }
  }
  const fields = fieldsOf(request, payload)
  if (fields.gzip === '9') {
    return refuse('encrypted', 'gzip=9: the payload is encrypted; switch encryption off in the SDK')
  }
  if (fields.wrapped.length === 0) return refuse('missing_data', 'neither data nor data_list')
  let records: unknown[] = []
  let deep = false
  for (const { bytes, base64 } of fields.wrapped) {
    // Taken and counted: the vendor's own SDKs send it only now and then.
    if (fields.crc !== undefined && javaHash(base64) !== fields.crc) note(notes, 'crc_mismatch')
    // gzip= says 0, 1 or nothing, and is not always true: the magic decides.
    const inflated = gunzip(bytes, payload.inflatedLimit)
    if (!inflated.ok) return refuse(inflated.code, inflated.reason)
    const json = readJson(inflated.bytes)
    if (json.kind === 'unreadable') return refuse(json.code, json.reason)
    countText(notes, json)
    records = records.length === 0 ? listOf(json.value) : records.concat(listOf(json.value))
    deep ||= json.deep
  }
  return { ok: true, records, deep, notes, raw }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

interface WrappedValue {
  base64: string
  bytes: Buffer
}

interface Fields {
  wrapped: WrappedValue[]
  gzip: string | undefined
  crc: number | undefined
}

const NAMES = ['data', 'data_list', 'gzip', 'crc', 'ext'] as const

function fieldsOf(request: WireRequest, payload: Payload): Fields {
  const form = payload.kind === 'form' ? payload.fields(NAMES) : new Map<string, string>()
  const inForm = form.has('data') || form.has('data_list')
  const wrapped: WrappedValue[] = []
  for (const name of ['data', 'data_list']) {
    const value = inForm ? form.get(name) : (request.query.get(name) ?? undefined)
    if (value) wrapped.push(inForm ? formValue(value) : queryValue(value))
  }
  const plain = (name: string) => {
    const value = form.get(name)
    return value === undefined ? (request.query.get(name) ?? undefined) : urlDecode(value)
  }
  return { wrapped, gzip: plain('gzip'), crc: crcOf(plain('crc') ?? plain('ext')) }
}

/** `-2062194874`, or as web's `ext`: `crc=-2062194874`. */
function crcOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const digits = /(?:^|crc=)(-?\d{1,10})\b/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits) | 0
}

function formValue(value: string): WrappedValue {
  if (/^(?:[[{]|%5b|%7b)/i.test(value)) {
    return { base64: value, bytes: percentDecode(value.replaceAll('+', ' ')) }
  }
  const base64 = urlDecodeBase64(value)
  return { base64, bytes: decodeBase64(base64) }
}

function queryValue(value: string): WrappedValue {
  if (/^[[{]/.test(value)) return { base64: value, bytes: Buffer.from(value, 'utf8') }
  const base64 = value.includes(' ') ? value.replaceAll(' ', '+') : value
  return { base64, bytes: decodeBase64(base64) }
}

/** A GET's only content, in a shape that reads as a form body when it is sent again. */
function queryBytes(request: WireRequest): Buffer {
  return Buffer.from(request.query.toString(), 'latin1')
}
