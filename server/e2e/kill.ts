// npm run kill [-- --rounds 50 --seed N]: SIGKILL under load, and nothing that was answered is gone.
import { parseArgs } from 'node:util'
import { killRounds } from './kill/rounds.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string' } },
})
const rounds = Number(values.rounds)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('npm run kill -- --rounds 50 [--seed 42]')
  process.exit(2)
}
console.log(`${rounds} rounds, seed ${seed}`)
const report = await killRounds({ rounds, seed, print: (line) => console.log(line) })
const { startMs, wrong, ...counts } = report
const sorted = [...startMs].sort((a, b) => a - b)
console.log({
  ...counts,
  startMedianMs: sorted[sorted.length >> 1],
  startLongestMs: sorted.at(-1),
  wrong: wrong.length,
})
for (const one of wrong) console.error(one)
process.exitCode = wrong.length === 0 ? 0 : 1
