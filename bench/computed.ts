// Computed attributes at size: each built for everybody, all kept true after 10,000 events at once, and
// one event until the value stands.
// npm run bench -- computed [--customers 100000] [--events 1100000]
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Definition } from '../server/src/audiences/computed.ts'
import { createComputed } from '../server/src/audiences/computed-attribute.ts'
import { listComputed } from '../server/src/audiences/computed-queries.ts'
import { compileValues } from '../server/src/audiences/computed-sql.ts'
import { checks as audienceChecks } from '../server/src/audiences/index.ts'
import { readingNow } from '../server/src/audiences/reading.ts'
import { draft } from '../server/src/collect/testing.ts'
import { sql as chSql } from '../server/src/platform/ch.ts'
import { startLoop } from '../server/src/platform/loop.ts'
import { projectCustomers } from '../server/src/profile/index.ts'
import { openBrand, thousands, timed } from './brand.ts'
import { cpuOf } from './processes.ts'

const { ctx, size, first, keep, submit, submitViews, onStored, close } = await openBrand()
const { tenantId } = ctx
/** What one attribute makes of another goes by way of what is known of the customer. */
const settle = async () => {
  while ((await projectCustomers(ctx)) > 0) await keep()
}
const round = async () => {
  await keep()
  await settle()
}

/** Orders of a year: one for every twelve events, few customers with many. */
const ORDERS = Math.floor(size.events / 12)
await ctx.ch.command(`insert into homefield.event (tenant_id, name, customer_id, at, event_id, received_at, message_id,
    batch_id, platform, source, protocol, is_verified, historical, props, revenue_fen, currency)
  select toUUID('${tenantId}'), 'order_paid',
    toUInt32(${first} + floor(${size.customers} * pow((cityHash64(number, 1) % 1000003) / 1000003, 1.5))),
    fromUnixTimestamp64Milli(toInt64(${Date.now() - 365 * 86_400_000}) + toInt64(cityHash64(number, 2) % (365 * 86400)) * 1000) as at,
    reinterpretAsUUID(sipHash128(number)), at, concat('o', toString(number)), 900000000 + intDiv(number, 5000),
    'web', 'shop', 'own', true, true,
    concat('{"commerce_order":"', toString(number), '","lines":[{"sku":"', toString(cityHash64(number, 3) % 500), '","category":"',
      ['茶', '杯', '礼盒'][1 + cityHash64(number, 4) % 3], '","quantity":1,"total_fen":', toString(cityHash64(number, 5) % 30000), '}]}'),
    cityHash64(number, 5) % 30000, 'CNY'
  from numbers(${ORDERS})`)
console.log(`${thousands(ORDERS)} paid orders besides\n`)

const viewed = { any_of: [{ event: 'product_viewed', where: [] }] }
const days = (n: number) => ({ kind: 'last' as const, span: { n, unit: 'day' as const } })
const spent: Definition = { kind: 'order_figure', of: 'amount_fen', window: days(90), where: {} }
const DEFINITIONS: Record<string, Definition> = {
  views_30d: { kind: 'event_figure', of: 'count', event: viewed, window: days(30) },
  price_sum: {
    ...{ kind: 'event_figure', of: 'sum', property: 'price', event: viewed },
    window: { kind: 'ever' },
  },
  spent_90d: spent,
  category: {
    ...{ kind: 'order_value', which: 'most_frequent', by: 'category', where: {} },
    window: { kind: 'ever' },
  },
  spent_by_views: {
    kind: 'formula',
    formula: {
      kind: 'divide',
      left: { kind: 'attribute', name: 'spent_90d' },
      right: {
        kind: 'or',
        left: { kind: 'attribute', name: 'views_30d' },
        right: { kind: 'number', value: 1 },
      },
    },
  },
  stage: {
    kind: 'cases',
    cases: [
      {
        when: {
          ...{ kind: 'orders', of: 'count', window: days(45), where: {} },
          is: { op: 'gte', value: 2 },
        },
        value: 'active',
      },
      {
        when: { kind: 'did', event: viewed, window: days(7), times: { op: 'gte', value: 1 } },
        value: 'looking',
      },
    ],
    otherwise: 'quiet',
  },
  rfm: {
    ...{ kind: 'rfm', window: days(365), where: {}, money: 'average_fen', output: 'cell' },
    cuts: { kind: 'fifths', anew: 'month' },
  },
}

const make = (name: string, definition: Definition) =>
  createComputed(ctx, {
    ...{ name, label: name, description: '', group: '', note: '' },
    definition,
  })
for (const [name, definition] of Object.entries(DEFINITIONS)) {
  await make(name, definition)
  await timed(`${name} built`, keep)
  await settle()
}
for (const { name, customers } of await listComputed(ctx))
  console.log(`    ${name}: ${thousands(customers ?? 0)} customers have one`)
const reading = await readingNow(ctx)
await timed('baseline: the sum of prices reckoned, nothing written', () =>
  ctx.ch.rows(
    tenantId,
    chSql`select count() as n, sum(cityHash64(v)) as of from (${compileValues(DEFINITIONS.price_sum ?? spent, reading)})`,
  ),
)
// What was on its way when they were made is settled before anything is measured.
await round()

await submitViews(10_000)
await timed('all seven after 10,000 new events of as many customers', keep)
await timed('  and what reads another of them', settle)

console.log('\nOne event to the value, as the loop of a server does it')
const loop = startLoop(2_000, round, (error) => error && console.error(error), {
  times: 2,
  mostMs: 5_000,
})
onStored(loop.poke)
const hasOne = async (who: string) => {
  const { rows } = await sql`select 1 from attribute a
    join identifier i on i.tenant_id = a.tenant_id and i.customer_id = a.node_id
    where a.tenant_id = ${tenantId} and a.name = 'price_sum' and i.namespace = 'anonymous' and i.value = ${who}`.execute(
    ctx.pg,
  )
  return rows.length > 0
}
const took: number[] = []
for (let i = 0; i < 100; i++) {
  const who = `newcomer-${i}`
  const began = performance.now()
  await submit([
    draft({
      ...{ name: 'product_viewed', messageId: `one-${i}`, props: { price: 80 } },
      identifiers: [{ namespace: 'anonymous', value: who }],
    }),
  ])
  while (!(await hasOne(who))) await sleep(5)
  took.push(performance.now() - began)
}
took.sort((a, b) => a - b)
console.log(
  `  from the request to the value: p50 ${took[49]?.toFixed(0)}, p99 ${took[98]?.toFixed(0)} ms`,
)
const idle = cpuOf(process.pid)
await sleep(20_000)
console.log(`  idle for 20 s: ${((cpuOf(process.pid) - idle) * 1000).toFixed(0)} ms CPU`)
await loop.stop()
for (const check of audienceChecks) {
  const { total } = await check.compare(ctx)
  console.log(`  ${check.name}: ${total} differences from a whole reckoning`)
}
await close()
