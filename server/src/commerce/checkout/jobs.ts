// What orders do by themselves when nobody does anything.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { IS_OPEN } from '../after-sale/after-sale.ts'
import { closePayments } from '../payment/payments.ts'
import { move } from './own-order.ts'
import { expireOrder } from './settle.ts'
import type { Act } from './states.ts'

const AT_ONCE = 500

/** Unpaid in time: nobody can pay any more, then what was held is free. @returns how many were cancelled */
export async function expireOrders(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from own_order where state = 'to_pay' and expires_at <= ${system.now()}
    order by expires_at limit ${AT_ONCE}`.execute(system.pg)
  let expired = 0
  for (const { tenant_id, id } of rows) {
    const ctx = { ...make(tenant_id), now: system.now }
    await closePayments(ctx, id)
    if (await expireOrder(ctx, id)) expired++
  }
  return expired
}

/** Days after which goods that were sent count as received, and received ones as kept. */
export const DAYS_TO_RECEIVE = 10
export const DAYS_TO_CLOSE = 15
/** Days that are waited for parcels known to be under way still. */
export const DAYS_UNDER_WAY = 30

/** @returns how many orders moved on */
export async function moveOnOrders(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const daysAgo = (days: number) => new Date(system.now().getTime() - days * 86_400_000)
  const received = await moveAll(
    system,
    make,
    'receive',
    // Of parcels that are followed the days count from the last one's signing; of others, from sending.
    sql`w.state = 'shipped' and w.shipped_at <= ${daysAgo(DAYS_TO_RECEIVE)}
      and (w.shipped_at <= ${daysAgo(DAYS_UNDER_WAY)} or not exists (
        select 1 from parcel_track t where t.tenant_id = w.tenant_id and t.order_id = w.id and t.state <> 'waiting'
          and (t.signed_at is null or t.signed_at > ${daysAgo(DAYS_TO_RECEIVE)})))`,
  )
  const closed = await moveAll(
    system,
    make,
    'close',
    // What came in exchange has its own days.
    sql`w.state in ('received', 'picked_up') and w.received_at <= ${daysAgo(DAYS_TO_CLOSE)}
      and not exists (select 1 from after_sale e where e.tenant_id = w.tenant_id and e.order_id = w.id
        and e.exchanged_at > ${daysAgo(DAYS_TO_CLOSE)})`,
  )
  return received + closed
}

/** But for orders of which something is being asked back. */
async function moveAll(
  system: Ctx,
  make: (tenantId: string) => Ctx,
  act: Act,
  due: ReturnType<typeof sql>,
): Promise<number> {
  type Due = Parameters<typeof move>[1]
  const { rows } = await sql<Due & { tenant_id: string }>`
    select w.tenant_id, w.id, w.number, s.node_id, w.store, w.platform, s.staff_id, w.currency
    from own_order w join sales_order s on s.tenant_id = w.tenant_id and s.id = w.id
    where ${due} and not exists (select 1 from after_sale a where a.tenant_id = w.tenant_id
      and a.order_id = w.id and ${IS_OPEN})
    limit ${AT_ONCE}`.execute(system.pg)
  let moved = 0
  for (const row of rows)
    if (
      await move({ ...make(row.tenant_id), now: system.now }, row, act, { details: { by: 'time' } })
    )
      moved++
  return moved
}
