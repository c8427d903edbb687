// What the brand owes in points, day by day, added up from the journal to the point.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { basisPoints } from '../../platform/money.ts'
import { pointsPolicy, zoneOf } from './policy.ts'

export interface PointsDay {
  day: string
  given: number
  spent: number
  expired: number
  adjusted: number
  taken_back: number
  /** At the end of the day: what waits, can be spent, and is held for orders. */
  pending: number
  active: number
  held: number
  /** Their worth, and less what is expected never to be spent. */
  worth_fen: number
  liability_fen: number
}
interface Row {
  day: string
  given: number
  spent: number
  expired: number
  adjusted: number
  taken_back: number
  pending: number
  active: number
  held: number
}

/** Days as the brand's clocks show them, both ends included. */
export async function pointsByDay(ctx: Ctx, from: string, to: string): Promise<PointsDay[]> {
  const zone = await zoneOf(ctx)
  const { rows } = await sql<Row>`
    with days as (
      select d::date as day from generate_series(${from}::date, ${to}::date, interval '1 day') d),
    moved as (
      select (e.at at time zone ${zone})::date as day, e.code, t.kind, sum(e.amount) as n
      from ledger_entry e join ledger_transaction t on t.tenant_id = e.tenant_id and t.id = e.transaction_id
      where e.tenant_id = ${ctx.tenantId} and e.book = 'points'
        and e.at < ((${to}::date + 1)::timestamp at time zone ${zone}) group by 1, 2, 3),
    told as (
      select day,
        -coalesce(sum(n) filter (where code = 'issued' and kind = 'earn'), 0) as given,
        coalesce(sum(n) filter (where code = 'redeemed'), 0) as spent,
        coalesce(sum(n) filter (where code = 'expired'), 0) as expired,
        -coalesce(sum(n) filter (where code = 'adjustment'), 0) as adjusted,
        coalesce(sum(n) filter (where code = 'issued' and kind = 'reclaim'), 0) as taken_back,
        coalesce(sum(n) filter (where code = 'pending'), 0) as pending,
        coalesce(sum(n) filter (where code = 'active'), 0) as active,
        coalesce(sum(n) filter (where code = 'held'), 0) as held
      from moved group by day),
    begun as (select coalesce(sum(pending), 0) as pending, coalesce(sum(active), 0) as active, coalesce(sum(held), 0) as held
      from told where day < ${from}::date)
    select days.day::text as day, coalesce(given, 0)::bigint as given, coalesce(spent, 0)::bigint as spent,
      coalesce(expired, 0)::bigint as expired, coalesce(adjusted, 0)::bigint as adjusted,
      coalesce(taken_back, 0)::bigint as taken_back,
      (begun.pending + coalesce(sum(told.pending) over upto, 0))::bigint as pending,
      (begun.active + coalesce(sum(told.active) over upto, 0))::bigint as active,
      (begun.held + coalesce(sum(told.held) over upto, 0))::bigint as held
    from days left join told on told.day = days.day cross join begun
    window upto as (order by days.day) order by days.day`.execute(ctx.pg)
  const { worth, breakage_bp } = (await pointsPolicy(ctx)).policy
  return rows.map((row) => {
    const points = BigInt(row.pending + row.active + row.held)
    const worth_fen = Number((points * BigInt(worth.fen)) / BigInt(worth.points))
    return { ...row, worth_fen, liability_fen: basisPoints(worth_fen, 10_000 - breakage_bp) }
  })
}
