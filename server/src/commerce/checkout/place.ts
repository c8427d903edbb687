// Placing an order: priced anew, stock and benefits held, written down, in one transaction or not at all.
import { createHash, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict } from '../../platform/errors.ts'
import { fixCredit } from '../credit/credit.ts'
import type { CameBy } from '../credit/rule.ts'
import { openDeposit } from '../deposit/deposits.ts'
import { OWN_SOURCE } from '../order.ts'
import { recordOrders } from '../orders.ts'
import type { Quoted } from '../quote/quote.ts'
import { reserveNew, takeReserved, type WantedLine } from '../stock/reservations.ts'
import { admitted } from './admission.ts'
import { type CheckoutBasket, type CheckoutPrice, priceCheckout } from './basket.ts'
import {
  actorOf,
  heldOf,
  insertOwnLines,
  type NewLine,
  type OwnGift,
  type OwnOrder,
  randomCode,
  salesOrderOf,
} from './own-order.ts'
import { depositTermsOf, orderParties } from './parties.ts'
import { noteSoldOut, refuseSoldOut } from './sold-out.ts'
import { ACTS, paying } from './states.ts'

export interface Placing extends CheckoutBasket {
  /** What the request is known by: the same one again is the same order. */
  key: string
  /** What the buyer was told she would pay now. */
  expectedDueFen: number
  note: string
  /** Who places it for her. */
  staffId: string | null
  /** A guide's share or code, a channel, a live room. */
  cameBy?: CameBy | null
  /** How long it waits for its payment, where that is not a quarter of an hour. */
  minutesToPay?: number
}

/** Who an order is placed for and how, whatever its price. */
export type Placement = Pick<
  Placing,
  'key' | 'customerId' | 'address' | 'note' | 'staffId' | 'cameBy'
> & {
  /** Where it waits longer, or less long, than others. */
  payBy?: Date
}

/** What is not paid by then is free for others. */
export const MINUTES_TO_PAY = 15

/** What the buyer goes on with. */
export type Placed = Pick<
  OwnOrder,
  'id' | 'number' | 'state' | 'currency' | 'total_fen' | 'due_fen' | 'expires_at' | 'pick_up_code'
>

/** @returns the order's id; the same key again answers the same order */
export const placeOrder = async (ctx: Ctx, given: Placing): Promise<string> =>
  (await place(ctx, given)).id

/**
 * The same key again answers the same order.
 * @throws 409 price_changed with the fresh quote, stock_short, or what a party says; 429 queue_full
 */
export const place = (ctx: Ctx, given: Placing): Promise<Placed> =>
  admitted(ctx, given, async (since) => {
    // Found empty while she waited: she has had her turn.
    if (since !== undefined) await refuseSoldOut(ctx, given, given.key, since)
    return placeNow(ctx, given)
  })

async function placeNow(ctx: Ctx, given: Placing): Promise<Placed> {
  const hash = hashOf(given)
  const before = await placedBefore(ctx, given.key, hash)
  if (before) return before
  const price = await priceCheckout(ctx, given)
  if (price.quoted.dueFen !== given.expectedDueFen)
    throw conflict('price_changed', 'The price is another one by now', { quote: price.quoted })
  const { minutesToPay } = given
  const payBy = minutesToPay !== undefined && {
    payBy: new Date(ctx.now().getTime() + minutesToPay * 60_000),
  }
  try {
    return await inTx(ctx, (ctx) => write(ctx, { ...given, ...payBy }, price, hash))
  } catch (error) {
    if (error instanceof AppError && error.code === 'stock_short')
      noteSoldOut(ctx, given.storefront, error.details)
    throw error
  }
}

/**
 * At a price that was agreed before: nothing of it is asked anew. Call in a transaction; the same key again answers
 * the same order. @throws 409 stock_short, or what a party says
 */
export const placeAgreed = (ctx: Ctx, given: Placement, price: CheckoutPrice): Promise<Placed> =>
  write(ctx, given, price, hashOf({ ...given, payBy: undefined }))

async function write(
  ctx: Ctx,
  given: Placement,
  { shelf, input, quoted, delivery, names }: CheckoutPrice,
  hash: Buffer,
): Promise<Placed> {
  const id = randomUUIDv7()
  const at = ctx.now()
  const isFree = quoted.dueFen === 0
  const gifts = await giftsOf(ctx, quoted)
  const state = isFree ? ACTS[paying(delivery, 'to_pay')].to : 'to_pay'
  const order: OwnOrder = {
    ...{ id, number: numberAt(at), node_id: given.customerId, storefront: shelf.code },
    ...{
      store: shelf.store,
      platform: OWN_SOURCE,
      delivery,
      state,
      currency: quoted.currency,
      total_fen: quoted.totalFen,
    },
    ...{ shipping_fen: quoted.shippingFen, due_fen: quoted.dueFen, refunded_shipping_fen: 0 },
    ...{
      address: delivery === 'ship' ? given.address : null,
      note: given.note,
      input,
      quoted,
      gifts,
    },
    ...{ reservation: id, cancel_reason: null, staff_id: given.staffId, placed_at: at },
    came_by: given.cameBy ?? null,
    expires_at: given.payBy ?? new Date(at.getTime() + MINUTES_TO_PAY * 60_000),
    pick_up_code: state === 'to_pick_up' ? randomCode(10) : null,
    ...{ paid_at: isFree ? at : null, shipped_at: null, closed_at: null },
    received_at: state === 'received' ? at : null,
  }
  // First, so that a second request of the same key waits here and then finds this one's order.
  if (!(await insertOwnOrder(ctx, order, given.key, hash))) {
    const first = await placedBefore(ctx, given.key, hash)
    if (first) return first
    throw new Error('an order that could not be placed twice is not there once')
  }
  const deposit = depositTermsOf(input)
  if (deposit) await openDeposit(ctx, id, deposit, quoted)
  const wanted = goodsOf(order)
  const reserved =
    wanted.length > 0 ? await reserveNew(ctx, id, wanted, order.expires_at) : undefined
  if (reserved && !reserved.ok)
    throw conflict('stock_short', 'There is less free than is wanted', { short: reserved.short })
  for (const party of orderParties()) {
    const no = await party.hold(ctx, heldOf(order))
    if (no) throw conflict(no.code, no.message, { party: party.code, ...no.details })
  }
  if (isFree) await fixCredit(ctx, order)
  const [outcome] = await recordOrders(
    ctx,
    [salesOrderOf(order, names, isFree ? 'paid' : 'placed', at)],
    { isOwn: true },
  )
  if (outcome?.outcome !== 'created') throw new Error(`the order was ${outcome?.outcome}`)
  await insertOwnLines(ctx, id, linesFor(order, names))
  if (isFree) await settleFree(ctx, order, wanted.length > 0)
  return order
}

/** Nothing is to be paid: what was held is spent at once. */
async function settleFree(ctx: Ctx, order: OwnOrder, holdsStock: boolean): Promise<void> {
  if (holdsStock && !(await takeReserved(ctx, order.id, order.id)))
    throw new Error('what was reserved a moment ago is not there')
  for (const party of orderParties()) {
    const no = await party.commit(ctx, heldOf(order))
    if (no) throw conflict(no.code, no.message, { party: party.code, ...no.details })
  }
}

/** What leaves the shelf; what the system gives is in no stock. */
export const goodsOf = (order: Pick<OwnOrder, 'store' | 'input' | 'gifts'>): WantedLine[] =>
  [...order.input.lines.filter((line) => line.ships), ...order.gifts].map(({ sku, quantity }) => ({
    ...{ store: order.store, sku, quantity },
  }))

/** Gifts that are goods; what the system gives beside them is its domain's to give. */
export async function giftsOf(ctx: Ctx, quoted: Quoted): Promise<OwnGift[]> {
  if (quoted.gifts.length === 0) return []
  const sums = new Map<string, number>()
  for (const { sku, quantity } of quoted.gifts) sums.set(sku, (sums.get(sku) ?? 0) + quantity)
  const { rows } = await sql<{ sku: string; name: string }>`
    select sku, name from product where tenant_id = ${ctx.tenantId} and kind = 'goods'
      and sku = any(${[...sums.keys()]}::text[]) order by sku`.execute(ctx.pg)
  return rows.map(({ sku, name }) => ({ sku, name, quantity: sums.get(sku) ?? 0 }))
}

export const linesFor = (
  { input, quoted }: OwnOrder,
  names: ReadonlyMap<string, { name: string }>,
): NewLine[] =>
  quoted.lines.map(({ sku, quantity, grossFen, totalFen, off }) => ({
    ...{ sku, quantity, grossFen, totalFen, name: names.get(sku)?.name ?? sku },
    ...{ storedValueFen: off.stored_value, pointsFen: off.points },
    ships: input.lines.some((line) => line.sku === sku && line.ships),
  }))

/** The day, then at random: nobody reads from it how many orders there are. */
export const numberAt = (at: Date) =>
  `${at.toISOString().slice(2, 10).replaceAll('-', '')}${randomCode(10)}`

/** @returns false when the key has its order already; who is writing it is waited for */
export async function insertOwnOrder(
  ctx: Ctx,
  o: OwnOrder,
  key: string,
  hash: Buffer,
): Promise<boolean> {
  const { rows } = await sql`
    with made as (
      insert into own_order (tenant_id, id, number, placement_key, request_hash, storefront, store, platform, delivery, state,
        currency, total_fen, shipping_fen, due_fen, address, note, input, quoted, gifts, reservation, pick_up_code,
        came_by, placed_at, expires_at, paid_at, received_at)
      values (${ctx.tenantId}, ${o.id}, ${o.number}, ${key}, ${hash}, ${o.storefront}, ${o.store}, ${o.platform}, ${o.delivery},
        ${o.state}, ${o.currency}, ${o.total_fen}, ${o.shipping_fen}, ${o.due_fen},
        ${o.address && JSON.stringify(o.address)}::jsonb, ${o.note}, ${JSON.stringify(o.input)}::jsonb,
        ${JSON.stringify(o.quoted)}::jsonb, ${JSON.stringify(o.gifts)}::jsonb, ${o.reservation}, ${o.pick_up_code},
        ${o.came_by && JSON.stringify(o.came_by)}::jsonb, ${o.placed_at}, ${o.expires_at},
        ${o.paid_at}, ${o.received_at})
      on conflict (tenant_id, placement_key) do nothing returning tenant_id, id, state)
    insert into own_order_change (tenant_id, order_id, at, act, to_state, actor)
    select made.tenant_id, made.id, ${o.placed_at}::timestamptz, 'place', made.state, ${actorOf(ctx)} from made
    returning order_id`.execute(ctx.pg)
  return rows.length > 0
}

/** @throws 422 when the key came with another request */
async function placedBefore(ctx: Ctx, key: string, hash: Buffer): Promise<Placed | undefined> {
  const { rows } = await sql<Placed & { request_hash: Buffer }>`
    select id, number, state, currency, total_fen, due_fen, expires_at, pick_up_code, request_hash from own_order where tenant_id = ${ctx.tenantId} and placement_key = ${key}`.execute(
    ctx.pg,
  )
  if (rows[0] && !rows[0].request_hash.equals(hash))
    throw new AppError(
      422,
      'idempotency_key_reused',
      'This Idempotency-Key was sent before with another request',
    )
  return rows[0]
}

const hashOf = ({ key: _key, ...asked }: Placing | Placement) =>
  createHash('sha256').update(JSON.stringify(asked)).digest()
