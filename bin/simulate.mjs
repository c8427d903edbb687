// npm run simulate -- --url …: plays the synthetic brand on a server that runs.
import { ensureInstalled } from './install.mjs'
import { runProgram } from './run.mjs'

ensureInstalled()
runProgram('simulator/main.ts', process.argv.slice(2))
