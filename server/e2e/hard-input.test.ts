import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FRAGMENTS, hostileRequest, nested } from './hard-input/hostile.ts'
import { type Api, apiOf } from './harness/api.ts'
import { type Answer, type Sending, send } from './harness/deliver.ts'
import { randomOf } from './harness/random.ts'
import { KEYS, type RunningServer, startServer } from './harness/server.ts'
import {
  customersRequest,
  eventsRequest,
  segmentRequest,
  sensorsRequest,
} from './story/requests.ts'

const data = mkdtempSync(join(tmpdir(), 'homefield-hard-'))
const agent = new Agent({ keepAlive: true })
let server: RunningServer
let api: Api
beforeAll(async () => {
  server = await startServer({ data })
  api = apiOf(() => server.url)
}, 60_000)
afterAll(async () => {
  agent.destroy()
  const code = await server?.stop()
  rmSync(data, { recursive: true, force: true })
  expect(code).toBe(0)
}, 60_000)

const post = (sending: Sending): Promise<Answer> => send(agent, server.url, sending)
const zipped = (sending: Sending): Sending => ({
  ...sending,
  headers: { ...sending.headers, 'content-encoding': 'gzip' },
  body: gzipSync(sending.body ?? ''),
})
const rejectedOf = (answer: Answer) =>
  (JSON.parse(answer.text) as { rejected: { index: number; code: string }[] }).rejected
const member = [{ namespace: 'member_id', value: 'hard' }]
const event = (id: string, given: object = {}) => ({
  id,
  name: 'hard',
  identifiers: member,
  ...given,
})
const messageIds = async (name: string) =>
  new Set((await api.events(`?name=${name}`)).map((e) => e.message_id))
const lettersNow = async () => (await api.deadLetters()).length
const metric = async (part: string) => {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => line.includes(part) && !line.startsWith('#'))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

describe('a body that cannot be read', () => {
  const auth = { authorization: `Bearer ${KEYS.write}` }
  const basic = { authorization: `Basic ${Buffer.from(`${KEYS.write}:`).toString('base64')}` }
  test.each<[string, string, Record<string, string>, string]>([
    ['our own events', '/v1/events', auth, '{"events":[{"id":'],
    ['our own events, another shape', '/v1/events', auth, '{"events":{}}'],
    ['our own events, no object', '/v1/events', auth, '[1,2]'],
    ['our own customers', '/v1/customers', auth, 'not json at all'],
    ['a Segment batch', '/v1/batch', basic, '{"batch":[{]}'],
    ['a Segment event', '/v1/track', basic, '{"type":"track","event":'],
    ['Sensors, not base64', `/sa?token=${KEYS.write}`, {}, 'data_list=%%%'],
    [
      'Sensors, base64 of nothing',
      `/sa?token=${KEYS.write}`,
      {},
      `data_list=${Buffer.from('no json').toString('base64')}`,
    ],
    [
      'Sensors, gzip that is none',
      `/sa?token=${KEYS.write}`,
      {},
      `data_list=${Buffer.from('\x1f\x8b nothing').toString('base64')}&gzip=1`,
    ],
    [
      'Sensors, encrypted',
      `/sa?token=${KEYS.write}`,
      {},
      `data_list=${Buffer.from('{"ekey":"x","payload":"y"}').toString('base64')}&gzip=9`,
    ],
  ])('is 200 and a dead letter under a good key: %s', async (what, path, headers, body) => {
    const before = await lettersNow()
    const answer = await post({
      what,
      protocol: 'homefield',
      method: 'POST',
      path,
      headers: { ...headers, 'content-type': 'application/json' },
      body: Buffer.from(body),
      events: 0,
    })
    expect(answer.status).toBe(200)
    expect(await lettersNow()).toBe(before + 1)
  })

  test('keeps its bytes, can be mended and is then stored, once', async () => {
    const broken = {
      ...eventsRequest('broken', KEYS.write, []),
      body: Buffer.from('{"events":[{"id":"mended-1"'),
    }
    expect((await post(broken)).status).toBe(200)
    const [letter] = await api.deadLetters()
    const path = `/dead-letters/${letter?.id}`
    expect(await api.need('GET', path)).toMatchObject({
      raw_text: '{"events":[{"id":"mended-1"',
      code: 'malformed_json',
    })
    const body = JSON.stringify({ events: [event('mended-1', { name: 'mended' })] })
    expect((await api.ask('POST', `${path}/replay`, { body: '{"events":[' })).status).toBe(400)
    expect((await api.ask('POST', `${path}/replay`, { body })).status).toBe(200)
    expect((await api.ask('POST', `${path}/replay`, { body })).status).toBe(409)
    expect(await messageIds('mended')).toEqual(new Set(['mended-1']))
  })
})

test('an unknown key is 403 on every route, whatever the body is, and counted', async () => {
  const before = await metric('outcome="unknown_key"')
  const routes = [
    ...'track identify page screen group alias batch import t i p s g a b'
      .split(' ')
      .map((r) => `/v1/${r}`),
    ...['/v1/events', '/v1/customers', '/sa', '/sa.gif', '/debug', '/any/prefix/sa'],
  ]
  const bodies = ['{}', '', 'garbage', '{"writeKey":"wrong","batch":[]}', '\0\0\0']
  for (const path of routes) {
    for (const body of bodies) {
      const answer = await post({
        what: path,
        protocol: 'homefield',
        method: 'POST',
        path: path.includes('sa') || path === '/debug' ? `${path}?token=wrong` : path,
        headers: { authorization: `Basic ${Buffer.from('wrong:').toString('base64')}` },
        body: Buffer.from(body),
        events: 0,
      })
      expect(answer.status, `${path} ${body}`).toBe(403)
    }
  }
  expect((await metric('outcome="unknown_key"')) - before).toBe(routes.length * bodies.length)
})

describe('a body that is too large', () => {
  test('is 413, and the connection is good for the next one', async () => {
    const large = eventsRequest('large', KEYS.write, [
      event('l1', { properties: { a: 'x'.repeat(5_000_000) } }),
    ])
    const answer = await post(large)
    expect(answer.status).toBe(413)
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'body_too_large' } })
    expect((await post(eventsRequest('next', KEYS.write, [event('l2')]))).status).toBe(200)
  })

  test('without an end is cut off, and the server lives', async () => {
    const ended = await new Promise<string>((resolve) => {
      const req = request(
        `${server.url}/v1/events`,
        { method: 'POST', headers: { authorization: `Bearer ${KEYS.write}` } },
        (res) => resolve(`answered ${res.statusCode}`),
      )
      req.on('error', () => resolve('cut off'))
      const piece = Buffer.alloc(1024 * 1024, 120)
      const more = () => {
        while (!req.destroyed && req.write(piece)) {
          // As fast as it is taken.
        }
        if (!req.destroyed) req.once('drain', more)
      }
      more()
    })
    expect(ended).toBe('cut off')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  test('when inflated, however small it came, is a dead letter: a bomb in a body, in a form, in itself', async () => {
    const zeros = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    expect(zeros.length).toBeLessThan(300_000)
    const inForm = (bytes: Buffer) =>
      Buffer.from(`data_list=${encodeURIComponent(bytes.toString('base64'))}&gzip=1`)
    const own = eventsRequest('bomb', KEYS.write, [])
    const form = sensorsRequest('bomb', KEYS.write, [])
    const before = await lettersNow()
    for (const bomb of [
      { ...own, headers: { ...own.headers, 'content-encoding': 'gzip' }, body: zeros },
      { ...form, body: inForm(zeros) },
      { ...form, body: inForm(gzipSync(zeros)) },
      { ...own, body: gzipSync(gzipSync(zeros)) },
    ]) {
      expect((await post(bomb)).status).toBe(200)
    }
    expect(await lettersNow()).toBe(before + 4)
    expect((await api.deadLetters()).slice(0, 4).every((l) => l.size < 1_000_000)).toBe(true)
  })
})

describe('one event that asks too much', () => {
  const text = 'x'.repeat(10_000_000)
  test.each<[string, object]>([
    ['a name', { name: text }],
    ['an id', { id: text }],
    ['a property', { properties: { a: text } }],
    ['the name of a property', { properties: { [text]: 1 } }],
    ['an identifier', { identifiers: [{ namespace: 'phone', value: text }] }],
    ['a namespace', { identifiers: [{ namespace: text, value: '1' }] }],
    ['a platform', { platform: text }],
    ['a source', { source: text }],
    ['a session', { session_id: text }],
    ['a store', { store_id: text }],
    ['a page', { page: { url: text } }],
    ['a campaign', { utm: { campaign: text } }],
    ['an attribute', { attributes: { a: text } }],
    ['the name of an attribute', { attributes: { [text]: 1 } }],
    ['a nickname', { attributes: { nickname: text } }],
    ['a time', { at: text }],
    ['an order', { order_id: text }],
    ['an actor', { actor: text }],
  ])('of 10 MB is a dead letter, the events beside it are stored: %s', async (what, part) => {
    const id = `beside-${what}`
    const answer = await post(
      zipped(
        eventsRequest(what, KEYS.write, [
          event(`${id}-1`),
          event(`${id}-bad`, part),
          event(`${id}-2`),
        ]),
      ),
    )
    expect(answer.status).toBe(200)
    expect(rejectedOf(answer).map((r) => r.index)).toEqual([1])
    expect(rejectedOf(answer)[0]?.code).not.toBe('cannot_be_stored')
  })

  test('5,000 properties or 100,000 levels are a dead letter, 2,000 properties are stored', async () => {
    const properties = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`p${i}`, i]))
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
    const events = [
      event('many', { properties: properties(5000) }),
      event('enough', { properties: properties(2000) }),
    ]
    const answer = await post(eventsRequest('many', KEYS.write, events))
    expect(rejectedOf(answer)).toMatchObject([{ index: 0, code: 'too_many_properties' }])
    const body = Buffer.from(
      `{"events":[${JSON.stringify(event('deep'))},{"id":"deeper","name":"hard","properties":${deep}}]}`,
    )
    const deeper = await post({ ...eventsRequest('deep', KEYS.write, []), body })
    expect(deeper.status).toBe(200)
    expect(rejectedOf(deeper).at(-1)?.code).toBe('too_deep')
    const shallow = await post(
      eventsRequest('shallow', KEYS.write, [event('shallow', { properties: { a: nested(30) } })]),
    )
    expect(rejectedOf(shallow)).toEqual([])
  })

  test('dated before 2000 or a day ahead is a dead letter; clocks of any kind never stop the others', async () => {
    const at = (time: unknown, i: number) => event(`at-${i}`, { at: time })
    const times = [
      '1999-12-31T23:59:59.999Z',
      new Date(Date.now() + 90_000_000).toISOString(),
      '+275760-09-13T00:00:00.000Z',
      -8.64e15,
      1e300,
      'tomorrow',
    ]
    const answer = await post(
      eventsRequest('times', KEYS.write, [
        ...times.map(at),
        event('at-good', { at: '2000-01-01T00:00:00.000Z' }),
      ]),
    )
    expect(answer.status).toBe(200)
    expect(rejectedOf(answer).map((r) => r.index)).toEqual([0, 1, 2, 3, 4, 5])
    // A client whose clock is wildly off, and one that says it sends before it happened.
    for (const [timestamp, sentAt] of [
      ['1970-01-01T00:00:00Z', '1970-01-01T00:00:01Z'],
      ['9999-12-31T00:00:00Z', '9999-12-31T00:00:01Z'],
      ['2026-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ]) {
      const message = {
        type: 'track',
        event: 'clocks',
        messageId: `clock-${timestamp}-${sentAt}`,
        userId: 'hard',
        timestamp,
        sentAt,
      }
      const body = Buffer.from(
        JSON.stringify({
          batch: [
            message,
            { ...message, messageId: `good-${timestamp}-${sentAt}`, timestamp: undefined },
          ],
          sentAt,
        }),
      )
      expect((await post({ ...segmentRequest('clocks', KEYS.write, []), body })).status).toBe(200)
    }
    expect((await messageIds('clocks')).size).toBeGreaterThanOrEqual(3)
  })
})

test('NUL and lone surrogates become U+FFFD in every text, emoji and everything else stay', async () => {
  const odd = 'a\0b \ud83d c 😀 中文 \u202e'
  const mended = 'a\uFFFDb \uFFFD c 😀 中文 \u202e'
  const before = await lettersNow()
  const sendings = [
    eventsRequest('odd', KEYS.write, [
      event('odd-own', {
        name: `odd ${odd}`,
        platform: odd,
        store_id: odd,
        page: { url: odd, title: odd },
        utm: { source: odd },
        properties: { [odd]: odd, list: [odd], inner: { deep: odd } },
        attributes: { [odd]: odd },
        actor: odd,
        session_id: odd,
      }),
    ]),
    segmentRequest('odd', KEYS.write, [
      {
        type: 'track',
        event: `odd ${odd}`,
        messageId: 'odd-segment',
        userId: 'hard',
        properties: { [odd]: odd },
        context: { page: { url: odd }, campaign: { name: odd } },
      },
    ]),
    sensorsRequest('odd', KEYS.write, [
      {
        type: 'track',
        event: 'odd_sensors',
        distinct_id: 'hard',
        time: Date.now(),
        _track_id: 1,
        properties: { [odd]: odd, $url: odd },
      },
      { type: 'profile_set', distinct_id: 'hard', time: Date.now(), properties: { nickname: odd } },
    ]),
  ]
  for (const sending of sendings) expect((await post(sending)).status).toBe(200)
  expect(await lettersNow()).toBe(before)
  const own = await api.events(`?name=${encodeURIComponent(`odd ${mended}`)}`)
  expect(own.map((e) => e.message_id).sort()).toEqual(['odd-own', 'odd-segment'])
  expect(own.find((e) => e.message_id === 'odd-own')).toMatchObject({
    platform: mended,
    props: { [mended]: mended, list: [mended], inner: { deep: mended } },
  })
  expect((await api.events('?name=odd_sensors'))[0]?.props).toMatchObject({ [mended]: mended })
  const hard = (await api.customers()).find((c) =>
    c.identifiers.some((i) => i.value === 'hard' && i.namespace === 'member_id'),
  )
  expect(hard?.attributes).toMatchObject({ [mended]: mended })
})

test('SQL in every field stays text, going in and when asked for', async () => {
  for (const [i, sql] of FRAGMENTS.entries()) {
    const value = `sql ${i} ${sql}`
    const answers = [
      await post(
        eventsRequest('sql', KEYS.write, [
          event(`sql-${i}`, {
            name: value.slice(0, 190),
            platform: value,
            source: value,
            session_id: value,
            store_id: value,
            staff_id: value,
            order_id: value,
            actor: value,
            identifiers: [{ namespace: 'member_id', value }],
            page: { url: value, path: value, title: value, referrer: value },
            utm: { source: value, medium: value, campaign: value },
            properties: { [value]: value },
            attributes: { [value]: value, name: value },
          }),
        ]),
      ),
      await post(
        customersRequest('sql', KEYS.write, [
          {
            id: value,
            identifiers: [{ namespace: 'device', value }],
            attributes: { [value]: value },
          },
        ]),
      ),
    ]
    expect(answers.map((a) => rejectedOf(a))).toEqual([[], []])
    const found = await api.events(`?name=${encodeURIComponent(value.slice(0, 190))}`)
    expect(found).toMatchObject([
      { message_id: `sql-${i}`, platform: value, source: value, props: { [value]: value } },
    ])
    const customer = await api.customerBy('member_id', value)
    expect(customer?.attributes).toMatchObject({ name: value })
    const named = await api.need<{ items: { id: number }[] }>(
      'GET',
      `/customers?q=${encodeURIComponent(value)}`,
    )
    expect(named.items.map((c) => c.id)).toContain(customer?.id)
  }
})

test('three hundred requests of the worst kind: never a 500, never a good event lost beside a bad one', async () => {
  const random = randomOf(20_261_122)
  const witnesses: string[] = []
  const strange: string[] = []
  for (let n = 0; n < 300; n += 6) {
    const some = Array.from({ length: 6 }, (_, i) => hostileRequest(n + i, KEYS.write, random))
    const answers = await Promise.all(some.map((one) => post(one.sending)))
    for (const [i, answer] of answers.entries())
      if (answer.status !== 200)
        strange.push(
          `${answer.status} ${answer.text.slice(0, 200)} ${some[i]?.sending.body?.toString().slice(0, 300)}`,
        )
    witnesses.push(...some.flatMap((one) => one.witness ?? []))
  }
  expect(strange).toEqual([])
  const found = await messageIds('witness')
  expect(witnesses.filter((id) => !found.has(id))).toEqual([])
  expect(witnesses.length).toBeGreaterThan(100)
  // Whatever got in can be read back.
  for (const path of [
    '/customers',
    '/events',
    '/event-catalogue',
    '/orders',
    '/identity/conflicts',
    '/identity/namespaces',
    '/dead-letters',
  ])
    expect((await api.ask('GET', path)).status, path).toBe(200)
  const customers = await api.customers()
  for (const customer of customers.slice(0, 60)) {
    const [one] = customer.identifiers
    if (one)
      expect((await api.customerBy(one.namespace, one.value))?.id, JSON.stringify(one)).toBe(
        customer.id,
      )
  }
}, 60_000)

test('nothing that the API is asked is answered with a 500', async () => {
  const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>
  }
  const values = [
    ...FRAGMENTS,
    '',
    '-1',
    '0',
    '1e99',
    '99999999999999999999',
    'null',
    '\0',
    '\ud83d',
    'x'.repeat(5000),
    '00000000-0000-0000-0000-000000000000',
    '[]',
    '{}',
    '../../etc/passwd',
    '%00',
  ]
  const bodies = [
    '{',
    '[]',
    'null',
    '"x"',
    '{"a":1}',
    JSON.stringify({ name: 'x\0', email: 'a\0@b.c', kind: 'client', q: '\ud800' }),
    `{"__proto__":{"x":1}}`,
    '1e999',
  ]
  const random = randomOf(7)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const wrong: string[] = []
  let reached = 0
  const encode = (value: string) => encodeURIComponent(value.toWellFormed())
  for (const [template, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      for (let round = 0; round < 4; round++) {
        const path = template.replace(/\{[^}]+\}/g, () => encode(pick(values)) || '-')
        const query = (operation.parameters ?? [])
          .filter((p) => p.in === 'query')
          .map((p) => `${encode(p.name)}=${encode(pick(values))}`)
        const response = await fetch(
          `${server.url}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`,
          {
            method: method.toUpperCase(),
            headers: {
              authorization: `Bearer ${KEYS.api}`,
              ...(method === 'get' ? {} : { 'content-type': 'application/json' }),
            },
            ...(method === 'get' ? {} : { body: pick(bodies) }),
          },
        )
        const text = await response.text()
        if (!text.includes('no_such_route')) reached += 1
        if (response.status >= 500)
          wrong.push(
            `${response.status} ${method} ${path}?${query.join('&')} ${text.slice(0, 200)}`,
          )
      }
    }
  }
  expect(wrong).toEqual([])
  expect(reached).toBeGreaterThan(100)
}, 60_000)

test('after all that a plain event is stored as on the first day, and nothing waits', async () => {
  expect(
    (await post(eventsRequest('plain', KEYS.write, [event('plain', { name: 'plain' })]))).status,
  ).toBe(200)
  expect(await messageIds('plain')).toEqual(new Set(['plain']))
  expect(await metric('homefield_collect_waiting_events')).toBe(0)
  expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ ok: true })
})
