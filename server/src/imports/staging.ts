// Rows of orders wait in a table of their import until the whole file is read: an order's lines need
// not stand together, nor in one file.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import type { Grouped, Role, StagedRow } from './order-rows.ts'

const table = (importId: string) => sql.table(`import_stage.r${importId.replaceAll('-', '')}`)
const index = (importId: string) => sql.ref(`i${importId.replaceAll('-', '')}`)

export async function makeStage(ctx: Ctx, importId: string): Promise<void> {
  await sql`create unlogged table if not exists ${table(importId)} (
    key text collate "C" not null, file smallint not null, row bigint not null, role text not null, cells text not null)
    with (autovacuum_enabled = false)`.execute(ctx.pg)
}

/** 0 when there is no table, or when a crash has emptied it. */
export async function stagedRows(ctx: Ctx, importId: string): Promise<number> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${`import_stage.r${importId.replaceAll('-', '')}`}) is not null as there`.execute(
    ctx.pg,
  )
  if (!rows[0]?.there) return 0
  const counted = await sql<{ n: number }>`select count(*) as n from ${table(importId)}`.execute(
    ctx.pg,
  )
  return counted.rows[0]?.n ?? 0
}

export async function dropStage(ctx: Ctx, importId: string): Promise<void> {
  await sql`drop table if exists ${table(importId)}`.execute(ctx.pg)
}

export async function stage(
  ctx: Ctx,
  importId: string,
  rows: readonly (StagedRow & { key: string })[],
): Promise<void> {
  if (rows.length === 0) return
  const u = unnest(rows, {
    key: ['text', (r) => r.key],
    file: ['smallint', (r) => r.file],
    row: ['bigint', (r) => r.row],
    role: ['text', (r) => r.role],
    cells: ['text', (r) => JSON.stringify(r.cells)],
  })
  await sql`insert into ${table(importId)} (${u.names}) select ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
}

/** Sorted once, when everything is there: far cheaper than an index that grows with the rows. */
export async function sortStage(ctx: Ctx, importId: string): Promise<void> {
  await sql`create index if not exists ${index(importId)} on ${table(importId)} (key, file, row)`.execute(
    ctx.pg,
  )
  await sql`analyze ${table(importId)}`.execute(ctx.pg)
}

/** The next orders after `key`, whole, in key order. Keys with NUL cannot be: cells are cleaned before. */
export async function nextGroups(
  ctx: Ctx,
  importId: string,
  after: string,
  limit: number,
): Promise<Grouped[]> {
  // One JSON text a group: half a million rows apart cost more than what is in them.
  const { rows } = await sql<{ key: string; rows: string }>`
    with recursive keys as (
      (select key, 1 as n from ${table(importId)} where key > ${after} order by key limit 1)
      union all
      select (select s.key from ${table(importId)} s where s.key > k.key order by s.key limit 1), k.n + 1
      from keys k where k.key is not null and k.n < ${limit})
    select s.key, '[' || string_agg('[' || s.file || ',' || s.row || ',"' || s.role || '",' || s.cells || ']', ',' order by s.file, s.row) || ']' as rows
    from ${table(importId)} s
    where s.key > ${after} and s.key <= (select max(key) from keys)
    group by s.key order by s.key`.execute(ctx.pg)
  return rows.map(
    (r): Grouped => ({
      key: r.key,
      rows: (JSON.parse(r.rows) as [number, number, Role, string[]][]).map(
        ([file, row, role, cells]) => ({ file, row, role, cells }),
      ),
    }),
  )
}
