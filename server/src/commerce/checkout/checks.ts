// What `homefield check` asks of own orders: what the shop, the payments and the books say is one thing.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { compareExchanges } from '../after-sale/checks.ts'
import { compareDeposits } from '../deposit/checks.ts'

export const checkoutChecks: readonly Check[] = [
  { name: 'commerce.own_orders', compare: compareOwnOrders },
  { name: 'commerce.payments', compare: comparePayments },
  { name: 'commerce.deposits', compare: compareDeposits },
  { name: 'commerce.after_sales', compare: compareAfterSales },
  { name: 'commerce.exchanges', compare: compareExchanges },
  { name: 'commerce.order_credit', compare: compareCredit },
]

interface Row {
  tenant_id: string
  id: string
  what: string | null
}
function differences(rows: readonly Row[]): Compared {
  const found = noteDifferences()
  for (const { tenant_id, id, what } of rows)
    if (what !== null) found.add({ tenant: tenant_id, id, what })
  return found.outOf(rows.length)
}

/** An order's state here is its state in the books, its amount the sum of its lines, its stock taken or not. */
async function compareOwnOrders(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    select w.tenant_id, w.id, case
      when s.total_fen + s.prepaid_fen <> w.total_fen or s.currency <> w.currency then 'total_differs'
      when (w.state in ('to_pay', 'to_pay_balance')) <> (s.state = 'placed') then 'state_differs'
      when (w.state = 'cancelled') <> (s.state = 'cancelled') then 'state_differs'
      when (w.paid_at is null) <> (s.paid_at is null) then 'paid_at_differs'
      when w.total_fen <> w.shipping_fen + coalesce(l.fen, 0) then 'lines_differ'
      when w.due_fen <> w.total_fen - coalesce(l.stored, 0) then 'due_differs'
      when (w.quoted ->> 'dueFen')::bigint <> w.due_fen then 'quote_differs'
      when w.paid_at is not null and coalesce(l.goods, 0) + g.n <> coalesce(r.taken, 0) then 'stock_not_taken'
      when w.paid_at is null and coalesce(r.taken, 0) <> 0 then 'stock_taken_unpaid'
      end as what
    from own_order w join sales_order s on s.tenant_id = w.tenant_id and s.id = w.id
    left join lateral (select sum(total_fen)::bigint as fen, sum(stored_value_fen)::bigint as stored,
        sum(quantity) filter (where ships)::bigint as goods
      from own_order_line l where l.tenant_id = w.tenant_id and l.order_id = w.id) l on true
    cross join lateral (select coalesce(sum((x ->> 'quantity')::bigint), 0)::bigint as n from jsonb_array_elements(w.gifts) x) g
    left join lateral (select sum(quantity)::bigint as taken from stock_reservation r
      where r.tenant_id = w.tenant_id and r.id = w.reservation and r.state = 'taken') r on true
    order by w.id`.execute(ctx.pg)
  return differences(rows)
}

/** Every paid order was paid by payments of its amount, one waiting for its balance by its deposit, and what was paid too much goes back. */
async function comparePayments(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    select w.tenant_id, w.id, case
      when w.paid_at is not null and w.due_fen > 0 and coalesce(p.paying, 0) <> w.due_fen then 'not_paid'
      when w.paid_at is null and coalesce(p.paying, 0) <> case when d.state is null or d.state in ('asked', 'void') then 0 else d.fen end then 'paid_not_settled'
      when coalesce(p.stray, 0) <> 0 then 'payment_not_given_back'
      when coalesce(p.mismatched, 0) <> 0 then 'payment_mismatched'
      when coalesce(p.over, 0) <> 0 then 'more_refunded_than_paid'
      when coalesce(p.back, 0) <> coalesce(a.money, 0) + coalesce(d.returned_fen, 0) then 'refunds_differ'
      end as what
    from own_order w left join order_deposit d on d.tenant_id = w.tenant_id and d.order_id = w.id
    left join lateral (
      select sum(p.amount_fen) filter (where p.pays)::bigint as paying,
        count(*) filter (where p.state = 'paid' and not p.pays and coalesce(r.fen, 0) <> p.amount_fen) as stray,
        count(*) filter (where p.state = 'mismatched') as mismatched,
        count(*) filter (where coalesce(r.fen, 0) > p.amount_fen) as over,
        sum(r.fen) filter (where p.pays)::bigint as back
      from payment p left join lateral (select sum(amount_fen)::bigint as fen from payment_refund r
        where r.tenant_id = p.tenant_id and r.payment_id = p.id) r on true
      where p.tenant_id = w.tenant_id and p.order_id = w.id) p on true
    left join lateral (select sum(amount_fen - stored_value_fen)::bigint as money from after_sale a
      where a.tenant_id = w.tenant_id and a.order_id = w.id and a.state = 'refunded') a on true
    order by w.id`.execute(ctx.pg)
  return differences(rows)
}

/** What lines say is asked or given back is what after-sales say, and the books know all that was given. */
async function compareAfterSales(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    select l.tenant_id, l.order_id as id, case
      when l.fen <> coalesce(a.fen, 0) or l.stored <> coalesce(a.stored, 0) or l.n <> coalesce(a.n, 0) then 'claims_differ'
      when l.exchanging <> coalesce(a.exchanging, 0) then 'exchanges_differ'
      when s.refunded_fen + s.refunded_prepaid_fen <> coalesce(d.fen, 0) then 'refunded_differs'
      end as what
    from (select tenant_id, order_id, sum(refunded_fen)::bigint as fen, sum(refunded_stored_value_fen)::bigint as stored,
        sum(refunded_quantity)::bigint as n, sum(exchanging_quantity)::bigint as exchanging
      from own_order_line group by tenant_id, order_id) l
    join sales_order s on s.tenant_id = l.tenant_id and s.id = l.order_id
    left join (select b.tenant_id, b.order_id, sum(b.fen)::bigint as fen, sum(b.stored_value_fen)::bigint as stored,
        sum(b.quantity) filter (where x.kind <> 'exchange' or x.state = 'refunded')::bigint as n,
        sum(b.quantity) filter (where x.kind = 'exchange' and x.state <> 'refunded')::bigint as exchanging
      from after_sale_line b join after_sale x on x.tenant_id = b.tenant_id and x.id = b.after_sale_id
      where x.state in ('requested', 'to_pay', 'to_return', 'to_send', 'refunded') group by b.tenant_id, b.order_id) a
      on a.tenant_id = l.tenant_id and a.order_id = l.order_id
    left join (select tenant_id, order_id, sum(amount_fen)::bigint as fen from after_sale
      where state = 'refunded' group by tenant_id, order_id) d
      on d.tenant_id = l.tenant_id and d.order_id = l.order_id
    order by l.order_id`.execute(ctx.pg)
  return differences(rows)
}

/** Of each kind a line's shares are the whole of it, and what went back of it went back of them. */
async function compareCredit(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    with kinds as (
      select tenant_id, order_id, sku, kind, sum(share_bp) as bp, sum(fen)::bigint as fen, sum(reversed_fen)::bigint as gone
      from order_credit group by 1, 2, 3, 4)
    select l.tenant_id, l.order_id as id, case
      when w.paid_at is null and k.kind is not null then 'credit_unpaid'
      when k.kind is null then null
      when k.bp <> 10000 then 'shares_not_whole'
      when k.fen <> l.total_fen then 'credit_differs'
      when k.gone <> coalesce(a.fen, 0) then 'reversal_differs'
      end as what
    from own_order_line l join own_order w on w.tenant_id = l.tenant_id and w.id = l.order_id
    left join kinds k on k.tenant_id = l.tenant_id and k.order_id = l.order_id and k.sku = l.sku
    left join (select s.tenant_id, s.order_id, r.sku, sum(r.fen)::bigint as fen
        from after_sale_line r join after_sale s on s.tenant_id = r.tenant_id and s.id = r.after_sale_id
        where s.state = 'refunded' group by 1, 2, 3) a
      on a.tenant_id = l.tenant_id and a.order_id = l.order_id and a.sku = l.sku
    order by l.order_id, l.sku`.execute(ctx.pg)
  return differences(rows)
}
