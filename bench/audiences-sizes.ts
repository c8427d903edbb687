// What ten times the customers cost: the same rules at three sizes, as many events a customer in each.
// npm run bench -- audiences-sizes [--sizes 1000000,3000000,10000000] [--each 5] [--keep DIR]
import { randomUUIDv7 } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCh } from '../server/src/platform/ch.ts'
import { migrateCh } from '../server/src/platform/migrate.ts'
import { fillBrand } from './audiences-data.ts'
import { OTHERS, questions, type Took } from './audiences-rules.ts'
import { memoryOf } from './processes.ts'

const { values: given } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000000,3000000,10000000' },
    each: { type: 'string', default: '5' },
    keep: { type: 'string' },
  },
})
const sizes = given.sizes.split(',').map(Number)
const directory = given.keep ?? mkdtempSync(join(tmpdir(), 'homefield-audiences-'))
mkdirSync(directory, { recursive: true })
const thousands = (n: number) => n.toLocaleString('en')

// One engine holds all sizes: each is a brand of its own, and rows of others are never read.
const ch = await openCh(`chdb:${join(directory, 'ch')}`)
await migrateCh(ch)
const took = new Map<string, Took[]>()
let mostMemory = 0
for (const customers of sizes) {
  const file = join(directory, `tenant-${customers}`)
  const isThere = existsSync(file)
  const tenantId = isThere ? readFileSync(file, 'utf8') : randomUUIDv7()
  if (!isThere) {
    await fillBrand({ ch, tenantId }, { customers, events: customers * Number(given.each) })
    writeFileSync(file, tenantId)
  }
  const { compiled, warm, estimated, ten } = questions(ch, tenantId)
  for (const [label, rule] of [...ten, ...OTHERS]) {
    const one = took.get(label) ?? []
    one.push(await warm(compiled(rule)))
    took.set(label, one)
    mostMemory = Math.max(mostMemory, memoryOf(process.pid).own)
  }
  const [first] = ten
  if (first)
    took.set('an estimate', [...(took.get('an estimate') ?? []), await estimated(first[1])])
}
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, embedded, load ${loadavg()[0]?.toFixed(1)}`,
)
console.log(
  `${given.each} events a customer; warm: CPU ms, ms by the clock, CPU ns a customer; at most ${mostMemory.toFixed(0)} MB`,
)
console.log(
  `  ${''.padEnd(36)}${sizes.map((s) => thousands(s).padStart(24)).join('')}   CPU, last to first; a customer`,
)
for (const [label, runs] of took) {
  const each = runs.map((r, i) => (r.cpuMs * 1e6) / (sizes[i] ?? 1))
  const cells = runs.map((r, i) =>
    `${r.cpuMs.toFixed(0)} / ${r.ms.toFixed(0)} / ${each[i]?.toFixed(0)}`.padStart(24),
  )
  const growth = (runs.at(-1)?.cpuMs ?? 0) / (runs[0]?.cpuMs ?? 1)
  const growthEach = (each.at(-1) ?? 0) / (each[0] ?? 1)
  console.log(
    `  ${label.padEnd(36)}${cells.join('')}   × ${growth.toFixed(1)}; × ${growthEach.toFixed(2)}`,
  )
}
await ch.close()
if (!given.keep) rmSync(directory, { recursive: true })
