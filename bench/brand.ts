// A brand at size on embedded stores, for benchmarks of what is kept true while events arrive.
import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { keepAudiences } from '../server/src/audiences/index.ts'
import { createCollector } from '../server/src/collect/index.ts'
import { draft } from '../server/src/collect/testing.ts'
import { customerValue } from '../server/src/commerce/index.ts'
import { checks as identityChecks, useMergePolicy } from '../server/src/identity/index.ts'
import { openCh } from '../server/src/platform/ch.ts'
import { type Ctx, SYSTEM } from '../server/src/platform/ctx.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migrateCh, migratePg } from '../server/src/platform/migrate.ts'
import { openPg } from '../server/src/platform/pg.ts'
import { checks, consentPolicy, useOrderBook } from '../server/src/profile/index.ts'
import { fillEvents, fillState } from './customers-data.ts'
import { cpuOf } from './processes.ts'

export const thousands = (n: number) => n.toLocaleString('en')

/** Empty embedded stores with one tenant in them. Prints the machine. */
export async function openStores() {
  const directory = mkdtempSync(join(tmpdir(), 'homefield-bench-'))
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
    ...{ pg: pg.db, ch, jobs: { send: async () => {} }, tenantId },
    ...{ actor: SYSTEM, now: () => new Date(), log },
  }
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, embedded stores, load ${loadavg()[0]?.toFixed(1)}`,
  )
  return {
    ctx,
    pg: pg.pool,
    close: async () => {
      await ch.close()
      await pg.close()
      await postgres.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/**
 * `--customers` and `--events`, by default 100,000 and 1,100,000; `--runs` where a benchmark takes the best.
 * @param isKept with what is kept beside the rows, like search (20 minutes of 2,000,000 customers)
 */
export async function openBrand({ events = 1_100_000, runs = 1, isKept = true } = {}) {
  const { values: given } = parseArgs({
    options: {
      customers: { type: 'string', default: '100000' },
      events: { type: 'string', default: String(events) },
      runs: { type: 'string', default: String(runs) },
    },
  })
  const size = { customers: Number(given.customers), events: Number(given.events) }
  const stores = await openStores()
  const { ctx, pg } = stores
  const ctxOf = (tenantId: string): Ctx => ({ ...ctx, tenantId })
  const first = await fillState(ctx, size)
  await fillEvents(ctx, size, first)
  // The rows were written past the program: what it keeps beside them is built by itself.
  if (isKept) for (const check of [...identityChecks, ...checks]) await check.repair?.(ctx)
  const client = await pg.connect()
  await client.query('vacuum (analyze)')
  client.release()
  console.log(`\n${thousands(size.customers)} customers, ${thousands(size.events)} events`)
  const { rows: phones } = await pg.query<{ value: string }>(
    `select value from identifier where tenant_id = $1 and namespace = 'phone' limit 20000`,
    [ctx.tenantId],
  )
  const collector = createCollector(ctxOf, { maxWaiting: 100_000 })
  const submit = (drafts: ReturnType<typeof draft>[]) =>
    collector.submit({
      ...{
        tenantId: ctx.tenantId,
        protocol: 'homefield',
        source: 'shop',
        writeKeyId: null,
        isVerified: true,
      },
      ...{ receivedAt: Date.now(), drafts },
    })
  return {
    ctx,
    size,
    runs: Number(given.runs),
    /** The number of the first customer. */
    first,
    keep: () => keepAudiences(ctx, ctxOf),
    submit,
    /** So many views, each of another customer. */
    submitViews: (count: number) =>
      Promise.all(
        Array.from({ length: count / 100 }, (_, k) =>
          submit(
            Array.from({ length: 100 }, (_, i) =>
              draft({
                ...{ index: i, name: 'product_viewed', messageId: `bench-${k * 100 + i}` },
                identifiers: [
                  { namespace: 'phone', value: phones[(k * 100 + i) % phones.length]?.value ?? '' },
                ],
                props: { sku: 'S1', price: 80 },
              }),
            ),
          ),
        ),
      ),
    onStored: collector.onStored,
    close: async () => {
      await collector.stop()
      await stores.close()
    },
  }
}

/** Ours and PostgreSQL's processes: chDB is in ours. */
export async function timed(label: string, work: () => Promise<unknown>, note = '') {
  const cpu = cpuOf(process.pid)
  const began = performance.now()
  await work()
  const ms = performance.now() - began
  console.log(
    `  ${label.padEnd(58)} ${ms.toFixed(0).padStart(7)} ms, ${((cpuOf(process.pid) - cpu) * 1000).toFixed(0)} ms CPU${note}`,
  )
}
