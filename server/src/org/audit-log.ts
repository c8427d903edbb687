// Reading the audit log: newest first, by who, what and when; and the whole of it as a file.
import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Ctx } from '../platform/ctx.ts'

export interface AuditRow {
  id: string
  position: number
  at: Date
  actor_kind: string
  actor_id: string
  actor_name: string
  action: string
  object_kind: string | null
  object_id: string | null
  details: Record<string, unknown> | null
  ip: string | null
}

export interface AuditFilter {
  /** The whole action, or a noun and all that is done to it: `api_key` finds `api_key.created`. */
  action?: string | undefined
  actor_id?: string | undefined
  object_kind?: string | undefined
  object_id?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}

/** In the order of writing, which is total; times can be equal. */
export async function listAuditLog(
  ctx: Ctx,
  filter: AuditFilter,
  page: { limit: number; before: number | undefined },
): Promise<AuditRow[]> {
  const only = [
    filter.action &&
      sql`(action = ${filter.action} or action like ${`${escapeLike(filter.action)}.%`})`,
    filter.actor_id && sql`actor_id = ${filter.actor_id}`,
    filter.object_kind && sql`object_kind = ${filter.object_kind}`,
    filter.object_id && sql`object_id = ${filter.object_id}`,
    filter.from && sql`at >= ${filter.from}`,
    filter.to && sql`at < ${filter.to}`,
    page.before !== undefined && sql`position < ${page.before}::bigint`,
  ].filter((part) => typeof part === 'object')
  const { rows } = await sql<AuditRow>`
    select id, position, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, details, ip
    from audit_log
    where ${sql.join([sql`tenant_id = ${ctx.tenantId}`, ...only], sql` and `)}
    order by position desc limit ${page.limit}`.execute(ctx.pg)
  return rows
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

const COLUMNS = [
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'object_kind',
  'object_id',
  'details',
  'ip',
] as const
const EXPORT_PAGE = 1000

/** A CSV of everything that matches; that it was taken away is itself in the log, first. */
export async function exportAuditLog(ctx: Ctx, filter: AuditFilter): Promise<Readable> {
  await audit(ctx, 'audit_log.exported', undefined, { filter: { ...filter } })
  // A byte order mark, or Excel reads Chinese names as Latin-1.
  const csv = stringify({ header: true, bom: true, columns: [...COLUMNS] })
  const rows = Readable.from(eachCsvRow(ctx, filter))
  rows.on('error', (error) => csv.destroy(error))
  return rows.pipe(csv)
}

async function* eachCsvRow(ctx: Ctx, filter: AuditFilter): AsyncGenerator<string[]> {
  let before: number | undefined
  for (;;) {
    const rows = await listAuditLog(ctx, filter, { limit: EXPORT_PAGE, before })
    for (const row of rows) yield COLUMNS.map((column) => toCell(row[column]))
    before = rows.at(-1)?.position
    if (rows.length < EXPORT_PAGE) return
  }
}

/** A cell that starts like a formula would be run by the spreadsheet of whoever opens the file. */
function toCell(value: AuditRow[keyof AuditRow]): string {
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString()
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
