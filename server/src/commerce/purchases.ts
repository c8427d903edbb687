// Where customers bought: what makes a store theirs.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { type AssignmentEvidence, assignByRules } from '../profile/index.ts'
import type { OrderInput } from './order.ts'

/** Paid, believed, and at a store. */
export async function assignByPurchase(
  ctx: Ctx,
  orders: readonly OrderInput[],
  importId: string | null,
): Promise<void> {
  await assignByRules(
    ctx,
    orders.flatMap(({ node, storeId, evidence, paidAt }): AssignmentEvidence[] =>
      node !== null && storeId && evidence === 'verified' && paidAt
        ? [{ node, kind: 'store', code: storeId, source: 'order', at: paidAt }]
        : [],
    ),
    { importId },
  )
}

/** The purchases on record of these nodes, as evidence. */
export async function purchasesOf(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<AssignmentEvidence[]> {
  const { rows } = await sql<{ node: number; code: string; at: Date }>`
    select node_id as node, store_id as code, paid_at as at from sales_order
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and store_id <> ''
      and evidence = 'verified' and paid_at is not null`.execute(ctx.pg)
  return rows.map((row) => ({ ...row, kind: 'store', source: 'order' }))
}
