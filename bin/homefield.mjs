#!/usr/bin/env node
import { ensureInstalled } from './install.mjs'
// The command line: npx homefield <command>, or npm run homefield -- <command>.
import { ensureConsole, ensureShop } from './pages.mjs'
import { runProgram } from './run.mjs'
import { ensureSdks } from './sdk.mjs'

const args = process.argv.slice(2)
ensureInstalled()
if (args[0] === 'serve') {
  ensureConsole()
  ensureShop()
  ensureSdks()
}
runProgram('server/src/main.ts', args)
