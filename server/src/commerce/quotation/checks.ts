// What `homefield check` asks of quotations: what one says is the sum of its lines, and an accepted one is one order
// at that price with that deposit.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const quotationChecks: readonly Check[] = [
  { name: 'commerce.quotations', compare: compareQuotations },
]

async function compareQuotations(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant_id: string; id: string; what: string | null }>`
    select q.tenant_id, q.id, case
      when v.version is null then 'version_missing'
      when v.version = q.version and v.valid_until <> q.valid_until then 'validity_differs'
      when l.list is distinct from v.list_fen or l.goods is distinct from v.goods_fen then 'lines_differ'
      when v.version > q.version then 'version_differs'
      when v.version < q.version then null
      when q.state in ('sent', 'accepted', 'declined', 'expired') and v.sent_at is null then 'not_sent'
      when q.state = 'accepted' and w.id is null then 'order_missing'
      when q.state <> 'accepted' and k.id is not null then 'order_without_acceptance'
      when q.state = 'accepted' and w.placement_key <> 'quotation:' || q.id::text then 'order_of_another'
      when q.state = 'accepted' and (w.total_fen <> v.total_fen or w.currency <> v.currency) then 'total_differs'
      when q.state = 'accepted' and d.fen is distinct from v.deposit_fen then 'deposit_differs'
      end as what
    from quotation q
    left join quotation_version v on v.tenant_id = q.tenant_id and v.quotation_id = q.id
    left join lateral (select sum(list_fen * quantity)::bigint as list, sum(unit_fen * quantity)::bigint as goods
      from quotation_line l where l.tenant_id = v.tenant_id and l.quotation_id = v.quotation_id and l.version = v.version) l on true
    left join own_order w on w.tenant_id = q.tenant_id and w.id = q.order_id
    left join own_order k on k.tenant_id = q.tenant_id and k.placement_key = 'quotation:' || q.id::text
    left join order_deposit d on d.tenant_id = w.tenant_id and d.order_id = w.id
    order by q.id, v.version`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, id, what } of rows)
    if (what !== null) found.add({ tenant: tenant_id, quotation: id, what })
  return found.outOf(rows.length)
}
