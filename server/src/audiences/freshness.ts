// As of when what is kept true is true.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { CONSUMER } from './keeping.ts'

interface Kept {
  state: string
  is_building: boolean
  failed_at: Date | null
  wake_at: Date | null
  evaluated_at: Date | null
}

/**
 * While nobody waits to be looked at and no moment has come, what was true when it was looked at last is
 * true now.
 */
export function trueAsOf(ctx: Ctx, kept: Kept, waits: boolean): Date | null {
  const isOld =
    waits ||
    kept.state !== 'live' ||
    kept.is_building ||
    kept.failed_at !== null ||
    (kept.wake_at !== null && kept.wake_at <= ctx.now())
  return isOld ? kept.evaluated_at : ctx.now()
}

/** Customers of the brand whom something has touched since the last round. */
export async function somebodyWaits(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select 1 from touched_node where consumer = ${CONSUMER} and tenant_id = ${ctx.tenantId})
      or exists (select 1 from regrouped_node where tenant_id = ${ctx.tenantId})
      or exists (select 1 from customer_state_change where tenant_id = ${ctx.tenantId}) as waits`.execute(
    ctx.pg,
  )
  return rows[0]?.waits ?? false
}
