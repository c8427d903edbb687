// An export and its states: asked for, perhaps agreed to, written by a job, taken away, forgotten.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { can, demand, type Permission, scopeOf } from '../platform/auth.ts'
import { type Actor, type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, forbidden, notFound } from '../platform/errors.ts'
import { actorText, approvalKind, requestApproval, withdrawApproval } from './approvals.ts'
import { type AnyExportKind, exportKindOf, findExportKind } from './export-kinds.ts'
import { exportApprovalRows } from './settings.ts'

export const RUN_EXPORT = 'desk.export'
export const FORMATS = ['csv', 'xlsx', 'ndjson'] as const
export type Format = (typeof FORMATS)[number]
export type ExportState =
  | 'waiting_approval'
  | 'waiting'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'refused'
  | 'expired'

export interface NewExport {
  kind: string
  params?: Record<string, unknown> | undefined
  format?: Format | undefined
  gzip?: boolean | undefined
  bom?: boolean | undefined
  header?: 'keys' | 'zh-CN' | 'en' | undefined
  /** The asker's words for the second person. */
  reason?: string | undefined
}
export interface StoredActor extends Omit<Actor, 'permissions'> {
  permissions?: string[]
}
export interface DataExport {
  id: string
  kind: string
  params: Record<string, unknown>
  format: Format
  gzip: boolean
  bom: boolean
  header: 'keys' | 'zh-CN' | 'en'
  file_name: string
  state: ExportState
  approval_id: string | null
  rows_allowed: number | null
  rows: number
  rows_expected: number | null
  bytes: number | null
  error: { code: string; message: string } | null
  actor: StoredActor
  created_by: string
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  expires_at: Date | null
  attempts: number
  downloads: number
}
export const COLUMNS = sql`id, kind, params, format, gzip, bom, header, file_name, state, approval_id, rows_allowed, rows,
  rows_expected, bytes, error, actor, created_by, created_at, started_at, finished_at, expires_at, attempts, downloads`

/** @throws 403 for who may not read these rows at all */
function demandKind(ctx: Ctx, kind: AnyExportKind): void {
  demand(ctx.actor, kind.permission)
  if (scopeOf(ctx.actor).kind !== 'all' && !kind.isScoped)
    throw forbidden('outside_scope', 'Your access is limited to some customers; this is not')
}

/**
 * Asks for an export. With more rows of customers' data than one person may take away alone it waits
 * for a second one. @throws 400, 403
 */
export async function startExport(ctx: Ctx, given: NewExport): Promise<DataExport> {
  const kind = exportKindOf(given.kind)
  demandKind(ctx, kind)
  const params = kind.parse(given.params ?? {})
  const expected = await kind.open(ctx, params).count()
  const allowed = kind.isPersonal ? await exportApprovalRows(ctx) : null
  const isLarge = allowed !== null && expected > allowed
  const id = randomUUIDv7()
  const format = given.format ?? 'csv'
  const gzip = (given.gzip ?? false) && format !== 'xlsx'
  const day = ctx.now().toISOString().slice(0, 10)
  const { permissions, sessionId: _, ...actor } = ctx.actor
  const stored: StoredActor = { ...actor, ...(permissions && { permissions: [...permissions] }) }
  return inTx(ctx, async (ctx) => {
    await sql`insert into data_export (tenant_id, id, kind, params, format, gzip, bom, header, file_name, state,
        rows_allowed, rows_expected, actor, created_by, created_at)
      values (${ctx.tenantId}, ${id}, ${given.kind}, ${JSON.stringify(params)}::jsonb, ${format}, ${gzip},
        ${given.bom ?? true}, ${given.header ?? 'keys'}, ${`${given.kind}-${day}-${id.slice(-4)}.${format}${gzip ? '.gz' : ''}`},
        ${isLarge ? 'waiting_approval' : 'waiting'}, ${allowed}, ${expected}, ${JSON.stringify(stored)}::jsonb,
        ${actorText(ctx.actor)}, ${ctx.now()})`.execute(ctx.pg)
    await audit(
      ctx,
      'export.started',
      { kind: 'export', id },
      { kind: given.kind, params, format, rows_expected: expected, needs_approval: isLarge },
    )
    if (isLarge) {
      const approvalId = await requestApproval(ctx, {
        kind: 'export',
        subject: { kind: 'export', id },
        payload: { export_id: id },
        summary: { export_kind: given.kind, rows: expected, allowed, format },
        reason: given.reason,
      })
      await sql`update data_export set approval_id = ${approvalId} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
        ctx.pg,
      )
    } else await sendExport(ctx, id)
    return loadExport(ctx, id)
  })
}

const sendExport = (ctx: Ctx, exportId: string) =>
  ctx.jobs.send(ctx.pg, RUN_EXPORT, { tenantId: ctx.tenantId, exportId })

/** How a large export goes on when somebody has decided. */
export const exportApproval = approvalKind({
  permission: 'customers:export',
  payload: z.object({ export_id: z.uuid() }),
  async run(ctx, { export_id: id }) {
    const { rows } = await sql`update data_export set state = 'waiting', rows_allowed = null
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'waiting_approval' returning id`.execute(
      ctx.pg,
    )
    if (rows.length === 0)
      throw conflict('export_not_waiting', 'The export does not wait for a decision any more')
    await sendExport(ctx, id)
  },
  async drop(ctx, { export_id: id }) {
    await sql`update data_export set state = 'refused', finished_at = ${ctx.now()}::timestamptz
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'waiting_approval'`.execute(
      ctx.pg,
    )
  },
})

/** @throws 404 */
export async function loadExport(ctx: Ctx, id: string): Promise<DataExport> {
  const { rows } = await sql<DataExport>`
    select ${COLUMNS} from data_export where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('export')
  return rows[0]
}

/** Who answers for what leaves the house sees what others have exported. */
const SEES_ALL: Permission = 'approvals:decide'

/** Its maker's, or of who answers for exports. @throws 404 for anybody else: they do not learn that it is there */
export async function loadVisible(ctx: Ctx, id: string): Promise<DataExport> {
  const found = await loadExport(ctx, id)
  const isOwn = found.created_by === actorText(ctx.actor)
  const oversees = can(ctx.actor, SEES_ALL) && scopeOf(ctx.actor).kind === 'all'
  if (!isOwn && !oversees) throw notFound('export')
  return found
}

export async function listExports(
  ctx: Ctx,
  page: { limit: number; before?: string | undefined; all: boolean },
): Promise<DataExport[]> {
  if (page.all) {
    demand(ctx.actor, SEES_ALL)
    if (scopeOf(ctx.actor).kind !== 'all')
      throw forbidden('outside_scope', 'Your access is limited to some customers; this is not')
  }
  const { rows } = await sql<DataExport>`select ${COLUMNS} from data_export
    where tenant_id = ${ctx.tenantId}
      ${page.all ? sql`` : sql`and created_by = ${actorText(ctx.actor)}`}
      ${page.before ? sql`and id < ${page.before}::uuid` : sql``}
    order by id desc limit ${page.limit}`.execute(ctx.pg)
  return rows
}

/** A worker that is writing it stops at its next look. @throws 404, 409 when it has ended */
export function cancelExport(ctx: Ctx, id: string): Promise<DataExport> {
  return inTx(ctx, async (ctx) => {
    const found = await loadVisible(ctx, id)
    const isAsked = found.state === 'waiting_approval' && found.approval_id !== null
    // The request first: whoever decides it locks in the same order.
    if (isAsked && found.approval_id)
      await withdrawApproval({ ...ctx, actor: actorOf(found) }, found.approval_id)
    const from = isAsked ? ['refused'] : ['waiting', 'running']
    const { rows } = await sql<{ id: string }>`
      update data_export set state = 'cancelled', finished_at = ${ctx.now()}::timestamptz, owner = null, lease_until = null
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = any(${from}::text[])
      returning id`.execute(ctx.pg)
    if (!rows[0]) throw conflict('export_ended', 'The export has ended already')
    await audit(ctx, 'export.cancelled', { kind: 'export', id }, { kind: found.kind })
    return loadExport(ctx, id)
  })
}

/** As whom it was asked for, with what they might do then. */
export function actorOf(given: DataExport): Actor {
  const { permissions, ...actor } = given.actor
  return { ...actor, ...(permissions && { permissions: new Set(permissions) }) }
}

/** Removes an export that has ended; its file goes with it. @throws 404, 409 while it is at work */
export function removeExport(ctx: Ctx, id: string): Promise<DataExport> {
  return inTx(ctx, async (ctx) => {
    const found = await loadVisible(ctx, id)
    const { rows } =
      await sql`delete from data_export where tenant_id = ${ctx.tenantId} and id = ${id}
      and state not in ('waiting_approval', 'waiting', 'running') returning id`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('export_at_work', 'Cancel the export before you delete it')
    await audit(ctx, 'export.deleted', { kind: 'export', id }, { kind: found.kind })
    return found
  })
}

/**
 * Counts and logs that it is taken away. Its maker must still be allowed to read such rows; somebody
 * else must be, and answer for exports. @throws 403, 404, 409 until it is done and when it has expired
 */
export function takeExport(ctx: Ctx, id: string): Promise<DataExport> {
  return inTx(ctx, async (ctx) => {
    const found = await loadVisible(ctx, id)
    const kind = findExportKind(found.kind)
    if (!kind) throw notFound('export')
    demandKind(ctx, kind)
    const isOver = found.expires_at !== null && found.expires_at <= ctx.now()
    if (found.state === 'expired' || (found.state === 'done' && isOver))
      throw conflict(
        'export_expired',
        'The file was kept for seven days and is gone; export it anew',
      )
    if (found.state !== 'done') throw conflict('export_not_done', 'The export is not done')
    await sql`update data_export set downloads = downloads + 1
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(
      ctx,
      'export.downloaded',
      { kind: 'export', id },
      { kind: found.kind, rows: found.rows, bytes: found.bytes, file: found.file_name },
    )
    return found
  })
}
