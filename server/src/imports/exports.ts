// Rows that were not imported, as an export like any other list.
import { sql } from 'kysely'
import { z } from 'zod'
import { type AnyExportKind, exportKind, type Row } from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { loadImport } from './import.ts'

const Params = z.strictObject({
  import_id: z.uuid(),
  fate: z.enum(['rejected', 'aside']).optional(),
})
type Given = z.infer<typeof Params>
const PAGE = 5_000

const matching = (ctx: Ctx, given: Given) => sql`tenant_id = ${ctx.tenantId}
  and import_id = ${given.import_id} ${given.fate ? sql`and fate = ${given.fate}` : sql``}`

async function* rows(ctx: Ctx, given: Given): AsyncGenerator<Row> {
  const job = await loadImport(ctx, given.import_id)
  interface NotImported {
    file: number
    row: number
    fate: string
    code: string
    reason: string
    cells: string
  }
  for (let after: NotImported | undefined; ; ) {
    const { rows } = await sql<NotImported>`
      select file, row, fate, code, reason, cells from import_row where ${matching(ctx, given)}
        ${after ? sql`and (file, row) > (${after.file}, ${after.row})` : sql``}
      order by file, row limit ${PAGE}`.execute(ctx.pg)
    for (const r of rows) {
      const cells = JSON.parse(r.cells) as string[]
      const names = job.progress[r.file]?.columns ?? []
      const named = Object.fromEntries(cells.map((cell, i) => [names[i] ?? String(i + 1), cell]))
      yield [job.files[r.file]?.name, r.row, r.fate, r.code, r.reason, named]
    }
    after = rows.at(-1)
    if (rows.length < PAGE) return
  }
}

export const importExports: Readonly<Record<string, AnyExportKind>> = {
  import_rows: exportKind({
    permission: 'imports:run',
    params: Params,
    isPersonal: false,
    columns: () => [
      { key: 'file', title: { 'zh-CN': '文件', en: 'File' } },
      { key: 'row', title: { 'zh-CN': '行号', en: 'Row' } },
      { key: 'fate', title: { 'zh-CN': '结果', en: 'Fate' } },
      { key: 'code', title: { 'zh-CN': '原因代码', en: 'Code' } },
      { key: 'reason', title: { 'zh-CN': '原因', en: 'Reason' } },
      { key: 'cells', title: { 'zh-CN': '原始内容', en: 'Cells' } },
    ],
    stream: rows,
    async count(ctx, given) {
      await loadImport(ctx, given.import_id)
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from import_row where ${matching(ctx, given)}`.execute(ctx.pg)
      return rows[0]?.n ?? 0
    },
  }),
}
