// Rules at size: each condition cold and warm, the compiled statement beside the best one written by
// hand, sets of members put together, and what ten times the customers cost.
// npm run bench -- audiences [--customers 2000000] [--events 50000000] [--keep DIR]
import { randomUUIDv7 } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compile } from '../server/src/audiences/compile.ts'
import type { Rule } from '../server/src/audiences/rule.ts'
import { openCh, type Sql, sql } from '../server/src/platform/ch.ts'
import { migrateCh } from '../server/src/platform/migrate.ts'
import { fillBrand } from './audiences-data.ts'

const { values: given } = parseArgs({
  options: {
    customers: { type: 'string', default: '2000000' },
    events: { type: 'string', default: '50000000' },
    keep: { type: 'string' },
  },
})
const size = { customers: Number(given.customers), events: Number(given.events) }
const directory = given.keep ?? mkdtempSync(join(tmpdir(), 'homefield-audiences-'))
mkdirSync(directory, { recursive: true })
const tenantFile = join(directory, 'tenant')
const isThere = existsSync(tenantFile)
const tenantId = isThere ? readFileSync(tenantFile, 'utf8') : randomUUIDv7()
const ch = await openCh(`chdb:${join(directory, 'ch')}`)
await migrateCh(ch)
const thousands = (n: number) => n.toLocaleString('en')
console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, embedded`)
if (!isThere) {
  const began = performance.now()
  await fillBrand({ ch, tenantId }, size)
  writeFileSync(tenantFile, tenantId)
  console.log(
    `  ${thousands(size.customers)} customers, ${thousands(size.events)} events written in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
}

interface Took {
  ms: number
  cpuMs: number
  count: number
}
async function once(bitmap: Sql): Promise<Took> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  const [row] = await ch.rows<{ n: string }>(
    tenantId,
    sql`select bitmapCardinality(${bitmap}) as n`,
    { maxSeconds: 300 },
  )
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return { ms, cpuMs: (user + system) / 1000, count: Number(row?.n ?? 0) }
}
const middle = (list: readonly number[]) =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
async function warm(bitmap: Sql): Promise<Took> {
  const runs = [await once(bitmap), await once(bitmap), await once(bitmap)]
  return {
    ms: middle(runs.map((r) => r.ms)),
    cpuMs: middle(runs.map((r) => r.cpuMs)),
    count: runs[0]?.count ?? 0,
  }
}

const clock = { now: Date.now(), timezone: 'Asia/Shanghai' }
const compiled = (rule: Rule) =>
  compile(rule, {
    clock,
    membersOf: () => sql`(select groupBitmapState(toUInt32(0)) from numbers(0))`,
  }).bitmap
const events = (event: string, where: never[] = []) => ({ any_of: [{ event, where }] })
const days = (n: number) => ({ kind: 'last' as const, span: { n, unit: 'day' as const } })
const of = (select: string): Sql => ({ text: [`(${select})`], slots: [] })
const C = `dictGetOrDefault('homefield.alias_map', 'canonical', toUInt64(customer_id), customer_id)`
const ago = (n: number) =>
  `toDateTime64('${new Date(clock.now - n * 86_400_000).toISOString().slice(0, 23).replace('T', ' ')}', 3, 'UTC')`
const state = (kind: string, key: string) =>
  `homefield.customer_state final where tenant_id = '${tenantId}' and kind = '${kind}' and key = '${key}'`
const row = `homefield.event where tenant_id = '${tenantId}'`

/** A rule, and the statement somebody who knows the tables well would write for it. */
const RULES: [label: string, rule: Rule, byHand: string][] = [
  [
    'city is 上海',
    { kind: 'attribute', name: 'city', is: { op: 'is', value: '上海' } },
    `select groupBitmapState(${C}) from ${state('attribute', 'city')} and text = '上海'`,
  ],
  [
    'age between 25 and 34',
    { kind: 'attribute', name: 'age', is: { op: 'between', from: 25, to: 34 } },
    `select groupBitmapState(${C}) from ${state('attribute', 'age')} and number between 25 and 34`,
  ],
  [
    'birthday in the next 7 days',
    { kind: 'attribute', name: 'birthday', is: { op: 'anniversary_in', from_days: 0, to_days: 7 } },
    `select groupBitmapState(${C}) from ${state('attribute', 'birthday')} and formatDateTime(assumeNotNull(at), '%m-%d', 'Asia/Shanghai') in (${Array.from(
      { length: 8 },
      (_, i) =>
        `'${new Date(clock.now + 8 * 3_600_000 + i * 86_400_000).toISOString().slice(5, 10)}'`,
    ).join(',')})`,
  ],
  [
    'tag VIP',
    { kind: 'tags', match: 'any', tags: ['VIP'] },
    `select groupBitmapState(${C}) from ${state('tag', 'VIP')}`,
  ],
  [
    'opened the app in 7 days',
    { kind: 'did', event: events('app_opened'), window: days(7), times: { op: 'gte', value: 1 } },
    `select groupBitmapState(${C}) from ${row} and name = 'app_opened' and at >= ${ago(7)}`,
  ],
  [
    'viewed 5 times in 30 days',
    {
      kind: 'did',
      event: events('product_viewed'),
      window: days(30),
      times: { op: 'gte', value: 5 },
    },
    `select groupBitmapState(c) from (select ${C} as c from ${row} and name = 'product_viewed' and at >= ${ago(30)} group by c having count() >= 5)`,
  ],
  [
    'never put in a cart',
    {
      kind: 'did',
      event: events('added_to_cart'),
      window: { kind: 'ever' },
      times: { op: 'is', value: 0 },
    },
    `select bitmapAndnot((select groupBitmapState(${C}) from ${state('customer', '')}), (select groupBitmapState(${C}) from ${row} and name = 'added_to_cart'))`,
  ],
  [
    '2 orders in 90 days',
    { kind: 'orders', of: 'count', window: days(90), where: {}, is: { op: 'gte', value: 2 } },
    `select groupBitmapState(c) from (select ${C} as c from ${row} and name = 'order_paid' and at >= ${ago(90)} group by c having count() >= 2)`,
  ],
  [
    '¥500 in a year',
    {
      kind: 'orders',
      of: 'amount_fen',
      window: days(365),
      where: {},
      is: { op: 'gte', value: 50_000 },
    },
    `select groupBitmapState(c) from (select ${C} as c from ${row} and name in ('order_paid', 'order_refunded', 'order_corrected') and at >= ${ago(365)} group by c having sum(revenue_fen) >= 50000)`,
  ],
  [
    'cart, then order within 3 days',
    {
      kind: 'sequence',
      steps: [events('added_to_cart'), events('order_paid')],
      within: { n: 3, unit: 'day' },
      window: days(90),
    },
    `select groupBitmapState(c) from (select ${C} as c from ${row} and name in ('added_to_cart', 'order_paid') and at >= ${ago(90)} group by c
      having windowFunnel(259200000)(toUInt64(toUnixTimestamp64Milli(at)), name = 'added_to_cart', name = 'order_paid') = 2)`,
  ],
]

const ms = (n: number) => n.toFixed(0).padStart(6)
console.log(
  `\nTen rules over ${thousands(size.customers)} customers and ${thousands(size.events)} events (load ${loadavg()[0]?.toFixed(1)}); ms`,
)
console.log(`  ${''.padEnd(32)}   cold   warm    CPU | by hand    CPU | CPU ratio       inside`)
for (const [label, rule, byHand] of RULES) {
  await ch.command('system drop mark cache')
  await ch.command('system drop uncompressed cache')
  const cold = await once(compiled(rule))
  const [ours, hand] = [await warm(compiled(rule)), await warm(of(byHand))]
  const same = ours.count === hand.count ? '' : `  (by hand ${thousands(hand.count)})`
  console.log(
    `  ${label.padEnd(32)} ${ms(cold.ms)} ${ms(ours.ms)} ${ms(ours.cpuMs)} |  ${ms(hand.ms)} ${ms(hand.cpuMs)} |      ${(ours.cpuMs / hand.cpuMs).toFixed(2)} ${thousands(ours.count).padStart(12)}${same}`,
  )
}

console.log('\nOther conditions, cold then warm; ms')
const OTHERS: [string, Rule][] = [
  [
    'regularly: 3 of the last 4 weeks',
    { kind: 'regularly', event: events('app_opened'), unit: 'week', periods: 3, of: 4 },
  ],
  [
    'stopped: active 60 days, quiet 30',
    {
      kind: 'stopped',
      event: events('app_opened'),
      active: { n: 60, unit: 'day' },
      quiet: { n: 30, unit: 'day' },
    },
  ],
  [
    'started again after 90 days',
    {
      kind: 'started_again',
      event: events('app_opened'),
      gap: { n: 90, unit: 'day' },
      recent: { n: 7, unit: 'day' },
    },
  ],
  ['first time in 30 days', { kind: 'first_time', event: events('order_paid'), window: days(30) }],
  [
    'sum of a property over 1,000',
    {
      kind: 'measure',
      event: events('product_viewed'),
      window: days(90),
      of: 'sum',
      property: 'price',
      is: { op: 'gt', value: 1_000 },
    },
  ],
  [
    'last value of a property',
    {
      kind: 'event_value',
      event: events('product_viewed'),
      window: { kind: 'ever' },
      which: 'last',
      property: 'sku',
      is: { op: 'is', value: '17' },
    },
  ],
  [
    'bought of a category',
    {
      kind: 'orders',
      of: 'count',
      window: { kind: 'ever' },
      where: { categories: ['茶'] },
      is: { op: 'gte', value: 1 },
    },
  ],
  [
    'top 20 % by amount',
    {
      kind: 'top',
      by: { kind: 'orders', of: 'amount_fen', where: {} },
      window: { kind: 'ever' },
      keep: { unit: 'basis_points', n: 2_000 },
    },
  ],
  [
    'who brings 80 % of the amount',
    {
      kind: 'top',
      by: { kind: 'orders', of: 'amount_fen', where: {} },
      window: { kind: 'ever' },
      keep: { unit: 'contribution', n: 8_000 },
    },
  ],
  ['a tenth by chance', { kind: 'bucket', seed: 'a', from: 0, to: 1_000 }],
]
for (const [label, rule] of OTHERS) {
  await ch.command('system drop mark cache')
  const cold = await once(compiled(rule))
  const ours = await warm(compiled(rule))
  console.log(
    `  ${label.padEnd(36)} ${ms(cold.ms)} ${ms(ours.ms)}  CPU ${ms(ours.cpuMs)}  inside ${thousands(ours.count)}`,
  )
}

console.log('\nSets of members, half of all customers each; ms of the statement')
await ch.command(
  `create table if not exists homefield.bench_set (id UInt8, members AggregateFunction(groupBitmap, UInt32)) engine = MergeTree order by id`,
)
await ch.command('truncate table homefield.bench_set')
for (const id of [1, 2, 3])
  await ch.command(
    `insert into homefield.bench_set select ${id}, groupBitmapState(toUInt32(number)) from numbers(${size.customers * 2}) where cityHash64(number, ${id}) % 2 = 0`,
  )
const set = (id: number) => `(select members from homefield.bench_set where id = ${id})`
for (const [label, bitmap] of [
  ['and', `select bitmapAnd(${set(1)}, ${set(2)})`],
  ['or', `select bitmapOr(${set(1)}, ${set(2)})`],
  ['and not', `select bitmapAndnot(${set(1)}, ${set(2)})`],
  ['or of three', `select bitmapOr(bitmapOr(${set(1)}, ${set(2)}), ${set(3)})`],
] as const) {
  const took = await warm(of(bitmap))
  console.log(
    `  ${label.padEnd(14)} ${took.ms.toFixed(1).padStart(7)}  members ${thousands(took.count)}  wanted 20`,
  )
}
await ch.close()
if (!given.keep) rmSync(directory, { recursive: true })
