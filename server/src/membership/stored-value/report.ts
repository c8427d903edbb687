// Cash that came in and went out, and what the brand still owes for it, day by day from the journal.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { zoneOf } from '../points/policy.ts'

export interface StoredValueDay {
  day: string
  cash_in_fen: number
  cash_back_fen: number
  bonus_given_fen: number
  /** Spent by paid orders, less what refunds put back. */
  principal_spent_fen: number
  bonus_spent_fen: number
  bonus_expired_fen: number
  /** At the end of the day, held for orders and gift cards nobody has claimed included: what was paid in advance,
   * and presents. */
  principal_fen: number
  bonus_fen: number
}

/** Days as the brand's clocks show them, both ends included. */
export async function storedValueByDay(
  ctx: Ctx,
  from: string,
  to: string,
): Promise<StoredValueDay[]> {
  const zone = await zoneOf(ctx)
  const { rows } = await sql<StoredValueDay>`
    with days as (
      select d::date as day from generate_series(${from}::date, ${to}::date, interval '1 day') d),
    moved as (
      select (e.at at time zone ${zone})::date as day, e.book, e.code, t.kind, sum(e.amount) as n
      from ledger_entry e join ledger_transaction t on t.tenant_id = e.tenant_id and t.id = e.transaction_id
      where e.tenant_id = ${ctx.tenantId} and e.book in ('principal', 'bonus')
        and e.at < ((${to}::date + 1)::timestamp at time zone ${zone}) group by 1, 2, 3, 4),
    told as (
      select day,
        -coalesce(sum(n) filter (where code = 'cash' and kind in ('top_up', 'gift_sold')), 0) as cash_in,
        coalesce(sum(n) filter (where code = 'cash' and kind not in ('top_up', 'gift_sold')), 0) as cash_back,
        -coalesce(sum(n) filter (where code = 'granted'), 0) as bonus_given,
        coalesce(sum(n) filter (where code = 'revenue'), 0) as principal_spent,
        coalesce(sum(n) filter (where code = 'discount'), 0) as bonus_spent,
        coalesce(sum(n) filter (where code = 'expired'), 0) as bonus_expired,
        coalesce(sum(n) filter (where book = 'principal' and code in ('active', 'pending', 'held', 'gift')), 0) as principal,
        coalesce(sum(n) filter (where book = 'bonus' and code in ('active', 'pending', 'held')), 0) as bonus
      from moved group by day),
    begun as (select coalesce(sum(principal), 0) as principal, coalesce(sum(bonus), 0) as bonus from told where day < ${from}::date)
    select days.day::text as day, coalesce(cash_in, 0)::bigint as cash_in_fen, coalesce(cash_back, 0)::bigint as cash_back_fen,
      coalesce(bonus_given, 0)::bigint as bonus_given_fen, coalesce(principal_spent, 0)::bigint as principal_spent_fen,
      coalesce(bonus_spent, 0)::bigint as bonus_spent_fen, coalesce(bonus_expired, 0)::bigint as bonus_expired_fen,
      (begun.principal + coalesce(sum(told.principal) over upto, 0))::bigint as principal_fen,
      (begun.bonus + coalesce(sum(told.bonus) over upto, 0))::bigint as bonus_fen
    from days left join told on told.day = days.day cross join begun
    window upto as (order by days.day) order by days.day`.execute(ctx.pg)
  return rows
}
