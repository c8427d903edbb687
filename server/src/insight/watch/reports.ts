// Reports that come by themselves: the 经营日报, a board, a question; each once a day of the brand.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, invalid, notFound } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import { demandMetrics } from '../metric/read.ts'
import { getSaved, type Saved } from '../saved/saved.ts'
import type { BoardContent } from '../saved/shape.ts'
import { dailyReport, figuresOfDay } from './daily.ts'
import type { Message } from './message.ts'
import { demandRobots, tell, type WatchDeps } from './robots.ts'
import type { ReportInput } from './shape.ts'

export interface ReportRow {
  id: string
  name: string
  kind: ReportInput['kind']
  saved_id: string | null
  metrics: string[]
  hour: number
  weekdays: number[]
  robots: string[]
  is_on: boolean
  updated_at: Date
  last: { day: string; message: Message } | null
}

/** Figures of a board that a message shows; the rest is behind its link. */
const MOST_FIGURES = 10

export async function listReports(ctx: Ctx): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select r.id, r.name, r.kind, r.saved_id, r.metrics, r.hour, r.weekdays, r.robots, r.is_on, r.updated_at, l.last
    from metric_report r left join lateral (
      select jsonb_build_object('day', day, 'message', message) as last
      from metric_report_run where tenant_id = r.tenant_id and report_id = r.id order by day desc limit 1) l on true
    where r.tenant_id = ${ctx.tenantId} order by lower(r.name), r.id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getReport(ctx: Ctx, id: string): Promise<ReportRow> {
  const found = (await listReports(ctx)).find((one) => one.id === id)
  if (!found) throw notFound('metric_report')
  return found
}

/** @throws 400, 404 for a board that is not hers to see, 409 name_taken */
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
  return inTx(ctx, async (ctx) => {
    const before = id === undefined ? undefined : await getReport(ctx, id)
    const own = id ?? randomUUIDv7()
    const { rows } = await sql`
      insert into metric_report (tenant_id, id, name, kind, saved_id, metrics, hour, weekdays, robots, is_on, created_at, created_by, updated_at)
      select ${ctx.tenantId}::uuid, ${own}::uuid, ${input.name}, ${input.kind}, ${input.saved_id ?? null}::uuid, ${input.metrics}::text[],
        ${input.hour}::smallint, ${input.weekdays}::smallint[], ${input.robots}::uuid[], ${input.is_on}::boolean,
        ${ctx.now()}::timestamptz, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()}::timestamptz
      where not exists (select from metric_report
        where tenant_id = ${ctx.tenantId} and lower(name) = lower(${input.name}) and id <> ${own})
      on conflict (tenant_id, id) do update set name = excluded.name, kind = excluded.kind, saved_id = excluded.saved_id,
        metrics = excluded.metrics, hour = excluded.hour, weekdays = excluded.weekdays, robots = excluded.robots,
        is_on = excluded.is_on, updated_at = excluded.updated_at
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

/** Makes and tells what is due. @returns how many */
export async function makeReports(ctx: Ctx, deps: WatchDeps): Promise<number> {
  const { zone } = await brandOf(ctx)
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime()).toZonedDateTimeISO(zone)
  const day = now.toPlainDate().toString()
  let made = 0
  for (const report of await listReports(ctx)) {
    const isDue = report.is_on && now.hour >= report.hour && report.weekdays.includes(now.dayOfWeek)
    if (!isDue || report.last?.day === day) continue
    const message = await messageOf(ctx, deps, report)
    if (!message) continue
    made += await inTx(ctx, async (ctx) => {
      const { rows } = await sql`
        insert into metric_report_run (tenant_id, report_id, day, made_at, message)
        values (${ctx.tenantId}, ${report.id}, ${day}::date, ${ctx.now()}, ${JSON.stringify(message)}::jsonb)
        on conflict do nothing returning day`.execute(ctx.pg)
      if (rows.length === 0) return 0
      await tell(ctx, report.robots, `report ${report.id} ${day}`, message)
      return 1
    })
  }
  return made
}

/** As it would be now; undefined when what it shows is gone. */
export async function messageOf(
  ctx: Ctx,
  { publicUrl }: WatchDeps,
  { kind, saved_id, name, metrics }: Pick<ReportRow, 'kind' | 'saved_id' | 'name' | 'metrics'>,
): Promise<Message | undefined> {
  const linkTo = (path: string) =>
    publicUrl ? { link: { text: '打开', url: `${publicUrl}/console${path}` } } : {}
  if (kind === 'daily') return { ...(await dailyReport(ctx, name, metrics)), ...linkTo('/') }
  const saved = await shownTo(ctx, kind, saved_id ?? '')
  if (!saved) return undefined
  if (kind === 'question')
    return { title: name, lines: [saved.name], ...linkTo(`/insight/questions/${saved.id}`) }
  const widgets = (saved.content as BoardContent).widgets
  const codes = [
    ...new Set(widgets.flatMap((widget) => (widget.kind === 'metrics' ? widget.metrics : []))),
  ]
  const { lines } = await figuresOfDay(ctx, codes.slice(0, MOST_FIGURES))
  const more = codes.length - MOST_FIGURES
  return {
    title: name,
    lines: [saved.name, ...lines, ...(more > 0 ? [`… +${more}`] : [])],
    ...linkTo(`/insight/boards/${saved.id}`),
  }
}

async function shownTo(
  ctx: Ctx,
  kind: 'board' | 'question',
  id: string,
): Promise<Saved<unknown> | undefined> {
  try {
    return await getSaved(ctx, kind, id, true)
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return undefined
    throw error
  }
}
