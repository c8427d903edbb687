// Activities: what operators plan, put live and compare. Offers, orders and costs carry an activity's id.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { demandAudiences } from '../../audiences/index.ts'
import { requestApproval } from '../../desk/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { demandFrequency } from '../frequency/frequency.ts'
import { promotionSetting } from '../settings.ts'
import { type Activity, getActivity, promotionOf } from './queries.ts'
import { warningsOf } from './warnings.ts'

export const MEASURES = [
  'orders',
  'sales_fen',
  'margin_fen',
  'new_customers',
  'returning_customers',
] as const
export type Measure = (typeof MEASURES)[number]
export interface Objective {
  measure: Measure
  target: number
  note: string
}
export type ActivityState = 'draft' | 'live' | 'paused' | 'ended'
export interface ActivityFields {
  name: string
  starts_at: string
  ends_at: string
  owner_id: string | null
  audiences: string[]
  goods: { skus?: string[] | undefined; categories?: string[] | undefined }
  storefronts: string[]
  carriers: string[]
  short_objective: Objective | null
  long_objective: Objective | null
  budget_fen: number | null
}
export type ActivityChange = { [K in keyof ActivityFields]?: ActivityFields[K] | undefined }

const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

async function demandSound(ctx: Ctx, fields: ActivityFields): Promise<void> {
  if (Date.parse(fields.starts_at) >= Date.parse(fields.ends_at))
    throw invalid('activity_period', 'It ends before it begins')
  await demandAudiences(ctx, fields.audiences)
  if (fields.owner_id === null) return
  const { rows } = await sql`select 1 from membership
    where tenant_id = ${ctx.tenantId} and user_id = ${fields.owner_id}`.execute(ctx.pg)
  if (rows.length === 0) throw invalid('unknown_owner', 'The owner is nobody of the team')
}

const written = (f: ActivityFields) => sql`
  name = ${f.name}, starts_at = ${f.starts_at}::timestamptz, ends_at = ${f.ends_at}::timestamptz,
  owner_id = ${f.owner_id}::uuid, audiences = ${f.audiences}::uuid[], goods = ${JSON.stringify(f.goods)}::jsonb,
  storefronts = ${f.storefronts}::text[], carriers = ${f.carriers}::text[],
  short_objective = ${f.short_objective && JSON.stringify(f.short_objective)}::jsonb,
  long_objective = ${f.long_objective && JSON.stringify(f.long_objective)}::jsonb,
  budget_fen = ${f.budget_fen}::bigint`

/** A draft. @throws 400, 404 */
export function createActivity(
  ctx: Ctx,
  fields: ActivityFields,
  copiedFrom: string | null = null,
): Promise<Activity> {
  return inTx(ctx, async (ctx) => {
    await demandSound(ctx, fields)
    const id = randomUUIDv7()
    await sql`insert into activity (tenant_id, id, name, starts_at, ends_at, copied_from, created_at, created_by,
        updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${fields.name}, ${fields.starts_at}, ${fields.ends_at}, ${copiedFrom},
        ${ctx.now()}, ${actorOf(ctx)}, ${ctx.now()}, ${actorOf(ctx)})`.execute(ctx.pg)
    await sql`update activity set ${written(fields)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await audit(ctx, 'activity.created', { kind: 'activity', id }, { after: fields, copiedFrom })
    return getActivity(ctx, id)
  })
}

export async function lockActivity(ctx: Ctx, id: string): Promise<Activity> {
  await sql`select 1 from activity where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  return getActivity(ctx, id)
}

/** @throws 400, 404, 409 edited_meanwhile, activity_ended, activity_waits, storefront_frequency */
export function changeActivity(
  ctx: Ctx,
  id: string,
  change: ActivityChange,
  revision: number,
): Promise<Activity> {
  return inTx(ctx, async (ctx) => {
    const before = await lockActivity(ctx, id)
    if (before.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
        revision: before.revision,
      })
    if (before.state === 'ended') throw conflict('activity_ended', 'What is over is not changed')
    if (before.approval_id !== null)
      throw conflict('activity_waits', 'Somebody is deciding on it as it is; withdraw that first')
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const after = { ...before, ...Object.fromEntries(given) } as ActivityFields
    await demandSound(ctx, after)
    if (before.state === 'live') {
      demandObjectives(after)
      if (isElsewhere(before, after)) await demandFrequency(ctx, promotionOf(id, after))
      if ((await needsApproval(ctx, after)) && after.budget_fen !== before.budget_fen)
        throw conflict('budget_needs_approval', 'Pause it, change the budget and publish it again')
    }
    await sql`update activity set ${written(after)}, revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'activity.changed', { kind: 'activity', id }, { before, after: change })
    return getActivity(ctx, id)
  })
}

function demandObjectives({ short_objective, long_objective }: ActivityFields): void {
  const missing = [
    ...(short_objective ? [] : ['short_objective']),
    ...(long_objective ? [] : ['long_objective']),
  ]
  if (missing.length > 0)
    throw conflict('objectives_missing', 'It needs a short- and a long-term objective', {
      fields: missing,
    })
}

async function needsApproval(ctx: Ctx, { budget_fen }: ActivityFields): Promise<boolean> {
  const { approval_from_fen } = await promotionSetting(ctx)
  return approval_from_fen !== null && (budget_fen === null || budget_fen >= approval_from_fen)
}

/**
 * Live at once, or asked for where a second person is needed; a budget without an end needs one too.
 * @throws 404, 409 objectives_missing, activity_state, activity_over, storefront_frequency
 */
export function publishActivity(ctx: Ctx, id: string): Promise<Activity> {
  return inTx(ctx, async (ctx) => {
    const before = await lockActivity(ctx, id)
    if (before.state === 'live' || before.approval_id !== null) return before
    demandPublishable(ctx, before)
    if (!(await needsApproval(ctx, before))) return goLive(ctx, before)
    await demandFrequency(ctx, promotionOf(id, before))
    const approval = await requestApproval(ctx, {
      kind: 'activity',
      subject: { kind: 'activity', id },
      payload: { activity: id, revision: before.revision },
      summary: { name: before.name, budget_fen: before.budget_fen },
    })
    await sql`update activity set approval_id = ${approval} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    return getActivity(ctx, id)
  })
}

export function demandPublishable(ctx: Ctx, activity: Activity): void {
  if (activity.state === 'ended')
    throw conflict('activity_state', 'An activity that is over does not become live', {
      from: activity.state,
    })
  demandObjectives(activity)
  if (new Date(activity.ends_at) <= ctx.now())
    throw conflict('activity_over', 'Its time is over; give it another end first')
}

/** At other times, or at other storefronts. */
const isElsewhere = (before: ActivityFields, after: ActivityFields): boolean =>
  Date.parse(before.starts_at) !== Date.parse(after.starts_at) ||
  Date.parse(before.ends_at) !== Date.parse(after.ends_at) ||
  before.storefronts.join('\n') !== after.storefronts.join('\n')

/** @throws 409 storefront_frequency */
export async function goLive(ctx: Ctx, activity: Activity): Promise<Activity> {
  const { id } = activity
  await demandFrequency(ctx, promotionOf(id, activity))
  await sql`update activity set state = 'live', live_from = coalesce(live_from, ${ctx.now()}), live_until = null, approval_id = null, revision = revision + 1, updated_at = ${ctx.now()},
    updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  const live = await getActivity(ctx, id)
  const warnings = (await warningsOf(ctx, live)).map((w) => w.code)
  await audit(ctx, 'activity.published', { kind: 'activity', id }, { warnings })
  return live
}

/** Its offers count no more while it is not live; what unpaid orders hold stays theirs. @throws 404, 409 */
export function stopActivity(ctx: Ctx, id: string, to: 'paused' | 'ended'): Promise<Activity> {
  return inTx(ctx, async (ctx) => {
    const before = await lockActivity(ctx, id)
    if (before.state === to) return before
    if (before.approval_id !== null)
      throw conflict('activity_waits', 'Somebody is deciding on it; withdraw that first')
    if (before.state === 'ended' || (to === 'paused' && before.state !== 'live'))
      throw conflict('activity_state', `What is ${before.state} does not become ${to}`, {
        from: before.state,
        to,
      })
    await sql`update activity set state = ${to}, live_until = coalesce(live_until, ${ctx.now()}), revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, `activity.${to}`, { kind: 'activity', id })
    return getActivity(ctx, id)
  })
}
