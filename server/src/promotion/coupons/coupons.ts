// Coupons one by one: held with an order, used when it is paid, free again otherwise.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Buyer } from '../person.ts'

const sorted = (codes: readonly string[]) => [...new Set(codes)].sort()

/**
 * All of them or none: a code that nobody has yet becomes hers for this order. Call in a transaction.
 * @returns a code that cannot be used
 */
export async function holdCoupons(
  ctx: Ctx,
  orderId: string,
  codes: readonly string[],
  buyer: Buyer,
  node: number | null,
): Promise<string | undefined> {
  if (codes.length === 0) return undefined
  const list = sorted(codes)
  await lockCoupons(ctx, list)
  const { rows } = await sql<{ code: string }>`
    update coupon set state = 'held', order_id = ${orderId}, node_id = coalesce(node_id, ${node}::bigint)
    where tenant_id = ${ctx.tenantId} and code = any(${list}::text[]) and state in ('free', 'taken')
      and (node_id is null or node_id = any(${[...buyer.nodes]}::bigint[]))
      and (valid_from is null or valid_from <= ${ctx.now()}) and (valid_to is null or valid_to > ${ctx.now()})
    returning code`.execute(ctx.pg)
  const held = new Set(rows.map((row) => row.code))
  return list.find((code) => !held.has(code))
}

const lockCoupons = (ctx: Ctx, codes: readonly string[]) =>
  sql`select 1 from coupon where tenant_id = ${ctx.tenantId} and code = any(${[...codes]}::text[])
    order by code for update`.execute(ctx.pg)

export async function spendCoupons(
  ctx: Ctx,
  orderId: string,
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return
  await lockCoupons(ctx, sorted(codes))
  await sql`update coupon set state = 'used' where tenant_id = ${ctx.tenantId} and code = any(${sorted(codes)}::text[])
    and state = 'held' and order_id = ${orderId}`.execute(ctx.pg)
}

/**
 * Back to where it was; after a refund only where its batch gives back. Of somebody who was erased meanwhile it
 * goes back to nobody: without an owner it would be whoever's knows its code.
 */
export async function freeCoupons(
  ctx: Ctx,
  orderId: string,
  codes: readonly string[],
  isRefund: boolean,
): Promise<void> {
  if (codes.length === 0) return
  await lockCoupons(ctx, sorted(codes))
  await sql`update coupon c set order_id = null,
      state = case when c.taken_at is null then 'free' when c.node_id is null then 'void' else 'taken' end,
      node_id = case when c.taken_at is null then null else c.node_id end
    from coupon_batch b
    where b.tenant_id = c.tenant_id and b.id = c.batch_id and ${isRefund ? sql`b.on_refund = 'give_back'` : sql`true`}
      and c.tenant_id = ${ctx.tenantId} and c.code = any(${sorted(codes)}::text[])
      and c.order_id = ${orderId} and c.state = ${isRefund ? 'used' : 'held'}`.execute(ctx.pg)
}
