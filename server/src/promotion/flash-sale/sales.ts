// Flash sales as operators make and change them. Prices of a slot stand from its first minute on.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { getActivity } from '../activities/queries.ts'
import {
  demandGoods,
  demandSound,
  type Slot,
  type SlotFields,
  slotsOf,
  writeSlots,
} from './slots.ts'

export type FlashSaleState = 'draft' | 'live' | 'paused' | 'ended'
export const COMES_BACK = ['unpaid', 'unsent'] as const
export interface FlashSaleFields {
  name: string
  comes_back: (typeof COMES_BACK)[number]
  stacks: boolean
  budget_fen: number | null
  slots: SlotFields[]
}
export interface FlashSale extends Omit<FlashSaleFields, 'slots'> {
  id: string
  activity_id: string
  activity_name: string
  state: FlashSaleState
  revision: number
  updated_at: string
  slots: Slot[]
}

type Row = Omit<FlashSale, 'updated_at' | 'slots'> & { updated_at: Date }
const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

/** @throws 404 */
export async function getFlashSale(ctx: Ctx, id: string): Promise<FlashSale> {
  const { rows } = await sql<Row>`
    select f.id, f.activity_id, a.name as activity_name, f.name, f.state, f.comes_back, f.stacks, f.budget_fen,
      f.revision, f.updated_at
    from flash_sale f join activity a on a.tenant_id = f.tenant_id and a.id = f.activity_id
    where f.tenant_id = ${ctx.tenantId} and f.id = ${id}`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw notFound('flash_sale')
  return { ...row, updated_at: row.updated_at.toISOString(), slots: await slotsOf(ctx, id) }
}

/** A draft. @throws 400, 404, 409 activity_ended */
export function createFlashSale(
  ctx: Ctx,
  activityId: string,
  fields: FlashSaleFields,
): Promise<FlashSale> {
  return inTx(ctx, async (ctx) => {
    const activity = await getActivity(ctx, activityId)
    if (activity.state === 'ended') throw conflict('activity_ended', 'What is over is not changed')
    demandSound(fields.slots)
    await demandGoods(ctx, fields.slots)
    const id = randomUUIDv7()
    await sql`insert into flash_sale (tenant_id, id, activity_id, name, comes_back, stacks, budget_fen, created_at,
        updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${activityId}, ${fields.name}, ${fields.comes_back}, ${fields.stacks},
        ${fields.budget_fen}, ${ctx.now()}, ${ctx.now()}, ${actorOf(ctx)})`.execute(ctx.pg)
    await writeSlots(ctx, id, [], fields.slots)
    await writeBudget(ctx, id, fields.budget_fen)
    await audit(
      ctx,
      'flash_sale.created',
      { kind: 'flash_sale', id },
      { after: fields, activityId },
    )
    return getFlashSale(ctx, id)
  })
}

async function lockFlashSale(ctx: Ctx, id: string): Promise<FlashSale> {
  await sql`select 1 from flash_sale where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  return getFlashSale(ctx, id)
}

/**
 * Orders that were placed keep their price. Of a slot that has begun, quantities, limits and its end change.
 * @throws 400, 404, 409 edited_meanwhile, flash_sale_state, flash_slot_begun, flash_below_sold
 */
export function changeFlashSale(
  ctx: Ctx,
  id: string,
  change: { [K in keyof FlashSaleFields]?: FlashSaleFields[K] | undefined },
  revision: number,
): Promise<FlashSale> {
  return inTx(ctx, async (ctx) => {
    const before = await lockFlashSale(ctx, id)
    if (before.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
        revision: before.revision,
      })
    if (before.state === 'ended')
      throw conflict('flash_sale_state', 'What is over is not changed', { from: before.state })
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const after = { ...before, ...Object.fromEntries(given) } as FlashSaleFields
    if (change.slots) {
      demandSound(change.slots)
      await demandGoods(ctx, change.slots)
      await writeSlots(ctx, id, before.slots, change.slots)
    }
    if (after.budget_fen !== before.budget_fen) {
      // Orders of a sale without a budget leave no trace in it, so there is nothing to go on from.
      if (before.state !== 'draft' && (after.budget_fen === null || before.budget_fen === null))
        throw conflict('flash_budget_fixed', 'Whether there is a budget is said before it is live')
      await writeBudget(ctx, id, after.budget_fen)
    }
    await sql`update flash_sale set name = ${after.name}, comes_back = ${after.comes_back}, stacks = ${after.stacks},
      budget_fen = ${after.budget_fen}, revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'flash_sale.changed', { kind: 'flash_sale', id }, { before, after: change })
    return getFlashSale(ctx, id)
  })
}

/** @throws 409 flash_below_sold */
async function writeBudget(ctx: Ctx, id: string, fen: number | null): Promise<void> {
  if (fen === null) {
    await sql`delete from flash_budget where tenant_id = ${ctx.tenantId} and flash_sale_id = ${id}`.execute(
      ctx.pg,
    )
    return
  }
  const { rows } = await sql`
    insert into flash_budget (tenant_id, flash_sale_id, most_fen) values (${ctx.tenantId}, ${id}, ${fen})
    on conflict (tenant_id, flash_sale_id) do update set most_fen = excluded.most_fen
      where flash_budget.spent_fen <= excluded.most_fen returning 1`.execute(ctx.pg)
  if (rows.length === 0)
    throw conflict('flash_below_sold', 'More of it is spent already', { budget_fen: fen })
}

const FROM = {
  live: ['draft', 'paused'],
  paused: ['live'],
  ended: ['draft', 'live', 'paused'],
} as const satisfies Record<string, readonly FlashSaleState[]>

/**
 * While it is not live nobody orders of it; what was ordered stands.
 * @throws 404, 409 flash_sale_state
 */
export function setFlashSaleState(ctx: Ctx, id: string, to: keyof typeof FROM): Promise<FlashSale> {
  return inTx(ctx, async (ctx) => {
    const before = await lockFlashSale(ctx, id)
    if (before.state === to) return before
    if (!(FROM[to] as readonly string[]).includes(before.state))
      throw conflict('flash_sale_state', `What is ${before.state} does not become ${to}`, {
        from: before.state,
        to,
      })
    await sql`update flash_sale set state = ${to}, revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, `flash_sale.${to}`, { kind: 'flash_sale', id })
    return getFlashSale(ctx, id)
  })
}
