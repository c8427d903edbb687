// What `homefield check` asks of tills: what they took is what the orders say, and what went back over them is
// what the after-sales say.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const tillChecks: readonly Check[] = [{ name: 'commerce.tills', compare: compareTills }]

async function compareTills(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant_id: string; id: string; what: string | null }>`
    select w.tenant_id, w.id, case
      when t.order_id is null then 'no_receipt'
      when t.store <> w.store then 'store_differs'
      when t.taken_fen <> w.due_fen then 'taken_differs'
      when coalesce(r.fen, 0) <> coalesce(a.fen, 0) then 'refunds_differ'
      when coalesce(r.out_fen, 0) <> coalesce(a.money, 0) then 'paid_out_differs'
      end as what
    from own_order w
    left join till_receipt t on t.tenant_id = w.tenant_id and t.order_id = w.id
    left join lateral (select sum(amount_fen)::bigint as fen, sum(paid_out_fen)::bigint as out_fen from till_refund r
      where r.tenant_id = w.tenant_id and r.order_id = w.id) r on true
    left join lateral (select sum(amount_fen)::bigint as fen, sum(amount_fen - stored_value_fen)::bigint as money
      from after_sale a where a.tenant_id = w.tenant_id and a.order_id = w.id and a.state = 'refunded'
        and starts_with(a.request_key, 'till:')) a on true
    where w.platform = 'pos' order by w.id`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, id, what } of rows)
    if (what !== null) found.add({ tenant: tenant_id, id, what })
  return found.outOf(rows.length)
}
