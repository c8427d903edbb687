import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

/** The zone in which a brand's days begin, and the currency its money is added up in. */
export async function brandOf(ctx: Ctx): Promise<{ zone: string; currency: string }> {
  const { rows } = await sql<{ timezone: string; currency: string }>`
    select timezone, currency from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const brand = rows[0]
  if (!brand) throw new Error('the brand of the request is gone')
  return { zone: brand.timezone, currency: brand.currency }
}
