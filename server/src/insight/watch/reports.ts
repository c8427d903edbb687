// Reports that come by themselves: the 经营日报, a board, a question; when, to whom, and what came of them.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { addressesOf } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { demand } from '../../platform/auth.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, invalid, notFound } from '../../platform/errors.ts'
import { demandMetrics } from '../metric/read.ts'
import { getSaved } from '../saved/saved.ts'
import type { Message } from './message.ts'
import { demandRobots } from './robots.ts'
import type { ReportInput } from './shape.ts'

export interface ReportRow {
  id: string
  name: string
  kind: ReportInput['kind']
  saved_id: string | null
  metrics: string[]
  hour: number
  weekdays: number[]
  monthday: number | null
  robots: string[]
  members: string[]
  addresses: string[]
  /** As whom it is read: `user:<id>`. */
  scheduled_by: string
  scheduled_by_name: string | null
  on_since: Date
  is_on: boolean
  updated_at: Date
  state: RunState | null
  problem: string | null
  last: { day: string; message: Message } | null
}

export type RunState = 'making' | 'made' | 'failed' | 'missed'

export async function listReports(ctx: Ctx): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select r.id, r.name, r.kind, r.saved_id, r.metrics, r.hour, r.weekdays, r.monthday, r.robots, r.members, r.addresses,
      r.scheduled_by, r.on_since, r.is_on, r.updated_at, u.name as scheduled_by_name, l.last, n.state, n.problem
    from metric_report r left join app_user u on 'user:' || u.id = r.scheduled_by
    left join lateral (
      select jsonb_build_object('day', day, 'message', message) as last from metric_report_run
      where tenant_id = r.tenant_id and report_id = r.id and state = 'made' order by day desc, made_at desc limit 1) l on true
    left join lateral (
      select state, problem from metric_report_run
      where tenant_id = r.tenant_id and report_id = r.id order by day desc, id desc limit 1) n on true
    where r.tenant_id = ${ctx.tenantId} order by lower(r.name), r.id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getReport(ctx: Ctx, id: string): Promise<ReportRow> {
  const found = (await listReports(ctx)).find((one) => one.id === id)
  if (!found) throw notFound('metric_report')
  return found
}

/** Read from now on with the rights of whoever saves it. @throws 400, 403, 404 for a board that is not hers to see, 409 name_taken */
export async function saveReport(
  ctx: Ctx,
  id: string | undefined,
  input: ReportInput,
): Promise<ReportRow> {
  if ((input.kind === 'daily') === (input.saved_id != null))
    throw invalid('bad_report', 'A board or question is named, and a daily report names none')
  if (input.kind !== 'daily' && input.saved_id) await getSaved(ctx, input.kind, input.saved_id)
  await demandMetrics(ctx, input.metrics)
  await demandRobots(ctx, input.robots)
  await demandReaders(ctx, input)
  return inTx(ctx, async (ctx) => {
    const before = id === undefined ? undefined : await getReport(ctx, id)
    const own = id ?? randomUUIDv7()
    const by = `${ctx.actor.kind}:${ctx.actor.id}`
    const onSince = before?.is_on && input.is_on ? before.on_since : ctx.now()
    const { rows } = await sql`
      insert into metric_report (tenant_id, id, name, kind, saved_id, metrics, hour, weekdays, monthday, robots, members, addresses,
        scheduled_by, on_since, is_on, created_at, created_by, updated_at)
      select ${ctx.tenantId}::uuid, ${own}::uuid, ${input.name}, ${input.kind}, ${input.saved_id ?? null}::uuid, ${input.metrics}::text[],
        ${input.hour}::smallint, ${input.weekdays}::smallint[], ${input.monthday}::smallint, ${input.robots}::uuid[], ${input.members}::uuid[],
        ${input.addresses}::text[], ${by}, ${onSince}::timestamptz, ${input.is_on}::boolean, ${ctx.now()}::timestamptz,
        ${by}, ${ctx.now()}::timestamptz
      where not exists (select from metric_report
        where tenant_id = ${ctx.tenantId} and lower(name) = lower(${input.name}) and id <> ${own})
      on conflict (tenant_id, id) do update set name = excluded.name, kind = excluded.kind, saved_id = excluded.saved_id,
        metrics = excluded.metrics, hour = excluded.hour, weekdays = excluded.weekdays, monthday = excluded.monthday,
        robots = excluded.robots, members = excluded.members, addresses = excluded.addresses,
        scheduled_by = excluded.scheduled_by, on_since = excluded.on_since, is_on = excluded.is_on, updated_at = excluded.updated_at
      returning id`.execute(ctx.pg)
    if (rows.length === 0) throw new AppError(409, 'name_taken', 'Another report has this name')
    await audit(
      ctx,
      before ? 'metric_report.changed' : 'metric_report.created',
      { kind: 'metric_report', id: own },
      { after: { ...input } },
    )
    return getReport(ctx, own)
  })
}

export function removeReport(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await getReport(ctx, id)
    await sql`delete from metric_report where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'metric_report.removed',
      { kind: 'metric_report', id },
      {
        before: { name: before.name },
      },
    )
  })
}

/** @throws 400 unknown_members; 403 where figures would leave the team and it is not hers to say */
async function demandReaders(ctx: Ctx, { members, addresses }: ReportInput): Promise<void> {
  const known = new Set((await addressesOf(ctx, members)).map(({ id }) => id))
  const missing = members.filter((id) => !known.has(id))
  if (missing.length > 0)
    throw invalid('unknown_members', 'They do not belong to the brand', { ids: missing })
  if (addresses.length > 0) demand(ctx.actor, 'settings:manage')
}

/** Days on which it should have come since it last did. */
export async function missedBefore(ctx: Ctx, id: string): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select day::text as day from metric_report_run
    where tenant_id = ${ctx.tenantId} and report_id = ${id} and state = 'missed' and day > coalesce((
      select max(day) from metric_report_run
      where tenant_id = ${ctx.tenantId} and report_id = ${id} and state = 'made'), '-infinity')
    order by day`.execute(ctx.pg)
  return rows.map(({ day }) => day)
}

type Delivery = 'waiting' | 'sent' | 'given_up'
export interface RunRow {
  id: string
  day: string
  kind: 'due' | 'now'
  state: RunState
  made_at: Date | null
  attempts: number
  next_at: Date | null
  problem: string | null
  has_picture: boolean
  robots: { name: string; state: Delivery; answer: string | null }[]
  mails: { address: string; state: Delivery; problem: string | null; answer: string | null }[]
}

/** The newest first, with whom it reached. */
export async function listRuns(ctx: Ctx, id: string): Promise<RunRow[]> {
  await getReport(ctx, id)
  const { rows } = await sql<RunRow>`
    select r.id, r.day::text as day, r.kind, r.state, r.made_at, r.attempts, r.next_at, r.problem,
      exists (select from metric_report_picture p where p.tenant_id = r.tenant_id and p.run_id = r.id) as has_picture,
      coalesce((select jsonb_agg(jsonb_build_object('name', b.name, 'state', m.state, 'answer', m.answer) order by b.name)
        from robot_message m join robot b on b.tenant_id = m.tenant_id and b.id = m.robot_id
        where m.tenant_id = r.tenant_id and m.run_id = r.id), '[]') as robots,
      coalesce((select jsonb_agg(jsonb_build_object('address', m.address, 'state', m.state, 'problem', m.problem, 'answer', m.answer)
          order by m.address) from mail m where m.tenant_id = r.tenant_id and m.run_id = r.id), '[]') as mails
    from metric_report_run r where r.tenant_id = ${ctx.tenantId} and r.report_id = ${id}
    order by r.day desc, r.id desc limit 60`.execute(ctx.pg)
  return rows
}

/** Who leaves stays left; @returns the report's name, undefined where there is none any more */
export function leaveReport(
  ctx: Ctx,
  reportId: string,
  address: string,
): Promise<string | undefined> {
  return inTx(ctx, async (ctx) => {
    const report = (await listReports(ctx)).find(({ id }) => id === reportId)
    if (!report) return undefined
    const { rows } = await sql`
      insert into metric_report_leaver (tenant_id, report_id, address, left_at)
      values (${ctx.tenantId}, ${reportId}, ${address}, ${ctx.now()})
      on conflict do nothing returning address`.execute(ctx.pg)
    if (rows.length > 0)
      await audit(
        ctx,
        'metric_report.left',
        { kind: 'metric_report', id: reportId },
        { after: { address } },
      )
    return report.name
  })
}
