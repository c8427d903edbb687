import { describe, expect, test } from 'vitest'
import {
  type Answer,
  type Asked,
  badKey,
  methodNotAllowed,
  overloaded,
  preflight,
  type Reply,
  storeFailed,
  taken,
  tooLarge,
} from './answers.ts'

const origin = { origin: 'https://www.shop.test' }
const segment: Asked = { protocol: 'segment', method: 'POST', path: '/v1/batch', headers: origin }
const sensors: Asked = { protocol: 'sensors', method: 'POST', path: '/sa', headers: origin }
const own: Asked = { protocol: 'homefield', method: 'POST', path: '/v1/events', headers: {} }

const bad = {
  index: 1,
  code: 'bad_time',
  reason: 'at: no time',
  messageId: 'b',
  raw: Buffer.alloc(0),
}

function jsonOf(answer: Answer): unknown {
  return answer.kind === 'reply' ? JSON.parse(answer.body.toString()) : undefined
}

describe('taken', () => {
  test('Segment hears exactly 200 and success, also when single events were refused', () => {
    for (const rejected of [[], [bad]]) {
      const answer = taken(segment, [], rejected)
      expect(answer.status).toBe(200)
      expect(jsonOf(answer)).toEqual({ success: true })
    }
  })

  test('a Sensors image gets 43 bytes of GIF, a post an empty 200, debug mode {}', () => {
    const image = taken({ ...sensors, method: 'GET', path: '/sa.gif' }, [], [])
    expect(image.status).toBe(200)
    expect(image.headers['content-type']).toBe('image/gif')
    expect(image.body).toHaveLength(43)
    expect(image.body.subarray(0, 6).toString('latin1')).toBe('GIF89a')
    expect(image.body.at(-1)).toBe(0x3b)
    const post = taken(sensors, [], [bad])
    expect([post.status, post.body.length]).toEqual([200, 0])
    const debug = taken({ ...sensors, method: 'GET', path: '/debug' }, [], [])
    expect([debug.status, jsonOf(debug)]).toEqual([200, {}])
  })

  test('our own answer tells each event’s fate in the order of the request', () => {
    const stored = [
      { index: 2, eventId: 'e2' },
      { index: 0, eventId: 'e0' },
    ]
    expect(jsonOf(taken(own, stored, [bad]))).toEqual({
      accepted: 2,
      rejected: [{ index: 1, id: 'b', code: 'bad_time', reason: 'at: no time' }],
      ids: ['e0', null, 'e2'],
    })
    const whole = { ...bad, index: -1, code: 'malformed_json', messageId: null }
    expect(jsonOf(taken(own, [], [whole]))).toEqual({
      accepted: 0,
      rejected: [{ index: -1, id: null, code: 'malformed_json', reason: 'at: no time' }],
      ids: [],
    })
  })
})

describe('not taken', () => {
  test('Sensors’ connection is closed: any status would count as delivered', () => {
    expect(overloaded(sensors)).toEqual({ kind: 'close' })
    expect(storeFailed(sensors)).toEqual({ kind: 'close' })
  })

  test('the others are told to come again, and when', () => {
    for (const asked of [segment, own]) {
      expect(overloaded(asked)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
      expect(storeFailed(asked)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    }
  })

  test('an unknown key is 403 on every protocol, with CORS like everything', () => {
    for (const asked of [segment, sensors, own]) {
      const answer = badKey(asked)
      expect(answer.status).toBe(403)
      expect(jsonOf(answer)).toMatchObject({ error: { code: 'unknown_write_key' } })
      expect(answer.headers['access-control-allow-origin']).toBe(asked.headers.origin)
    }
  })

  test('too large is 413, another method 405 with those that are taken', () => {
    expect(tooLarge(segment, 1000)).toMatchObject({ status: 413 })
    expect(methodNotAllowed({ ...sensors, method: 'PUT' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, POST, OPTIONS' },
    })
  })
})

describe('CORS', () => {
  test('echoes the origin and what the preflight asks for, never a star', () => {
    const asked = 'authorization,x-retry-count'
    const { status, headers, body } = preflight({
      ...origin,
      'access-control-request-headers': asked,
    })
    expect([status, body.length]).toEqual([204, 0])
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://www.shop.test',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': asked,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-max-age': '86400',
      'access-control-expose-headers': 'Retry-After',
    })
  })

  test('is on every answer to a browser and on none to a server', () => {
    const replies = [taken, badKey, overloaded, storeFailed].map((answer) =>
      answer(segment, [], []),
    ) as Reply[]
    for (const { headers } of replies) {
      expect(headers['access-control-allow-origin']).toBe('https://www.shop.test')
      expect(headers.vary).toBe('Origin')
    }
    expect(taken(own, [], []).headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('every reply says its length', () => {
    for (const { headers, body } of [taken(segment, [], []), taken(sensors, [], []), badKey(own)]) {
      expect(headers['content-length']).toBe(String(body.length))
    }
  })
})
