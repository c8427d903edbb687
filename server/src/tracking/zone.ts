// Days are the brand's own.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export async function zoneOf(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ timezone: string }>`
    select timezone from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.timezone ?? 'UTC'
}
