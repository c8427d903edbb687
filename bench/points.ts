// A million lots of points past their day: taken out of the books by a process that is killed in the middle,
// and gone on with by another. Proves that each lot is gone once, and that the ledger's checks find nothing.
// npm run bench -- points [--lots 1000000]
import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import type pg from 'pg'
import { pino } from 'pino'
import { ledgerChecks } from '../server/src/membership/ledger/checks.ts'
import { expireDue } from '../server/src/membership/ledger/expire.ts'
import { earnPoints } from '../server/src/membership/points/points.ts'
import { type Ctx, SYSTEM } from '../server/src/platform/ctx.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migratePg } from '../server/src/platform/migrate.ts'
import { openPg, type PgStore } from '../server/src/platform/pg.ts'
import { cpuOf, start } from './processes.ts'

const LOTS_EACH = 10
const SET = 10_000
const YEAR = 31_536_000_000
const { values: given } = parseArgs({
  options: { lots: { type: 'string', default: '1000000' }, child: { type: 'string' } },
})

const ctxOn = (store: PgStore, tenantId: string): Ctx => ({
  ...{ pg: store.db, jobs: { send: async () => {} }, tenantId, actor: SYSTEM },
  ...{ now: () => new Date(), log: pino({ level: 'silent' }) },
  // Nothing here asks the event store.
  ch: undefined as never,
})

if (given.child === undefined) await run(Number(given.lots))
else await expireIn(JSON.parse(given.child))

/** What the parent kills. */
async function expireIn(on: { tenantId: string; config: pg.PoolConfig }): Promise<void> {
  const store = openPg(on.config, (error) => console.error(error))
  console.log('ready')
  await expireDue(ctxOn(store, on.tenantId))
  await store.close()
}

async function run(lots: number): Promise<void> {
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  )
  const directory = mkdtempSync(join(tmpdir(), 'homefield-points-'))
  const log = pino({ level: 'silent' })
  const postgres = await startEmbeddedPostgres({ dir: join(directory, 'pg'), log })
  const store = openPg(postgres.config, (error) => console.error(error))
  try {
    await migratePg(store.pool)
    const ctx = ctxOn(store, randomUUIDv7())
    await store.pool.query(`insert into tenant (id, name) values ($1, 'bench')`, [ctx.tenantId])
    await timed(`${lots.toLocaleString('en')} lots given`, lots, () => give(ctx, lots))
    await store.pool.query('vacuum (analyze)')
    await expire(ctx, postgres.config, lots)
  } finally {
    await store.close()
    await postgres.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A year ago, through the program, to customers with ten lots each; they are good until today. */
async function give(ctx: Ctx, lots: number): Promise<void> {
  const customers = Math.ceil(lots / LOTS_EACH)
  await sql`insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from generate_series(1, ${customers}::int) n`.execute(ctx.pg)
  const then = new Date(Date.now() - YEAR)
  for (let first = 0; first < lots; first += SET)
    await earnPoints(
      { ...ctx, now: () => then },
      Array.from({ length: Math.min(SET, lots - first) }, (_, i) => ({
        ...{ key: `bench:${first + i}`, node: 1 + ((first + i) % customers) },
        ...{ amount: 1 + ((first + i) % 100), source: 'order', earnedAt: then, orderId: null },
        expiresAt: new Date(Date.now() - 60_000),
      })),
    )
}

async function expire(ctx: Ctx, config: pg.PoolConfig, lots: number): Promise<void> {
  const before = await standOf(ctx)
  const order = JSON.stringify({ tenantId: ctx.tenantId, config })
  const child = await start(fileURLToPath(import.meta.url), ['--child', order], {}, 'ready')
  const began = performance.now()
  let left = before.open
  while (left > lots * 0.6) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    left = (await standOf(ctx)).open
  }
  process.kill(child.pid, 'SIGKILL')
  const seconds = (performance.now() - began) / 1000
  // What it was writing when it died is taken back by the database.
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'homefield' and state <> 'idle' and pid <> pg_backend_pid()`.execute(
    ctx.pg,
  )
  const killed = await standOf(ctx)
  const gone = lots - killed.open
  console.log(
    `  killed after ${seconds.toFixed(1)} s with ${gone.toLocaleString('en')} gone, ${Math.round(gone / seconds).toLocaleString('en')} a second`,
  )
  const rest = await timed('the rest, by another process', killed.open, () => expireDue(ctx))
  const after = await standOf(ctx)
  console.log(
    `  ${after.open} left, ${after.emptied.toLocaleString('en')} emptied, ${after.allocated.toLocaleString('en')} allocations; ${after.expired.toLocaleString('en')} points expired of ${before.points.toLocaleString('en')}`,
  )
  let wrong = 0
  for (const { name, compare } of ledgerChecks) {
    const { differences } = await compare(ctx)
    wrong += differences.length
    console.log(`    ${name}: ${differences.length} differences`)
  }
  const facts = [
    ...[rest.lots === killed.open, after.open === 0, after.emptied === lots],
    ...[after.allocated === lots, after.expired === before.points, wrong === 0],
  ]
  if (facts.includes(false)) throw new Error('not exact')
}

/** Lots with something left and without, what was taken out of them, and what the books say. */
async function standOf(ctx: Ctx) {
  const { rows } = await sql<
    Record<'open' | 'emptied' | 'points' | 'allocated' | 'expired', number>
  >`
    select count(*) filter (where remaining > 0) as open, count(*) filter (where remaining = 0) as emptied,
      coalesce(sum(amount), 0)::bigint as points,
      (select count(*) from ledger_allocation where tenant_id = ${ctx.tenantId}) as allocated,
      (select coalesce(sum(amount), 0)::bigint from ledger_entry
        where tenant_id = ${ctx.tenantId} and code = 'expired') as expired
    from ledger_lot where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw new Error('the database counts nothing')
  return row
}

async function timed<T>(label: string, count: number, work: () => Promise<T>): Promise<T> {
  const cpu = cpuOf(process.pid)
  const began = performance.now()
  const done = await work()
  const seconds = (performance.now() - began) / 1000
  console.log(
    `  ${label.padEnd(40)} ${seconds.toFixed(1)} s, ${Math.round(count / seconds).toLocaleString('en')} a second, ${(((cpuOf(process.pid) - cpu) * 1e6) / count).toFixed(0)} µs CPU each`,
  )
  return done
}
