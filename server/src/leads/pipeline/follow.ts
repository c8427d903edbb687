// What people do with leads: say how they stand, hand them on, plan, write down.
import { sql } from 'kysely'
import { codesInScope, whereStaffWork } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../../platform/batch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { noteChanges } from './changes.ts'
import { getLead, leadScope } from './queries.ts'
import { type LeadState, mayMove } from './states.ts'

interface Held {
  id: string
  state: LeadState
  form_id: string
  node_id: number | null
  staff_code: string | null
  revision: number
}

/** Held until the end, as far as the actor may see them. */
async function hold(ctx: Ctx, ids: readonly string[]): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select l.id, l.state, l.form_id, l.node_id, l.staff_code, l.revision from lead l
    left join customer c on c.tenant_id = l.tenant_id and c.id = l.node_id
    where l.tenant_id = ${ctx.tenantId} and l.id = any(${[...ids]}::uuid[]) and ${leadScope(ctx)}
    order by l.id for update of l`.execute(ctx.pg)
  return rows
}
async function holdOne(ctx: Ctx, id: string, revision?: number): Promise<Held> {
  const [lead] = await hold(ctx, [id])
  if (!lead) throw notFound('lead')
  if (revision !== undefined && lead.revision !== revision)
    throw conflict('revision_differs', 'Somebody has changed this lead since; look at it again')
  return lead
}

/** @throws 404, 409 lead_state, revision_differs */
export function moveLead(
  ctx: Ctx,
  id: string,
  given: { to: 'following' | 'lost'; note: string; revision: number },
) {
  return inTx(ctx, async (ctx) => {
    const lead = await holdOne(ctx, id, given.revision)
    if (!mayMove(lead.state, given.to))
      throw conflict('lead_state', 'From where it stands it does not go there', {
        state: lead.state,
      })
    await sql`update lead set state = ${given.to}, revision = revision + 1, updated_at = ${ctx.now()},
      due_at = case when ${given.to} = 'lost' then null else due_at end,
      followed_at = case when ${given.to} = 'following' then coalesce(followed_at, ${ctx.now()}) else followed_at end
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    await noteChanges(ctx, [
      {
        ...{ lead: id, form: lead.form_id, node: lead.node_id, kind: 'moved', note: given.note },
        ...{ from_state: lead.state, to_state: given.to, to_staff: lead.staff_code },
      },
    ])
    await audit(ctx, 'lead.moved', { kind: 'lead', id }, { from: lead.state, to: given.to })
    return getLead(ctx, id)
  })
}

/** @param dueAt null: nothing is planned */
export function planLead(ctx: Ctx, id: string, given: { due_at: Date | null; revision: number }) {
  return inTx(ctx, async (ctx) => {
    const lead = await holdOne(ctx, id, given.revision)
    if (lead.state === 'won' || lead.state === 'lost')
      throw conflict('lead_state', 'Nothing is planned for a lead that is over', {
        state: lead.state,
      })
    await sql`update lead set due_at = ${given.due_at}, revision = revision + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    const note = given.due_at?.toISOString() ?? ''
    await noteChanges(ctx, [
      { lead: id, form: lead.form_id, node: lead.node_id, kind: 'planned', note },
    ])
    return getLead(ctx, id)
  })
}

/** Written down for who follows it up. */
export function noteOnLead(ctx: Ctx, id: string, text: string) {
  return inTx(ctx, async (ctx) => {
    const lead = await holdOne(ctx, id)
    await noteChanges(ctx, [
      { lead: id, form: lead.form_id, node: lead.node_id, kind: 'note', note: text },
    ])
    return getLead(ctx, id)
  })
}

/** Each is this guide's from now on, and in the guide's store. @throws 400 unknown_staff */
export function assignLeads(
  ctx: Ctx,
  ids: readonly string[],
  staffId: string,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const staff = (await whereStaffWork(ctx, [staffId])).get(staffId)
    const mine = await codesInScope(ctx)
    if (!staff || staff.hasLeft || (mine && !mine.staff.includes(staffId)))
      throw invalid('unknown_staff', 'Nobody who works here has this number')
    const { taken, refused } = sortOut(
      ids,
      await hold(ctx, ids),
      (lead) => lead.id,
      'lead',
      (lead) => (lead.state === 'won' ? 'lead_state' : undefined),
    )
    const others = taken.filter((lead) => lead.staff_code !== staffId)
    await sql`update lead set staff_code = ${staffId}, store_code = coalesce(${staff.store}, store_code),
      revision = revision + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = any(${others.map((lead) => lead.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await noteChanges(
      ctx,
      others.map((lead) => ({
        ...{ lead: lead.id, form: lead.form_id, node: lead.node_id, kind: 'assigned' as const },
        ...{ from_staff: lead.staff_code, to_staff: staffId },
        ...{ from_state: lead.state, to_state: lead.state },
      })),
    )
    if (others.length > 0)
      await audit(ctx, 'leads.assigned', { kind: 'staff', id: staffId }, { leads: others.length })
    return { changed: others.length, refused }
  })
}
