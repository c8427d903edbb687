// How many rows of customers' data one person may take away alone.
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'

const DEFAULT_ROWS = 5_000

export async function exportApprovalRows(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select export_approval_rows as n from desk_setting where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows[0]?.n ?? DEFAULT_ROWS
}

export function setExportApprovalRows(ctx: Ctx, rows: number): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const before = await exportApprovalRows(ctx)
    await sql`insert into desk_setting (tenant_id, export_approval_rows, updated_at, updated_by)
      values (${ctx.tenantId}, ${rows}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id) do update set export_approval_rows = excluded.export_approval_rows,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(ctx.pg)
    await audit(ctx, 'export_settings.changed', undefined, {
      before: { approval_rows: before },
      after: { approval_rows: rows },
    })
    return rows
  })
}
