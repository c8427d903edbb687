// A ClickHouse server or cluster over HTTP, with the official client.
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import type { ChDriver } from './ch.ts'
import { renderBound, renderInline } from './sql.ts'

const INSERT_WITHIN_MS = 60_000

export async function openChServer(url: string, cluster: string): Promise<ChDriver> {
  const settings = {
    output_format_json_quote_64bit_integers: 1 as const,
    async_insert: 0 as const,
    // A Distributed table else answers before any shard has the rows.
    insert_distributed_sync: 1 as const,
  }
  // Every error is thrown to us and logged once, where it is known what it cost.
  const log = { level: ClickHouseLogLevel.OFF }
  const bootstrap = createClient({ url, log })
  const everywhere = cluster ? ` ON CLUSTER '${cluster}'` : ''
  await bootstrap.command({
    query: `CREATE DATABASE IF NOT EXISTS homefield${everywhere} ENGINE = Atomic`,
  })
  await bootstrap.close()
  const client = createClient({
    url,
    database: 'homefield',
    request_timeout: 130_000,
    max_open_connections: 20,
    application: 'homefield',
    log,
    // Long lists of ids do not fit an address (a server takes 1 MB, proxies far less).
    use_multipart_params_auto: true,
    clickhouse_settings: settings,
  })
  return {
    async query(statement, suffix, running) {
      const { text, params } = renderBound(statement)
      const result = await client.query({
        query: (running?.mark ?? '') + text + suffix,
        query_params: params,
        format: 'JSONEachRow',
        ...(running && { abort_signal: running.signal }),
      })
      return result.json()
    },
    async analyse(text, database, running) {
      const own = createClient({
        url,
        database,
        log,
        request_timeout: 130_000,
        clickhouse_settings: settings,
      })
      try {
        const result = await own.query({
          query: (running?.mark ?? '') + text,
          format: 'JSONCompact',
          ...(running && { abort_signal: running.signal }),
        })
        return await result.json()
      } finally {
        await own.close()
      }
    },
    async file(statement, suffix, format) {
      const { text, params } = renderBound(statement)
      const { stream } = await client.exec({
        query: `${text}${suffix} FORMAT ${format}`,
        query_params: params,
      })
      return buffer(stream)
    },
    async kill(mark) {
      await client.command({
        query: `KILL QUERY${everywhere} WHERE startsWith(query, '${mark}') ASYNC`,
      })
    },
    async command(text) {
      await client.command({ query: text, clickhouse_settings: { wait_end_of_query: 1 } })
    },
    async insert({ table, columns, body, token, shard }) {
      // Not `client.insert`: it takes rows as objects only and would write each of them again.
      const { stream } = await client.exec({
        query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONCompactEachRow`,
        values: Readable.from([body], { objectMode: false }),
        clickhouse_settings: {
          wait_end_of_query: 1,
          ...(token ? { insert_deduplication_token: token } : {}),
          ...(shard === undefined ? {} : { insert_shard_id: String(shard) }),
        },
        // Whoever waits longer is undone by recovery, so nothing may still be sent by then.
        abort_signal: AbortSignal.timeout(INSERT_WITHIN_MS),
      })
      await finished(stream.resume())
    },
    async insertFrom({ table, columns, statement }, suffix) {
      await client.command({
        query: `INSERT INTO ${table} (${columns.join(', ')}) ${renderInline(statement)}${suffix}`,
        // Lists of customers stand in the text; stock is 256 KB.
        clickhouse_settings: { wait_end_of_query: 1, max_query_size: String(64 * 1024 * 1024) },
      })
    },
    async *stream(statement, suffix) {
      const { text, params } = renderBound(statement)
      const result = await client.query({
        query: text + suffix,
        query_params: params,
        format: 'JSONCompactEachRow',
      })
      for await (const rows of result.stream())
        yield Buffer.from(`${rows.map((row) => row.text).join('\n')}\n`)
    },
    close: () => client.close(),
  }
}
