// What a buyer asks back after she has paid. What is asked for is set aside on the order's lines at once, so
// that nothing is asked for twice; a request that is refused gives it free again.
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { linesOf, lockOwnOrder, type OwnLine, type OwnOrder } from '../checkout/own-order.ts'
import { type LeftFen, leftOfLines } from '../checkout/parties.ts'
import { REFUNDABLE } from '../checkout/states.ts'
import { type AfterSale, askedBefore, decide, getAfterSale, lockAfterSale } from './after-sale.ts'
import { agreeToExchange, dropExchange, receiveForExchange } from './exchanges.ts'
import { payBack } from './pay-back.ts'
import { freePieces, type Held, paidLine, piecesHeld, setAside } from './set-aside.ts'
import { type Share, shareOf } from './share.ts'
import { giveBackSupplements } from './supplement-back.ts'
import { tellRefused } from './tell.ts'
import { type ShareHeld, writeAfterSale } from './write-after-sale.ts'

export interface AfterSaleAsked {
  /** The same request twice is one after-sale. */
  key: string
  kind: 'money' | 'return'
  reason: string
  lines: readonly AskedLine[]
  /** Absent: all of it when the whole order goes back before anything was sent. */
  shippingFen?: number | undefined
}
interface AskedLine {
  /** As it was paid. */
  sku: string
  quantity: number
  /** Absent: the paid share of so many pieces. */
  fen?: number | undefined
  /** What is sent back, when the pieces were exchanged before. */
  heldSku?: string | undefined
}
/** @throws 400, 404, 409 when more is asked for than is left, or the order is in no state for it */
export function requestAfterSale(
  ctx: Ctx,
  orderId: string,
  asked: AfterSaleAsked,
): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, orderId)
    const before = await askedBefore(ctx, orderId, asked.key)
    if (before) return before
    if (order.input.supplement)
      throw conflict('exchange_difference', 'It goes back with what it was paid for', {
        order_id: order.input.supplement.order,
      })
    const left = await leftOfLines(ctx, orderId, asked.lines)
    // What is given over time goes back as long as some of it is left.
    const isOpen =
      REFUNDABLE.includes(order.state) ||
      (order.state === 'closed' && asked.lines.every((line) => left.has(line.sku)))
    if (!isOpen)
      throw conflict('order_state', 'Nothing of it can go back now', { state: order.state })
    const lines = await linesOf(ctx, orderId)
    const held = asked.kind === 'return' ? await piecesHeld(ctx, orderId) : []
    const shares = sharesOf(lines, held, { ...asked, lines: withinLeft(asked.lines, left) })
    const shipping = shippingBack(order, lines, shares, asked.shippingFen)
    const made = await writeAfterSale(ctx, orderId, { ...asked, shares, shippingFen: shipping })
    await audit(ctx, 'after_sale.requested', { kind: 'after_sale', id: made.id }, { after: made })
    return made
  })
}

/** What a line gave goes back as far as it is left. @throws 409 when more is asked for, or less of what is one sum */
function withinLeft(
  lines: readonly AskedLine[],
  left: ReadonlyMap<string, LeftFen>,
): readonly AskedLine[] {
  return lines.map((line) => {
    const known = left.get(line.sku)
    if (!known) return line
    const fen = line.fen ?? known.fen
    if (fen > known.fen || (known.isExact && fen < known.fen))
      throw conflict('given_left_differs', 'Of what it gave another sum is left', {
        ...{ sku: line.sku, left_fen: known.fen },
      })
    return { ...line, fen }
  })
}

function sharesOf(
  lines: readonly OwnLine[],
  held: readonly Held[],
  asked: AfterSaleAsked,
): ShareHeld[] {
  if (new Set(asked.lines.map((line) => line.sku)).size < asked.lines.length)
    throw invalid('sku_twice', 'An SKU stands in two lines')
  return asked.lines.map(({ sku, quantity, fen, heldSku = sku }) => {
    const line = lines.find((one) => one.sku === sku)
    if (!line) throw invalid('not_in_order', `The order has no ${sku}`, { sku })
    if (asked.kind === 'return' && quantity === 0)
      throw invalid('nothing_returned', 'What is sent back has a number of pieces')
    const share = quantity > freePieces(line) ? undefined : shareOf(paidLine(line), quantity, fen)
    if (!share)
      throw conflict('more_than_left', `Of ${sku} less is left to give back`, {
        ...{ sku, left_quantity: freePieces(line) },
        left_fen: line.total_fen - line.refunded_fen,
      })
    if (share.quantity === 0 && share.fen === 0)
      throw invalid('nothing_asked', 'Neither pieces nor money are asked for', { sku })
    if (asked.kind === 'return') demandHeld(line, held, heldSku, quantity)
    return { ...share, heldSku }
  })
}

/** Nobody sends back what she does not have. @throws 409 */
function demandHeld(line: OwnLine, held: readonly Held[], heldSku: string, quantity: number): void {
  const { sku } = line
  if (heldSku === sku && quantity > line.sent_quantity)
    throw conflict('not_sent', `Of ${sku} fewer have been sent`, {
      ...{ sku, sent: line.sent_quantity },
    })
  const has = held.find((one) => one.sku === sku && one.held_sku === heldSku)?.quantity ?? 0
  if (quantity > has)
    throw conflict('not_held', `Of ${heldSku} the buyer has fewer`, { sku: heldSku, held: has })
}

/** Shipping that was never used goes back with the last of the goods. */
function shippingBack(
  order: OwnOrder,
  lines: readonly OwnLine[],
  shares: readonly Share[],
  asked: number | undefined,
): number {
  const left = order.shipping_fen - order.refunded_shipping_fen
  if (asked !== undefined) {
    if (asked > left)
      throw conflict('more_than_left', 'Less of the shipping is left to give back', {
        left_fen: left,
      })
    return asked
  }
  const bySku = new Map(shares.map((share) => [share.sku, share]))
  const goesWhole = lines.every(
    (line) =>
      line.sent_quantity === 0 &&
      line.refunded_quantity + (bySku.get(line.sku)?.quantity ?? 0) === line.quantity &&
      line.refunded_fen + (bySku.get(line.sku)?.fen ?? 0) === line.total_fen,
  )
  return goesWhole ? left : 0
}

/**
 * Money without goods goes back now; goods that were sent must arrive first. What they are exchanged for is held
 * from now on. @throws 404, 409
 */
export function approveAfterSale(ctx: Ctx, id: string, note: string): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockAfterSale(ctx, id)
    if (sale.kind === 'exchange') await agreeToExchange(ctx, order, sale, note)
    else await decide(ctx, sale, sale.kind === 'money' ? 'pay_back' : 'await_goods', note)
    if (sale.kind === 'money') {
      await payBack(ctx, order, sale)
      await giveBackSupplements(ctx, order, sale)
    }
    await audit(ctx, 'after_sale.approved', { kind: 'after_sale', id }, { note })
    return getAfterSale(ctx, id)
  })
}

/** What was sent back is on the shelf again; its money goes back, or what it is exchanged for is to be sent. @throws 404, 409 */
export function goodsCameBack(ctx: Ctx, id: string): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockAfterSale(ctx, id)
    if (sale.kind === 'exchange') await receiveForExchange(ctx, order, sale)
    else {
      await decide(ctx, sale, 'receive_and_pay_back')
      await payBack(ctx, order, sale)
      await giveBackSupplements(ctx, order, sale)
    }
    await audit(ctx, 'after_sale.goods_returned', { kind: 'after_sale', id })
    return getAfterSale(ctx, id)
  })
}

/** By the shop, with its reason, or by the buyer herself. @throws 404, 409 */
export function dropAfterSale(
  ctx: Ctx,
  id: string,
  to: 'refused' | 'withdrawn',
  note: string,
): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockAfterSale(ctx, id)
    await decide(ctx, sale, to === 'refused' ? 'refuse' : 'withdraw', note)
    if (sale.kind === 'exchange') await dropExchange(ctx, sale)
    else
      await setAside(
        ctx,
        sale.order_id,
        sale.lines.map((l) => ({
          ...{ sku: l.sku, quantity: l.quantity, fen: l.fen },
          ...{ storedValueFen: l.stored_value_fen, pointsFen: l.points_fen },
        })),
        sale.shipping_fen,
        -1,
      )
    if (to === 'refused') await tellRefused(ctx, order, sale, note)
    await audit(ctx, `after_sale.${to}`, { kind: 'after_sale', id }, { note })
    return getAfterSale(ctx, id)
  })
}
