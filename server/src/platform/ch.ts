// ClickHouse behind one small interface: chDB in this process, or a server. Only this file knows.

import { randomUUID } from 'node:crypto'
import { AppError, unavailable } from './errors.ts'
import { literal, quoted, type Sql } from './sql.ts'

export { as, join, nothing, type Sql, sql } from './sql.ts'

export interface ChInsert {
  table: string
  columns: readonly string[]
  /** Lines of JSONCompactEachRow. Not to be changed until the promise settles. */
  body: Buffer
  /** A repeat with the same token stores nothing (last 1,000 inserts a table and partition). */
  token?: string
  /** In a cluster: the number of the shard it goes to, whatever its rows say. */
  shard?: number
}

/** What an engine must do. `text` of queries is the driver's own business. */
export interface ChDriver {
  query(statement: Sql, suffix: string, running?: Running): Promise<unknown[]>
  /** Ends what runs under a mark; nothing when it is over. */
  kill(mark: string): Promise<void>
  command(text: string): Promise<void>
  insert(insert: ChInsert): Promise<void>
  insertFrom(insert: ChInsertFrom, suffix: string): Promise<void>
  /** Text that somebody wrote, in a session of its own within a database; as JSONCompact. */
  analyse(text: string, database: string, running?: Running): Promise<unknown>
  /** An answer in a file's format, whole. */
  file(statement: Sql, suffix: string, format: FileFormat): Promise<Uint8Array>
  /** JSONCompactEachRow, in pieces that may end anywhere. */
  stream(statement: Sql, suffix: string): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** What an analyst's statement gave: columns even where there are no rows. */
export interface Analysed {
  columns: { name: string; type: string }[]
  rows: unknown[][]
}

export type FileFormat = 'Parquet'

/** A query that can be given up: `mark` begins its text, by which the engine finds it. */
export interface Running {
  mark: string
  signal: AbortSignal
}

/** Rows that a statement makes, stored where it runs. */
export interface ChInsertFrom {
  table: string
  columns: readonly string[]
  statement: Sql
  /** As in ChInsert; the statement must give one block of rows at most. */
  token: string
}

export interface Ch {
  mode: 'embedded' | 'server'
  /** Name of the cluster in scale-out, empty on one node. */
  cluster: string
  /** How a dictionary's source signs in to its own server: SQL text, '' where nobody needs to. */
  dictionaryLogin: string
  /** A read of one tenant: every table in TENANT_TABLES is filtered, in subqueries and joins too. */
  rows<Row>(tenantId: string, statement: Sql, options?: ReadOptions): Promise<Row[]>
  /** A read across tenants: recovery, checks, the platform itself. */
  allRows<Row>(statement: Sql, options?: ReadOptions): Promise<Row[]>
  /**
   * A statement that somebody wrote, checked before: read-only, of one tenant, at most so many rows.
   * Names without a database are those of `database`.
   */
  analyse(
    tenantId: string,
    text: string,
    options: ReadOptions & { database: string; maxRows: number },
  ): Promise<Analysed>
  /** A tenant's rows as the bytes of a file: of bounded statements, since it is held in memory. */
  file(
    tenantId: string,
    statement: Sql,
    format: FileFormat,
    options?: ReadOptions,
  ): Promise<Uint8Array>
  command(text: string): Promise<void>
  insert(insert: ChInsert): Promise<void>
  /** What one tenant's read gives, stored without passing through this process. */
  insertFrom(tenantId: string, insert: ChInsertFrom, options?: ReadOptions): Promise<void>
  /**
   * A result of any length as lines of JSONCompactEachRow, what `insert` takes; pieces end in the
   * middle of lines. For copying tables: it holds a session until it is read to its end.
   */
  stream(statement: Sql, options?: ReadOptions): AsyncIterable<Buffer>
  close(): Promise<void>
}
export interface ReadOptions {
  /** Every read has a limit. Default 20. */
  maxSeconds?: number
  /** What one read may hold at once; without it, what the engine has. */
  maxBytes?: number
  /** Aborted, the engine stops too: an answer nobody waits for costs nothing more. */
  signal?: AbortSignal
  /** Only events up to this moment are read, whatever the statement says. */
  until?: Date
  /** Only rows of these nodes are read, in OF_CUSTOMERS, whatever the statement says. */
  nodes?: readonly number[]
  /**
   * From how many groups on a grouping is cut into 256 parts; the engine's 100,000 leaves 390 rows in a part,
   * and long expressions over each part cost more than the cut saves (a funnel of four steps: 154 ms of CPU, not 117).
   */
  cutGroupsFrom?: number
}

/** Tables with a tenant_id column that a tenant's read may touch. */
export const TENANT_TABLES = [
  'event',
  'customer_state',
  'audience_change',
  'audience_snapshot',
] as const
const OF_CUSTOMERS = ['event', 'customer_state']
export const DATABASE = 'homefield'
/** Of what an analyst's statement answers. */
const MOST_RESULT_BYTES = 64 * 1024 * 1024

/**
 * @param url `chdb:<directory>` or `http://user:password@host:8123`
 * @param cluster the cluster's name for a sharded server, '' for one node
 */
export async function openCh(url: string, cluster = ''): Promise<Ch> {
  const embedded = url.startsWith('chdb:')
  // Loading the engine costs 200 MB, so only who opens it does.
  const driver = embedded
    ? await (await import('./ch-embedded.ts')).openChdb(url.slice(5))
    : await (await import('./ch-server.ts')).openChServer(url, cluster)
  const limitsOf = ({ maxSeconds = 20, maxBytes, cutGroupsFrom }: ReadOptions) =>
    [
      ` SETTINGS max_execution_time = ${Number(maxSeconds)}`,
      ...(cutGroupsFrom ? [`group_by_two_level_threshold = ${Number(cutGroupsFrom)}`] : []),
      ...(maxBytes ? [`max_memory_usage = ${Number(maxBytes)}`] : []),
    ].join(', ')
  const read = async <Row>(statement: Sql, filters: string, options: ReadOptions = {}) => {
    const suffix = `${limitsOf(options)}${filters}`
    return (await guarded(() =>
      untilAborted(driver, options.signal, (running) => driver.query(statement, suffix, running)),
    )) as Row[]
  }
  return {
    mode: embedded ? 'embedded' : 'server',
    cluster,
    dictionaryLogin: embedded ? '' : loginOf(url),
    rows: (tenantId, statement, options) =>
      read(statement, tenantFilter(tenantId, options), options),
    allRows: (statement, options) => read(statement, '', options),
    analyse: (tenantId, text, options) => {
      const bounds = `, limit = ${Number(options.maxRows)}, max_result_bytes = ${MOST_RESULT_BYTES}, readonly = 1`
      const whole = `${text}${limitsOf(options)}${bounds}${tenantFilter(tenantId, options)}`
      return guarded(async () =>
        readAnalysed(
          await untilAborted(driver, options.signal, (running) =>
            driver.analyse(whole, options.database, running),
          ),
        ),
      )
    },
    file: (tenantId, statement, format, options = {}) =>
      guarded(() =>
        driver.file(
          statement,
          `${limitsOf({ maxSeconds: 120, ...options })}${tenantFilter(tenantId, options)}`,
          format,
        ),
      ),
    command: (text) => guarded(() => driver.command(text)),
    insert: (insert) => guarded(() => driver.insert(insert)),
    insertFrom: (tenantId, insert, options) =>
      guarded(() =>
        driver.insertFrom(
          insert,
          ` SETTINGS max_execution_time = ${options?.maxSeconds ?? 20}, insert_deduplication_token = ${quoted(insert.token)}${tenantFilter(tenantId, options)}`,
        ),
      ),
    stream: (statement, options) =>
      guardedStream(
        driver.stream(statement, ` SETTINGS max_execution_time = ${options?.maxSeconds ?? 20}`),
      ),
    close: () => driver.close(),
  }
}

async function untilAborted<T>(
  driver: ChDriver,
  signal: AbortSignal | undefined,
  work: (running?: Running) => Promise<T>,
): Promise<T> {
  if (!signal) return work()
  if (signal.aborted) throw givenUp()
  const mark = `/* ${randomUUID()} */ `
  let killed: Promise<void> | undefined
  const kill = () => {
    killed = driver.kill(mark)
  }
  signal.addEventListener('abort', kill, { once: true })
  try {
    return await work({ mark, signal })
  } catch (error) {
    if (signal.aborted) throw givenUp(error)
    throw error
  } finally {
    signal.removeEventListener('abort', kill)
    await killed
  }
}

const givenUp = (cause?: unknown) =>
  new AppError(422, 'query_cancelled', 'This question was given up before it was answered', {
    cause,
  })

/** The engine's JSONCompact. */
function readAnalysed(answer: unknown): Analysed {
  const { meta = [], data = [] } = answer as { meta?: Analysed['columns']; data?: unknown[][] }
  return { columns: meta.map(({ name, type }) => ({ name, type })), rows: data }
}

function loginOf(url: string): string {
  const { username, password } = new URL(url)
  if (!username) return ''
  return `user ${quoted(decodeURIComponent(username))} password ${quoted(decodeURIComponent(password))} `
}

function tenantFilter(tenantId: string, { nodes, until }: ReadOptions = {}): string {
  if (!/^[0-9a-f-]{36}$/.test(tenantId)) throw new TypeError('tenant id must be a UUID')
  const mine = `tenant_id = toUUID('${tenantId}')`
  const some = nodes ? ` and customer_id in ${literal('Array(UInt32)', nodes)}` : ''
  const moment = until && literal('DateTime64(3)', until)
  const then = (column: string) => (moment ? ` and ${column} <= ${moment}` : '')
  const pairs = TENANT_TABLES.map((table) => {
    const happened = then(table === 'customer_state' ? 'since' : 'at')
    const condition = `${mine}${OF_CUSTOMERS.includes(table) ? some : ''}${happened}`
    return `'${DATABASE}.${table}': ${quoted(condition)}`
  })
  return `, additional_table_filters = {${pairs.join(', ')}}`
}

/** ClickHouse error numbers that mean "not now" rather than "wrong statement". */
const NOT_NOW = new Set([
  '202', // TOO_MANY_SIMULTANEOUS_QUERIES
  '209', // SOCKET_TIMEOUT
  '210', // NETWORK_ERROR
  '241', // MEMORY_LIMIT_EXCEEDED
  '242', // TABLE_IS_READ_ONLY
  '243', // NOT_ENOUGH_SPACE
  '252', // TOO_MANY_PARTS
  '425', // SYSTEM_ERROR: a failed write, e.g. a full or read-only disk
  '74',
  '75',
  '76',
  '80', // CANNOT_READ/WRITE/OPEN file
  '999', // KEEPER_EXCEPTION
])

async function* guardedStream(pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const all = pieces[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await guarded(() => all.next())
      if (next.done) return
      yield next.value
    }
  } finally {
    await all.return?.()
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) throw error
    const text = String((error as Error)?.message ?? error)
    const code = /Code: (\d+)/.exec(text)?.[1] ?? (error as { code?: string }).code ?? ''
    if (code === '159')
      throw new AppError(422, 'query_too_slow', 'This question took too long; narrow it down', {
        cause: error,
      })
    if (code === '396')
      throw new AppError(
        422,
        'result_too_large',
        'The answer has too many bytes; choose fewer columns',
        {
          cause: error,
        },
      )
    if (code === '241' && /Query memory limit exceeded/i.test(text))
      throw new AppError(422, 'query_too_large', 'This question needs too much memory; narrow it', {
        cause: error,
      })
    if (
      NOT_NOW.has(code) ||
      /ECONNREFUSED|ECONNRESET|socket hang up|EPIPE|ETIMEDOUT|Timeout error|aborted/.test(
        `${code} ${text}`,
      )
    )
      throw unavailable('event_store_unavailable', 'The event store cannot answer now', 2, error)
    throw error
  }
}
