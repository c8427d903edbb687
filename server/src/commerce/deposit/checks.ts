// What `homefield check` asks of deposits: what is said to be held, kept, returned and owed is what was paid, what
// went back and what was booked.
import { sql } from 'kysely'
import { type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export async function compareDeposits(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant_id: string; id: string; what: string | null }>`
    select d.tenant_id, d.order_id as id, case
      when (d.state = 'asked') <> (w.state = 'to_pay') then 'state_differs'
      when (d.state = 'held') <> (w.state = 'to_pay_balance') then 'state_differs'
      when d.state = 'counted' and w.paid_at is null then 'counted_unpaid'
      when d.state = 'void' and w.state <> 'cancelled' then 'state_differs'
      when coalesce(p.deposit, 0) <> case when d.state in ('asked', 'void') then 0 else d.fen end then 'deposit_not_paid'
      when coalesce(p.balance, 0) <> case when w.paid_at is null then 0 else w.due_fen - d.fen end then 'balance_not_paid'
      when d.ended_by is not null and w.paid_at is null and d.kept_fen + d.returned_fen <> d.fen then 'parts_differ'
      when d.ended_by is not null and w.paid_at is not null and w.state <> 'closed' then 'not_given_back'
      when (w.paid_at is not null or d.ended_by is null) and d.kept_fen + d.returned_fen <> 0 then 'parts_differ'
      when coalesce(r.fen, 0) <> d.returned_fen then 'return_differs'
      when (d.state = 'doubled') <> (y.order_id is not null) then 'penalty_differs'
      when y.fen > d.binding_fen then 'penalty_too_high'
      when y.order_id is not null and c.fen is distinct from y.fen then 'penalty_not_booked'
      end as what
    from order_deposit d join own_order w on w.tenant_id = d.tenant_id and w.id = d.order_id
    left join lateral (select sum(amount_fen) filter (where part = 'deposit')::bigint as deposit,
        sum(amount_fen) filter (where part = 'balance')::bigint as balance
      from payment p where p.tenant_id = d.tenant_id and p.order_id = d.order_id and p.pays) p on true
    left join lateral (select sum(r.amount_fen)::bigint as fen from payment_refund r
      join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id
      where p.tenant_id = d.tenant_id and p.order_id = d.order_id and r.cause = 'deposit') r on true
    left join deposit_penalty y on y.tenant_id = d.tenant_id and y.order_id = d.order_id
    left join cost c on c.tenant_id = y.tenant_id and c.source = 'homefield'
      and c.external_id = 'deposit_penalty:' || y.order_id::text
    order by d.order_id`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, id, what } of rows)
    if (what !== null) found.add({ tenant: tenant_id, order: id, what })
  return found.outOf(rows.length)
}
