import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FRAGMENTS, hostileRequest } from './hard-input/hostile.ts'
import { event, rejectedOf, startTarget, type Target } from './hard-input/target.ts'
import { randomOf } from './harness/random.ts'
import { KEYS } from './harness/server.ts'
import {
  customersRequest,
  eventsRequest,
  segmentRequest,
  sensorsRequest,
} from './story/requests.ts'

let target: Target
beforeAll(async () => {
  target = await startTarget()
})
afterAll(async () => {
  expect(await target.close()).toBe(0)
})

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
    const before = await target.lettersNow()
    const answer = await target.post({
      what,
      protocol: 'homefield',
      method: 'POST',
      path,
      headers: { ...headers, 'content-type': 'application/json' },
      body: Buffer.from(body),
      events: 0,
    })
    expect(answer.status).toBe(200)
    expect(await target.lettersNow()).toBe(before + 1)
  })

  test('keeps its bytes, can be mended and is then stored, once', async () => {
    const broken = {
      ...eventsRequest('broken', KEYS.write, []),
      body: Buffer.from('{"events":[{"id":"mended-1"'),
    }
    expect((await target.post(broken)).status).toBe(200)
    const [letter] = await target.api.deadLetters()
    const path = `/dead-letters/${letter?.id}`
    expect(await target.api.need('GET', path)).toMatchObject({
      raw_text: '{"events":[{"id":"mended-1"',
      code: 'malformed_json',
    })
    const body = JSON.stringify({ events: [event('mended-1', { name: 'mended' })] })
    expect((await target.api.ask('POST', `${path}/replay`, { body: '{"events":[' })).status).toBe(
      400,
    )
    expect((await target.api.ask('POST', `${path}/replay`, { body })).status).toBe(200)
    expect((await target.api.ask('POST', `${path}/replay`, { body })).status).toBe(409)
    expect(await target.messageIds('mended')).toEqual(new Set(['mended-1']))
  })
})

test('an unknown key is 403 on every route, whatever the body is, and counted', async () => {
  const before = await target.metric('outcome="unknown_key"')
  const routes = [
    ...'track identify page screen group alias batch import t i p s g a b'
      .split(' ')
      .map((r) => `/v1/${r}`),
    ...['/v1/events', '/v1/customers', '/sa', '/sa.gif', '/debug', '/any/prefix/sa'],
  ]
  const bodies = ['{}', '', 'garbage', '{"writeKey":"wrong","batch":[]}', '\0\0\0']
  for (const path of routes) {
    for (const body of bodies) {
      const answer = await target.post({
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
  expect((await target.metric('outcome="unknown_key"')) - before).toBe(
    routes.length * bodies.length,
  )
})

test('NUL and lone surrogates become U+FFFD in every text, emoji and everything else stay', async () => {
  const odd = 'a\0b \ud83d c 😀 中文 \u202e'
  const mended = 'a\uFFFDb \uFFFD c 😀 中文 \u202e'
  const before = await target.lettersNow()
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
  for (const sending of sendings) expect((await target.post(sending)).status).toBe(200)
  expect(await target.lettersNow()).toBe(before)
  const own = await target.api.events(`?name=${encodeURIComponent(`odd ${mended}`)}`)
  expect(own.map((e) => e.message_id).sort()).toEqual(['odd-own', 'odd-segment'])
  expect(own.find((e) => e.message_id === 'odd-own')).toMatchObject({
    platform: mended,
    props: { [mended]: mended, list: [mended], inner: { deep: mended } },
  })
  expect((await target.api.events('?name=odd_sensors'))[0]?.props).toMatchObject({
    [mended]: mended,
  })
  const hard = (await target.api.customers()).find((c) =>
    c.identifiers.some((i) => i.value === 'hard' && i.namespace === 'member_id'),
  )
  expect(hard?.attributes).toMatchObject({ [mended]: mended })
})

test('SQL in every field stays text, going in and when asked for', async () => {
  for (const [i, sql] of FRAGMENTS.entries()) {
    const value = `sql ${i} ${sql}`
    const answers = [
      await target.post(
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
      await target.post(
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
    const stored = await target.api.events(`?name=${encodeURIComponent(value.slice(0, 190))}`)
    expect(stored).toMatchObject([
      { message_id: `sql-${i}`, platform: value, source: value, props: { [value]: value } },
    ])
    const customer = await target.api.customerBy('member_id', value)
    expect(customer?.attributes).toMatchObject({ name: value })
    // The search table is written beside the requests.
    const found = async () => {
      const path = `/customers?q=${encodeURIComponent(value)}`
      const { items } = await target.api.need<{ items: { id: number }[] }>('GET', path)
      return items.map((c) => c.id)
    }
    await expect.poll(found).toContain(customer?.id)
  }
})

test('three hundred requests of the worst kind: never a 500, never a good event lost beside a bad one', async () => {
  const random = randomOf(20_261_122)
  const witnesses: string[] = []
  const strange: string[] = []
  for (let n = 0; n < 300; n += 6) {
    const some = Array.from({ length: 6 }, (_, i) => hostileRequest(n + i, KEYS.write, random))
    const answers = await Promise.all(some.map((one) => target.post(one.sending)))
    for (const [i, answer] of answers.entries())
      if (answer.status !== 200)
        strange.push(
          `${answer.status} ${answer.text.slice(0, 200)} ${some[i]?.sending.body?.toString().slice(0, 300)}`,
        )
    witnesses.push(...some.flatMap((one) => one.witness ?? []))
  }
  expect(strange).toEqual([])
  const found = await target.messageIds('witness')
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
    expect((await target.api.ask('GET', path)).status, path).toBe(200)
  const customers = await target.api.customers()
  for (const customer of customers.slice(0, 60)) {
    const [one] = customer.identifiers
    if (one)
      expect((await target.api.customerBy(one.namespace, one.value))?.id, JSON.stringify(one)).toBe(
        customer.id,
      )
  }
})

test('nothing that the API is asked is answered with a 500', async () => {
  const document = (await (await fetch(`${target.server.url}/api/openapi.json`)).json()) as {
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
          `${target.server.url}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`,
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
})

test('after all that a plain event is stored as on the first day, and nothing waits', async () => {
  expect(
    (await target.post(eventsRequest('plain', KEYS.write, [event('plain', { name: 'plain' })])))
      .status,
  ).toBe(200)
  expect(await target.messageIds('plain')).toEqual(new Set(['plain']))
  expect(await target.metric('homefield_collect_waiting_events')).toBe(0)
  expect(await (await fetch(`${target.server.url}/readyz`)).json()).toMatchObject({ ok: true })
})
