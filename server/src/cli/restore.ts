// homefield restore: a backup into an empty data folder or empty servers, and proof that it is whole.
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createApp } from '../app.ts'
import { takeStock } from '../audiences/index.ts'
import { recoverBatches } from '../collect/index.ts'
import type { Config } from '../config.ts'
import { rebuildAliases } from '../identity/index.ts'
import { keepDue, keepLevels } from '../membership/index.ts'
import { findDamage } from '../platform/archive.ts'
import { type Ch, openCh, sql } from '../platform/ch.ts'
import { attachParts, copyRowsBetween, copyRowsIn } from '../platform/copy-ch.ts'
import { copyJobsIn, copyTablesIn } from '../platform/copy-pg.ts'
import { migrateCh, migratePg } from '../platform/migrate.ts'
import { openPg } from '../platform/pg.ts'
import { forgetStates, projectCustomers } from '../profile/index.ts'
import { type OpenStores, openStores, UNFINISHED } from '../stores.ts'
import { lockData, quietLog, withoutRoles } from './alone.ts'
import { isServed } from './ask-server.ts'
import { runChecks } from './check.ts'
import { type Command, type Print, readArgs, type Terminal } from './command.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { NO_TENANT } from './tenant.ts'

export const restore: Command = {
  name: 'restore',
  takes: 'DIRECTORY',
  does: 'put a backup into an empty data folder',
  read(args, cwd) {
    const { positionals } = readArgs(args, {}, { min: 1, max: 1 })
    const dir = resolve(cwd, positionals[0] ?? '')
    return { alone: (config, print, terminal) => run(config, dir, print, terminal) }
  },
}

/** What of a data folder a restore fills. */
const OURS = ['pg', 'ch', 'files', 'secret']

async function run(config: Config, dir: string, print: Print, terminal: Terminal): Promise<number> {
  if (await isServed(config)) {
    print.err(
      `A server runs on ${config.dataDir}. Stop it, or restore into another data folder (HOMEFIELD_DATA).`,
    )
    return 1
  }
  const manifest = await readManifest(dir)
  const lock = await lockData(config)
  try {
    const marker = join(config.dataDir, UNFINISHED)
    // What an interrupted restore left is nobody's data.
    if (existsSync(marker)) await clear(config)
    const fault = await whyNotEmpty(config)
    if (fault) {
      print.err(fault)
      return 1
    }
    print.out(
      `Backup of ${manifest.made_at}, Homefield ${manifest.homefield}. Checking ${manifest.files.length} files …\n`,
    )
    const damage = await findDamage(dir, manifest.files)
    if (damage.length > 0) {
      print.err(
        `The backup is damaged:\n  ${damage.slice(0, 20).join('\n  ')}${damage.length > 20 ? `\n  … and ${damage.length - 20} more` : ''}`,
      )
      return 1
    }
    await writeFile(marker, `${dir}\n`, { mode: 0o600 })
    try {
      await fill(config, dir, manifest, print)
    } catch (error) {
      await clear(config)
      if (config.pg !== 'embedded' || config.ch !== 'embedded')
        print.err('The servers hold a part of the backup now; empty them before you try again.')
      throw error
    }
    return await prove(config, dir, manifest, print, terminal)
  } finally {
    await lock.release()
  }
}

async function clear(config: Config): Promise<void> {
  for (const name of [...OURS, UNFINISHED])
    await rm(join(config.dataDir, name), { recursive: true, force: true })
}

/** Restoring over data would mix two brands' customers, or two moments of one. */
async function whyNotEmpty(config: Config): Promise<string | undefined> {
  for (const name of OURS) {
    const path = join(config.dataDir, name)
    const isThere =
      name === 'files' ? (await readdir(path).catch(() => [])).length > 0 : existsSync(path)
    if (isThere)
      return `${config.dataDir} is not empty: ${path} is there. Restore into a new data folder (HOMEFIELD_DATA).`
  }
  if (config.pg !== 'embedded' && (await hasTables(config.pg)))
    return 'The PostgreSQL database is not empty'
  if (config.ch !== 'embedded' && (await hasEventTables(config)))
    return 'The ClickHouse database homefield is not empty'
  return undefined
}

async function hasTables(address: string): Promise<boolean> {
  const faults: Error[] = []
  const pg = openPg({ connectionString: address }, (error) => faults.push(error))
  try {
    const { rows } = await pg.pool.query<{ n: number }>(
      `select count(*) as n from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    )
    return (rows[0]?.n ?? 0) > 0
  } finally {
    await pg.close()
  }
}

async function hasEventTables(config: Config): Promise<boolean> {
  const ch = await openCh(config.ch, config.chCluster)
  try {
    const tables = await ch.allRows(
      sql`select name from system.tables where database = 'homefield'`,
    )
    return tables.length > 0
  } finally {
    await ch.close()
  }
}

/** Onto the migrations the backup was made with; the newer ones then find what they expect. */
async function fill(config: Config, dir: string, manifest: Manifest, print: Print): Promise<void> {
  const { postgresql, clickhouse } = manifest
  await mkdir(join(config.dataDir, 'files'), { recursive: true, mode: 0o700 })
  if (existsSync(join(dir, 'files')))
    await cp(join(dir, 'files'), join(config.dataDir, 'files'), { recursive: true })
  if (manifest.secret === 'file' && config.secret === undefined)
    await copyFile(join(dir, 'secret'), join(config.dataDir, 'secret'))
  // Before the event store is opened: one process has one embedded engine at a time.
  const staged = clickhouse.parts && config.ch !== 'embedded' ? clickhouse.parts : undefined
  const stores = await openStores(config, quietLog(config), {
    pg: new Set(postgresql.migrations),
    ch: new Set(clickhouse.migrations),
  })
  try {
    print.out('ClickHouse …\n')
    if (staged)
      await withStage(config, dir, manifest, (stage) => copyRowsBetween(stage, stores.ch, staged))
    else if (clickhouse.parts) await attachParts(stores.ch, dir, clickhouse.parts)
    else if (clickhouse.rows) await copyRowsIn(stores.ch, dir, clickhouse.rows)
    print.out('PostgreSQL …\n')
    await copyPg(stores, dir, manifest)
    const applied = [...(await migratePg(stores.pg.pool)), ...(await migrateCh(stores.ch))]
    for (const name of applied) print.out(`migrated to ${name}\n`)
  } finally {
    await stores.close()
  }
}

async function copyPg({ pg }: OpenStores, dir: string, { postgresql }: Manifest): Promise<void> {
  const client = await pg.pool.connect()
  try {
    await copyTablesIn(client, dir, postgresql.tables, postgresql.sequences)
  } finally {
    client.release()
  }
}

/** An engine of our own that reads the backup's files, for a server that cannot. */
async function withStage(
  config: Config,
  dir: string,
  manifest: Manifest,
  work: (stage: Ch) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(config.dataDir, 'run', 'restore-'))
  try {
    const stage = await openCh(`chdb:${folder}`)
    try {
      await migrateCh(stage, new Set(manifest.clickhouse.migrations))
      await attachParts(stage, dir, manifest.clickhouse.parts ?? [])
      await work(stage)
    } finally {
      await stage.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a start would do, then every check. */
async function prove(
  config: Config,
  dir: string,
  manifest: Manifest,
  print: Print,
  terminal: Terminal,
): Promise<number> {
  const log = quietLog(config)
  const stores = await openStores(config, log, {})
  try {
    const app = await createApp(withoutRoles(config), stores, log)
    try {
      const ctx = app.ctxOf(NO_TENANT)
      await recoverBatches(ctx, { allButOwner: NO_TENANT })
      await rebuildAliases(ctx)
      await forgetStates(ctx)
      await projectCustomers(ctx)
      await takeStock(ctx)
      // Notes that waited at the snapshot, and terms that ended since.
      while ((await keepLevels(ctx, app.ctxOf)) > 0);
      await keepDue(ctx, app.ctxOf)
      await putJobsBack(stores, dir, manifest, print)
      await rm(join(config.dataDir, UNFINISHED))
      print.out('\n')
      return await runChecks(app, print, terminal, new AbortController().signal)
    } finally {
      await app.stop()
    }
  } finally {
    await stores.close()
  }
}

async function putJobsBack(
  { pg }: OpenStores,
  dir: string,
  { postgresql }: Manifest,
  print: Print,
): Promise<void> {
  if (!postgresql.jobs) return
  const client = await pg.pool.connect()
  try {
    for (const { queue, jobs } of await copyJobsIn(client, dir, postgresql.jobs))
      print.err(`${jobs} jobs of ${queue} are left out: this version has no such queue`)
  } finally {
    client.release()
  }
}
