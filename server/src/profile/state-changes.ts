// Whose state changed, for who evaluates rules about customers: kept until they say they are done.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface StateChange {
  position: number
  /** The customer by the number of that moment. */
  customerId: number
  /** `stateKey`s of rows that came, changed or went; EVERY_KEY for a customer who is new or gone. */
  keys: string[]
  /** Set when the customer was merged away: whose part she was then. */
  intoId: number | null
  /** Made by an import of the past: nobody is to be told of what follows. */
  historical: boolean
}

/**
 * The oldest changes of a brand. They stay until `forgetStateChanges`, so whoever evaluates them sees
 * them again after a failure. The event store holds every one of them already. A customer may be named
 * more than once; with one whom others were merged into or parted from, both are named.
 */
export async function peekStateChanges(ctx: Ctx, limit: number): Promise<StateChange[]> {
  const { rows } = await sql<StateChange>`
    select position, customer_id as "customerId", keys, into_id as "intoId", is_historical as historical from customer_state_change
    where tenant_id = ${ctx.tenantId} order by position limit ${limit}`.execute(ctx.pg)
  return rows
}

/** After what followed from them is committed, or in that transaction. */
export async function forgetStateChanges(ctx: Ctx, seen: readonly StateChange[]): Promise<void> {
  await sql`delete from customer_state_change where tenant_id = ${ctx.tenantId}
    and position = any(${seen.map((c) => c.position)}::bigint[])`.execute(ctx.pg)
}

/** Brands with changes that wait. */
export async function tenantsWithStateChanges(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select t.id as tenant_id from tenant t
    where exists (select 1 from customer_state_change c where c.tenant_id = t.id)`.execute(ctx.pg)
  return rows.map((r) => r.tenant_id)
}
