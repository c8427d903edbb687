// Members as a list, the moves between levels, and what both come to.
import { sql } from 'kysely'
import { z } from 'zod'
import { customerScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import type { Progress } from './measure.ts'
import type { Ladder } from './rules.ts'

export interface Listed {
  customer_id: number
  number: string | null
  joined_at: Date | null
  joined_by: string | null
  level: string
  since: Date
  term_ends_at: Date | null
  grace_until: Date | null
  growth: number
  spend_fen: number
  orders: number
  progress: Progress
}
export interface ListFilter {
  ladder: Ladder
  level?: string | undefined
  /** A member's number, or a customer's. */
  q?: string | undefined
  grace?: boolean | undefined
  limit: number
  cursor?: string | undefined
}

const scoped = (ctx: Ctx, column: string) => customerScope(ctx, column) ?? sql<boolean>`true`

/** By the newest level first. */
export async function listStandings(ctx: Ctx, filter: ListFilter) {
  const after = readCursor(filter.cursor, z.tuple([z.string(), z.number()]))
  const { rows } = await sql<Listed>`
    select s.node_id as customer_id, m.number, m.joined_at, m.joined_by, s.level, s.since,
      s.term_ends_at, s.grace_until, s.growth, s.spend_fen, s.orders, s.progress
    from level_standing s
    left join lateral (
      select m.number, m.joined_at, m.joined_by from member m join customer c on c.tenant_id = m.tenant_id and c.id = m.node_id
      where m.tenant_id = s.tenant_id and c.canonical_id = s.node_id and m.left_at is null
      order by m.joined_at, m.id limit 1) m on true
    where s.tenant_id = ${ctx.tenantId} and s.ladder = ${filter.ladder}
      and ${filter.level === undefined ? sql`true` : sql`s.level = ${filter.level}`}
      and ${filter.grace ? sql`s.grace_until is not null` : sql`true`}
      and ${filter.q === undefined ? sql`true` : sql`(m.number like ${`${filter.q.replace(/[%_\\]/g, '\\$&')}%`} or s.node_id::text = ${filter.q})`}
      and ${scoped(ctx, 's.node_id')}
      and ${after ? sql`(s.since, s.node_id) < (${after[0]}::timestamptz, ${after[1]}::bigint)` : sql`true`}
    order by s.since desc, s.node_id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row) => row,
    (row) => [row.since.toISOString(), row.customer_id],
  )
}

export interface Moved {
  id: string
  customer_id: number
  from_level: string | null
  to_level: string | null
  reason: string
  at: Date
  found_at: Date
  rules_version: number | null
}
export interface MoveFilter {
  ladder: Ladder
  to?: string | undefined
  reason?: string | undefined
  limit: number
  cursor?: string | undefined
}

/** The newest first, as they were found. */
export async function listMoves(ctx: Ctx, filter: MoveFilter) {
  const after = readCursor(filter.cursor, z.tuple([z.string(), z.guid()]))
  const { rows } = await sql<Moved>`
    select l.id, c.canonical_id as customer_id, l.from_level, l.to_level, l.reason, l.at, l.found_at, l.rules_version
    from level_change l join customer c on c.tenant_id = l.tenant_id and c.id = l.node_id
    where l.tenant_id = ${ctx.tenantId} and l.ladder = ${filter.ladder}
      and ${filter.to === undefined ? sql`true` : sql`l.to_level = ${filter.to}`}
      and ${filter.reason === undefined ? sql`true` : sql`l.reason = ${filter.reason}`}
      and ${scoped(ctx, 'c.canonical_id')}
      and ${after ? sql`(l.found_at, l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by l.found_at desc, l.id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row) => row,
    (row) => [row.found_at.toISOString(), row.id],
  )
}

export interface LevelCount {
  level: string
  customers: number
  spend_fen: number
  in_grace: number
}
export async function pyramid(ctx: Ctx, ladder: Ladder): Promise<LevelCount[]> {
  const { rows } = await sql<LevelCount>`
    select s.level, count(*)::int as customers, sum(s.spend_fen)::bigint as spend_fen,
      count(*) filter (where s.grace_until is not null)::int as in_grace
    from level_standing s where s.tenant_id = ${ctx.tenantId} and s.ladder = ${ladder} and ${scoped(ctx, 's.node_id')}
    group by s.level order by s.level`.execute(ctx.pg)
  return rows
}

export interface MonthOfMoves {
  month: string
  from_level: string | null
  to_level: string | null
  customers: number
}
/** By the month of the brand's zone in which they came about. */
export async function movesByMonth(
  ctx: Ctx,
  ladder: Ladder,
  months: number,
): Promise<MonthOfMoves[]> {
  const { rows } = await sql<MonthOfMoves>`
    select to_char(l.at at time zone t.timezone, 'YYYY-MM') as month, l.from_level, l.to_level, count(*)::int as customers
    from level_change l join tenant t on t.id = l.tenant_id
    join customer c on c.tenant_id = l.tenant_id and c.id = l.node_id
    where l.tenant_id = ${ctx.tenantId} and l.ladder = ${ladder} and ${scoped(ctx, 'c.canonical_id')}
      and l.at >= (date_trunc('month', ${ctx.now()}::timestamptz at time zone t.timezone) - make_interval(months => ${months - 1})) at time zone t.timezone
    group by 1, 2, 3 order by 1 desc, 4 desc, 2, 3`.execute(ctx.pg)
  return rows
}
