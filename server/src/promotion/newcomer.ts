// New customers: nothing was paid by any node of hers, nor by anybody who looks like the same person, and nothing
// that asks for new customers is used by another order of theirs.
import { sql } from 'kysely'
import { lockMarks, type Mark, paidAlike, waitingAlike } from '../commerce/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Buyer, buyerOf, isNewPerson } from './person.ts'
import { promotionSetting } from './settings.ts'

type Place = Parameters<typeof paidAlike>[1]['address']

/** What says that she is not new; undefined: she is. */
export type KnownBy = 'orders' | Mark

/** As a price asks; an order asks once more when it is placed, under its locks. */
export async function knownBy(
  ctx: Ctx,
  buyer: Buyer,
  address?: Place,
): Promise<KnownBy | undefined> {
  if (!(await isNewPerson(ctx, buyer))) return 'orders'
  const { new_by } = await promotionSetting(ctx)
  return paidAlike(ctx, { nodes: buyer.nodes, by: new_by, address })
}

/**
 * Whether an order may use what is for new customers; of any number at once that would be one person's, one may.
 * Call with the buyer's lock held.
 */
export async function mayAsNewcomer(ctx: Ctx, buyer: Buyer, orderId: string): Promise<boolean> {
  const { new_by } = await promotionSetting(ctx)
  const alike = { nodes: buyer.nodes, by: new_by, orderId }
  await lockMarks(ctx, alike)
  if (!(await isNewPerson(ctx, buyer))) return false
  if (await paidAlike(ctx, alike)) return false
  return !(await othersUseIt(ctx, buyer, orderId, await waitingAlike(ctx, alike)))
}

/** Who pays is known once the money comes: whether that account has paid for somebody else before. */
export async function isPayerKnown(
  ctx: Ctx,
  { orderId, customerId }: { orderId: string; customerId: number },
): Promise<boolean> {
  const { new_by } = await promotionSetting(ctx)
  const by = new_by.filter((mark) => mark === 'payer')
  if (by.length === 0) return false
  const alike = { nodes: (await buyerOf(ctx, customerId)).nodes, by, orderId }
  await lockMarks(ctx, alike)
  if ((await paidAlike(ctx, alike)) !== undefined) return true
  // Taken in at the same moment: of two orders that one account pays, the first has it.
  const waiting = await waitingAlike(ctx, alike)
  if (waiting.length === 0) return false
  const { rows } = await sql`select 1 from redemption r
    join offer_version v on v.tenant_id = r.tenant_id and v.offer_id = r.offer_id and v.version = r.version
    where r.tenant_id = ${ctx.tenantId} and r.order_id = any(${waiting}::uuid[]) and r.state = 'spent'
      and (v.terms #>> '{who,new_only}')::boolean limit 1`.execute(ctx.pg)
  return rows.length > 0
}

/** Other orders, of hers or of these, that hold or have used something for new customers. */
async function othersUseIt(
  ctx: Ctx,
  { nodes }: Buyer,
  orderId: string,
  orders: readonly string[],
): Promise<boolean> {
  const theirs = (table: string) => sql`${sql.ref(`${table}.tenant_id`)} = ${ctx.tenantId}
    and ${sql.ref(`${table}.order_id`)} <> ${orderId}
    and (${sql.ref(`${table}.node_id`)} = any(${[...nodes]}::bigint[])
      or ${sql.ref(`${table}.order_id`)} = any(${[...orders]}::uuid[]))`
  const { rows } = await sql`
    select 1 from redemption r
    join offer_version v on v.tenant_id = r.tenant_id and v.offer_id = r.offer_id and v.version = r.version
    where ${theirs('r')} and r.state in ('held', 'spent') and (v.terms #>> '{who,new_only}')::boolean
    union all
    select 1 from group_seat s join group_buy b on b.tenant_id = s.tenant_id and b.id = s.group_buy_id
    where ${theirs('s')} and s.state = 'held' and b.who <> 'anyone' limit 1`.execute(ctx.pg)
  return rows.length > 0
}
