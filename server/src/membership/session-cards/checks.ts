// What `homefield check` asks of benefit products and session cards: all that was paid for was given, once, and what
// cards owe is what the ledger says.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const benefitProductChecks: readonly Check[] = [
  { name: 'membership.benefit_products', compare: compareGiven },
  { name: 'membership.session_cards', compare: compareCards },
  { name: 'membership.sessions_owed', compare: compareOwed },
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

/**
 * A paid order has given every piece of every line, or owes them, or they went back before; its pieces cost what the
 * line cost; others have given none.
 */
async function compareGiven(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    select s.tenant_id, s.order_id as id, case
      when (s.state = 'promised') <> (w.paid_at is null) then 'paid_not_given'
      when s.state <> 'given' and u.n > 0 then 'given_not_due'
      when s.state = 'void' and l.refunded_quantity < l.quantity then 'void_not_refunded'
      when s.state = 'given' and (u.n <> s.quantity or u.fen <> s.total_fen) then 'pieces_differ'
      when u.returned > l.refunded_fen or u.gone > l.refunded_quantity then 'returned_not_refunded'
      end as what
    from benefit_sale s join own_order w on w.tenant_id = s.tenant_id and w.id = s.order_id
    left join own_order_line l on l.tenant_id = s.tenant_id and l.order_id = s.order_id and l.sku = s.sku
    join lateral (
      select count(*) as n, coalesce(sum(price_fen), 0) as fen, coalesce(sum(returned_fen), 0) as returned,
        count(*) filter (where state = 'returned') as gone
      from benefit_unit u where u.tenant_id = s.tenant_id and u.order_id = s.order_id and u.sku = s.sku) u on true
    order by s.order_id, s.sku`.execute(ctx.pg)
  return differences(rows)
}

/** A card's sessions are its redemptions that stand, what they earned is its own, and its piece says what became of it. */
async function compareCards(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    select d.tenant_id, d.id, case
      when u.given is null then 'not_of_an_order'
      when r.n <> d.used or r.last > d.sessions then 'sessions_differ'
      when r.fen <> d.earned_fen then 'earned_differs'
      when (d.state = 'returned') <> (u.state = 'returned') or d.returned_fen <> u.returned_fen then 'returned_differs'
      when d.price_fen - d.earned_fen - d.returned_fen - d.expired_fen <> coalesce(t.remaining, 0) then 'owed_differs'
      when (d.price_fen = 0) <> (t.remaining is null) then 'not_in_the_ledger'
      end as what
    from session_card d
    left join benefit_unit u on u.tenant_id = d.tenant_id and u.order_id = d.order_id and u.sku = d.sku
      and u.unit = d.unit and u.given = d.id
    join lateral (select count(*) as n, coalesce(max(number), 0) as last, coalesce(sum(fen), 0) as fen
      from session_redemption r where r.tenant_id = d.tenant_id and r.card_id = d.id and r.undone_at is null) r on true
    left join lateral (select l.remaining from ledger_transaction x
      join ledger_lot l on l.tenant_id = x.tenant_id and l.transaction_id = x.id
      where x.tenant_id = d.tenant_id and x.key = 'session:' || d.id) t on true
    order by d.id`.execute(ctx.pg)
  return differences(rows)
}

/** All that cards owe is all that the book of sessions holds for customers, and what they earned is its revenue. */
async function compareOwed(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    with cards as (
      select tenant_id, sum(price_fen)::bigint as sold, sum(earned_fen)::bigint as earned,
        sum(returned_fen)::bigint as returned, sum(expired_fen)::bigint as expired
      from session_card group by tenant_id),
    books as (
      select tenant_id, -coalesce(sum(amount) filter (where code = 'cash' and amount < 0), 0)::bigint as sold,
        coalesce(sum(amount) filter (where code = 'revenue'), 0)::bigint as earned,
        coalesce(sum(amount) filter (where code = 'cash' and amount > 0), 0)::bigint as returned,
        coalesce(sum(amount) filter (where code = 'expired'), 0)::bigint as expired,
        coalesce(sum(amount) filter (where code = 'active'), 0)::bigint as owed
      from ledger_entry where book = 'sessions' group by tenant_id)
    select tenant_id, tenant_id as id, case
      when coalesce(c.sold, 0) <> coalesce(b.sold, 0) then 'sold_differs'
      when coalesce(c.earned, 0) <> coalesce(b.earned, 0) then 'earned_differs'
      when coalesce(c.returned, 0) <> coalesce(b.returned, 0) then 'returned_differs'
      when coalesce(c.expired, 0) <> coalesce(b.expired, 0) then 'expired_differs'
      when coalesce(c.sold - c.earned - c.returned - c.expired, 0) <> coalesce(b.owed, 0) then 'owed_differs'
      end as what
    from cards c full join books b using (tenant_id) order by tenant_id`.execute(ctx.pg)
  return differences(rows)
}
