// Alerts on a metric: a threshold, or out of line with the same hour, weekday or week before. Each period
// is looked at once, when it is over, and told once.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { notify } from '../../desk/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import { demandMetrics, readMetrics } from '../metric/read.ts'
import { lastEdges } from '../question/periods.ts'
import { calledOf } from '../told/called.ts'
import { type Judged, judge } from './anomaly.ts'
import { causesOf } from './causes.ts'
import type { Message } from './message.ts'
import { demandRobots, tell, type WatchDeps } from './robots.ts'
import type { AlertInput, AlertTest, Cause } from './shape.ts'
import { causeText, changeText, figureText, nameOf } from './words.ts'

/** What came late to a period that is over has so long. */
const GRACE_MS = 10 * 60_000
/** So many values make a season, and so many seasons are looked back. */
const SEASON = { hour: 168, day: 7, week: 1 } as const
const BACK = { hour: 4, day: 8, week: 13 } as const

export interface AlertRow extends Omit<AlertInput, 'test'> {
  id: string
  test: AlertTest
  updated_at: Date
  last: {
    period: string
    looked_at: string
    outcome: 'quiet' | 'fired' | 'too_little'
    value: number | null
    expected: number | null
    causes: Cause[]
  } | null
}

export async function listAlerts(ctx: Ctx): Promise<AlertRow[]> {
  const { rows } = await sql<AlertRow>`
    select a.id, a.name, a.metric, a.period, a.test, a.robots, a.is_on, a.updated_at, l.last
    from metric_alert a left join lateral (
      select jsonb_build_object('period', period, 'looked_at', looked_at, 'outcome', outcome, 'value', value,
        'expected', expected, 'causes', causes) as last
      from metric_alert_look where tenant_id = a.tenant_id and alert_id = a.id order by period desc limit 1) l on true
    where a.tenant_id = ${ctx.tenantId} order by lower(a.name), a.id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getAlert(ctx: Ctx, id: string): Promise<AlertRow> {
  const found = (await listAlerts(ctx)).find((one) => one.id === id)
  if (!found) throw notFound('metric_alert')
  return found
}

/** @throws 400 unknown_metric, unknown_robots; 403; 409 name_taken */
export async function saveAlert(
  ctx: Ctx,
  id: string | undefined,
  input: AlertInput,
): Promise<AlertRow> {
  await demandMetrics(ctx, [input.metric])
  await demandRobots(ctx, input.robots)
  return inTx(ctx, async (ctx) => {
    const before = id === undefined ? undefined : await getAlert(ctx, id)
    const own = id ?? randomUUIDv7()
    const { rows } = await sql`
      insert into metric_alert (tenant_id, id, name, metric, period, test, robots, is_on, created_at, created_by, updated_at)
      select ${ctx.tenantId}::uuid, ${own}::uuid, ${input.name}, ${input.metric}, ${input.period}, ${JSON.stringify(input.test)}::jsonb,
        ${input.robots}::uuid[], ${input.is_on}::boolean, ${ctx.now()}::timestamptz, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()}::timestamptz
      where not exists (select from metric_alert
        where tenant_id = ${ctx.tenantId} and lower(name) = lower(${input.name}) and id <> ${own})
      on conflict (tenant_id, id) do update set name = excluded.name, metric = excluded.metric, period = excluded.period,
        test = excluded.test, robots = excluded.robots, is_on = excluded.is_on, updated_at = excluded.updated_at
      returning id`.execute(ctx.pg)
    if (rows.length === 0) throw new AppError(409, 'name_taken', 'Another alert has this name')
    await audit(
      ctx,
      before ? 'metric_alert.changed' : 'metric_alert.created',
      { kind: 'metric_alert', id: own },
      { ...(before && { before: { name: before.name, test: before.test } }), after: { ...input } },
    )
    return getAlert(ctx, own)
  })
}

export function removeAlert(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await getAlert(ctx, id)
    await sql`delete from metric_alert where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'metric_alert.removed',
      { kind: 'metric_alert', id },
      {
        before: { name: before.name },
      },
    )
  })
}

/** Brands that have an alert or a report that is on. */
export async function brandsWatching(system: Ctx): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select tenant_id from metric_alert where is_on union select tenant_id from metric_report where is_on`.execute(
    system.pg,
  )
  return rows.map((row) => row.tenant_id)
}

/** Looks at each period that has become over since. @returns how many fired */
export async function lookAtAlerts(ctx: Ctx, deps: WatchDeps): Promise<number> {
  let fired = 0
  for (const alert of await listAlerts(ctx))
    if (alert.is_on && (await look(ctx, deps, alert))) fired += 1
  return fired
}

async function look(ctx: Ctx, deps: WatchDeps, alert: AlertRow): Promise<boolean> {
  const { zone, currency, language: tongue } = await brandOf(ctx)
  const season = SEASON[alert.period]
  const isAnomaly = alert.test.kind === 'anomaly'
  // The last edge ends the period that runs; the one before it is the newest that is over.
  const back = isAnomaly ? season * BACK[alert.period] + 2 : season + 2
  const edges = lastEdges(ctx.now().getTime() - GRACE_MS, back, alert.period, zone)
  const [start = 0, end = 0] = edges.slice(-3)
  if (await isLookedAt(ctx, alert.id, start)) return false
  const answer = await readMetrics(ctx, [alert.metric], {
    stretch: { from: edges[0] as number, to: end },
    period: alert.period,
  })
  const read = answer.metrics.get(alert.metric)
  if (!read) throw new Error(`${alert.metric} has no answer`)
  const values = read.points.map(({ value }) => value)
  const value = values.at(-1) ?? null
  const judged = isAnomaly ? judge(values, season, read.metric.unit === 'count') : undefined
  const before = values.at(-1 - season) ?? null
  const fires = isFiring(alert.test, value, judged)
  const outcome = fires ? 'fired' : isAnomaly && !judged && value !== null ? 'too_little' : 'quiet'
  const expected = judged?.expected ?? before
  // Causes are looked for against the period before: where that says the opposite of what is told, none is.
  const isSaid =
    value !== null && before !== null && (value - before) * (value - (expected ?? before)) > 0
  const causes =
    fires && isSaid
      ? await causesOf(ctx, {
          metric: alert.metric,
          period: alert.period,
          before: { from: edges.at(-3 - season) ?? start, to: edges.at(-2 - season) ?? end },
          after: { from: start, to: end },
          ...{ was: before, is: value },
        })
      : []
  const called = await calledOf(ctx)
  const { unit } = read.metric
  // Chats are many people's: the brand's language.
  const en = tongue === 'en'
  const write = (figure: number | null) => figureText(figure, unit, currency, tongue)
  const day = dayText(start, alert.period, zone)
  const usual = judged ? (en ? 'Usually' : '通常') : en ? 'A period before' : '上一周期同期'
  const owed = causes.map((cause) => causeText(cause, unit, currency, tongue, called))
  const said: Message = {
    title: alert.name,
    lines: [
      `**${nameOf(read.metric, tongue)}** ${write(value)}${en ? ` (${day})` : `（${day}）`}`,
      ...(expected === null
        ? []
        : [
            `${usual} ${write(expected)}${en ? ', ' : '，'}${changeText(value, expected, unit, tongue)}`,
          ]),
      ...(owed.length > 0
        ? [en ? `Mostly from ${owed.join(', ')}` : `主要来自 ${owed.join('、')}`]
        : []),
    ],
    ...(deps.publicUrl && {
      link: { text: en ? 'Open' : '查看', url: `${deps.publicUrl}/console/insight/alerts` },
    }),
  }
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql`
      insert into metric_alert_look (tenant_id, alert_id, period, looked_at, outcome, value, expected, spread, causes)
      values (${ctx.tenantId}, ${alert.id}, ${new Date(start)}, ${ctx.now()}, ${outcome}, ${value}, ${expected},
        ${judged?.spread ?? null}, ${JSON.stringify(causes)}::jsonb)
      on conflict do nothing returning alert_id`.execute(ctx.pg)
    // Another worker was faster: it has told.
    if (rows.length === 0 || !fires) return false
    await notify(ctx, {
      kind: 'metric_alert',
      to: { permission: 'events:read' },
      subject: { kind: 'metric_alert', id: alert.id },
      params: {
        alert: alert.name,
        value: write(value),
        expected: write(expected),
      },
      link: '/insight/alerts',
      key: `alert ${alert.id} ${start}`,
    })
    await tell(ctx, alert.robots, `alert ${alert.id} ${start}`, said)
    return true
  })
}

const dayText = (start: number, period: AlertInput['period'], zone: string): string => {
  const at = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone)
  return period === 'hour'
    ? at.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
    : at.toPlainDate().toString()
}

async function isLookedAt(ctx: Ctx, alertId: string, start: number): Promise<boolean> {
  const { rows } = await sql`select from metric_alert_look
    where tenant_id = ${ctx.tenantId} and alert_id = ${alertId} and period = ${new Date(start)}`.execute(
    ctx.pg,
  )
  return rows.length > 0
}

/** Pure: whether a figure is to be told. */
export function isFiring(
  test: AlertTest,
  value: number | null,
  judged: Judged | undefined,
): boolean {
  if (value === null) return false
  if (test.kind === 'threshold')
    return test.op === 'above' ? value > test.value : value < test.value
  if (!judged) return false
  const { deviation } = judged
  if (test.direction === 'up') return deviation >= test.sensitivity
  if (test.direction === 'down') return deviation <= -test.sensitivity
  return Math.abs(deviation) >= test.sensitivity
}
