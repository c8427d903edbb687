// What a data scope costs: lists, counts and one customer for a region, a store and a guide, of
// 1,000,000 customers, against the same statement for who sees everybody. Embedded PostgreSQL.
// npm run bench -- scope [--customers 1000000] [--keep DIR] [--explain]
import { randomUUIDv7 } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type RawBuilder, sql } from 'kysely'
import { pino } from 'pino'
import { customerScope } from '../server/src/org/index.ts'
import { openCh } from '../server/src/platform/ch.ts'
import { type Ctx, type Scope, SYSTEM } from '../server/src/platform/ctx.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migratePg } from '../server/src/platform/migrate.ts'
import { openPg } from '../server/src/platform/pg.ts'

const { values: given } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    keep: { type: 'string' },
    explain: { type: 'boolean', default: false },
  },
})
const customers = Number(given.customers)
const directory = given.keep ?? mkdtempSync(join(tmpdir(), 'homefield-scope-'))
const isThere = existsSync(join(directory, 'pg'))
mkdirSync(directory, { recursive: true })
const log = pino({ level: 'silent' })
const postgres = await startEmbeddedPostgres({ dir: join(directory, 'pg'), log })
const pg = openPg(postgres.config, (error) => console.error(error))
const ch = await openCh(`chdb:${join(directory, 'ch')}`)

/** 5 regions, 500 stores, 2,000 guides; a tenth merged, half befriended, four fifths with a store. */
async function fill(tenantId: string): Promise<void> {
  const t = sql`${tenantId}::uuid`
  const run = (statement: RawBuilder<unknown>) => statement.execute(pg.db)
  await run(sql`insert into tenant (id, name, timezone, currency)
    values (${t}, 'bench', 'Asia/Shanghai', 'CNY')`)
  await run(sql`insert into region (tenant_id, id, code, name, created_at)
    select ${t}, gen_random_uuid(), 'r' || g, 'r' || g, now() from generate_series(1, 5) g`)
  await run(sql`insert into store (tenant_id, id, code, name, kind, region_id, created_at)
    select ${t}, gen_random_uuid(), 's' || g, 's' || g, 'direct', r.id, now() from generate_series(1, 500) g
    join region r on r.tenant_id = ${t} and r.code = 'r' || (g % 5 + 1)`)
  await run(sql`insert into staff (tenant_id, id, code, name, created_at)
    select ${t}, gen_random_uuid(), 'f' || g, 'f' || g, now() from generate_series(1, 2000) g`)
  await run(sql`insert into staff_post (tenant_id, id, staff_id, store_id, from_at, actor)
    select ${t}, gen_random_uuid(), f.id, s.id, now(), 'bench' from staff f
    join store s on s.tenant_id = ${t} and s.code = 's' || (substr(f.code, 2)::int % 500 + 1)
    where f.tenant_id = ${t}`)
  await run(sql`insert into customer (tenant_id, id, canonical_id)
    select ${t}, g, case when g % 10 = 0 then g - 1 else g end from generate_series(1, ${customers}::int) g`)
  await run(sql`insert into relation (tenant_id, node_id, staff_id, state, source, added_at)
    select ${t}, g, 'f' || (g * 7919::bigint % 2000 + 1), 'friend', 'wecom', now()
    from generate_series(1, ${customers}::int, 2) g`)
  await run(sql`insert into assignment (tenant_id, node_id, kind, code, source, since, actor)
    select ${t}, g, 'store', 's' || (g * 104729::bigint % 500 + 1), 'order', now(), 'bench'
    from generate_series(1, ${customers}::int) g where g % 5 < 4`)
  await run(sql`insert into assignment (tenant_id, node_id, kind, code, source, since, actor)
    select ${t}, g, 'guide', 'f' || (g * 7919::bigint % 2000 + 1), 'relation', now(), 'bench'
    from generate_series(1, ${customers}::int, 2) g`)
  await pg.pool.query('vacuum analyze')
}

await migratePg(pg.pool)
const tenantId = isThere
  ? String((await pg.pool.query('select id from tenant')).rows[0]?.id)
  : randomUUIDv7()
if (!isThere) await fill(tenantId)
const ctxOf = (scope: Scope): Ctx => ({
  pg: pg.db,
  ch,
  jobs: { send: async () => {} },
  tenantId,
  actor: { ...SYSTEM, scope },
  now: () => new Date(),
  log,
})

const shapes = {
  'newest 50': (seen: RawBuilder<boolean>) => sql`select c.id from customer c
    where c.tenant_id = ${tenantId} and c.id = c.canonical_id and ${seen} order by c.id desc limit 50`,
  // As lists count: up to 10,000, and "more" beyond.
  count: (seen: RawBuilder<boolean>) => sql`select count(*) from (select 1 from customer c
    where c.tenant_id = ${tenantId} and c.id = c.canonical_id and ${seen} limit 10001) c`,
  'one customer': (seen: RawBuilder<boolean>) => sql`select 1
    from unnest(array[${1 + Math.floor(Math.random() * customers)}]::bigint[]) as c (id) where ${seen}`,
}
const scopes: Record<string, Scope> = {
  all: { kind: 'all', ids: [] },
  region: { kind: 'region', ids: ['r2'] },
  'two regions': { kind: 'region', ids: ['r2', 'r3'] },
  store: { kind: 'store', ids: ['s7'] },
  guide: { kind: 'own', ids: ['f7'] },
}

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, embedded PostgreSQL`)
console.log(
  `${customers.toLocaleString('en')} nodes; load ${loadavg()[0]?.toFixed(1)}; median of 7`,
)
for (const [shape, make] of Object.entries(shapes)) {
  for (const [name, scope] of Object.entries(scopes)) {
    const seen = customerScope(ctxOf(scope), 'c.id') ?? sql<boolean>`true`
    if (given.explain && name !== 'all') {
      const { rows } = await sql<{
        'QUERY PLAN': string
      }>`explain (analyze, buffers, costs) ${make(seen)}`.execute(pg.db)
      console.log(rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
    const times: number[] = []
    for (let i = 0; i < 7; i++) {
      const started = performance.now()
      await make(seen).execute(pg.db)
      times.push(performance.now() - started)
    }
    times.sort((a, b) => a - b)
    console.log(`  ${shape.padEnd(14)} ${name.padEnd(12)} ${times[3]?.toFixed(1).padStart(9)} ms`)
  }
}
await pg.close()
await postgres.stop()
await ch.close()
if (!given.keep) rmSync(directory, { recursive: true, force: true })
