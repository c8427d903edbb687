// Runs a program of ours on the pinned Node and stands in for it: output, signals, exit code.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fail, pinnedNode, root } from './install.mjs'

/**
 * chDB holds a thread of libuv's pool for every running query; the pool's size is read at start.
 * Stripping types and compiling anew is half of every start.
 */
export function runtimeEnvironment() {
  const threads = Math.max(16, Number(process.env.UV_THREADPOOL_SIZE) || 0)
  const compiled =
    process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compiled')
  return { ...process.env, UV_THREADPOOL_SIZE: String(threads), NODE_COMPILE_CACHE: compiled }
}

/**
 * Events live for one group commit, a fraction of a second: with V8's own 16 MB of young space they
 * are copied into the old one, and collecting them there was a third of all CPU under load.
 */
export const runtimeFlags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64']

/** `file` is relative to the repository; never returns. */
export function runProgram(file, args) {
  const command = [...boundToUs(), pinnedNode, ...runtimeFlags, join(root, file), ...args]
  if (!existsSync(join(root, file))) fail(`${file} is not there.`)
  const child = spawn(command[0], command.slice(1), { stdio: 'inherit', env: runtimeEnvironment() })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; twice would mean "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    })
  }
  whenOurParentDies(() => child.kill('SIGTERM'))
  child.on('error', (error) => {
    console.error(`${pinnedNode} could not be run: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

/** npm killed the hard way leaves its scripts running; outside npm a parent may well go first. */
function whenOurParentDies(act) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    act()
  }, 500)
  look.unref()
}

/** Whoever kills us the hard way means the server too; Linux can tell it so. */
function boundToUs() {
  const bind = ['setpriv', '--pdeathsig', 'SIGTERM']
  const { status } = spawnSync(bind[0], [...bind.slice(1), 'true'], { stdio: 'ignore' })
  return status === 0 ? bind : []
}
