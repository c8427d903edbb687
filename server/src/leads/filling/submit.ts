// Sending a form: attributes, consent, lead and reward together, once a customer a form.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalOf, verifiedNodesOf } from '../../identity/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, unauthenticated } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { applyAttributes, recordConsents } from '../../profile/index.ts'
import { beginLead } from '../pipeline/begin.ts'
import { type Answers, missingFor, refuseAnswer, saidOf } from './asked.ts'
import {
  demandOpen,
  type Filler,
  type FoundForm,
  findForm,
  knownOf,
  type Submission,
  submissionOf,
} from './found.ts'
import { giveReward } from './reward.ts'
import { runOf } from './runs.ts'

export interface Sending {
  /** The version of the form she was shown. */
  version: number
  /** The version of the consent text she agreed to. */
  agreed: string
  /** Where it stood, for the evidence. */
  page: string
}

/**
 * What she answered becomes her own word. Sent again it is the same submission.
 * @throws 400 answers_missing, 401 sign_in_first, 404, 409 form_closed, form_changed, consent_changed
 */
export async function submitForm(
  ctx: Ctx,
  code: string,
  filler: Filler,
  sending: Sending,
): Promise<{ submission: Submission; isNew: boolean }> {
  const { node } = filler
  if (node === null) throw unauthenticated('sign_in_first', 'Sign in first')
  return inTx(ctx, async (ctx) => {
    const nodes = await lockPerson(ctx, node)
    const person = { ...filler, node, nodes }
    const form = await findForm(ctx, code)
    const before = await submissionOf(ctx, form.formId, person)
    if (before) return { submission: before, isNew: false }
    demandOpen(form, sending.version)
    if (sending.agreed !== form.content.consent.version)
      throw conflict('consent_changed', 'What is agreed to has changed; read it again')
    const run = await runOf(ctx, form, person)
    const answers = await demandAnswers(ctx, form, person, run.answers)
    const submission = await write(ctx, form, node, answers, sending)
    await sql`update form_run set answers = '{}', updated_at = ${ctx.now()},
        started_at = case when id = ${run.id}::uuid then coalesce(started_at, ${ctx.now()}) else started_at end
      where tenant_id = ${ctx.tenantId} and form_id = ${form.formId}::uuid
        and (id = ${run.id}::uuid or node_id = any(${nodes}::bigint[]))`.execute(ctx.pg)
    return { submission, isNew: true }
  })
}

/** Her own nodes, held: who sends twice at one moment, or from two devices, waits for herself. */
async function lockPerson(ctx: Ctx, node: number): Promise<number[]> {
  let held: number[] = []
  for (;;) {
    const nodes = await verifiedNodesOf(ctx, node)
    if (nodes.every((one) => held.includes(one))) return nodes
    await sql`select 1 from customer where tenant_id = ${ctx.tenantId} and id = any(${nodes}::bigint[])
      order by id for no key update`.execute(ctx.pg)
    held = nodes
  }
}

/** As the form asks today: what was kept may be of an older version. */
async function demandAnswers(
  ctx: Ctx,
  form: FoundForm,
  person: Filler,
  kept: Answers,
): Promise<Answers> {
  const { fields } = form.content
  const answers: Answers = {}
  for (const field of fields) {
    const value = saidOf(kept, field.attribute)
    if (value !== null && refuseAnswer(field, value) === undefined) answers[field.attribute] = value
  }
  const missing = missingFor(fields, await knownOf(ctx, person), answers)
  if (missing.length > 0)
    throw invalid('answers_missing', `Still missing: ${missing.join(', ')}`, { missing })
  return answers
}

async function write(
  ctx: Ctx,
  form: FoundForm,
  node: number,
  answers: Answers,
  sending: Sending,
): Promise<Submission> {
  const id = randomUUIDv7()
  const at = ctx.now()
  const source = `form:${form.code}`
  const { consent } = form.content
  const [entry] = await recordConsents(ctx, [
    {
      ...({ node, purpose: consent.purpose, channel: 'all', state: 'given' } as const),
      ...{ textVersion: consent.version, source, isClaimed: false, at },
      evidence: { form: `${form.formId} v${form.version}`, page: sending.page, ...ipOf(ctx) },
    },
  ])
  await applyAttributes(
    ctx,
    Object.entries(answers).map(([name, value]) => ({
      ...({ node, source, op: 'set', name, value } as const),
      ...{ at: at.getTime(), eventId: randomUUIDv7(), isClaimed: false },
    })),
  )
  const reward = await giveReward(ctx, form.content.reward, {
    node,
    submission: id,
    form: form.formId,
  })
  await sql`insert into form_submission (tenant_id, id, form_id, channel_id, version, node_id, answers, consent_entry,
      reward_points, reward_coupon, reward_refused, at)
    values (${ctx.tenantId}, ${id}, ${form.formId}, ${form.channelId}, ${form.version}, ${node},
      ${JSON.stringify(answers)}::jsonb, ${entry ?? null}, ${reward.points}, ${reward.coupon}, ${reward.refused}, ${at})`.execute(
    ctx.pg,
  )
  await recordEvents(ctx, [
    {
      ...{ id, name: 'lead_form_submitted', customerId: node, at, source: 'leads', platform: 'h5' },
      channelId: form.code,
      props: {
        ...{ form: form.formId, channel: form.code, version: form.version },
        answers: Object.keys(answers).length,
        ...(reward.points !== null && { points: reward.points }),
        ...(reward.coupon !== null && { coupon: reward.coupon }),
      },
    },
  ])
  const customer = (await canonicalOf(ctx, [node])).get(node) ?? node
  await beginLead(ctx, { submission: id, form, node, customer })
  return {
    ...{ id, at, reward_points: reward.points, reward_coupon: reward.coupon },
    reward_refused: reward.refused,
  }
}

const ipOf = ({ actor }: Ctx) => (actor.ip === undefined ? {} : { ip: actor.ip })
