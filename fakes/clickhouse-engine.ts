// The engine behind the fake server: chDB, which holds one data directory a process.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drainPending, Session } from 'chdb'
import { insertHead, quote } from './clickhouse-sql.ts'

export interface Statement {
  /** All of it, or the head of an INSERT whose rows are in `body`. */
  query: string
  body: Buffer
  database: string
  settings: Map<string, string>
  /** As they came over HTTP: the engine undoes their TSV escapes itself. */
  parameters: Map<string, string>
}
export interface Ran {
  output: Uint8Array
  rowsWritten: number
  rowsRead: number
}
export interface Engine {
  run(statement: Statement): Promise<Ran>
  close(): Promise<void>
}

// A session runs one query at a time.
const SESSIONS = 8
/** What the engine's raw inserts take; rows of other formats go into the SQL text. */
const RAW = ['JSONEachRow', 'JSONCompactEachRow', 'CSV', 'TSV', 'TabSeparated'] as const

interface Slot {
  session: Session
  database: string
  /** What was SET and is not the engine's default: sessions outlive requests. */
  settings: Map<string, string>
}

export function openEngine(directory: string): Engine {
  mkdirSync(directory, { recursive: true })
  const config = join(directory, 'engine.xml')
  writeFileSync(config, '<clickhouse><background_pool_size>2</background_pool_size></clickhouse>\n')
  const slots = Array.from(
    { length: SESSIONS },
    (): Slot => ({
      // Parameters arrive beside the query, where no limit of its length holds; here they are SET.
      session: new Session(directory, {
        connectionArgs: [`--config-file=${config}`, '--max_query_size=268435456'],
      }),
      database: 'default',
      settings: new Map(),
    }),
  )
  const free = [...slots]
  const waiting: ((slot: Slot) => void)[] = []
  const take = () =>
    new Promise<Slot>((resolve) => {
      const slot = free.pop()
      if (slot) resolve(slot)
      else waiting.push(resolve)
    })
  const release = (slot: Slot) => {
    const next = waiting.shift()
    if (next) next(slot)
    else free.push(slot)
  }
  return {
    async run(statement) {
      const slot = await take()
      try {
        await useDatabase(slot, statement.database)
        return await runOn(slot, statement)
      } catch (error) {
        // A server forgets a query as it fails. chDB lists it in system.processes until its session
        // is asked something else, and which session is asked next is chance.
        await slot.session.queryAsync('select 1')
        throw error
      } finally {
        release(slot)
      }
    },
    async close() {
      await Promise.all(slots.map(take))
      for (const { session } of slots) session.close()
      await drainPending()
    },
  }
}

async function useDatabase(slot: Slot, database: string): Promise<void> {
  if (slot.database === database) return
  await slot.session.queryAsync(`USE \`${database.replace(/[`\\]/g, '')}\``)
  slot.database = database
}

async function runOn(slot: Slot, statement: Statement): Promise<Ran> {
  const { session } = slot
  const head = insertHead(statement.query)
  const format = RAW.find((f) => f === head?.format)
  if (head && format) {
    if (statement.body.length === 0) return { output: NOTHING, rowsWritten: 0, rowsRead: 0 }
    const summary = await session.insert({
      table: head.table,
      ...(head.columns ? { columns: head.columns } : {}),
      values: statement.body,
      format,
      settings: Object.fromEntries(statement.settings),
    })
    return { output: NOTHING, rowsWritten: summary.rowsWritten, rowsRead: 0 }
  }
  await applySettings(slot, statement)
  const text =
    statement.body.length > 0
      ? `${statement.query}\n${statement.body.toString('utf8')}`
      : statement.query
  const result = await session.queryAsync(text, { format: 'TabSeparated' })
  return { output: result.bytes(), rowsWritten: 0, rowsRead: result.rowsRead }
}

/** Brings a session's settings to those of the request, the others back to their defaults. */
async function applySettings(slot: Slot, { settings, parameters }: Statement): Promise<void> {
  const changes: string[] = []
  for (const [name, value] of settings) {
    if (slot.settings.get(name) !== value) changes.push(`${name} = ${quote(value)}`)
  }
  for (const name of slot.settings.keys())
    if (!settings.has(name)) changes.push(`${name} = DEFAULT`)
  for (const [name, value] of parameters) changes.push(`param_${name} = ${quote(value)}`)
  if (changes.length === 0) return
  // Unknown until it has worked: a refused SET may have changed some of them.
  const before = slot.settings
  slot.settings = new Map([...before, ...settings])
  await slot.session.queryAsync(`SET ${changes.join(', ')}`)
  slot.settings = new Map(settings)
}

const NOTHING = new Uint8Array()
