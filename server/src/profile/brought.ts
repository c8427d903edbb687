// What a source has said of customers and still is there, counted.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export async function saidBySource(
  ctx: Ctx,
  source: string,
): Promise<{ attributes: number; tags: number; relations: number }> {
  const { rows } = await sql<{ attributes: number; tags: number; relations: number }>`select
      (select count(*) from attribute where tenant_id = ${ctx.tenantId} and source = ${source}) as attributes,
      (select count(*) from customer_tag where tenant_id = ${ctx.tenantId} and source = ${source}) as tags,
      (select count(*) from relation where tenant_id = ${ctx.tenantId} and source = ${source}) as relations`.execute(
    ctx.pg,
  )
  const [row] = rows
  if (!row) throw new Error('a count gave no row')
  return row
}
