// What the rule benchmarks ask, beside the best statement somebody would write by hand, and how long one
// question takes.
import { compile, type Reading } from '../server/src/audiences/compile.ts'
import { counting } from '../server/src/audiences/estimate.ts'
import type { Rule } from '../server/src/audiences/rule.ts'
import { type Ch, type Sql, sql } from '../server/src/platform/ch.ts'

export interface Took {
  ms: number
  cpuMs: number
  count: number
}

async function timed(work: () => Promise<number>): Promise<Took> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  const count = await work()
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return { ms, cpuMs: (user + system) / 1000, count }
}

const middle = (list: readonly number[]) =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

/** The middle of three. */
async function thrice(once: () => Promise<Took>): Promise<Took> {
  const runs = [await once(), await once(), await once()]
  return {
    ms: middle(runs.map((r) => r.ms)),
    cpuMs: middle(runs.map((r) => r.cpuMs)),
    count: runs[0]?.count ?? 0,
  }
}

/** Of two that are asked by turns, so that whatever else the machine does befalls both: the middle of seven. */
async function inTurns(
  one: () => Promise<Took>,
  other: () => Promise<Took>,
): Promise<[Took, Took]> {
  const [ones, others]: [Took[], Took[]] = [[], []]
  for (let i = 0; i < 7; i++) {
    ones.push(await one())
    others.push(await other())
  }
  const middleOf = (runs: readonly Took[]): Took => ({
    ms: middle(runs.map((r) => r.ms)),
    cpuMs: middle(runs.map((r) => r.cpuMs)),
    count: runs[0]?.count ?? 0,
  })
  return [middleOf(ones), middleOf(others)]
}

export function questions(ch: Ch, tenantId: string) {
  const clock = { now: Date.now(), timezone: 'Asia/Shanghai' }
  const reading: Reading = {
    clock,
    membersOf: () => sql`(select groupBitmapState(toUInt32(0)) from numbers(0))`,
  }
  const compiled = (rule: Rule) => compile(rule, reading).bitmap
  const asked = (question: Sql) =>
    timed(async () => {
      const [row] = await ch.rows<{ size: string }>(tenantId, question, { maxSeconds: 300 })
      return Number(row?.size ?? 0)
    })
  const once = (bitmap: Sql) => asked(sql`select bitmapCardinality(${bitmap}) as size`)
  return {
    compiled,
    /** Without the engine's caches; the disk's cache stays. */
    async cold(bitmap: Sql): Promise<Took> {
      await ch.command('system drop mark cache')
      await ch.command('system drop uncompressed cache')
      return once(bitmap)
    },
    warm: (bitmap: Sql) => thrice(() => once(bitmap)),
    beside: (one: Sql, other: Sql) =>
      inTurns(
        () => once(one),
        () => once(other),
      ),
    /** As the rule editor asks it: how many, how many of them can be reached, out of how many. */
    estimated: (rule: Rule) => thrice(() => asked(counting(compiled(rule), reading))),
    ten: tenRules(tenantId, clock.now),
  }
}

const events = (event: string, where: never[] = []) => ({ any_of: [{ event, where }] })
const days = (n: number) => ({ kind: 'last' as const, span: { n, unit: 'day' as const } })
const C = `dictGetOrDefault('homefield.alias_map', 'canonical', toUInt64(customer_id), customer_id)`
export const statement = (select: string): Sql => ({ text: [`(${select})`], slots: [] })

/** A rule, and the statement somebody who knows the tables well would write for it. */
function tenRules(tenantId: string, now: number): [label: string, rule: Rule, byHand: string][] {
  const ago = (n: number) =>
    `toDateTime64('${new Date(now - n * 86_400_000).toISOString().slice(0, 23).replace('T', ' ')}', 3, 'UTC')`
  const state = (kind: string, key: string) =>
    `homefield.customer_state final where tenant_id = '${tenantId}' and kind = '${kind}' and key = '${key}'`
  const row = `homefield.event where tenant_id = '${tenantId}'`
  const ordersAtLeastTwo: Rule = {
    ...{ kind: 'orders', of: 'count', window: days(90), where: {}, is: { op: 'gte', value: 2 } },
  }
  return [
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
      {
        kind: 'attribute',
        name: 'birthday',
        is: { op: 'anniversary_in', from_days: 0, to_days: 7 },
      },
      `select groupBitmapState(${C}) from ${state('attribute', 'birthday')} and formatDateTime(assumeNotNull(at), '%m-%d', 'Asia/Shanghai') in (${Array.from(
        { length: 8 },
        (_, i) => `'${new Date(now + 8 * 3_600_000 + i * 86_400_000).toISOString().slice(5, 10)}'`,
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
      ordersAtLeastTwo,
      // An order that turns out to be another customer's is taken from one and counted for the other.
      `select groupBitmapState(c) from (select c from (
        select ${C} as c, 1 as n from ${row} and name = 'order_paid' and at >= ${ago(90)}
        union all select ${C}, if(JSONExtractString(props, 'side') = 'after', 1, -1) from ${row} and name = 'order_corrected' and at >= ${ago(90)}
      ) group by c having sum(n) >= 2)`,
    ],
    [
      '… by hand blind to corrections',
      ordersAtLeastTwo,
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
}

/** Conditions for which there is no short statement by hand. */
export const OTHERS: [string, Rule][] = [
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
