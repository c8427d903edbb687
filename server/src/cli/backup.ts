// homefield backup: both stores of one moment, the files and the secret, into an empty folder; or
// one brand of them, for a server of its own.
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import type pg from 'pg'
import { eventsOfSnapshot } from '../collect/index.ts'
import type { Config } from '../config.ts'
import { type Archive, openArchive } from '../platform/archive.ts'
import { sql } from '../platform/ch.ts'
import { copyPartsOut, copyRowsOut, type Frozen, freeze } from '../platform/copy-ch.ts'
import { copyJobsOut, copyTablesOut, openSnapshot, readSequences } from '../platform/copy-pg.ts'
import type { OpenStores } from '../stores.ts'
import { type Command, readArgs, type Surroundings } from './command.ts'
import { type Manifest, version, writeManifest } from './manifest.ts'
import { findTenant } from './tenant.ts'

export const backup: Command = {
  name: 'backup',
  takes: 'DIRECTORY [--tenant T]',
  does: 'copy everything, or one brand, into an empty folder',
  read(args, cwd) {
    const { positionals, values } = readArgs(
      args,
      { tenant: { type: 'string' } },
      { min: 1, max: 1 },
    )
    const dir = resolve(cwd, positionals[0] ?? '')
    const { tenant } = values
    return {
      async work(here) {
        if (tenant === undefined) return run(here, dir, undefined)
        const found = await findTenant(here, tenant)
        return found ? run(here, dir, found.tenantId) : 1
      },
    }
  },
}

async function run(here: Surroundings, dir: string, tenantId: string | undefined): Promise<number> {
  const { config, print, signal } = here
  if (`${dir}${sep}`.startsWith(`${config.dataDir}${sep}`)) {
    print.err(`${dir} is inside the data folder; a backup belongs somewhere else`)
    return 1
  }
  await mkdir(dir, { recursive: true, mode: 0o700 })
  if ((await readdir(dir)).length > 0) {
    print.err(`${dir} is not empty`)
    return 1
  }
  if (isRunning) {
    print.err('Another backup is being made')
    return 1
  }
  isRunning = true
  const began = performance.now()
  const archive = openArchive(dir, signal)
  try {
    const { manifest, heldMs } = await copyAll(here, archive, tenantId)
    await writeManifest(dir, manifest)
    report(here, manifest, heldMs, (performance.now() - began) / 1000)
    return 0
  } catch (error) {
    // Half a backup looks like one to whoever finds it.
    for (const name of await readdir(dir))
      await rm(join(dir, name), { recursive: true, force: true })
    throw error
  } finally {
    isRunning = false
  }
}

/** One at a time: each clears away what an interrupted one left in the engine's folder. */
let isRunning = false

async function copyAll(here: Surroundings, archive: Archive, tenantId: string | undefined) {
  const client = await here.stores.pg.pool.connect()
  const { log, app, stores } = here
  let held: Awaited<ReturnType<typeof takeSnapshot>> | undefined
  try {
    // One brand is copied as rows, chosen by what the snapshot knows: nothing needs to be held.
    held = tenantId
      ? await openedSnapshot(client)
      : await takeSnapshot(client, stores, () => app.collector.pause())
    const manifest = await copySnapshot(here, archive, client, held, tenantId)
    await client.query('rollback')
    client.release()
    return { manifest, heldMs: held.ms }
  } catch (error) {
    // In the middle of a COPY it hears nothing: its connection is closed, not given back.
    client.release(true)
    throw error
  } finally {
    await held?.frozen?.thaw().catch((error) => log.error({ err: error }, 'linked parts are left'))
  }
}

async function copySnapshot(
  { config, stores }: Surroundings,
  archive: Archive,
  client: pg.ClientBase,
  { at, frozen }: { at: Date; frozen: Frozen | undefined },
  tenantId: string | undefined,
): Promise<Manifest> {
  const postgresql = {
    version: await textOf(client, `select current_setting('server_version') as text`),
    migrations: await namesOf(client),
    sequences: await readSequences(client),
    tables: await copyTablesOut(client, archive, tenantId),
    ...(tenantId ? {} : keyed('jobs', await copyJobsOut(client, archive))),
  }
  const events = frozen
    ? { parts: await copyPartsOut(archive, frozen) }
    : {
        rows: await copyRowsOut(
          stores.ch,
          archive,
          { event: await eventsOfSnapshot(client) },
          tenantId,
        ),
      }
  const clickhouse = { ...(await describeCh(stores)), ...events }
  if (!tenantId) await archive.copyFolder('files', join(config.dataDir, 'files'))
  if (config.secret === undefined) await archive.copy('secret', join(config.dataDir, 'secret'))
  return {
    format: 1,
    homefield: version,
    made_at: at.toISOString(),
    postgresql,
    clickhouse,
    secret: config.secret === undefined ? 'file' : 'settings',
    files: archive.files(),
  }
}

/**
 * One moment in both stores. Embedded: no group commit is on its way while PostgreSQL takes its
 * snapshot and the engine links its files. With a server, what the snapshot knows chooses the rows.
 */
async function takeSnapshot(
  client: pg.ClientBase,
  stores: OpenStores,
  pause: () => Promise<() => void>,
) {
  if (!stores.isAlone) return openedSnapshot(client)
  const began = performance.now()
  const goOn = await pause()
  try {
    await openSnapshot(client)
    const at = new Date()
    const frozen = await freeze(stores.ch, `backup${at.getTime()}`)
    return { at, ms: performance.now() - began, frozen }
  } finally {
    goOn()
  }
}

async function openedSnapshot(client: pg.ClientBase) {
  await openSnapshot(client)
  return { at: new Date(), ms: 0, frozen: undefined }
}

async function describeCh({ ch }: OpenStores) {
  const [row] = await ch.allRows<{ version: string }>(sql`select version() as version`)
  const done = await ch.allRows<{ name: string }>(sql`select name from migration order by name`)
  return { version: row?.version ?? '', migrations: [...new Set(done.map((d) => d.name))] }
}

async function namesOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration order by name')
  return rows.map((r) => r.name)
}

async function textOf(client: pg.ClientBase, query: string): Promise<string> {
  return (await client.query<{ text: string }>(query)).rows[0]?.text ?? ''
}

const keyed = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: V }

function report(
  { config, print }: Surroundings,
  manifest: Manifest,
  heldMs: number,
  seconds: number,
): void {
  const { postgresql, clickhouse, files } = manifest
  const rows = postgresql.tables.reduce((sum, t) => sum + t.rows, 0)
  const events = [...(clickhouse.parts ?? []), ...(clickhouse.rows ?? [])].reduce(
    (sum, t) => sum + t.rows,
    0,
  )
  const megabytes = files.reduce((sum, f) => sum + f.bytes, 0) / 1e6
  const count = (n: number) => n.toLocaleString('en')
  print.out(
    `${count(rows)} rows of PostgreSQL, ${count(events)} of ClickHouse, ${count(files.length)} files, ` +
      `${megabytes.toFixed(1)} MB in ${seconds.toFixed(1)} s\n`,
  )
  if (clickhouse.parts) print.out(`Events were held back for ${heldMs.toFixed(0)} ms.\n`)
  print.out(secretWarning(config, manifest))
}

const secretWarning = (config: Config, { secret }: Manifest) =>
  secret === 'file'
    ? 'The backup holds the secret of this installation and everything about your customers: keep it as safe as the server.\n'
    : `The backup holds everything about your customers: keep it as safe as the server. The secret is not in it: keep HOMEFIELD_SECRET${config.publicUrl ? ` of ${config.publicUrl}` : ''} too, or what it seals is lost.\n`
