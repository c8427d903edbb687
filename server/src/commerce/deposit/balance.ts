// The balance of an order may be paid with coupons, points and stored value. What it was ordered at stands; the one
// pipeline says what comes off, what it rests on is held anew, and the order and the books are told the new price.
import { sql } from 'kysely'
import { nodesOf } from '../../identity/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import {
  demandMove,
  heldOf,
  lockOwnOrder,
  namesOf,
  type OwnOrder,
  salesOrderOf,
} from '../checkout/own-order.ts'
import { orderParties } from '../checkout/parties.ts'
import { replaceOrders } from '../order-store.ts'
import { closePayments } from '../payment/payments.ts'
import { type Asked, rulesNow, termsFor } from '../quote/ports.ts'
import { type Quoted, type QuoteInput, quote } from '../quote/quote.ts'
import { getDeposit, keptUntil, type OrderDeposit } from './deposits.ts'

export interface BalanceWanted {
  couponCodes: readonly string[]
  pointsWanted: number
  storedValueWanted: number
}
export interface BalancePrice {
  input: QuoteInput
  quoted: Quoted
  delivery: OwnOrder['delivery']
}

/** What was agreed with one buyer has its price already. */
export const takesCoupons = ({ input }: Pick<OwnOrder, 'input'>): boolean =>
  input.agreed === undefined

/** What the order would cost; nothing is kept. @throws as payBalanceWith */
export function quoteBalance(ctx: Ctx, id: string, wanted: BalanceWanted): Promise<BalancePrice> {
  return inTx(ctx, async (ctx) => {
    const { order, deposit } = await lockPayable(ctx, id)
    // What the order holds is hers to choose again: set free for the price alone.
    await sql`savepoint balance`.execute(ctx.pg)
    await setFree(ctx, order)
    const price = await priceOf(ctx, order, deposit, wanted)
    await sql`rollback to savepoint balance`.execute(ctx.pg)
    return { ...price, delivery: order.delivery }
  })
}

/**
 * Asked again, the new choice stands in place of the old one.
 * @throws 404; 409 order_state, balance_not_yet, balance_is_fixed, payment_under_way, price_changed, balance_too_small,
 * coupon_not_with_deposit, or what a party says
 */
export async function payBalanceWith(
  ctx: Ctx,
  id: string,
  wanted: BalanceWanted & { expectedDueFen: number },
): Promise<void> {
  // Nobody shall pay what it cost before.
  await closePayments(ctx, id)
  await inTx(ctx, async (ctx) => {
    const { order, deposit } = await lockPayable(ctx, id)
    await demandNoPayment(ctx, id)
    await setFree(ctx, order)
    const { input, quoted } = await priceOf(ctx, order, deposit, wanted)
    if (quoted.dueFen !== wanted.expectedDueFen)
      throw conflict('price_changed', 'The price is another one by now', { quote: quoted })
    const next: OwnOrder = {
      ...{ ...order, input, quoted, total_fen: quoted.totalFen },
      ...{ shipping_fen: quoted.shippingFen, due_fen: quoted.dueFen },
    }
    for (const party of followers()) {
      const no = await party.hold(ctx, { ...heldOf(next), expiresAt: keptUntil(deposit) })
      if (no) throw conflict(no.code, no.message, { party: party.code, ...no.details })
    }
    await writePrice(ctx, next)
    const details = { was_fen: order.due_fen, due_fen: next.due_fen }
    await demandMove(ctx, order, 'reprice_balance', { details })
  })
}

const followers = () => orderParties().filter((party) => party.followsPrice)
async function setFree(ctx: Ctx, order: OwnOrder): Promise<void> {
  for (const party of followers()) await party.release(ctx, order.id)
}

async function lockPayable(
  ctx: Ctx,
  id: string,
): Promise<{ order: OwnOrder; deposit: OrderDeposit }> {
  const order = await lockOwnOrder(ctx, id)
  if (order.state !== 'to_pay_balance' || order.expires_at <= ctx.now())
    throw conflict('order_state', 'This order does not wait for its balance', {
      state: order.state,
    })
  const deposit = await getDeposit(ctx, id)
  if (deposit.balance_from > ctx.now())
    throw conflict('balance_not_yet', 'The balance cannot be paid yet', {
      from: deposit.balance_from.toISOString(),
    })
  if (!takesCoupons(order))
    throw conflict('balance_is_fixed', 'What was agreed with the buyer has its price')
  return { order, deposit }
}

/** One that the provider could not be told to close may still be paid. */
async function demandNoPayment(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`select from payment
    where tenant_id = ${ctx.tenantId} and order_id = ${id} and state = 'waiting' limit 1`.execute(
    ctx.pg,
  )
  if (rows.length > 0)
    throw conflict('payment_under_way', 'A payment of this order is not decided yet')
}

async function priceOf(
  ctx: Ctx,
  order: OwnOrder,
  deposit: OrderDeposit,
  wanted: BalanceWanted,
): Promise<{ input: QuoteInput; quoted: Quoted }> {
  const node = order.node_id
  if (node === null) throw conflict('order_state', 'Nobody is known to buy it any more')
  const [found] = await nodesOf(ctx, [node])
  const [customerId, nodes] = found ?? [node, [node]]
  const asked: Asked = {
    ...{ customerId, nodes, storefront: order.storefront, couponCodes: wanted.couponCodes },
    lines: order.input.lines.map(({ sku, quantity, unitFen }) => ({ sku, quantity, unitFen })),
    ...(wanted.pointsWanted > 0 && { pointsWanted: wanted.pointsWanted }),
    ...(wanted.storedValueWanted > 0 && { storedValueWanted: wanted.storedValueWanted }),
    balanceOf: { offers: order.input.terms.offers },
  }
  const input: QuoteInput = { ...order.input, terms: await termsFor(ctx, asked) }
  const quoted = quote(input, rulesNow())
  if (!quoted.ok) throw invalid(quoted.code, quoted.message)
  if (offersOff(quoted) !== offersOff(order.quoted) || quoted.gifts.length > 0)
    throw conflict(
      'coupon_not_with_deposit',
      'This coupon does not go with the price of what was ordered ahead',
    )
  if (quoted.dueFen <= deposit.fen)
    throw conflict('balance_too_small', 'Of the balance something must be left to pay', {
      ...{ due_fen: quoted.dueFen, deposit_fen: deposit.fen },
    })
  return { input, quoted }
}
const offersOff = ({ lines }: Quoted) => lines.reduce((sum, line) => sum + line.off.offers, 0)

/** The order, its lines and its row in the books. */
async function writePrice(ctx: Ctx, order: OwnOrder): Promise<void> {
  await sql`update own_order set input = ${JSON.stringify(order.input)}::jsonb, quoted = ${JSON.stringify(order.quoted)}::jsonb,
      total_fen = ${order.total_fen}, shipping_fen = ${order.shipping_fen}, due_fen = ${order.due_fen}
    where tenant_id = ${ctx.tenantId} and id = ${order.id}`.execute(ctx.pg)
  const u = unnest(order.quoted.lines, {
    sku: ['text', (l) => l.sku],
    total_fen: ['bigint', (l) => l.totalFen],
    stored_value_fen: ['bigint', (l) => l.off.stored_value],
    points_fen: ['bigint', (l) => l.off.points],
  })
  await sql`update own_order_line l set total_fen = r.total_fen, stored_value_fen = r.stored_value_fen, points_fen = r.points_fen
    from ${u.rows} where l.tenant_id = ${ctx.tenantId} and l.order_id = ${order.id} and l.sku = r.sku`.execute(
    ctx.pg,
  )
  const skus = order.quoted.lines.map((line) => line.sku)
  const told = salesOrderOf(order, await namesOf(ctx, skus), 'placed', ctx.now())
  await replaceOrders(ctx, [{ id: order.id, order: told }], false)
}
