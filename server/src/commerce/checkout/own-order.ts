// Own orders in PostgreSQL: read, locked, and moved on by a conditional write that leaves its trace.
import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { brandCachedBy } from '../../platform/brand-cache.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { type OwnEvent, recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'
import { mainActivity } from '../credit/activities.ts'
import type { CameBy } from '../credit/rule.ts'
import { NO_LINKS, type OrderInput, OWN_SOURCE } from '../order.ts'
import { eventIdOf } from '../order-events.ts'
import { offersUsed } from '../quote/ports.ts'
import type { Quoted, QuoteInput } from '../quote/quote.ts'
import type { HeldOrder } from './parties.ts'
import { ACTS, type Act, type Delivery, type OwnState } from './states.ts'

export interface Address {
  name: string
  phone: string
  /** The region's path from the widest. */
  region: string[]
  street: string
}
export interface OwnGift {
  sku: string
  name: string
  quantity: number
}
export interface OwnOrder {
  id: string
  number: string
  /** Where the buyer's things are kept; null once she was erased. */
  node_id: number | null
  storefront: string
  store: string
  /** homefield: the shop; pos: a till. */
  platform: string
  delivery: Delivery
  state: OwnState
  currency: string
  total_fen: number
  shipping_fen: number
  due_fen: number
  refunded_shipping_fen: number
  address: Address | null
  note: string
  input: QuoteInput
  quoted: Quoted
  /** Goods that come with it for nothing. */
  gifts: OwnGift[]
  reservation: string
  pick_up_code: string | null
  cancel_reason: string | null
  staff_id: string | null
  came_by: CameBy | null
  placed_at: Date
  expires_at: Date
  paid_at: Date | null
  shipped_at: Date | null
  received_at: Date | null
  closed_at: Date | null
}

const COLUMNS = sql`w.id, w.number, s.node_id, w.storefront, w.store, w.platform, w.delivery, w.state, w.currency, w.total_fen,
  w.shipping_fen, w.due_fen, w.refunded_shipping_fen, w.address, w.note, w.input, w.quoted, w.gifts, w.reservation,
  w.pick_up_code, w.cancel_reason, s.staff_id, w.came_by, w.placed_at, w.expires_at, w.paid_at, w.shipped_at, w.received_at,
  w.closed_at`

export async function findOwnOrder(ctx: Ctx, id: string): Promise<OwnOrder | undefined> {
  const { rows } = await sql<OwnOrder>`select ${COLUMNS}
    from own_order w join sales_order s on s.tenant_id = w.tenant_id and s.id = w.id
    where w.tenant_id = ${ctx.tenantId} and w.id = ${id}`.execute(ctx.pg)
  return rows[0]
}

/** @throws 404 */
export async function getOwnOrder(ctx: Ctx, id: string): Promise<OwnOrder> {
  const found = await findOwnOrder(ctx, id)
  if (!found) throw notFound('order')
  return found
}

/**
 * Whoever decides about an order holds its row; the others wait. Of one that pays for an exchange the order that is
 * exchanged is held too. Call in a transaction. @throws 404
 */
export async function lockOwnOrder(ctx: Ctx, id: string): Promise<OwnOrder> {
  const order = (await lockOwnOrders(ctx, [id])).get(id)
  if (!order) throw notFound('order')
  return order
}

/**
 * The same of many, always in one order, so that no two wait for each other: ids grow with time, so what is exchanged
 * comes before what pays for it. Those not there are left out.
 */
export async function lockOwnOrders(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, OwnOrder>> {
  // Each by its key: a plan made while there were few orders would look through all of the brand's.
  const { rows } = await sql<OwnOrder>`select ${COLUMNS}
    from own_order w cross join lateral (
      select node_id, staff_id from sales_order where tenant_id = w.tenant_id and id = w.id limit 1) s
    where w.tenant_id = ${ctx.tenantId} and w.id = any(${[...ids]}::uuid[] || array(
      select a.order_id from own_order p join after_sale a on a.tenant_id = p.tenant_id and a.id = p.exchange_id
      where p.tenant_id = ${ctx.tenantId} and p.id = any(${[...ids]}::uuid[]) and p.exchange_id is not null))
    order by w.id for update of w`.execute(ctx.pg)
  const asked = new Set(ids)
  return new Map(rows.flatMap((order) => (asked.has(order.id) ? [[order.id, order]] : [])))
}

export interface Moved {
  reservation?: string
  pickUpCode?: string
  cancelReason?: string
  expiresAt?: Date
  details?: Record<string, unknown>
}

/** What an act sets beside the state. */
function columnsOf(act: Act, at: Date, given: Moved) {
  const set = [sql`state = ${ACTS[act].to}`]
  const { to } = ACTS[act]
  if (act.startsWith('pay_') || act.startsWith('revive_'))
    set.push(sql`paid_at = ${at}`, sql`cancel_reason = null`)
  if (to === 'shipped') set.push(sql`shipped_at = ${at}`)
  if (to === 'received' || to === 'picked_up') set.push(sql`received_at = ${at}`)
  if (to === 'closed') set.push(sql`closed_at = ${at}`)
  if (given.reservation) set.push(sql`reservation = ${given.reservation}::uuid`)
  if (given.pickUpCode) set.push(sql`pick_up_code = ${given.pickUpCode}`)
  if (given.expiresAt) set.push(sql`expires_at = ${given.expiresAt}`)
  if (given.cancelReason) set.push(sql`cancel_reason = ${given.cancelReason}`)
  return sql.join(set)
}

type Movable = Pick<
  OwnOrder,
  'id' | 'number' | 'node_id' | 'store' | 'platform' | 'staff_id' | 'currency'
>
/** Own events that acts are told by; payment, cancellation and refund are told with the sales order. */
const TOLD: Partial<Record<Act, string>> = {
  ship_part: 'order_shipped',
  ship_rest: 'order_shipped',
  pick_up: 'order_picked_up',
  receive: 'order_received',
}

/**
 * The one way an order changes its state: a conditional write, its history and its event together.
 * @returns false when it is in no state from which this may happen
 */
export function move(ctx: Ctx, order: Movable, act: Act, given: Moved = {}): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const at = ctx.now()
    const { rows } = await sql<{ change_id: number }>`
      with before as (
        select state from own_order where tenant_id = ${ctx.tenantId} and id = ${order.id} for update),
      moved as (
        update own_order o set ${columnsOf(act, at, given)}
        from before b where o.tenant_id = ${ctx.tenantId} and o.id = ${order.id}
          and b.state = any(${[...ACTS[act].from]}::text[])
        returning b.state as was, o.state as is)
      insert into own_order_change (tenant_id, order_id, at, act, from_state, to_state, actor, details)
      select ${ctx.tenantId}::uuid, ${order.id}::uuid, ${at}::timestamptz, ${act}, moved.was, moved.is,
        ${actorOf(ctx)}, ${JSON.stringify(given.details ?? {})}::jsonb
      from moved returning id as change_id`.execute(ctx.pg)
    const change = rows[0]
    if (!change) return false
    const name = TOLD[act]
    if (name)
      await recordEvents(ctx, [eventOf(order, name, `${change.change_id}`, at, given.details)])
    return true
  })
}

/** One of many that do the same; what is absent stays as it is. */
export interface Moving extends Pick<Moved, 'reservation' | 'pickUpCode' | 'details'> {
  order: Movable
}

/** The same act of many orders, by one statement. @returns how many moved */
export function moveAll(ctx: Ctx, act: Act, orders: readonly Moving[]): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const at = ctx.now()
    const ids = orders.map(({ order }) => order.id)
    const u = unnest(orders, {
      id: ['uuid', (o) => o.order.id],
      details: ['jsonb', (o) => JSON.stringify(o.details ?? {})],
      reservation: ['uuid', (o) => o.reservation],
      pick_up_code: ['text', (o) => o.pickUpCode],
    })
    const { rows } = await sql<{ change_id: number; order_id: string }>`
      with given as materialized (select ${u.names} from ${u.rows}),
      before as (
        select o.id, o.state, g.details, g.reservation, g.pick_up_code from given g
        join own_order o on o.tenant_id = ${ctx.tenantId} and o.id = g.id and o.id = any(${ids}::uuid[])
        order by o.id for update of o),
      moved as (
        update own_order o set ${columnsOf(act, at, {})}, reservation = coalesce(b.reservation, o.reservation),
          pick_up_code = coalesce(b.pick_up_code, o.pick_up_code)
        from before b where o.tenant_id = ${ctx.tenantId} and o.id = b.id and o.id = any(${ids}::uuid[])
          and b.state = any(${[...ACTS[act].from]}::text[])
        returning o.id, b.state as was, o.state as is, b.details)
      insert into own_order_change (tenant_id, order_id, at, act, from_state, to_state, actor, details)
      select ${ctx.tenantId}::uuid, moved.id, ${at}::timestamptz, ${act}, moved.was, moved.is,
        ${actorOf(ctx)}, moved.details
      from moved returning id as change_id, order_id`.execute(ctx.pg)
    const name = TOLD[act]
    const byId = new Map(orders.map((one) => [one.order.id, one]))
    if (name)
      await recordEvents(
        ctx,
        rows.flatMap(({ change_id, order_id }) => {
          const one = byId.get(order_id)
          return one ? [eventOf(one.order, name, `${change_id}`, at, one.details)] : []
        }),
      )
    return rows.length
  })
}

/** What a till does at once with the sale, told as the act that others do later. */
export const tellHandedOver = (ctx: Ctx, order: OwnOrder): Promise<void> => {
  const name = order.delivery === 'none' ? 'order_received' : 'order_picked_up'
  return recordEvents(ctx, [eventOf(order, name, 'at the till', order.placed_at, undefined)])
}

export const actorOf = (ctx: Ctx) => `${ctx.actor.kind}:${ctx.actor.id}`

function eventOf(
  order: Movable,
  name: string,
  part: string,
  at: Date,
  details: Record<string, unknown> | undefined,
): OwnEvent {
  return {
    ...{ id: eventIdOf(name, order.id, part), name, customerId: order.node_id, at },
    ...{
      source: OWN_SOURCE,
      platform: order.platform,
      storeId: order.store,
      staffId: order.staff_id,
    },
    ...{ orderId: order.number, currency: order.currency },
    props: { commerce_order: order.id, ...details },
  }
}

/** @throws 409 with the state in which it is */
export async function demandMove(ctx: Ctx, order: OwnOrder, act: Act, given: Moved = {}) {
  if (!(await move(ctx, order, act, given)))
    throw conflict('order_state', 'The order is in no state for this', { state: order.state })
}

export interface NewLine {
  sku: string
  name: string
  quantity: number
  grossFen: number
  totalFen: number
  storedValueFen: number
  pointsFen: number
  ships: boolean
}

/** Of the orders that a statement has `made`, as one of its common table expressions. */
export function insertedOwnLines(
  lines: readonly (NewLine & { orderId: string })[],
): RawBuilder<unknown> {
  const columns = unnest(lines, NEW_LINE)
  const u = unnest(lines, { of_order: ['uuid', (l) => l.orderId], ...NEW_LINE })
  return sql`insert into own_order_line (tenant_id, order_id, ${columns.names})
    select made.tenant_id, made.id, ${columns.names} from made join ${u.rows} on r.of_order = made.id`
}
const NEW_LINE = {
  sku: ['text', (l: NewLine) => l.sku],
  name: ['text', (l: NewLine) => l.name],
  quantity: ['bigint', (l: NewLine) => l.quantity],
  gross_fen: ['bigint', (l: NewLine) => l.grossFen],
  total_fen: ['bigint', (l: NewLine) => l.totalFen],
  stored_value_fen: ['bigint', (l: NewLine) => l.storedValueFen],
  points_fen: ['bigint', (l: NewLine) => l.pointsFen],
  ships: ['boolean', (l: NewLine) => l.ships],
} as const

export interface OwnLine {
  sku: string
  name: string
  quantity: number
  gross_fen: number
  total_fen: number
  stored_value_fen: number
  points_fen: number
  ships: boolean
  sent_quantity: number
  unsent_quantity: number
  refunded_quantity: number
  refunded_fen: number
  refunded_stored_value_fen: number
  refunded_points_fen: number
  /** In exchanges that are not decided. */
  exchanging_quantity: number
}
export async function linesOf(ctx: Ctx, id: string): Promise<OwnLine[]> {
  return (await linesOfOrders(ctx, [id])).get(id) ?? []
}

export async function linesOfOrders(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, OwnLine[]>> {
  const { rows } = await sql<OwnLine & { order_id: string }>`
    select order_id, sku, name, quantity, gross_fen, total_fen, stored_value_fen, points_fen, ships, sent_quantity,
      unsent_quantity, refunded_quantity, refunded_fen, refunded_stored_value_fen, refunded_points_fen,
      exchanging_quantity
    from own_order_line where tenant_id = ${ctx.tenantId} and order_id = any(${[...ids]}::uuid[])
    order by sku collate "C"`.execute(ctx.pg)
  const lines = rows.map(({ order_id, ...line }) => ({ order_id, line }))
  return new Map(
    [...Map.groupBy(lines, (one) => one.order_id)].map(([id, some]) => [
      id,
      some.map((one) => one.line),
    ]),
  )
}

/** What every shop's orders are told by, of this one. */
export function salesOrderOf(
  order: Pick<
    OwnOrder,
    | 'id'
    | 'number'
    | 'node_id'
    | 'store'
    | 'platform'
    | 'staff_id'
    | 'currency'
    | 'total_fen'
    | 'shipping_fen'
    | 'placed_at'
    | 'input'
    | 'quoted'
    | 'came_by'
  >,
  names: ReadonlyMap<string, { name: string; category: string | null }>,
  state: OrderInput['state'],
  at: Date,
): OrderInput {
  const lines = linesSold(order.input, order.quoted)
  const prepaidFen = lines.reduce((sum, line) => sum + line.prepaidFen, 0)
  return {
    ...NO_LINKS,
    ...{ id: order.id, source: OWN_SOURCE, externalId: order.number, platform: order.platform },
    ...{ node: order.node_id, storeId: order.store, staffId: order.staff_id },
    ...{ channelId: order.came_by?.channel_id ?? null, activityId: mainActivity(order) },
    ...{ state, evidence: 'verified', currency: order.currency },
    ...{ totalFen: order.total_fen - prepaidFen, prepaidFen, shippingFen: order.shipping_fen },
    ...{ discountFen: order.quoted.discountFen, platformCommissionFen: null },
    placedAt: order.placed_at,
    paidAt: state === 'paid' ? at : null,
    cancelledAt: state === 'cancelled' ? at : null,
    offers: offersUsed(order),
    lines: lines.map(({ sku, quantity, grossFen, totalFen, prepaidFen }) => ({
      ...{ externalId: null, sku, quantity: soldPieces(order.input, quantity) },
      ...{ totalFen, prepaidFen },
      name: names.get(sku)?.name ?? sku,
      category: names.get(sku)?.category ?? null,
      unitPriceFen: grossFen / quantity,
      discountFen: grossFen - totalFen - prepaidFen,
    })),
  }
}

/** What is worth its price is value to be spent later: what was paid for it is owed, and sells nothing yet. */
export const isPrepaid = (input: Pick<QuoteInput, 'lines'>, sku: string): boolean =>
  input.lines.some((line) => line.sku === sku && line.isFixed === true)

/** Its lines with what each sold, and what was paid ahead. */
export const linesSold = (input: Pick<QuoteInput, 'lines'>, { lines }: Pick<Quoted, 'lines'>) =>
  lines.map((line) => {
    const prepaidFen = isPrepaid(input, line.sku) ? line.totalFen : 0
    return { ...line, totalFen: line.totalFen - prepaidFen, prepaidFen }
  })

/** The pieces of a difference were sold by the order that is exchanged. */
export const soldPieces = (input: QuoteInput, quantity: number): string =>
  String(input.supplement ? 0 : quantity)

/** Names and categories as products have them now. */
export const namesOf = (ctx: Ctx, skus: readonly string[]) =>
  brandCachedBy(ctx, 'commerce.product_name', skus, async (missing) => {
    const { rows } = await sql<{ sku: string; name: string; category: string | null }>`
      select sku, name, nullif(array_to_string(category, ' / '), '') as category
      from product where tenant_id = ${ctx.tenantId} and sku = any(${[...missing]}::text[])`.execute(
      ctx.pg,
    )
    return new Map(rows.map((row) => [row.sku, row]))
  })

export const heldOf = (order: OwnOrder): HeldOrder => ({
  ...{ orderId: order.id, customerId: order.node_id ?? 0, node: order.node_id ?? 0 },
  ...{ storeId: order.store, quoted: order.quoted, input: order.input },
  expiresAt: order.expires_at,
})

const DIGITS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** Random and hard to guess, without letters that look like digits. */
export const randomCode = (length: number) =>
  [...randomBytes(length)].map((byte) => DIGITS[byte % DIGITS.length]).join('')
