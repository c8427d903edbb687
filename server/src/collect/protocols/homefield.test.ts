import { describe, expect, test } from 'vitest'
import type { Draft } from '../draft.ts'
import { decodeHomefield } from './homefield.ts'
import { jsonWire, RECEIVED_AT, wire } from './testing.ts'

const event = {
  id: 'pos-1',
  name: 'order_paid',
  at: '2026-11-21T15:59:00+08:00',
  identifiers: [{ namespace: 'phone', value: '+8613800138000' }],
  properties: { till: 4 },
}

function decodeOne(changes: Record<string, unknown> = {}): Draft {
  const { drafts, rejected } = decodeHomefield(
    jsonWire('/v1/events', { events: [{ ...event, ...changes }] }),
  )
  expect(rejected).toEqual([])
  expect(drafts).toHaveLength(1)
  return drafts[0] as Draft
}

function decodeCustomer(customer: unknown) {
  return decodeHomefield(jsonWire('/v1/customers', { customers: [customer] }))
}

describe('events', () => {
  test('carry everything the envelope has a place for', () => {
    const { raw, ...draft } = decodeOne({
      revenue_fen: 43760,
      currency: 'cny',
      platform: 'pos',
      source: 'till-4',
      session_id: 7,
      store_id: 'store_sh_0021',
      staff_id: 'g_778',
      channel_id: 'c',
      activity_id: 'a',
      content_id: 'm',
      order_id: 20261121,
      page: { url: 'https://shop.test/p', path: '/p', title: 't', referrer: 'r' },
      utm: { source: 's', medium: 'm', campaign: 'c', content: 'o', term: 't' },
      attributes: { city: '杭州', old: null },
      actor: 'g_778',
    })
    expect(draft).toEqual({
      index: 0,
      messageId: 'pos-1',
      dedupeKey: 'pos-1',
      name: 'order_paid',
      at: RECEIVED_AT - 60_000,
      clientAt: RECEIVED_AT - 60_000,
      platform: 'pos',
      source: 'till-4',
      sessionId: '7',
      intent: 'observe',
      identifiers: [{ namespace: 'phone', value: '+8613800138000' }],
      surroundings: {
        page_url: 'https://shop.test/p',
        page_path: '/p',
        page_title: 't',
        referrer: 'r',
        utm_source: 's',
        utm_medium: 'm',
        utm_campaign: 'c',
        utm_content: 'o',
        utm_term: 't',
      },
      links: {
        store_id: 'store_sh_0021',
        staff_id: 'g_778',
        channel_id: 'c',
        activity_id: 'a',
        content_id: 'm',
        order_id: '20261121',
      },
      claimedRevenueFen: 43760,
      currency: 'CNY',
      attributes: [
        { op: 'set', name: 'city', value: '杭州' },
        { op: 'unset', name: 'old' },
      ],
      actor: 'g_778',
      props: { till: 4, revenue_fen: 43760 },
    })
    expect(JSON.parse(raw().toString()).events[0]).toMatchObject({ id: 'pos-1', actor: 'g_778' })
  })

  test('say which share led here, and refuse a depth that is none', () => {
    const { surroundings } = decodeOne({ share: { id: 's1', depth: 2, method: 'poster' } })
    expect(surroundings).toEqual({ share_id: 's1', share_depth: 2, share_method: 'poster' })
    expect(decodeOne({ share: { depth: 0 } }).surroundings).toEqual({ share_depth: 0 })
    for (const depth of [-1, 1.5, '2', 1e9]) {
      const { rejected } = decodeHomefield(
        jsonWire('/v1/events', { events: [{ ...event, share: { id: 's1', depth } }] }),
      )
      expect(rejected[0]).toMatchObject({
        code: 'bad_type',
        reason: expect.stringContaining('share.depth'),
      })
    }
  })

  test('of a phone whose clock is wrong happen when they happened, once it says when it sent', () => {
    const day = 86_400_000
    const ahead = RECEIVED_AT + 2 * day
    const sent = { sent_at: ahead, events: [{ ...event, at: ahead - 5000 }] }
    const [draft] = decodeHomefield(jsonWire('/v1/events', sent)).drafts
    expect(draft).toMatchObject({ at: RECEIVED_AT - 5000, clientAt: ahead - 5000 })
    expect(JSON.parse(draft?.raw().toString() ?? '')).toMatchObject({ sent_at: ahead })
    const customer = { identifiers: event.identifiers, attributes: { a: 1 }, at: ahead - 5000 }
    const changed = { sent_at: ahead, customers: [customer] }
    expect(decodeHomefield(jsonWire('/v1/customers', changed)).drafts[0]).toMatchObject({
      at: RECEIVED_AT - 5000,
    })
  })

  test('need a name and somebody, nothing else', () => {
    const { drafts } = decodeHomefield(
      jsonWire('/v1/events', {
        events: [
          { name: 'store_visited', identifiers: [{ namespace: ' Member_ID ', value: 10086 }] },
        ],
      }),
    )
    expect(drafts).toMatchObject([
      {
        messageId: null,
        dedupeKey: null,
        at: RECEIVED_AT,
        clientAt: null,
        identifiers: [{ namespace: 'member_id', value: '10086' }],
        links: {},
        props: {},
      },
    ])
  })

  test('take epoch ms, links among the properties, and absent ids beside real ones', () => {
    const draft = decodeOne({
      at: RECEIVED_AT - 5,
      properties: { store_id: 's1', order_id: 'o1' },
      order_id: 'o2',
      identifiers: [
        { namespace: 'phone', value: '' },
        { namespace: 'openid:wx1', value: 'oG1' },
        { namespace: 'openid:wx1', value: 'oG1' },
      ],
    })
    expect(draft.at).toBe(RECEIVED_AT - 5)
    expect(draft.links).toEqual({ store_id: 's1', order_id: 'o2' })
    expect(draft.identifiers).toEqual([{ namespace: 'openid:wx1', value: 'oG1' }])
  })

  test('with fields we do not know are taken, and the fields counted', () => {
    const { drafts, rejected, notes } = decodeHomefield(
      jsonWire('/v1/events', { events: [{ ...event, colour: 'red', constructor: 1 }] }),
    )
    expect([drafts.length, rejected.length]).toEqual([1, 0])
    expect(notes).toEqual({ unknown_field: 2 })
  })

  test.each<[string, Record<string, unknown>, string, string]>([
    ['no name', { name: '' }, 'missing_event_name', 'name'],
    ['a long name', { name: 'x'.repeat(201) }, 'bad_event_name', 'name'],
    ['a time without zone', { at: '2026-11-21T08:00:00' }, 'bad_time', 'at'],
    ['a time in words', { at: 'now' }, 'bad_time', 'at'],
    ['no identifiers', { identifiers: [] }, 'missing_identifier', 'identifiers'],
    ['identifiers as object', { identifiers: { phone: '1' } }, 'bad_type', 'identifiers'],
    ['an identifier as text', { identifiers: ['1'] }, 'bad_type', 'identifiers[0]'],
    [
      'a value that is a list',
      { identifiers: [{ namespace: 'phone', value: ['1'] }] },
      'bad_type',
      'identifiers[0].value',
    ],
    [
      'a namespace with spaces',
      { identifiers: [{ namespace: 'my shop', value: '1' }] },
      'bad_namespace',
      'identifiers[0].namespace',
    ],
    [
      'no namespace',
      { identifiers: [{ value: '1' }] },
      'bad_namespace',
      'identifiers[0].namespace',
    ],
    ['properties as text', { properties: 'x' }, 'bad_type', 'properties'],
    ['a part of a fen', { revenue_fen: 1.5 }, 'bad_type', 'revenue_fen'],
    ['money as text', { revenue_fen: '4376' }, 'bad_type', 'revenue_fen'],
    ['a currency of four letters', { currency: 'YUAN' }, 'bad_type', 'currency'],
    ['a page as text', { page: 'home' }, 'bad_type', 'page'],
    ['a title that is a number', { page: { title: 1 } }, 'bad_type', 'page.title'],
    ['a store that is an object', { store_id: {} }, 'bad_type', 'store_id'],
    ['attributes as a list', { attributes: ['x'] }, 'bad_type', 'attributes'],
    ['a platform that is a number', { platform: 3 }, 'bad_type', 'platform'],
  ])('%s: refused with its place, and alone', (_, changes, code, path) => {
    const { drafts, rejected } = decodeHomefield(
      jsonWire('/v1/events', {
        events: [
          { ...event, ...changes },
          { ...event, id: 'pos-2' },
        ],
      }),
    )
    expect(drafts).toMatchObject([{ index: 1, messageId: 'pos-2' }])
    expect(rejected).toMatchObject([{ index: 0, code, messageId: 'pos-1' }])
    expect(rejected[0]?.reason).toMatch(new RegExp(`^${path.replace(/[[\]]/g, '\\$&')}:`))
    expect(JSON.parse(rejected[0]?.raw.toString() ?? '')).toEqual({
      events: [{ ...event, ...changes }],
    })
  })

  test.each([
    ['{"events":{}}', 'bad_type'],
    ['{"customers":[]}', 'bad_type'],
    ['[]', 'bad_type'],
    ['{', 'malformed_json'],
    ['', 'empty_body'],
  ])('a body of %s is one dead letter', (body, code) => {
    const { drafts, rejected } = decodeHomefield(wire({ path: '/v1/events', body }))
    expect(drafts).toEqual([])
    expect(rejected).toMatchObject([{ index: -1, code }])
  })
})

describe('customers', () => {
  const customer = {
    identifiers: [{ namespace: 'member_id', value: 'm1' }],
    attributes: { name: '王小明', vip: 3, gone: null },
    at: '2026-11-21T08:00:00Z',
  }

  test('are changed by an event that sets what it says', () => {
    const { drafts, rejected } = decodeCustomer({ ...customer, id: 'c-1', source: 'crm' })
    expect(rejected).toEqual([])
    expect(drafts).toMatchObject([
      {
        name: 'customer_updated',
        messageId: 'c-1',
        source: 'crm',
        at: RECEIVED_AT,
        identifiers: customer.identifiers,
        attributes: [
          { op: 'set', name: 'name', value: '王小明' },
          { op: 'set', name: 'vip', value: 3 },
          { op: 'unset', name: 'gone' },
        ],
        props: customer.attributes,
      },
    ])
  })

  test('a change is known again by its id, which is no event’s, or by its content and time', () => {
    const keyOf = (changes: object) =>
      decodeCustomer({ ...customer, ...changes }).drafts[0]?.dedupeKey
    expect(keyOf({ id: 'pos-1' })).toBe(keyOf({ id: 'pos-1', attributes: {} }))
    expect(keyOf({ id: 'pos-1' })).not.toBe(decodeOne().dedupeKey)
    expect(keyOf({})).toBe(keyOf({ attributes: { vip: 3, gone: null, name: '王小明' } }))
    expect(keyOf({})).not.toBe(keyOf({ at: '2026-11-21T08:00:01Z' }))
    expect(keyOf({})).not.toBe(keyOf({ attributes: { vip: 4 } }))
    expect(keyOf({ at: undefined })).toBeNull()
  })

  test('of nobody, or with a list of attributes, are refused', () => {
    expect(decodeCustomer({ ...customer, identifiers: null }).rejected[0]?.code).toBe(
      'missing_identifier',
    )
    expect(decodeCustomer({ ...customer, attributes: ['vip'] }).rejected[0]).toMatchObject({
      code: 'bad_type',
      reason: 'attributes: expected an object, got list',
    })
    const kept = decodeCustomer({ ...customer, at: 'x' }).rejected[0]?.raw.toString()
    expect(JSON.parse(kept ?? '')).toEqual({ customers: [{ ...customer, at: 'x' }] })
  })
})
