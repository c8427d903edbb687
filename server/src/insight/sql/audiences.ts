import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

/** Whom the ids in `audience_members` mean. */
export async function audienceNames(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from audience where tenant_id = ${ctx.tenantId} and state <> 'archived' order by lower(name), id`.execute(
    ctx.pg,
  )
  return rows
}
