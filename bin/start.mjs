#!/usr/bin/env node
// npm start: installs and builds what is missing, then runs the server.
import { ensureConsole } from './console.mjs'
import { ensureInstalled } from './install.mjs'
import { runProgram } from './run.mjs'

ensureInstalled()
ensureConsole()
runProgram('server/src/main.ts', ['serve', ...process.argv.slice(2)])
