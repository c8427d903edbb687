// What `homefield check` asks of exchanges: what they hold is held, what they moved is in the stock's books.
import { sql } from 'kysely'
import { type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

interface Row {
  tenant_id: string
  id: string
  what: string | null
}

/**
 * An exchange holds what it is for from when it is agreed on until it is sent; and of an order with exchanges, what
 * has left the stock and not come back is, by SKU, what its buyer has or is about to be sent.
 */
export async function compareExchanges(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    select a.tenant_id, a.id, case
      when (a.state in ('to_pay', 'to_return', 'to_send')) <> (coalesce(r.open, 0) > 0) then 'hold_differs'
      when a.state in ('to_pay', 'to_return', 'to_send') and r.open <> l.quantity then 'hold_differs'
      when (a.state = 'exchanged') <> (coalesce(r.taken, 0) > 0) then 'sent_differs'
      when a.state = 'exchanged' and r.taken <> l.quantity then 'sent_differs'
      end as what
    from after_sale a
    join after_sale_line l on l.tenant_id = a.tenant_id and l.after_sale_id = a.id
    left join lateral (select sum(quantity) filter (where state = 'open')::bigint as open,
        sum(quantity) filter (where state = 'taken')::bigint as taken
      from stock_reservation s where s.tenant_id = a.tenant_id and s.id = a.id and s.sku = l.to_sku) r on true
    where a.kind = 'exchange'
    union all
    select a.tenant_id, a.id, case
      when a.state in ('to_return', 'to_send', 'exchanged') and m.fen > 0 and w.paid_at is null then 'difference_unpaid'
      when a.state = 'to_pay' and (m.fen = 0 or w.paid_at is not null) then 'difference_not_taken'
      when a.state = 'requested' and w.id is not null then 'difference_too_early'
      when w.id is not null and w.gross <> m.fen then 'difference_differs'
      when a.state in ('refused', 'withdrawn', 'lapsed', 'refunded') and w.pieces > 0 then 'difference_kept'
      end
    from after_sale a
    join after_sale_line l on l.tenant_id = a.tenant_id and l.after_sale_id = a.id
    cross join lateral (select coalesce(greatest(l.to_price_fen - l.held_price_fen, 0), 0) * l.quantity as fen) m
    left join lateral (
      select o.id, o.paid_at, sum(p.gross_fen)::bigint as gross, sum(p.quantity - p.refunded_quantity)::bigint as pieces
      from own_order o join own_order_line p on p.tenant_id = o.tenant_id and p.order_id = o.id
      where o.tenant_id = a.tenant_id and o.exchange_id = a.id and o.state <> 'cancelled' group by o.id, o.paid_at) w on true
    where a.kind = 'exchange'
    union all
    select o.tenant_id, o.order_id, case when coalesce(h.n, 0) <> coalesce(e.n, 0) then 'goods_differ' end
    from (select distinct tenant_id, order_id from after_sale where kind = 'exchange') o
    cross join lateral (
      select sku, sum(n)::bigint as n from (
        select sku, quantity - unsent_quantity as n from own_order_line w
          where w.tenant_id = o.tenant_id and w.order_id = o.order_id and w.ships
        union all select x ->> 'sku', (x ->> 'quantity')::bigint from own_order w, jsonb_array_elements(w.gifts) x
          where w.tenant_id = o.tenant_id and w.id = o.order_id
        union all select b.held_sku, -b.quantity from after_sale a
          join after_sale_line b on b.tenant_id = a.tenant_id and b.after_sale_id = a.id
          where a.tenant_id = o.tenant_id and a.order_id = o.order_id
            and (a.kind = 'return' and a.state = 'refunded' or a.kind = 'exchange' and a.goods_at is not null)
        union all select b.to_sku, b.quantity from after_sale a
          join after_sale_line b on b.tenant_id = a.tenant_id and b.after_sale_id = a.id
          where a.tenant_id = o.tenant_id and a.order_id = o.order_id and a.state = 'exchanged') moved
      group by sku) h
    left join lateral (
      select sum(case when x.to_place = 'customer' then x.quantity else -x.quantity end)::bigint as n
      from stock_document d join stock_entry x on x.tenant_id = d.tenant_id and x.document_id = d.id
      where d.tenant_id = o.tenant_id and d.order_id = o.order_id and x.sku = h.sku) e on true
    order by 2`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, id, what } of rows)
    if (what !== null) found.add({ tenant: tenant_id, id, what })
  return found.outOf(rows.length)
}
