// What `homefield check` asks of pre-sales: pieces are counted as orders have them, and an order's pieces, its state
// and its deposit say the same.
import { sql } from 'kysely'
import { type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export async function comparePreSales(ctx: Ctx): Promise<Compared> {
  const found = noteDifferences()
  const { rows: items } = await sql<{
    tenant_id: string
    id: string
    sku: string
    held: number
    taken: number
    orders_hold: number
    orders_have: number
  }>`
    select i.tenant_id, i.pre_sale_id as id, i.sku, i.held, i.taken, o.held as orders_hold, o.taken as orders_have
    from pre_sale_item i cross join lateral (
      select coalesce(sum(p.quantity) filter (where p.state = 'held'), 0)::int as held,
        coalesce(sum(p.quantity) filter (where p.state in ('locked', 'bought')), 0)::int as taken
      from pre_sale_purchase p where p.tenant_id = i.tenant_id and p.pre_sale_id = i.pre_sale_id and p.sku = i.sku) o
    order by i.pre_sale_id, i.sku`.execute(ctx.pg)
  for (const { tenant_id, id, sku, held, taken, orders_hold, orders_have } of items)
    if (held !== orders_hold || taken !== orders_have)
      found.add({ tenant: tenant_id, pre_sale: id, sku, held, taken, orders_hold, orders_have })
  const { rows: orders } = await sql<{ tenant_id: string; id: string; what: string | null }>`
    select p.tenant_id, p.order_id as id, case
        when d.order_id is null then 'deposit_missing'
        when (p.state = 'held') <> (d.state = 'asked') then 'purchase_and_deposit_differ'
        when (p.state = 'locked') <> (d.state = 'held') then 'purchase_and_deposit_differ'
        when (p.state = 'bought') <> (w.paid_at is not null) then 'purchase_and_order_differ'
        when (p.state = 'released') <> (w.state = 'cancelled') then 'purchase_and_order_differ'
        when l.quantity is distinct from p.quantity then 'order_has_another_quantity'
      end as what
    from pre_sale_purchase p join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
    left join order_deposit d on d.tenant_id = p.tenant_id and d.order_id = p.order_id
    left join own_order_line l on l.tenant_id = p.tenant_id and l.order_id = p.order_id and l.sku = p.sku
    order by p.order_id`.execute(ctx.pg)
  for (const { tenant_id, id, what } of orders)
    if (what !== null) found.add({ tenant: tenant_id, order: id, what })
  return found.outOf(items.length + orders.length)
}
