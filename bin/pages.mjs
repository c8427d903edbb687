// Builds the operators' console and the customers' shop when their sources are newer than what was built.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, pinnedNode, root } from './install.mjs'

/** By content, not by time: a checkout of an older version has younger files. */
function ensureBuilt(folder, words, others = []) {
  const home = join(root, folder)
  const stampFile = join(home, 'dist', '.built-from')
  const sources = hashOfSources([home, ...others])
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources) return
  console.error(`Building ${words} …`)
  const { status } = spawnSync(pinnedNode, [viteProgram(home), 'build', '--logLevel', 'warn'], {
    cwd: home,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) fail(`Building ${words} failed; the words of its builder are above.`)
  writeFileSync(stampFile, sources)
}

export function ensureConsole() {
  // The documents are read in the console, so they are sources of it too.
  ensureBuilt('console', 'the console', [join(root, 'docs')])
}
export function ensureShop() {
  ensureBuilt('h5', 'the shop')
}

function viteProgram(home) {
  const places = [home, root].map((at) => join(at, 'node_modules', 'vite', 'bin', 'vite.js'))
  return places.find((path) => existsSync(path)) ?? fail('vite is not installed; run npm install.')
}

function hashOfSources(folders) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/^(dist|node_modules)([/\\]|$)/.test(name))
      .filter((name) => statSync(join(folder, name)).isFile())
      .sort()
    for (const name of files) hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)))
  }
  return hash.digest('hex')
}
