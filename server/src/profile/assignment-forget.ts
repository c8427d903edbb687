// What an import's purchases and friendships decided, taken back with it.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { type AssignmentEvidence, assignByFriendship, assignByRules } from './assignment-rules.ts'

/** An operator's later word stays. Answers the nodes that belong nowhere now: see `assignAnew`. */
export async function forgetAssignments(
  ctx: Ctx,
  importId: string,
): Promise<{ assignments: number; nodes: number[] }> {
  const { rows } = await sql<{ node_id: number }>`
    with history as (
      delete from assignment_change where tenant_id = ${ctx.tenantId} and import_id = ${importId})
    delete from assignment where tenant_id = ${ctx.tenantId} and import_id = ${importId}
    returning node_id`.execute(ctx.pg)
  return { assignments: rows.length, nodes: [...new Set(rows.map((row) => row.node_id))] }
}

/** What the friendships that are left, and the purchases given, say of these nodes. */
export function assignAnew(
  ctx: Ctx,
  nodes: readonly number[],
  purchases: readonly AssignmentEvidence[],
): Promise<void> {
  if (nodes.length === 0) return Promise.resolve()
  return inTx(ctx, async (ctx) => {
    await assignByRules(ctx, purchases)
    const { rows } = await sql<{
      node: number
      staffId: string
      storeId: string | null
      addedAt: Date
    }>`
      select node_id as node, staff_id as "staffId", store_id as "storeId", added_at as "addedAt" from relation
      where tenant_id = ${ctx.tenantId} and state = 'friend' and node_id = any(${[...nodes]}::bigint[])`.execute(
      ctx.pg,
    )
    await assignByFriendship(ctx, rows)
  })
}
