// Runs on any Node from 20 on, before anything is installed: puts what package-lock.json names into
// node_modules, and answers where the pinned runtime is that everything else runs on.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(fileURLToPath(new URL('..', import.meta.url)))
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node')

const lockFile = join(root, 'package-lock.json')
const stampFile = join(root, 'node_modules', '.homefield-installed')

/** Prints one clear line and ends the program: for what only the person at the keyboard can mend. */
export function fail(message) {
  console.error(`\n${message}`)
  process.exit(1)
}

/** Installs what is missing or older than the lock file. Silent when there is nothing to do. */
export function ensureInstalled() {
  const major = Number.parseInt(process.versions.node, 10)
  if (major < 20) fail(`Homefield needs Node.js 20 or newer to start; this is ${process.version}.`)
  if (!existsSync(lockFile)) fail(`${lockFile} is missing; take it from the repository again.`)
  if (!isInstalled()) {
    console.error('Installing what package-lock.json names; this takes a minute or two …')
    install()
  }
  ensurePinnedNode()
}

/** Of another machine's node_modules (a shared folder) nothing would run here. */
function stamp() {
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  return `${hash} ${process.platform}-${process.arch}\n`
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()
}

/**
 * `npm ci` refuses the lock file where a registry lacks the libraries of other platforms, so this
 * is `npm install`, which may rewrite it: checked afterwards.
 */
function install() {
  const before = readFileSync(lockFile, 'utf8')
  // Of npm's warnings (another Node than the pinned one) none is for the reader.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  npm(['install', '--include=dev', '--include=optional', ...quiet])
  const after = readFileSync(lockFile, 'utf8')
  const differences = compareLocks(JSON.parse(before), JSON.parse(after))
  if (differences.length > 0) {
    fail(
      `npm install changed package-lock.json, so what it installed is not what was tested:\n  ${differences.join('\n  ')}\nCommit the new lock file if that is meant; else restore it (git checkout package-lock.json) and start again.`,
    )
  }
  // Another npm's spelling, or what its registry has of other platforms, is no change of ours.
  if (after !== before) writeFileSync(lockFile, before)
  writeFileSync(stampFile, stamp())
}

/** What two lock files would install differently; optional packages may come and go with the registry. */
export function compareLocks(before, after) {
  const paths = new Set([...Object.keys(before.packages), ...Object.keys(after.packages)])
  const differences = []
  for (const path of paths) {
    const old = before.packages[path]
    const now = after.packages[path]
    if (!old || !now) {
      if (!(old || now).optional) {
        differences.push(`${path || 'the project'}: ${old ? 'removed' : `added, ${now.version}`}`)
      }
    } else if (old.version !== now.version || (now.integrity && old.integrity !== now.integrity)) {
      differences.push(`${path || 'the project'}: ${old.version} became ${now.version}`)
    }
  }
  return differences
}

/** The runtime comes by an install script, which some machines are told to skip. */
function ensurePinnedNode() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies.node
  if (versionOfPinnedNode() === `v${wanted}`) return
  npm(['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'])
  const found = versionOfPinnedNode()
  if (found === `v${wanted}`) return
  fail(
    `The runtime Node.js ${wanted} could not be installed (${found}). It exists for Linux with glibc (not Alpine) and macOS, on x64 and arm64.`,
  )
}

function versionOfPinnedNode() {
  try {
    return execFileSync(pinnedNode, ['--version'], { encoding: 'utf8' }).trim()
  } catch (error) {
    return error.message
  }
}

function npm(args) {
  // Not the runtime inside node_modules: npm may be about to replace it.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(root))
    .join(delimiter)
  // The answer of a command goes to stdout, so npm's words go to stderr.
  const { status, error } = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: path },
    shell: process.platform === 'win32',
  })
  if (error) fail(`npm could not be run: ${error.message}`)
  if (status !== 0) fail(`npm ${args[0]} failed; its words are above.`)
}
