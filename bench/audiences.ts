// Rules at size: each condition cold and warm, the compiled statement beside the best one written by
// hand, as an estimate, and sets of members put together.
// npm run bench -- audiences [--customers 2000000] [--events 50000000] [--keep DIR]
import { randomUUIDv7 } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCh } from '../server/src/platform/ch.ts'
import { migrateCh } from '../server/src/platform/migrate.ts'
import { fillBrand } from './audiences-data.ts'
import { OTHERS, questions, statement } from './audiences-rules.ts'

const { values: given } = parseArgs({
  options: {
    customers: { type: 'string', default: '2000000' },
    events: { type: 'string', default: '50000000' },
    keep: { type: 'string' },
  },
})
const size = { customers: Number(given.customers), events: Number(given.events) }
const directory = given.keep ?? mkdtempSync(join(tmpdir(), 'homefield-audiences-'))
mkdirSync(directory, { recursive: true })
const tenantFile = join(directory, 'tenant')
const isThere = existsSync(tenantFile)
const tenantId = isThere ? readFileSync(tenantFile, 'utf8') : randomUUIDv7()
const ch = await openCh(`chdb:${join(directory, 'ch')}`)
await migrateCh(ch)
const thousands = (n: number) => n.toLocaleString('en')
console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, embedded`)
if (!isThere) {
  const began = performance.now()
  await fillBrand({ ch, tenantId }, size)
  writeFileSync(tenantFile, tenantId)
  console.log(
    `  ${thousands(size.customers)} customers, ${thousands(size.events)} events written in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
}

const { beside, compiled, cold, warm, estimated, ten } = questions(ch, tenantId)
const ms = (n: number) => n.toFixed(0).padStart(6)
console.log(
  `\nTen rules over ${thousands(size.customers)} customers and ${thousands(size.events)} events (load ${loadavg()[0]?.toFixed(1)}); ms`,
)
console.log(`  ${''.padEnd(32)}   cold   warm    CPU | by hand    CPU | CPU ratio       inside`)
for (const [label, rule, byHand] of ten) {
  const first = await cold(compiled(rule))
  const [ours, hand] = await beside(compiled(rule), statement(byHand))
  const same = ours.count === hand.count ? '' : `  (by hand ${thousands(hand.count)})`
  console.log(
    `  ${label.padEnd(32)} ${ms(first.ms)} ${ms(ours.ms)} ${ms(ours.cpuMs)} |  ${ms(hand.ms)} ${ms(hand.cpuMs)} |      ${(ours.cpuMs / hand.cpuMs).toFixed(2)} ${thousands(ours.count).padStart(12)}${same}`,
  )
}

console.log('\nOther conditions, cold then warm; ms')
for (const [label, rule] of OTHERS) {
  const first = await cold(compiled(rule))
  const ours = await warm(compiled(rule))
  console.log(
    `  ${label.padEnd(36)} ${ms(first.ms)} ${ms(ours.ms)}  CPU ${ms(ours.cpuMs)}  inside ${thousands(ours.count)}`,
  )
}

console.log('\nThe same as the rule editor asks: size, everybody, whom of them one can reach; ms')
for (const [label, rule] of [...ten, ...OTHERS]) {
  const took = await estimated(rule)
  console.log(`  ${label.padEnd(36)} ${ms(took.ms)}  CPU ${ms(took.cpuMs)}  wanted 1,000`)
}

console.log('\nSets of members, half of all customers each; ms of the statement')
await ch.command(
  `create table if not exists homefield.bench_set (id UInt8, members AggregateFunction(groupBitmap, UInt32)) engine = MergeTree order by id`,
)
await ch.command('truncate table homefield.bench_set')
for (const id of [1, 2, 3])
  await ch.command(
    `insert into homefield.bench_set select ${id}, groupBitmapState(toUInt32(number)) from numbers(${size.customers * 2}) where cityHash64(number, ${id}) % 2 = 0`,
  )
const set = (id: number) => `(select members from homefield.bench_set where id = ${id})`
for (const [label, bitmap] of [
  ['and', `select bitmapAnd(${set(1)}, ${set(2)})`],
  ['or', `select bitmapOr(${set(1)}, ${set(2)})`],
  ['and not', `select bitmapAndnot(${set(1)}, ${set(2)})`],
  ['or of three', `select bitmapOr(bitmapOr(${set(1)}, ${set(2)}), ${set(3)})`],
] as const) {
  const took = await warm(statement(bitmap))
  console.log(
    `  ${label.padEnd(14)} ${took.ms.toFixed(1).padStart(7)}  members ${thousands(took.count)}  wanted 20`,
  )
}
await ch.close()
if (!given.keep) rmSync(directory, { recursive: true })
