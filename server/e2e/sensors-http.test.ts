// What Sensors' web and mini-program SDKs send, byte for byte over real HTTP. Their packages carry a
// commercial licence, so requests are replayed: recorded ones where they lie beside the checkout, and
// always these of our own, which have the same shapes.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, apiOf, type EventView } from './harness/api.ts'
import { type RunningServer, startServer } from './harness/server.ts'

const TOKEN = 'sa_token_1'
const recordings = new URL('../../../shared/fixtures/sensors/', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'homefield-sensors-'))
let server: RunningServer
let api: Api

interface Sent {
  method: string
  /** Path and query as the SDK wrote them. */
  url: string
  /** Name, value, name, value: order and case are the SDK's. */
  headers: string[]
  body: Buffer
}
interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

const send = ({ method, url, headers, body }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    // Node takes raw headers as pairs and adds none of its own.
    const outgoing = request(
      { hostname, port, method, path: url, headers: headers as never, agent: false },
      (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: Buffer.concat(chunks),
          }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })

beforeAll(async () => {
  server = await startServer({ data: join(folder, 'data'), env: { HOMEFIELD_WRITE_KEY: TOKEN } })
  api = apiOf(() => server.url)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A brand of its own, and the token it is sent with. */
async function brand(): Promise<{ token: string; api: Api }> {
  const made = await api.need<{ api_key: string; client_write_key: string }>('POST', '/tenants', {
    name: 'Shop',
  })
  return { token: made.client_write_key, api: apiOf(() => server.url, made.api_key) }
}

describe('requests of our own', () => {
  let count = 0
  const record = (event: string, properties: object = {}, more: object = {}) => ({
    type: 'track',
    event,
    distinct_id: 'anon-1',
    anonymous_id: 'anon-1',
    identities: { $identity_cookie_id: 'anon-1', $identity_anonymous_id: 'anon-1' },
    lib: { $lib: 'js' },
    properties: { $timezone_offset: -480, ...properties },
    time: Date.now() - 1000,
    _track_id: 100_000_000 + count++,
    _flush_time: Date.now(),
    ...more,
  })
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
  const crc = (text: string) => {
    let hash = 0
    for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0
    return hash
  }
  const form = (field: string, text: string) =>
    `${field}=${encodeURIComponent(text)}&ext=${encodeURIComponent(`crc=${crc(text)}`)}`
  const ORIGIN = 'https://www.shop.test'
  const web = ['Host', 'collect.shop.test', 'Origin', ORIGIN]
  const image = (token: string, event: object): Sent => ({
    method: 'GET',
    url: `/sa.gif?project=production&token=${token}&${form('data', base64(event))}`,
    headers: web,
    body: Buffer.alloc(0),
  })
  const post = (token: string, path: string, type: string, body: string | Buffer): Sent => ({
    method: 'POST',
    url: `${path}?project=production&token=${token}`,
    headers: [...web, 'Content-Type', type, 'Content-Length', String(Buffer.byteLength(body))],
    body: Buffer.from(body),
  })

  test('every wrapping of the web and mini-program SDKs is read by its bytes, not its label', async () => {
    const { token, api } = await brand()
    const long = record('long', { note: '长'.repeat(2_500) })
    const sent = [
      image(token, record('image')),
      image(token, long),
      post(
        token,
        '/sa.gif',
        'application/x-www-form-urlencoded',
        form('data', base64(record('ajax'))),
      ),
      post(token, '/sa.gif', 'text/plain;charset=UTF-8', form('data', base64(record('beacon')))),
      post(
        token,
        '/sa.gif',
        'application/x-www-form-urlencoded',
        `data_list=${encodeURIComponent(base64([record('batch_1'), record('batch_2')]))}`,
      ),
      post(token, '/sa', 'text/plain', `data_list=${encodeURIComponent(base64([record('mini')]))}`),
      post(
        token,
        '/sa',
        'text/plain',
        `data_list=${encodeURIComponent(gzipSync(JSON.stringify([record('mini_gzip')])).toString('base64'))}&gzip=1`,
      ),
      post(
        token,
        '/sa',
        'text/plain',
        `data_list=${encodeURIComponent(gzipSync(JSON.stringify([record('unlabelled_gzip')])).toString('base64'))}`,
      ),
      post(token, '/collect/prefix/sa', 'text/plain', form('data', base64(record('prefixed')))),
    ]
    expect(sent[1]?.url.length).toBeGreaterThan(15_000)
    const answers = await Promise.all(sent.map(send))
    expect(answers.map((a) => a.status)).toEqual(sent.map(() => 200))
    for (const [i, { headers, body }] of answers.entries()) {
      expect(headers['access-control-allow-origin']).toBe(ORIGIN)
      const isImage = sent[i]?.method === 'GET'
      expect([body.length, headers['content-type']]).toEqual(
        isImage ? [43, 'image/gif'] : [0, 'text/plain'],
      )
    }
    const events = await api.events()
    expect(events.map((e) => e.name).sort()).toEqual(
      [
        'image',
        'long',
        'ajax',
        'beacon',
        'batch_1',
        'batch_2',
        'mini',
        'mini_gzip',
        'unlabelled_gzip',
        'prefixed',
      ].sort(),
    )
    expect(events.find((e) => e.name === 'long')?.props.note).toBe('长'.repeat(2_500))
    expect(await api.deadLetters()).toEqual([])
  })

  test('an emoji of the mini-program, two surrogates of three bytes each, is an emoji', async () => {
    const { token, api } = await brand()
    const text = JSON.stringify([record('nick', { name: 'HEART' })])
    const [before = '', after = ''] = text.split('HEART')
    const cesu = Buffer.concat([
      Buffer.from(before),
      Buffer.from('eda0bdedb880', 'hex'),
      Buffer.from(after),
    ])
    const body = `data_list=${encodeURIComponent(cesu.toString('base64'))}`
    expect((await send(post(token, '/sa', 'text/plain', body))).status).toBe(200)
    expect((await api.events())[0]?.props.name).toBe('😀')
  })

  test('whatever is sent again, by the SDK or the browser, counts once', async () => {
    const { token, api } = await brand()
    const events = [record('a'), record('b'), record('c')]
    // Of the mini-program's profiles, which have no number of their own.
    const profile = record(
      '',
      {},
      {
        type: 'profile_increment',
        event: undefined,
        _track_id: undefined,
        properties: { points: 5 },
      },
    )
    const later = { ...profile, _flush_time: Date.now() + 5000 }
    const list = (records: object[]) =>
      post(token, '/sa', 'text/plain', `data_list=${encodeURIComponent(base64(records))}`)
    await Promise.all([send(list([...events, profile])), send(list(events)), send(list([later]))])
    for (const e of events) await send(image(token, e))
    await send(list([later]))
    expect((await api.events()).map((e) => e.name).sort()).toEqual([
      '$profile_increment',
      'a',
      'b',
      'c',
    ])
    expect((await api.customerBy('anonymous', 'anon-1'))?.attributes).toMatchObject({ points: 5 })
  })

  test('a request cut off in the middle leaves nothing behind, and can come again', async () => {
    const { token, api } = await brand()
    const whole = post(token, '/sa', 'text/plain', form('data', base64(record('cut'))))
    const head = `POST ${whole.url} HTTP/1.1\r\nHost: x\r\nContent-Length: ${whole.body.length}\r\n\r\n`
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
        socket.write(head)
        socket.write(whole.body.subarray(0, 50), () => socket.destroy())
      })
      socket.on('close', () => resolve())
    })
    expect(await api.events()).toEqual([])
    expect((await send(whole)).status).toBe(200)
    expect((await api.events()).map((e) => e.name)).toEqual(['cut'])
  })

  test('a bad event never blocks its batch, and is kept with its reason', async () => {
    const { token, api } = await brand()
    const body = `data_list=${encodeURIComponent(base64([record('good'), { type: 'nonsense' }, 7]))}`
    expect((await send(post(token, '/sa.gif', 'text/plain', body))).status).toBe(200)
    expect((await send(post(token, '/sa', 'text/plain', 'data_list=@@@'))).status).toBe(200)
    expect((await api.events()).map((e) => e.name)).toEqual(['good'])
    expect((await api.deadLetters()).length).toBe(3)
  })

  test('debug mode validates without storing, or stores, as it asks', async () => {
    const { token, api } = await brand()
    const debug = (event: string, dryRun: string): Sent => ({
      ...image(token, record(event)),
      url: image(token, record(event)).url.replace('/sa.gif', '/debug'),
      headers: [...web, 'Dry-Run', dryRun],
    })
    for (const sent of [debug('only_looked_at', 'true'), debug('kept', 'false')]) {
      const answer = await send(sent)
      expect([answer.status, answer.body.toString()]).toEqual([200, '{}'])
    }
    expect((await api.events()).map((e) => e.name)).toEqual(['kept'])
  })

  test('an openid cannot be looked up yet, and that is said with a code', async () => {
    const { token } = await brand()
    const login = (key: string, method = 'GET'): Sent => ({
      method,
      url: `/mp_login?project=production&token=${key}&code=0a1B2c&appid=wx0123456789abcdef`,
      headers: [
        ...web,
        ...(method === 'OPTIONS' ? ['Access-Control-Request-Headers', 'dry-run'] : []),
      ],
      body: Buffer.alloc(0),
    })
    const answer = await send(login(token))
    expect(answer.status).toBe(501)
    expect(JSON.parse(answer.body.toString())).toEqual({
      error: { code: 'wechat_not_connected', message: expect.stringContaining('bindOpenid') },
    })
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN)
    expect((await send(login('nobody-gave-this'))).status).toBe(403)
    expect((await send(login(token, 'OPTIONS'))).status).toBe(204)
  })
})

describe('preflights', () => {
  const RUDDER =
    'anonymousid,authorization,content-type,sentat,rsa-retry-attempt,rsa-retry-reason,rsa-since-first-attempt,rsa-since-last-attempt,rsa-recovered'
  const asked: [string, string, string][] = [
    ['/v1/t', 'POST', 'authorization'],
    ['/v1/b', 'POST', 'authorization,x-retry-count'],
    ['/v1/track', 'POST', RUDDER],
    ['/v1/batch', 'POST', 'authorization,content-type'],
    ['/v1/events', 'POST', 'authorization,content-type'],
    ['/v1/customers', 'POST', 'authorization,content-type'],
    ['/beacon/v1/batch', 'POST', 'content-type'],
    ['/api/s/track', 'POST', 'content-type,x-write-key'],
    ['/v1/projects/some-key/settings', 'GET', 'x-requested-with'],
    ['/sourceConfig/', 'GET', 'authorization'],
    ['/debug', 'GET', 'dry-run'],
    ['/sa.gif', 'POST', 'content-type'],
    ['/mp_login', 'GET', 'content-type'],
  ]

  test.each(asked)(
    '%s may be asked from any shop, with the headers its SDK sends',
    async (url, method, headers) => {
      const origin = 'https://www.shop.test:38845'
      const answer = await send({
        method: 'OPTIONS',
        url,
        headers: [
          'Host',
          'collect.shop.test',
          'Origin',
          origin,
          'Access-Control-Request-Method',
          method,
          'Access-Control-Request-Headers',
          headers,
        ],
        body: Buffer.alloc(0),
      })
      expect(answer.status).toBe(204)
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': headers,
        'access-control-max-age': '86400',
      })
      expect(String(answer.headers['access-control-allow-methods'])).toContain(method)
      expect(String(answer.headers.vary)).toContain('Origin')
    },
  )

  test('a refusal can be read by the page that was refused', async () => {
    const answer = await send({
      method: 'POST',
      url: '/v1/t',
      headers: [
        'Host',
        'x',
        'Origin',
        'https://www.shop.test',
        'Content-Type',
        'text/plain',
        'Content-Length',
        '2',
      ],
      body: Buffer.from('{}'),
    })
    expect(answer.status).toBe(403)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://www.shop.test',
      'access-control-expose-headers': 'Retry-After',
    })
  })
})

// Where the recordings are not, the requests of our own above stand for them.
if (existsSync(recordings)) {
  interface Expected {
    requests: number
    distinctIdsInAnswered2xx: number
    perRequest: {
      file: string
      answered: number | string
      what: 'events' | 'debug' | 'preflight' | 'mp_login'
      events: {
        kind: string
        name?: string
        distinctId?: string
        itemId?: string
        trackId?: number
        clientTime: string
        properties?: object
      }[]
    }[]
  }
  interface Recorded {
    request: {
      method: string
      url: string
      headers: Record<string, string>
      rawHeaders: string[]
      bodyBase64: string
    }
  }
  const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, recordings), 'utf8'))

  describe('recorded requests, as they were sent', () => {
    test('every distinct event is stored once, however often it was sent, and nothing else', async () => {
      const wanted = new Map<string, string>()
      const numbered = new Set<string>()
      const sendings: { name: string; whole: Sent; right: number }[] = []
      for (const sdk of ['sa-sdk-javascript', 'sa-sdk-miniprogram']) {
        const { perRequest, requests, distinctIdsInAnswered2xx } = read<Expected>(
          `${sdk}/expected.json`,
        )
        expect(perRequest.length).toBe(requests)
        const answered = perRequest.filter((r) => r.answered === 200).flatMap((r) => r.events)
        const ids = new Set(answered.flatMap((e) => (e.trackId === undefined ? [] : [e.trackId])))
        expect(ids.size).toBe(distinctIdsInAnswered2xx)
        for (const id of ids) numbered.add(String(id))
        for (const expected of perRequest) {
          const { request: sent } = read<Recorded>(`${sdk}/${expected.file}`)
          const body = Buffer.from(sent.bodyBase64 ?? '', 'base64')
          const whole = { method: sent.method, url: sent.url, headers: sent.rawHeaders, body }
          const right = { events: 200, debug: 200, preflight: 204, mp_login: 501 }[expected.what]
          sendings.push({ name: `${sdk} ${expected.file}`, whole, right })
          if (sent.headers['dry-run'] === 'true') continue
          for (const e of expected.events) {
            const shown = `${e.name ?? `$${e.kind}`} ${e.trackId ?? ''} ${e.clientTime}`
            const same = e.trackId ?? JSON.stringify([e.itemId, e.properties])
            wanted.set(JSON.stringify([e.kind, e.name, e.distinctId, e.clientTime, same]), shown)
          }
        }
      }
      const statuses: string[] = []
      const one = async ({ name, whole, right }: (typeof sendings)[number]) => {
        // Twice at once, and a retry of what the recording's server had refused comes on top.
        const answers = await Promise.all([send(whole), send(whole)])
        if (answers.some((a) => a.status !== right))
          statuses.push(`${name} ${answers.map((a) => a.status)}`)
      }
      for (let i = 0; i < sendings.length; i += 16)
        await Promise.all(sendings.slice(i, i + 16).map(one))
      expect(statuses).toEqual([])
      const stored = (await api.events()) as (EventView & { client_at: string })[]
      const own = stored.filter(
        (e) =>
          e.source !== 'homefield' &&
          !e.name.startsWith('order_') &&
          e.name !== 'customer_assigned',
      )
      expect(own.map((e) => `${e.name} ${e.message_id} ${e.client_at}`).sort()).toEqual(
        [...wanted.values()].sort(),
      )
      expect([...numbered.difference(new Set(own.map((e) => e.message_id)))]).toEqual([])
      expect(await api.deadLetters()).toEqual([])
    })
  })
}
