// npm run kill: SIGKILL under load, round after round; nothing that was answered may be gone.
import { ensureInstalled } from './install.mjs'
import { runProgram } from './run.mjs'

ensureInstalled()
runProgram('server/e2e/kill.ts', process.argv.slice(2))
