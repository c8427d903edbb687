// PostgreSQL: one pool, one set of parsers, the same for the embedded server and an outside one.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { pairPrepared, preparingPool } from './prepared.ts'
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
  // A connection that breaks must not take the process down; the next query on it reports. The pool
  // listens to idle ones only, and one that breaks between two statements would be nobody's.
  pool.on('connect', (client) => client.on('error', onError))
  pool.on('error', () => {
    // Of an idle one, which has told already.
  })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  pairPrepared(db, new Kysely({ dialect: new PostgresDialect({ pool: preparingPool(pool) }) }))
  const close = async () => {
    // Ends the pool only where a statement of its own ran: others go through the prepared pair, or the pool.
    await db.destroy()
    if (!pool.ended) await pool.end()
  }
  return { pool, db, close }
}

/** True for "the server is gone or cannot write", as opposed to "this statement is wrong". */
export function isPgUnavailable(error: unknown): boolean {
  const { code = '', syscall = '' } = (error ?? {}) as { code?: string; syscall?: string }
  return (
    /^(08|53|57P|58|25006)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    // A socket that is not there, as opposed to any other file.
    (code === 'ENOENT' && syscall === 'connect') ||
    /Connection terminated|is not queryable|timeout exceeded when trying to connect/.test(
      String(error),
    )
  )
}
