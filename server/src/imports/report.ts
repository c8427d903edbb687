// What became of every row: fates add up to the rows of the file, notes count some of them again.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import type { StagedRow } from './order-rows.ts'
import type { Row } from './transforms.ts'

export type Step = 'read' | 'apply'
interface NotImported {
  row: Row
  file: number
  fate: 'rejected' | 'aside'
  code: string
  reason: string
}

/** Gathers what one batch did, to be written in the batch's own transaction. */
export class Tally {
  readonly counts = new Map<string, number>()
  readonly notImported: NotImported[] = []
  readonly step: Step
  constructor(step: Step) {
    this.step = step
  }
  count(file: number, fate: string, notes: readonly string[] = [], rows = 1): void {
    for (const note of ['', ...notes]) {
      const key = `${file}\x1f${fate}\x1f${note}`
      this.counts.set(key, (this.counts.get(key) ?? 0) + rows)
    }
  }
  reject(
    file: number,
    row: Row,
    code: string,
    reason: string,
    notes: readonly string[] = [],
  ): void {
    this.count(file, `rejected:${code}`, notes)
    this.notImported.push({ row, file, fate: 'rejected', code, reason })
  }
  setAside(
    file: number,
    row: Row | StagedRow,
    code: string,
    reason: string,
    notes: readonly string[] = [],
  ): void {
    this.count(file, `aside:${code}`, notes)
    this.notImported.push({ row, file, fate: 'aside', code, reason })
  }
}

export async function writeTally(ctx: Ctx, importId: string, tally: Tally): Promise<void> {
  if (tally.counts.size > 0) {
    const entries = [...tally.counts].map(([key, rows]) => ({ key: key.split('\x1f'), rows }))
    const u = unnest(entries, {
      file: ['integer', (e) => Number(e.key[0])],
      fate: ['text', (e) => e.key[1]],
      note: ['text', (e) => e.key[2]],
      rows: ['bigint', (e) => e.rows],
    })
    await sql`insert into import_count (tenant_id, import_id, step, ${u.names})
      select ${ctx.tenantId}::uuid, ${importId}::uuid, ${tally.step}, ${u.names} from ${u.rows}
      on conflict (tenant_id, import_id, file, step, fate, note) do update set rows = import_count.rows + excluded.rows`.execute(
      ctx.pg,
    )
  }
  if (tally.notImported.length === 0) return
  const u = unnest(tally.notImported, {
    file: ['integer', (n) => n.file],
    row: ['bigint', (n) => n.row.row],
    fate: ['text', (n) => n.fate],
    code: ['text', (n) => n.code],
    reason: ['text', (n) => n.reason.toWellFormed().replaceAll('\0', '\uFFFD')],
    cells: ['text', (n) => JSON.stringify(n.row.cells)],
  })
  await sql`insert into import_row (tenant_id, import_id, step, ${u.names})
    select ${ctx.tenantId}::uuid, ${importId}::uuid, ${tally.step}, ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
}

/** What reading had found is forgotten before the files are read again. */
export async function forgetReading(ctx: Ctx, importId: string, files: number[]): Promise<void> {
  await sql`delete from import_count where tenant_id = ${ctx.tenantId} and import_id = ${importId} and step = 'read' and file = any(${files}::int[])`.execute(
    ctx.pg,
  )
  await sql`delete from import_row where tenant_id = ${ctx.tenantId} and import_id = ${importId} and step = 'read' and file = any(${files}::int[])`.execute(
    ctx.pg,
  )
}

export interface Report {
  /** Rows whose fate is decided; with a finished import, all of them. */
  rows: number
  fates: { fate: string; rows: number; notes: Record<string, number> }[]
  by_file: { file: string; rows: number; fates: Record<string, number> }[]
}

export async function reportOf(
  ctx: Ctx,
  job: { id: string; files: { name: string }[] },
): Promise<Report> {
  const { rows } = await sql<{ file: number; fate: string; note: string; rows: number }>`
    select file, fate, note, sum(rows)::bigint as rows from import_count
    where tenant_id = ${ctx.tenantId} and import_id = ${job.id} group by 1, 2, 3 order by 1, 2, 3`.execute(
    ctx.pg,
  )
  const fates = new Map<string, Report['fates'][number]>()
  const files = new Map<number, Report['by_file'][number]>()
  let total = 0
  for (const r of rows) {
    const fate = fates.get(r.fate) ?? { fate: r.fate, rows: 0, notes: {} }
    fates.set(r.fate, fate)
    if (r.note !== '') {
      fate.notes[r.note] = (fate.notes[r.note] ?? 0) + r.rows
      continue
    }
    fate.rows += r.rows
    total += r.rows
    const file = files.get(r.file) ?? { file: job.files[r.file]?.name ?? '', rows: 0, fates: {} }
    files.set(r.file, file)
    file.rows += r.rows
    file.fates[r.fate] = r.rows
  }
  return { rows: total, fates: [...fates.values()], by_file: [...files.values()] }
}
