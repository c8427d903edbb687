// Pre-sales as operators make and change them. Orders keep the terms they were placed with.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { DepositKind } from '../../commerce/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { getActivity } from '../activities/queries.ts'
import { demandSound, type Item, type ItemFields, itemsOf, writeItems } from './items.ts'

export type PreSaleState = 'draft' | 'live' | 'paused' | 'ended'
export interface PreSaleFields {
  name: string
  deposit_kind: DepositKind
  deposit_from: string
  deposit_until: string
  balance_from: string
  balance_until: string
  /** The promised day of shipping. */
  ships_by: string
  per_customer: number | null
  items: ItemFields[]
}
export interface PreSale extends Omit<PreSaleFields, 'items'> {
  id: string
  activity_id: string
  activity_name: string
  state: PreSaleState
  revision: number
  updated_at: string
  items: Item[]
}
const TIMES = ['deposit_from', 'deposit_until', 'balance_from', 'balance_until'] as const
type Times = (typeof TIMES)[number]
type Row = Omit<PreSale, Times | 'updated_at' | 'items'> & Record<Times | 'updated_at', Date>
const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

/** @throws 404 */
export async function getPreSale(ctx: Ctx, id: string): Promise<PreSale> {
  const { rows } = await sql<Row>`
    select p.id, p.activity_id, a.name as activity_name, p.name, p.state, p.deposit_kind, p.deposit_from, p.deposit_until,
      p.balance_from, p.balance_until, p.ships_by::text as ships_by, p.per_customer, p.revision, p.updated_at
    from pre_sale p join activity a on a.tenant_id = p.tenant_id and a.id = p.activity_id
    where p.tenant_id = ${ctx.tenantId} and p.id = ${id}`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw notFound('pre_sale')
  return {
    ...row,
    ...{ deposit_from: row.deposit_from.toISOString() },
    ...{ deposit_until: row.deposit_until.toISOString() },
    ...{ balance_from: row.balance_from.toISOString() },
    ...{ balance_until: row.balance_until.toISOString() },
    updated_at: row.updated_at.toISOString(),
    items: await itemsOf(ctx, id),
  }
}

/** A draft. @throws 400, 404, 409 activity_ended */
export function createPreSale(
  ctx: Ctx,
  activityId: string,
  fields: PreSaleFields,
): Promise<PreSale> {
  return inTx(ctx, async (ctx) => {
    const activity = await getActivity(ctx, activityId)
    if (activity.state === 'ended') throw conflict('activity_ended', 'What is over is not changed')
    await demandSound(ctx, fields)
    const id = randomUUIDv7()
    await sql`insert into pre_sale (tenant_id, id, activity_id, name, deposit_kind, deposit_from, deposit_until,
        balance_from, balance_until, ships_by, per_customer, created_at, updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${activityId}, ${fields.name}, ${fields.deposit_kind}, ${fields.deposit_from},
        ${fields.deposit_until}, ${fields.balance_from}, ${fields.balance_until}, ${fields.ships_by}::date,
        ${fields.per_customer}, ${ctx.now()}, ${ctx.now()}, ${actorOf(ctx)})`.execute(ctx.pg)
    await writeItems(ctx, id, fields.items)
    await audit(ctx, 'pre_sale.created', { kind: 'pre_sale', id }, { after: fields, activityId })
    return getPreSale(ctx, id)
  })
}

async function lockPreSale(ctx: Ctx, id: string): Promise<PreSale> {
  await sql`select 1 from pre_sale where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  return getPreSale(ctx, id)
}

const fieldsOf = ({ items, ...sale }: PreSale): PreSaleFields => ({
  ...sale,
  items: items.map(({ sku, price_fen, deposit_fen, worth_fen, quota }) => ({
    ...{ sku, price_fen, deposit_fen, worth_fen, quota },
  })),
})

/**
 * For orders that come after it.
 * @throws 400, 404, 409 edited_meanwhile, pre_sale_state, pre_sale_below_taken
 */
export function changePreSale(
  ctx: Ctx,
  id: string,
  change: { [K in keyof PreSaleFields]?: PreSaleFields[K] | undefined },
  revision: number,
): Promise<PreSale> {
  return inTx(ctx, async (ctx) => {
    const before = await lockPreSale(ctx, id)
    if (before.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
        revision: before.revision,
      })
    if (before.state === 'ended')
      throw conflict('pre_sale_state', 'What is over is not changed', { from: before.state })
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const after = { ...fieldsOf(before), ...Object.fromEntries(given) } as PreSaleFields
    await demandSound(ctx, after)
    await sql`update pre_sale set name = ${after.name}, deposit_kind = ${after.deposit_kind},
        deposit_from = ${after.deposit_from}, deposit_until = ${after.deposit_until}, balance_from = ${after.balance_from},
        balance_until = ${after.balance_until}, ships_by = ${after.ships_by}::date, per_customer = ${after.per_customer},
        revision = revision + 1, updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (change.items) await writeItems(ctx, id, after.items)
    await audit(ctx, 'pre_sale.changed', { kind: 'pre_sale', id }, { before, after: change })
    return getPreSale(ctx, id)
  })
}

const FROM = {
  live: ['draft', 'paused'],
  paused: ['live'],
  ended: ['draft', 'live', 'paused'],
} as const satisfies Record<string, readonly PreSaleState[]>

/**
 * While it is not live nobody orders of it; whoever has ordered pays her balance all the same.
 * @throws 404, 409 pre_sale_state
 */
export function setPreSaleState(ctx: Ctx, id: string, to: keyof typeof FROM): Promise<PreSale> {
  return inTx(ctx, async (ctx) => {
    const before = await lockPreSale(ctx, id)
    if (before.state === to) return before
    if (!(FROM[to] as readonly string[]).includes(before.state))
      throw conflict('pre_sale_state', `What is ${before.state} does not become ${to}`, {
        from: before.state,
        to,
      })
    await sql`update pre_sale set state = ${to}, revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${actorOf(ctx)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, `pre_sale.${to}`, { kind: 'pre_sale', id })
    return getPreSale(ctx, id)
  })
}
