// A private PostgreSQL, a child of this process: made on the first start, watched, started again
// when it dies, stopped cleanly with us and dead soon after us.
//
//   <dir>/lock             who owns the directory
//   <dir>/cluster          PostgreSQL's data, and the password of its two roles
//   <dir>/run              its socket
//   <dir>/postgresql.conf  our settings, written at every start; ALTER SYSTEM overrules them
import { spawn } from 'node:child_process'
import { chmod, mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { lockDirectory } from './directory-lock.ts'
import { chooseAddress, forgetAddress } from './postgres-address.ts'
import { cannotEmbed, findPostgres, type PostgresBinaries } from './postgres-binaries.ts'
import { ensureCluster, postgresEnvironment } from './postgres-cluster.ts'
import { chooseLauncher } from './postgres-launcher.ts'
import { stopLeftovers } from './postgres-leftovers.ts'
import { type PostgresExit, type Watch, watchProcess } from './postgres-watch.ts'

export type { PostgresExit } from './postgres-watch.ts'

const APPLICATION = 'homefield'
/** Replaying the log of a crash under full load takes minutes on a slow disk. */
const READY_WITHIN_MS = 15 * 60_000

export interface EmbeddedPostgresOptions {
  /** A directory of its own, made when absent. */
  dir: string
  log: Logger
  /** PostgreSQL settings that overrule ours, e.g. `{ fsync: 'off' }` in tests. */
  settings?: Record<string, string | number>
  /** Folder with initdb and postgres, instead of npm's. */
  binaries?: string
}

export interface PostgresLogin {
  /** The directory of the socket, or a loopback address. */
  host: string
  port: number
  user: string
  password: string
  database: string
}

export interface EmbeddedPostgres {
  /** The application's role: it owns its database and is no superuser. */
  config: PostgresLogin
  connectionString: string
  /** For making databases and roles: tests and maintenance. */
  superuserConfig: PostgresLogin
  /** Undefined between a death and the next start. */
  readonly pid: number | undefined
  /** Told of every death that nobody asked for; the next start is then already planned. */
  onExit(listener: (exit: PostgresExit) => void): void
  /** Fast shutdown, waited for; open connections are ended. */
  stop(): Promise<void>
}

/**
 * @throws AppError `directory_in_use` while another process owns `dir`;
 * `embedded_postgres_unavailable` where it cannot run, saying what to do
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { log } = options
  const binaries = findPostgres(options.binaries)
  const dir = await ownDirectory(resolve(options.dir))
  const lock = await lockDirectory(dir, (reason) =>
    log.error({ dir, reason }, 'directory lock lost'),
  )
  try {
    return await start({ ...options, dir, binaries, release: lock.release })
  } catch (error) {
    await forgetAddress(dir)
    await lock.release()
    throw error
  }
}

/** An address that `pg` and its connection pools read; sockets go in the query. */
export function addressOf({ host, port, user, password, database }: PostgresLogin): string {
  const query = new URLSearchParams({ host, port: String(port) })
  return `postgres://${user}:${encodeURIComponent(password)}@/${database}?${query}`
}

async function ownDirectory(dir: string): Promise<string> {
  try {
    await mkdir(dirname(dir), { recursive: true })
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await chmod(dir, 0o700)
    return dir
  } catch (error) {
    throw cannotEmbed(
      `The embedded PostgreSQL cannot use ${dir} (${(error as Error).message}). Make it writable for user ${process.getuid?.()}, or choose another data directory.`,
      error,
    )
  }
}

async function start(
  given: Omit<EmbeddedPostgresOptions, 'binaries'> & {
    binaries: PostgresBinaries
    release(): Promise<void>
  },
): Promise<EmbeddedPostgres> {
  const { dir, log, binaries } = given
  const launcher = await chooseLauncher(binaries, dir)
  const { cluster, password } = await ensureCluster(dir, binaries, launcher)
  await stopLeftovers(cluster, log)
  const { host, port, settings } = await chooseAddress(dir, launcher.owner)
  const conf = join(dir, 'postgresql.conf')
  // Removed first: the last start may have been another user's.
  await rm(conf, { force: true })
  await writeFile(conf, settingsFile(await smallSharedMemory()), { mode: 0o644 })
  const forced = Object.entries({ config_file: conf, ...settings, ...given.settings })
  const [program, args] = launcher.command(binaries.postgres, [
    '-D',
    cluster,
    ...forced.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  const watch = watchProcess({
    log,
    start: () =>
      spawn(program, args, {
        cwd: '/',
        // A session of its own: Ctrl-C must not end it before we have finished with it.
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: postgresEnvironment(),
      }),
    beforeRestart: () => stopLeftovers(cluster, log),
  })
  const superuserConfig = { host, port, user: 'postgres', password, database: 'postgres' }
  try {
    await Promise.race([prepare(superuserConfig, watch), watch.firstDeath])
    watch.keepAlive()
  } catch (error) {
    await watch.stop()
    throw cannotEmbed(`The embedded PostgreSQL did not start: ${(error as Error).message}.`, error)
  }
  const config = { host, port, user: APPLICATION, password, database: APPLICATION }
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await watch.stop()
    await stopLeftovers(cluster, log)
    await forgetAddress(dir)
    await given.release()
  }
  return {
    config,
    connectionString: addressOf(config),
    superuserConfig,
    get pid() {
      return watch.pid()
    },
    onExit: watch.onExit,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

function settingsFile(smallMemory: boolean): string {
  const settings: Record<string, string> = {
    shared_buffers: '128MB',
    max_connections: '100',
    wal_compression: 'on',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    log_checkpoints: 'off',
    jit: 'off',
    // Tables grow from nothing to 100,000 rows in seconds; until they are analysed the planner scans
    // them (a look-up of 1,000 values took 49 ms instead of 8).
    autovacuum_naptime: '10s',
    autovacuum_analyze_threshold: '500',
    autovacuum_analyze_scale_factor: '0.05',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '',
    // Statements and keys hold people's phones and names.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    // /dev/shm is 64 MB in a container, too little for one parallel hash join.
    ...(smallMemory ? { dynamic_shared_memory_type: 'sysv' } : {}),
  }
  return [
    '# Written at every start. To change a setting for good, use ALTER SYSTEM.',
    ...Object.entries(settings).map(([name, value]) => `${name} = '${value}'`),
    '',
  ].join('\n')
}

async function smallSharedMemory(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const shm = await statfs('/dev/shm').catch(() => undefined)
  return shm === undefined || shm.bsize * shm.blocks < 256 * 1024 * 1024
}

/** Waits until it takes connections, then makes the application's role and database if they lack. */
async function prepare(superuser: PostgresLogin, watch: Watch): Promise<void> {
  const client = await firstConnection(superuser, watch)
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as role,
              exists (select from pg_database where datname = $1) as database`,
      [APPLICATION],
    )
    if (!rows[0]?.role) {
      await client.query(
        `create role ${APPLICATION} login password ${client.escapeLiteral(superuser.password)}
         in role pg_monitor, pg_checkpoint`,
      )
    }
    if (!rows[0]?.database)
      await client.query(`create database ${APPLICATION} owner ${APPLICATION}`)
  } finally {
    await client.end()
  }
}

async function firstConnection(superuser: PostgresLogin, watch: Watch): Promise<pg.Client> {
  const end = Date.now() + READY_WITHIN_MS
  while (true) {
    const client = new pg.Client({ ...superuser, connectionTimeoutMillis: 10_000 })
    try {
      await client.connect()
      return client
    } catch (error) {
      const starting = ['57P03', 'ENOENT', 'ECONNREFUSED', 'ECONNRESET'].includes(
        (error as { code?: string }).code ?? '',
      )
      if (!starting || Date.now() > end || watch.pid() === undefined) throw error
      await client.end().catch(() => null)
      await sleep(20)
    }
  }
}
