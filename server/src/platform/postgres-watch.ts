// One child process kept alive: its log read, its death told and answered with a new start.
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

export interface PostgresExit {
  code: number | null
  signal: NodeJS.Signals | null
  /** The last lines it logged. */
  lastWords: string[]
  /** Deaths in a row without a minute of life between them, this one included. */
  attempt: number
  retryInMs: number
}

export interface Watch {
  pid(): number | undefined
  /** Rejects when the child of the first start dies before `keepAlive`. */
  firstDeath: Promise<never>
  /** From here on a death is answered with a new start. */
  keepAlive(): void
  onExit(listener: (exit: PostgresExit) => void): void
  stop(): Promise<void>
}

const FIRST_RETRY_MS = 200
/** A full disk may last hours, so trying never ends, only slows down. */
const LAST_RETRY_MS = 15_000
const HEALTHY_MS = 60_000
const STOP_WORDS = [
  { signal: 'SIGINT', ms: 60_000 },
  { signal: 'SIGQUIT', ms: 10_000 },
  { signal: 'SIGKILL', ms: 10_000 },
] as const

export function watchProcess(given: {
  log: Logger
  start(): ChildProcess
  beforeRestart(): Promise<void>
}): Watch {
  const { log } = given
  const listeners: ((exit: PostgresExit) => void)[] = []
  const first = Promise.withResolvers<never>()
  first.promise.catch(() => log.trace('PostgreSQL ended before it was watched'))
  let child: ChildProcess | undefined
  let gone: Promise<void> = Promise.resolve()
  let restarting: Promise<void> = Promise.resolve()
  let deaths = 0
  let alive = false
  let stopping = false
  const cancel = new AbortController()

  function launch() {
    const born = Date.now()
    const lastWords: string[] = []
    const mine = given.start()
    child = mine
    const ended = Promise.withResolvers<void>()
    gone = ended.promise
    if (mine.stderr) {
      createInterface({ input: mine.stderr }).on('line', (line) => {
        lastWords.push(line)
        if (lastWords.length > 20) lastWords.shift()
        logLine(log, line)
      })
    }
    mine.once('error', (error) => lastWords.push(error.message))
    // `close`, not `exit`: by then its last words have been read.
    mine.once('close', (code, signal) => {
      child = undefined
      ended.resolve()
      if (stopping) return
      if (!alive) {
        first.reject(
          new Error(`PostgreSQL ended at once: ${lastWords.join(' · ') || signal || code}`),
        )
        return
      }
      deaths = Date.now() - born < HEALTHY_MS ? deaths + 1 : 1
      const retryInMs = Math.min(FIRST_RETRY_MS * 2 ** (deaths - 1), LAST_RETRY_MS)
      const exit = { code, signal, lastWords, attempt: deaths, retryInMs }
      log.error(exit, 'PostgreSQL ended unasked; starting it again')
      restarting = restart(retryInMs)
      for (const listener of listeners) listener(exit)
    })
  }

  async function restart(delay: number) {
    try {
      await sleep(delay, undefined, { signal: cancel.signal })
      await given.beforeRestart()
      if (!stopping) launch()
    } catch (error) {
      if (stopping) return
      log.error({ err: error }, 'PostgreSQL could not be started again; trying once more')
      restarting = restart(LAST_RETRY_MS)
    }
  }

  // For an exit without stop(): where postgres is not bound to us by the kernel, ask it to end.
  const lastResort = () => child?.kill('SIGINT')
  process.once('exit', lastResort)
  launch()

  return {
    pid: () => child?.pid,
    firstDeath: first.promise,
    keepAlive() {
      alive = true
    },
    onExit(listener) {
      listeners.push(listener)
    },
    async stop() {
      stopping = true
      cancel.abort()
      await restarting
      for (const { signal, ms } of STOP_WORDS) {
        if (child === undefined) break
        child.kill(signal)
        const late = new AbortController()
        await Promise.race([gone, sleep(ms, undefined, { signal: late.signal }).catch(() => null)])
        late.abort()
        if (child !== undefined) log.warn({ signal, ms }, 'PostgreSQL has not ended yet')
      }
      process.removeListener('exit', lastResort)
    },
  }
}

function logLine(log: Logger, line: string): void {
  const [, severity, text] = /^(PANIC|FATAL|ERROR|WARNING|LOG): +(.*)$/s.exec(line) ?? []
  const message = `postgresql: ${text ?? line}`
  if (severity === 'PANIC') log.error(message)
  // Every connection still open at a shutdown ends with this one.
  else if (severity === 'FATAL' && !/administrator command/.test(line)) log.warn(message)
  // A refused statement is told to whoever sent it; here it only repeats.
  else log.debug(message)
}
