// How people joined the brand's groups of the last year, and what that says of a group buy that is planned.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { FEWEST_GROUPS, forecast, type PastGroup, type Share } from './forecast.ts'

const DAYS = 365
/** The newest. */
const MOST_GROUPS = 300
const SIZES = [2, 3, 5]
const HOURS = [12, 24, 48]

export interface GroupForecast {
  /** What it rests on. */
  groups: number
  joins: number
  since: string
  /** Fewer groups say nothing. */
  fewest: number
  /** Null where there are too few groups: by its people alone. */
  members: Share | null
  /** With the brand completing it from so many seats on; null where it does not. */
  completed: Share | null
  /** Groups that were as large and as long, and are decided: how many their people completed alone. */
  alike: { groups: number; completed: number }
  /** Other sizes and times beside it, by its people alone. */
  beside: { size: number; hours: number; share: number }[]
}

interface Row {
  is_alike: boolean
  is_completed: boolean
  open: number
  joined: number[]
  is_merged: boolean
}

/** Groups whose people were put together with others' say when people joined no more, but how many did. */
export async function forecastGroups(
  ctx: Ctx,
  wanted: { size: number; live_hours: number; complete_from: number | null },
): Promise<GroupForecast> {
  const since = new Date(ctx.now().getTime() - DAYS * 86_400_000)
  const { rows } = await sql<Row>`
    select g.state = 'merged' or coalesce(g.completed_by = 'merge', false) as is_merged,
      g.size = ${wanted.size} and g.live_hours = ${wanted.live_hours} and g.decided_at is not null as is_alike,
      coalesce(g.completed_by = 'members', false) as is_completed,
      extract(epoch from least(coalesce(g.decided_at, ${ctx.now()}), g.expires_at, ${ctx.now()}) - g.opened_at)::float8 / 3600 as open,
      coalesce((select array_agg(extract(epoch from s.joined_at - g.opened_at)::float8 / 3600 order by s.joined_at)
        from (select joined_at from group_seat s where s.tenant_id = g.tenant_id and s.group_id = g.id
          and s.joined_at is not null order by s.joined_at, s.order_id offset 1) s), '{}') as joined
    from buying_group g where g.tenant_id = ${ctx.tenantId} and g.opened_at >= ${since}
      and g.opened_at < ${ctx.now()} order by g.opened_at desc limit ${MOST_GROUPS}`.execute(ctx.pg)
  const groups = rows
    .filter(({ is_merged }) => !is_merged)
    .map(({ open, joined }) => ({ open, joined }))
  const alike = rows.filter(({ is_alike }) => is_alike)
  const all = await joinsOfAll(ctx, since)
  const [asked, completed] = [
    { size: wanted.size, hours: wanted.live_hours },
    { size: wanted.complete_from ?? wanted.size, hours: wanted.live_hours },
  ]
  const grid = SIZES.flatMap((size) => HOURS.map((hours) => ({ size, hours })))
  const shares = forecast(groups, levelOf(groups, all), [asked, completed, ...grid])
  return {
    ...{ groups: rows.length, joins: all.joins, since: since.toISOString(), fewest: FEWEST_GROUPS },
    members: shares?.[0] ?? null,
    completed: wanted.complete_from === null ? null : (shares?.[1] ?? null),
    alike: {
      groups: alike.length,
      completed: alike.filter(({ is_completed }) => is_completed).length,
    },
    beside: grid.flatMap((one, i) => {
      const share = shares?.[i + 2]
      return share ? [{ ...one, share: share.share }] : []
    }),
  }
}

/** Whoever opens a group joins none; where seats went to does not matter here. */
async function joinsOfAll(ctx: Ctx, since: Date): Promise<{ joins: number; hours: number }> {
  const { rows } = await sql<{ joins: number; hours: number }>`
    with recent as (select id, state, decided_at, expires_at, opened_at from buying_group
      where tenant_id = ${ctx.tenantId} and opened_at >= ${since} and opened_at < ${ctx.now()}
      order by opened_at desc limit ${MOST_GROUPS})
    select greatest(0, (select count(*) from group_seat s where s.tenant_id = ${ctx.tenantId}
        and s.group_id in (select id from recent) and s.joined_at is not null) - count(*))::int as joins,
      coalesce(sum(extract(epoch from least(coalesce(decided_at, ${ctx.now()}), expires_at, ${ctx.now()}) - opened_at)), 0)::float8
        / 3600 as hours
    from recent`.execute(ctx.pg)
  return rows[0] ?? { joins: 0, hours: 0 }
}

function levelOf(groups: readonly PastGroup[], all: { joins: number; hours: number }): number {
  const joins = groups.reduce((sum, { joined }) => sum + joined.length, 0)
  const hours = groups.reduce((sum, { open }) => sum + open, 0)
  if (joins === 0 || hours === 0 || all.joins === 0 || all.hours === 0) return 1
  return all.joins / all.hours / (joins / hours)
}
