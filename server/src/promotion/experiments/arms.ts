// What an experiment's arms give: an offer, a coupon of a batch, a benefit of those who hold it, or nothing.
import { sql } from 'kysely'
import { beginTrial, endTrial, getBenefit } from '../../membership/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { getBatch, setBatch } from '../coupons/batches.ts'
import { setOfferState } from '../offers/offers.ts'
import { getOffer } from '../offers/queries.ts'
import { demandFree } from './guard.ts'
import type { Experiment, Kind, NewExperiment } from './shapes.ts'

export type Arm = NewExperiment['arms'][number]

/** @throws 404 for what is not the brand's, 409 for a batch that people take or enter themselves */
export async function offersOf(ctx: Ctx, arms: readonly Arm[]): Promise<Map<string, string>> {
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

export interface Subject {
  kind: Kind
  /** The event that the benefits of the arms are to encourage; null: none names one. */
  behaviour: string | null
}

/**
 * What an experiment is about.
 * @throws 404, 409 behaviours_differ, 400 no_behaviour
 */
export async function subjectOf(
  ctx: Ctx,
  { arms, metric }: Pick<NewExperiment, 'arms' | 'metric'>,
): Promise<Subject> {
  const behaviours = new Set<string>()
  for (const { benefit_code } of arms) {
    if (benefit_code === null) continue
    const { behaviour } = await getBenefit(ctx, benefit_code)
    if (behaviour !== null) behaviours.add(behaviour)
  }
  if (behaviours.size > 1)
    throw conflict('behaviours_differ', 'Its benefits are to encourage different things', {
      behaviours: [...behaviours],
    })
  const [behaviour = null] = behaviours
  if (metric === 'behaviour' && behaviour === null)
    throw invalid('no_behaviour', 'No benefit of its arms names what it is to encourage')
  return { kind: arms.some((arm) => arm.benefit_code !== null) ? 'benefit' : 'offer', behaviour }
}

export async function writeArms(ctx: Ctx, id: string, arms: readonly Arm[]): Promise<void> {
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
    benefit_code: ['text', ([, arm]) => arm.benefit_code],
  })
  await sql`insert into offer_experiment_arm (tenant_id, experiment_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${u.names} from ${u.rows}`.execute(ctx.pg)
}

/** What its arms give is theirs alone from now on, and live. */
export async function openArms(ctx: Ctx, { id, arms }: Experiment): Promise<void> {
  const { rows } = await sql<{ offer_id: string }>`select offer_id from offer_experiment_arm
    where tenant_id = ${ctx.tenantId} and experiment_id = ${id} and offer_id is not null order by offer_id`.execute(
    ctx.pg,
  )
  const offers = rows.map((row) => row.offer_id)
  await sql`select 1 from offer where tenant_id = ${ctx.tenantId} and id = any(${offers}::uuid[])
    order by id for update`.execute(ctx.pg)
  for (const offer of offers) {
    await demandFree(ctx, offer)
    await setOfferState(ctx, offer, 'live')
  }
  for (const { batch_id } of arms)
    if (batch_id !== null && (await getBatch(ctx, batch_id)).state !== 'open')
      throw conflict('batch_closed', 'This batch is closed', { batch: batch_id })
  const benefits = arms.flatMap(({ benefit_code: code }, i) =>
    code === null ? [] : { code, isControl: i === 0 },
  )
  if (benefits.length > 0) await beginTrial(ctx, id, benefits)
  await sql`update offer_experiment_arm set is_open = true
    where tenant_id = ${ctx.tenantId} and experiment_id = ${id}`.execute(ctx.pg)
}

/** One arm's is everybody's, what the others gave is over. */
export async function closeArms(ctx: Ctx, { id, arms }: Experiment, kept: string): Promise<void> {
  await sql`update offer_experiment_arm set is_open = false
    where tenant_id = ${ctx.tenantId} and experiment_id = ${id}`.execute(ctx.pg)
  for (const { code, offer_id, batch_id } of arms) {
    if (code === kept) continue
    if (offer_id !== null) await setOfferState(ctx, offer_id, 'ended')
    if (batch_id !== null)
      await setBatch(ctx, batch_id, { state: 'closed' }, (await getBatch(ctx, batch_id)).revision)
  }
  await endTrial(ctx, id, arms.find(({ code }) => code === kept)?.benefit_code ?? null)
}
