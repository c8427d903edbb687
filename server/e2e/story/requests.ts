// Requests as they come over the wire: recorded from real SDKs where the recordings are at hand, and
// made after them, which are always.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Sending } from '../harness/deliver.ts'

export interface Keys {
  client: string
  server: string
}
export interface Person {
  memberId: string
  phone: string
  taobao: string
}

const ours = new URL('../requests/', import.meta.url)
const recorded = new URL('../../../../shared/fixtures/sensors/', import.meta.url)

export const hasRecordings = existsSync(recorded)

interface Made {
  scenario: string
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  decoded: unknown[]
}

const read = <T>(url: URL): T => JSON.parse(readFileSync(url, 'utf8')) as T
const protocolOf = (path: string): Sending['protocol'] =>
  path.startsWith('/sa')
    ? 'sensors'
    : /^\/v1\/(events|customers)/.test(path)
      ? 'homefield'
      : 'segment'

/** Of `mini-program`, `web`, `segment`, `pos` or `marketplace`, with this person and these keys. */
export function ownRequests(kind: string, person: Person, keys: Keys): Sending[] {
  const folder = new URL(`${kind}/`, ours)
  const fill = (text: string) =>
    text
      .replaceAll('{{client_key}}', keys.client)
      .replaceAll('{{server_key}}', keys.server)
      .replaceAll('{{member_id}}', person.memberId)
      .replaceAll('{{phone}}', person.phone)
      .replaceAll('{{taobao}}', person.taobao)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const made = read<Made>(new URL(name, folder))
      const headers = Object.fromEntries(
        Object.entries(made.headers).map(([header, value]) => [header, fill(value)]),
      )
      const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1]
      if (basic) headers.authorization = `Basic ${Buffer.from(`${basic}:`).toString('base64')}`
      return {
        what: `${kind}: ${made.scenario}`,
        protocol: protocolOf(made.url),
        method: made.method,
        path: fill(made.url),
        headers,
        ...(made.body === undefined ? {} : { body: Buffer.from(fill(made.body)) }),
        events: made.decoded.length,
      }
    })
}

interface Recorded {
  scenario: string
  request: { method: string; url: string; headers: Record<string, string>; bodyBase64?: string }
}
interface Expected {
  perRequest: { file: string; events: unknown[] }[]
}

/**
 * The visit of one person, by file number: what an SDK sent again because it was told to is left
 * out, and so is unbinding, which undoes what came before it and so cannot come in any order.
 */
const VISITS: Record<string, (n: number) => boolean> = {
  'sa-sdk-miniprogram': (n) => n <= 9 || n === 14 || n === 15 || n === 18,
  'sa-sdk-javascript': (n) => n <= 18 || n === 21,
}

export function recordedRequests(sdk: string, keys: Keys): Sending[] {
  const folder = new URL(`${sdk}/`, recorded)
  const belongs = VISITS[sdk]
  if (!belongs) throw new Error(`no visit of ${sdk} is known`)
  return read<Expected>(new URL('expected.json', folder))
    .perRequest.filter((r) => belongs(Number.parseInt(r.file, 10)))
    .map(({ file, events }) => {
      const { scenario, request } = read<Recorded>(new URL(file, folder))
      const {
        host: _host,
        connection: _connection,
        'content-length': _length,
        ...headers
      } = request.headers
      return {
        what: `${sdk} ${file}: ${scenario}`,
        protocol: 'sensors',
        method: request.method,
        path: request.url.replace(/token=[^&]+/, `token=${encodeURIComponent(keys.client)}`),
        headers,
        ...(request.method === 'GET'
          ? {}
          : { body: Buffer.from(request.bodyBase64 ?? '', 'base64') }),
        events: events.length,
      }
    })
}

/** Our own events, as a shop's back end sends them (server key) or a page (client key). */
export function eventsRequest(what: string, key: string, events: object[]): Sending {
  return own(what, key, '/v1/events', { events }, events.length)
}
export function customersRequest(what: string, key: string, customers: object[]): Sending {
  return own(what, key, '/v1/customers', { customers }, customers.length)
}
function own(what: string, key: string, path: string, body: object, events: number): Sending {
  return {
    what,
    protocol: 'homefield',
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: Buffer.from(JSON.stringify(body)),
    events,
  }
}

/** Records as a Sensors SDK without crc or gzip sends them. */
export function sensorsRequest(what: string, key: string, records: object[]): Sending {
  const data = Buffer.from(JSON.stringify(records)).toString('base64')
  return {
    what,
    protocol: 'sensors',
    method: 'POST',
    path: `/sa?project=production&token=${encodeURIComponent(key)}`,
    headers: { 'content-type': 'text/plain' },
    body: Buffer.from(`data_list=${encodeURIComponent(data)}`),
    events: records.length,
  }
}

export function segmentRequest(what: string, key: string, messages: object[]): Sending {
  return {
    what,
    protocol: 'segment',
    method: 'POST',
    path: '/v1/batch',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    },
    body: Buffer.from(JSON.stringify({ batch: messages, sentAt: new Date().toISOString() })),
    events: messages.length,
  }
}
