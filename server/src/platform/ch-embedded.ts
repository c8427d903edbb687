// chDB: ClickHouse in this process. One directory, one thread, a pool of sessions.
import { mkdirSync, writeFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { drainPending, Session } from 'chdb'
import type { ChDriver } from './ch.ts'
import { quoted, renderInline } from './sql.ts'

// A session runs one query at a time (`select 1` waited 10.9 s behind a slow one), so reads have
// several and writes never queue behind them.
const READERS = 4
const WRITERS = 2

export async function openChdb(directory: string): Promise<ChDriver> {
  if (Number(process.env.UV_THREADPOOL_SIZE ?? 4) < 16)
    throw new Error(
      'UV_THREADPOOL_SIZE must be 16 or more before Node starts: each query holds a thread',
    )
  mkdirSync(directory, { recursive: true })
  const config = join(directory, 'engine.xml')
  writeFileSync(config, engineConfig())
  const open = () =>
    new Session(directory, {
      connectionArgs: [
        '--output_format_json_quote_64bit_integers=1',
        '--async_insert=0',
        // Values stand in the text here, and a set of 100,000 customers has 1.2 MB; stock is 256 KB.
        `--max_query_size=${64 * 1024 * 1024}`,
        `--config-file=${config}`,
      ],
    })
  const first = open()
  // Never `default`: its engine is Overlay, where refreshable views and exchanges are refused.
  await first.queryAsync('CREATE DATABASE IF NOT EXISTS homefield ENGINE = Atomic')
  const readers = sessionPool([first, ...Array.from({ length: READERS - 1 }, open)])
  const writers = sessionPool(Array.from({ length: WRITERS }, open))
  const killers = sessionPool([open()])
  await Promise.all([...readers.all, ...writers.all].map((s) => s.queryAsync('USE homefield')))
  return {
    query: (statement, suffix, running) =>
      readers.run(async (session) => {
        // Given up while it waited for a session: nothing is running that could be killed.
        running?.signal.throwIfAborted()
        const text = (running?.mark ?? '') + renderInline(statement) + suffix
        const result = await session.queryAsync(text, { format: 'JSONEachRow' })
        return parseLines(result.text())
      }),
    async analyse(text, database, running) {
      // Nothing that was set or used in it is left for anybody else.
      const session = open()
      try {
        await session.queryAsync(`USE ${database}`)
        running?.signal.throwIfAborted()
        const result = await session.queryAsync((running?.mark ?? '') + text, {
          format: 'JSONCompact',
        })
        return JSON.parse(result.text() || '{}')
      } finally {
        session.close()
      }
    },
    file: (statement, suffix, format) =>
      readers.run(async (session) => {
        const result = await session.queryAsync(renderInline(statement) + suffix, { format })
        return result.bytes()
      }),
    // Over a session of its own, behind no other work. SYNC would hang for ever.
    kill: (mark) =>
      killers.run(async (session) => {
        await session.queryAsync(`KILL QUERY WHERE startsWith(query, ${quoted(mark)}) ASYNC`)
      }),
    command: (text) =>
      writers.run(async (session) => {
        await session.queryAsync(text)
      }),
    insert: ({ table, columns, body, token }) =>
      writers.run(async (session) => {
        await session.insert({
          table: `homefield.${table}`,
          columns: [...columns],
          values: body,
          format: 'JSONCompactEachRow',
          ...(token ? { settings: { insert_deduplication_token: token } } : {}),
        })
      }),
    insertFrom: ({ table, columns, statement }, suffix) =>
      writers.run(async (session) => {
        await session.queryAsync(
          `INSERT INTO homefield.${table} (${columns.join(', ')}) ${renderInline(statement)}${suffix}`,
        )
      }),
    async *stream(statement, suffix) {
      const session = await readers.take()
      try {
        const pieces = session.queryStream(renderInline(statement) + suffix, {
          format: 'JSONCompactEachRow',
        })
        for await (const piece of pieces) yield Buffer.from(piece.raw())
      } finally {
        readers.release(session)
      }
    },
    async close() {
      await Promise.all([readers.idle(), writers.idle(), killers.idle()])
      for (const session of [...readers.all, ...writers.all, ...killers.all]) session.close()
      await drainPending()
    },
  }
}

function parseLines(text: string): unknown[] {
  if (text === '') return []
  return JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as unknown[]
}

function sessionPool(all: Session[]) {
  const free = [...all]
  const waiting: ((session: Session) => void)[] = []
  const release = (session: Session) => {
    const next = waiting.shift()
    if (next) next(session)
    else free.push(session)
  }
  const take = () =>
    new Promise<Session>((resolve) => {
      const session = free.pop()
      if (session) resolve(session)
      else waiting.push(resolve)
    })
  return {
    all,
    take,
    release,
    async run<T>(work: (session: Session) => Promise<T>): Promise<T> {
      const session = await take()
      try {
        return await work(session)
      } finally {
        release(session)
      }
    },
    /** Resolves when every session is free at once: nothing is running and nothing waits. */
    async idle() {
      const taken = await Promise.all(all.map(take))
      for (const session of taken) release(session)
    },
  }
}

/** Limits that keep the engine a guest in this process: a third of the memory, small caches. */
function engineConfig(): string {
  const memory = Math.floor(totalmem() * 0.35)
  return `<clickhouse>
  <max_server_memory_usage>${memory}</max_server_memory_usage>
  <mark_cache_size>${512 * 1024 * 1024}</mark_cache_size>
  <index_mark_cache_size>${128 * 1024 * 1024}</index_mark_cache_size>
  <background_pool_size>2</background_pool_size>
</clickhouse>
`
}
