// Where the SDKs put their write key. Headers and query first: they cost no parsing.
import type { WireRequest } from '../draft.ts'
import { urlDecode } from './bytes.ts'
import { isObject } from './json.ts'
import type { Payload } from './payload.ts'

/**
 * The write key of a request, or undefined. `payload` is only called when neither headers nor
 * query carry one (Segment and Rudder in the body, Sensors in form or record).
 */
export function findWriteKey(request: WireRequest, payload: () => Payload): string | undefined {
  return (
    fromAuthorization(headerOf(request, 'authorization')) ??
    fromXWriteKey(headerOf(request, 'x-write-key')) ??
    clean(request.query.get('writeKey')) ??
    clean(request.query.get('token')) ??
    fromPayload(payload())
  )
}

function headerOf(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** `Basic base64(key + ":")` (Segment, Rudder) or `Bearer key`. */
function fromAuthorization(header: string | undefined): string | undefined {
  const m = header === undefined ? null : /^(basic|bearer)\s+(\S+)\s*$/i.exec(header)
  if (!m) return undefined
  const credentials = m[2] ?? ''
  if (m[1]?.toLowerCase() === 'bearer') return clean(credentials)
  const pair = Buffer.from(credentials, 'base64').toString('utf8')
  return clean(pair.split(':', 1)[0])
}

/** Jitsu's `<id>:<secret>`: the secret is the key; a key without a colon is one as it stands. */
function fromXWriteKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const colon = header.indexOf(':')
  return clean(header.slice(colon + 1)) ?? clean(header.slice(0, Math.max(colon, 0)))
}

function fromPayload(payload: Payload): string | undefined {
  if (payload.kind === 'form') {
    const token = payload.fields(['token']).get('token')
    return token === undefined ? undefined : clean(urlDecode(token))
  }
  if (payload.kind !== 'json') return undefined
  const body = Array.isArray(payload.value) ? payload.value[0] : payload.value
  if (!isObject(body)) return undefined
  return clean(body.writeKey) ?? clean(body.token)
}

/** Keys are printable ASCII; whatever else is sent is no key (and NUL would not reach a store). */
function clean(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]{1,256}$/.test(value) ? value : undefined
}
