// What a customer's named card holds and what she has bought, as the law reckons both: over all her accounts.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { lockAccountsOf, lockNodes } from '../ledger/accounts.ts'
import { demandWithinNamedLimit } from './law.ts'

const DAY_MS = 86_400_000

/**
 * So much more of principal. What her orders hold is hers still: called off, they put it back. Her nodes are locked
 * before, her accounts here. @throws 409 with the clause
 */
export async function demandRoomFor(
  ctx: Ctx,
  nodes: readonly number[],
  moreFen: number,
): Promise<void> {
  const accounts = await lockAccountsOf(ctx, nodes, ['principal'])
  const { rows } = await sql<{ fen: number }>`
    select coalesce(sum(a.amount), 0)::bigint as fen from ledger_lot l
    join ledger_allocation a on a.tenant_id = l.tenant_id and a.lot_id = l.id
    join ledger_hold h on h.tenant_id = a.tenant_id and h.transaction_id = a.transaction_id and h.state = 'held'
    where l.tenant_id = ${ctx.tenantId} and l.account_id = any(${accounts.map((a) => a.id)}::uuid[])`.execute(
    ctx.pg,
  )
  const active = accounts.reduce((sum, account) => sum + account.active, 0)
  demandWithinNamedLimit(active + (rows[0]?.fen ?? 0) + moreFen)
}

/**
 * Top-ups and gift cards together. What one person buys at once, by whichever of her nodes, waits here for each other
 * until the transaction ends. Accounts she has are locked first, as an order that spends of them has done already.
 */
export async function boughtWithinADay(ctx: Ctx, buyer: number): Promise<number> {
  const nodes = await lockNodes(ctx, buyer)
  await lockAccountsOf(ctx, nodes, ['principal'])
  await sql`select pg_advisory_xact_lock(hashtextextended('bought by ' || ${ctx.tenantId} || ' ' || n, 0))
    from (select unnest(${[...nodes].sort((a, b) => a - b)}::bigint[]) as n) as sorted`.execute(
    ctx.pg,
  )
  const since = new Date(ctx.now().getTime() - DAY_MS)
  const { rows } = await sql<{ fen: number }>`
    select ((select coalesce(sum(principal_fen), 0) from stored_value_topup
        where tenant_id = ${ctx.tenantId} and node_id = any(${nodes}::bigint[]) and at > ${since})
      + (select coalesce(sum(fen), 0) from gift_card where tenant_id = ${ctx.tenantId}
        and buyer_node_id = any(${nodes}::bigint[]) and sold_at > ${since}))::bigint as fen`.execute(
    ctx.pg,
  )
  return rows[0]?.fen ?? 0
}
