// Forms made, worked on, copied and published. What customers see changes by publishing alone.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { registerInterest } from '../../collect/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { LEAD_CONSUMER } from '../pipeline/consumer.ts'
import { contentOf, demandKnown } from './check.ts'
import { type FormDetail, getForm } from './queries.ts'
import type { FormDraft } from './shapes.ts'

export const MOST_FORMS = 500
const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

/** Nobody sees it yet. @throws 400, 409 too_many_forms */
export function createForm(ctx: Ctx, name: string, draft: FormDraft): Promise<FormDetail> {
  return inTx(ctx, async (ctx) => {
    await demandKnown(ctx, draft)
    // Two who make one at once: the second counts after the first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`lead forms ${ctx.tenantId}`}, 0))`.execute(
      ctx.pg,
    )
    const id = randomUUIDv7()
    const { numAffectedRows } = await sql`
      insert into lead_form (tenant_id, id, name, draft, created_at, created_by, updated_at, updated_by)
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${name}, ${JSON.stringify(draft)}::jsonb, ${ctx.now()}::timestamptz,
        ${actorOf(ctx)}, ${ctx.now()}::timestamptz, ${actorOf(ctx)}
      where (select count(*) from lead_form where tenant_id = ${ctx.tenantId}) < ${MOST_FORMS}`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n)
      throw conflict('too_many_forms', `A brand has at most ${MOST_FORMS} forms`)
    await audit(ctx, 'lead_form.created', { kind: 'lead_form', id }, { name })
    return getForm(ctx, id)
  })
}

/** Another form like it, as it is being worked on; its channels and answers stay with the first. */
export async function copyForm(ctx: Ctx, id: string, name: string): Promise<FormDetail> {
  const { draft } = await getForm(ctx, id)
  return createForm(ctx, name, draft)
}

/** Customers see nothing of it. @throws 400, 404, 409 edited_meanwhile */
export function saveForm(
  ctx: Ctx,
  id: string,
  given: { name: string; draft: FormDraft; draft_revision: number },
): Promise<FormDetail> {
  return inTx(ctx, async (ctx) => {
    await demandKnown(ctx, given.draft)
    const { numAffectedRows } = await sql`
      update lead_form set name = ${given.name}, draft = ${JSON.stringify(given.draft)}::jsonb,
        draft_revision = draft_revision + 1, updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid and draft_revision = ${given.draft_revision}`.execute(
      ctx.pg,
    )
    const present = await getForm(ctx, id)
    if (numAffectedRows !== 1n) throw editedMeanwhile(present)
    await audit(ctx, 'lead_form.changed', { kind: 'lead_form', id }, { name: given.name })
    return present
  })
}
const editedMeanwhile = ({ draft_revision }: FormDetail) =>
  conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { draft_revision })

/** The draft as it was looked at becomes what customers see. @throws 400 form_incomplete, 409 */
export function publishForm(ctx: Ctx, id: string, draftRevision: number): Promise<FormDetail> {
  return inTx(ctx, async (ctx) => {
    await sql`select 1 from lead_form where tenant_id = ${ctx.tenantId} and id = ${id}::uuid for update`.execute(
      ctx.pg,
    )
    const form = await getForm(ctx, id)
    if (form.draft_revision !== draftRevision) throw editedMeanwhile(form)
    const content = await contentOf(ctx, form.draft)
    const version = form.version + 1
    await sql`insert into lead_form_version (tenant_id, form_id, version, content, draft, published_at, published_by)
      values (${ctx.tenantId}, ${id}, ${version}, ${JSON.stringify(content)}::jsonb, ${JSON.stringify(form.draft)}::jsonb,
        ${ctx.now()}, ${actorOf(ctx)})`.execute(ctx.pg)
    await sql`update lead_form set version = ${version}, state = 'live', updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    // From now on there may be leads; whoever pays an order has closed hers.
    await registerInterest(ctx, LEAD_CONSUMER, ['order_paid'], { historical: true })
    await audit(ctx, 'lead_form.published', { kind: 'lead_form', id }, { version })
    return getForm(ctx, id)
  })
}

/** Takes no more answers, or takes them again. @throws 409 before it was published */
export function setFormState(ctx: Ctx, id: string, state: 'live' | 'stopped'): Promise<FormDetail> {
  return inTx(ctx, async (ctx) => {
    const before = await getForm(ctx, id)
    if (before.version === 0) throw conflict('form_not_published', 'Publish the form first')
    const { numAffectedRows } = await sql`
      update lead_form set state = ${state}, updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid and state <> ${state}`.execute(ctx.pg)
    if (numAffectedRows === 1n)
      await audit(ctx, `lead_form.${state === 'live' ? 'resumed' : 'stopped'}`, {
        ...{ kind: 'lead_form', id },
      })
    return getForm(ctx, id)
  })
}
