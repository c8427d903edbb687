// One PostgreSQL server for a whole test run (vitest's globalSetup): the embedded one in a directory
// that is thrown away, or one given by TEST_PG, where databases of our own are made and dropped.
// TEST_PG_BIN runs the embedded way with another PostgreSQL's programs: how the oldest supported
// version is tested.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { addressOf, startEmbeddedPostgres } from './embedded-postgres.ts'
import { migratePg } from './migrate.ts'
import { withDatabase } from './testing-url.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Gone after the run: a test process is ended without being asked, so it removes nothing itself. */
    runFolder: string
    /** The server by the application's role. No test works in the database it names. */
    pgUrl: string
    /** The server by a role that may create databases. */
    pgAdminUrl: string
    /** Migrated and empty. Nobody connects to it: a database in use cannot be copied. */
    pgTemplate: string
  }
}

interface Server {
  /** A role that may create databases. */
  adminUrl: string
  /** The application's role, with no more rights than it has when run for real. */
  url: string
  stop(): Promise<void>
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_PG
  const folder = await mkdtemp(join(tmpdir(), 'homefield-test-'))
  const server = await serverOf(folder, given)
  const template = `homefield_test${given ? `_${randomBytes(4).toString('hex')}` : ''}`
  try {
    await withAdmin(server, async (admin) => {
      await admin.query(
        `create database ${template} owner ${roleOf(server.url)}
         template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`,
      )
    })
    const pool = new pg.Pool({ connectionString: withDatabase(server.url, template), max: 2 })
    await migratePg(pool)
    await pool.end()
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('runFolder', folder)
  project.provide('pgUrl', server.url)
  project.provide('pgAdminUrl', server.adminUrl)
  project.provide('pgTemplate', template)
  return async () => {
    if (given) {
      await withAdmin(server, async (admin) => {
        const { rows } = await admin.query<{ name: string }>(
          'select datname as name from pg_database where starts_with(datname, $1)',
          [template],
        )
        for (const { name } of rows) await admin.query(`drop database ${name} with (force)`)
      })
    }
    await server.stop()
  }
}

/** Stopped, it takes the folder with it. */
async function serverOf(folder: string, given: string | undefined): Promise<Server> {
  const remove = () => rm(folder, { recursive: true, force: true })
  if (given) return { adminUrl: given, url: given, stop: remove }
  try {
    const postgres = await startEmbeddedPostgres({
      dir: join(folder, 'pg'),
      log: pino({ level: 'warn' }),
      binaries: process.env.TEST_PG_BIN,
      // Nothing here outlives the run.
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    })
    const stop = async () => {
      await postgres.stop()
      await remove()
    }
    return {
      adminUrl: addressOf(postgres.superuserConfig),
      url: postgres.connectionString,
      stop,
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function withAdmin(server: Server, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

function roleOf(url: string): string {
  const role = new pg.Client({ connectionString: url }).user
  if (!role) throw new Error('TEST_PG must name its user')
  return pg.escapeIdentifier(role)
}
