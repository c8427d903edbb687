import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { chown, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

const CHILD = fileURLToPath(new URL('embedded-postgres.child.ts', import.meta.url))
const NOBODY = 65534
const isRoot = process.getuid?.() === 0
const log = pino({ level: 'silent' })

let home: string
const open: { stop(): Promise<void> }[] = []
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'homefield-embedded-'))
})
afterEach(async () => {
  for (const it of open.splice(0)) await it.stop()
})
afterAll(() => rm(home, { recursive: true, force: true }))

async function start(dir: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dir, log })
  open.push(postgres)
  return postgres
}

async function query<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

const write = (url: string) =>
  query(url, 'create table if not exists note (n int); insert into note values (1)')
const count = async (url: string) =>
  (await query<{ n: number }>(url, 'select count(*)::int as n from note'))[0]?.n

interface Owner {
  child: ChildProcess
  ready: { pid: number; url: string; uid: number; fault?: string }
  stop(): Promise<void>
}

/** Another process that owns an embedded PostgreSQL; `lacking` are programs it does not find. */
function spawnOwner(dir: string, options: { uid?: number; lacking?: string[] } = {}): ChildProcess {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', CHILD, dir]
  if (options.uid !== undefined) {
    // The rights only let that user read this checkout, wherever it is.
    command.unshift(
      'setpriv',
      `--reuid=${options.uid}`,
      `--regid=${options.uid}`,
      '--clear-groups',
      '--securebits=+no_setuid_fixup',
      '--inh-caps=+dac_read_search',
      '--ambient-caps=+dac_read_search',
    )
  }
  const lacking = mkdtempSync(join(home, 'lacking-'))
  for (const name of options.lacking ?? []) {
    writeFileSync(join(lacking, name), `#!/bin/sh\necho "${name}: not permitted" >&2\nexit 1\n`)
    chmodSync(join(lacking, name), 0o755)
  }
  chmodSync(lacking, 0o755)
  const [program = '', ...args] = command
  return spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: `${lacking}:${process.env.PATH}` },
  })
}

async function startOwner(
  dir: string,
  options: { uid?: number; lacking?: string[] } = {},
): Promise<Owner> {
  const child = spawnOwner(dir, options)
  if (!child.stdout) throw new Error('no output to read')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const owner = {
    child,
    ready: JSON.parse(line) as Owner['ready'],
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
  open.push(owner)
  return owner
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Running, and not merely waiting for a parent to notice its end. */
function runs(pid: number): boolean {
  try {
    return !/^Z/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }))
  } catch {
    return false
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 200 && runs(pid); i++) await sleep(50)
  return !runs(pid)
}

describe('an embedded PostgreSQL', () => {
  test('is made on the first start, keeps its data, and lets only its own password in', async () => {
    const dir = join(home, 'first')
    const first = await start(dir)
    await write(first.connectionString)
    const [made] = await query(
      first.connectionString,
      `select datcollate, datctype, pg_encoding_to_char(encoding) as encoding,
              current_setting('fsync') as fsync, current_setting('listen_addresses') as tcp,
              current_setting('is_superuser') as superuser, lower('ÄÉ') as lower
         from pg_database where datname = current_database()`,
    )
    expect(made).toEqual({
      datcollate: 'C',
      datctype: process.platform === 'linux' ? 'C.UTF-8' : expect.any(String),
      encoding: 'UTF8',
      fsync: 'on',
      tcp: '',
      superuser: 'off',
      lower: 'äé',
    })
    const guess = first.connectionString.replace(first.config.password, 'guessed')
    await expect(query(guess, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    expect((await stat(dir)).mode & 0o777).toBe(0o700)
    expect((await stat(join(dir, 'cluster', 'homefield-password'))).mode & 0o777).toBe(0o600)
    await first.stop()
    const second = await start(dir)
    expect(await count(second.connectionString)).toBe(1)
  })

  test('refuses a second owner of its directory, in the same process and in another', async () => {
    const dir = join(home, 'shared')
    const first = await start(dir)
    await expect(startEmbeddedPostgres({ dir, log })).rejects.toMatchObject({
      code: 'directory_in_use',
      message: expect.stringContaining(`process ${process.pid}`),
    })
    const other = await startOwner(dir)
    expect(other.ready.fault).toContain(`in use by process ${process.pid}`)
    expect(await query(first.connectionString, 'select 1 as n')).toEqual([{ n: 1 }])
    await first.stop()
    expect(existsSync(join(dir, 'lock'))).toBe(false)
  })

  test('runs below a long path with spaces, quotes and Chinese characters', async () => {
    const dir = join(home, '长 路径', 'x'.repeat(90), '主场'.repeat(30), `it's "$HOME", 数据`)
    const postgres = await start(dir)
    await write(postgres.connectionString)
    expect(await count(postgres.connectionString)).toBe(1)
    await postgres.stop()
    expect(existsSync(postgres.config.host)).toBe(false)
  })

  test('loses nothing when its owner is killed, and dies with it', async () => {
    const dir = join(home, 'killed')
    const owner = await startOwner(dir)
    await write(owner.ready.url)
    await kill(owner.child)
    const next = await start(dir)
    expect(runs(owner.ready.pid)).toBe(false)
    expect(await count(next.connectionString)).toBe(1)
  })

  test('ends a server that outlived its killed owner, where nothing binds the two', async () => {
    const dir = join(home, 'orphan')
    const owner = await startOwner(dir, { lacking: ['setpriv'] })
    await write(owner.ready.url)
    await kill(owner.child)
    expect(runs(owner.ready.pid)).toBe(true)
    const next = await start(dir)
    expect(runs(owner.ready.pid)).toBe(false)
    expect(next.pid).not.toBe(owner.ready.pid)
    expect(await count(next.connectionString)).toBe(1)
  })

  test('starts although its last process number now belongs to a stranger', async () => {
    const dir = join(home, 'stranger')
    const first = await start(dir)
    await first.stop()
    const pidFile = join(dir, 'cluster', 'postmaster.pid')
    await writeFile(pidFile, `${process.ppid}\n${join(dir, 'cluster')}\n1\n5432\n\n\n`)
    if (isRoot) await chown(pidFile, (await stat(dir)).uid, (await stat(dir)).gid)
    const next = await start(dir)
    expect(await readFile(pidFile, 'utf8')).toMatch(new RegExp(`^${next.pid}\n`))
  })

  test('is made whole after its making was killed', async () => {
    const dir = join(home, 'half')
    const child = spawnOwner(dir)
    const half = () => existsSync(dir) && readdirSync(dir).some((n) => /^init-\w+$/.test(n))
    while (!half()) await sleep(5)
    await kill(child)
    expect(readdirSync(dir)).not.toContain('cluster')
    const next = await start(dir)
    expect(await query(next.connectionString, 'select 1 as n')).toEqual([{ n: 1 }])
    expect(readdirSync(dir).filter((name) => name.startsWith('init-'))).toEqual([])
  })

  test('is started again when it dies, tells so, and keeps its address', async () => {
    const postgres = await start(join(home, 'dies'))
    await write(postgres.connectionString)
    const told = new Promise((tell) => postgres.onExit(tell))
    const before = postgres.pid ?? 0
    process.kill(before, 'SIGKILL')
    expect(await told).toMatchObject({ signal: 'SIGKILL', attempt: 1, retryInMs: 200 })
    let rows: number | undefined
    while (rows === undefined) {
      rows = await count(postgres.connectionString).catch(() => sleep(50, undefined))
    }
    expect(rows).toBe(1)
    expect(postgres.pid).not.toBe(before)
  })

  test('refuses data made by another major version', async () => {
    const dir = join(home, 'older')
    await (await start(dir)).stop()
    await writeFile(join(dir, 'cluster', 'PG_VERSION'), '14\n')
    await expect(startEmbeddedPostgres({ dir, log })).rejects.toMatchObject({
      code: 'postgres_version_differs',
      message: expect.stringContaining('was made by PostgreSQL 14'),
    })
  })

  test('says what to do when its directory cannot be used', async () => {
    const file = join(home, 'a-file')
    writeFileSync(file, '')
    await expect(startEmbeddedPostgres({ dir: join(file, 'pg'), log })).rejects.toMatchObject({
      code: 'embedded_postgres_unavailable',
      message: expect.stringMatching(/choose another data directory.*HOMEFIELD_PG/),
    })
  })

  test('says why it ended when it cannot start', async () => {
    const settings = { shared_buffers: 'plenty' }
    await expect(
      startEmbeddedPostgres({ dir: join(home, 'wrong'), log, settings }),
    ).rejects.toMatchObject({
      code: 'embedded_postgres_unavailable',
      message: expect.stringContaining('invalid value for parameter "shared_buffers"'),
    })
    const mended = await start(join(home, 'wrong'))
    expect(mended.pid).toBeGreaterThan(1)
  })
})

describe('the user an embedded PostgreSQL runs as', () => {
  // An ordinary user can only be itself, and then that is what is tested.
  const someone = isRoot ? NOBODY : (process.getuid?.() ?? 0)

  test('is the ordinary user who starts it', async () => {
    const dir = join(home, 'ordinary')
    mkdirSync(dir)
    chmodSync(home, 0o711)
    if (isRoot) await chown(dir, someone, someone)
    const owner = await startOwner(dir, isRoot ? { uid: someone } : {})
    expect(owner.ready.fault).toBeUndefined()
    expect(owner.ready.uid).toBe(someone)
    await write(owner.ready.url)
    expect((await stat(join(dir, 'cluster'))).uid).toBe(someone)
  })

  test('is another one for root where user namespaces are off, below a directory only root may enter', async () => {
    const closed = join(home, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const dir = join(closed, 'pg')
    const owner = await startOwner(dir, { lacking: ['unshare'] })
    expect(owner.ready.fault).toBeUndefined()
    await write(owner.ready.url)
    expect((await stat(join(dir, 'cluster'))).uid).toBe(someone)
    await owner.stop()
    // The same data on a machine that allows namespaces, and the other way round.
    const here = await start(dir)
    expect(await count(here.connectionString)).toBe(1)
    await here.stop()
    const back = await startOwner(dir, { lacking: ['unshare'] })
    expect(await count(back.ready.url)).toBe(1)
  })

  test('is the owner of the data when root starts what an ordinary user made', async () => {
    const dir = join(home, 'handed-over')
    mkdirSync(dir)
    const uid = isRoot ? 1 : someone
    if (isRoot) await chown(dir, uid, uid)
    const postgres = await start(dir)
    await write(postgres.connectionString)
    expect((await stat(join(dir, 'cluster'))).uid).toBe(uid)
    await postgres.stop()
    const owner = await startOwner(dir, isRoot ? { uid } : {})
    expect(await count(owner.ready.url)).toBe(1)
  })

  test('is asked for when there is none it can be', async () => {
    const dir = join(home, 'nobody-left')
    const owner = await startOwner(dir, { lacking: ['unshare', 'setpriv'] })
    if (isRoot) expect(owner.ready.fault).toMatch(/as an ordinary user.*Set HOMEFIELD_PG/)
    else expect(owner.ready.uid).toBe(someone)
    expect(existsSync(join(dir, 'cluster'))).toBe(!isRoot)
  })
})

test('a postgres bound to its owner is gone soon after the owner was killed', async () => {
  const owner = await startOwner(join(home, 'bound'))
  await kill(owner.child)
  const bound = process.platform === 'linux'
  if (!bound) process.kill(owner.ready.pid, 'SIGINT')
  expect(await untilGone(owner.ready.pid)).toBe(true)
})
