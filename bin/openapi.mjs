// npm run openapi: the console's types of the API, made anew from the server's routes.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, fail, pinnedNode, root } from './install.mjs'
import { runtimeEnvironment } from './run.mjs'

/** @returns true when the types were written, or with `--check` when they are the server's */
export function apiTypes(args) {
  const env = runtimeEnvironment()
  const described = spawnSync(pinnedNode, [join(root, 'server', 'openapi.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
  if (described.status !== 0) return false
  const made = spawnSync(pinnedNode, [join(root, 'console', 'api-types.mjs'), ...args], {
    env,
    input: described.stdout,
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  return made.status === 0
}

if (process.argv[1]?.endsWith('openapi.mjs')) {
  ensureInstalled()
  if (!apiTypes(process.argv.slice(2))) fail('The types of the API could not be made.')
}
