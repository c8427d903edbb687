// Customer value on a brand's own orders: the statement, the fit with its check, and the outlook of all.
// npm run bench -- clv [--customers 100000]
import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { customerValue } from '../server/src/commerce/index.ts'
import { useMergePolicy } from '../server/src/identity/index.ts'
import { fitClv } from '../server/src/insight/calc/clv.ts'
import { simulateBuyers } from '../server/src/insight/calc/testing.ts'
import { fitModels } from '../server/src/insight/clv/fit.ts'
import { outlook } from '../server/src/insight/clv/outlook.ts'
import { OutlookQuestion } from '../server/src/insight/clv/shape.ts'
import { openCh } from '../server/src/platform/ch.ts'
import { type Ctx, SYSTEM } from '../server/src/platform/ctx.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migrateCh, migratePg } from '../server/src/platform/migrate.ts'
import { openPg } from '../server/src/platform/pg.ts'
import { consentPolicy, useOrderBook } from '../server/src/profile/index.ts'

const { values: given } = parseArgs({
  options: { customers: { type: 'string', default: '100000' } },
})
const customers = Number(given.customers)
const DAY = 86_400_000
const directory = mkdtempSync(join(tmpdir(), 'homefield-clv-'))
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
  ...{ pg: pg.db, ch, tenantId, log, actor: SYSTEM },
  jobs: { send: async () => {} },
  now: () => new Date(),
}

// The parameters published for CDNOW, in days; purchases of a buyer are spread over her time.
const buyers = simulateBuyers(
  { r: 0.2426, alpha: 4.4136 * 7, a: 0.7929, b: 2.4259 },
  { p: 6.25, q: 3.74, v: 15.44 * 100 },
  { customers, from: 30, to: 700, seed: 1 },
)
const text = (at: number) => new Date(at).toISOString().slice(0, 23).replace('T', ' ')
let lines: string[] = []
let orders = 0
const flush = async () => {
  if (lines.length === 0) return
  await ch.insert({
    table: 'event',
    columns: [
      ...['tenant_id', 'name', 'customer_id', 'at', 'event_id', 'received_at', 'protocol'],
      ...['currency', 'revenue_fen', 'source', 'order_id'],
    ],
    body: Buffer.from(lines.join('')),
  })
  lines = []
}
for (const [i, { frequency, recency, T, monetary }] of buyers.entries()) {
  for (let n = 0; n <= frequency; n++) {
    const at = Date.now() - (T - (frequency === 0 ? 0 : (recency * n) / frequency)) * DAY
    const fen = Math.max(1, Math.round(monetary || 3_500))
    lines.push(
      `${JSON.stringify([tenantId, 'order_paid', i + 1, text(at), randomUUIDv7(), text(at), 'own', 'CNY', fen, 'shop', `o${orders++}`])}\n`,
    )
  }
  if (lines.length > 20_000) await flush()
}
await flush()
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, embedded stores, load ${loadavg()[0]?.toFixed(1)}
${customers.toLocaleString('en')} buyers, ${orders.toLocaleString('en')} orders`,
)
async function timed<Answer>(label: string, work: () => Answer | Promise<Answer>): Promise<Answer> {
  const began = performance.now()
  const answer = await work()
  console.log(`  ${label.padEnd(52)} ${(performance.now() - began).toFixed(0).padStart(6)} ms`)
  return answer
}
const whole = buyers.map((one) => ({
  ...one,
  recency: Math.floor(one.recency),
  frequency: one.recency < 1 ? 0 : one.frequency,
}))
await timed('both models fitted to the buyers as they are', () =>
  fitClv(whole.map((one) => ({ ...one, recency: one.frequency === 0 ? 0 : one.recency }))),
)
await timed('Fit now: statements, both models, the check, stored', () => fitModels(ctx))
await timed('the page: statement and outlook of every buyer', () =>
  outlook(ctx, OutlookQuestion.parse({})),
)
await ch.close()
await pg.close()
await postgres.stop()
rmSync(directory, { recursive: true, force: true })
