// Whatever is sent: never an exception, and as many drafts and rejections out as events went in.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Decoded, WireRequest } from '../draft.ts'
import { lazyPayload } from './payload.ts'
import { jsonWire, RECEIVED_AT, wire } from './testing.ts'
import { decode, type Protocol, replayRequest } from './wire.ts'
import { findWriteKey } from './write-key.ts'

const anything = fc.jsonValue({ maxDepth: 4 })

/** Values that have broken readers of JSON before. */
const nasty = fc.oneof(
  { weight: 3, arbitrary: anything },
  fc.constantFrom(
    '',
    null,
    'null',
    'undefined',
    '\u0000',
    '\ud83d',
    "'; drop table event; --",
    '__proto__',
    'constructor',
    -1,
    1e308,
    3 * 2 ** 53,
    '2026-11-21T08:00:00.000Z',
    '{"a":',
    ['{"a":1}'],
  ),
  fc.dictionary(
    fc.constantFrom('__proto__', 'constructor', 'toString', '0', 'a', '$time'),
    anything,
  ),
)

/** Objects with the fields a protocol knows, right or wrong, and with others. */
function eventWith(good: Record<string, unknown>) {
  const fields = Object.fromEntries(
    Object.entries(good).map(([name, value]) => [
      name,
      fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, nasty),
    ]),
  )
  const known = fc.record(fields, { requiredKeys: [] })
  const others = fc.dictionary(fc.string({ maxLength: 8 }), nasty, { maxKeys: 3 })
  return fc.oneof(
    { weight: 8, arbitrary: fc.tuple(known, others).map(([a, b]) => ({ ...b, ...a })) },
    anything,
  )
}

const segmentEvent = eventWith({
  type: 'identify',
  event: 'Order Completed',
  name: 'home',
  messageId: 'm1',
  userId: 'u1',
  anonymousId: 'a1',
  previousId: 'p1',
  groupId: 'g1',
  timestamp: '2026-11-21T08:00:00.000Z',
  originalTimestamp: 1795298569001,
  sentAt: '2026-11-21T08:00:01.000Z',
  channel: 'web',
  properties: { total: '437.60', currency: 'CNY', products: [{ sku: '1' }], store_id: 's' },
  traits: { email: 'a@b.cn' },
  context: {
    library: { name: 'analytics.js' },
    page: { url: 'x' },
    campaign: { name: 'c', id: 1 },
    externalIds: [{ id: 'u', type: 'unionid' }],
    traits: { phone: '1' },
  },
})

const sensorsRecord = eventWith({
  type: 'profile_append',
  event: '$SignUp',
  distinct_id: 'd1',
  login_id: '$identity_wx_unionid+u',
  anonymous_id: 'a1',
  original_id: 'a1',
  identities: { $identity_mp_id: 'd1', $identity_wx_unionid: 'u' },
  time: 1795298569001,
  _flush_time: 1795298569101,
  _track_id: 12345,
  lib: { $lib: 'js' },
  properties: { $url: 'u', $url_query: 'sampshare={"i":"x"}', tags: ['a'], products: ['{"a":1}'] },
  item_type: 'product',
  item_id: 'p1',
})

const ownEvent = eventWith({
  id: 'e1',
  name: 'order_paid',
  at: '2026-11-21T08:00:00Z',
  identifiers: [{ namespace: 'phone', value: '138' }],
  attributes: { a: 1 },
  properties: { a: 1 },
  revenue_fen: 5,
  currency: 'CNY',
  page: { url: 'u' },
  utm: { source: 's' },
  store_id: 's1',
})

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

/** How each protocol sends a list of events. */
const SENDERS: [string, Protocol, fc.Arbitrary<unknown>, (list: unknown[]) => WireRequest][] = [
  [
    'Segment batches',
    'segment',
    segmentEvent,
    (batch) => jsonWire('/v1/batch', { batch, sentAt: 'x' }),
  ],
  ['Segment imports', 'segment', segmentEvent, (batch) => jsonWire('/v1/import', { batch })],
  [
    'Sensors lists',
    'sensors',
    sensorsRecord,
    (list) => wire({ path: '/sa', body: `data_list=${encodeURIComponent(base64(list))}` }),
  ],
  ['own events', 'homefield', ownEvent, (events) => jsonWire('/v1/events', { events })],
  ['own customers', 'homefield', ownEvent, (customers) => jsonWire('/v1/customers', { customers })],
]

function expectSound(decoded: Decoded, sent: unknown[]): void {
  const places = [...decoded.drafts, ...decoded.rejected].map((d) => d.index).sort((a, b) => a - b)
  expect(places).toEqual(sent.map((_, i) => i))
  for (const draft of decoded.drafts) {
    expect(Number.isInteger(draft.at)).toBe(true)
    expect(draft.name).not.toBe('')
    expect(draft.identifiers.length > 0).toBe(draft.intent !== 'none')
    for (const { namespace, value } of draft.identifiers) {
      expect(namespace).toMatch(/^[a-z0-9_.:-]{1,64}$/)
      expect(typeof value === 'string' && value !== '').toBe(true)
    }
    expect(draft.claimedRevenueFen ?? 0).toSatisfy(Number.isSafeInteger)
    expect(Object.getPrototypeOf(draft.props)).toBe(Object.prototype)
  }
  for (const { code, reason, raw } of decoded.rejected) {
    expect(code).not.toBe('undecodable')
    expect(reason).not.toBe('')
    expect(() => JSON.parse(raw.toString())).not.toThrow()
  }
}

describe.each(SENDERS)('%s', (_, protocol, event, send) => {
  test('of any content come out as drafts and rejections, one for one', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), (list) => {
        // What JSON cannot say (undefined, -0) is not sent.
        const sent = JSON.parse(JSON.stringify(list)) as unknown[]
        expectSound(decode(protocol, send(sent)), sent)
      }),
      { numRuns: 400 },
    )
  })

  test('that were taken decode the same when their kept bytes are sent again', () => {
    fc.assert(
      fc.property(event, (one) => {
        for (const draft of decode(protocol, send([one])).drafts) {
          const replay = { raw: draft.raw(), receivedAt: RECEIVED_AT }
          const again = decode(protocol, replayRequest(protocol, replay))
          expect(again.drafts.map((d) => ({ ...d, raw: 0 }))).toEqual([{ ...draft, raw: 0 }])
        }
      }),
      { numRuns: 200 },
    )
  })

  test('nested 10,000 deep or with numeric keys are refused alone, and kept whole', () => {
    for (const key of ['a', '0']) {
      const deep = [`{"${key}":`.repeat(10_000), '1', '}'.repeat(10_000)].join('')
      const marker = '"here"'
      const body = send([{ properties: 'here' }]).body.toString()
      const text = protocol === 'sensors' ? JSON.stringify([{ properties: 'here' }]) : body
      const { drafts, rejected } = decode(
        protocol,
        wire({ path: send([]).path, body: text.replace(marker, deep) }),
      )
      expect(drafts).toEqual([])
      expect(rejected).toMatchObject([{ index: 0, code: 'too_deep' }])
      expect(rejected[0]?.raw.toString()).toContain(deep)
    }
  })
})

describe.each<Protocol>(['segment', 'sensors', 'homefield'])('%s', (protocol) => {
  const paths = { segment: '/v1/batch', sensors: '/sa', homefield: '/v1/events' }

  test('any bytes are a decoded request, and ask for a key without harm', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b)),
      fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.concat([Buffer.from('data='), b])),
      fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.concat([Buffer.from([0x1f, 0x8b]), b])),
      fc.uint8Array({ maxLength: 300 }).map((b) => gzipSync(b)),
      fc.json({ maxDepth: 5 }).map((text) => Buffer.from(text)),
      fc.json({ maxDepth: 5 }).map((text) => Buffer.from(`data_list=${base64(text)}&gzip=1`)),
      fc.string({ maxLength: 100 }).map((text) => Buffer.from(`{"batch":[${text}]}`)),
    )
    fc.assert(
      fc.property(bytes, fc.string({ maxLength: 60 }), (body, query) => {
        const request = wire({ path: paths[protocol], query, body })
        const { drafts, rejected, notes } = decode(protocol, request)
        expect([...drafts, ...rejected].every(({ index }) => index >= -1)).toBe(true)
        expect(Object.values(notes).every((n) => n > 0)).toBe(true)
        expect(['string', 'undefined']).toContain(
          typeof findWriteKey(request, lazyPayload(request)),
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('large and strange', () => {
  const people = {
    userId: 'u1',
    identifiers: [{ namespace: 'phone', value: '1' }],
    distinct_id: 'd1',
  }
  const base = { ...people, type: 'track', event: 'Seen', name: 'seen' }

  test.each(SENDERS)(
    '%s with 5,000 properties and 10 MB of text lose none of it',
    (_, protocol, __, send) => {
      const properties: Record<string, unknown> = { long: 'x'.repeat(1e7) }
      for (let i = 0; i < 5000; i++) properties[`p${i}`] = i
      const { drafts, rejected } = decode(
        protocol,
        send([{ ...base, properties, attributes: properties }]),
      )
      expect(rejected).toEqual([])
      expect(drafts[0]?.props).toMatchObject(properties)
    },
  )

  test.each(SENDERS)(
    '%s keep NUL and half emojis for the pipeline to repair',
    (_, protocol, __, send) => {
      const properties = { nul: 'a\u0000b', half: '\ud83d', whole: '😀' }
      const { drafts } = decode(protocol, send([{ ...base, properties, attributes: properties }]))
      expect(drafts[0]?.props).toMatchObject(properties)
      expect(drafts[0]?.raw().length).toBeGreaterThan(0)
    },
  )

  test.each(SENDERS)('%s cannot reach a prototype', (_, protocol, __, send) => {
    const poison = JSON.parse(
      '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}',
    )
    const event = {
      ...base,
      properties: poison,
      attributes: poison,
      traits: poison,
      context: poison,
    }
    const { drafts } = decode(protocol, send([event]))
    expect(drafts).toHaveLength(1)
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
    expect(drafts[0]?.props.admin).toBeUndefined()
  })
})
