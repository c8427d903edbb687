// The register: what is believed, planned, running, decided. A plan is changed only before it runs, so that
// nobody chooses the question by the answer.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { readQuestion } from '../question/reading.ts'
import type { ExperimentPlan, ExperimentShape, NewExperiment } from './shape.ts'

interface Row extends Omit<ExperimentShape, 'started_at' | 'decided_at' | 'created_at'> {
  salt: string
  started_at: Date | null
  decided_at: Date | null
  created_at: Date
}
export interface Experiment extends ExperimentShape {
  salt: string
}

async function read(ctx: Ctx, where: ReturnType<typeof sql>): Promise<Experiment[]> {
  const { rows } = await sql<Row>`
    select id, code, name, hypothesis, kind, state, salt, arms, metric, window_days, before_days, alpha, planned_customers,
      started_at, decided_at, decision, version, created_at,
      (select count(*) from experiment_exposure x
        where x.tenant_id = e.tenant_id and x.experiment_id = e.id and x.at <= ${ctx.now()})::int as exposed
    from experiment e where tenant_id = ${ctx.tenantId} and created_at <= ${ctx.now()} and ${where}
    order by state = 'decided', created_at desc, id`.execute(ctx.pg)
  return rows
    .map((kept) => stoodAt(kept, ctx.until))
    .map((row) => ({
      ...row,
      started_at: row.started_at?.toISOString() ?? null,
      decided_at: row.decided_at?.toISOString() ?? null,
      created_at: row.created_at.toISOString(),
    }))
}

/** What was begun or decided after the moment was not yet. */
function stoodAt(row: Row, until: Date | undefined): Row {
  if (!until) return row
  const isStarted = row.started_at !== null && row.started_at <= until
  if (row.decided_at !== null && row.decided_at <= until) return row
  // Its beginning and its decision were a version each.
  const later = (row.decided_at === null ? 0 : 1) + (row.started_at === null || isStarted ? 0 : 1)
  return {
    ...row,
    ...{ decided_at: null, decision: null, version: row.version - later },
    ...(isStarted
      ? { state: 'running' as const }
      : { state: 'planned' as const, started_at: null }),
  }
}

export const listExperiments = (ctx: Ctx): Promise<Experiment[]> => read(ctx, sql`true`)

export const runningHoldouts = (ctx: Ctx): Promise<Experiment[]> =>
  read(ctx, sql`kind = 'holdout' and state = 'running'`)

export async function experimentOf(ctx: Ctx, id: string): Promise<Experiment> {
  const [found] = await read(ctx, sql`id = ${id}`)
  if (!found) throw notFound('experiment')
  return found
}

export async function experimentCalled(ctx: Ctx, code: string): Promise<Experiment> {
  const [found] = await read(ctx, sql`code = ${code}`)
  if (!found) throw notFound('experiment')
  return found
}

/** @throws 409 experiment_exists, 400 for a metric that makes no sense */
export async function plan(ctx: Ctx, given: NewExperiment): Promise<Experiment> {
  await readQuestion(ctx, [given.metric.of])
  return inTx(ctx, async (ctx) => {
    const id = randomUUIDv7()
    const { numAffectedRows } = await sql`
      insert into experiment (tenant_id, id, code, name, hypothesis, kind, salt, arms, metric, window_days, before_days,
        alpha, planned_customers, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${given.code}, ${given.name}, ${given.hypothesis}, ${given.kind},
        ${randomBytes(16).toString('hex')}, ${JSON.stringify(given.arms)}::jsonb, ${JSON.stringify(given.metric)}::jsonb,
        ${given.window_days}, ${given.before_days}, ${given.alpha}, ${given.planned_customers}, ${ctx.now()},
        ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id, code) do nothing`.execute(ctx.pg)
    if (!numAffectedRows)
      throw conflict('experiment_exists', 'There is an experiment of this code', {
        code: given.code,
      })
    await audit(ctx, 'experiment.planned', { kind: 'experiment', id }, { ...given })
    return experimentOf(ctx, id)
  })
}

/** @throws 409 experiment_started once it runs, edited_meanwhile when another changed it */
export async function replan(ctx: Ctx, id: string, given: ExperimentPlan): Promise<Experiment> {
  await readQuestion(ctx, [given.metric.of])
  return inTx(ctx, async (ctx) => {
    const before = await experimentOf(ctx, id)
    const { version, ...words } = given
    const { numAffectedRows } = await sql`
      update experiment set name = ${given.name}, hypothesis = ${given.hypothesis}, arms = ${JSON.stringify(given.arms)}::jsonb,
        metric = ${JSON.stringify(given.metric)}::jsonb, window_days = ${given.window_days}, before_days = ${given.before_days},
        alpha = ${given.alpha}, planned_customers = ${given.planned_customers}, version = version + 1
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'planned' and version = ${version}`.execute(
      ctx.pg,
    )
    if (!numAffectedRows) {
      if (before.state !== 'planned') throw alreadyStarted()
      throw conflict('edited_meanwhile', 'Somebody has changed it meanwhile', {
        version: before.version,
      })
    }
    await audit(ctx, 'experiment.changed', { kind: 'experiment', id }, { before, after: words })
    return experimentOf(ctx, id)
  })
}
const alreadyStarted = () =>
  conflict('experiment_started', 'It runs, or is decided: its plan stands as it is')

export function start(ctx: Ctx, id: string): Promise<Experiment> {
  return inTx(ctx, async (ctx) => {
    await experimentOf(ctx, id)
    const { numAffectedRows } = await sql`
      update experiment set state = 'running', started_at = ${ctx.now()}, version = version + 1
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'planned'`.execute(ctx.pg)
    if (!numAffectedRows) throw alreadyStarted()
    await audit(ctx, 'experiment.started', { kind: 'experiment', id })
    return experimentOf(ctx, id)
  })
}

/** @throws 409 experiment_not_running; 400 for an arm it does not have */
export function decide(
  ctx: Ctx,
  id: string,
  decision: { arm: string | null; words: string },
): Promise<Experiment> {
  return inTx(ctx, async (ctx) => {
    const one = await experimentOf(ctx, id)
    if (decision.arm !== null && !one.arms.some((a) => a.code === decision.arm))
      throw notFound('arm')
    const { numAffectedRows } = await sql`
      update experiment set state = 'decided', decided_at = ${ctx.now()}, decision = ${JSON.stringify(decision)}::jsonb,
        version = version + 1
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'running'`.execute(ctx.pg)
    if (!numAffectedRows) throw notRunning()
    await audit(ctx, 'experiment.decided', { kind: 'experiment', id }, { decision })
    return experimentOf(ctx, id)
  })
}
export const notRunning = () => conflict('experiment_not_running', 'The experiment does not run')
