// Placing an order: priced anew, stock and benefits held, written down, in one transaction or not at all.
import { createHash, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict } from '../../platform/errors.ts'
import { done, refused, together, unwrapped } from '../../platform/together.ts'
import { unnest } from '../../platform/unnest.ts'
import { fixCredits } from '../credit/credit.ts'
import type { CameBy } from '../credit/rule.ts'
import { openDeposit } from '../deposit/deposits.ts'
import { OWN_SOURCE } from '../order.ts'
import { recordOrders } from '../orders.ts'
import type { Quoted } from '../quote/quote.ts'
import { reserveAll, takeReserved, type WantedLine } from '../stock/reservations.ts'
import { admitted } from './admission.ts'
import { type CheckoutBasket, type CheckoutPrice, priceCheckout } from './basket.ts'
import {
  actorOf,
  heldOf,
  insertedOwnLines,
  type NewLine,
  type OwnGift,
  type OwnOrder,
  randomCode,
  salesOrderOf,
} from './own-order.ts'
import { commitParties, depositTermsOf, orderParties } from './parties.ts'
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
  let price: CheckoutPrice
  try {
    price = await priceCheckout(ctx, given)
    if (price.quoted.dueFen !== given.expectedDueFen)
      throw conflict('price_changed', 'The price is another one by now', { quote: price.quoted })
  } catch (error) {
    // What was placed by this key stays placed, whatever it would cost by now.
    const before = error instanceof AppError && (await placedBefore(ctx, given.key, hash))
    if (before) return before
    throw error
  }
  const { minutesToPay } = given
  const payBy = minutesToPay !== undefined && {
    payBy: new Date(ctx.now().getTime() + minutesToPay * 60_000),
  }
  const one = { ctx, given: { ...given, ...payBy }, price, hash }
  try {
    // What costs nothing is settled at once, in its own name.
    return await (price.quoted.dueFen === 0 ? placeAlone(one) : placeTogether(ctx, one))
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
  placeAlone({ ctx, given, price, hash: hashOf({ ...given, payBy: undefined }) })

/** An order to be written, and who asks for it. */
interface Asked {
  ctx: Ctx
  given: Placement
  price: CheckoutPrice
  hash: Buffer
}
type Outcome = PromiseSettledResult<Placed>

const placeAlone = async (one: Asked): Promise<Placed> => unwrapped(await placeAll(one.ctx, [one]))
/** Orders that are placed at the same moment are written together, each on its own. */
const placeTogether = together(placeAll, () => true)

/** Of these orders there is less than they want, so that nothing of the set was written. */
class SomeShort extends Error {
  readonly reasons: ReadonlyMap<Asked, AppError>
  constructor(reasons: ReadonlyMap<Asked, AppError>) {
    super('some of these orders are short')
    this.reasons = reasons
  }
}

/** Those that are short are told so, the others placed; any other refusal is thrown, of the set as a whole. */
async function placeAll(ctx: Ctx, asked: readonly Asked[]): Promise<Outcome[]> {
  const outcomes = new Map<Asked, Outcome>()
  const sets = [asked]
  for (let some = sets.shift(); some; some = sets.shift()) {
    const set = some
    try {
      for (const [one, outcome] of await inTx(ctx, (ctx) => write(ctx, set)))
        outcomes.set(one, outcome)
    } catch (error) {
      if (!(error instanceof SomeShort)) throw error
      const { reasons } = error
      const others = set.filter((one) => !reasons.has(one))
      // Short of what one of the others was to have, who may not get it after all: asked again after them.
      if (others.length > 0) sets.push(others, [...reasons.keys()])
      else for (const [one, reason] of reasons) outcomes.set(one, refused(reason))
    }
  }
  return asked.map((one) => outcomes.get(one) ?? refused(new Error('an order has no outcome')))
}

async function write(ctx: Ctx, asked: readonly Asked[]): Promise<Map<Asked, Outcome>> {
  const outcomes = new Map<Asked, Outcome>()
  const firsts = [...new Map(asked.toReversed().map((one) => [one.given.key, one])).values()]
  const orders = new Map<Asked, OwnOrder>()
  for (const one of firsts) orders.set(one, await orderOf(inside(ctx, one), one))
  // First, so that a second request of the same key waits here and then finds this one's order.
  const made = await insertOwnOrders(
    ctx,
    [...orders].map(([{ ctx, given, price, hash }, order]) => ({
      ...{ order, lines: linesFor(order, price.names), key: given.key, hash, actor: actorOf(ctx) },
    })),
  )
  const live = [...orders].filter(([, order]) => made.has(order.id))
  await holdAll(ctx, live)
  const told = await recordOrders(
    ctx,
    live.map(([{ ctx, price }, order]) => ({
      ...salesOrderOf(order, price.names, order.paid_at ? 'paid' : 'placed', order.placed_at),
      actor: actorOf(ctx),
    })),
    { isOwn: true },
  )
  for (const { outcome } of told)
    if (outcome !== 'created') throw new Error(`the order was ${outcome}`)
  for (const [one, order] of live) {
    if (order.paid_at) await settleFree(inside(ctx, one), order)
    outcomes.set(one, done(order))
  }
  for (const one of asked) if (!outcomes.has(one)) outcomes.set(one, await knownAs(ctx, one))
  return outcomes
}

/** As who asks for it, in the transaction of the set. */
const inside = ({ pg }: Ctx, { ctx }: Asked): Ctx => ({ ...ctx, pg })

/** The order that the key has already. */
async function knownAs(ctx: Ctx, { given, hash }: Asked): Promise<Outcome> {
  try {
    const first = await placedBefore(ctx, given.key, hash)
    if (!first) throw new Error('an order that could not be placed twice is not there once')
    return done(first)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return refused(error)
  }
}

async function orderOf(ctx: Ctx, { given, price }: Asked): Promise<OwnOrder> {
  const { shelf, input, quoted, delivery } = price
  const id = randomUUIDv7()
  const at = ctx.now()
  const isFree = quoted.dueFen === 0
  const state = isFree ? ACTS[paying(delivery, 'to_pay')].to : 'to_pay'
  return {
    ...{ id, number: numberAt(at), node_id: given.customerId, storefront: shelf.code },
    ...{ store: shelf.store, platform: OWN_SOURCE, delivery, state, currency: quoted.currency },
    ...{ total_fen: quoted.totalFen, shipping_fen: quoted.shippingFen, due_fen: quoted.dueFen },
    ...{ refunded_shipping_fen: 0, address: delivery === 'ship' ? given.address : null },
    ...{ note: given.note, input, quoted, gifts: await giftsOf(ctx, quoted) },
    ...{ reservation: id, cancel_reason: null, staff_id: given.staffId, placed_at: at },
    came_by: given.cameBy ?? null,
    expires_at: given.payBy ?? new Date(at.getTime() + MINUTES_TO_PAY * 60_000),
    pick_up_code: state === 'to_pick_up' ? randomCode(10) : null,
    ...{ paid_at: isFree ? at : null, shipped_at: null, closed_at: null },
    received_at: state === 'received' ? at : null,
  }
}

/** Goods and all that the parties hold. @throws SomeShort, and what a party says, of whichever order */
async function holdAll(ctx: Ctx, live: readonly (readonly [Asked, OwnOrder])[]): Promise<void> {
  for (const [one, order] of live) {
    const deposit = depositTermsOf(order.input)
    if (deposit) await openDeposit(inside(ctx, one), order.id, deposit, order.quoted)
  }
  const wanted = live
    .map(([, order]) => ({ id: order.id, lines: goodsOf(order), expiresAt: order.expires_at }))
    .filter(({ lines }) => lines.length > 0)
  const short = wanted.length > 0 ? await reserveAll(ctx, wanted) : undefined
  const reasons = live.flatMap(([one, order]): [Asked, AppError][] => {
    const lines = short?.get(order.id)
    if (!lines) return []
    return [[one, conflict('stock_short', 'There is less free than is wanted', { short: lines })]]
  })
  if (reasons.length > 0) throw new SomeShort(new Map(reasons))
  for (const [one, order] of live) {
    for (const party of orderParties()) {
      const no = await party.hold(inside(ctx, one), heldOf(order))
      if (no) throw conflict(no.code, no.message, { party: party.code, ...no.details })
    }
    if (order.paid_at) await fixCredits(inside(ctx, one), [order])
  }
}

/** Nothing is to be paid: what was held is spent at once. */
async function settleFree(ctx: Ctx, order: OwnOrder): Promise<void> {
  if (goodsOf(order).length > 0 && !(await takeReserved(ctx, order.id, order.id)))
    throw new Error('what was reserved a moment ago is not there')
  const no = await commitParties(ctx, heldOf(order))
  if (no) throw conflict(no.code, no.message, { party: no.party, ...no.details })
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

export interface NewOwnOrder {
  order: OwnOrder
  lines: readonly NewLine[]
  key: string
  hash: Buffer
  actor: string
}

/** @returns the ids of those whose key had no order yet; who is writing another one of it is waited for */
export async function insertOwnOrders(
  ctx: Ctx,
  given: readonly NewOwnOrder[],
): Promise<ReadonlySet<string>> {
  // Always in one order, so that no two sets wait for each other.
  const rows = given.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  const u = unnest(rows, {
    id: ['uuid', (r) => r.order.id],
    number: ['text', (r) => r.order.number],
    placement_key: ['text', (r) => r.key],
    storefront: ['text', (r) => r.order.storefront],
    store: ['text', (r) => r.order.store],
    platform: ['text', (r) => r.order.platform],
    delivery: ['text', (r) => r.order.delivery],
    state: ['text', (r) => r.order.state],
    currency: ['text', (r) => r.order.currency],
    total_fen: ['bigint', (r) => r.order.total_fen],
    shipping_fen: ['bigint', (r) => r.order.shipping_fen],
    due_fen: ['bigint', (r) => r.order.due_fen],
    address: ['jsonb', (r) => json(r.order.address)],
    note: ['text', (r) => r.order.note],
    input: ['jsonb', (r) => json(r.order.input)],
    quoted: ['jsonb', (r) => json(r.order.quoted)],
    gifts: ['jsonb', (r) => json(r.order.gifts)],
    reservation: ['uuid', (r) => r.order.reservation],
    pick_up_code: ['text', (r) => r.order.pick_up_code],
    came_by: ['jsonb', (r) => json(r.order.came_by)],
    placed_at: ['timestamptz', (r) => r.order.placed_at],
    expires_at: ['timestamptz', (r) => r.order.expires_at],
    paid_at: ['timestamptz', (r) => r.order.paid_at],
    received_at: ['timestamptz', (r) => r.order.received_at],
    exchange_id: ['uuid', (r) => r.order.input.supplement?.exchange ?? null],
  })
  const beside = unnest(rows, {
    of_order: ['uuid', (r) => r.order.id],
    hash: ['text', (r) => r.hash.toString('hex')],
    actor: ['text', (r) => r.actor],
  })
  const lines = rows.flatMap((r) => r.lines.map((line) => ({ ...line, orderId: r.order.id })))
  const { rows: made } = await sql<{ order_id: string }>`
    with beside as materialized (select * from ${beside.rows}),
    made as (
      insert into own_order (tenant_id, request_hash, ${u.names})
      select ${ctx.tenantId}::uuid, decode((select b.hash from beside b where b.of_order = r.id), 'hex'), ${u.names}
      from ${u.rows}
      on conflict (tenant_id, placement_key) do nothing returning tenant_id, id, state, placed_at),
    lines as (${insertedOwnLines(lines)})
    insert into own_order_change (tenant_id, order_id, at, act, to_state, actor)
    select made.tenant_id, made.id, made.placed_at, 'place', made.state, b.actor
    from made join beside b on b.of_order = made.id
    returning order_id`.execute(ctx.pg)
  return new Set(made.map((row) => row.order_id))
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

const hashOf = ({
  key: _key,
  nodes: _nodes,
  ...asked
}: Placing | (Placement & { nodes?: never })) =>
  createHash('sha256').update(JSON.stringify(asked)).digest()
