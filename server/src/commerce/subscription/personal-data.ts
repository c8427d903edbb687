// What a person subscribed to stays in the books and leads to nobody; what runs ends with her record.
import { sql } from 'kysely'
import type { PersonalData } from '../../profile/index.ts'
import { actorOf } from './subscriptions.ts'

export const subscriptionsData: PersonalData = {
  name: 'product_subscriptions',
  tables: ['product_subscription', 'subscription_delivery', 'subscription_change'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select s.sku, s.quantity, s.state, s.unit, s.every, s.address, s.next_on::text as next_on, s.agreed_at,
        s.agreed_version, s.agreed_text, s.made_at, s.ended_at, (
          select jsonb_agg(jsonb_build_object('cycle', d.cycle, 'due_on', d.due_on, 'state', d.state) order by d.cycle)
          from subscription_delivery d where d.tenant_id = s.tenant_id and d.subscription_id = s.id) as deliveries
      from product_subscription s
      where s.tenant_id = ${ctx.tenantId} and s.node_id = any(${[...person.nodes]}::bigint[]) order by s.made_at, s.id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    const { rows } = await sql<{ n: number }>`
      with hers as materialized (
        select id, state, cycle from product_subscription
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[]) for update),
      history as (
        update subscription_change set details = '{}'
        where tenant_id = ${ctx.tenantId} and subscription_id in (select id from hers)),
      ended as (
        insert into subscription_change (tenant_id, id, subscription_id, at, act, from_state, to_state, cycle, actor)
        select ${ctx.tenantId}::uuid, gen_random_uuid(), id, ${ctx.now()}::timestamptz, 'cancel', state, 'cancelled', cycle,
          ${actorOf(ctx)}
        from hers where state not in ('cancelled', 'lapsed')),
      gone as (
        update product_subscription s set node_id = null, unlinked_id = ${person.unlinkedId}::uuid, address = null,
          state = case when hers.state = 'lapsed' then 'lapsed' else 'cancelled' end,
          ended_at = coalesce(s.ended_at, ${ctx.now()}), next_on = null, told_at = null, told_fen = null,
          pause_reason = null
        from hers where s.tenant_id = ${ctx.tenantId} and s.id = hers.id returning s.id)
      select count(*)::int as n from gone`.execute(ctx.pg)
    return rows[0]?.n ?? 0
  },
}
