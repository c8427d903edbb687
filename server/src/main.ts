// The command line: `serve` runs the server, the rest are chores beside it or without it.

import { runCommand } from './cli/commands.ts'
import { serve } from './cli/serve.ts'
import { readConfig } from './config.ts'

const [command = 'serve', ...args] = process.argv.slice(2)
try {
  const config = readConfig(process.env)
  if (command === 'serve') await serve(config)
  else process.exitCode = await runCommand(config, [command, ...args])
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
