// What `homefield check` asks of the reward shop: what is taken is what was redeemed, and every redemption's
// points stand in the ledger.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const rewardChecks: readonly Check[] = [
  { name: 'membership.rewards', compare: compareTaken },
  { name: 'membership.redemptions', compare: compareLedger },
]

async function compareTaken(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Record<string, string | number>>`
    select w.tenant_id as tenant, w.id as reward, w.taken, coalesce(r.n, 0)::bigint as redemptions,
      coalesce(a.n, 0)::bigint as allowances
    from reward w
    left join (select tenant_id, reward_id, count(*) as n from reward_redemption
      where state in ('held', 'redeemed') group by 1, 2) r on r.tenant_id = w.tenant_id and r.reward_id = w.id
    left join (select tenant_id, reward_id, count(*) as n from reward_redemption
      where state in ('held', 'redeemed') and node_id is not null group by 1, 2) k on k.tenant_id = w.tenant_id and k.reward_id = w.id
    left join (select tenant_id, reward_id, sum(used) as n from reward_allowance group by 1, 2) a
      on a.tenant_id = w.tenant_id and a.reward_id = w.id
    where w.taken <> coalesce(r.n, 0) or coalesce(a.n, 0) <> coalesce(k.n, 0)`.execute(ctx.pg)
  const found = noteDifferences()
  for (const row of rows) found.add(row)
  return found.outOf(await counted(ctx, 'reward'))
}

/** By an order: what the order holds or has spent. Else: its own spending, and all of it back once returned. */
async function compareLedger(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Record<string, string | number>>`
    select r.tenant_id as tenant, r.id as redemption, r.state, r.points, coalesce(h.state, '') as hold, coalesce(h.amount, 0)::bigint as held,
      (t.taken - t.back)::bigint as spent
    from reward_redemption r
    left join ledger_hold h on h.tenant_id = r.tenant_id and h.order_id = r.order_id and h.purpose = 'points'
    left join lateral (
      select coalesce(sum(a.amount) filter (where a.transaction_id = coalesce(r.transaction_id, h.transaction_id)), 0) as taken,
        -coalesce(sum(a.amount) filter (where a.of_transaction = coalesce(r.transaction_id, h.transaction_id)), 0) as back
      from ledger_allocation a where a.tenant_id = r.tenant_id
        and (a.transaction_id = coalesce(r.transaction_id, h.transaction_id)
          or a.of_transaction = coalesce(r.transaction_id, h.transaction_id))) t on true
    where (r.order_id is not null and (h.amount is distinct from r.points
        or h.state <> (case r.state when 'held' then 'held' when 'released' then 'released' else 'spent' end)
        or (r.state = 'held' and t.taken - t.back <> r.points)
        or (r.state in ('released', 'returned') and t.taken - t.back <> 0)))
      or (r.order_id is null and t.taken - t.back <> (case r.state when 'redeemed' then r.points else 0 end))`.execute(
    ctx.pg,
  )
  const found = noteDifferences()
  for (const row of rows) found.add(row)
  return found.outOf(await counted(ctx, 'reward_redemption'))
}

async function counted(ctx: Ctx, table: string): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from ${sql.table(table)}`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}
