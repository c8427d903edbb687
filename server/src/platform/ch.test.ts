import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningClickhouse, startClickhouse } from '../../../fakes/clickhouse.ts'
import { as, type Ch, openCh, sql } from './ch.ts'
import { migrateCh } from './migrate.ts'
import { dateTimeText } from './sql.ts'
import { testStores } from './testing.ts'

const data = mkdtempSync(join(tmpdir(), 'homefield-ch-test-'))
const open: Record<string, Ch> = {}
let fake: RunningClickhouse
beforeAll(async () => {
  open.embedded = (await testStores()).ch
  fake = await startClickhouse({ data })
  open.server = await openCh(fake.url)
  await migrateCh(open.server)
})
afterAll(async () => {
  await open.server?.close()
  await fake?.stop()
  rmSync(data, { recursive: true, force: true })
})

const COLUMNS = [
  'tenant_id',
  'name',
  'customer_id',
  'at',
  'event_id',
  'batch_id',
  'revenue_fen',
  'props',
]
const line = (
  tenantId: string,
  given: { name?: string; customer?: number; at?: string; batch?: number; fen?: string } = {},
) =>
  `${JSON.stringify([
    tenantId,
    given.name ?? 'viewed',
    given.customer ?? 1,
    given.at ?? '2024-05-06 07:08:09.123',
    randomUUIDv7(),
    given.batch ?? 1,
    given.fen ?? '0',
    '{}',
  ])}\n`
const counted = (rows: { n: string }[]) => Number(rows[0]?.n)

describe.each(['embedded', 'server'])('the event store, %s', (mode) => {
  const ch = () => open[mode] as Ch
  const insert = (lines: string[], token?: string) =>
    ch().insert({
      table: 'event',
      columns: COLUMNS,
      body: Buffer.from(lines.join('')),
      ...(token ? { token } : {}),
    })
  const count = async (tenantId: string) =>
    counted(await ch().rows<{ n: string }>(tenantId, sql`select count() as n from event`))

  test('says which of the two it is', () => {
    expect(ch().mode).toBe(mode)
  })

  test('a row comes back as it was stored: moments, money beyond 2^53, customers', async () => {
    const tenant = randomUUIDv7()
    await insert([line(tenant, { customer: 4_294_967_295, fen: '9007199254740993' })])
    expect(
      await ch().rows(
        tenant,
        sql`select name, customer_id, at, toUnixTimestamp64Milli(at) as ms, revenue_fen, tenant_id from event`,
      ),
    ).toEqual([
      {
        name: 'viewed',
        customer_id: 4_294_967_295,
        at: '2024-05-06 07:08:09.123',
        ms: '1714979289123',
        revenue_fen: '9007199254740993',
        tenant_id: tenant,
      },
    ])
  })

  test("a tenant's read sees its own rows only: in subqueries, joins, unions and expressions too", async () => {
    const [mine, theirs] = [randomUUIDv7(), randomUUIDv7()]
    await insert([
      line(mine, { customer: 1 }),
      line(theirs, { customer: 1 }),
      line(theirs, { customer: 2 }),
    ])
    const seen = async (statement: ReturnType<typeof sql>) =>
      counted(await ch().rows<{ n: string }>(mine, statement))
    expect(await seen(sql`select count() as n from event`)).toBe(1)
    expect(await seen(sql`select count() as n from homefield.event as e`)).toBe(1)
    expect(
      await seen(
        sql`select count() as n from (select * from (select customer_id from event) as inside)`,
      ),
    ).toBe(1)
    expect(
      await seen(
        sql`select count() as n from event as a join event as b on a.customer_id = b.customer_id`,
      ),
    ).toBe(1)
    expect(
      await seen(
        sql`select count() as n from event as a left join (select customer_id from event where customer_id = 2) as b using customer_id where b.customer_id != 0`,
      ),
    ).toBe(0)
    expect(
      await seen(
        sql`select sum(n) as n from (select count() as n from event union all select count() as n from event)`,
      ),
    ).toBe(2)
    expect(
      await seen(
        sql`with all_of as (select customer_id from event) select count() as n from all_of`,
      ),
    ).toBe(1)
    expect(
      await seen(
        sql`select count() as n from numbers(3) where number in (select toUInt64(customer_id) from event)`,
      ),
    ).toBe(1)
    expect(await seen(sql`select (select count() from event) as n`)).toBe(1)
    expect(
      await seen(sql`select count() as n from event where tenant_id = ${as('UUID', theirs)}`),
    ).toBe(0)
    expect(
      await seen(sql`select count() as n from event where 1 or tenant_id = ${as('UUID', theirs)}`),
    ).toBe(1)
    expect(
      await seen(sql`select count() as n from event prewhere customer_id > 0 where 1 or 1`),
    ).toBe(1)
  })

  test('a read across tenants sees all of them, and only when asked for by name', async () => {
    const [one, other] = [randomUUIDv7(), randomUUIDv7()]
    await insert([line(one), line(other)])
    const both = sql`select count() as n from event where tenant_id in ${as('Array(UUID)', [one, other])}`
    expect(counted(await ch().allRows<{ n: string }>(both))).toBe(2)
    expect(counted(await ch().rows<{ n: string }>(one, both))).toBe(1)
  })

  test('what is no tenant id asks nothing', async () => {
    await expect(async () => ch().rows("x' or 1", sql`select 1`)).rejects.toThrow(
      'tenant id must be a UUID',
    )
  })

  test('a repeated insert with its token stores nothing, another token stores again', async () => {
    const tenant = randomUUIDv7()
    const lines = [line(tenant), line(tenant)]
    const token = `${tenant}-202405`
    await insert(lines, token)
    await insert(lines, token)
    // The token decides, not the rows.
    await insert([line(tenant)], token)
    expect(await count(tenant)).toBe(2)
    await insert(lines, `${token}-other`)
    expect(await count(tenant)).toBe(4)
  })

  test('inserts at the same moment with one token store one', async () => {
    const tenant = randomUUIDv7()
    const lines = [line(tenant)]
    await Promise.all(Array.from({ length: 8 }, () => insert(lines, `${tenant}-at-once`)))
    expect(await count(tenant)).toBe(1)
  })

  test('a token counts within its month: a batch has one for each', async () => {
    const tenant = randomUUIDv7()
    await insert([line(tenant, { at: '2024-01-01 00:00:00.000' })], `${tenant}-202401`)
    await insert([line(tenant, { at: '2024-02-01 00:00:00.000' })], `${tenant}-202402`)
    expect(await count(tenant)).toBe(2)
  })

  test("what a tenant's read gives is stored once a token, with more ids than a statement usually has", async () => {
    const [one, other] = [randomUUIDv7(), randomUUIDv7()]
    await insert([line(one, { customer: 7 }), line(one, { customer: 8 }), line(other)])
    const ids = Array.from({ length: 60_000 }, (_, i) => i + 8)
    const copy = () =>
      ch().insertFrom(one, {
        table: 'audience_change',
        columns: ['tenant_id', 'audience_id', 'version', 'at', 'run', 'silent', 'entered', 'left'],
        token: `${one}:1`,
        statement: sql`select ${as('UUID', one)}, ${as('UUID', one)}, 1, now64(3), generateUUIDv4(), false, entered, left from (
          select groupBitmapState(customer_id) as entered, groupBitmapStateIf(customer_id, false) as left
          from event where customer_id in ${as('Array(UInt32)', ids)})`,
      })
    await copy()
    await copy()
    expect(
      await ch().rows(one, sql`select bitmapToArray(entered) as inside from audience_change`),
    ).toEqual([{ inside: [8] }])
    expect(await ch().rows(other, sql`select version from audience_change`)).toEqual([])
  })

  test('a read of some nodes sees no other rows, whatever it asks for', async () => {
    const tenant = randomUUIDv7()
    await insert([line(tenant, { customer: 7 }), line(tenant, { customer: 8 })])
    const rows = await ch().rows<{ id: number }>(tenant, sql`select customer_id as id from event`, {
      nodes: [8, 9],
    })
    expect(rows).toEqual([{ id: 8 }])
  })

  test('one bad line keeps the whole insert out', async () => {
    const tenant = randomUUIDv7()
    await expect(insert([line(tenant), '["not a uuid"]\n', line(tenant)])).rejects.toThrow()
    expect(await count(tenant)).toBe(0)
  })

  test('a read that takes too long is ended with a clear refusal', async () => {
    const slow = sql`select count() as n from numbers(100000000000) where sipHash64(number) = 1`
    await expect(ch().allRows(slow, { maxSeconds: 1 })).rejects.toMatchObject({
      status: 422,
      code: 'query_too_slow',
    })
  })

  test('a read that is given up stops in the engine too', async () => {
    const leave = new AbortController()
    const mark = `m${randomUUIDv7().replaceAll('-', '')}`
    const runs = () =>
      ch().allRows<{ n: string }>(
        sql`select count() as n from system.processes where position(query, ${as('String', mark)}) > 0
          and position(query, 'system.processes') = 0`,
      )
    const slow = ch().allRows(
      sql`select count() as ${{ text: [mark], slots: [] }} from numbers(100000000000) where sipHash64(number) = 1`,
      { signal: leave.signal },
    )
    while (Number((await runs())[0]?.n) === 0) await new Promise((done) => setTimeout(done, 20))
    leave.abort()
    await expect(slow).rejects.toMatchObject({ code: 'query_cancelled' })
    while (Number((await runs())[0]?.n) > 0) await new Promise((done) => setTimeout(done, 20))
    const asked = ch().allRows(sql`select 1 as n`, { signal: leave.signal })
    await expect(asked).rejects.toMatchObject({ code: 'query_cancelled' })
  })

  test('a tenant reads no event after a moment when it says so, in subqueries neither', async () => {
    const tenant = randomUUIDv7()
    const at = new Date('2026-03-01T00:00:00.000Z')
    await ch().insert({
      table: 'event',
      columns: ['tenant_id', 'name', 'customer_id', 'at', 'event_id'],
      body: Buffer.from(
        [0, 1]
          .map((later) =>
            JSON.stringify([
              ...[tenant, 'came', 1],
              ...[dateTimeText(new Date(at.getTime() + later)), randomUUIDv7()],
            ]),
          )
          .join('\n'),
      ),
    })
    const both = sql`select count() as n, (select count() from event) as m from event`
    expect(await ch().rows(tenant, both)).toEqual([{ n: '2', m: '2' }])
    expect(await ch().rows(tenant, both, { until: at })).toEqual([{ n: '1', m: '1' }])
  })

  test('short reads do not wait behind a long one', async () => {
    const order: string[] = []
    const leave = new AbortController()
    const slow = ch()
      .allRows(sql`select count() as n from numbers(100000000000) where sipHash64(number) = 1`, {
        signal: leave.signal,
      })
      .catch(() => order.push('slow'))
    await ch()
      .allRows(sql`select 1 as one`)
      .then(() => order.push('short'))
    leave.abort()
    await slow
    expect(order).toEqual(['short', 'slow'])
  })

  test('settings of one read do not leak into the next', async () => {
    const setting = () =>
      ch().allRows(
        sql`select getSetting('max_execution_time') as s, getSetting('max_threads') as t`,
      )
    const before = await setting()
    await ch().allRows(sql`select 1 as one`, { maxSeconds: 7 })
    await Promise.all(
      Array.from({ length: 12 }, () => ch().allRows(sql`select 1 as one`, { maxSeconds: 3 })),
    )
    expect(await setting()).toEqual(before)
  })

  test('a wrong statement is an error of ours, not "come again"', async () => {
    await expect(ch().allRows(sql`select no_such_column from event`)).rejects.not.toMatchObject({
      status: 503,
    })
    await expect(ch().command('create table')).rejects.not.toMatchObject({ status: 503 })
  })

  test('migrating again changes nothing', async () => {
    expect(await migrateCh(ch())).toEqual([])
  })
})

test('a server that is gone is "come again": the caller keeps what it has', async () => {
  const own = mkdtempSync(join(tmpdir(), 'homefield-ch-gone-'))
  const server = await startClickhouse({ data: own })
  const ch = await openCh(server.url)
  await migrateCh(ch)
  await server.kill()
  const gone = { status: 503, code: 'event_store_unavailable', retryAfter: 2 }
  await expect(ch.allRows(sql`select 1 as one`)).rejects.toMatchObject(gone)
  await expect(
    ch.insert({ table: 'event', columns: COLUMNS, body: Buffer.from(line(randomUUIDv7())) }),
  ).rejects.toMatchObject(gone)
  await expect(ch.command('select 1')).rejects.toMatchObject(gone)
  const back = await startClickhouse({ data: own, port: Number(new URL(server.url).port) })
  expect(await ch.allRows(sql`select 1 as one`)).toEqual([{ one: 1 }])
  await ch.close()
  await back.stop()
  rmSync(own, { recursive: true, force: true })
})
