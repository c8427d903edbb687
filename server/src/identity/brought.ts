// Customers that one source brought and no other has named since, counted.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export async function countOnlyFrom(ctx: Ctx, source: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct node_id) as n from identifier i
    where tenant_id = ${ctx.tenantId} and source = ${source} and not exists (
      select 1 from identifier o where o.tenant_id = i.tenant_id and o.node_id = i.node_id and o.source <> ${source})`.execute(
    ctx.pg,
  )
  return rows[0]?.n ?? 0
}
