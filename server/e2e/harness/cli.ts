// The command line as a person runs it: a process of its own, its words and its exit code.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Said {
  code: number | null
  out: string
  err: string
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const plants = fileURLToPath(new URL('./plant.ts', import.meta.url))

/**
 * `settings` without their HOMEFIELD_ prefix, e.g. `{ DATA: folder }`; Ctrl-C when its output says so.
 */
export function homefield(
  settings: Record<string, string>,
  words: string[],
  env: Record<string, string> = {},
  interruptAt?: RegExp,
): Promise<Said> {
  return run([main, ...words], settings, env, interruptAt)
}

/** Writes into the stores of a stopped server behind its back: the statements of both, in order. */
export async function plant(
  settings: Record<string, string>,
  statements: { pg?: string[]; ch?: string[] },
): Promise<void> {
  const said = await run([plants, JSON.stringify(statements)], settings, {})
  if (said.code !== 0) throw new Error(`nothing was planted:\n${said.out}${said.err}`)
}

function run(
  args: string[],
  settings: Record<string, string>,
  env: Record<string, string>,
  interruptAt?: RegExp,
): Promise<Said> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      UV_THREADPOOL_SIZE: '16',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'homefield-compiled'),
      LANG: 'en_US.UTF-8',
      ...Object.fromEntries(Object.entries(settings).map(([k, v]) => [`HOMEFIELD_${k}`, v])),
      ...env,
    },
  })
  const last = () => child.kill('SIGKILL')
  process.once('exit', last)
  let out = ''
  let err = ''
  // A second Ctrl-C would end it hard.
  let isInterrupted = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    if (isInterrupted || !interruptAt?.test(out)) return
    isInterrupted = true
    child.kill('SIGINT')
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      process.off('exit', last)
      resolve({ code, out, err })
    })
  })
}
