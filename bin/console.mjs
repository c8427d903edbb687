// Builds the operators' console when its sources are newer than what was built.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, pinnedNode, root } from './install.mjs'

const home = join(root, 'console')
const stampFile = join(home, 'dist', '.built-from')

/** By content, not by time: a checkout of an older version has younger files. */
export function ensureConsole() {
  const sources = hashOfSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources) return
  console.error('Building the console …')
  const { status } = spawnSync(pinnedNode, [viteProgram(), 'build', '--logLevel', 'warn'], {
    cwd: home,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) fail('The console could not be built; the words of its builder are above.')
  writeFileSync(stampFile, sources)
}

function viteProgram() {
  const places = [home, root].map((at) => join(at, 'node_modules', 'vite', 'bin', 'vite.js'))
  return places.find((path) => existsSync(path)) ?? fail('vite is not installed; run npm install.')
}

function hashOfSources() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  // The documents are read in the console, so they are sources of it too.
  for (const folder of [home, join(root, 'docs')]) {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/^(dist|node_modules)([/\\]|$)/.test(name))
      .filter((name) => statSync(join(folder, name)).isFile())
      .sort()
    for (const name of files) hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)))
  }
  return hash.digest('hex')
}
