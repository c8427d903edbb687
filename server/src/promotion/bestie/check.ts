// What `homefield check` asks of bestie cards: a plan has given as many as it counts, each was paid for that is
// bought, and what friends and holders got is what their coupons say.
import { sql } from 'kysely'
import { type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

/** How long a card may wait beyond its time to be seen to. */
const MINUTES_TO_END = 10

export async function compareBestieCards(ctx: Ctx): Promise<Compared> {
  const { rows: plans } = await sql<{
    tenant: string
    plan: string
    issued: number
    there: number
  }>`
    select p.tenant_id as tenant, p.id as plan, p.issued, count(c.id)::bigint as there
    from bestie_plan p left join bestie_card c on c.tenant_id = p.tenant_id and c.plan_id = p.id
      and c.state in ('promised', 'waiting', 'accepted')
    group by p.tenant_id, p.id order by p.id`.execute(ctx.pg)
  const { rows: cards } = await sql<{ tenant: string; card: string; what: string | null }>`
    select c.tenant_id as tenant, c.id as card, case
        when c.state = 'promised' and w.state in ('cancelled', 'closed') then 'promised_of_no_open_order'
        when c.given_at is not null and w.state in ('to_pay', 'cancelled') then 'given_unpaid'
        when c.state = 'waiting' and c.expires_at < ${ctx.now()}::timestamptz - make_interval(mins => ${MINUTES_TO_END})
          then 'waits_beyond_its_time'
        when c.state = 'revoked' and (fc.state in ('taken', 'held') or hc.state in ('taken', 'held')) then 'coupon_left'
        when c.state = 'accepted' and c.holder_batch_id is not null and c.earned_at is null
          and (c.holder_when = 'accepted' or r.order_id is not null) then 'not_earned'
      end as what
    from bestie_card c
    left join own_order w on w.tenant_id = c.tenant_id and w.id = c.order_id
    left join coupon fc on fc.tenant_id = c.tenant_id and fc.code = c.friend_coupon
    left join coupon hc on hc.tenant_id = c.tenant_id and hc.code = c.holder_coupon
    left join lateral (select r.order_id from redemption r where r.tenant_id = c.tenant_id
      and r.coupon_code = c.friend_coupon and r.state = 'spent' limit 1) r on true
    order by c.id`.execute(ctx.pg)
  const found = noteDifferences()
  for (const row of plans) if (row.issued !== row.there) found.add({ ...row })
  for (const { tenant, card, what } of cards) if (what !== null) found.add({ tenant, card, what })
  return found.outOf(plans.length + cards.length)
}
