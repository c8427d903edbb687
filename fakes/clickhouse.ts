// A ClickHouse server for tests and for trying scale-out: its HTTP protocol over chDB. One process,
// one data directory; no cluster, no users.
//
//   node fakes/clickhouse.ts --port 8123 --data ./data/clickhouse
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

export interface RunningClickhouse {
  url: string
  pid: number
  /** Answers what it is doing, closes its files, ends. */
  stop(): Promise<void>
  /** SIGKILL. */
  kill(): Promise<void>
}

/** In a process of its own: chDB takes one data directory a process. Port 0 is any free one. */
export async function startClickhouse(options: {
  data: string
  port?: number
}): Promise<RunningClickhouse> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(import.meta.url),
      ...['--data', options.data, '--port', String(options.port ?? 0)],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, UV_THREADPOOL_SIZE: '16' } },
  )
  const end = (signal: NodeJS.Signals) => endChild(child, signal)
  // Whoever started it and ends without stopping it takes it along.
  const last = () => child.kill('SIGKILL')
  process.once('exit', last)
  child.once('exit', () => process.off('exit', last))
  return {
    url: await addressOf(child),
    pid: child.pid ?? 0,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (text) => {
      said += text
    })
    child.once('exit', (code) =>
      reject(new Error(`the fake ClickHouse ended with ${code}: ${said}`)),
    )
    child.once('error', reject)
    if (!child.stdout) return reject(new Error('the fake ClickHouse has no output'))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^listening on (\S+)$/.exec(line)?.[1]
      if (url) resolve(url)
    })
  })
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '8123' }, data: { type: 'string' } },
  })
  if (!values.data) throw new Error('node fakes/clickhouse.ts --data DIRECTORY [--port 8123]')
  const { openEngine } = await import('./clickhouse-engine.ts')
  const { createClickhouse } = await import('./clickhouse-server.ts')
  const engine = openEngine(values.data)
  const server = createClickhouse(engine)
  server.listen(Number(values.port), '127.0.0.1')
  await once(server, 'listening')
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    const closed = once(server, 'close')
    server.close()
    // The engine aborts the process when it exits with a query running: answer first.
    await engine.close()
    server.closeIdleConnections()
    await Promise.race([closed, sleep(1000)])
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void stop())
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

if (import.meta.main) await main()
