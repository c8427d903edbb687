// What a dearer SKU costs more, paid as an order of its own: so it is paid like every order, with points and stored
// value too, and is turnover, credit, points and commission like every order. Until it is paid no goods are waited for.
import { sql } from 'kysely'
import { nodesOf } from '../../identity/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import type { CheckoutPrice } from '../checkout/basket.ts'
import { lockOwnOrder, namesOf, type OwnOrder } from '../checkout/own-order.ts'
import type { NotHeld, OrderParty } from '../checkout/parties.ts'
import { MINUTES_TO_PAY, type Placed, placeAgreed } from '../checkout/place.ts'
import { callOff } from '../checkout/settle.ts'
import { closePayments } from '../payment/payments.ts'
import { rulesNow, termsFor } from '../quote/ports.ts'
import { PRICING_VERSION, type QuoteInput, quote } from '../quote/quote.ts'
import { type AfterSale, decide, getAfterSale, lockAfterSale } from './after-sale.ts'
import { exchangedLine } from './exchanged-line.ts'
import { awaitGoods, moreOf } from './supplement.ts'

export interface SupplementWanted {
  pointsWanted: number
  storedValueWanted: number
}

/** What paying it with these comes to; nothing is kept. @throws 404, 409 as paySupplement */
export function quoteSupplement(
  ctx: Ctx,
  id: string,
  wanted: SupplementWanted,
): Promise<CheckoutPrice> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockAfterSale(ctx, id)
    demandToPay(ctx, sale)
    // What she began to pay with before is hers to choose again: set free for the price alone.
    await sql`savepoint supplement`.execute(ctx.pg)
    await dropUnpaid(ctx, sale)
    const price = await priceOf(ctx, order, sale, wanted)
    await sql`rollback to savepoint supplement`.execute(ctx.pg)
    return price
  })
}

/**
 * The order that pays the difference; it is paid like any other. Asked again with another choice, what waited before
 * is called off. The same key again answers the same order.
 * @throws 404; 409 after_sale_state, exchange_over, price_changed, payment_under_way, or what a party says
 */
export async function paySupplement(
  ctx: Ctx,
  id: string,
  asked: SupplementWanted & { key: string; expectedDueFen: number },
): Promise<Placed> {
  const key = `exchange:${id}:${asked.key}`
  const before = await getAfterSale(ctx, id)
  const waiting = before.supplement_id
  // Nobody shall pay what is called off; who was quicker has paid.
  if (waiting !== null && !(await isOfKey(ctx, waiting, key))) await closePayments(ctx, waiting)
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockAfterSale(ctx, id)
    const placed = await placedBy(ctx, key)
    if (placed) return placed
    demandToPay(ctx, sale)
    await dropUnpaid(ctx, sale)
    const price = await priceOf(ctx, order, sale, asked)
    if (price.quoted.dueFen !== asked.expectedDueFen)
      throw conflict('price_changed', 'The price is another one by now', { quote: price.quoted })
    const payBy = ctx.now().getTime() + MINUTES_TO_PAY * 60_000
    return placeAgreed(
      ctx,
      {
        ...{ key, customerId: order.node_id ?? 0, address: null, note: '' },
        ...{ staffId: order.staff_id, cameBy: order.came_by },
        payBy: new Date(Math.min(payBy, sale.pay_by?.getTime() ?? payBy)),
      },
      price,
    )
  })
}

async function placedBy(ctx: Ctx, key: string): Promise<Placed | undefined> {
  const { rows } = await sql<Placed>`
    select id, number, state, currency, total_fen, due_fen, expires_at, pick_up_code from own_order
    where tenant_id = ${ctx.tenantId} and placement_key = ${key}`.execute(ctx.pg)
  return rows[0]
}
const isOfKey = async (ctx: Ctx, orderId: string, key: string) =>
  (await placedBy(ctx, key))?.id === orderId

function demandToPay(ctx: Ctx, sale: AfterSale): void {
  if (sale.state !== 'to_pay')
    throw conflict('after_sale_state', 'No difference of it is waited for', { state: sale.state })
  if (sale.pay_by === null || sale.pay_by <= ctx.now())
    throw conflict('exchange_over', 'The time to pay the difference is over')
}

/** Of an exchange whose order's row is held. */
async function dropUnpaid(ctx: Ctx, { supplement_id }: AfterSale): Promise<void> {
  if (supplement_id === null) return
  const order = await lockOwnOrder(ctx, supplement_id)
  if (order.state === 'to_pay') await callOff(ctx, order, 'paid_otherwise')
}

/** The difference is the last word of its price: levels, offers and coupons say nothing to it. */
async function priceOf(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
  wanted: SupplementWanted,
): Promise<CheckoutPrice> {
  if (order.node_id === null) throw conflict('order_state', 'Nobody is known to pay it any more')
  const { to_sku: sku, quantity } = exchangedLine(sale)
  const [found] = await nodesOf(ctx, [order.node_id])
  const [customerId, nodes] = found ?? [order.node_id, [order.node_id]]
  const line = { sku, quantity, unitFen: moreOf(sale) / quantity }
  const { points, stored_value } = await termsFor(ctx, {
    ...{ customerId, nodes, storefront: order.storefront, lines: [line] },
    ...(wanted.pointsWanted > 0 && { pointsWanted: wanted.pointsWanted }),
    ...(wanted.storedValueWanted > 0 && { storedValueWanted: wanted.storedValueWanted }),
  })
  const input: QuoteInput = {
    ...{ version: PRICING_VERSION, currency: order.currency, levels: [], deepestBp: null },
    lines: [{ ...line, memberFen: {}, weightG: null, ships: false }],
    terms: { ...(points !== undefined && { points }), ...(stored_value && { stored_value }) },
    ...{ place: null, freight: null, supplement: { exchange: sale.id, order: order.id } },
  }
  const quoted = quote(input, rulesNow())
  if (!quoted.ok) throw invalid(quoted.code, quoted.message)
  return {
    ...{ input, quoted, names: await namesOf(ctx, [sku]), delivery: 'none' },
    shelf: {
      ...{ code: order.storefront, store: order.store, freight: null, deepestBp: null },
      ownFen: new Map(),
    },
  }
}

/** Paid: the exchange goes on. Over by then, or paid by another order: the money goes back by itself. */
async function goOn(ctx: Ctx, id: string, orderId: string): Promise<NotHeld | undefined> {
  const { sale, order } = await lockAfterSale(ctx, id)
  if (sale.state !== 'to_pay')
    return { code: 'exchange_over', message: 'The exchange does not wait for it any more' }
  // Paid late, while she had begun again.
  if (sale.supplement_id !== orderId) await dropUnpaid(ctx, sale)
  await decide(ctx, sale, 'pay_difference')
  await awaitGoods(ctx, order, sale)
  return undefined
}

/** Takes the difference for an exchange; what it held is held by the exchange itself. */
export const supplementParty: OrderParty = {
  code: 'exchange',
  hold: () => Promise.resolve(undefined),
  commit: async (ctx, { orderId, input }) =>
    input.supplement ? goOn(ctx, input.supplement.exchange, orderId) : undefined,
  release: () => Promise.resolve(),
  giveBack: () => Promise.resolve(),
}
