// npm run kill [-- --rounds 50 --seed N]: SIGKILL under load, and nothing that was answered is gone.
// npm run kill -- --flash: a server killed in the middle of a flash sale.
// npm run kill -- --import [--rows 541909 | --file online_retail.csv.gz]: an import killed twice, then undone.
import { parseArgs } from 'node:util'
import { killFlashSale } from './kill/flash.ts'
import { killImport } from './kill/import.ts'
import { killRounds } from './kill/rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string' },
    'max-load-ms': { type: 'string' },
    json: { type: 'boolean' },
    flash: { type: 'boolean' },
    import: { type: 'boolean' },
    rows: { type: 'string', default: '541909' },
    file: { type: 'string' },
  },
})
const say = values.json ? console.error : console.log
if (values.flash) {
  const report = await killFlashSale(say)
  if (values.json) console.log(JSON.stringify(report))
  else say(report)
  process.exit(report.wrong.length === 0 ? 0 : 1)
}
if (values.import) {
  const report = await killImport({ rows: Number(values.rows), file: values.file, print: say })
  if (values.json) console.log(JSON.stringify(report))
  else say(report)
  process.exit(report.wrong.length === 0 ? 0 : 1)
}
const rounds = Number(values.rounds)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('npm run kill -- --rounds 50 [--seed 42]')
  process.exit(2)
}
const maxLoadMs = Number(values['max-load-ms'])
say(`${rounds} rounds, seed ${seed}`)
const report = await killRounds({
  rounds,
  seed,
  ...(maxLoadMs > 0 ? { maxLoadMs } : {}),
  print: (line) => say(line),
})
if (values.json) console.log(JSON.stringify(report))
const { startMs, wrong, ...counts } = report
const sorted = [...startMs].sort((a, b) => a - b)
say({
  ...counts,
  startMedianMs: sorted[sorted.length >> 1],
  startLongestMs: sorted.at(-1),
  wrong: wrong.length,
})
for (const one of wrong) console.error(one)
process.exitCode = wrong.length === 0 ? 0 : 1
