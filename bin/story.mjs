// npm run story: one customer out of traces from many platforms, shown step by step.
import { ensureInstalled } from './install.mjs'
import { runProgram } from './run.mjs'

ensureInstalled()
runProgram('server/story.ts', process.argv.slice(2))
