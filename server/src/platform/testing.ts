// A real application's insides for tests: both stores of the process, a fresh tenant.

import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { inject } from 'vitest'
import { type Ch, openCh, TENANT_TABLES } from './ch.ts'
import { type Ctx, SYSTEM } from './ctx.ts'
import type { Jobs } from './jobs.ts'
import { migrateCh } from './migrate.ts'
import { openPg, type PgStore } from './pg.ts'
import { testDatabase } from './testing-database.ts'

export interface Stores {
  pg: PgStore
  pgUrl: string
  ch: Ch
}

// On globalThis: with isolate off, modules may still be loaded again a file, engines must not.
const shared = globalThis as typeof globalThis & { homefieldStores?: Promise<Stores> }

/**
 * Both stores, opened once a process and migrated. Each process has its own of both: what waits in
 * one store for the other is whoever's turn it is, and would else go to the wrong one.
 */
export function testStores(): Promise<Stores> {
  shared.homefieldStores ??= open()
  return shared.homefieldStores
}

async function open(): Promise<Stores> {
  const ch = await openCh(`chdb:${mkdtempSync(join(inject('runFolder'), 'ch-'))}`)
  await migrateCh(ch)
  // Nothing here outlives the run, as in PostgreSQL beside it.
  for (const table of TENANT_TABLES)
    await ch.command(
      `alter table homefield.${table} modify setting fsync_after_insert = 0, fsync_part_directory = 0`,
    )
  const { url } = await testDatabase()
  // 64 at once share 20 connections: on a busy machine the last of them may wait longer than a visitor would.
  const pg = openPg({ connectionString: url, connectionTimeoutMillis: 0 }, (error) => {
    throw error
  })
  return { pg, pgUrl: url, ch }
}

/** Jobs that are only remembered: a test that wants their effect runs them itself. */
export interface RememberedJobs extends Jobs {
  sent: { queue: string; data: object }[]
}
export function rememberJobs(): RememberedJobs {
  const sent: { queue: string; data: object }[] = []
  return {
    sent,
    async send(_pg, queue, data) {
      sent.push({ queue, data })
    },
  }
}

/** For what goes through every brand of a store: others' rows are theirs, also in a test. */
export const eachBrand =
  (ctx: Ctx) =>
  (tenantId: string): Ctx => ({ ...ctx, tenantId })

export type TestCtx = Ctx & { stores: Stores; jobs: RememberedJobs }

/** A ctx of a brand-new tenant, acting as its owner. */
export async function testCtx(): Promise<TestCtx> {
  const stores = await testStores()
  const tenantId = randomUUIDv7()
  await stores.pg.pool.query(
    `insert into tenant (id, name, timezone, currency) values ($1, $2, 'Asia/Shanghai', 'CNY')`,
    [tenantId, `Test ${tenantId.slice(-6)}`],
  )
  return {
    stores,
    pg: stores.pg.db,
    ch: stores.ch,
    jobs: rememberJobs(),
    tenantId,
    actor: SYSTEM,
    now: () => new Date(),
    log: pino({ level: 'silent' }),
  }
}
