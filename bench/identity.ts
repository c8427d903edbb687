// Identity alone, on the embedded PostgreSQL: known look-ups, new customers, merges a second.
// Baseline: the same identifiers only looked up in PostgreSQL, 1,000 a statement.
// npm run bench -- identity
import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import {
  createMemory,
  type ResolveRequest,
  resolve,
  useMergePolicy,
} from '../server/src/identity/index.ts'
import { type Ch, openCh } from '../server/src/platform/ch.ts'
import { type Ctx, inTx, SYSTEM } from '../server/src/platform/ctx.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migratePg } from '../server/src/platform/migrate.ts'
import { openPg } from '../server/src/platform/pg.ts'
import { consentPolicy } from '../server/src/profile/index.ts'
import { cpuOf } from './processes.ts'

const PEOPLE = 100_000
const SET = 2_000

const directory = mkdtempSync(join(tmpdir(), 'homefield-identity-'))
const log = pino({ level: 'silent' })
const postgres = await startEmbeddedPostgres({ dir: join(directory, 'pg'), log })
const pg = openPg(postgres.config, (error) => console.error(error))
await migratePg(pg.pool)
useMergePolicy(consentPolicy)
const tenantId = randomUUIDv7()
await pg.pool.query(`insert into tenant (id, name) values ($1, 'bench')`, [tenantId])
const ch: Ch = await openCh(`chdb:${join(directory, 'ch')}`)
const ctx: Ctx = {
  pg: pg.db,
  ch,
  jobs: { send: async () => {} },
  tenantId,
  actor: SYSTEM,
  now: () => new Date(),
  log,
}

const request = (identifiers: ResolveRequest['identifiers'], at: number): ResolveRequest => ({
  at,
  intent: 'observe',
  identifiers,
  isVerified: true,
  source: 'bench',
  reason: 'bench',
})
const visit = (i: number) => request([{ namespace: 'cookie', value: `cookie-${i}` }], 1)
const login = (i: number) =>
  request(
    [
      { namespace: 'cookie', value: `cookie-${i}` },
      { namespace: 'member_id', value: `member-${i}` },
    ],
    2,
  )

async function measure(
  label: string,
  count: number,
  work: (from: number, to: number) => Promise<unknown>,
) {
  const cpu = cpuOf(process.pid)
  const started = performance.now()
  for (let from = 0; from < count; from += SET) await work(from, Math.min(count, from + SET))
  const seconds = (performance.now() - started) / 1000
  console.log(
    `  ${label.padEnd(46)} ${Math.round(count / seconds)
      .toLocaleString('en')
      .padStart(9)}/s, ${(((cpuOf(process.pid) - cpu) * 1e6) / count).toFixed(1)} µs CPU each`,
  )
}
const sets =
  (make: (i: number) => ResolveRequest, memory?: ReturnType<typeof createMemory>) =>
  async (from: number, to: number) => {
    const requests = Array.from({ length: to - from }, (_, i) => make(from + i))
    const resolved = await inTx(ctx, (ctx) => resolve(ctx, requests, memory))
    resolved.committed()
  }

console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; sets of ${SET}, PostgreSQL with fsync`,
)
await measure('new customers (one cookie each)', PEOPLE, sets(visit))
await measure('logins: cookie and new member id', PEOPLE, sets(login))
const members = (i: number) =>
  request([{ namespace: 'phone', value: `138${String(i).padStart(8, '0')}` }], 3)
await measure('new known customers (one phone each)', PEOPLE, sets(members))
const both = (i: number) =>
  request(
    [
      { namespace: 'phone', value: `138${String(i).padStart(8, '0')}` },
      { namespace: 'member_id', value: `member-${i}` },
    ],
    4,
  )
await measure('merges of two known customers', PEOPLE, sets(both))
await measure('known look-ups, decided (no memory)', PEOPLE, sets(login))
const memory = createMemory()
await measure('known look-ups, first time in this process', PEOPLE, sets(login, memory))
await measure('known look-ups, remembered', PEOPLE, sets(login, memory))
await measure('baseline: select by 1,000 identifiers', PEOPLE, async (from, to) => {
  for (let at = from; at < to; at += 1000) {
    const values = Array.from({ length: Math.min(1000, to - at) }, (_, i) => `member-${at + i}`)
    await sql`select value, node_id, customer_id from identifier where tenant_id = ${tenantId} and namespace = 'member_id' and value = any(${values}::text[])`.execute(
      pg.db,
    )
  }
})
await ch.close()
await pg.close()
await postgres.stop()
rmSync(directory, { recursive: true, force: true })
