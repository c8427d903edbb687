// Bestie plans as operators make and change them. Cards that are given keep the terms they were given with.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { getActivity } from '../activities/queries.ts'
import { getBatch } from '../coupons/batches.ts'

export const WHO = ['anyone', 'buyers', 'members'] as const
export const FRIENDS = ['anyone', 'new'] as const
export const HOLDER_WHEN = ['accepted', 'first_order'] as const
export type BestiePlanState = 'draft' | 'live' | 'paused' | 'ended'
export interface BestiePlanFields {
  name: string
  /** The product whose payment gives a card; null: customers take one. */
  sku: string | null
  who: (typeof WHO)[number]
  friend: (typeof FRIENDS)[number]
  per_holder: number
  total: number | null
  accept_hours: number
  friend_batch_id: string
  /** Null: only the friend gets something. */
  holder_batch_id: string | null
  holder_when: (typeof HOLDER_WHEN)[number]
}
export interface BestiePlan extends BestiePlanFields {
  id: string
  activity_id: string
  state: BestiePlanState
  /** Cards that are promised, wait for a friend, or were accepted. */
  issued: number
  friend_batch_name: string
  holder_batch_name: string | null
  revision: number
  updated_at: string
}

type Row = Omit<BestiePlan, 'updated_at'> & { updated_at: Date }
const present = (row: Row): BestiePlan => ({ ...row, updated_at: row.updated_at.toISOString() })
const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`
const selected = (ctx: Ctx, where: ReturnType<typeof sql>) => sql<Row>`
  select p.id, p.activity_id, p.name, p.state, p.sku, p.who, p.friend, p.per_holder, p.total, p.issued, p.accept_hours,
    p.friend_batch_id, p.holder_batch_id, p.holder_when, f.name as friend_batch_name, h.name as holder_batch_name,
    p.revision, p.updated_at
  from bestie_plan p join coupon_batch f on f.tenant_id = p.tenant_id and f.id = p.friend_batch_id
  left join coupon_batch h on h.tenant_id = p.tenant_id and h.id = p.holder_batch_id
  where p.tenant_id = ${ctx.tenantId} and ${where}`

/** @throws 404 */
export async function getBestiePlan(ctx: Ctx, id: string): Promise<BestiePlan> {
  const { rows } = await selected(ctx, sql`p.id = ${id}`).execute(ctx.pg)
  if (!rows[0]) throw notFound('bestie_plan')
  return present(rows[0])
}

/** Of an activity, oldest first. @throws 404 */
export async function listBestiePlans(ctx: Ctx, activityId: string): Promise<BestiePlan[]> {
  await getActivity(ctx, activityId)
  const { rows } = await selected(
    ctx,
    sql`p.activity_id = ${activityId} order by p.created_at, p.id`,
  ).execute(ctx.pg)
  return rows.map(present)
}

/**
 * How many cards there may be is what the plan says, so a batch that had its own end or its own limit of a
 * person would break a promise; and what is for a friend is not passed on.
 */
async function demandBatch(ctx: Ctx, id: string): Promise<void> {
  const batch = await getBatch(ctx, id)
  if (
    batch.kind !== 'personal' ||
    batch.quantity !== null ||
    batch.take_limit !== null ||
    batch.is_transferable ||
    batch.is_takeable
  )
    throw invalid(
      'bestie_batch',
      'Coupons of a bestie plan are personal, without a quantity or a limit of a person, and neither taken nor passed on',
      { batch: id },
    )
  if (batch.state !== 'open') throw conflict('batch_closed', 'This batch is closed')
}

async function demandSound(ctx: Ctx, id: string, fields: BestiePlanFields): Promise<void> {
  await demandBatch(ctx, fields.friend_batch_id)
  if (fields.holder_batch_id !== null) await demandBatch(ctx, fields.holder_batch_id)
  if (fields.sku === null) return
  const { rows } = await sql<{ kind: string }>`select kind from product
    where tenant_id = ${ctx.tenantId} and sku = ${fields.sku}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('product')
  if (rows[0].kind === 'goods')
    throw invalid('goods_give_nothing', 'What is sent from a store gives nothing else')
  // Two who want one product at once: the second waits here; the index stands behind it.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bestie sku ${ctx.tenantId} ${fields.sku}`}, 0))`.execute(
    ctx.pg,
  )
  const { rows: other } = await sql`select 1 from bestie_plan where tenant_id = ${ctx.tenantId}
    and sku = ${fields.sku} and state <> 'ended' and id <> ${id}`.execute(ctx.pg)
  if (other.length > 0)
    throw conflict('bestie_sku_taken', 'Another plan gives cards for this product')
}

/** A draft. @throws 400, 404, 409 */
export function createBestiePlan(
  ctx: Ctx,
  activityId: string,
  fields: BestiePlanFields,
): Promise<BestiePlan> {
  return inTx(ctx, async (ctx) => {
    const activity = await getActivity(ctx, activityId)
    if (activity.state === 'ended') throw conflict('activity_ended', 'What is over is not changed')
    const id = randomUUIDv7()
    await demandSound(ctx, id, fields)
    const f = fields
    await sql`insert into bestie_plan (tenant_id, id, activity_id, name, sku, who, friend, per_holder, total, accept_hours,
        friend_batch_id, holder_batch_id, holder_when, created_at, updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${activityId}, ${f.name}, ${f.sku}, ${f.who}, ${f.friend}, ${f.per_holder}, ${f.total},
        ${f.accept_hours}, ${f.friend_batch_id}, ${f.holder_batch_id}, ${f.holder_when}, ${ctx.now()}, ${ctx.now()},
        ${actorOf(ctx)})`.execute(ctx.pg)
    await audit(ctx, 'bestie_plan.created', { kind: 'bestie_plan', id }, { after: f, activityId })
    return getBestiePlan(ctx, id)
  })
}

async function lockPlan(ctx: Ctx, id: string): Promise<BestiePlan> {
  await sql`select 1 from bestie_plan where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  return getBestiePlan(ctx, id)
}

/** For cards given after it. @throws 400, 404, 409 edited_meanwhile, bestie_plan_state, bestie_total */
export function changeBestiePlan(
  ctx: Ctx,
  id: string,
  change: { [K in keyof BestiePlanFields]?: BestiePlanFields[K] | undefined },
  revision: number,
): Promise<BestiePlan> {
  return inTx(ctx, async (ctx) => {
    const before = await lockPlan(ctx, id)
    if (before.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
        revision: before.revision,
      })
    if (before.state === 'ended')
      throw conflict('bestie_plan_state', 'What is over is not changed', { from: before.state })
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const after = { ...before, ...Object.fromEntries(given) } as BestiePlanFields
    await demandSound(ctx, id, after)
    if (after.total !== null && after.total < before.issued)
      throw conflict('bestie_total', 'More cards than that are given', { issued: before.issued })
    const { friend_batch_id: friendBatch, holder_batch_id: holderBatch } = after
    await sql`update bestie_plan set name = ${after.name}, sku = ${after.sku}, who = ${after.who}, friend = ${after.friend},
        per_holder = ${after.per_holder}, total = ${after.total}::bigint, accept_hours = ${after.accept_hours},
        friend_batch_id = ${friendBatch}, holder_batch_id = ${holderBatch}::uuid, holder_when = ${after.holder_when},
        revision = revision + 1, updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'bestie_plan.changed', { kind: 'bestie_plan', id }, { before, after: change })
    return getBestiePlan(ctx, id)
  })
}

const FROM = {
  live: ['draft', 'paused'],
  paused: ['live'],
  ended: ['draft', 'live', 'paused'],
} as const satisfies Record<string, readonly BestiePlanState[]>

/**
 * Nobody gets a card while it is not live; cards that are given run to their own end.
 * @throws 404, 409 bestie_plan_state
 */
export function setBestiePlanState(
  ctx: Ctx,
  id: string,
  to: keyof typeof FROM,
): Promise<BestiePlan> {
  return inTx(ctx, async (ctx) => {
    const before = await lockPlan(ctx, id)
    if (before.state === to) return before
    if (!(FROM[to] as readonly string[]).includes(before.state))
      throw conflict('bestie_plan_state', `What is ${before.state} does not become ${to}`, {
        from: before.state,
        to,
      })
    await sql`update bestie_plan set state = ${to}, revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, `bestie_plan.${to}`, { kind: 'bestie_plan', id })
    return getBestiePlan(ctx, id)
  })
}
