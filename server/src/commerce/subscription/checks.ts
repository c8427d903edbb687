// What `homefield check` asks of product subscriptions: every cycle has its one delivery, every delivery is what its
// order is, every order by a plan is a delivery, and the history ends with what is.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const subscriptionChecks: readonly Check[] = [
  { name: 'commerce.subscriptions', compare: compareSubscriptions },
  { name: 'commerce.subscription_deliveries', compare: compareDeliveries },
]
interface Row {
  tenant_id: string
  id: string
  what: string | null
}

async function compareSubscriptions(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    select s.tenant_id, s.id, case
      when coalesce(d.n, 0) <> s.cycle or d.last <> s.cycle then 'cycles_differ'
      when g.to_state is distinct from s.state then 'history_differs'
      when (s.state = 'starting') <> (s.cycle = 1 and d.first = 'waiting' and s.state <> 'cancelled') then 'not_started'
      when s.cycle > 1 and d.first <> 'paid' then 'first_unpaid'
      end as what
    from product_subscription s
    left join lateral (select count(*)::int as n, max(cycle) as last, min(state) filter (where cycle = 1) as first
      from subscription_delivery d where d.tenant_id = s.tenant_id and d.subscription_id = s.id) d on true
    left join lateral (select to_state from subscription_change g
      where g.tenant_id = s.tenant_id and g.subscription_id = s.id order by g.at desc, g.id desc limit 1) g on true
    order by s.id`.execute(ctx.pg)
  return differences(rows, 'subscription')
}

async function compareDeliveries(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    select w.tenant_id, w.id, case
      when d.order_id is null then 'no_delivery'
      when w.input -> 'plan' ->> 'cycle' <> d.cycle::text then 'cycle_differs'
      when coalesce(w.input -> 'plan' ->> 'subscription', d.subscription_id::text) <> d.subscription_id::text
        then 'subscription_differs'
      when (d.state = 'waiting') <> (w.state = 'to_pay') then 'state_differs'
      when (d.state = 'paid') <> (w.paid_at is not null) then 'state_differs'
      when (d.state in ('unpaid', 'called_off')) <> (w.state = 'cancelled') then 'state_differs'
      end as what
    from own_order w left join subscription_delivery d on d.tenant_id = w.tenant_id and d.order_id = w.id
    where w.input ? 'plan' or d.order_id is not null order by w.id`.execute(ctx.pg)
  return differences(rows, 'order')
}

function differences(rows: readonly Row[], of: string): Compared {
  const found = noteDifferences()
  for (const { tenant_id, id, what } of rows)
    if (what !== null) found.add({ tenant: tenant_id, [of]: id, what })
  return found.outOf(rows.length)
}
