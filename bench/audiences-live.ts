// Audiences that live: 100,000 customers with 1,100,000 events, four audiences built, then kept true
// while events arrive through the collector: after 10,000 at once, and one at a time end to end.
// npm run bench -- audiences-live [--customers 100000] [--events 1100000]
import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { pino } from 'pino'
import { createAudience, takeStep } from '../server/src/audiences/audience.ts'
import { checks as audienceChecks, keepAudiences } from '../server/src/audiences/index.ts'
import type { EventPattern, Rule } from '../server/src/audiences/rule.ts'
import { createCollector } from '../server/src/collect/index.ts'
import { draft } from '../server/src/collect/testing.ts'
import { customerValue } from '../server/src/commerce/index.ts'
import { useMergePolicy } from '../server/src/identity/index.ts'
import { sql as chSql, openCh } from '../server/src/platform/ch.ts'
import { type Ctx, SYSTEM } from '../server/src/platform/ctx.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { startLoop } from '../server/src/platform/loop.ts'
import { migrateCh, migratePg } from '../server/src/platform/migrate.ts'
import { openPg } from '../server/src/platform/pg.ts'
import { checks, consentPolicy, useOrderBook } from '../server/src/profile/index.ts'
import { fillEvents, fillState } from './customers-data.ts'
import { cpuOf } from './processes.ts'

const { values: given } = parseArgs({
  options: {
    customers: { type: 'string', default: '100000' },
    events: { type: 'string', default: '1100000' },
  },
})
const size = { customers: Number(given.customers), events: Number(given.events) }
const directory = mkdtempSync(join(tmpdir(), 'homefield-audiences-'))
const log = pino({ level: 'silent' })
const ch = await openCh(`chdb:${join(directory, 'ch')}`)
const postgres = await startEmbeddedPostgres({ dir: join(directory, 'pg'), log })
const pg = openPg(postgres.config, (error) => console.error(error))
useOrderBook(customerValue)
useMergePolicy(consentPolicy)
await migrateCh(ch)
await migratePg(pg.pool)
const tenantId = randomUUIDv7()
await pg.pool.query(
  `insert into tenant (id, name, timezone, currency) values ($1, 'bench', 'Asia/Shanghai', 'CNY')`,
  [tenantId],
)
const ctx: Ctx = {
  pg: pg.db,
  ch,
  jobs: { send: async () => {} },
  tenantId,
  actor: SYSTEM,
  now: () => new Date(),
  log,
}
const ctxOf = (tenantId: string): Ctx => ({ ...ctx, tenantId })
const thousands = (n: number) => n.toLocaleString('en')
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, embedded stores, load ${loadavg()[0]?.toFixed(1)}`,
)

/** Ours and PostgreSQL's processes: chDB is in ours. */
async function timed(label: string, work: () => Promise<unknown>, note = '') {
  const cpu = cpuOf(process.pid)
  const began = performance.now()
  await work()
  const ms = performance.now() - began
  console.log(
    `  ${label.padEnd(58)} ${ms.toFixed(0).padStart(7)} ms, ${((cpuOf(process.pid) - cpu) * 1000).toFixed(0)} ms CPU${note}`,
  )
}

const first = await fillState(ctx, size)
await fillEvents(ctx, size, first)
for (const check of checks) await check.repair?.(ctx)
const client = await pg.pool.connect()
await client.query('vacuum (analyze)')
client.release()

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
console.log(`\n${thousands(size.customers)} customers, ${thousands(size.events)} events`)
const round = () => keepAudiences(ctx, ctxOf)
for (const [name, rule] of Object.entries(RULES)) {
  const id = await createAudience(ctx, {
    ...{ name, rule, description: '', folder: '', labels: [], kind: 'rule', note: '' },
  })
  await takeStep(ctx, id, 'go_live')
}
await timed('four audiences built', round, '   wanted 1,500 ms')
await timed('baseline: the largest of them by hand', () =>
  ch.rows(
    tenantId,
    chSql`select groupBitmapState(dictGetOrDefault('homefield.alias_map', 'canonical', toUInt64(customer_id), customer_id)) as set
      from event where name = 'product_viewed' and JSONExtractFloat(props, 'price') >= 50`,
  ),
)
const { rows: sizes } = await sql<{ name: string; size: number }>`
  select name, size from audience where tenant_id = ${tenantId} order by created_at`.execute(pg.db)
console.log(`  ${sizes.map((s) => `${s.name} ${thousands(s.size)}`).join(', ')}`)
// What was on its way when they were made is settled before anything is measured.
await round()

const { rows: phones } = await sql<{ value: string }>`
  select value from identifier where tenant_id = ${tenantId} and namespace = 'phone' limit 20000`.execute(
  pg.db,
)
const collector = createCollector(ctxOf, { maxWaiting: 100_000 })
const submit = (from: number, count: number) =>
  collector.submit({
    ...{ tenantId, protocol: 'homefield', source: 'shop', writeKeyId: null, isVerified: true },
    receivedAt: Date.now(),
    drafts: Array.from({ length: count }, (_, i) =>
      draft({
        index: i,
        name: 'product_viewed',
        messageId: `bench-${from + i}`,
        identifiers: [
          { namespace: 'phone', value: phones[(from + i) % phones.length]?.value ?? '' },
        ],
        props: { sku: 'S1', price: 80 },
      }),
    ),
  })
await Promise.all(Array.from({ length: 100 }, (_, i) => submit(i * 100, 100)))
await timed('after 10,000 new events of as many customers', round, '   wanted 150 ms')

console.log('\nOne event to membership, as the loop of a server does it')
const audience = sizes.find((s) => s.name === 'within 7 days')
if (!audience) throw new Error('no such audience')
const versionOf = async () => {
  const { rows } = await sql<{ version: number }>`
    select version from audience where tenant_id = ${tenantId} and name = 'within 7 days'`.execute(
    pg.db,
  )
  return rows[0]?.version ?? 0
}
const loop = startLoop(2_000, round, (error) => error && console.error(error), {
  times: 2,
  mostMs: 5_000,
})
collector.onStored(loop.poke)
const took: number[] = []
for (let i = 0; i < 100; i++) {
  // Somebody nobody has seen yet: she enters for sure.
  const before = await versionOf()
  const began = performance.now()
  await collector.submit({
    ...{ tenantId, protocol: 'homefield', source: 'shop', writeKeyId: null, isVerified: true },
    receivedAt: Date.now(),
    drafts: [
      draft({
        name: 'product_viewed',
        messageId: `one-${i}`,
        identifiers: [{ namespace: 'anonymous', value: `newcomer-${i}` }],
      }),
    ],
  })
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
await collector.stop()
for (const check of audienceChecks) {
  const { total } = await check.compare(ctx)
  console.log(`  ${check.name}: ${total} differences from a rebuild`)
}
await ch.close()
await pg.close()
await postgres.stop()
rmSync(directory, { recursive: true, force: true })
