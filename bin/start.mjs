#!/usr/bin/env node
import { ensureInstalled } from './install.mjs'
// npm start: installs and builds what is missing, then runs the server.
import { ensureConsole, ensureShop } from './pages.mjs'
import { ensureBrowsersTakePort } from './ports.mjs'
import { runProgram } from './run.mjs'
import { ensureSdks } from './sdk.mjs'

ensureBrowsersTakePort()
ensureInstalled()
ensureConsole()
ensureShop()
ensureSdks()
// Whoever tries it sees a living brand first; a server of one's own is started with `homefield serve`.
process.env.HOMEFIELD_DEMO ||= 'true'
runProgram('server/src/main.ts', ['serve', ...process.argv.slice(2)])
