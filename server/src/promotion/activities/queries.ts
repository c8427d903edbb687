// Activities as they are shown.
import { sql } from 'kysely'
import { z } from 'zod'
import type { OwnName } from '../../desk/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import type { Promotion } from '../frequency/stretches.ts'
import type { ActivityFields, ActivityState } from './activities.ts'

export interface Activity extends ActivityFields {
  id: string
  state: ActivityState
  /** The request that somebody has to decide. */
  approval_id: string | null
  copied_from: string | null
  revision: number
  offers: number
  updated_at: string
}
type Row = Omit<Activity, 'starts_at' | 'ends_at' | 'updated_at'> & {
  starts_at: Date
  ends_at: Date
  updated_at: Date
}
const present = (row: Row): Activity => ({
  ...row,
  starts_at: row.starts_at.toISOString(),
  ends_at: row.ends_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})

const selected = (ctx: Ctx, where: ReturnType<typeof sql>) => sql<Row>`
  select a.id, a.name, a.state, a.starts_at, a.ends_at, a.owner_id, a.audiences, a.goods, a.storefronts, a.carriers,
    a.short_objective, a.long_objective, a.budget_fen, a.approval_id, a.copied_from, a.revision, a.updated_at,
    (select count(*)::int from offer o where o.tenant_id = a.tenant_id and o.activity_id = a.id) as offers
  from activity a where a.tenant_id = ${ctx.tenantId} and ${where}`

export async function activityNames(ctx: Ctx): Promise<OwnName[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    select id::text as code, name from activity where tenant_id = ${ctx.tenantId} order by id`.execute(
    ctx.pg,
  )
  return rows.map((row) => ({ kind: 'activity', ...row }))
}

/** @throws 404 */
export async function getActivity(ctx: Ctx, id: string): Promise<Activity> {
  const { rows } = await selected(ctx, sql`a.id = ${id}`).execute(ctx.pg)
  if (!rows[0]) throw notFound('activity')
  return present(rows[0])
}

/** As its storefronts' limits count it. */
export const promotionOf = (id: string, activity: ActivityFields): Promotion => ({
  ...{ kind: 'activity', id, name: activity.name, storefronts: activity.storefronts },
  ...{ starts_at: new Date(activity.starts_at), ends_at: new Date(activity.ends_at) },
})

export interface ActivityFilter {
  q?: string | undefined
  state?: ActivityState | undefined
  /** Those that touch this stretch of time. */
  from?: string | undefined
  to?: string | undefined
  limit: number
  cursor?: string | undefined
}
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
const Position = z.tuple([z.string(), z.guid()])

/** Those that begin last first. */
export async function listActivities(ctx: Ctx, filter: ActivityFilter) {
  const { q, state, from, to, limit } = filter
  const after = readCursor(filter.cursor, Position)
  const any = sql`true`
  const { rows } = await selected(
    ctx,
    sql`${q ? sql`a.name ilike ${containing(q)}` : any} and ${state ? sql`a.state = ${state}` : any}
      and ${from ? sql`a.ends_at > ${from}::timestamptz` : any} and ${to ? sql`a.starts_at < ${to}::timestamptz` : any}
      and ${after ? sql`(a.starts_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
      order by a.starts_at desc, a.id desc limit ${limit + 1}`,
  ).execute(ctx.pg)
  return toPage(rows, limit, present, (row) => [row.starts_at.toISOString(), row.id])
}
