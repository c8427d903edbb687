// The brand's programme: what it is called, what joining agrees to, by which ways one joins.
import { sql } from 'kysely'
import { hearOnly } from '../../collect/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'

export const WAYS = ['api', 'operator', 'event', 'first_order', 'shop'] as const
export type Way = (typeof WAYS)[number]

export interface Programme {
  name: string
  terms_version: string
  /** What she reads before she joins in the shop. */
  terms_text: string
  joining: Way[]
  join_event: string | null
  /** The card whose trial is given to who leaves contact details for the first time. */
  trial_plan: string | null
  revision: number
  created_at: Date
}

/** Hears the event by which one joins. */
export const JOIN_CONSUMER = 'membership.joining'

export async function findProgramme(ctx: Ctx): Promise<Programme | undefined> {
  const { rows } = await sql<Programme>`
    select name, terms_version, terms_text, joining, join_event, trial_plan, revision, created_at from programme
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]
}

/** @throws 404 */
export async function getProgramme(ctx: Ctx): Promise<Programme> {
  const found = await findProgramme(ctx)
  if (!found) throw notFound('programme')
  return found
}

/**
 * Makes the programme or changes it. Members and levels stay as they are.
 * @param revision the one it was read at; 0 for a new one
 * @throws 400, 409 when somebody else changed it meanwhile
 */
export function setProgramme(
  ctx: Ctx,
  given: Pick<Programme, 'name' | 'terms_version' | 'terms_text' | 'joining' | 'join_event'> &
    Partial<Pick<Programme, 'trial_plan'>>,
  revision: number,
): Promise<Programme> {
  return inTx(ctx, async (ctx) => {
    const joining = WAYS.filter((way) => given.joining.includes(way))
    if (joining.includes('event') !== (given.join_event !== null))
      throw invalid('join_event_needed', 'Joining by an event names the event, and only then')
    const before = (await findProgramme(ctx)) ?? null
    const { name, terms_version, terms_text, join_event, trial_plan = null } = given
    if (trial_plan !== null && trial_plan !== before?.trial_plan) await demandTrial(ctx, trial_plan)
    const { rows } = await sql`
      insert into programme as p (tenant_id, name, terms_version, terms_text, joining, join_event, trial_plan, trial_from,
        revision, created_at, updated_at)
      select ${ctx.tenantId}::uuid, ${name}, ${terms_version}, ${terms_text}, ${joining}::text[], ${join_event}::text, ${trial_plan}::text,
        case when ${trial_plan}::text is not null then ${ctx.now()}::timestamptz end, 1, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz
      where ${revision}::int = 0 or exists (select 1 from programme where tenant_id = ${ctx.tenantId})
      on conflict (tenant_id) do update set name = excluded.name, terms_version = excluded.terms_version,
        terms_text = excluded.terms_text, joining = excluded.joining, join_event = excluded.join_event, revision = p.revision + 1,
        trial_plan = excluded.trial_plan, trial_from = case when excluded.trial_plan = p.trial_plan then p.trial_from else excluded.trial_from end,
        updated_at = excluded.updated_at
      where p.revision = ${revision}
      returning revision`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    // Also of those told late: whoever joined before the brand came here is a member since then.
    const events = join_event === null ? [] : [join_event]
    await hearOnly(ctx, JOIN_CONSUMER, events, { historical: true })
    const after = await getProgramme(ctx)
    await audit(ctx, 'programme.changed', { kind: 'programme', id: 'programme' }, { before, after })
    return after
  })
}

/** @throws 400 when there is nothing to be tried */
async function demandTrial(ctx: Ctx, plan: string): Promise<void> {
  const { rows } =
    await sql`select 1 from card_plan where tenant_id = ${ctx.tenantId} and code = ${plan}
    and not is_retired and trial_days > 0`.execute(ctx.pg)
  if (rows.length === 0)
    throw invalid('no_trial_of_plan', 'There is no such card, or it has no days to be tried', {
      plan,
    })
}
