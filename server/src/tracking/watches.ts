// Thresholds that people set, and what happens when a measure falls below one.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { notify } from '../desk/index.ts'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { pageOf, readCursor, toPage } from '../platform/page.ts'
import { METRICS, type Metric, points } from './quality.ts'

/** Fewer events than this on a day say nothing yet: the day before is looked at. */
const LEAST_EVENTS = 50

export const WatchItem = z.object({
  id: z.uuid(),
  metric: z.enum(METRICS),
  source: z.string().describe('Empty: the brand as a whole'),
  threshold: z.number().describe('Below it is an alert'),
  created_at: z.iso.datetime(),
  created_by: z.string(),
})
export const NewWatch = z.object({
  metric: z.enum(METRICS),
  source: z.string().max(255).default(''),
  threshold: z.number().min(0.01).max(100),
})
export const AlertItem = z.object({
  id: z.uuid(),
  watch_id: z.uuid(),
  metric: z.enum(METRICS),
  source: z.string(),
  threshold: z.number(),
  value: z.number(),
  day: z.string(),
  opened_at: z.iso.datetime(),
  acknowledged_at: z.iso.datetime().nullable(),
  acknowledged_by: z.string().nullable(),
  resolved_at: z.iso.datetime().nullable(),
})
export const AlertPage = pageOf(AlertItem)

interface WatchRow {
  id: string
  metric: Metric
  source: string
  threshold: number
  created_at: Date
  created_by: string
}
interface AlertRow
  extends Omit<z.infer<typeof AlertItem>, 'opened_at' | 'acknowledged_at' | 'resolved_at'> {
  opened_at: Date
  acknowledged_at: Date | null
  resolved_at: Date | null
}

export async function listWatches(ctx: Ctx): Promise<z.infer<typeof WatchItem>[]> {
  const { rows } = await sql<WatchRow>`
    select id, metric, source, threshold, created_at, created_by from quality_watch
    where tenant_id = ${ctx.tenantId} order by metric, source`.execute(ctx.pg)
  return rows.map((r) => ({
    ...r,
    threshold: r.threshold / 100,
    created_at: r.created_at.toISOString(),
  }))
}

/** @throws 409 when this measure of this source has a threshold already */
export async function addWatch(ctx: Ctx, given: z.infer<typeof NewWatch>): Promise<{ id: string }> {
  const id = randomUUIDv7()
  await inTx(ctx, async (ctx) => {
    const { numAffectedRows } = await sql`
      insert into quality_watch (tenant_id, id, metric, source, threshold, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${given.metric}, ${given.source}, ${Math.round(given.threshold * 100)}, ${ctx.now()}, ${ctx.actor.name})
      on conflict do nothing`.execute(ctx.pg)
    if (numAffectedRows === 0n)
      throw conflict('watch_exists', 'This measure has an alert already; remove that one first')
    await audit(ctx, 'quality_watch.created', { kind: 'quality_watch', id }, given)
  })
  await judgeWatches(ctx)
  return { id }
}

export async function removeWatch(ctx: Ctx, id: string): Promise<void> {
  const { refused } = await removeWatches(ctx, [id])
  if (refused.length > 0) throw notFound('quality_watch')
}

/** Their open alerts go with them: nobody would ever resolve those. */
export function removeWatches(ctx: Ctx, ids: readonly string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<WatchRow>`delete from quality_watch
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) returning *`.execute(
      ctx.pg,
    )
    const { taken, refused } = sortOut(ids, rows, (w) => w.id, 'quality_watch')
    await sql`update quality_alert set resolved_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and watch_id = any(${taken.map((w) => w.id)}::uuid[]) and resolved_at is null`.execute(
      ctx.pg,
    )
    await auditAll(
      ctx,
      taken.map((gone) => ({
        action: 'quality_watch.removed',
        object: { kind: 'quality_watch', id: gone.id },
        details: { metric: gone.metric, source: gone.source, threshold: gone.threshold / 100 },
      })),
    )
    return { changed: taken.length, refused }
  })
}

export async function listAlerts(
  ctx: Ctx,
  query: { state?: 'open' | 'resolved' | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<AlertRow>`
    select id, watch_id, metric, source, threshold, value, to_char(day, 'YYYY-MM-DD') as day, opened_at,
      acknowledged_at, acknowledged_by, resolved_at from quality_alert where tenant_id = ${ctx.tenantId}
      ${query.state === 'open' ? sql`and resolved_at is null` : query.state === 'resolved' ? sql`and resolved_at is not null` : sql``}
      ${after ? sql`and (date_trunc('milliseconds', opened_at), id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by opened_at desc, id desc limit ${query.limit + 1}`.execute(ctx.pg)
  return toPage(rows, query.limit, present, (r) => [r.opened_at.toISOString(), r.id])
}

const present = (r: AlertRow): z.infer<typeof AlertItem> => ({
  ...r,
  threshold: r.threshold / 100,
  value: r.value / 100,
  opened_at: r.opened_at.toISOString(),
  acknowledged_at: r.acknowledged_at?.toISOString() ?? null,
  resolved_at: r.resolved_at?.toISOString() ?? null,
})

/** Somebody looks after it. Said twice, the first one stays. */
export function acknowledge(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ acknowledged_at: Date | null }>`
      select acknowledged_at from quality_alert where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
      ctx.pg,
    )
    if (!rows[0]) throw notFound('quality_alert')
    if (rows[0].acknowledged_at) return
    await sql`update quality_alert set acknowledged_at = ${ctx.now()}, acknowledged_by = ${ctx.actor.name}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'quality_alert.acknowledged', { kind: 'quality_alert', id })
  })
}

/** Those that somebody looks after already stay theirs. */
export function acknowledgeMany(ctx: Ctx, ids: readonly string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { rows: held } = await sql<{ id: string }>`select id from quality_alert
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])`.execute(ctx.pg)
    const { taken, refused } = sortOut(ids, held, (a) => a.id, 'quality_alert')
    const { rows } = await sql<{ id: string }>`
      update quality_alert set acknowledged_at = ${ctx.now()}, acknowledged_by = ${ctx.actor.name}
      where tenant_id = ${ctx.tenantId} and id = any(${taken.map((a) => a.id)}::uuid[]) and acknowledged_at is null
      returning id`.execute(ctx.pg)
    await auditAll(
      ctx,
      rows.map(({ id }) => ({
        action: 'quality_alert.acknowledged',
        object: { kind: 'quality_alert', id },
        details: { together: rows.length },
      })),
    )
    return { changed: rows.length, refused }
  })
}

/** Opens what has fallen below, resolves what has risen again; one open alert a watch. */
export async function judgeWatches(ctx: Ctx): Promise<void> {
  await inTx(ctx, async (ctx) => {
    const { rows } = await sql<WatchRow & { day: string | null; value: number | null }>`
      select w.id, w.metric, w.source, w.threshold, d.day, d.value from quality_watch w
      left join lateral (
        select to_char(q.day, 'YYYY-MM-DD') as day, case w.metric when 'completeness' then q.completeness
          when 'continuity' then q.continuity when 'validity' then q.validity else q.agreement end as value
        from quality_day q where q.tenant_id = w.tenant_id and q.source = w.source
          and (w.metric in ('continuity', 'agreement') or (q.figures ->> 'events')::bigint + (q.figures ->> 'dead')::bigint >= ${LEAST_EVENTS})
          and case w.metric when 'completeness' then q.completeness when 'continuity' then q.continuity
            when 'validity' then q.validity else q.agreement end is not null
        order by q.day desc limit 1) d on true
      where w.tenant_id = ${ctx.tenantId} order by w.id for update of w`.execute(ctx.pg)
    for (const watch of rows) {
      const { day, value } = watch
      if (day === null || value === null) continue
      if (value >= watch.threshold) await resolve(ctx, watch.id)
      else await open(ctx, { ...watch, day, value })
    }
  })
}

async function resolve(ctx: Ctx, watchId: string): Promise<void> {
  await sql`update quality_alert set resolved_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and watch_id = ${watchId} and resolved_at is null`.execute(
    ctx.pg,
  )
}

async function open(ctx: Ctx, watch: WatchRow & { day: string; value: number }): Promise<void> {
  const id = randomUUIDv7()
  const { numAffectedRows } = await sql`
    insert into quality_alert (tenant_id, id, watch_id, metric, source, threshold, day, value, opened_at)
    values (${ctx.tenantId}, ${id}, ${watch.id}, ${watch.metric}, ${watch.source}, ${watch.threshold}, ${watch.day}, ${watch.value}, ${ctx.now()})
    on conflict (tenant_id, watch_id) where resolved_at is null do nothing`.execute(ctx.pg)
  if (numAffectedRows === 0n) return
  await notify(ctx, {
    kind: `quality_${watch.metric}`,
    to: { permission: 'events:manage' },
    subject: { kind: 'quality_alert', id },
    params: {
      source: watch.source,
      value: String(points(watch.value)),
      threshold: String(points(watch.threshold)),
    },
    link: watch.source
      ? `/tracking/quality?${new URLSearchParams({ source: watch.source })}`
      : '/tracking/quality',
    key: `quality_alert:${id}`,
  })
}
