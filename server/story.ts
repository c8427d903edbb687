// npm run story [-- --seed N]: one customer out of traces from many platforms, and what could go
// wrong on the way.
import { parseArgs } from 'node:util'
import { findChromium } from './e2e/chromium.ts'
import { tellStory } from './e2e/story/tell.ts'

const { values } = parseArgs({ options: { seed: { type: 'string', multiple: true } } })
const seeds = (values.seed ?? [String(Math.floor(Math.random() * 1_000_000))]).map(Number)
if (seeds.some((seed) => !Number.isInteger(seed))) {
  console.error('npm run story -- --seed 42')
  process.exit(2)
}
const told = await tellStory(seeds, (line) => console.log(line), findChromium() !== undefined)
if (told.wrong.length === 0) {
  console.log(`\n${told.facts} 件事全部属实。/ All ${told.facts} facts are as told.`)
} else {
  console.error(`\n${told.wrong.length} 件事不符 / not as told (seed ${seeds.join(', ')}):`)
  for (const one of told.wrong) console.error(`  ${one}`)
  process.exitCode = 1
}
