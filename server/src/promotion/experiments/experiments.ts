// Experiments on offers and benefits as operators plan, start, stop and decide them. A plan is changed only before
// it runs, so that nobody chooses the question by the answer.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { type Arm, closeArms, offersOf, openArms, subjectOf, writeArms } from './arms.ts'
import { getExperiment } from './queries.ts'
import type { Experiment, ExperimentChange, NewExperiment, Stop } from './shapes.ts'

const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

function demandEnd(ctx: Ctx, endsAt: string): void {
  if (Date.parse(endsAt) <= ctx.now().getTime())
    throw conflict('experiment_over', 'Its end is past: give it a later one')
}

/** @throws 400, 404, 409 experiment_over, batch_open_to_all, offer_of_coupons, behaviours_differ */
export function planExperiment(ctx: Ctx, given: NewExperiment): Promise<Experiment> {
  return inTx(ctx, async (ctx) => {
    demandEnd(ctx, given.ends_at)
    const id = randomUUIDv7()
    const { kind, behaviour } = await subjectOf(ctx, given)
    await sql`insert into offer_experiment (tenant_id, id, name, hypothesis, kind, behaviour, salt, metric, window_days, refund_days, alpha,
        planned_customers, least_customers, least_lift_bp, margin_floor_bp, refund_ceiling_bp, budget_fen, ends_at,
        created_at, created_by, updated_at)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${given.hypothesis}, ${kind}, ${behaviour}, ${randomBytes(16).toString('hex')},
        ${given.metric}, ${given.window_days}, ${given.refund_days}, ${given.alpha}, ${given.planned_customers},
        ${given.least_customers}, ${given.least_lift_bp}, ${given.margin_floor_bp}, ${given.refund_ceiling_bp},
        ${given.budget_fen}, ${given.ends_at}, ${ctx.now()}, ${actorOf(ctx)}, ${ctx.now()})`.execute(
      ctx.pg,
    )
    await writeArms(ctx, id, given.arms)
    await audit(ctx, 'offer_experiment.planned', { kind: 'offer_experiment', id }, { after: given })
    return getExperiment(ctx, id)
  })
}

async function locked(ctx: Ctx, id: string): Promise<Experiment> {
  await sql`select 1 from offer_experiment where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  return getExperiment(ctx, id)
}

const wrongState = (message: string, { state }: Experiment) =>
  conflict('offer_experiment_state', message, { state })

/** @throws 400, 404, 409 offer_experiment_state once it runs, edited_meanwhile */
export function changeExperiment(
  ctx: Ctx,
  id: string,
  given: ExperimentChange,
): Promise<Experiment> {
  return inTx(ctx, async (ctx) => {
    const before = await locked(ctx, id)
    if (before.state !== 'planned') throw wrongState('Its plan stands once it runs', before)
    if (before.version !== given.version)
      throw conflict('edited_meanwhile', 'Somebody has changed it meanwhile', {
        version: before.version,
      })
    demandEnd(ctx, given.ends_at)
    const { kind, behaviour } = await subjectOf(ctx, given)
    await sql`update offer_experiment set name = ${given.name}, hypothesis = ${given.hypothesis}, kind = ${kind},
        behaviour = ${behaviour}, metric = ${given.metric},
        window_days = ${given.window_days}, refund_days = ${given.refund_days}, alpha = ${given.alpha},
        planned_customers = ${given.planned_customers}, least_customers = ${given.least_customers},
        least_lift_bp = ${given.least_lift_bp}, margin_floor_bp = ${given.margin_floor_bp},
        refund_ceiling_bp = ${given.refund_ceiling_bp}, budget_fen = ${given.budget_fen}, ends_at = ${given.ends_at},
        version = version + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await writeArms(ctx, id, given.arms)
    const subject = { kind: 'offer_experiment', id }
    await audit(ctx, 'offer_experiment.changed', subject, { before, after: given })
    return getExperiment(ctx, id)
  })
}

/**
 * From here on each person has her arm. Its offers become live with it; they and its benefits stay as they are.
 * @throws 404, 409 offer_experiment_state, experiment_over, offer_in_experiment, offer_state, offer_over,
 * batch_closed, batch_open_to_all, benefit_retired, benefit_in_experiment, behaviours_differ
 */
export function startExperiment(ctx: Ctx, id: string): Promise<Experiment> {
  return inTx(ctx, async (ctx) => {
    const before = await locked(ctx, id)
    if (before.state !== 'planned') throw wrongState('It has begun already', before)
    demandEnd(ctx, before.ends_at)
    const arms = armsGiven(before)
    await offersOf(ctx, arms)
    // A benefit may have been told another behaviour since it was planned.
    const { behaviour } = await subjectOf(ctx, { arms, metric: before.metric })
    await openArms(ctx, before)
    await sql`update offer_experiment set state = 'running', behaviour = ${behaviour}, started_at = ${ctx.now()}, version = version + 1,
      updated_at = ${ctx.now()} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'offer_experiment.started', { kind: 'offer_experiment', id })
    return getExperiment(ctx, id)
  })
}

/** As a plan gives them: a coupon by its batch alone. */
const armsGiven = ({ arms }: Experiment): Arm[] => arms.map(({ given: _, ...arm }) => arm)

/** Once: from here on everybody has control, and the people who met it are measured to the end of their windows. */
export function stopExperiment(
  ctx: Ctx,
  id: string,
  stop: Omit<Stop, 'by'>,
): Promise<Experiment | undefined> {
  return inTx(ctx, async (ctx) => {
    const told: Stop = { ...stop, by: actorOf(ctx) }
    const { numAffectedRows } = await sql`
      update offer_experiment set state = 'stopped', stopped_at = ${ctx.now()}, stop = ${JSON.stringify(told)}::jsonb,
        version = version + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'running'`.execute(ctx.pg)
    if (!numAffectedRows) return undefined
    await audit(ctx, 'offer_experiment.stopped', { kind: 'offer_experiment', id }, { ...told })
    return getExperiment(ctx, id)
  })
}

/** @throws 404, 409 offer_experiment_state */
export async function stopByPerson(ctx: Ctx, id: string, words: string): Promise<Experiment> {
  const before = await getExperiment(ctx, id)
  const stopped = await stopExperiment(ctx, id, {
    ...{ rule: 'by_person' as const, arm: null, figures: {}, words },
  })
  if (!stopped) throw wrongState('It does not run', before)
  return stopped
}

/**
 * A person's word: the arm's offer or benefit is everybody's from here on, those of the others are over. A coupon
 * somebody has stays good; of the other batches nobody gets one any more.
 * @throws 404, 409 offer_experiment_state unless it is stopped
 */
export function rollOut(
  ctx: Ctx,
  id: string,
  decision: { arm: string; words: string },
): Promise<Experiment> {
  return inTx(ctx, async (ctx) => {
    const before = await locked(ctx, id)
    if (!before.arms.some((arm) => arm.code === decision.arm)) throw notFound('arm')
    if (before.state !== 'stopped')
      throw wrongState('It is decided once it is stopped, and then it stands', before)
    await closeArms(ctx, before, decision.arm)
    const told = { ...decision, by: actorOf(ctx) }
    await sql`update offer_experiment set state = 'decided', decided_at = ${ctx.now()},
        decision = ${JSON.stringify(told)}::jsonb, version = version + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'offer_experiment.decided', { kind: 'offer_experiment', id }, { ...told })
    return getExperiment(ctx, id)
  })
}
