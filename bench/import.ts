// Importing a file to visible customers: seconds and CPU a line, beside parsing the same file only
// and copying its lines into a bare table. npm run bench -- import [MAPPING FILE…]
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { pino } from 'pino'
import { createApp } from '../server/src/app.ts'
import { openTenantAsSystem } from '../server/src/collect/index.ts'
import { readConfig } from '../server/src/config.ts'
import { createImport, reportOf, runImport, shippedMappings } from '../server/src/imports/index.ts'
import { openFile } from '../server/src/platform/records.ts'
import { openStores } from '../server/src/stores.ts'
import { cpuOf, memoryOf, ownCpuOf } from './processes.ts'

const [name = 'online_retail', ...given] = process.argv.slice(2)
const paths = given.length > 0 ? given : [`../shared/data/${name}/${name}.csv.gz`]
const mapping = shippedMappings().get(name)
if (!mapping) throw new Error(`no mapping is called ${name}`)
const directory = mkdtempSync(join(tmpdir(), 'homefield-bench-'))
const config = readConfig({
  HOMEFIELD_DATA: directory,
  HOMEFIELD_PORT: '0',
  HOMEFIELD_LOG_LEVEL: 'warn',
})
const log = pino({ level: 'warn' }, pino.destination(2))

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`)
const stores = await openStores(config, log)
const app = await createApp(
  { ...config, roles: { web: false, collect: true, worker: false } },
  stores,
  log,
)

async function measured(label: string, work: () => Promise<number>): Promise<void> {
  const [all, own, started] = [cpuOf(process.pid), ownCpuOf(process.pid), performance.now()]
  const rows = await work()
  const seconds = (performance.now() - started) / 1000
  const [cpu, ours] = [cpuOf(process.pid) - all, ownCpuOf(process.pid) - own]
  const share = (s: number) => ((s * 1e6) / rows).toFixed(1)
  console.log(
    `  ${label.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s, ${rows.toLocaleString('en')} lines, ${share(cpu)} µs CPU a line (server ${share(ours)}, PostgreSQL ${share(cpu - ours)})`,
  )
}

await measured('baseline: parsed only', async () => {
  let rows = 0
  for (const path of paths)
    for await (const batch of (await openFile(path)).batches) rows += batch.rows.length
  return rows
})

await measured('baseline: parsed, copied as it is', async () => {
  let rows = 0
  const client = await stores.pg.pool.connect()
  for (const path of paths) {
    const file = await openFile(path)
    const copyText = (cell: string) =>
      cell.replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n' })[c] ?? '\\r')
    await client.query(`create table bare (${file.columns.map((_, i) => `c${i} text`).join(', ')})`)
    const lines = async function* () {
      for await (const batch of file.batches) {
        rows += batch.rows.length
        yield batch.rows.map((r) => `${r.cells.map(copyText).join('\t')}\n`).join('')
      }
    }
    await pipeline(Readable.from(lines()), client.query(copyFrom('copy bare from stdin')))
    await client.query('drop table bare')
  }
  client.release()
  return rows
})

const { tenant } = await openTenantAsSystem(app.ctxOf('00000000-0000-0000-0000-000000000000'), {
  name: 'Bench',
  timezone: 'Europe/London',
  currency: 'GBP',
  language: 'en',
})
const ctx = app.ctxOf(tenant.id)
const begun = performance.now()
let phase = ''
const phases: string[] = []
await measured('homefield: import done', async () => {
  const job = await createImport(ctx, {
    mapping,
    files: paths.map((path) => ({ name: basename(path), path })),
  })
  const ended = await runImport(
    ctx,
    {
      collector: app.collector,
      onProgress: (p) => {
        if (p.phase !== phase)
          phases.push(`${p.phase} from ${((performance.now() - begun) / 1000).toFixed(1)} s`)
        phase = p.phase
      },
    },
    job.id,
  )
  if (ended.state !== 'done')
    throw new Error(`the import ended as ${ended.state}: ${ended.error?.message}`)
  const report = await reportOf(ctx, ended)
  for (const f of report.fates) console.log(`    ${f.fate}: ${f.rows} ${JSON.stringify(f.notes)}`)
  return report.rows
})
const customers = await stores.pg.pool.query<{ n: number }>(
  'select count(*) as n from customer where tenant_id = $1',
  [tenant.id],
)
console.log(`    ${phases.join(', ')}; ${customers.rows[0]?.n} customers visible`)
for (;;) {
  const waiting = await stores.pg.pool.query<{ n: number }>(
    'select count(*) as n from event_outbox',
  )
  if (waiting.rows[0]?.n === 0) break
  await new Promise((resolve) => setTimeout(resolve, 100))
}
console.log(
  `    ${((performance.now() - begun) / 1000).toFixed(1)} s until the last of its events is in the event store`,
)
const memory = memoryOf(process.pid)
console.log(`    memory ${memory.own.toFixed(0)} MB, with PostgreSQL ${memory.all.toFixed(0)} MB`)
await app.stop()
await stores.close()
rmSync(directory, { recursive: true, force: true })
