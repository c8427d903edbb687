// Scale-out on one machine: two server processes, one PostgreSQL, one ClickHouse.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { type RunningClickhouse, startClickhouse } from '../../../fakes/clickhouse.ts'
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/embedded-postgres.ts'
import { KEYS, type RunningServer, startServer } from '../harness/server.ts'

/** Who signs in to look at it in a browser. */
export const OWNER = { email: 'owner@example.com', password: 'a-long-enough-password-1' }

export interface Cluster {
  /** Addresses of both, also while one is dead. */
  urls(): string[]
  pids(): number[]
  /** SIGKILL to one of them; starts it again after a while. Resolves when it is back. */
  killAndRestart(which: number, downMs: number): Promise<void>
  /** `homefield check`: its exit code and what it said. */
  check(): Promise<{ code: number | null; said: string }>
  /** What the servers wrote last. */
  lastWords(): string
  close(): Promise<void>
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export async function startCluster(): Promise<Cluster> {
  const data = mkdtempSync(join(tmpdir(), 'homefield-story-'))
  const undo: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })]
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const postgres: EmbeddedPostgres = await startEmbeddedPostgres({
      dir: join(data, 'pg'),
      log: pino({ level: 'silent' }),
    })
    undo.push(() => postgres.stop())
    const clickhouse: RunningClickhouse = await startClickhouse({ data: join(data, 'ch') })
    undo.push(() => clickhouse.stop())
    const settings = { pg: postgres.connectionString, ch: clickhouse.url }
    const env = { HOMEFIELD_OWNER_EMAIL: OWNER.email, HOMEFIELD_OWNER_PASSWORD: OWNER.password }
    const start = (which: number, port?: number) =>
      startServer({
        ...settings,
        env,
        data: join(data, `server-${which}`),
        ...(port ? { port } : {}),
      })
    // At once: migrations and first keys are raced for, as behind any load balancer.
    const servers: RunningServer[] = await Promise.all([start(0), start(1)])
    undo.push(() => Promise.all(servers.map((s) => s.stop())))
    return {
      urls: () => servers.map((s) => s.url),
      pids: () => servers.map((s) => s.pid),
      async killAndRestart(which, downMs) {
        const server = servers[which]
        if (!server) throw new Error(`there is no server ${which}`)
        await server.kill()
        await new Promise((resolve) => setTimeout(resolve, downMs))
        servers[which] = await start(which, server.port)
      },
      async check() {
        const child = spawn(
          process.execPath,
          ['--disable-warning=ExperimentalWarning', main, 'check'],
          {
            stdio: ['ignore', 'pipe', 'pipe'],
            env: {
              ...process.env,
              UV_THREADPOOL_SIZE: '16',
              HOMEFIELD_DATA: join(data, 'chores'),
              HOMEFIELD_PG: settings.pg,
              HOMEFIELD_CH: settings.ch,
              HOMEFIELD_SECRET: KEYS.secret,
            },
          },
        )
        let said = ''
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (text) => (said += text))
        const [code] = await once(child, 'close')
        return { code: code as number | null, said }
      },
      lastWords: () => servers.map((s) => s.lastWords()).join('\n---\n'),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
