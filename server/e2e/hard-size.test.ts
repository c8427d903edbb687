import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nested } from './hard-input/hostile.ts'
import { event, rejectedOf, startTarget, type Target, zipped } from './hard-input/target.ts'
import { KEYS } from './harness/server.ts'
import { eventsRequest, segmentRequest, sensorsRequest } from './story/requests.ts'

let target: Target
beforeAll(async () => {
  target = await startTarget()
})
afterAll(async () => {
  expect(await target.close()).toBe(0)
})

describe('a body that is too large', () => {
  test('is 413, and the connection is good for the next one', async () => {
    const large = eventsRequest('large', KEYS.write, [
      event('l1', { properties: { a: 'x'.repeat(5_000_000) } }),
    ])
    const answer = await target.post(large)
    expect(answer.status).toBe(413)
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'body_too_large' } })
    expect((await target.post(eventsRequest('next', KEYS.write, [event('l2')]))).status).toBe(200)
  })

  test('without an end is cut off, and the server lives', async () => {
    const ended = await new Promise<string>((resolve) => {
      const req = request(
        `${target.server.url}/v1/events`,
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
    expect((await fetch(`${target.server.url}/healthz`)).status).toBe(200)
  })

  test('when inflated, however small it came, is a dead letter: a bomb in a body, in a form, in itself', async () => {
    const zeros = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    expect(zeros.length).toBeLessThan(300_000)
    const inForm = (bytes: Buffer) =>
      Buffer.from(`data_list=${encodeURIComponent(bytes.toString('base64'))}&gzip=1`)
    const own = eventsRequest('bomb', KEYS.write, [])
    const form = sensorsRequest('bomb', KEYS.write, [])
    const before = await target.lettersNow()
    for (const bomb of [
      { ...own, headers: { ...own.headers, 'content-encoding': 'gzip' }, body: zeros },
      { ...form, body: inForm(zeros) },
      { ...form, body: inForm(gzipSync(zeros)) },
      { ...own, body: gzipSync(gzipSync(zeros)) },
    ]) {
      expect((await target.post(bomb)).status).toBe(200)
    }
    expect(await target.lettersNow()).toBe(before + 4)
    expect((await target.api.deadLetters()).slice(0, 4).every((l) => l.size < 1_000_000)).toBe(true)
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
    const answer = await target.post(
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
    const answer = await target.post(eventsRequest('many', KEYS.write, events))
    expect(rejectedOf(answer)).toMatchObject([{ index: 0, code: 'too_many_properties' }])
    const body = Buffer.from(
      `{"events":[${JSON.stringify(event('deep'))},{"id":"deeper","name":"hard","properties":${deep}}]}`,
    )
    const deeper = await target.post({ ...eventsRequest('deep', KEYS.write, []), body })
    expect(deeper.status).toBe(200)
    expect(rejectedOf(deeper).at(-1)?.code).toBe('too_deep')
    const shallow = await target.post(
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
    const answer = await target.post(
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
      expect(
        (await target.post({ ...segmentRequest('clocks', KEYS.write, []), body })).status,
      ).toBe(200)
    }
    expect((await target.messageIds('clocks')).size).toBeGreaterThanOrEqual(3)
  })
})
