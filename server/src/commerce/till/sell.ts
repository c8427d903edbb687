// A sale at a till: one own order, paid and handed over, written whole or not at all. The till's own number makes
// it one, however often it is said.
import { createHash, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict } from '../../platform/errors.ts'
import {
  actorOf,
  heldOf,
  type OwnOrder,
  salesOrderOf,
  tellHandedOver,
} from '../checkout/own-order.ts'
import { commitParties, type NotHeld, orderParties } from '../checkout/parties.ts'
import { giftsOf, goodsOf, insertOwnOrders, linesFor, numberAt } from '../checkout/place.ts'
import { fixCredits } from '../credit/credit.ts'
import type { CameBy } from '../credit/rule.ts'
import { recordOrders } from '../orders.ts'
import { TILL } from '../payment/provider.ts'
import { demandStores, post } from '../stock/documents.ts'
import { lockLevels, spotKey, summed } from '../stock/levels.ts'
import { atStore } from '../stock/movement.ts'
import { reserveNew, takeReserved, type WantedLine } from '../stock/reservations.ts'
import { plainTaken, priceAtTill, priceTaken, type TakenPrice, type TillBasket } from './priced.ts'
import { findSold, getSold, placementKey, type Receipt, type Sold } from './receipts.ts'

export interface Selling extends TillBasket, Receipt {
  couponCodes: readonly string[]
  /** What the buyer was told, as the quote said. */
  expectedDueFen: number
  /** What the till has taken already; null: it takes what is to be paid once this is answered. */
  takenFen: number | null
  /** How it was paid, in the till's words. */
  tender: string
  cameBy: CameBy | null
}

/** Orders of tills in the books. */
const PLATFORM = 'pos'
const MINUTE = 60_000

/**
 * The same receipt again answers the same order. What was taken already is kept to the fen, whatever it
 * should have been.
 * @throws 404 store, storefront; 409 price_changed with the fresh quote, stock_short, paid_differs;
 * 422 receipt_reused
 */
export async function sellAtTill(ctx: Ctx, given: Selling): Promise<Sold> {
  await demandStores(ctx, [given.store])
  const hash = hashOf(given)
  const before = await soldBefore(ctx, given, hash)
  if (before) return before
  try {
    return given.takenFen === null
      ? await sellAsPriced(ctx, given, hash)
      : await sellAsTaken(ctx, given, given.takenFen, hash)
  } catch (error) {
    // Another try of this receipt was quicker, and has used what this one was priced with.
    const first = await soldBefore(ctx, given, hash)
    if (first) return first
    throw error
  }
}

async function sellAsPriced(ctx: Ctx, given: Selling, hash: Buffer): Promise<Sold> {
  const { input, quoted, names } = await priceAtTill(ctx, given)
  if (quoted.dueFen !== given.expectedDueFen)
    throw conflict('price_changed', 'The price is another one by now', { quote: quoted })
  const price = { input, quoted, names, pricedFen: quoted.dueFen, lost: null }
  return inTx(ctx, (ctx) => write(ctx, given, price, hash))
}

/** The goods are gone and the money is there: what stands in the way of the promised price is left out. */
async function sellAsTaken(
  ctx: Ctx,
  given: Selling,
  takenFen: number,
  hash: Buffer,
): Promise<Sold> {
  const price = await priceTaken(ctx, given, takenFen)
  try {
    return await inTx(ctx, (ctx) => write(ctx, given, price, hash))
  } catch (error) {
    if (!(error instanceof NotHeldError)) throw error
    const why = { pricedFen: price.pricedFen, lost: error.code }
    const plain = await plainTaken(ctx, given, takenFen, why)
    return inTx(ctx, (ctx) => write(ctx, given, plain, hash))
  }
}

/** What a party could not hold or spend. */
class NotHeldError extends AppError {}

async function write(ctx: Ctx, given: Selling, price: TakenPrice, hash: Buffer): Promise<Sold> {
  const { input, quoted, names } = price
  const id = randomUUIDv7()
  const at = ctx.now()
  const goes = input.lines.some((line) => line.ships)
  const order: OwnOrder = {
    ...{ id, number: numberAt(at), node_id: given.customerId, storefront: given.storefront },
    ...{ store: given.store, platform: PLATFORM, delivery: goes ? 'pick_up' : 'none' },
    ...{ state: goes ? 'picked_up' : 'received', currency: quoted.currency },
    ...{ total_fen: quoted.totalFen, shipping_fen: quoted.shippingFen, due_fen: quoted.dueFen },
    ...{ refunded_shipping_fen: 0, address: null, note: '', input, quoted },
    ...{ gifts: await giftsOf(ctx, quoted), reservation: id, pick_up_code: null },
    ...{ cancel_reason: null, staff_id: null, came_by: given.cameBy, placed_at: at },
    // What is held is taken in the same transaction.
    ...{ expires_at: new Date(at.getTime() + MINUTE), paid_at: at, shipped_at: null },
    ...{ received_at: at, closed_at: null },
  }
  // First, so that a second request of the same receipt waits here and then finds this one's order.
  const made = await insertOwnOrders(ctx, [
    {
      ...{ order, lines: linesFor(order, names), key: placementKey(given), hash },
      actor: actorOf(ctx),
    },
  ])
  if (!made.has(id)) {
    const first = await soldBefore(ctx, given, hash)
    if (first) return first
    throw new Error('a sale that could not be written twice is not there once')
  }
  const goods = goodsOf(order)
  if (given.takenFen !== null) await findMissing(ctx, goods)
  const reserved = goods.length > 0 ? await reserveNew(ctx, id, goods, order.expires_at) : undefined
  if (reserved && !reserved.ok)
    throw conflict('stock_short', 'There is less free than is wanted', { short: reserved.short })
  for (const party of orderParties()) demandHeld(party.code, await party.hold(ctx, heldOf(order)))
  await fixCredits(ctx, [order])
  const [outcome] = await recordOrders(ctx, [salesOrderOf(order, names, 'paid', at)], {
    isOwn: true,
  })
  if (outcome?.outcome !== 'created') throw new Error(`the sale was ${JSON.stringify(outcome)}`)
  await sql`update own_order_line set sent_quantity = quantity
    where tenant_id = ${ctx.tenantId} and order_id = ${id} and ships`.execute(ctx.pg)
  await insertTaken(ctx, order, given, price)
  if (goods.length > 0 && !(await takeReserved(ctx, id, id)))
    throw new Error('what was reserved a moment ago is not there')
  const no = await commitParties(ctx, heldOf(order))
  if (no) demandHeld(no.party, no)
  await tellHandedOver(ctx, order)
  return getSold(ctx, given)
}

function demandHeld(party: string, no: NotHeld | undefined): void {
  if (!no) return
  const details = { party, ...no.details }
  throw new NotHeldError(409, no.code, no.message, { details })
}

async function insertTaken(
  ctx: Ctx,
  order: OwnOrder,
  given: Selling,
  price: TakenPrice,
): Promise<void> {
  if (order.due_fen > 0)
    await sql`insert into payment (tenant_id, id, order_id, provider, way, amount_fen, currency, state, pays,
        paid_fen, paid_currency, provider_ref, created_at, expires_at, paid_at)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${order.id}, ${TILL}, 'till', ${order.due_fen}, ${order.currency},
        'paid', true, ${order.due_fen}, ${order.currency}, ${given.receipt}, ${order.placed_at},
        ${order.placed_at}, ${order.placed_at})`.execute(ctx.pg)
  await sql`insert into till_receipt (tenant_id, order_id, store, receipt, priced_fen, taken_fen, lost, tender, at)
    values (${ctx.tenantId}, ${order.id}, ${given.store}, ${given.receipt}, ${price.pricedFen}, ${given.takenFen},
      ${price.lost}, ${given.tender}, ${order.placed_at})`.execute(ctx.pg)
}

/** Sold over the counter, so it was there, whatever the shelf was said to hold. */
async function findMissing(ctx: Ctx, goods: readonly WantedLine[]): Promise<void> {
  const [first] = goods
  if (!first) return
  const { store } = first
  const levels = await lockLevels(ctx, goods)
  const wanted = new Map<string, number>()
  for (const { sku, quantity } of goods) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity)
  const found = [...wanted].flatMap(([sku, quantity]) => {
    const { onHand, reserved } = summed(levels.get(spotKey({ store, sku })))
    const missing = quantity - (onHand - reserved)
    return missing > 0
      ? [{ sku, from: 'counted', to: atStore(store), quantity: missing, unitCostFen: null }]
      : []
  })
  if (found.length === 0) return
  const head = { kind: 'count', store, toStore: null, note: 'sold at a till' } as const
  await post(ctx, { ...head, orderId: null, reverses: null }, found)
}

/** @throws 422 when the receipt came with another sale, 409 when it was paid with another sum */
async function soldBefore(ctx: Ctx, given: Selling, hash: Buffer): Promise<Sold | undefined> {
  const found = await findSold(ctx, given)
  if (!found) return undefined
  const { request_hash, ...sold } = found
  if (!request_hash.equals(hash))
    throw new AppError(422, 'receipt_reused', 'This receipt is another sale’s', {
      details: { order_id: sold.order_id },
    })
  if (given.takenFen !== null && given.takenFen !== sold.due_fen)
    throw conflict('paid_differs', 'This receipt stands with another sum', {
      ...{ order_id: sold.order_id, due_fen: sold.due_fen, taken_fen: given.takenFen },
    })
  return sold
}

/** What makes it this sale; the money may become known later. */
const hashOf = (given: Selling) =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ...[given.storefront, given.customerId, given.lines.map((l) => [l.sku, l.quantity])],
        ...[given.couponCodes, given.pointsWanted, given.storedValueWanted],
      ]),
    )
    .digest()
