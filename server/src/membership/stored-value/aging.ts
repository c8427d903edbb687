// How long ago was paid what customers have not used yet: what the brand owes, by its age.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

export const AGES = ['to_30', 'to_90', 'to_180', 'to_365', 'over_365'] as const
export interface OwedOfAge {
  /** Days since it was paid or given, at most. */
  age: (typeof AGES)[number]
  principal_fen: number
  bonus_fen: number
  /** Gift cards that nobody has claimed. */
  gift_fen: number
  customers: number
}

/** As of now; what unpaid orders hold is owed still. All ages together are what the daily report ends with. */
export async function storedValueByAge(ctx: Ctx): Promise<OwedOfAge[]> {
  const { rows } = await sql<OwedOfAge>`
    with held as (
      select a.lot_id, sum(a.amount) as fen from ledger_hold h
      join ledger_allocation a on a.tenant_id = h.tenant_id and a.transaction_id = h.transaction_id
      where h.tenant_id = ${ctx.tenantId} and h.purpose = 'stored_value' and h.state = 'held' group by 1),
    owed as (
      select l.book, l.account_id, l.earned_at as at, l.remaining + coalesce(held.fen, 0) as fen
      from ledger_lot l left join held on held.lot_id = l.id
      where l.tenant_id = ${ctx.tenantId} and l.book in ('principal', 'bonus')
        and (l.remaining > 0 or held.fen > 0)
      union all
      select 'gift', null, sold_at, fen from gift_card
      where tenant_id = ${ctx.tenantId} and state = 'waiting'),
    aged as (
      select owed.*, width_bucket(extract(epoch from ${ctx.now()}::timestamptz - at) / 86400,
        array[30, 90, 180, 365]::numeric[]) as place from owed)
    select age, coalesce(sum(fen) filter (where aged.book = 'principal'), 0)::bigint as principal_fen,
      coalesce(sum(fen) filter (where aged.book = 'bonus'), 0)::bigint as bonus_fen,
      coalesce(sum(fen) filter (where aged.book = 'gift'), 0)::bigint as gift_fen,
      count(distinct a.node_id)::int as customers
    from unnest(${[...AGES]}::text[]) with ordinality as ages (age, nth)
    left join aged on aged.place = ages.nth - 1
    left join ledger_account a on a.tenant_id = ${ctx.tenantId} and a.id = aged.account_id
    group by age, nth order by nth`.execute(ctx.pg)
  return rows
}
