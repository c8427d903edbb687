// Whether what is offered can be reached: by how many members, and by those with the most points.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

/** Who holds as many points as the best tenth counts as holding many. */
const MANY = 0.9

export interface Reach {
  members: number
  /** Who could have at least one reward now. */
  reaching: number
  /** Half of those who have redeemed at all had done so after so many days of membership; null: nobody has. */
  median_days_to_first: number | null
  /** From how many points on a member is of the tenth that holds most; null: nobody holds any. */
  many_points: number | null
  holding_many: number
  /** Of those, who can reach nothing that is highlighted. */
  holding_many_without_highlight: number
  rewards: { id: string; reaching: number; redeemed: number; points: number; cost_fen: number }[]
}

/** A member is every customer whose stay has not ended; her points are those of all her records together. */
export async function rewardReach(ctx: Ctx): Promise<Reach> {
  const now = ctx.now()
  const { rows } = await sql<Reach>`
    with members as materialized (
      select c.canonical_id as id, min(m.joined_at) as joined_at from member m
      join customer c on c.tenant_id = m.tenant_id and c.id = m.node_id
      where m.tenant_id = ${ctx.tenantId} and m.left_at is null group by 1),
    balances as materialized (
      select c.canonical_id as id, greatest(0, sum(a.active))::bigint as points
      from ledger_account a join customer c on c.tenant_id = a.tenant_id and c.id = a.node_id
      where a.tenant_id = ${ctx.tenantId} and a.book = 'points' group by 1),
    held as materialized (
      select m.id, coalesce(b.points, 0) as points, s.level from members m left join balances b using (id)
      left join level_standing s on s.tenant_id = ${ctx.tenantId} and s.ladder = 'growth' and s.node_id = m.id),
    offered as materialized (
      select w.id, w.points, w.levels, w.is_highlight from reward w
      where w.tenant_id = ${ctx.tenantId} and w.state = 'live' and (w.starts_at is null or w.starts_at <= ${now})
        and (w.ends_at is null or w.ends_at > ${now}) and (w.stock is null or w.taken < w.stock)),
    reached as materialized (
      select h.id as member, o.id as reward, o.is_highlight from held h join offered o
        on h.points >= o.points and (o.levels = '{}' or h.level = any(o.levels))),
    many as (select percentile_disc(${MANY}) within group (order by points) as points from held where points > 0),
    rich as (select h.id from held h, many where h.points >= many.points),
    firsts as (
      select c.canonical_id as id, min(r.at) as at from reward_redemption r
      join customer c on c.tenant_id = r.tenant_id and c.id = r.node_id
      where r.tenant_id = ${ctx.tenantId} and r.state = 'redeemed' group by 1)
    select (select count(*)::int from members) as members, (select count(distinct member)::int from reached) as reaching,
      (select percentile_disc(0.5) within group (order by greatest(0, floor(extract(epoch from f.at - m.joined_at) / 86400)))::int
        from firsts f join members m using (id)) as median_days_to_first,
      (select points::bigint from many) as many_points, (select count(*)::int from rich) as holding_many,
      (select count(*)::int from rich where not exists (
        select 1 from reached x where x.member = rich.id and x.is_highlight)) as holding_many_without_highlight,
      coalesce((select jsonb_agg(jsonb_build_object('id', w.id,
          'reaching', (select count(*) from reached x where x.reward = w.id),
          'redeemed', coalesce(d.n, 0), 'points', coalesce(d.points, 0), 'cost_fen', coalesce(d.cost_fen, 0)) order by w.id)
        from reward w left join (select reward_id, count(*) as n, sum(points) as points, sum(cost_fen) as cost_fen
          from reward_redemption where tenant_id = ${ctx.tenantId} and state = 'redeemed' group by 1) d on d.reward_id = w.id
        where w.tenant_id = ${ctx.tenantId}), '[]') as rewards`.execute(ctx.pg)
  const [found] = rows
  if (!found) throw new Error('a count answered nothing')
  return found
}
