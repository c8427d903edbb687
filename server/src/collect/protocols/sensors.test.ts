import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Draft } from '../draft.ts'
import { javaHash } from './bytes.ts'
import { readPayload } from './payload.ts'
import { decodeSensors, isDryRun } from './sensors.ts'
import { base64, RECEIVED_AT, type Sent, wire } from './testing.ts'

const record = {
  type: 'track',
  event: 'AddToCart',
  distinct_id: 'mp-1',
  anonymous_id: 'mp-1',
  identities: { $identity_mp_id: 'mp-1', $identity_anonymous_id: 'mp-1' },
  lib: { $lib: 'MiniProgram', $lib_version: '1.22.7' },
  properties: { price: 129, product_id: 'SPU1' },
  time: RECEIVED_AT - 900,
  _track_id: 557733505,
  _flush_time: RECEIVED_AT - 100,
}

function post(body: string | Buffer, more: Sent = {}) {
  return decodeSensors(wire({ path: '/sa', query: 'project=p&token=k', body, ...more }))
}

function decodeOne(changes: Record<string, unknown>): Draft {
  const { drafts, rejected } = post(JSON.stringify({ ...record, ...changes }))
  expect(rejected).toEqual([])
  expect(drafts).toHaveLength(1)
  return drafts[0] as Draft
}

function refusalOf(changes: Record<string, unknown>) {
  const { drafts, rejected } = post(JSON.stringify({ ...record, ...changes }))
  expect(drafts).toEqual([])
  expect(rejected).toHaveLength(1)
  return rejected[0]
}

describe('wrappings', () => {
  const list = [record, { ...record, event: 'PayOrder', _track_id: 557733506 }]

  test.each<[string, Sent]>([
    [
      'web image: GET with base64 and crc',
      {
        method: 'GET',
        path: '/sa.gif',
        query: `token=k&data=${encodeURIComponent(base64(record))}&ext=crc%3D${javaHash(base64(record))}`,
      },
    ],
    [
      'web ajax: a form',
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `data=${encodeURIComponent(base64(record))}&ext=crc%3D${javaHash(base64(record))}`,
      },
    ],
    [
      'web beacon: a form called text',
      {
        headers: { 'content-type': 'text/plain;charset=UTF-8' },
        body: `data=${encodeURIComponent(base64(record))}&ext=crc%3D${javaHash(base64(record))}`,
      },
    ],
    [
      'once-send: GET with gzip=1',
      { method: 'GET', query: query({ data: gz(record), gzip: '1' }) },
    ],
    ['plain base64, not escaped', { body: `data=${base64(record)}` }],
    [
      'url-safe base64 without padding',
      { body: `data=${Buffer.from(JSON.stringify(record)).toString('base64url')}` },
    ],
    ['JSON in the form itself', { body: `data=${encodeURIComponent(JSON.stringify(record))}` }],
    ['JSON in the query', { method: 'GET', query: query({ data: JSON.stringify(record) }) }],
    ['a bare record', { body: JSON.stringify(record) }],
    ['gzip that says gzip=0', { body: `${query({ data: gz(record) })}&gzip=0` }],
    ['gzip that says nothing', { body: query({ data: gz(record) }) }],
    ['no gzip that says gzip=1', { body: `${query({ data: base64(record) })}&gzip=1` }],
  ])('%s', (_, sent) => {
    const { drafts, rejected, notes } = decodeSensors(wire({ path: '/sa', ...sent }))
    expect(rejected).toEqual([])
    expect(drafts.map((d) => d.name)).toEqual(['AddToCart'])
    expect(drafts[0]?.props).toEqual(record.properties)
    expect(notes.crc_mismatch).toBeUndefined()
  })

  test.each<[string, Sent]>([
    ['mini-program: a form called text', { body: query({ data_list: base64(list) }) }],
    ['node: gzip', { body: `${query({ data_list: gz(list) })}&gzip=1` }],
    ['web batch_send', { path: '/sa.gif', body: query({ data_list: base64(list) }) }],
  ])('a list from %s', (_, sent) => {
    const { drafts, rejected } = decodeSensors(wire({ path: '/sa', ...sent }))
    expect(rejected).toEqual([])
    expect(drafts.map((d) => [d.index, d.name])).toEqual([
      [0, 'AddToCart'],
      [1, 'PayOrder'],
    ])
  })

  test('a query whose plus signs were not escaped', () => {
    const text = base64({ ...record, properties: { t: '>>>???~~~双11' } })
    expect(text).toContain('+')
    const { drafts } = decodeSensors(wire({ method: 'GET', path: '/sa', query: `data=${text}` }))
    expect(drafts[0]?.props).toEqual({ t: '>>>???~~~双11' })
  })

  test('a 15 KB event in an image URL', () => {
    const long = { ...record, properties: { note: '会员'.repeat(2_000) } }
    const { drafts } = decodeSensors(
      wire({ method: 'GET', path: '/sa.gif', query: query({ data: base64(long) }) }),
    )
    expect(drafts[0]?.props).toEqual(long.properties)
  })

  test('a wrong crc is taken and counted', () => {
    const { drafts, notes } = post(`data=${base64(record)}&ext=crc%3D17`)
    expect(drafts).toHaveLength(1)
    expect(notes.crc_mismatch).toBe(1)
    expect(post(`data=${base64(record)}&crc=${javaHash(base64(record))}`).notes).toEqual({
      label_mismatch: 1,
    })
  })

  test('an emoji in a nickname survives the mini-program’s own encoding', () => {
    const [before, after] = JSON.stringify({ ...record, properties: { nick: '小明|' } }).split('|')
    const bytes = Buffer.concat([
      Buffer.from(before ?? ''),
      Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]),
      Buffer.from(after ?? ''),
    ])
    const { drafts, notes } = post(query({ data: bytes.toString('base64') }))
    expect(drafts[0]?.props).toEqual({ nick: '小明😀' })
    expect(notes.cesu8_repaired).toBe(1)
  })

  test.each<[string, string | Buffer, string]>([
    ['encrypted', `data_list=${base64('secret')}&gzip=9`, 'encrypted'],
    ['no data', 'project=default&token=k', 'missing_data'],
    ['empty data', 'data=&gzip=1', 'missing_data'],
    ['no body', '', 'missing_data'],
    ['cut base64', `data=${base64(record).slice(0, 40)}`, 'malformed_json'],
    ['noise', Buffer.from([1, 2, 3, 250]), 'malformed_body'],
    ['broken gzip', query({ data: gz(record).slice(0, 60) }), 'malformed_gzip'],
    [
      'a zip bomb',
      query({ data: gzipSync(Buffer.alloc(17 * 2 ** 20)).toString('base64') }),
      'inflated_too_large',
    ],
  ])('a body with %s is kept whole, with its reason', (_, body, code) => {
    const { drafts, rejected } = post(body)
    expect(drafts).toEqual([])
    expect(rejected).toMatchObject([{ index: -1, code, messageId: null }])
    expect(rejected[0]?.reason).not.toBe('')
    const bytes = Buffer.from(body)
    expect(rejected[0]?.raw).toEqual(bytes.length > 0 ? bytes : Buffer.from('project=p&token=k'))
  })

  test('the bytes kept of an unreadable image request read as the same request again', () => {
    const sent = wire({ method: 'GET', path: '/sa.gif', query: 'token=k&data=%25%25%25&gzip=1' })
    const first = decodeSensors(sent).rejected[0]
    const again = post(first?.raw ?? '').rejected[0]
    expect(again).toMatchObject({ code: first?.code, reason: first?.reason })
  })

  test('records packed inside keep to the limit of the request', () => {
    const request = wire({ path: '/sa', body: query({ data: gz(record) }) })
    const tight = decodeSensors(request, readPayload(request, 100))
    expect(tight.rejected).toMatchObject([{ index: -1, code: 'inflated_too_large' }])
    expect(decodeSensors(request, readPayload(request, 10_000)).drafts).toHaveLength(1)
  })

  test('a dry run is a header of debug mode', () => {
    expect(isDryRun(wire({ path: '/debug', headers: { 'dry-run': 'true' } }))).toBe(true)
    expect(isDryRun(wire({ path: '/debug', headers: { 'dry-run': 'false' } }))).toBe(false)
    expect(isDryRun(wire({ path: '/debug' }))).toBe(false)
  })
})

describe('record types', () => {
  test('an event with its platform, session and client id', () => {
    const draft = decodeOne({
      lib: { $lib: 'js' },
      properties: { $event_session_id: 's-1', price: 129 },
    })
    expect(draft).toMatchObject({
      name: 'AddToCart',
      platform: 'web',
      sessionId: 's-1',
      messageId: '557733505',
      intent: 'observe',
      attributes: [],
    })
  })

  test.each([
    ['js', 'web'],
    ['MiniProgram', 'mini_program'],
    ['Node', 'server'],
    ['iOS', 'app'],
    ['Android', 'app'],
    ['Something', ''],
  ])('%s runs on %j', ($lib, platform) => {
    expect(decodeOne({ lib: { $lib } }).platform).toBe(platform)
    expect(decodeOne({ lib: undefined, properties: { $lib } }).platform).toBe(platform)
  })

  test.each<[string, unknown, unknown[]]>([
    [
      'profile_set',
      { name: '王小明', vip: 3, gone: null },
      [
        { op: 'set', name: 'name', value: '王小明' },
        { op: 'set', name: 'vip', value: 3 },
        { op: 'unset', name: 'gone' },
      ],
    ],
    [
      'profile_set_once',
      { $first_visit_time: '2026-11-22 06:02:49.15', $timezone_offset: -480, none: null },
      [{ op: 'set_once', name: '$first_visit_time', value: '2026-11-22 06:02:49.15' }],
    ],
    ['profile_increment', { points: 437.6 }, [{ op: 'increment', name: 'points', value: 437.6 }]],
    [
      'profile_append',
      { tags: ['母婴', '高客单'], one: 'x' },
      [
        { op: 'append', name: 'tags', value: ['母婴', '高客单'] },
        { op: 'append', name: 'one', value: ['x'] },
      ],
    ],
    ['profile_unset', { city: true }, [{ op: 'unset', name: 'city' }]],
    ['profile_unset', ['city'], [{ op: 'unset', name: 'city' }]],
    ['profile_delete', {}, [{ op: 'delete_all' }]],
    ['profile_delete', undefined, [{ op: 'delete_all' }]],
  ])('%s of %j changes attributes', (type, properties, attributes) => {
    const draft = decodeOne({ type, event: undefined, properties })
    expect(draft).toMatchObject({ name: `$${type}`, intent: 'observe', attributes })
    expect(draft.attributes).toHaveLength(attributes.length)
  })

  test('a profile value of the wrong kind refuses its record, with its place', () => {
    expect(refusalOf({ type: 'profile_increment', properties: { points: 'many' } })).toMatchObject({
      code: 'bad_type',
      reason: 'properties.points: expected a number, got string',
    })
    expect(refusalOf({ type: 'profile_append', properties: { tags: 1 } })?.code).toBe('bad_type')
    expect(refusalOf({ type: 'profile_set', properties: ['a'] })?.code).toBe('bad_type')
  })

  test('rows of products are about no customer', () => {
    const draft = decodeOne({
      type: 'item_set',
      event: undefined,
      distinct_id: undefined,
      identities: undefined,
      item_type: 'product',
      item_id: 1001,
      properties: { name: '婴儿连体衣', item_type: 'forged' },
    })
    expect(draft).toMatchObject({
      name: '$item_set',
      intent: 'none',
      identifiers: [],
      props: { name: '婴儿连体衣', item_type: 'product', item_id: '1001' },
    })
    expect(refusalOf({ type: 'item_delete', item_type: 'product' })?.code).toBe('missing_item')
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown type', { type: 'track_everything' }, 'unknown_type'],
    ['no type', { type: undefined }, 'unknown_type'],
    ['a prototype’s name as type', { type: 'constructor' }, 'unknown_type'],
    ['no event', { event: undefined }, 'missing_event_name'],
    ['an empty event', { event: '' }, 'missing_event_name'],
    ['a reserved name', { event: 'Distinct_ID' }, 'bad_event_name'],
    ['a reserved beginning', { event: 'user_tag_1' }, 'bad_event_name'],
    ['a digit first', { event: '1st' }, 'bad_event_name'],
    ['a space', { event: 'Add To Cart' }, 'bad_event_name'],
    ['a long name', { event: 'a'.repeat(101) }, 'bad_event_name'],
    ['a name that is no text', { event: { a: 1 } }, 'bad_event_name'],
    ['SQL in the name', { event: "x'; drop table event; --" }, 'bad_event_name'],
    ['properties that are a list', { properties: [1] }, 'bad_type'],
    ['identities that are text', { identities: 'mp-1' }, 'bad_type'],
    ['an id that is an object', { distinct_id: {}, identities: null }, 'bad_type'],
    ['an id of 2,000 characters', { anonymous_id: 'x'.repeat(2000) }, 'identifier_too_long'],
    ['an identity key of strange letters', { identities: { 会员: '1' } }, 'bad_namespace'],
    ['nobody', { identities: {}, distinct_id: '', anonymous_id: null }, 'missing_identifier'],
    ['an encrypted record', { type: undefined, ekey: 'k', payload: 'p', pkv: 1 }, 'encrypted'],
  ])('%s is refused alone', (_, changes, code) => {
    const { drafts, rejected } = post(
      JSON.stringify([record, { ...record, ...changes }, null, { ...record, _track_id: 2 }]),
    )
    expect(drafts.map((d) => d.index)).toEqual([0, 3])
    expect(rejected).toMatchObject([
      { index: 1, code, messageId: '557733505' },
      { index: 2, code: 'not_an_object', messageId: null, raw: Buffer.from('null') },
    ])
    expect(JSON.parse(rejected[0]?.raw.toString() ?? '')).toEqual(
      JSON.parse(JSON.stringify({ ...record, ...changes })),
    )
  })

  test('preset names and names of 100 characters are fine', () => {
    expect(decodeOne({ event: '$MPViewScreen' }).name).toBe('$MPViewScreen')
    expect(decodeOne({ event: 'a'.repeat(100) }).name).toHaveLength(100)
    expect(decodeOne({ event: 'events_seen' }).name).toBe('events_seen')
  })
})

describe('time', () => {
  test('is corrected by the time of sending', () => {
    const ahead = 7_200_000
    const draft = decodeOne({ time: RECEIVED_AT + ahead - 1500, _flush_time: RECEIVED_AT + ahead })
    expect(draft.at).toBe(RECEIVED_AT - 1500)
    expect(draft.clientAt).toBe(RECEIVED_AT + ahead - 1500)
  })

  test('of the node SDK, which tells no time of sending, is taken as it is', () => {
    const time = RECEIVED_AT - 60_000
    expect(decodeOne({ time, _flush_time: undefined })).toMatchObject({ at: time, clientAt: time })
  })

  test('that the caller gave goes before the record’s', () => {
    const old = '2026-11-01T00:00:00.000Z'
    const sent = { _flush_time: RECEIVED_AT }
    const properties = { $time: old }
    expect(decodeOne({ ...sent, properties }).at).toBe(Date.parse(old))
    expect(decodeOne({ ...sent, properties: { $time: Date.parse(old) } }).at).toBe(Date.parse(old))
    const local = { $time: '2026-11-01 08:00:00.000', $timezone_offset: -480 }
    expect(decodeOne({ ...sent, properties: local }).at).toBe(Date.parse(old))
  })

  test('that is quoted is read, that is missing is the receipt', () => {
    expect(decodeOne({ time: String(record.time) }).clientAt).toBe(record.time)
    expect(decodeOne({ time: undefined })).toMatchObject({ at: RECEIVED_AT, clientAt: null })
  })

  test.each([
    { time: 'yesterday' },
    { time: true },
    { time: [1] },
    { time: 1e17 },
    { properties: { $time: '2026-11-01 08:00:00' } },
    { properties: { $time: {} } },
  ])('%j is refused', (changes) => {
    expect(refusalOf(changes)?.code).toBe('bad_time')
  })

  test('puts an unset after the set that arrived later', () => {
    const set = { type: 'profile_set', properties: { city: '杭州' }, time: record.time }
    const unset = { type: 'profile_unset', properties: { city: true }, time: record.time + 1 }
    const inOrderOfArrival = [decodeOne(unset), decodeOne(set)]
    const inOrderOfTime = inOrderOfArrival.sort((a, b) => a.at - b.at)
    expect(inOrderOfTime.map((d) => d.name)).toEqual(['$profile_set', '$profile_unset'])
  })
})

describe('a repeat is known', () => {
  const key = (changes: Record<string, unknown>) => decodeOne(changes).dedupeKey

  test('by track id with the other fixed fields, however often it is sent', () => {
    expect(key({ _flush_time: RECEIVED_AT })).toBe(key({ _flush_time: RECEIVED_AT - 60_000 }))
    expect(key({})).not.toBe(key({ _track_id: 1 }))
    expect(key({})).not.toBe(key({ time: record.time + 1 }))
    expect(key({})).not.toBe(key({ distinct_id: 'mp-2' }))
    expect(key({})).not.toBe(key({ event: 'PayOrder' }))
    expect(key({ type: 'track_id_bind' })).not.toBe(key({}))
  })

  test('by its content where the mini-program sends no track id', () => {
    const points = { type: 'profile_increment', _track_id: undefined, properties: { a: 1, b: 2 } }
    expect(decodeOne(points).messageId).toBeNull()
    expect(key({ ...points, _flush_time: RECEIVED_AT })).toBe(key(points))
    expect(key({ ...points, properties: { b: 2, a: 1 } })).toBe(key(points))
    expect(key({ ...points, properties: { a: 1, b: 3 } })).not.toBe(key(points))
    expect(key({ ...points, time: record.time + 1 })).not.toBe(key(points))
  })
})

function gz(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString('base64')
}

function query(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
}
