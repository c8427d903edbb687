// What `homefield check` asks of flash sales: buckets add up to what is offered, what is held and sold of them is
// what orders have, orders stand as their purchases say, and each was placed with one token.
import { sql } from 'kysely'
import { type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export async function compareFlashSales(ctx: Ctx): Promise<Compared> {
  const found = noteDifferences()
  const { rows: items } = await sql<{
    tenant_id: string
    slot_id: string
    sku: string
    offered: number
    quantity: number
    held: number
    sold: number
    orders_hold: number
    orders_bought: number
    parts_differ: boolean
  }>`
    with bucket as (
      select b.tenant_id, b.slot_id, b.sku, sum(b.quantity)::int as quantity, sum(b.held)::int as held,
        sum(b.sold)::int as sold, bool_or(b.held <> coalesce(o.held, 0) or b.sold <> coalesce(o.sold, 0)) as differ
      from flash_bucket b left join (
        select p.tenant_id, p.slot_id, p.sku, t.bucket, sum(t.quantity) filter (where p.state = 'held') as held,
          sum(t.quantity) filter (where p.state = 'sold') as sold
        from flash_purchase p join flash_part t on t.tenant_id = p.tenant_id and t.order_id = p.order_id
        group by 1, 2, 3, 4) o using (tenant_id, slot_id, sku, bucket)
      group by 1, 2, 3),
    bought as (
      select tenant_id, slot_id, sku, sum(quantity) filter (where state = 'held') as held,
        sum(quantity - returned) filter (where state = 'sold') as sold
      from flash_purchase group by 1, 2, 3)
    select i.tenant_id, i.slot_id, i.sku, i.quantity as offered, coalesce(b.quantity, 0)::int as quantity,
      coalesce(b.held, 0)::int as held, coalesce(b.sold, 0)::int as sold, coalesce(o.held, 0)::int as orders_hold,
      coalesce(o.sold, 0)::int as orders_bought, coalesce(b.differ, false) as parts_differ
    from flash_item i left join bucket b using (tenant_id, slot_id, sku) left join bought o using (tenant_id, slot_id, sku)
    order by i.slot_id, i.sku`.execute(ctx.pg)
  for (const { tenant_id, slot_id, sku, ...row } of items) {
    const { offered, quantity, held, sold, orders_hold, orders_bought, parts_differ } = row
    const isSound =
      quantity === offered && held === orders_hold && sold === orders_bought && !parts_differ
    if (!isSound)
      found.add({
        ...{ tenant: tenant_id, slot: slot_id, sku, offered, in_buckets: quantity, held, sold },
        ...{ orders_hold, orders_bought },
      })
  }
  const { rows: orders } = await sql<{ tenant_id: string; order_id: string; what: string | null }>`
    select p.tenant_id, p.order_id, case
        when (p.state = 'held') <> (w.state = 'to_pay') then 'purchase_and_order_differ'
        when (p.state = 'released') <> (w.state = 'cancelled') then 'purchase_and_order_differ'
        when l.quantity is distinct from p.quantity then 'order_has_another_quantity'
        when t.id is null then 'placed_without_token'
        when t.slot_id <> p.slot_id or t.sku <> p.sku then 'token_of_another_item'
      end as what
    from flash_purchase p join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
    left join own_order_line l on l.tenant_id = p.tenant_id and l.order_id = p.order_id and l.sku = p.sku
    left join flash_token t on t.tenant_id = p.tenant_id and t.order_id = p.order_id
    order by p.order_id`.execute(ctx.pg)
  for (const { tenant_id, order_id, what } of orders)
    if (what !== null) found.add({ tenant: tenant_id, order: order_id, what })
  const { rows: tokens } = await sql<{ tenant_id: string; id: string; lost: boolean }>`
    select t.tenant_id, t.id, p.order_id is null as lost
    from flash_token t left join flash_purchase p on p.tenant_id = t.tenant_id and p.order_id = t.order_id
    where t.state = 'used' order by t.id`.execute(ctx.pg)
  for (const { tenant_id, id, lost } of tokens)
    if (lost) found.add({ tenant: tenant_id, token: id, what: 'used_for_nothing' })
  const { rows: budgets } = await sql<{
    tenant_id: string
    id: string
    kept: number
    told: number
  }>`
    select b.tenant_id, b.flash_sale_id as id, b.spent_fen as kept, coalesce((
      select sum(p.fen - p.returned_fen) from flash_purchase p
      where p.tenant_id = b.tenant_id and p.flash_sale_id = b.flash_sale_id and p.state in ('held', 'sold')), 0)::bigint as told
    from flash_budget b order by 2`.execute(ctx.pg)
  for (const { tenant_id, id, kept, told } of budgets)
    if (kept !== told)
      found.add({ tenant: tenant_id, flash_sale: id, counted_fen: kept, redeemed_fen: told })
  return found.outOf(items.length + orders.length + tokens.length + budgets.length)
}
