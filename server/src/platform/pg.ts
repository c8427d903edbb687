// PostgreSQL: one pool, one set of parsers, the same for the embedded server and an outside one.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const n = Number(text)
  if (!Number.isSafeInteger(n)) throw new RangeError(`int8 beyond 2^53: ${text}`)
  return n
})
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (text) => text)

export type Pg = Kysely<Tables>
export interface PgStore {
  pool: pg.Pool
  db: Pg
  close(): Promise<void>
}

/**
 * Opens the pool. `statement_timeout` guards reads against running for ever; group commits and
 * imports stay far below it.
 */
export function openPg(config: pg.PoolConfig, onError: (error: Error) => void): PgStore {
  const pool = new pg.Pool({
    max: 20,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'homefield',
    options:
      '-c statement_timeout=120000 -c idle_in_transaction_session_timeout=120000 -c timezone=UTC',
    ...config,
  })
  // An idle connection that breaks must not take the process down; the next query reports.
  pool.on('error', onError)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { pool, db, close: () => db.destroy() }
}

/** True for "the server is gone or cannot write", as opposed to "this statement is wrong". */
export function isPgUnavailable(error: unknown): boolean {
  const code = (error as { code?: string } | undefined)?.code ?? ''
  return (
    /^(08|53|57P|58|25006)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(String(error))
  )
}
