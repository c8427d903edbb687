import { beforeAll, expect, test } from 'vitest'
import { happen, know, newCustomers } from '../../audiences/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { askSql } from './ask.ts'
import { VIEWS } from './views.ts'

let mine: Ctx
let theirs: Ctx
let customers: number[]

beforeAll(async () => {
  mine = await testCtx()
  theirs = await testCtx()
  customers = await newCustomers(mine, 3)
  const [other = 0] = await newCustomers(theirs, 1)
  const at = Date.parse('2026-02-28T23:00:00Z')
  await happen(
    mine,
    customers.map((customer, i) => ({ customer, name: 'came', at: at + i, props: { n: i } })),
  )
  await happen(theirs, [{ customer: other, name: 'secret', at, props: {} }])
  await know(mine, [
    { customer: customers[0] as number, kind: 'attribute', key: 'city', value: 'Hangzhou' },
    { customer: customers[0] as number, kind: 'attribute', key: 'phone', value: '13900000000' },
    { customer: customers[0] as number, kind: 'attribute', key: 'id_card', value: '330102' },
  ])
})

/** Without how it is stored, and the zone it is shown in. */
const plain = (type: string) =>
  type.replace('LowCardinality(String)', 'String').replace(", 'Asia/Shanghai'", '')

const rows = async (text: string) => (await askSql(mine, text)).rows

test('every documented view can be read, with the columns that are promised', async () => {
  for (const { name, columns } of VIEWS) {
    const answer = await askSql(mine, `select * from ${name}`)
    const said = answer.columns.map((column) => ({ ...column, type: plain(column.type) }))
    expect({ name, columns: said }).toEqual({ name, columns })
  }
  expect(await rows('select toDate(min(at)) from events')).toEqual([['2026-03-01']])
})

test('an analyst reads her own brand, in every way she can write it', async () => {
  expect(await rows('select name, count() from events group by name -- mine\n;')).toEqual([
    ['came', '3'],
  ])
  const joined = `with firsts as (select customer_id, min(at) as first from events group by customer_id)
    select count(), countIf(e.at = f.first) from events e join firsts f using (customer_id)`
  expect(await rows(joined)).toEqual([['3', '3']])
  expect(
    await rows(
      'select count() from events where customer_id in (select customer_id from customers)',
    ),
  ).toEqual([['3']])
  expect(await rows('select (select count() from events) as n')).toEqual([['3']])
  expect(
    await rows(
      "select arrayMap(x -> x + 1, [1, 2]), JSONExtractInt(props, 'n') as n from events order by n desc limit 1",
    ),
  ).toEqual([[[2, 3], '2']])
  expect(
    await rows(
      'select sum(1) over (order by at rows between unbounded preceding and current row) as s from events order by s desc',
    ),
  ).toEqual([['3'], ['2'], ['1']])
})

test('sensitive attributes, and those shown in part only, are in no view', async () => {
  expect(await rows('select name, text from customer_attributes')).toEqual([['city', 'Hangzhou']])
})

test('an attribute that becomes sensitive is gone from the next answer on', async () => {
  await know(mine, [
    { customer: customers[1] as number, kind: 'attribute', key: 'passport_no', value: 'E1' },
  ])
  expect(await rows("select count() from customer_attributes where name != 'city'")).toEqual([
    ['0'],
  ])
})

const REFUSED = [
  'select count() from homefield.event',
  'select count() from event',
  'select * from system.tables',
  'select * from information_schema.tables',
  'select name from events where customer_id in system.numbers',
  'select name from events where 1 in homefield.alias',
  "select * from url('http://127.0.0.1:1/', 'CSV', 'a String')",
  "select * from file('/etc/passwd', 'LineAsString')",
  "select file('/etc/passwd')",
  "select arrayMap(file, ['/etc/passwd'])",
  "select * from remote('127.0.0.1', 'homefield.event')",
  "select * from merge('homefield', '.*')",
  "select * from s3('http://x/y')",
  "select * from postgresql('127.0.0.1:5432', 'a', 'b', 'c', 'd')",
  "select dictGet('homefield.alias_map', 'canonical', toUInt64(1))",
  "select * from dictionary('homefield.alias_map')",
  "select getSetting('max_threads')",
  'select currentUser()',
  'select hostName()',
  'select sleep(3)',
  'select sleepEachRow(1) from events',
  'select * apply(file) from events',
  'select count() from events settings additional_table_filters = {}',
  'select count() from (select * from events settings additional_table_filters = {})',
  'with a as (select 1 settings max_execution_time = 0) select * from a',
  'select 1; select 2',
  'select 1; drop table event',
  "select 1 into outfile '/tmp/x'",
  'select 1 format Null',
  'insert into events select * from events',
  'create table x (a Int8) engine = Memory',
  'drop table events',
  'set max_threads = 1',
  'kill query where 1',
  'system reload dictionaries',
  'show tables',
  'describe events',
  'explain select 1',
  'select * from (explain select 1)',
  'select * from view(select 1)',
  'use homefield',
  'select {a:String}',
  'not sql at all',
  '',
  'select 1) union all select count() from homefield.event --',
]
test.each(REFUSED)('refused: %s', async (text) => {
  await expect(askSql(mine, text)).rejects.toMatchObject({
    status: 400,
    code: expect.stringMatching(/^sql_(wrong|not_allowed)$/),
  })
})

test('another brand’s database is nobody’s, whatever it is called by', async () => {
  await askSql(theirs, 'select 1')
  const database = `homefield_of_${theirs.tenantId.replaceAll('-', '')}`
  for (const text of [
    `select * from ${database}.events`,
    `select * from \`${database}\`.\`events\``,
    `select 1 where 1 in ${database}.events`,
    `select (select count() from ${database}.events)`,
  ])
    await expect(askSql(mine, text)).rejects.toMatchObject({ code: 'sql_not_allowed' })
})

test('more rows than are given are said, and what takes too much is refused', async () => {
  const many = await askSql(mine, 'select number from numbers(20000)').catch((e) => e)
  expect(many.code).toBe('sql_not_allowed')
  const answer = await askSql(
    mine,
    'select a, b from (select arrayJoin(range(200)) as a) as x cross join (select arrayJoin(range(100)) as b) as y',
  )
  expect(answer).toMatchObject({ isCut: true })
  expect(answer.rows).toHaveLength(10_000)
  const whole = await askSql(mine, 'select arrayJoin(range(10000)) as a order by a')
  expect(whole).toMatchObject({ isCut: false })
  expect(whole.rows.at(-1)).toEqual([9_999])
})

test('what she is told of a wrong statement holds nothing of how it was put to the engine', async () => {
  for (const text of [
    'select 1 form events',
    'select costumer_id from events',
    'select 1 from evnts',
    'select (1',
  ]) {
    const { message } = await askSql(mine, text).catch((e) => e)
    expect(message).not.toMatch(/max_execution_time|additional_table_filters|formatQuery|tenant_id/)
    expect(message).toMatch(/position|identifier/)
  }
})
