import { describe, expect, test } from 'vitest'
import type { Draft } from '../draft.ts'
import { jsonWire, RECEIVED_AT, wire } from './testing.ts'
import { decode, isProtocol, type Protocol, protocolOf, replayRequest } from './wire.ts'

test.each([
  ['/v1/events', 'homefield'],
  ['/v1/customers/', 'homefield'],
  ['/v1/batch', 'segment'],
  ['/v1/import', 'segment'],
  ['/v1/t', 'segment'],
  ['/v1/m', 'segment'],
  ['/beacon/v1/batch', 'segment'],
  ['/api/s/track', 'segment'],
  ['/sa', 'sensors'],
  ['/sa.gif', 'sensors'],
  ['/any/prefix/sa.gif', 'sensors'],
  ['/debug', 'sensors'],
  ['/mp_login', undefined],
  ['/v1/projects/K/settings', undefined],
  ['/v1/nothing', undefined],
  ['/api/s/t', undefined],
  ['/beacon/v1/t', undefined],
  ['/api/v1/events', undefined],
  ['/console/visa', undefined],
  ['/', undefined],
])('%s speaks %s', (path, protocol) => {
  expect(protocolOf(path)).toBe(protocol)
})

test('labels of stored dead letters are checked before they are used', () => {
  expect(isProtocol('sensors')).toBe(true)
  expect(isProtocol('constructor')).toBe(false)
})

describe('a kept event decodes the same when it is sent again', () => {
  const time = new Date(RECEIVED_AT + 3_600_000).toISOString()
  const cases: [string, Protocol, Parameters<typeof jsonWire>][] = [
    [
      'a Segment batch',
      'segment',
      ['/v1/batch', { batch: [segment({ timestamp: time })], sentAt: time }],
    ],
    ['a Segment import', 'segment', ['/v1/import', { batch: [segment({})] }]],
    [
      'a single Segment page',
      'segment',
      ['/v1/p', { ...segment({}), type: undefined, sentAt: time }],
    ],
    ['a Sensors record', 'sensors', ['/sa', [sensors({})]]],
    ['an order with lines as text', 'sensors', ['/sa', [sensors({ products: ['{"sku":"1"}'] })]]],
    ['our event', 'homefield', ['/v1/events', { events: [own({ name: 'store_visited' })] }]],
    [
      'our customer',
      'homefield',
      ['/v1/customers', { customers: [own({ attributes: { a: 1 } })] }],
    ],
  ]

  test.each(cases)('%s', (_, protocol, [path, body]) => {
    const first = decode(protocol, jsonWire(path, body)).drafts[0]
    expect(first).toBeDefined()
    const raw = first?.raw() ?? Buffer.alloc(0)
    const again = decode(protocol, replayRequest(protocol, { raw, receivedAt: RECEIVED_AT }))
    expect(again.rejected).toEqual([])
    expect(again.drafts.map(withoutRaw)).toEqual([first].map(withoutRaw))
    expect(again.drafts[0]?.raw()).toEqual(raw)
  })

  test('also a whole body that nothing could be read of, once it is mended', () => {
    const broken = wire({
      path: '/v1/batch',
      body: '{"batch":[{"type":"track","event":"x","userId":"m1"}]',
    })
    const kept = decode('segment', broken).rejected[0]?.raw ?? Buffer.alloc(0)
    const replay = (raw: Buffer) =>
      decode('segment', replayRequest('segment', { raw, receivedAt: RECEIVED_AT }))
    expect(replay(kept).rejected).toMatchObject([{ index: -1, code: 'malformed_json' }])
    const mended = replay(Buffer.concat([kept, Buffer.from('}')]))
    expect(mended.drafts).toMatchObject([{ name: 'x' }])
  })
})

function segment(changes: object) {
  return { type: 'track', event: 'Seen', messageId: 'm1', userId: 'u1', ...changes }
}

function sensors(properties: object) {
  return { type: 'track', event: 'Seen', distinct_id: 'd1', _track_id: 1, time: 5e11, properties }
}

function own(changes: object) {
  return { id: 'e1', identifiers: [{ namespace: 'phone', value: '138' }], ...changes }
}

function withoutRaw(draft: Draft | undefined) {
  return { ...draft, raw: undefined }
}
