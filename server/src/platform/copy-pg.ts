// PostgreSQL's tables out to files and back, by COPY: no program of PostgreSQL's own is needed.
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Archive, readKept } from './archive.ts'
import { rowsOfTenant } from './copy-tenant.ts'

export interface KeptTable {
  name: string
  columns: string[]
  rows: number
  file: string
}
export interface KeptSequence {
  name: string
  /** The last number given out, or null. */
  value: number | null
}

/** What migrations have applied is the manifest's to say: restoring runs them. */
const NOT_COPIED = ['migration']
/** Jobs are carried over apart; what an import has staged is read from its files again. */
const OTHER_SCHEMAS = ['job', 'import_stage', 'information_schema']

const name = (given: string) => `"${given.replaceAll('"', '""')}"`
const names = (columns: readonly string[]) => columns.map(name).join(', ')

/** Opens the snapshot that everything is copied from; `client` is in its transaction afterwards. */
export async function openSnapshot(client: pg.ClientBase): Promise<void> {
  await client.query('begin isolation level repeatable read read only')
  // Copying takes as long as it takes. The first statement takes the snapshot.
  await client.query(
    'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0',
  )
  await client.query('select 1')
}

/** All of them, or with `tenantId` one brand's rows. */
export async function copyTablesOut(
  client: pg.ClientBase,
  archive: Archive,
  tenantId?: string,
): Promise<KeptTable[]> {
  const kept: KeptTable[] = []
  for (const { table, columns } of await findTables(client)) {
    const file = `postgresql/${table}.copy.gz`
    const rows = await copyOut(
      client,
      archive,
      `select ${names(columns)} from public.${name(table)}${
        tenantId ? ` where ${rowsOfTenant(table, columns, tenantId)}` : ''
      }`,
      file,
    )
    kept.push({ name: table, columns, rows, file })
  }
  return kept
}

/** Numbers are taken from sequences outside of any snapshot, so these are at least what was used. */
export async function readSequences(client: pg.ClientBase): Promise<KeptSequence[]> {
  const { rows } = await client.query<KeptSequence>(
    `select sequencename as name, last_value as value from pg_sequences where schemaname = 'public' order by 1`,
  )
  return rows
}

/** Tables in the order of their foreign keys: those that others point to come first. */
async function findTables(client: pg.ClientBase): Promise<{ table: string; columns: string[] }[]> {
  const { rows: strange } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname <> 'public' and n.nspname <> all($1) and n.nspname not like 'pg\\_%'`,
    [OTHER_SCHEMAS],
  )
  if (strange.length > 0)
    throw new Error(`These tables would be left out: ${strange.map((s) => s.name).join(', ')}`)
  const { rows: tables } = await client.query<{ table: string; columns: string[] }>(`
    select c.relname::text as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.relname order by c.relname`)
  const { rows: keys } = await client.query<{ child: string; parent: string }>(`
    select c.relname::text as child, p.relname::text as parent from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conrelid <> k.confrelid`)
  const left = new Map(tables.filter((t) => !NOT_COPIED.includes(t.table)).map((t) => [t.table, t]))
  const ordered: { table: string; columns: string[] }[] = []
  while (left.size > 0) {
    const ready = [...left.values()].filter(
      (t) => !keys.some((k) => k.child === t.table && left.has(k.parent)),
    )
    if (ready.length === 0)
      throw new Error(`foreign keys in a circle: ${[...left.keys()].join(', ')}`)
    for (const t of ready) {
      ordered.push(t)
      left.delete(t.table)
    }
  }
  return ordered
}

async function copyOut(
  client: pg.ClientBase,
  archive: Archive,
  query: string,
  file: string,
): Promise<number> {
  const stream = client.query(copyTo(`copy (${query}) to stdout`))
  await archive.write(file, stream)
  return stream.rowCount
}

/** Fills the tables of a migrated database, in one transaction: whole or not at all. */
export async function copyTablesIn(
  client: pg.ClientBase,
  dir: string,
  tables: readonly KeptTable[],
  sequences: readonly KeptSequence[],
): Promise<void> {
  await client.query('begin')
  try {
    await client.query(
      'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0',
    )
    // Rows that migrations brought are in the backup too, as they were by then.
    await client.query(`truncate ${tables.map((t) => `public.${name(t.name)}`).join(', ')}`)
    // What triggers would write of these rows is in the backup as well. Of all tables before the first row: a
    // table with checks that wait for the end of the transaction cannot be altered.
    await eachTable(client, tables, 'disable trigger user')
    for (const table of tables) await copyIn(client, dir, `public.${name(table.name)}`, table)
    await client.query('set constraints all immediate')
    await eachTable(client, tables, 'enable trigger user')
    for (const { name: sequence, value } of sequences) {
      if (value !== null)
        await client.query(`select setval(('public.' || quote_ident($1))::regclass, $2)`, [
          sequence,
          value,
        ])
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function eachTable(
  client: pg.ClientBase,
  tables: readonly KeptTable[],
  act: string,
): Promise<void> {
  for (const table of tables) await client.query(`alter table public.${name(table.name)} ${act}`)
}

async function copyIn(
  client: pg.ClientBase,
  dir: string,
  into: string,
  kept: KeptTable,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${into} (${names(kept.columns)}) from stdin`))
  await pipeline(readKept(dir, kept.file), stream)
  if (stream.rowCount !== kept.rows)
    throw new Error(`${kept.name}: ${stream.rowCount} rows came back of ${kept.rows}`)
}

// Jobs live in tables of pg-boss, which changes them with its releases: what waits is carried over
// by the columns both know.

/** Work that is not done: waiting, running, or given up. */
export async function copyJobsOut(
  client: pg.ClientBase,
  archive: Archive,
): Promise<KeptTable | undefined> {
  const { rows } = await client.query<{ columns: string[] | null }>(`
    select array_agg(column_name::text order by ordinal_position) as columns from information_schema.columns
    where table_schema = 'job' and table_name = 'job' and is_generated = 'NEVER'`)
  const columns = rows[0]?.columns
  if (!columns) return undefined
  const file = 'postgresql/job.copy.gz'
  const waiting = `select ${names(columns)} from job.job
    where state in ('created', 'retry', 'active', 'failed') and name not like '\\_\\_pgboss\\_\\_%'`
  return { name: 'job', columns, rows: await copyOut(client, archive, waiting, file), file }
}

/** @returns queues that this version does not have, with how many jobs wait for them */
export async function copyJobsIn(
  client: pg.ClientBase,
  dir: string,
  kept: KeptTable,
): Promise<{ queue: string; jobs: number }[]> {
  await client.query('begin')
  try {
    const { rows: known } = await client.query<{ column: string; type: string }>(`
      select a.attname::text as column, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
      where a.attrelid = 'job.job'::regclass and a.attnum > 0 and not a.attisdropped`)
    const typeOf = new Map(known.map((k) => [k.column, k.type]))
    const columns = kept.columns.map((c) => `${name(c)} ${typeOf.get(c) ?? 'text'}`)
    await client.query(`create temp table kept_job (${columns.join(', ')}) on commit drop`)
    await copyIn(client, dir, 'kept_job', kept)
    // Whoever was at it is gone: it is tried again.
    await client.query(
      `update kept_job set state = 'retry', started_on = null where state = 'active'`,
    )
    const both = names(kept.columns.filter((c) => typeOf.has(c)))
    await client.query(`insert into job.job (${both}) select ${both} from kept_job
      where name in (select name from job.queue) on conflict do nothing`)
    const { rows } = await client.query<{ queue: string; jobs: number }>(
      `select name as queue, count(*) as jobs from kept_job where name not in (select name from job.queue) group by name order by name`,
    )
    await client.query('commit')
    return rows
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
