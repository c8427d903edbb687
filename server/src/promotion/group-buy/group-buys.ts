// Group buys as operators make and change them. Groups that are open keep the terms they were opened with.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { getActivity } from '../activities/queries.ts'

export const WHO = ['anyone', 'new_joiners', 'new_only'] as const
export type GroupBuyState = 'draft' | 'live' | 'paused' | 'ended'
export interface GroupBuyFields {
  name: string
  size: number
  live_hours: number
  per_order: number
  per_customer: number | null
  who: (typeof WHO)[number]
  merges: boolean
  complete_from: number | null
  items: { sku: string; price_fen: number }[]
}
export interface GroupBuy extends GroupBuyFields {
  id: string
  activity_id: string
  state: GroupBuyState
  revision: number
  updated_at: string
}

const COLUMNS = sql`g.id, g.activity_id, g.name, g.state, g.size, g.live_hours, g.per_order, g.per_customer, g.who,
  g.merges, g.complete_from, g.revision, g.updated_at, (
    select coalesce(jsonb_agg(jsonb_build_object('sku', i.sku, 'price_fen', i.price_fen) order by i.sku), '[]')
    from group_buy_item i where i.tenant_id = g.tenant_id and i.group_buy_id = g.id) as items`
type Row = Omit<GroupBuy, 'updated_at'> & { updated_at: Date }
const present = (row: Row): GroupBuy => ({ ...row, updated_at: row.updated_at.toISOString() })
const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

/** @throws 404 */
export async function getGroupBuy(ctx: Ctx, id: string): Promise<GroupBuy> {
  const { rows } = await sql<Row>`select ${COLUMNS} from group_buy g
    where g.tenant_id = ${ctx.tenantId} and g.id = ${id}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('group_buy')
  return present(rows[0])
}

/** Of an activity, oldest first. @throws 404 */
export async function listGroupBuys(ctx: Ctx, activityId: string): Promise<GroupBuy[]> {
  await getActivity(ctx, activityId)
  const { rows } = await sql<Row>`select ${COLUMNS} from group_buy g
    where g.tenant_id = ${ctx.tenantId} and g.activity_id = ${activityId} order by g.created_at, g.id`.execute(
    ctx.pg,
  )
  return rows.map(present)
}

async function demandSound(ctx: Ctx, fields: GroupBuyFields): Promise<void> {
  if (fields.complete_from !== null && fields.complete_from >= fields.size)
    throw invalid('group_complete_from', 'The brand completes a group that is not complete')
  const skus = fields.items.map((item) => item.sku)
  if (skus.length === 0) throw invalid('group_buy_empty', 'It needs goods')
  if (new Set(skus).size < skus.length) throw invalid('sku_twice', 'An SKU stands in two lines')
  const { rows } = await sql<{ sku: string }>`select sku from product
    where tenant_id = ${ctx.tenantId} and sku = any(${skus}::text[])`.execute(ctx.pg)
  const known = new Set(rows.map((row) => row.sku))
  const unknown = skus.filter((sku) => !known.has(sku))
  if (unknown.length > 0)
    throw invalid('unknown_sku', `There is no product ${unknown.join(', ')}`, { skus: unknown })
}

const written = (
  f: GroupBuyFields,
) => sql`name = ${f.name}, size = ${f.size}, live_hours = ${f.live_hours},
  per_order = ${f.per_order}, per_customer = ${f.per_customer}::int, who = ${f.who}, merges = ${f.merges},
  complete_from = ${f.complete_from}::int`

async function writeItems(ctx: Ctx, id: string, items: GroupBuyFields['items']): Promise<void> {
  await sql`delete from group_buy_item where tenant_id = ${ctx.tenantId} and group_buy_id = ${id}`.execute(
    ctx.pg,
  )
  const u = unnest(items, {
    sku: ['text', (i) => i.sku],
    price_fen: ['bigint', (i) => i.price_fen],
  })
  await sql`insert into group_buy_item (tenant_id, group_buy_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${u.names} from ${u.rows}`.execute(ctx.pg)
}

/** A draft. @throws 400, 404 */
export function createGroupBuy(
  ctx: Ctx,
  activityId: string,
  fields: GroupBuyFields,
): Promise<GroupBuy> {
  return inTx(ctx, async (ctx) => {
    const activity = await getActivity(ctx, activityId)
    if (activity.state === 'ended') throw conflict('activity_ended', 'What is over is not changed')
    await demandSound(ctx, fields)
    const id = randomUUIDv7()
    await sql`insert into group_buy (tenant_id, id, activity_id, name, size, live_hours, per_order, per_customer, who,
        merges, complete_from, created_at, updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${activityId}, ${fields.name}, ${fields.size}, ${fields.live_hours},
        ${fields.per_order}, ${fields.per_customer}, ${fields.who}, ${fields.merges}, ${fields.complete_from},
        ${ctx.now()}, ${ctx.now()}, ${actorOf(ctx)})`.execute(ctx.pg)
    await writeItems(ctx, id, fields.items)
    await audit(ctx, 'group_buy.created', { kind: 'group_buy', id }, { after: fields, activityId })
    return getGroupBuy(ctx, id)
  })
}

async function lockGroupBuy(ctx: Ctx, id: string): Promise<GroupBuy> {
  await sql`select 1 from group_buy where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  return getGroupBuy(ctx, id)
}

/** For orders and groups that come after it. @throws 400, 404, 409 edited_meanwhile, group_buy_state */
export function changeGroupBuy(
  ctx: Ctx,
  id: string,
  change: { [K in keyof GroupBuyFields]?: GroupBuyFields[K] | undefined },
  revision: number,
): Promise<GroupBuy> {
  return inTx(ctx, async (ctx) => {
    const before = await lockGroupBuy(ctx, id)
    if (before.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
        revision: before.revision,
      })
    if (before.state === 'ended')
      throw conflict('group_buy_state', 'What is over is not changed', { from: before.state })
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const after = { ...before, ...Object.fromEntries(given) } as GroupBuyFields
    await demandSound(ctx, after)
    await sql`update group_buy set ${written(after)}, revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await writeItems(ctx, id, after.items)
    await audit(ctx, 'group_buy.changed', { kind: 'group_buy', id }, { before, after: change })
    return getGroupBuy(ctx, id)
  })
}

const FROM = {
  live: ['draft', 'paused'],
  paused: ['live'],
  ended: ['draft', 'live', 'paused'],
} as const satisfies Record<string, readonly GroupBuyState[]>

/**
 * Nobody opens or joins a group while it is not live; groups that are open run to their own end.
 * @throws 404, 409 group_buy_state
 */
export function setGroupBuyState(ctx: Ctx, id: string, to: keyof typeof FROM): Promise<GroupBuy> {
  return inTx(ctx, async (ctx) => {
    const before = await lockGroupBuy(ctx, id)
    if (before.state === to) return before
    if (!(FROM[to] as readonly string[]).includes(before.state))
      throw conflict('group_buy_state', `What is ${before.state} does not become ${to}`, {
        from: before.state,
        to,
      })
    await sql`update group_buy set state = ${to}, revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, `group_buy.${to}`, { kind: 'group_buy', id })
    return getGroupBuy(ctx, id)
  })
}
