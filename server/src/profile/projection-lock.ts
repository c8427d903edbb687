import { setTimeout } from 'node:timers/promises'
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

const ASKED_EVERY_MS = 25

/**
 * The same for who would rather read what is there than wait long. Asked again and again, since a
 * lock's own timeout would end the transaction around it.
 * @returns false when others are still at it after `waitMs`
 */
export async function tryLockProjection(ctx: Ctx, waitMs: number): Promise<boolean> {
  for (const until = Date.now() + waitMs; ; ) {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('homefield.customers')) as locked`.execute(ctx.pg)
    if (rows[0]?.locked) return true
    if (Date.now() >= until) return false
    await setTimeout(ASKED_EVERY_MS)
  }
}
