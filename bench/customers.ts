// Finding, listing and opening customers at size: 1,000,000 of them and 50,000,000 events, embedded.
// The brand is written set by set straight into both stores; the search tables are then built by the
// program's own rebuild. Baselines are asked of the same database in the same run.
// npm run bench -- customers [--customers 1000000] [--events 50000000] [--keep DIR]
import { randomUUIDv7 } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { pino } from 'pino'
import { timelineOf } from '../server/src/collect/index.ts'
import { customerValue } from '../server/src/commerce/index.ts'
import { as, sql as chSql, openCh } from '../server/src/platform/ch.ts'
import { type Ctx, SYSTEM } from '../server/src/platform/ctx.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migrateCh, migratePg } from '../server/src/platform/migrate.ts'
import { openPg } from '../server/src/platform/pg.ts'
import {
  type CustomerFilter,
  checks,
  countCustomers,
  getCustomerPage,
  listCustomers,
  useOrderBook,
} from '../server/src/profile/index.ts'
import { fillEvents, fillState, GIVEN, SURNAMES } from './customers-data.ts'

const { values: given } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '50000000' },
    keep: { type: 'string' },
  },
})
const size = { customers: Number(given.customers), events: Number(given.events) }
const directory = given.keep ?? mkdtempSync(join(tmpdir(), 'homefield-customers-'))
const isThere = existsSync(join(directory, 'pg'))
mkdirSync(directory, { recursive: true })
const log = pino({ level: 'silent' })
const ch = await openCh(`chdb:${join(directory, 'ch')}`)
const postgres = await startEmbeddedPostgres({ dir: join(directory, 'pg'), log })
const pg = openPg(postgres.config, (error) => console.error(error))
useOrderBook(customerValue)

const seconds = async (label: string, work: () => Promise<unknown>) => {
  const started = performance.now()
  await work()
  console.log(`  ${label.padEnd(58)} ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
const thousands = (n: number) => n.toLocaleString('en')

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, embedded stores`)
await migrateCh(ch)
await migratePg(pg.pool)
const tenantId = isThere
  ? String((await pg.pool.query('select id from tenant')).rows[0]?.id)
  : randomUUIDv7()
const ctx: Ctx = {
  pg: pg.db,
  ch,
  jobs: { send: async () => {} },
  tenantId,
  actor: SYSTEM,
  now: () => new Date(),
  log,
}
if (!isThere) {
  await pg.pool.query(
    `insert into tenant (id, name, timezone, currency) values ($1, 'bench', 'Asia/Shanghai', 'CNY')`,
    [tenantId],
  )
  let first = 1
  await seconds(`${thousands(size.customers)} customers written`, async () => {
    first = await fillState(ctx, size)
  })
  await seconds(`${thousands(size.events)} events written`, () => fillEvents(ctx, size, first))
  // Rules read customers' state in the event store; lists and search do not.
  for (const check of checks.filter((c) => c.name !== 'profile.state'))
    await seconds(`${check.name} built by the rebuild`, async () => check.repair?.(ctx))
  await seconds('vacuum and analyze, as autovacuum does in time', async () => {
    const client = await pg.pool.connect()
    await client.query('set statement_timeout = 0')
    await client.query('vacuum (analyze)')
    client.release(true)
  })
}
await mergePastMonths()
const { rows: sizes } = await pg.pool.query<{ name: string; size: string }>(
  `select relname as name, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class
   where relname in ('customer_search', 'customer_figure', 'customer_activity', 'customer_search_by_term')`,
)
console.log(`  ${sizes.map((s) => `${s.name} ${s.size}`).join(', ')}`)
console.log(`  load of the machine ${loadavg()[0]?.toFixed(1)}`)

/** As the engine leaves a month a day after the last event came into it (`min_age_to_force_merge_seconds`). */
async function mergePastMonths() {
  const months = await ch.allRows<{ month: string; parts: string; events: string }>(chSql`
    select partition as month, count() as parts, sum(rows) as events from system.parts
    where database = 'homefield' and table = 'event' and active
      and partition < toString(toYYYYMM(now())) group by month having parts > 1 order by month`)
  for (const { month, parts, events } of months) {
    const before = process.cpuUsage()
    await ch.command(`optimize table homefield.event partition ${Number(month)} final`)
    const { user, system } = process.cpuUsage(before)
    console.log(
      `  ${month} merged, ${parts} parts of ${thousands(Number(events))} events: ${((user + system) / Number(events)).toFixed(1)} µs of CPU an event`,
    )
  }
}

const pick = <T>(list: readonly T[] | string, i: number) =>
  list[(i * 7919) % list.length] as T & string
const { rows: people } = await sql<{ id: number; phone: string | null; openid: string | null }>`
  select c.id, max(i.value) filter (where i.namespace = 'phone') as phone,
    max(i.value) filter (where i.namespace like 'openid:%') as openid
  from customer c join identifier i on i.tenant_id = c.tenant_id and i.customer_id = c.id
  where c.tenant_id = ${tenantId} and c.id = c.canonical_id and c.id % 997 = 3
  group by c.id limit 1000`.execute(pg.db)
const phones = people.flatMap((p) => p.phone ?? [])
const openids = people.flatMap((p) => p.openid ?? [])

async function measure(
  label: string,
  wanted: number | undefined,
  times: number,
  work: (i: number) => Promise<unknown>,
) {
  for (let i = 0; i < 5; i++) await work(times + i)
  const ms: number[] = []
  for (let i = 0; i < times; i++) {
    const started = performance.now()
    await work(i)
    ms.push(performance.now() - started)
  }
  ms.sort((a, b) => a - b)
  const at = (share: number) =>
    (ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? 0).toFixed(1)
  console.log(
    `  ${label.padEnd(58)} p50 ${at(0.5).padStart(7)}  p99 ${at(0.99).padStart(7)} ms${wanted ? `   wanted ${wanted}` : ''}`,
  )
}
const list = (filter: CustomerFilter) =>
  listCustomers(ctx, { filter, sort: 'last_seen', limit: 50 })
const search = (q: string) => listCustomers(ctx, { filter: { q }, sort: 'last_seen', limit: 20 })

console.log('\nOne customer in full')
await measure('GET /customers/:id', 50, 200, (i) =>
  getCustomerPage(ctx, people[i % people.length]?.id ?? 1),
)
// As the page opens: the customer and the first lines of the story, asked together.
const firstLines = (id: number) => timelineOf(ctx, id, { limit: 20 })
await measure('GET /customers/:id/timeline, the first 20 lines', 50, 200, (i) =>
  firstLines(people[i % people.length]?.id ?? 1),
)
await measure('both, as the page opens', 50, 200, (i) => {
  const id = people[i % people.length]?.id ?? 1
  return Promise.all([getCustomerPage(ctx, id), firstLines(id)])
})
await measure('baseline: the same lines in the order of the table', undefined, 20, (i) =>
  ch.rows(
    tenantId,
    chSql`select event_id, message_id, name, at, platform, session_id, page_title, props from event
      where customer_id = ${as('UInt32', people[i % people.length]?.id ?? 1)} order by at desc limit 21`,
  ),
)
await measure('baseline: its identifiers alone', undefined, 200, (i) =>
  sql`select * from identifier where tenant_id = ${tenantId} and customer_id = ${people[i % people.length]?.id ?? 1}`.execute(
    pg.db,
  ),
)

/** Of a hundred, the 99th percentile is the worst one, which tells of the machine alone. */
const SEARCHES = 500
console.log('\nSearch')
await measure('a whole phone number', 100, SEARCHES, (i) => search(pick(phones, i).slice(3)))
await measure('a whole openid', 100, SEARCHES, (i) => search(pick(openids, i)))
await measure('the first 6 digits of a phone', 100, SEARCHES, (i) =>
  search(pick(phones, i).slice(3, 9)),
)
await measure('the last 4 digits of a phone', 100, SEARCHES, (i) =>
  search(pick(phones, i).slice(-4)),
)
await measure('one character of a name', 100, SEARCHES, (i) => search(pick(SURNAMES, i)))
await measure('two characters of a name', 100, SEARCHES, (i) =>
  search(pick(SURNAMES, i) + pick(GIVEN, i * 3 + 1)),
)
await measure('three characters of a name', 100, SEARCHES, (i) =>
  search(pick(SURNAMES, i) + pick(GIVEN, i * 3 + 1) + pick(GIVEN, i * 5 + 2)),
)
await measure('an order number', 100, SEARCHES, (i) => search(`SO${(i + 1) * 37}-1`))
await measure('baseline: two characters by like, no index', undefined, 3, (i) =>
  sql`select s.customer_id from customer_search s
    where s.tenant_id = ${tenantId} and s.names like ${`%${pick(SURNAMES, i)}${pick(GIVEN, i)}%`}
    order by s.customer_id desc limit 20`.execute(pg.db),
)

console.log('\nLists of 50, with their total')
await measure('everybody', 300, 30, () => list({}))
await measure('a common tag and a city', 300, 30, (i) =>
  list({
    tags: { all: ['高潜'] },
    attributes: [{ name: 'city', op: 'is', value: [pick(['上海', '北京', '广州'], i)] }],
  }),
)
await measure('a rare tag, a city and a gender', 300, 30, () =>
  list({
    tags: { all: ['VIP'] },
    attributes: [
      { name: 'city', op: 'is', value: ['上海'] },
      { name: 'gender', op: 'is', value: ['女'] },
    ],
  }),
)
await measure('a tag and an age above 40', 300, 30, () =>
  list({ tags: { all: ['护肤'] }, attributes: [{ name: 'age', op: 'gt', value: 40 }] }),
)
await measure('a tag, without another, who spent over ¥300', 300, 30, () =>
  list({ tags: { all: ['母婴'], none: ['VIP'] }, spent_fen: { min: 30_000 } }),
)
await measure('counted to the last: a common tag and a city', undefined, 10, () =>
  countCustomers(ctx, {
    tags: { all: ['高潜'] },
    attributes: [{ name: 'city', op: 'is', value: ['上海'] }],
  }),
)
await measure('baseline: the same tag and city from their own tables', undefined, 5, () =>
  sql`select count(distinct n.canonical_id) from customer_tag t
    join customer n on n.tenant_id = t.tenant_id and n.id = t.node_id
    join customer m on m.tenant_id = n.tenant_id and m.canonical_id = n.canonical_id
    join attribute a on a.tenant_id = m.tenant_id and a.node_id = m.id
    where t.tenant_id = ${tenantId} and t.tag = '高潜' and a.name = 'city' and a.value = '"上海"'::jsonb`.execute(
    pg.db,
  ),
)

await ch.close()
await pg.close()
await postgres.stop()
if (!given.keep) rmSync(directory, { recursive: true, force: true })
