// npm run bench -- NAME: runs bench/NAME.ts, which prints its figure beside its baseline.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, fail, root } from './install.mjs'
import { runProgram } from './run.mjs'

const [name, ...args] = process.argv.slice(2)
const folder = join(root, 'bench')
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => /^[\w-]+\.ts$/.test(file))
  .map((file) => file.slice(0, -3))
if (!name || !names.includes(name)) {
  fail(`npm run bench -- NAME, where NAME is one of: ${names.join(', ') || 'none yet'}`)
}
ensureInstalled()
runProgram(`bench/${name}.ts`, args)
