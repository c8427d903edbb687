// A million coupons, made set by set as the server makes them, beside a plain insert of the same rows.
// npm run bench -- coupons
import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { pino } from 'pino'
import { openCh } from '../server/src/platform/ch.ts'
import { type Ctx, SYSTEM } from '../server/src/platform/ctx.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migratePg } from '../server/src/platform/migrate.ts'
import { openPg } from '../server/src/platform/pg.ts'
import { unnest } from '../server/src/platform/unnest.ts'
import { getBatch } from '../server/src/promotion/coupons/batches.ts'
import { makeCodes } from '../server/src/promotion/coupons/codes.ts'
import { issueCodes, wantCodes } from '../server/src/promotion/coupons/issue.ts'
import { couponBatch } from '../server/src/promotion/testing.ts'

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000000' } } })
const count = Number(values.count)
const directory = mkdtempSync(join(tmpdir(), 'homefield-coupons-'))
const log = pino({ level: 'silent' })
const postgres = await startEmbeddedPostgres({ dir: join(directory, 'pg'), log })
const pg = openPg(postgres.config, (error) => console.error(error))
await migratePg(pg.pool)
const tenantId = randomUUIDv7()
await pg.pool.query(`insert into tenant (id, name) values ($1, 'bench')`, [tenantId])
const ctx: Ctx = {
  pg: pg.db,
  ch: await openCh(`chdb:${join(directory, 'ch')}`),
  jobs: { send: async () => {} },
  tenantId,
  actor: SYSTEM,
  now: () => new Date(),
  log,
}
const seconds = async (work: () => Promise<unknown>) => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

const batch = await couponBatch(ctx, { quantity: count })
await wantCodes(ctx, batch.id, count)
const took = await seconds(() => issueCodes(ctx, batch.id))
const { issued, made, counts } = await getBatch(ctx, batch.id)
console.log(
  `  ${issued.toLocaleString('en')} coupons in ${took.toFixed(1)} s, ${Math.round(issued / took).toLocaleString('en')} a second (wanted 60 s a million)`,
)
console.log(`    made ${made}, free ${counts.free}: ${made === count && counts.free === count}`)

await sql`create table if not exists bench_code (tenant_id uuid, code text, primary key (tenant_id, code))`.execute(
  ctx.pg,
)
const plain = await seconds(async () => {
  for (let left = count; left > 0; left -= 20_000) {
    const u = unnest(makeCodes(Math.min(left, 20_000), ''), { code: ['text', (code) => code] })
    await sql`insert into bench_code (tenant_id, ${u.names}) select ${ctx.tenantId}::uuid, ${u.names} from ${u.rows}`.execute(
      ctx.pg,
    )
  }
})
console.log(`    plain insert of as many codes with their key: ${plain.toFixed(1)} s`)
await ctx.ch.close()
await pg.close()
await postgres.stop()
rmSync(directory, { recursive: true, force: true })
