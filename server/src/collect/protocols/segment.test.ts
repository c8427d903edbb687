import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Draft } from '../draft.ts'
import { decodeSegment } from './segment.ts'
import { jsonWire, RECEIVED_AT, wire } from './testing.ts'

const at = (ms: number) => new Date(RECEIVED_AT + ms).toISOString()

const event = {
  type: 'track',
  event: 'Product Viewed',
  messageId: 'node-next-1-uuid',
  userId: 'mbr_1',
  anonymousId: 'anon-1',
  timestamp: at(-1500),
  properties: { sku: 'SKU1', price: 129 },
  context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
}

function decodeOne(changes: Record<string, unknown> = {}, path = '/v1/batch'): Draft {
  const { drafts, rejected } = decodeSegment(
    jsonWire(path, { batch: [{ ...event, ...changes }], sentAt: at(0) }),
  )
  expect(rejected).toEqual([])
  expect(drafts).toHaveLength(1)
  return drafts[0] as Draft
}

function ids(draft: Draft): string[] {
  return draft.identifiers.map((i) => `${i.namespace}=${i.value}`)
}

describe('routes', () => {
  test.each([
    ['/v1/t', 'Product Viewed'],
    ['/v1/track', 'Product Viewed'],
    ['/v1/p', 'page_viewed'],
    ['/v1/page', 'page_viewed'],
    ['/v1/s', 'screen_viewed'],
    ['/v1/screen', 'screen_viewed'],
    ['/v1/i', 'identify'],
    ['/v1/identify', 'identify'],
    ['/v1/g', 'group'],
    ['/v1/group', 'group'],
    ['/api/s/track', 'Product Viewed'],
    ['/api/s/page', 'page_viewed'],
    ['/api/s/identify', 'identify'],
    ['/v1/track/', 'Product Viewed'],
  ])('%s takes one event without a type of its own', (path, name) => {
    const { type: _, ...sent } = { ...event, sentAt: at(0) }
    const { drafts, rejected } = decodeSegment(jsonWire(path, sent))
    expect(rejected).toEqual([])
    expect(drafts).toMatchObject([{ name, at: RECEIVED_AT - 1500 }])
  })

  test.each(['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch'])(
    '%s takes a batch',
    (path) => {
      const { drafts, rejected } = decodeSegment(
        jsonWire(path, {
          batch: [event, { ...event, type: 'page' }],
          writeKey: 'k',
          sentAt: at(0),
        }),
      )
      expect(rejected).toEqual([])
      expect(drafts.map((d) => [d.index, d.name])).toEqual([
        [0, 'Product Viewed'],
        [1, 'page_viewed'],
      ])
      expect(drafts.map((d) => d.historical ?? false)).toEqual(
        path === '/v1/import' ? [true, true] : [false, false],
      )
    },
  )

  test('the SDK’s own metrics are taken and are no events', () => {
    const decoded = decodeSegment(jsonWire('/v1/m', { series: [{}, {}] }))
    expect(decoded).toMatchObject({ drafts: [], rejected: [], notes: { sdk_metrics_dropped: 2 } })
  })

  test('labels are not believed: JSON called text, gzip called a form', () => {
    const text = JSON.stringify({ batch: [event] })
    for (const [type, body] of [
      ['text/plain', Buffer.from(text)],
      ['application/x-www-form-urlencoded', gzipSync(text)],
      ['', Buffer.from(`\n ${text}`)],
    ] as const) {
      const request = wire({ path: '/v1/batch', headers: { 'content-type': type }, body })
      const { drafts, notes } = decodeSegment(request)
      expect(drafts).toHaveLength(1)
      expect(notes.label_mismatch).toBe(1)
    }
    expect(decodeSegment(jsonWire('/v1/batch', { batch: [event] })).notes).toEqual({})
  })
})

describe('who', () => {
  test('absent ids are absent: null from Segment, "" from Rudder, missing from node', () => {
    for (const userId of [null, '', undefined]) {
      expect(ids(decodeOne({ userId }))).toEqual(['anonymous=anon-1'])
    }
    for (const anonymousId of [null, '', undefined]) {
      expect(ids(decodeOne({ anonymousId }))).toEqual(['member_id=mbr_1'])
    }
  })

  test('a numeric user id is text, to the last digit', () => {
    expect(ids(decodeOne({ userId: 10086, anonymousId: '' }))).toEqual(['member_id=10086'])
    const body = '{"batch":[{"type":"track","event":"x","userId":1790412345678901234}]}'
    const { drafts, notes } = decodeSegment(wire({ body }))
    expect(drafts[0]?.identifiers).toEqual([
      { namespace: 'member_id', value: '1790412345678901234' },
    ])
    expect(notes.big_integer_kept_as_text).toBe(1)
  })

  test('identify binds both ids, and mailbox and phone with them', () => {
    const draft = decodeOne({
      type: 'identify',
      event: undefined,
      traits: { name: '王小明', email: 'a@b.cn', phone: 13800138000, old: null },
    })
    expect(draft).toMatchObject({ name: 'identify', intent: 'bind' })
    expect(ids(draft)).toEqual([
      'member_id=mbr_1',
      'anonymous=anon-1',
      'email=a@b.cn',
      'phone=13800138000',
    ])
    expect(draft.attributes).toEqual([
      { op: 'set', name: 'name', value: '王小明' },
      { op: 'set', name: 'email', value: 'a@b.cn' },
      { op: 'set', name: 'phone', value: 13800138000 },
      { op: 'unset', name: 'old' },
    ])
  })

  test('Rudder’s web SDK has the traits in the context only, its node SDK twice', () => {
    const context = { ...event.context, traits: { city: '杭州', vip: 1 } }
    const web = decodeOne({ type: 'identify', context })
    expect(web.attributes.map((a) => a.name)).toEqual(['city', 'vip'])
    const node = decodeOne({ type: 'identify', context, traits: { vip: 2 } })
    expect(node.attributes).toEqual([
      { op: 'set', name: 'city', value: '杭州' },
      { op: 'set', name: 'vip', value: 2 },
    ])
    expect(decodeOne({ context }).attributes).toEqual([])
  })

  test('external ids are identifiers by their type, in Rudder’s spelling too', () => {
    const list = [
      { id: 'u1', type: 'unionid' },
      { id: 'oG1', type: '$identity_mp_wx1_openid' },
      { id: '138', type: 'mobile' },
      { id: '', type: 'email' },
      { type: 'x' },
      null,
    ]
    const found = [
      'member_id=mbr_1',
      'anonymous=anon-1',
      'unionid=u1',
      'openid:wx1=oG1',
      'phone=138',
    ]
    expect(ids(decodeOne({ context: { externalIds: list } }))).toEqual(found)
    expect(ids(decodeOne({ context: { externalId: list } }))).toEqual(found)
  })

  test('alias names the previous id', () => {
    const draft = decodeOne({ type: 'alias', previousId: 'anon-0', anonymousId: null })
    expect(draft).toMatchObject({ name: 'alias', intent: 'alias', previousId: 'anon-0' })
    expect(ids(draft)).toEqual(['member_id=mbr_1'])
  })

  test('group is a membership and changes no attribute', () => {
    const draft = decodeOne({ type: 'group', groupId: 'g1', traits: { plan: 'gold' } })
    expect(draft).toMatchObject({
      name: 'group',
      intent: 'observe',
      attributes: [],
      props: { group_id: 'g1', group_traits: { plan: 'gold' } },
    })
  })
})

describe('when', () => {
  test('a clock two hours ahead is corrected by the batch’s or the event’s time of sending', () => {
    const ahead = 7_200_000
    const batch = { batch: [{ ...event, timestamp: at(ahead - 1500) }], sentAt: at(ahead) }
    expect(decodeSegment(jsonWire('/v1/batch', batch)).drafts[0]).toMatchObject({
      at: RECEIVED_AT - 1500,
      clientAt: RECEIVED_AT + ahead - 1500,
    })
    const single = { ...event, timestamp: at(ahead - 1500), sentAt: at(ahead) }
    expect(decodeSegment(jsonWire('/v1/t', single)).drafts[0]?.at).toBe(RECEIVED_AT - 1500)
  })

  test('Rudder’s web SDK sends the time of sending as a header too', () => {
    const request = jsonWire('/v1/track', { ...event, timestamp: at(3600_000 - 10) })
    request.headers.sentat = at(3600_000)
    expect(decodeSegment(request).drafts[0]?.at).toBe(RECEIVED_AT - 10)
  })

  test('Rudder’s originalTimestamp is the event’s time, unless the caller gave one', () => {
    const rudder = { timestamp: undefined, originalTimestamp: at(-500) }
    expect(decodeOne(rudder).at).toBe(RECEIVED_AT - 500)
    const backfill = { timestamp: '2026-11-01T00:00:00.000Z', originalTimestamp: at(-500) }
    expect(decodeOne(backfill).at).toBe(Date.parse('2026-11-01T00:00:00.000Z'))
  })

  test('a time of sending that is none is counted and corrects nothing', () => {
    const { drafts, notes } = decodeSegment(
      jsonWire('/v1/batch', { batch: [event], sentAt: 'now' }),
    )
    expect(drafts[0]?.at).toBe(RECEIVED_AT - 1500)
    expect(notes.bad_sent_at).toBe(1)
  })

  test('without any time it happened at receipt', () => {
    expect(decodeOne({ timestamp: undefined })).toMatchObject({ at: RECEIVED_AT, clientAt: null })
  })
})

describe('what', () => {
  test('the message id makes a repeat known; without one there is no key', () => {
    expect(decodeOne()).toMatchObject({
      messageId: 'node-next-1-uuid',
      dedupeKey: 'node-next-1-uuid',
    })
    expect(decodeOne({ messageId: null })).toMatchObject({ messageId: null, dedupeKey: null })
  })

  test('a page keeps its name, its address and what the browser saw', () => {
    const draft = decodeOne({
      type: 'page',
      name: '商品详情',
      category: '母婴',
      properties: {
        path: '/p/1',
        title: '连体衣',
        url: 'https://shop.test/p/1',
        referrer: '$direct',
      },
      context: {
        page: { path: '/other', search: '?a=1', referrer: 'https://example.cn/' },
        campaign: { source: 'wecom', medium: 'guide_qr', name: '双11', content: 'c', term: 't' },
        library: { name: 'analytics.js' },
        locale: 'zh-CN',
        sessionId: 1795298569001,
      },
    })
    expect(draft).toMatchObject({
      name: 'page_viewed',
      platform: 'web',
      sessionId: '1795298569001',
      surroundings: {
        page_url: 'https://shop.test/p/1',
        page_path: '/p/1',
        page_title: '连体衣',
        referrer: 'https://example.cn/',
        utm_source: 'wecom',
        utm_medium: 'guide_qr',
        utm_campaign: '双11',
        utm_content: 'c',
        utm_term: 't',
      },
    })
    expect(draft.props).toMatchObject({
      page_name: '商品详情',
      page_category: '母婴',
      path: '/p/1',
      context: { locale: 'zh-CN', library: { name: 'analytics.js' } },
    })
    expect(draft.props.context).not.toHaveProperty('page')
  })

  test('an order keeps its lines, its links and its claimed amount', () => {
    const products = [{ sku: 'SKU1', price: 218.8, quantity: 2 }]
    const draft = decodeOne({
      event: 'Order Completed',
      properties: {
        order_id: 'SO1',
        revenue: 437.6,
        currency: 'CNY',
        products,
        store_id: 'store_sh_0021',
        guide_id: 'g_778',
      },
    })
    expect(draft).toMatchObject({
      claimedRevenueFen: 43760,
      currency: 'CNY',
      links: { order_id: 'SO1', store_id: 'store_sh_0021', staff_id: 'g_778' },
      props: { products },
    })
  })

  test.each([
    [{ library: { name: 'analytics.js' } }, undefined, 'web'],
    [{ library: { name: '@segment/analytics-node' } }, undefined, 'server'],
    [{ library: { name: '@rudderstack/rudder-sdk-node' } }, 'server', 'server'],
    [{ library: { name: 'RudderLabs JavaScript SDK' } }, 'web', 'web'],
    [{ library: { name: '@jitsu/js' } }, undefined, 'web'],
    [{ library: { name: 'analytics-ios' } }, undefined, 'app'],
    [{ library: { name: 'analytics-react-native' } }, undefined, 'app'],
    [{ library: { name: 'analytics-wechat-miniprogram' } }, undefined, 'mini_program'],
    [{ library: { name: 'ours' } }, 'mobile', 'app'],
    [{ device: { type: 'android' } }, undefined, 'app'],
    [{}, undefined, ''],
    [{ library: 'text', device: null }, {}, ''],
  ])('%j on channel %j is platform %j', (context, channel, platform) => {
    expect(decodeOne({ context, channel }).platform).toBe(platform)
  })

  test('a campaign with fields of its own stays whole; a property called context wins', () => {
    const campaign = { source: 'wecom', id: 'c-77' }
    expect(decodeOne({ context: { campaign } }).props.context).toEqual({ campaign })
    const own = decodeOne({ properties: { context: 'mine' } })
    expect(own.props.context).toBe('mine')
    expect(decodeOne({ context: null }).props).toEqual(event.properties)
  })
})

describe('what is wrong', () => {
  test.each<[string, unknown, string, string]>([
    ['null', null, 'not_an_object', ''],
    ['a list', [event], 'not_an_object', ''],
    ['no type', { ...event, type: undefined }, 'unknown_type', 'type'],
    ['no event name', { ...event, event: null }, 'missing_event_name', 'event'],
    ['a numeric event name', { ...event, event: 5 }, 'bad_event_name', 'event'],
    ['a blank event name', { ...event, event: '  ' }, 'bad_event_name', 'event'],
    ['a 10 MB event name', { ...event, event: 'x'.repeat(1e7) }, 'bad_event_name', 'event'],
    ['a bad time', { ...event, timestamp: 'soon' }, 'bad_time', 'timestamp'],
    ['a local time', { ...event, timestamp: '2026-11-21 08:00:00' }, 'bad_time', 'timestamp'],
    ['list properties', { ...event, properties: [] }, 'bad_type', 'properties'],
    ['text as context', { ...event, context: 'x' }, 'bad_type', 'context'],
    ['text as traits', { ...event, type: 'identify', traits: 'x' }, 'bad_type', 'traits'],
    ['an object as user', { ...event, userId: { id: 1 } }, 'bad_type', 'userId'],
    ['a long user id', { ...event, userId: 'x'.repeat(1025) }, 'identifier_too_long', 'userId'],
    [
      'a long message id',
      { ...event, messageId: 'x'.repeat(513) },
      'message_id_too_long',
      'messageId',
    ],
    ['nobody', { ...event, userId: null, anonymousId: '' }, 'missing_identifier', ''],
    ['an alias of nothing', { ...event, type: 'alias' }, 'missing_identifier', 'previousId'],
    ['external ids as text', { ...event, context: { externalIds: 'u' } }, 'bad_type', 'context'],
  ])('%s is refused alone', (_, bad, code, path) => {
    const { drafts, rejected } = decodeSegment(
      jsonWire('/v1/batch', { batch: [event, bad, { ...event, messageId: 'm2' }], sentAt: at(0) }),
    )
    expect(drafts.map((d) => d.messageId)).toEqual(['node-next-1-uuid', 'm2'])
    expect(rejected).toMatchObject([{ index: 1, code }])
    expect(rejected[0]?.reason).toContain(path)
    expect(rejected[0]?.reason.length).toBeLessThanOrEqual(300)
  })

  test.each<[string, string, string]>([
    ['cut JSON', '{"batch":[{"type":"tr', 'malformed_json'],
    ['no JSON', 'batch', 'malformed_body'],
    ['a form', 'data=eyJhIjoxfQ', 'malformed_body'],
    ['nothing', '', 'empty_body'],
    ['a NUL in a string', '{"batch":["\u0000"]}', 'malformed_json'],
    ['no batch', '{"events":[]}', 'bad_type'],
    ['a batch that is an object', '{"batch":{"0":{}}}', 'bad_type'],
    ['10,001 events', `{"batch":[${'0,'.repeat(10_000)}0]}`, 'too_many_events'],
  ])('a body with %s is one dead letter with its bytes', (_, body, code) => {
    const { drafts, rejected } = decodeSegment(wire({ body }))
    expect(drafts).toEqual([])
    expect(rejected).toMatchObject([{ index: -1, code, messageId: null }])
    expect(rejected[0]?.raw.toString()).toBe(body)
  })

  test('what is kept of an event says its type and when it was sent', () => {
    const { type: _, ...sent } = event
    const single = { ...sent, event: '', sentAt: at(5) }
    const kept = decodeSegment(jsonWire('/v1/t', single)).rejected[0]?.raw.toString()
    expect(JSON.parse(kept ?? '')).toEqual({ ...single, type: 'track' })
    const batch = decodeSegment(jsonWire('/v1/batch', { batch: [event], sentAt: at(5) }))
    expect(JSON.parse(batch.drafts[0]?.raw().toString() ?? '')).toEqual({ ...event, sentAt: at(5) })
  })
})
