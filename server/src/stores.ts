// Both stores, opened as the settings say and migrated; embedded ones are ours to start and stop.
import { mkdirSync } from 'node:fs'
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
  close(): Promise<void>
}

export async function openStores(config: Config, log: Logger): Promise<OpenStores> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const embedded =
    config.pg === 'embedded'
      ? await startEmbeddedPostgres({ dir: join(config.dataDir, 'pg'), log })
      : undefined
  const undo: (() => Promise<unknown>)[] = embedded ? [() => embedded.stop()] : []
  try {
    const pg = openPg(
      embedded ? { ...embedded.config } : { connectionString: config.pg },
      (error) => log.warn({ err: error }, 'an idle PostgreSQL connection broke'),
    )
    undo.unshift(() => pg.close())
    await refuseOldPostgres(pg)
    await migratePg(pg.pool)
    const isAlone = config.ch === 'embedded'
    const ch = await openCh(isAlone ? `chdb:${join(config.dataDir, 'ch')}` : config.ch, config.chCluster)
    undo.unshift(() => ch.close())
    await migrateCh(ch)
    return {
      pg,
      ch,
      isAlone,
      async close() {
        await ch.close()
        await pg.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    for (const step of undo) await step().catch((e) => log.error({ err: e }, 'a store did not close cleanly'))
    throw error
  }
}

async function refuseOldPostgres(pg: PgStore): Promise<void> {
  const { rows } = await pg.pool.query<{ v: string }>(`select current_setting('server_version_num') as v`)
  const major = Math.floor(Number(rows[0]?.v) / 10_000)
  if (major < 15) throw new Error(`PostgreSQL ${major} is too old: 15 or newer is needed`)
}
