// Both stores, opened as the settings say and migrated; embedded ones are ours to start and stop.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { type Ch, openCh } from './platform/ch.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { migrateCh, migratePg } from './platform/migrate.ts'
import { openPg, type PgStore } from './platform/pg.ts'

export interface OpenStores {
  pg: PgStore
  ch: Ch
  /** True when this process alone owns the embedded event store. */
  isAlone: boolean
  /** What this start applied, e.g. `pg/0001_tenant.sql`. */
  migrated: string[]
  close(): Promise<void>
}

/** Written by a restore before it begins, removed when it is whole. */
export const UNFINISHED = 'restore-unfinished'

/** @param restoring a restore's own opening; a backup is put back onto the migrations it was made with */
export async function openStores(
  config: Config,
  log: Logger,
  restoring?: { pg?: ReadonlySet<string>; ch?: ReadonlySet<string> },
): Promise<OpenStores> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  if (!restoring && existsSync(join(config.dataDir, UNFINISHED)))
    throw new Error(
      `A restore into ${config.dataDir} did not finish, so half of the data is missing. Run it again.`,
    )
  const embedded =
    config.pg === 'embedded'
      ? await startEmbeddedPostgres({ dir: join(config.dataDir, 'pg'), log })
      : undefined
  const undo: (() => Promise<unknown>)[] = embedded ? [() => embedded.stop()] : []
  try {
    let isClosing = false
    const pg = openPg(
      embedded ? { ...embedded.config } : { connectionString: config.pg },
      // Its connections are told when the embedded one stops; the error carries the whole client.
      (error) => isClosing || log.warn({ reason: error.message }, 'a PostgreSQL connection broke'),
    )
    undo.unshift(() => pg.close())
    await refuseOldPostgres(pg)
    const migrated = (await migratePg(pg.pool, restoring?.pg)).map((name) => `pg/${name}`)
    const isAlone = config.ch === 'embedded'
    const ch = await openCh(
      isAlone ? `chdb:${join(config.dataDir, 'ch')}` : config.ch,
      config.chCluster,
    )
    undo.unshift(() => ch.close())
    migrated.push(...(await migrateCh(ch, restoring?.ch)).map((name) => `ch/${name}`))
    return {
      pg,
      ch,
      isAlone,
      migrated,
      async close() {
        isClosing = true
        await ch.close()
        await pg.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    for (const step of undo)
      await step().catch((e) => log.error({ err: e }, 'a store did not close cleanly'))
    throw error
  }
}

async function refuseOldPostgres(pg: PgStore): Promise<void> {
  const { rows } = await pg.pool.query<{ v: string }>(
    `select current_setting('server_version_num') as v`,
  )
  const major = Math.floor(Number(rows[0]?.v) / 10_000)
  if (major < 15) throw new Error(`PostgreSQL ${major} is too old: 15 or newer is needed`)
}
