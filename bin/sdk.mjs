// Builds the SDKs when their sources are newer than what was built: one file each, no dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, fail, pinnedNode, root } from './install.mjs'

const home = join(root, 'sdk')
const stampFile = join(home, 'web', 'dist', '.built-from')

/** By content, not by time, as the console's. */
export function ensureSdks() {
  const sources = hashOfSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources) return
  console.error('Building the SDKs …')
  const { status } = spawnSync(pinnedNode, [join(home, 'build.mjs')], {
    cwd: home,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) fail('The SDKs could not be built; the words of their builder are above.')
  writeFileSync(stampFile, sources)
}

function hashOfSources() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/(^|[/\\])(dist|node_modules)([/\\]|$)/.test(name))
    .filter((name) => statSync(join(home, name)).isFile())
    .sort()
  for (const name of files) hash.update(`\0${name}\0`).update(readFileSync(join(home, name)))
  return hash.digest('hex')
}

if (process.argv[1]?.endsWith('sdk.mjs')) {
  ensureInstalled()
  ensureSdks()
}
