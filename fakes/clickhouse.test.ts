import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningClickhouse, startClickhouse } from './clickhouse.ts'
import { insertHead, scan } from './clickhouse-sql.ts'

const data = mkdtempSync(join(tmpdir(), 'homefield-fake-ch-'))
let fake: RunningClickhouse
let client: ClickHouseClient

beforeAll(async () => {
  fake = await startClickhouse({ data })
  client = createClient({
    url: fake.url,
    password: 'whatever',
    log: { level: ClickHouseLogLevel.OFF },
  })
  await client.command({ query: 'create database shop engine = Atomic' })
  await client.command({
    query: `create table shop.visit (id UInt64, who String, at DateTime64(3, 'UTC')) engine = MergeTree order by id
      settings non_replicated_deduplication_window = 100`,
  })
})
afterAll(async () => {
  await client?.close()
  await fake?.stop()
  rmSync(data, { recursive: true, force: true })
})

const rows = async (query: string, params?: Record<string, unknown>, settings = {}) =>
  (
    await client.query({
      query,
      ...(params ? { query_params: params } : {}),
      format: 'JSONEachRow',
      clickhouse_settings: settings,
    })
  ).json<Record<string, unknown>>()

test('the official client pings it, with and without a query', async () => {
  expect(await client.ping()).toEqual({ success: true })
  expect(await client.ping({ select: true })).toEqual({ success: true })
})

test('rows go in as a body and come out in the format asked for', async () => {
  const inserted = await client.insert({
    table: 'shop.visit',
    columns: ['id', 'who', 'at'],
    values: [
      [1, '王小明', '1700000000.500'],
      [2, `it's "a"\ttab\\`, '1700000001.000'],
    ],
    format: 'JSONCompactEachRow',
  })
  expect(inserted.summary?.written_rows).toBe('2')
  expect(await rows('select * from shop.visit order by id')).toEqual([
    { id: 1, who: '王小明', at: '2023-11-14 22:13:20.500' },
    { id: 2, who: `it's "a"\ttab\\`, at: '2023-11-14 22:13:21.000' },
  ])
  const csv = await client.query({ query: 'select id from shop.visit order by id', format: 'CSV' })
  expect(await csv.text()).toBe('1\n2\n')
})

test('INSERT … VALUES and INSERT … SELECT are statements like any other', async () => {
  await client.command({
    query: `insert into shop.visit values (10, 'values', now64(3)), (11, 'values', now64(3))`,
  })
  await client.command({
    query: `insert into shop.visit select number + 12, 'select', now64(3) from numbers(3)`,
  })
  expect(
    await rows(
      `select who, count() as n from shop.visit where id between 10 and 20 group by who order by who`,
    ),
  ).toEqual([
    { who: 'select', n: 3 },
    { who: 'values', n: 2 },
  ])
})

test('parameters keep every character, in the address or as a form', async () => {
  const nasty = `'; drop table shop.visit; -- \\ \\' \\n "x" \` {p:String} \t \n 中文 😀 %41 + &`
  expect(await rows('select {text:String} as text', { text: nasty })).toEqual([{ text: nasty }])
  const list = [nasty, '', 'a,b', `['x']`]
  expect(
    await rows('select {list:Array(String)} as list, {n:Array(UInt32)} as n', { list, n: [1, 2] }),
  ).toEqual([{ list, n: [1, 2] }])
  const many = Array.from({ length: 100_000 }, (_, i) => i)
  const result = await client.query({
    query: 'select length({many:Array(UInt32)}) as n, {text:String} as text',
    query_params: { many, text: nasty },
    format: 'JSONEachRow',
    use_multipart_params_auto: true,
  })
  expect(await result.json()).toEqual([{ n: 100_000, text: nasty }])
})

test('a parameter that was not sent is missed, though an earlier request had one of that name', async () => {
  await rows('select {once:UInt8}', { once: 1 })
  await expect(rows('select {once:UInt8}')).rejects.toMatchObject({ code: '456' })
})

test('settings are those of the request and never of the next one', async () => {
  const big = 'select toUInt64(9007199254740993) as n'
  expect(await rows(big, undefined, { output_format_json_quote_64bit_integers: 1 })).toEqual([
    { n: '9007199254740993' },
  ])
  // Sixteen requests meet every session of the pool.
  const plain = await Promise.all(
    Array.from({ length: 16 }, () =>
      rows(`select getSetting('output_format_json_quote_64bit_integers') as on`),
    ),
  )
  expect(plain.flat()).toEqual(Array.from({ length: 16 }, () => ({ on: false })))
  await expect(rows('select 1', undefined, { no_such_setting: 1 })).rejects.toMatchObject({
    code: '115',
  })
})

test('the database of the request is where unqualified tables are', async () => {
  const other = createClient({ url: fake.url, database: 'shop' })
  const result = await other.query({
    query: 'select currentDatabase() as d',
    format: 'JSONEachRow',
  })
  expect(await result.json()).toEqual([{ d: 'shop' }])
  await other.close()
  expect(await rows('select currentDatabase() as d')).toEqual([{ d: 'default' }])
})

test('an insert with the token of an earlier one stores nothing', async () => {
  const insert = () =>
    client.insert({
      table: 'shop.visit',
      values: [{ id: 100, who: 'token', at: 1 }],
      format: 'JSONEachRow',
      clickhouse_settings: { insert_deduplication_token: '42', async_insert: 0 },
    })
  await insert()
  await insert()
  expect(await rows(`select count() as n from shop.visit where who = 'token'`)).toEqual([{ n: 1 }])
})

test('errors carry their code and what was wrong', async () => {
  await expect(rows('selec 1')).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' })
  await expect(rows('select * from shop.nowhere')).rejects.toMatchObject({ code: '60' })
  await expect(rows('select 1; select 2')).rejects.toMatchObject({ code: '62' })
  await expect(
    rows('select count() from numbers(100000000000)', undefined, { max_execution_time: 1 }),
  ).rejects.toMatchObject({ code: '159' })
  await expect(
    client.insert({ table: 'shop.visit', values: [{ id: 'x' }], format: 'JSONEachRow' }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/^(26|27|6|72)$/) })
  const raw = await fetch(`${fake.url}/?query=selec+1`)
  expect(raw.status).toBe(400)
  expect(raw.headers.get('x-clickhouse-exception-code')).toBe('62')
  expect(await raw.text()).toMatch(/^Code: 62\. DB::Exception: .*\(SYNTAX_ERROR\)/)
})

test('bodies are gzip both ways when the client asks', async () => {
  const zipped = createClient({ url: fake.url, compression: { request: true, response: true } })
  await zipped.insert({
    table: 'shop.visit',
    values: Array.from({ length: 1000 }, (_, i) => ({ id: 1000 + i, who: 'zipped', at: i })),
    format: 'JSONEachRow',
  })
  const result = await zipped.query({
    query: `select id from shop.visit where who = 'zipped'`,
    format: 'JSONEachRow',
  })
  expect(await result.json()).toHaveLength(1000)
  await zipped.close()
})

test('what was stored is there after SIGKILL', async () => {
  const own = mkdtempSync(join(tmpdir(), 'homefield-fake-ch-'))
  const first = await startClickhouse({ data: own })
  const one = createClient({ url: first.url })
  await one.command({ query: 'create table kept (n UInt32) engine = MergeTree order by n' })
  await one.insert({ table: 'kept', values: [{ n: 7 }], format: 'JSONEachRow' })
  await one.close()
  await first.kill()
  const second = await startClickhouse({ data: own })
  const again = createClient({ url: second.url })
  const result = await again.query({ query: 'select n from kept', format: 'JSONEachRow' })
  expect(await result.json()).toEqual([{ n: 7 }])
  await again.close()
  await second.stop()
  rmSync(own, { recursive: true, force: true })
})

test('an INSERT is told from other statements by its head', () => {
  expect(insertHead('INSERT INTO `a`.b (x, `y`) FORMAT JSONEachRow')).toEqual({
    table: 'a.b',
    columns: ['x', 'y'],
    format: 'JSONEachRow',
  })
  expect(insertHead('insert into t format CSV\n')).toEqual({
    table: 't',
    columns: undefined,
    format: 'CSV',
  })
  expect(insertHead('insert into t select 1 format CSV')).toBeUndefined()
  expect(insertHead('insert into t (x) values (1)')).toBeUndefined()
})

test('semicolons and braces count only as code', () => {
  expect(scan(`select ';{a:B}', "x;y", 1 -- ; {c:D}\n/* ;{e:F} */ ;\n`)).toEqual({
    hasSecond: false,
    parameters: new Set(),
  })
  expect(scan(`select {p0:UInt8}, 'it\\'s', 'it''s' ; drop table t`)).toEqual({
    hasSecond: true,
    parameters: new Set(['p0']),
  })
})
