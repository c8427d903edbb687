// Experiments on offers and benefits as they are shown.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import type { Experiment, Kind, State } from './shapes.ts'

const TIMES = [
  'ends_at',
  'started_at',
  'looked_at',
  'stopped_at',
  'decided_at',
  'created_at',
] as const
type Times = (typeof TIMES)[number]
type Row = Omit<Experiment, Times> & Record<Times, Date | null>

const present = (row: Row): Experiment => ({
  ...row,
  ...{ ends_at: row.ends_at?.toISOString() ?? '', created_at: row.created_at?.toISOString() ?? '' },
  started_at: row.started_at?.toISOString() ?? null,
  looked_at: row.looked_at?.toISOString() ?? null,
  stopped_at: row.stopped_at?.toISOString() ?? null,
  decided_at: row.decided_at?.toISOString() ?? null,
})

const selected = (ctx: Ctx, where: ReturnType<typeof sql>) => sql<Row>`
  select e.id, e.name, e.hypothesis, e.kind, e.behaviour, e.state, e.metric, e.window_days, e.refund_days, e.alpha, e.planned_customers,
    e.least_customers, e.least_lift_bp, e.margin_floor_bp, e.refund_ceiling_bp, e.budget_fen, e.ends_at, e.started_at,
    e.looked_at, e.stopped_at, e.stop, e.decided_at, e.decision, e.version, e.created_at,
    (select jsonb_agg(jsonb_build_object('code', a.code, 'name', a.name, 'share', a.share, 'batch_id', a.batch_id,
        'offer_id', case when a.batch_id is null then a.offer_id end, 'benefit_code', a.benefit_code,
        'given', coalesce(b.name, o.name, m.name))
        order by a.position)
      from offer_experiment_arm a
      left join offer o on o.tenant_id = a.tenant_id and o.id = a.offer_id
      left join coupon_batch b on b.tenant_id = a.tenant_id and b.id = a.batch_id
      left join benefit m on m.tenant_id = a.tenant_id and m.code = a.benefit_code
      where a.tenant_id = e.tenant_id and a.experiment_id = e.id) as arms,
    (select count(distinct c.canonical_id)::int from offer_exposure x
      join customer c on c.tenant_id = x.tenant_id and c.id = x.node_id
      where x.tenant_id = e.tenant_id and x.experiment_id = e.id) as exposed
  from offer_experiment e where e.tenant_id = ${ctx.tenantId} and ${where}`

/** @throws 404 */
export async function getExperiment(ctx: Ctx, id: string): Promise<Experiment> {
  const { rows } = await selected(ctx, sql`e.id = ${id}`).execute(ctx.pg)
  if (!rows[0]) throw notFound('offer_experiment')
  return present(rows[0])
}

export interface ExperimentFilter {
  q?: string | undefined
  state?: State | undefined
  kind?: Kind | undefined
  /** Those that try this offer, itself or by coupons. */
  offer_id?: string | undefined
  /** Those that try this benefit. */
  benefit?: string | undefined
  limit: number
  cursor?: string | undefined
}
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
const Position = z.tuple([z.string(), z.guid()])

const trying = (arm: ReturnType<typeof sql>) => sql`exists (select 1 from offer_experiment_arm a
  where a.tenant_id = e.tenant_id and a.experiment_id = e.id and ${arm})`

/** Newest first. */
export async function listExperiments(ctx: Ctx, filter: ExperimentFilter) {
  const { q, state, kind, offer_id, benefit, limit } = filter
  const after = readCursor(filter.cursor, Position)
  const any = sql`true`
  const { rows } = await selected(
    ctx,
    sql`${q ? sql`(e.name ilike ${containing(q)} or e.hypothesis ilike ${containing(q)})` : any}
      and ${state ? sql`e.state = ${state}` : any}
      and ${kind ? sql`e.kind = ${kind}` : any}
      and ${offer_id ? trying(sql`a.offer_id = ${offer_id}`) : any}
      and ${benefit ? trying(sql`a.benefit_code = ${benefit}`) : any}
      and ${after ? sql`(e.created_at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
      order by e.created_at desc, e.id desc limit ${limit + 1}`,
  ).execute(ctx.pg)
  return toPage(rows, limit, present, (row) => [row.created_at?.toISOString() ?? '', row.id])
}
