// A real server in a process of its own, to be asked, paused and killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ServerOptions {
  data: string
  /** Connection string of PostgreSQL; embedded when absent. */
  pg?: string
  /** Address of ClickHouse; embedded when absent. */
  ch?: string
  /** Any free port when absent. */
  port?: number
  env?: Record<string, string>
}

export interface RunningServer {
  url: string
  port: number
  pid: number
  /** What it wrote last, for the message of a failed test. */
  lastWords(): string
  isRunning(): boolean
  /** SIGKILL: nothing of it runs on. */
  kill(): Promise<void>
  /** SIGTERM: it finishes what it has taken, then ends. @returns its exit code */
  stop(): Promise<number | null>
}

export const KEYS = {
  api: 'hfa_story_0123456789abcdef',
  write: 'hfw_story_0123456789abcdef',
  secret: 'a secret of all processes of one installation',
}
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Resolves when it takes requests; rejects with its last words when it ends instead. */
export const startServer = (options: ServerOptions): Promise<RunningServer> =>
  launchServer(options).ready

export interface LaunchedServer {
  ready: Promise<RunningServer>
  /** SIGKILL, ready or not. */
  kill(): Promise<void>
}

export function launchServer(options: ServerOptions): LaunchedServer {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'serve'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutSettings(process.env),
      UV_THREADPOOL_SIZE: '16',
      // Each start compiles the same thousand files: 1.2 of its 4.5 s of CPU.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'homefield-compiled'),
      HOMEFIELD_DATA: options.data,
      HOMEFIELD_PORT: String(options.port ?? 0),
      HOMEFIELD_PG: options.pg ?? 'embedded',
      HOMEFIELD_CH: options.ch ?? 'embedded',
      HOMEFIELD_API_KEY: KEYS.api,
      HOMEFIELD_WRITE_KEY: KEYS.write,
      HOMEFIELD_SECRET: KEYS.secret,
      HOMEFIELD_LOG_LEVEL: 'warn',
      ...options.env,
    },
  })
  const last = () => child.kill('SIGKILL')
  process.once('exit', last)
  child.once('exit', () => process.off('exit', last))
  const words = remember(child)
  const kill = async () => {
    await end(child, 'SIGKILL')
  }
  const ready = announced(child, words.text).then((url) => ({
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    lastWords: words.text,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill,
    stop: () => end(child, 'SIGTERM'),
  }))
  return { ready, kill }
}

/** Settings of whoever runs the tests are not those of the servers tested. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('HOMEFIELD_')))
}

function remember(child: ChildProcess): { text(): string } {
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (lines.length > 200) lines.shift()
    })
  }
  return { text: () => lines.join('\n') }
}

function announced(child: ChildProcess, words: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`the server ended with ${code ?? signal}:\n${words()}`)),
    )
    child.stdout?.on('data', () => {
      const address = /Homefield 主场 +(http:\/\/[^/]+)\/console/.exec(words())?.[1]
      if (address) resolve(address)
    })
  })
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
  return child.exitCode
}
