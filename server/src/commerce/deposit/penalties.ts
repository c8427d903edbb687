// The second half of a double return: owed to the buyer, booked as an outlay, and paid out. A provider gives back what
// was paid and no more, so it cannot go that way: she takes it as stored value, which pays it at once, or somebody
// pays it within a week and says how.
import { sql } from 'kysely'
import { z } from 'zod'
import { closeTaskOf, openTask } from '../../desk/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { recordCosts } from '../catalogue.ts'
import { lockOwnOrder, type OwnOrder } from '../checkout/own-order.ts'
import { mainActivity } from '../credit/activities.ts'
import { OWN_SOURCE } from '../order.ts'
import { visibleTo } from '../order-list.ts'

export const PENALTY_STATES = ['owed', 'paid'] as const
export type PenaltyState = (typeof PENALTY_STATES)[number]
/** Stored value is hers alone to choose: what the law gives her is money. */
export const STAFF_METHODS = ['bank', 'wechat', 'alipay', 'cash', 'other'] as const
export const PENALTY_METHODS = [...STAFF_METHODS, 'stored_value'] as const
export type PenaltyMethod = (typeof PENALTY_METHODS)[number]
/** From the day it is owed. */
const DAYS_TO_PAY = 7

/** Puts money into a buyer's stored value, once a key; another domain's. @throws 409 with what the law says */
export type PayIn = (
  ctx: Ctx,
  given: { key: string; node: number; fen: number; orderId: string },
) => Promise<void>
let payIn: PayIn | undefined
/** Called at start. */
export function usePayIn(given: PayIn | undefined): void {
  payIn = given
}
export interface Penalty {
  order_id: string
  number: string
  customer_id: number | null
  fen: number
  currency: string
  state: PenaltyState
  owed_at: string
  paid_at: string | null
  paid_by: string | null
  /** Null while it is owed. */
  method: PenaltyMethod | null
  due_on: string
  is_overdue: boolean
  reference: string
}

/** What it is booked as among the costs. */
export const penaltyCost = (orderId: string) => `deposit_penalty:${orderId}`

/** Call in the transaction that ends the bargain, with the order's row held. Once an order. */
export async function owePenalty(ctx: Ctx, order: OwnOrder, fen: number): Promise<void> {
  const { rows } = await sql<{ today: string }>`
    insert into deposit_penalty (tenant_id, order_id, fen, state, owed_at, due_on)
    select t.id, ${order.id}::uuid, ${fen}::bigint, 'owed', ${ctx.now()}::timestamptz,
      (${ctx.now()}::timestamptz at time zone t.timezone)::date + ${DAYS_TO_PAY}::int from tenant t where t.id = ${ctx.tenantId}
    returning (select (${ctx.now()}::timestamptz at time zone t.timezone)::date::text from tenant t
      where t.id = ${ctx.tenantId}) as today`.execute(ctx.pg)
  const today = rows[0]?.today
  if (today === undefined) throw new Error('a penalty was not written down')
  await recordCosts(ctx, [
    {
      ...{ source: OWN_SOURCE, externalId: penaltyCost(order.id), spentOn: today },
      ...{ kind: 'incentive', fen, currency: order.currency, channelId: null },
      ...{ activityId: mainActivity(order), storeId: order.store, staffId: null, node: null },
      note: `定金双倍返还 double return of earnest money, ${order.number}`,
    },
  ])
  await openTask(ctx, {
    ...{ kind: 'deposit_penalty', params: { number: order.number, fen }, link: '/pre-sales' },
    key: penaltyCost(order.id),
  })
}

const shownAt = (
  ctx: Ctx,
) => sql`d.order_id, w.number, c.canonical_id as customer_id, d.fen, w.currency, d.state, d.owed_at, d.paid_at,
  d.paid_by, d.method, d.due_on::text as due_on, d.reference,
  d.state = 'owed' and d.due_on < (${ctx.now()}::timestamptz at time zone t.timezone)::date as is_overdue`
const FROM = sql`deposit_penalty d join own_order w on w.tenant_id = d.tenant_id and w.id = d.order_id
  join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id
  join tenant t on t.id = d.tenant_id
  left join customer c on c.tenant_id = o.tenant_id and c.id = o.node_id`
type Row = Omit<Penalty, 'owed_at' | 'paid_at'> & { owed_at: Date; paid_at: Date | null }
const shown = (row: Row): Penalty => ({
  ...row,
  ...{ owed_at: row.owed_at.toISOString(), paid_at: row.paid_at?.toISOString() ?? null },
})

/** Newest first. */
export async function listPenalties(
  ctx: Ctx,
  filter: { state?: PenaltyState | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<Row>`select ${shownAt(ctx)} from ${FROM}
    where d.tenant_id = ${ctx.tenantId} and ${visibleTo(ctx)}
      and ${filter.state ? sql`d.state = ${filter.state}` : sql`true`}
      and ${after ? sql`(date_trunc('milliseconds', d.owed_at), d.order_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by date_trunc('milliseconds', d.owed_at) desc, d.order_id desc limit ${filter.limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(rows, filter.limit, shown, (row) => [row.owed_at.toISOString(), row.order_id])
}

/** Somebody has paid it, and says how. @throws 404, 409 when it was paid before */
export function payPenalty(
  ctx: Ctx,
  orderId: string,
  paid: { method: (typeof STAFF_METHODS)[number]; reference: string },
): Promise<Penalty> {
  return inTx(ctx, (ctx) => settlePenalty(ctx, orderId, paid))
}

/**
 * She takes it as stored value: paid at once. Call with the order hers.
 * @throws 404, 409 when it was paid before, or with what the law says of so much stored value
 */
export function takePenaltyAsStoredValue(ctx: Ctx, orderId: string): Promise<Penalty> {
  return inTx(ctx, async (ctx) => {
    const { node_id: node } = await lockOwnOrder(ctx, orderId)
    const key = penaltyCost(orderId)
    const paid = await settlePenalty(ctx, orderId, { method: 'stored_value', reference: key })
    if (!payIn || node === null)
      throw conflict('no_stored_value', 'It cannot be taken as stored value')
    await payIn(ctx, { key, node, fen: paid.fen, orderId })
    return paid
  })
}

/** By a conditional write: of two who pay, one does. */
async function settlePenalty(
  ctx: Ctx,
  orderId: string,
  { method, reference }: { method: PenaltyMethod; reference: string },
): Promise<Penalty> {
  const { rows } = await sql`update deposit_penalty
    set state = 'paid', paid_at = ${ctx.now()}, paid_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}, method = ${method},
      reference = ${reference}
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and state = 'owed' returning order_id`.execute(
    ctx.pg,
  )
  const penalty = await findPenalty(ctx, orderId)
  if (!penalty) throw notFound('deposit_penalty')
  if (rows.length === 0) throw conflict('penalty_paid', 'It was paid before')
  const object = { kind: 'order', id: orderId }
  const after = { fen: penalty.fen, method, reference }
  await audit(ctx, 'deposit.penalty_paid', object, { after })
  await closeTaskOf(ctx, penaltyCost(orderId), `${method} ${reference}`)
  return penalty
}

export async function findPenalty(ctx: Ctx, orderId: string): Promise<Penalty | undefined> {
  const { rows } = await sql<Row>`select ${shownAt(ctx)} from ${FROM}
    where d.tenant_id = ${ctx.tenantId} and d.order_id = ${orderId}`.execute(ctx.pg)
  return rows[0] && shown(rows[0])
}
