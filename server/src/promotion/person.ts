// What offers ask about whoever buys: a person is all nodes of her group.
import { sql } from 'kysely'
import { groupOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'

export interface Buyer {
  customerId: number
  nodes: readonly number[]
}

/** By any of her nodes; `known`: all of them, of who is named by the canonical one. */
export async function buyerOf(
  ctx: Ctx,
  customerId: number,
  known?: readonly number[],
): Promise<Buyer> {
  if (known) return { customerId, nodes: known }
  return (await groupOf(ctx, customerId)) ?? { customerId, nodes: [customerId] }
}

/** Nothing verified was paid by any node of hers. */
export async function isNewPerson(ctx: Ctx, { nodes }: Buyer): Promise<boolean> {
  const { rows } = await sql`select 1 from sales_order
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and evidence = 'verified'
      and state in ('paid', 'partly_refunded', 'refunded') limit 1`.execute(ctx.pg)
  return rows.length === 0
}

/** When a member of staff was first added by her; a second time opens no window anew. */
export async function addedAt(ctx: Ctx, { nodes }: Buyer): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select min(added_at) as at from relation
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
  return rows[0]?.at ?? null
}

/**
 * Two orders of one person wait for each other here, also when a merge made them one in between: each node
 * has its lock. Held to the end of the transaction.
 */
export async function lockBuyer(ctx: Ctx, { nodes }: Buyer): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('offers of ' || ${ctx.tenantId} || ' ' || n, 0))
    from (select unnest(${[...nodes].sort((a, b) => a - b)}::bigint[]) as n) as sorted`.execute(
    ctx.pg,
  )
}
