// ClickHouse's tables out to files and back: the engine's own files where it is embedded, rows where
// it is a server whose disk we do not see.
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Archive, readKept } from './archive.ts'
import { as, type Ch, type Sql, sql } from './ch.ts'

export interface KeptRows {
  table: string
  rows: number
  columns: string[]
  files: string[]
}
export interface KeptParts {
  table: string
  rows: number
  /** Folder in the backup, one folder a part in it. */
  folder: string
}

/** Rebuilt from PostgreSQL, or written by the migrations themselves. */
const NOT_COPIED = ['alias', 'customer_state', 'migration']
const FOR_EVER = { maxSeconds: 12 * 3600 }

interface Table {
  name: string
  uuid: string
  path: string
  partitionKey: string
}

/** Tables that hold rows; of a sharded one the name that reads all shards. */
async function findTables(ch: Ch): Promise<Table[]> {
  const rows = await ch.allRows<{
    name: string
    uuid: string
    path: string
    partition_key: string
  }>(
    sql`select name, toString(uuid) as uuid, if(empty(data_paths), '', data_paths[1]) as path, partition_key
        from system.tables where database = 'homefield' and engine like '%MergeTree' order by name`,
  )
  return rows
    .map((r) => ({
      name: ch.cluster ? r.name.replace(/_local$/, '') : r.name,
      uuid: r.uuid,
      path: r.path,
      partitionKey: r.partition_key,
    }))
    .filter((t) => !NOT_COPIED.includes(t.name))
}

async function columnsOf(ch: Ch, table: string): Promise<string[]> {
  const rows = await ch.allRows<{ name: string }>(
    sql`select name from system.columns where database = 'homefield' and table = ${as('String', table)}
          and default_kind not in ('MATERIALIZED', 'ALIAS') order by position`,
  )
  return rows.map((r) => r.name)
}

/** Text that the engine itself gave us; nothing of a user's comes in here. */
const raw = (text: string): Sql => ({ text: [text], slots: [] })
const quotedName = (name: string) => `\`${name.replaceAll('`', '\\`')}\``
const whole = (table: string) => raw(`homefield.${quotedName(table)}`)
const list = (columns: readonly string[]) => raw(columns.map(quotedName).join(', '))

// Embedded: the engine links its files into a folder of their own, which takes milliseconds.

export interface Frozen {
  tables: { table: string; rows: number; from: string }[]
  thaw(): Promise<void>
}

/**
 * Holds what the tables are now. Nobody may insert meanwhile, or two tables would not agree.
 * @param label letters and digits: the engine escapes others in the folder's name
 */
export async function freeze(ch: Ch, label: string): Promise<Frozen> {
  const tables: Frozen['tables'] = []
  const shadows = new Set<string>()
  for (const table of await findTables(ch)) {
    await ch.command(`alter table homefield.${quotedName(table.name)} freeze with name '${label}'`)
    const [counted] = await ch.allRows<{ n: string }>(
      sql`select count() as n from ${whole(table.name)}`,
      FOR_EVER,
    )
    const root = table.path.slice(0, table.path.lastIndexOf('/store/'))
    const shadow = join(root, 'shadow', label)
    // What a backup left that was killed keeps the disk full of parts long merged.
    if (!shadows.has(shadow)) await removeOthers(join(root, 'shadow'), label)
    shadows.add(shadow)
    tables.push({
      table: table.name,
      rows: Number(counted?.n ?? 0),
      from: join(shadow, 'store', table.uuid.slice(0, 3), table.uuid),
    })
  }
  return {
    tables,
    async thaw() {
      for (const shadow of shadows) await rm(shadow, { recursive: true, force: true })
    },
  }
}

async function removeOthers(shadow: string, label: string): Promise<void> {
  const others = (await partsIn(shadow)).filter(
    (name) => /^backup\d+$/.test(name) && name !== label,
  )
  for (const name of others) await rm(join(shadow, name), { recursive: true, force: true })
}

export async function copyPartsOut(archive: Archive, frozen: Frozen): Promise<KeptParts[]> {
  const kept: KeptParts[] = []
  for (const { table, rows, from } of frozen.tables) {
    const folder = `clickhouse/${table}`
    const linked = await rowsIn(from)
    if (linked < rows) throw new Error(`${table}: the engine linked ${linked} rows of ${rows}`)
    await archive.copyFolder(folder, from)
    kept.push({ table, rows, folder })
  }
  return kept
}

/** Every part says how many rows it has, deleted ones that no merge has dropped yet included. */
async function rowsIn(folder: string): Promise<number> {
  let rows = 0
  for (const part of await partsIn(folder)) {
    rows += Number(await readFile(join(folder, part, 'count.txt'), 'utf8'))
  }
  return rows
}

/** Puts the engine's files under an embedded store's empty tables. */
export async function attachParts(ch: Ch, dir: string, kept: readonly KeptParts[]): Promise<void> {
  const tables = new Map((await findTables(ch)).map((t) => [t.name, t]))
  for (const { table, rows, folder } of kept) {
    const target = tables.get(table)
    if (!target) throw new Error(`the event store has no table ${table}`)
    const detached = join(target.path, 'detached')
    await mkdir(detached, { recursive: true })
    for (const part of await partsIn(join(dir, folder)))
      await cp(join(dir, folder, part), join(detached, part), { recursive: true })
    await ch.command(`alter table homefield.${quotedName(table)} attach partition all`)
    await demandRows(ch, table, rows)
  }
}

const partsIn = (folder: string) =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    // A table without rows has no folder.
    if (error.code === 'ENOENT') return []
    throw error
  })

async function demandRows(ch: Ch, table: string, wanted: number): Promise<void> {
  const [counted] = await ch.allRows<{ n: string }>(
    sql`select count() as n from ${whole(table)}`,
    FOR_EVER,
  )
  if (Number(counted?.n) !== wanted)
    throw new Error(`${table}: ${counted?.n} rows came back of ${wanted}`)
}

// A server: rows, one file a partition, so that writing them back touches one at a time.

/**
 * `filters` says per table which rows belong to the snapshot that PostgreSQL was copied at;
 * with `tenantId` only one brand's rows are copied.
 */
export async function copyRowsOut(
  ch: Ch,
  archive: Archive,
  filters: Readonly<Record<string, Sql>>,
  tenantId?: string,
): Promise<KeptRows[]> {
  const kept: KeptRows[] = []
  for (const table of await findTables(ch)) {
    const columns = await columnsOf(ch, table.name)
    let rows = 0
    const files: string[] = []
    for (const { name, lines } of await partitionsOf(
      ch,
      table,
      columns,
      tenantId ? ofTenant(columns, table.name, tenantId, filters) : filters[table.name],
    )) {
      const file = `clickhouse/${table.name}/${name}.jsonl.gz`
      await archive.write(
        file,
        counted(lines, (n) => (rows += n)),
      )
      files.push(file)
    }
    kept.push({ table: table.name, rows, columns, files })
  }
  return kept
}

function ofTenant(
  columns: readonly string[],
  table: string,
  tenantId: string,
  filters: Readonly<Record<string, Sql>>,
): Sql {
  if (!columns.includes('tenant_id'))
    throw new Error(`It is not said which rows of ${table} are a brand's`)
  return sql`${filters[table] ?? sql`true`} and tenant_id = ${as('UUID', tenantId)}`
}

async function partitionsOf(
  ch: Ch,
  { name, partitionKey }: Table,
  columns: readonly string[],
  filter: Sql = sql`true`,
) {
  const key = raw(`toString(${partitionKey || `'all'`})`)
  const from = sql`from ${whole(name)} where ${filter}`
  const found = await ch.allRows<{ partition: string }>(
    sql`select distinct ${key} as partition ${from} order by partition`,
    FOR_EVER,
  )
  return found.map(({ partition }) => ({
    name: partition.replace(/\W+/g, '-'),
    lines: ch.stream(
      sql`select ${list(columns)} ${from} and ${key} = ${as('String', partition)}`,
      FOR_EVER,
    ),
  }))
}

async function* counted(
  pieces: AsyncIterable<Buffer>,
  add: (lines: number) => void,
): AsyncIterable<Buffer> {
  for await (const piece of pieces) {
    add(linesIn(piece))
    yield piece
  }
}

function linesIn(piece: Buffer): number {
  let lines = 0
  for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1
  return lines
}

export async function copyRowsIn(ch: Ch, dir: string, kept: readonly KeptRows[]): Promise<void> {
  for (const { table, rows, columns, files } of kept) {
    for (const file of files) await insertLines(ch, table, columns, readKept(dir, file))
    await demandRows(ch, table, rows)
  }
}

/** A backup of an embedded store into a server: read by an engine of our own, written as rows. */
export async function copyRowsBetween(from: Ch, to: Ch, kept: readonly KeptParts[]): Promise<void> {
  const tables = new Map((await findTables(from)).map((t) => [t.name, t]))
  for (const { table, rows } of kept) {
    const found = tables.get(table)
    if (!found) throw new Error(`the backup's event store has no table ${table}`)
    const columns = await columnsOf(from, table)
    for (const { lines } of await partitionsOf(from, found, columns))
      await insertLines(to, table, columns, lines)
    await demandRows(to, table, rows)
  }
}

const INSERT_BYTES = 16 * 1024 * 1024

async function insertLines(
  ch: Ch,
  table: string,
  columns: readonly string[],
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  let waiting: Buffer[] = []
  let bytes = 0
  const insert = async (all: boolean) => {
    const joined = Buffer.concat(waiting)
    const end = all ? joined.length : joined.lastIndexOf(10) + 1
    if (end > 0) await ch.insert({ table, columns, body: joined.subarray(0, end) })
    waiting = [joined.subarray(end)]
    bytes = joined.length - end
  }
  for await (const piece of pieces) {
    waiting.push(piece)
    bytes += piece.length
    if (bytes >= INSERT_BYTES) await insert(false)
  }
  await insert(true)
}
