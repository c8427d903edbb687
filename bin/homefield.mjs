#!/usr/bin/env node
// The command line: npx homefield <command>, or npm run homefield -- <command>.
import { ensureConsole } from './console.mjs'
import { ensureInstalled } from './install.mjs'
import { runProgram } from './run.mjs'
import { ensureSdks } from './sdk.mjs'

const args = process.argv.slice(2)
ensureInstalled()
if (args[0] === 'serve') {
  ensureConsole()
  ensureSdks()
}
runProgram('server/src/main.ts', args)
