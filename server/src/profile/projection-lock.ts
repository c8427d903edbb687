import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

/**
 * One writer of the search tables at a time, in all processes: two that read the same customer at
 * different moments could write in the other order.
 */
export async function lockProjection(ctx: Ctx): Promise<void> {
  // The event store is asked under this lock, and takes as long as it takes.
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(ctx.pg)
  await sql`select pg_advisory_xact_lock(hashtext('homefield.customers'))`.execute(ctx.pg)
}

/** @returns false when another is at it */
export async function tryLockProjection(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('homefield.customers')) as locked`.execute(ctx.pg)
  return rows[0]?.locked === true
}
