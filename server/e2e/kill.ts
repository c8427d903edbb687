// npm run kill [-- --rounds 50 --seed N]: SIGKILL under load, and nothing that was answered is gone.
import { parseArgs } from 'node:util'
import { killRounds } from './kill/rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string' },
    'max-load-ms': { type: 'string' },
    json: { type: 'boolean' },
  },
})
const rounds = Number(values.rounds)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('npm run kill -- --rounds 50 [--seed 42]')
  process.exit(2)
}
const maxLoadMs = Number(values['max-load-ms'])
const say = values.json ? console.error : console.log
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
