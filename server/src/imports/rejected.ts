// Rows that were not imported, as a CSV of the file's own columns with the reason beside each: to be
// mended and sent again.
import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { defusedButNumbers } from '../platform/cells.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { loadImport } from './import.ts'
import { ADDED_COLUMNS } from './transforms.ts'

const PAGE = 5_000

export interface RejectedFile {
  name: string
  body: Readable
}

/**
 * @param file number of the file, from 0; needed when rows of several were not imported
 * @throws 400 when it is not said which file, 404 for an unknown import
 */
export async function rejectedRows(
  ctx: Ctx,
  id: string,
  fate: 'rejected' | 'aside',
  file?: number,
): Promise<RejectedFile> {
  const job = await loadImport(ctx, id)
  const { rows } = await sql<{ file: number }>`select distinct file from import_row
    where tenant_id = ${ctx.tenantId} and import_id = ${id} and fate = ${fate} order by file`.execute(
    ctx.pg,
  )
  if (file === undefined && rows.length > 1)
    throw invalid('file_not_named', `Rows of several files: ask for one of them with ?file=`, {
      files: rows.map((r) => ({ file: r.file, name: job.files[r.file]?.name })),
    })
  const index = file ?? rows[0]?.file ?? 0
  const columns = job.progress[index]?.columns ?? []
  await audit(ctx, 'import.rows_exported', { kind: 'import', id }, { fate, file: index })
  const name = `${(job.files[index]?.name ?? 'import').replace(/(\.(csv|tsv|txt|ndjson|jsonl|xlsx))?(\.gz)?$/i, '')}-${fate}.csv`
  return { name, body: Readable.from(lines(ctx, id, fate, index, columns)) }
}

/** Rows refused a second time have our columns already. */
const isTheirs = (column: string) => !(ADDED_COLUMNS as readonly string[]).includes(column)

async function* lines(
  ctx: Ctx,
  id: string,
  fate: string,
  file: number,
  columns: readonly string[],
): AsyncGenerator<string> {
  // The mark lets spreadsheets read the Chinese in it.
  yield `\uFEFF${stringify([[...columns.filter(isTheirs), ...ADDED_COLUMNS]])}`
  for (let after = 0; ; ) {
    const { rows } = await sql<{ row: number; code: string; reason: string; cells: string }>`
      select row, code, reason, cells from import_row where tenant_id = ${ctx.tenantId} and import_id = ${id}
        and fate = ${fate} and file = ${file} and row > ${after} order by row limit ${PAGE}`.execute(
      ctx.pg,
    )
    if (rows.length === 0) return
    yield stringify(
      rows.map((r) => {
        const cells = JSON.parse(r.cells) as string[]
        // A row with too few or too many cells keeps them; ours stand after the last column.
        const filled = columns.flatMap((name, i) => (isTheirs(name) ? [cells[i] ?? ''] : []))
        const extra = cells.slice(columns.length)
        return [...filled, String(r.row), r.code, r.reason, ...extra].map(defusedButNumbers)
      }),
    )
    after = rows.at(-1)?.row ?? after
  }
}
