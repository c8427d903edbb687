import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningClickhouse, startClickhouse } from '../../fakes/clickhouse.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { type Api, apiOf } from './harness/api.ts'
import { deliver, type Sending, send } from './harness/deliver.ts'
import { type FaultyLink, startLink } from './harness/link.ts'
import { randomOf } from './harness/random.ts'
import { KEYS, type RunningServer, startServer } from './harness/server.ts'
import { eventsRequest, segmentRequest, sensorsRequest } from './story/requests.ts'

const data = mkdtempSync(join(tmpdir(), 'homefield-faults-'))
let postgres: EmbeddedPostgres
let clickhouse: RunningClickhouse
let database: FaultyLink
let events: FaultyLink
let server: RunningServer
let api: Api

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dir: join(data, 'pg'), log: pino({ level: 'silent' }) })
  clickhouse = await startClickhouse({ data: join(data, 'ch') })
  const { host, port, user, password, database: name } = postgres.config
  database = await startLink(
    host.startsWith('/') ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port },
  )
  events = await startLink({ host: '127.0.0.1', port: Number(new URL(clickhouse.url).port) })
  server = await startServer({
    data: join(data, 'server'),
    pg: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${database.port}/${name}`,
    ch: `http://127.0.0.1:${events.port}`,
    env: { HOMEFIELD_COLLECT_MAX_WAITING: '1000' },
  })
  api = apiOf(() => server.url)
})
afterAll(async () => {
  database?.weather('pass')
  events?.weather('pass')
  await server?.stop()
  await database?.close()
  await events?.close()
  await clickhouse?.stop()
  await postgres?.stop()
  rmSync(data, { recursive: true, force: true })
})

const agent = new Agent({ keepAlive: true })
const ask = (sending: Sending) => send(agent, server.url, sending)

/** Forty requests of all three kinds, three events each, known by `what`. */
function load(what: string): { sendings: Sending[]; ids: string[] } {
  const ids: string[] = []
  const sendings = Array.from({ length: 40 }, (_, i) => {
    const three = [0, 1, 2].map((k) => `${what}-${i}-${k}`)
    ids.push(...three)
    if (i % 3 === 0)
      return segmentRequest(
        what,
        KEYS.write,
        three.map((id) => ({
          type: 'track',
          event: what,
          messageId: id,
          userId: `u${i}`,
          properties: { kid: id },
        })),
      )
    if (i % 3 === 1)
      return eventsRequest(
        what,
        KEYS.write,
        three.map((id) => ({
          id,
          name: what,
          identifiers: [{ namespace: 'member_id', value: `u${i}` }],
          properties: { kid: id },
        })),
      )
    return sensorsRequest(
      what,
      KEYS.write,
      three.map((id, k) => ({
        type: 'track',
        event: what,
        time: Date.now(),
        _track_id: i * 10 + k,
        distinct_id: `u${i}`,
        properties: { kid: id },
      })),
    )
  })
  return { sendings, ids }
}

const stored = async (what: string) =>
  (await api.events(`?name=${what}`)).map((e) => String(e.props.kid)).sort()

/** One of each kind, with what each is answered now. */
async function answersNow(what: string) {
  const [segment, own, sensors] = await Promise.all([
    ask(
      segmentRequest('now', KEYS.write, [
        { type: 'track', event: `${what}_now`, messageId: `${what}-s`, userId: 'u' },
      ]),
    ),
    ask(
      eventsRequest('now', KEYS.write, [
        {
          id: `${what}-o`,
          name: `${what}_now`,
          identifiers: [{ namespace: 'member_id', value: 'u' }],
        },
      ]),
    ),
    ask(
      sensorsRequest('now', KEYS.write, [
        {
          type: 'track',
          event: `${what}_now`,
          distinct_id: 'u',
          time: Date.now(),
          _track_id: 1,
          properties: {},
        },
      ]),
    ),
  ])
  return { segment, own, sensors }
}
type Answers = Awaited<ReturnType<typeof answersNow>>
const expectComeAgain = ({ segment, own, sensors }: Answers, status: number) => {
  for (const answer of [segment, own]) {
    expect(answer.status, answer.text).toBe(status)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
  // No answer at all: the mini-program takes any status as delivered.
  expect(sensors).toMatchObject({ status: 0 })
}

async function deliverThrough(what: string, fault: () => Promise<void>): Promise<void> {
  const { sendings, ids } = load(what)
  const faulty = sleep(150).then(fault)
  const result = await deliver(sendings, {
    targets: () => [server.url],
    random: randomOf(1),
    atOnce: 6,
  })
  await faulty
  expect(result.lost).toEqual([])
  expect(await stored(what)).toEqual(ids.sort())
}

describe.each<[string, () => FaultyLink]>([
  ['PostgreSQL', () => database],
  ['ClickHouse', () => events],
])('while %s', (name, proxy) => {
  const what = name.toLowerCase()

  test('is gone: 503 with Retry-After, Sensors’ connection closed; then the retry is stored once', async () => {
    // Remembered keys: a look-up that fails is no answer either, but asks nothing of the collector.
    await answersNow(`${what}_before`)
    await deliverThrough(`${what}_gone`, async () => {
      proxy().weather('refuse')
      expectComeAgain(await answersNow(`${what}_gone`), 503)
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
      proxy().weather('pass')
    })
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    const again = await answersNow(`${what}_gone`)
    expect([again.segment.status, again.own.status, again.sensors.status]).toEqual([200, 200, 200])
    expect(await api.events(`?name=${what}_gone_now`)).toHaveLength(3)
  })

  test('is silent for a while: nobody is answered wrongly, nothing is stored twice', async () => {
    await deliverThrough(`${what}_silent`, async () => {
      proxy().weather('silent')
      await sleep(3000)
      proxy().weather('pass')
    })
  })

  test('answers and is not heard: what was stored counts, once', async () => {
    await deliverThrough(`${what}_unheard`, async () => {
      for (let i = 0; i < 5; i++) {
        proxy().weather('deaf')
        await sleep(250)
        proxy().weather('pass')
        await sleep(100)
      }
    })
  })
})

test('a queue that is full answers 429 with Retry-After, Sensors nothing; what it took is stored', async () => {
  events.weather('silent')
  const answers: Promise<{ count: number; status: number }>[] = []
  let id = 0
  /** Sends requests of so many events, one after the other, until one is refused. */
  const fillWith = async (count: number) => {
    let isFull = false
    for (let sent = 0; !isFull && sent < 300; sent++) {
      const filling = Array.from({ length: count }, () => ({
        id: `fill-${id++}`,
        name: 'filling',
        identifiers: [{ namespace: 'member_id', value: `f${id % 100}` }],
      }))
      answers.push(
        ask(eventsRequest('filling', KEYS.write, filling)).then(({ status }) => {
          isFull ||= status === 429
          return { count, status }
        }),
      )
      await sleep(20)
    }
    expect(isFull).toBe(true)
  }
  // Groups on their way take some first; then the queue fills up to the last event.
  for (let groups = 0; groups < 5; groups++) {
    await fillWith(250)
    await sleep(250)
  }
  await fillWith(1)
  expectComeAgain(await answersNow('full'), 429)
  events.weather('pass')
  const all = await Promise.all(answers)
  expect(new Set(all.map((a) => a.status))).toEqual(new Set([200, 429]))
  const taken = all.filter((a) => a.status === 200).reduce((sum, a) => sum + a.count, 0)
  expect(taken).toBeGreaterThanOrEqual(1000)
  expect(await api.events('?name=filling')).toHaveLength(taken)
  expect((await answersNow('no_longer_full')).segment.status).toBe(200)
})

test('after all of it both stores agree', async () => {
  const client = new pg.Client(postgres.config)
  await client.connect()
  const { rows } = await client.query(
    `select (select count(*) from ingest_batch where state = 'open')::int as open, (select count(*) from seen_event)::int as seen`,
  )
  await client.end()
  const all = await fetch(clickhouse.url, {
    method: 'POST',
    body: `select count(), uniqExact(event_id) from homefield.event where tenant_id != toUUID('00000000-0000-0000-0000-000000000000')`,
  })
  const [count, unique] = (await all.text()).trim().split('\t').map(Number)
  expect(rows).toEqual([{ open: 0, seen: count }])
  expect(unique).toBe(count)
})
