// Experiments on offers as operators plan, start, stop and decide them. A plan is changed only before it runs,
// so that nobody chooses the question by the answer.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { getBatch, setBatch } from '../coupons/batches.ts'
import { setOfferState } from '../offers/offers.ts'
import { getOffer } from '../offers/queries.ts'
import { demandFree } from './guard.ts'
import { getExperiment } from './queries.ts'
import type { Experiment, ExperimentChange, NewExperiment, Stop } from './shapes.ts'

const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`
type Arm = NewExperiment['arms'][number]

/** @throws 404 for what is not the brand's, 409 for a batch that people take or enter themselves */
async function offersOf(ctx: Ctx, arms: readonly Arm[]): Promise<Map<string, string>> {
  const offers = new Map<string, string>()
  for (const { code, offer_id, batch_id } of arms) {
    if (offer_id !== null) {
      const offer = await getOffer(ctx, offer_id)
      if (offer.source !== 'offer')
        throw conflict('offer_of_coupons', 'A coupon is tried by its batch', { arm: code })
      offers.set(code, offer.id)
    }
    if (batch_id !== null) {
      const batch = await getBatch(ctx, batch_id)
      if (batch.kind !== 'personal' || batch.is_takeable)
        throw conflict('batch_open_to_all', 'People would take or enter it themselves', {
          arm: code,
        })
      offers.set(code, batch.offer_id)
    }
  }
  if (new Set(offers.values()).size < offers.size)
    throw invalid('arms_alike', 'Two arms come down to one offer')
  return offers
}

async function writeArms(ctx: Ctx, id: string, arms: readonly Arm[]): Promise<void> {
  const offers = await offersOf(ctx, arms)
  await sql`delete from offer_experiment_arm where tenant_id = ${ctx.tenantId} and experiment_id = ${id}`.execute(
    ctx.pg,
  )
  const u = unnest([...arms.entries()], {
    position: ['integer', ([i]) => i],
    code: ['text', ([, arm]) => arm.code],
    name: ['text', ([, arm]) => arm.name],
    share: ['integer', ([, arm]) => arm.share],
    offer_id: ['uuid', ([, arm]) => offers.get(arm.code) ?? null],
    batch_id: ['uuid', ([, arm]) => arm.batch_id],
  })
  await sql`insert into offer_experiment_arm (tenant_id, experiment_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${u.names} from ${u.rows}`.execute(ctx.pg)
}

function demandEnd(ctx: Ctx, endsAt: string): void {
  if (Date.parse(endsAt) <= ctx.now().getTime())
    throw conflict('experiment_over', 'Its end is past: give it a later one')
}

/** @throws 400, 404, 409 experiment_over, batch_open_to_all, offer_of_coupons */
export function planExperiment(ctx: Ctx, given: NewExperiment): Promise<Experiment> {
  return inTx(ctx, async (ctx) => {
    demandEnd(ctx, given.ends_at)
    const id = randomUUIDv7()
    await sql`insert into offer_experiment (tenant_id, id, name, hypothesis, salt, metric, window_days, refund_days, alpha,
        planned_customers, least_customers, least_lift_bp, margin_floor_bp, refund_ceiling_bp, budget_fen, ends_at,
        created_at, created_by, updated_at)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${given.hypothesis}, ${randomBytes(16).toString('hex')},
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
    await sql`update offer_experiment set name = ${given.name}, hypothesis = ${given.hypothesis}, metric = ${given.metric},
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
 * From here on each person has her arm. Its offers become live with it and stay as they are.
 * @throws 404, 409 offer_experiment_state, experiment_over, offer_in_experiment, offer_state, offer_over,
 * batch_closed, batch_open_to_all
 */
export function startExperiment(ctx: Ctx, id: string): Promise<Experiment> {
  return inTx(ctx, async (ctx) => {
    const before = await locked(ctx, id)
    if (before.state !== 'planned') throw wrongState('It has begun already', before)
    demandEnd(ctx, before.ends_at)
    await offersOf(ctx, armsGiven(before))
    const offers = await offerIds(ctx, id)
    await sql`select 1 from offer where tenant_id = ${ctx.tenantId} and id = any(${offers}::uuid[])
      order by id for update`.execute(ctx.pg)
    for (const offer of offers) {
      await demandFree(ctx, offer)
      await setOfferState(ctx, offer, 'live')
    }
    for (const { batch_id } of before.arms)
      if (batch_id !== null && (await getBatch(ctx, batch_id)).state !== 'open')
        throw conflict('batch_closed', 'This batch is closed', { batch: batch_id })
    await sql`update offer_experiment_arm set is_open = true
      where tenant_id = ${ctx.tenantId} and experiment_id = ${id}`.execute(ctx.pg)
    await sql`update offer_experiment set state = 'running', started_at = ${ctx.now()}, version = version + 1,
      updated_at = ${ctx.now()} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'offer_experiment.started', { kind: 'offer_experiment', id })
    return getExperiment(ctx, id)
  })
}

/** As a plan gives them: a coupon by its batch alone. */
const armsGiven = ({ arms }: Experiment): Arm[] =>
  arms.map(({ code, name, share, offer_id, batch_id }) => ({
    code,
    name,
    share,
    offer_id,
    batch_id,
  }))

async function offerIds(ctx: Ctx, id: string): Promise<string[]> {
  const { rows } = await sql<{ offer_id: string }>`select offer_id from offer_experiment_arm
    where tenant_id = ${ctx.tenantId} and experiment_id = ${id} and offer_id is not null order by offer_id`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.offer_id)
}

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
 * A person's word: the arm's offer is everybody's from here on, those of the others are over. A coupon somebody
 * has stays good; of the other batches nobody gets one any more.
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
    await sql`update offer_experiment_arm set is_open = false
      where tenant_id = ${ctx.tenantId} and experiment_id = ${id}`.execute(ctx.pg)
    for (const { code, offer_id, batch_id } of before.arms) {
      if (code === decision.arm) continue
      if (offer_id !== null) await setOfferState(ctx, offer_id, 'ended')
      if (batch_id !== null)
        await setBatch(ctx, batch_id, { state: 'closed' }, (await getBatch(ctx, batch_id)).revision)
    }
    const told = { ...decision, by: actorOf(ctx) }
    await sql`update offer_experiment set state = 'decided', decided_at = ${ctx.now()},
        decision = ${JSON.stringify(told)}::jsonb, version = version + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'offer_experiment.decided', { kind: 'offer_experiment', id }, { ...told })
    return getExperiment(ctx, id)
  })
}
