// Audiences that live: 100,000 customers with 1,100,000 events, four audiences built, then kept true
// while events arrive through the collector: after 10,000 at once, and one at a time end to end.
// npm run bench -- audiences-live [--customers 100000] [--events 1100000]
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createAudience, takeStep } from '../server/src/audiences/audience.ts'
import { checks as audienceChecks } from '../server/src/audiences/index.ts'
import type { EventPattern, Rule } from '../server/src/audiences/rule.ts'
import { draft } from '../server/src/collect/testing.ts'
import { sql as chSql } from '../server/src/platform/ch.ts'
import { inBoth } from '../server/src/platform/check.ts'
import { startLoop } from '../server/src/platform/loop.ts'
import { openBrand, thousands, timed } from './brand.ts'
import { cpuOf } from './processes.ts'

const { ctx, keep, submit, submitViews, onStored, close } = await openBrand()
const { tenantId } = ctx

const viewed = { any_of: [{ event: 'product_viewed', where: [] }] }
const costly: EventPattern = {
  any_of: [
    { event: 'product_viewed', where: [{ property: 'price', is: { op: 'gte', value: 50 } }] },
  ],
}
const trait: Rule = { kind: 'attribute', name: 'city', is: { op: 'is', value: '上海' } }
const three: Rule = {
  kind: 'did',
  event: costly,
  window: { kind: 'ever' },
  times: { op: 'gte', value: 3 },
}
const RULES: Record<string, Rule> = {
  'a trait': trait,
  'three or more of 50 and more': three,
  both: { kind: 'all', rules: [trait, three] },
  'within 7 days': {
    kind: 'did',
    event: viewed,
    window: { kind: 'last', span: { n: 7, unit: 'day' } },
    times: { op: 'gte', value: 1 },
  },
}
for (const [name, rule] of Object.entries(RULES)) {
  const id = await createAudience(ctx, {
    ...{ name, rule, description: '', folder: '', labels: [], kind: 'rule', note: '' },
  })
  await takeStep(ctx, id, 'go_live')
}
await timed('four audiences built', keep, '   wanted 1,500 ms')
await timed('baseline: the largest of them by hand', () =>
  ctx.ch.rows(
    tenantId,
    chSql`select groupBitmapState(dictGetOrDefault('homefield.alias_map', 'canonical', toUInt64(customer_id), customer_id)) as set
      from event where name = 'product_viewed' and JSONExtractFloat(props, 'price') >= 50`,
  ),
)
const { rows: sizes } = await sql<{ name: string; size: number }>`
  select name, size from audience where tenant_id = ${tenantId} order by created_at`.execute(ctx.pg)
console.log(`  ${sizes.map((s) => `${s.name} ${thousands(s.size)}`).join(', ')}`)
// What was on its way when they were made is settled before anything is measured.
await keep()

await submitViews(10_000)
await timed('after 10,000 new events of as many customers', keep, '   wanted 150 ms')

console.log('\nOne event to membership, as the loop of a server does it')
const audience = sizes.find((s) => s.name === 'within 7 days')
if (!audience) throw new Error('no such audience')
const versionOf = async () => {
  const { rows } = await sql<{ version: number }>`
    select version from audience where tenant_id = ${tenantId} and name = 'within 7 days'`.execute(
    ctx.pg,
  )
  return rows[0]?.version ?? 0
}
const loop = startLoop(2_000, keep, (error) => error && console.error(error), {
  times: 2,
  mostMs: 5_000,
})
onStored(loop.poke)
const took: number[] = []
for (let i = 0; i < 100; i++) {
  // Somebody nobody has seen yet: she enters for sure.
  const before = await versionOf()
  const began = performance.now()
  await submit([
    draft({
      name: 'product_viewed',
      messageId: `one-${i}`,
      identifiers: [{ namespace: 'anonymous', value: `newcomer-${i}` }],
    }),
  ])
  while ((await versionOf()) === before) await sleep(5)
  took.push(performance.now() - began)
}
took.sort((a, b) => a - b)
console.log(
  `  from the request to the version that has her: p50 ${took[49]?.toFixed(0)}, p99 ${took[98]?.toFixed(0)} ms   wanted 1,000`,
)
const idle = cpuOf(process.pid)
await sleep(20_000)
console.log(
  `  idle for 20 s: ${((cpuOf(process.pid) - idle) * 1000).toFixed(0)} ms CPU (four audiences, one with a window)`,
)
await loop.stop()
const without = cpuOf(process.pid)
await sleep(20_000)
console.log(
  `  baseline, the loop stopped, 20 s: ${((cpuOf(process.pid) - without) * 1000).toFixed(0)} ms CPU`,
)
for (const check of audienceChecks) {
  // Time moves somebody between the round and the look: what only one of two looks saw was on its way.
  const { total } = inBoth(await check.compare(ctx), await check.compare(ctx))
  console.log(`  ${check.name}: ${total} differences from a rebuild`)
}
await close()
