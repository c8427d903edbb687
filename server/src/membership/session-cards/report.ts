// What session cards brought in, earned and owe: day by day from the journal, by product from the cards.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { zoneOf } from '../points/policy.ts'

export interface SessionDay {
  day: string
  sold_fen: number
  /** Earned by sessions that were given. */
  earned_fen: number
  returned_fen: number
  /** Kept of cards whose time was over. */
  expired_fen: number
  /** At the end of the day: what cards owe. */
  owed_fen: number
}

/** Days as the brand's clocks show them, both ends included. */
export async function sessionsByDay(ctx: Ctx, from: string, to: string): Promise<SessionDay[]> {
  const zone = await zoneOf(ctx)
  const { rows } = await sql<SessionDay>`
    with days as (
      select d::date as day from generate_series(${from}::date, ${to}::date, interval '1 day') d),
    told as (
      select (at at time zone ${zone})::date as day,
        -coalesce(sum(amount) filter (where code = 'cash' and amount < 0), 0) as sold,
        coalesce(sum(amount) filter (where code = 'revenue'), 0) as earned,
        coalesce(sum(amount) filter (where code = 'cash' and amount > 0), 0) as returned,
        coalesce(sum(amount) filter (where code = 'expired'), 0) as expired,
        coalesce(sum(amount) filter (where code = 'active'), 0) as owed
      from ledger_entry where tenant_id = ${ctx.tenantId} and book = 'sessions'
        and at < ((${to}::date + 1)::timestamp at time zone ${zone}) group by 1),
    begun as (select coalesce(sum(owed), 0) as owed from told where day < ${from}::date)
    select days.day::text as day, coalesce(sold, 0)::bigint as sold_fen, coalesce(earned, 0)::bigint as earned_fen,
      coalesce(returned, 0)::bigint as returned_fen, coalesce(expired, 0)::bigint as expired_fen,
      (begun.owed + coalesce(sum(told.owed) over upto, 0))::bigint as owed_fen
    from days left join told on told.day = days.day cross join begun
    window upto as (order by days.day) order by days.day`.execute(ctx.pg)
  return rows
}

export interface SessionsOwed {
  sku: string
  name: string
  cards: number
  sessions_left: number
  owed_fen: number
}
/** As of now, of cards that can be used, most owed first; and what the journal says of all together. */
export async function sessionsOwed(
  ctx: Ctx,
): Promise<{ products: SessionsOwed[]; ledger_fen: number }> {
  const { rows: products } = await sql<SessionsOwed>`
    select d.sku, (array_agg(d.name order by d.made_at desc, d.id desc))[1] as name, count(*)::int as cards,
      sum(d.sessions - d.used)::bigint as sessions_left, sum(d.price_fen - d.earned_fen)::bigint as owed_fen
    from session_card d where d.tenant_id = ${ctx.tenantId} and d.state = 'active'
    group by d.sku order by owed_fen desc, d.sku`.execute(ctx.pg)
  const { rows } = await sql<{ fen: number }>`
    select coalesce(sum(active), 0)::bigint as fen from ledger_account
    where tenant_id = ${ctx.tenantId} and book = 'sessions'`.execute(ctx.pg)
  return { products, ledger_fen: rows[0]?.fen ?? 0 }
}
