// Forward-only migrations, plain SQL, for both stores. A file is never edited after a release.
import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'
import type { Ch } from './ch.ts'
import { sql } from './ch.ts'

const folder = (store: 'pg' | 'ch') => new URL(`../../migrations/${store}/`, import.meta.url)
const files = (store: 'pg' | 'ch') =>
  readdirSync(folder(store))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder(store)), 'utf8') }))

/** Every migration there is, in the order they are applied. */
export const migrationNames = (store: 'pg' | 'ch'): string[] => files(store).map((f) => f.name)

/**
 * Applies what is missing, each file in its own transaction; two servers starting at once wait.
 * @param only a backup is restored onto the migrations it was made with; the rest follows
 */
export async function migratePg(pool: pg.Pool, only?: ReadonlySet<string>): Promise<string[]> {
  const client = await pool.connect()
  const applied: string[] = []
  try {
    await client.query(`select pg_advisory_lock(hashtext('homefield.migrate'))`)
    await client.query(
      `create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`,
    )
    const done = new Set(
      (await client.query<{ name: string }>('select name from migration')).rows.map((r) => r.name),
    )
    for (const { name, text } of files('pg')) {
      if (done.has(name) || only?.has(name) === false) continue
      await client.query('begin')
      try {
        await client.query(text)
        await client.query('insert into migration (name) values ($1)', [name])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error })
      }
      applied.push(name)
    }
    return applied
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('homefield.migrate'))`)
    client.release()
  }
}

/**
 * The words a ClickHouse migration may use, filled in for one node or a cluster:
 * `{on_cluster}`, `{local:event}` (the table that holds rows), `{MergeTree}` or another engine of the
 * family with its arguments (`{ReplacingMergeTree(version, gone)}`), `{everywhere:Engine(args)}` (a copy of all rows on every node), `{dictionary_login}`, `{dedup_window}`, and a line `{distributed:event by <expression>}`.
 */
export function fillIn(text: string, cluster: string, dictionaryLogin = ''): string {
  const replicated = (engine: string, args: string) =>
    `Replicated${engine}('/clickhouse/tables/{uuid}/{shard}', '{replica}'${args ? `, ${args}` : ''})`
  return text
    .replaceAll('{on_cluster}', cluster ? `on cluster '${cluster}'` : '')
    .replace(/\{local:(\w+)\}/g, (_, table) => (cluster ? `${table}_local` : table))
    .replace(/\{(\w*MergeTree)(?:\(([\w, ]+)\))?\}/g, (_, engine, args = '') =>
      cluster ? replicated(engine, args) : args ? `${engine}(${args})` : engine,
    )
    .replace(/\{everywhere:(\w+)(?:\((\w+)\))?\}/g, (_, engine, args = '') =>
      cluster
        ? `Replicated${engine}('/clickhouse/tables/{uuid}/all', '{shard}-{replica}'${args ? `, ${args}` : ''})`
        : `${engine}(${args})`,
    )
    .replaceAll('{dictionary_login}', dictionaryLogin)
    .replaceAll(
      '{dedup_window}',
      cluster
        ? 'replicated_deduplication_window = 1000'
        : 'non_replicated_deduplication_window = 1000',
    )
    .replace(/^\{distributed:(\w+) by (.+)\}$/gm, (_, table, key) =>
      cluster
        ? `create table if not exists ${table} on cluster '${cluster}' as ${table}_local engine = Distributed('${cluster}', homefield, ${table}_local, ${key});`
        : '',
    )
}

/** Statements must be idempotent (`if not exists`): ClickHouse has no transactions for them. */
/** What is embedded, and what the files were written for. */
const OLDEST_CH = [26, 7] as const

/** @throws before anything is changed, where the event store is older than what is embedded */
export function refuseOldCh(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wanted, least] = OLDEST_CH
  if (major > wanted || (major === wanted && minor >= least)) return
  throw new Error(
    `The ClickHouse at HOMEFIELD_CH is ${version}; Homefield needs ${wanted}.${least} or newer. Update it and start again.`,
  )
}

export async function migrateCh(ch: Ch, only?: ReadonlySet<string>): Promise<string[]> {
  const [server] = await ch.allRows<{ version: string }>(sql`select version() as version`)
  refuseOldCh(server?.version ?? '')
  await ch.command(
    fillIn(
      `create table if not exists migration {on_cluster} (name String, applied_at DateTime default now())
       engine = {everywhere:MergeTree} order by name`,
      ch.cluster,
    ),
  )
  const done = new Set(
    (await ch.allRows<{ name: string }>(sql`select name from migration`)).map((r) => r.name),
  )
  const applied: string[] = []
  for (const { name, text } of files('ch')) {
    if (done.has(name) || only?.has(name) === false) continue
    for (const statement of fillIn(text, ch.cluster, ch.dictionaryLogin).split(/;\s*$/m)) {
      const lines = statement.replace(/^--.*$/gm, '').trim()
      if (lines) await ch.command(lines)
    }
    await ch.insert({
      table: 'migration',
      columns: ['name'],
      body: Buffer.from(`${JSON.stringify([name])}\n`),
    })
    applied.push(name)
  }
  return applied
}

/** What a newer version's files hold and these stores have not seen. */
export async function waitingMigrations(pool: pg.Pool, ch: Ch): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>('select name from migration')
  const done = {
    pg: new Set(rows.map((r) => r.name)),
    ch: new Set(
      (await ch.allRows<{ name: string }>(sql`select name from migration`)).map((r) => r.name),
    ),
  }
  return (['pg', 'ch'] as const).flatMap((store) =>
    migrationNames(store)
      .filter((name) => !done[store].has(name))
      .map((name) => `${store}/${name}`),
  )
}
