// Imports, and rows that were not imported, as exports like any other list.
import { sql } from 'kysely'
import { z } from 'zod'
import { type AnyExportKind, calledAs, exportKind, listExport, type Row } from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Import, listImports } from './answers.ts'
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

type Shown = z.infer<typeof Import>
const IMPORTS_A_PAGE = 200
const imports = listExport({
  permission: 'imports:run',
  params: z.strictObject({}),
  isPersonal: false,
  columns: [
    {
      key: 'files',
      title: { 'zh-CN': '文件', en: 'Files' },
      of: (i: Shown) => i.files.map((f) => f.name).join(' '),
    },
    {
      key: 'kind',
      title: { 'zh-CN': '类型', en: 'Kind' },
      called: calledAs('import_kind'),
      of: (i) => i.kind,
    },
    { key: 'source', title: { 'zh-CN': '来源', en: 'Source' }, of: (i) => i.source },
    { key: 'mapping', title: { 'zh-CN': '列映射', en: 'Mapping' }, of: (i) => i.mapping },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('import_state'),
      of: (i) => i.state,
    },
    {
      key: 'rows_read',
      title: { 'zh-CN': '读取行数', en: 'Rows read' },
      of: (i) => i.progress.rows_read,
    },
    { key: 'imported', title: { 'zh-CN': '已导入', en: 'Imported' }, of: (i) => i.counts.imported },
    { key: 'repeated', title: { 'zh-CN': '重复', en: 'Repeated' }, of: (i) => i.counts.repeated },
    { key: 'aside', title: { 'zh-CN': '搁置', en: 'Set aside' }, of: (i) => i.counts.aside },
    { key: 'rejected', title: { 'zh-CN': '未导入', en: 'Rejected' }, of: (i) => i.counts.rejected },
    { key: 'created_at', title: { 'zh-CN': '导入时间', en: 'Started' }, of: (i) => i.created_at },
    {
      key: 'created_by',
      title: { 'zh-CN': '操作人', en: 'By' },
      of: (i) => i.created_by_name ?? i.created_by,
    },
    {
      key: 'finished_at',
      title: { 'zh-CN': '完成时间', en: 'Finished' },
      of: (i) => i.finished_at,
    },
    { key: 'undone_at', title: { 'zh-CN': '撤销时间', en: 'Undone' }, of: (i) => i.undone_at },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (i) => i.id },
  ],
  page: (ctx, _params, cursor) => listImports(ctx, { limit: IMPORTS_A_PAGE, cursor }),
})

export const importExports: Readonly<Record<string, AnyExportKind>> = {
  imports,
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
