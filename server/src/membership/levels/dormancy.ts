// How long members have bought nothing, beside what they hold and have not used: what is held should keep people,
// and what lies with those who are gone keeps nobody.
import { sql } from 'kysely'
import { customerScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { pointsPolicy } from '../points/policy.ts'

/** Days since the last purchase, each the end of a stretch. */
const ENDS = [30, 90, 180, 365] as const
/** From so many days on a member counts as dormant. */
export const DORMANT_DAYS = 180

export interface Stretch {
  /** Days since her last purchase, from and to; null: longer than all, and never. */
  from_days: number | null
  to_days: number | null
  members: number
  /** Of them, who hold points or stored value. */
  holding: number
  points: number
  /** Their points and stored value, by what points are worth now. */
  held_fen: number
}
export interface Dormancy {
  dormant_days: number
  stretches: Stretch[]
  /** Of members who have bought: those who hold something, and those who hold nothing, with who is dormant. */
  holding: { members: number; dormant: number }
  holding_nothing: { members: number; dormant: number }
}

interface Row {
  place: number
  members: number
  holding: number
  points: number
  stored_fen: number
}

/** A member is every customer whose stay has not ended; what she holds is of all her records together. */
export async function dormancy(ctx: Ctx): Promise<Dormancy> {
  const { worth } = (await pointsPolicy(ctx)).policy
  const { rows } = await sql<Row>`
    with members as materialized (
      select distinct c.canonical_id as id from member m
      join customer c on c.tenant_id = m.tenant_id and c.id = m.node_id
      where m.tenant_id = ${ctx.tenantId} and m.left_at is null 
        and ${customerScope(ctx, 'c.canonical_id') ?? sql`true`}),
    held as (
      select n.canonical_id as id, greatest(0, sum(a.active) filter (where a.book = 'points'))::bigint as points,
        greatest(0, sum(a.active) filter (where a.book in ('principal', 'bonus')))::bigint as stored_fen
      from ledger_account a join customer n on n.tenant_id = a.tenant_id and n.id = a.node_id
      where a.tenant_id = ${ctx.tenantId} and n.canonical_id in (select id from members) group by 1),
    bought as (
      select n.canonical_id as id, max(o.paid_at) as at from sales_order o
      join customer n on n.tenant_id = o.tenant_id and n.id = o.node_id
      where o.tenant_id = ${ctx.tenantId} and o.evidence = 'verified' and o.state in ('paid', 'partly_refunded', 'refunded')
        and n.canonical_id in (select id from members) group by 1)
    select case when b.at is null then -1
        else width_bucket(extract(epoch from ${ctx.now()}::timestamptz - b.at) / 86400, ${[...ENDS]}::numeric[]) end as place,
      count(*)::int as members,
      count(*) filter (where coalesce(h.points, 0) > 0 or coalesce(h.stored_fen, 0) > 0)::int as holding,
      coalesce(sum(h.points), 0)::bigint as points, coalesce(sum(h.stored_fen), 0)::bigint as stored_fen
    from members m left join held h using (id) left join bought b using (id) group by 1`.execute(
    ctx.pg,
  )
  const at = new Map(rows.map((row) => [row.place, row]))
  const stretch = (place: number, from: number | null, to: number | null): Stretch => {
    const { members = 0, holding = 0, points = 0, stored_fen = 0 } = at.get(place) ?? {}
    const held_fen = stored_fen + Math.floor((points * worth.fen) / worth.points)
    return { from_days: from, to_days: to, members, holding, points, held_fen }
  }
  const stretches = [
    ...ENDS.map((to, i) => stretch(i, i === 0 ? 0 : (ENDS[i - 1] ?? 0), to)),
    stretch(ENDS.length, ENDS.at(-1) ?? 0, null),
    stretch(-1, null, null),
  ]
  const buyers = stretches.filter(({ from_days }) => from_days !== null)
  const told = (count: (one: Stretch) => number) => ({
    members: buyers.reduce((sum, one) => sum + count(one), 0),
    dormant: buyers
      .filter(({ from_days }) => (from_days ?? 0) >= DORMANT_DAYS)
      .reduce((sum, one) => sum + count(one), 0),
  })
  return {
    ...{ dormant_days: DORMANT_DAYS, stretches, holding: told((one) => one.holding) },
    holding_nothing: told((one) => one.members - one.holding),
  }
}
