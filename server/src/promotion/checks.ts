// What `homefield check` asks of promotion: counters are the sum of what is held or spent, coupons are held by
// orders that know of it, and a batch has made as many as there are.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'
import { compareBestieCards } from './bestie/check.ts'
import { compareTrials } from './experiments/check.ts'
import { compareFlashSales } from './flash-sale/check.ts'
import { compareGroups } from './group-buy/check.ts'
import { comparePreSales } from './pre-sale/check.ts'

export const checks: readonly Check[] = [
  { name: 'promotion.budgets', compare: compareBudgets },
  { name: 'promotion.coupons', compare: compareCoupons },
  { name: 'promotion.batches', compare: compareBatches },
  { name: 'promotion.groups', compare: compareGroups },
  { name: 'promotion.flash_sales', compare: compareFlashSales },
  { name: 'promotion.pre_sales', compare: comparePreSales },
  { name: 'promotion.benefit_trials', compare: compareTrials },
  { name: 'promotion.bestie_cards', compare: compareBestieCards },
]

async function compareBudgets(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    tenant_id: string
    offer_id: string
    scope: string
    key: string
    kept: number
    told: number
    kept_fen: number
    told_fen: number
  }>`
    with told as (
      select r.tenant_id, r.offer_id, s.scope, s.key, count(*) as uses, sum(r.fen) as fen from redemption r
      join offer o on o.tenant_id = r.tenant_id and o.id = r.offer_id,
      lateral (values ('all', ''), ('day', r.day::text), ('store', r.store)) s (scope, key)
      where r.state in ('held', 'spent') and o.limits ? s.scope and s.key is not null group by 1, 2, 3, 4)
    select tenant_id, offer_id, scope, key, coalesce(c.uses, 0)::bigint as kept, coalesce(told.uses, 0)::bigint as told,
      coalesce(c.fen, 0)::bigint as kept_fen, coalesce(told.fen, 0)::bigint as told_fen
    from offer_counter c full join told using (tenant_id, offer_id, scope, key)`.execute(ctx.pg)
  const found = noteDifferences()
  for (const row of rows)
    if (row.kept !== row.told || row.kept_fen !== row.told_fen)
      found.add({
        ...{ tenant: row.tenant_id, offer: row.offer_id, scope: row.scope, key: row.key },
        ...{ counted_uses: row.kept, redemptions: row.told },
        ...{ counted_fen: row.kept_fen, redeemed_fen: row.told_fen },
      })
  return found.outOf(rows.length)
}

async function compareCoupons(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    tenant_id: string
    code: string
    coupon: string
    redemption: string
  }>`
    select tenant_id, code, coalesce(c.state, 'missing') as coupon, coalesce(r.state, 'missing') as redemption
    from (select tenant_id, code, order_id, state from coupon where state in ('held', 'used')) c
    full join (select tenant_id, coupon_code as code, order_id, state from redemption
      where coupon_code is not null and state in ('held', 'spent')) r using (tenant_id, code, order_id)`.execute(
    ctx.pg,
  )
  const found = noteDifferences()
  for (const { tenant_id, code, coupon, redemption } of rows) {
    const agrees =
      (coupon === 'held' && redemption === 'held') ||
      (coupon === 'used' && (redemption === 'spent' || redemption === 'missing'))
    if (!agrees) found.add({ tenant: tenant_id, code, coupon, redemption })
  }
  return found.outOf(rows.length)
}

async function compareBatches(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant_id: string; id: string; made: number; there: number }>`
    select b.tenant_id, b.id, b.made - (b.wanted - b.issued) as made, count(c.code)::bigint as there
    from coupon_batch b left join coupon c on c.tenant_id = b.tenant_id and c.batch_id = b.id
    group by b.tenant_id, b.id`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, id, made, there } of rows)
    if (made !== there) found.add({ tenant: tenant_id, batch: id, made, there })
  return found.outOf(rows.length)
}
