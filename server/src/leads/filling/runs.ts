// One browser before a form: what it has answered so far. Kept aside until it is sent.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { PHONE } from '../forms/shapes.ts'
import { type Answers, type Question, questionsFor, refuseAnswer, tidied } from './asked.ts'
import {
  demandOpen,
  type Filler,
  type FoundForm,
  findForm,
  knownOf,
  type Submission,
  submissionOf,
} from './found.ts'

export interface Run {
  id: string
  node_id: number | null
  answers: Answers
  opened_at: Date
}
export interface Filling {
  form: FoundForm
  questions: Question[]
  isSignedIn: boolean
  submission: Submission | undefined
}

/** Kept from now on, for as long as she comes back; what she answered elsewhere is taken up. */
export function openForm(ctx: Ctx, code: string, filler: Filler): Promise<Filling> {
  return inTx(ctx, async (ctx) => {
    const form = await findForm(ctx, code)
    const submission = await submissionOf(ctx, form.formId, filler)
    if (!submission) demandOpen(form, form.version)
    const run = await runOf(ctx, form, filler)
    return fillingOf(ctx, form, filler, run.answers, submission)
  })
}

async function fillingOf(
  ctx: Ctx,
  form: FoundForm,
  filler: Filler,
  answers: Answers,
  submission: Submission | undefined,
): Promise<Filling> {
  const known = await knownOf(ctx, filler)
  return {
    ...{ form, submission, isSignedIn: filler.node !== null },
    questions: submission ? [] : questionsFor(form.content.fields, known, answers),
  }
}

/** Held until the end of the transaction. Another person at the same browser begins anew. */
export async function runOf(ctx: Ctx, form: FoundForm, filler: Filler): Promise<Run> {
  const before = await earlierAnswers(ctx, form, filler)
  const now = ctx.now()
  await sql`insert into form_run (tenant_id, id, form_id, channel_id, session_id, answers, opened_at, updated_at)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${form.formId}, ${form.channelId}, ${filler.sessionId},
      ${JSON.stringify(before)}::jsonb, ${now}, ${now})
    on conflict (tenant_id, channel_id, session_id) do nothing`.execute(ctx.pg)
  const { rows } = await sql<Run>`select id, node_id, answers, opened_at from form_run
    where tenant_id = ${ctx.tenantId} and channel_id = ${form.channelId}::uuid and session_id = ${filler.sessionId}::uuid
    for update`.execute(ctx.pg)
  const run = rows[0]
  if (!run) throw new Error('a run that was just made is not there')
  const isOthers = run.node_id !== null && !filler.nodes.includes(run.node_id)
  if (isOthers || (run.node_id === null && filler.node !== null)) {
    const answers = isOthers ? {} : run.answers
    await sql`update form_run set node_id = ${filler.node}, answers = ${JSON.stringify(answers)}::jsonb, updated_at = ${now}
      where tenant_id = ${ctx.tenantId} and id = ${run.id}::uuid`.execute(ctx.pg)
    if (filler.node !== null) await tellOpened(ctx, form, run, filler.node)
    return { ...run, node_id: filler.node, answers }
  }
  return run
}

/** Of this browser or this customer, before another channel of the form or on another device. */
async function earlierAnswers(ctx: Ctx, form: FoundForm, filler: Filler): Promise<Answers> {
  const { rows } = await sql<{ answers: Answers }>`
    select answers from form_run
    where tenant_id = ${ctx.tenantId} and form_id = ${form.formId}::uuid and answers <> '{}'
      and (node_id = any(${[...filler.nodes]}::bigint[]) or (node_id is null and session_id = ${filler.sessionId}::uuid))
    order by updated_at desc, id desc limit 1`.execute(ctx.pg)
  return rows[0]?.answers ?? {}
}

/** Dated when the browser first saw it, which is before it was known whose it is. */
const tellOpened = (ctx: Ctx, form: FoundForm, run: Run, node: number) =>
  recordEvents(ctx, [
    {
      ...{ name: 'lead_form_opened', customerId: node, at: run.opened_at, source: 'leads' },
      ...{ platform: 'h5', channelId: form.code, props: { form: form.formId, channel: form.code } },
    },
  ])

/** Nothing of it is anybody's word until the form is sent. @throws 400 bad_answer with the attribute, 409 */
export function saveAnswers(
  ctx: Ctx,
  code: string,
  filler: Filler,
  given: { version: number; answers: Answers },
): Promise<Filling> {
  return inTx(ctx, async (ctx) => {
    const form = await findForm(ctx, code)
    const submission = await submissionOf(ctx, form.formId, filler)
    if (submission) return fillingOf(ctx, form, filler, {}, submission)
    demandOpen(form, given.version)
    const said = Object.fromEntries(
      Object.entries(given.answers).map(([attribute, value]) => [attribute, tidied(value)]),
    )
    for (const [attribute, value] of Object.entries(said)) {
      const field = form.content.fields.find((f) => f.attribute === attribute)
      if (!field || attribute === PHONE)
        throw invalid('bad_answer', `${attribute} is not asked here`, { attribute })
      const why = refuseAnswer(field, value)
      if (why !== undefined) throw invalid('bad_answer', `${attribute} wants ${why}`, { attribute })
    }
    const run = await runOf(ctx, form, filler)
    const answers = { ...run.answers, ...said }
    await sql`update form_run set answers = ${JSON.stringify(answers)}::jsonb, updated_at = ${ctx.now()},
      started_at = coalesce(started_at, ${ctx.now()})
      where tenant_id = ${ctx.tenantId} and id = ${run.id}::uuid`.execute(ctx.pg)
    return fillingOf(ctx, form, filler, answers, undefined)
  })
}

const KEPT_DAYS = 30

/** What was never sent is forgotten; that the form was opened still counts. @returns how many */
export async function forgetUnsent(system: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`update form_run set answers = '{}'
    where answers <> '{}' and updated_at < ${new Date(system.now().getTime() - KEPT_DAYS * 86_400_000)}`.execute(
    system.pg,
  )
  return Number(numAffectedRows ?? 0)
}
