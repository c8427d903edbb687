// What `homefield check` asks of groups: seats are counted as they are, nobody has two, none waits for money
// that is back, and nothing of a group that is not complete was sent.
import { sql } from 'kysely'
import { type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

/** How long a failed group's money may wait to be asked back. */
const MINUTES_TO_REFUND = 10

export async function compareGroups(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant_id: string; id: string; what: string | null }>`
    select g.tenant_id, g.id, case
        when g.held <> s.held then 'held_differs'
        when g.joined <> s.joined then 'joined_differs'
        when g.completed_by in ('members', 'merge') and g.joined + g.gone <> g.size then 'complete_with_too_few'
        when g.completed_by = 'platform' and g.joined + g.gone < g.complete_from then 'completed_below_its_rule'
        when (g.leader_order_id is null) <> (g.joined = 0) then 'leader_missing'
        when g.leader_order_id is not null and not s.leads then 'leader_not_in_it'
        when s.wrongly_unpaid > 0 then 'seat_and_order_differ'
        when s.sent > 0 then 'sent_incomplete'
        when s.waits > 0 then 'not_refunded'
      end as what
    from buying_group g cross join lateral (
      select count(*) filter (where s.state = 'held') as held, count(*) filter (where s.state = 'joined') as joined,
        coalesce(bool_or(s.order_id = g.leader_order_id and s.state = 'joined'), false) as leads,
        count(*) filter (where (s.state = 'held') <> (w.state = 'to_pay')
          or (s.state = 'released') <> (w.state = 'cancelled')
          or (s.state = 'failed' and s.refunded_at is not null and w.state <> 'closed')) as wrongly_unpaid,
        count(*) filter (where g.state <> 'completed' and w.shipped_at is not null and s.state in ('joined', 'failed')) as sent,
        count(*) filter (where s.state = 'failed' and s.refunded_at is null
          and g.decided_at < ${ctx.now()}::timestamptz - make_interval(mins => ${MINUTES_TO_REFUND})) as waits
      from group_seat s join own_order w on w.tenant_id = s.tenant_id and w.id = s.order_id
      where s.tenant_id = g.tenant_id and s.group_id = g.id) s
    order by g.id`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, id, what } of rows)
    if (what !== null) found.add({ tenant: tenant_id, group: id, what })
  return found.outOf(rows.length)
}
