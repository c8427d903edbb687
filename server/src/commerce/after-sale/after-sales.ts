// What a buyer asks back after she has paid. What is asked for is set aside on the order's lines at once, so
// that nothing is asked for twice; a request that is refused gives it free again.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import {
  actorOf,
  linesOf,
  lockOwnOrder,
  type OwnLine,
  type OwnOrder,
} from '../checkout/own-order.ts'
import { REFUNDABLE } from '../checkout/states.ts'
import { payBack } from './pay-back.ts'
import { type PaidLine, type Share, shareOf } from './share.ts'

export type AfterSaleState = 'requested' | 'to_return' | 'refunded' | 'refused' | 'withdrawn'
export interface AfterSale {
  id: string
  order_id: string
  kind: 'money' | 'return'
  state: AfterSaleState
  reason: string
  shipping_fen: number
  amount_fen: number
  stored_value_fen: number
  decision: string
  requested_by: string
  decided_by: string | null
  requested_at: Date
  decided_at: Date | null
  refunded_at: Date | null
  lines: {
    sku: string
    quantity: number
    fen: number
    stored_value_fen: number
    points_fen: number
  }[]
}
export interface AfterSaleAsked {
  /** The same request twice is one after-sale. */
  key: string
  kind: 'money' | 'return'
  reason: string
  lines: readonly { sku: string; quantity: number; fen?: number | undefined }[]
  /** Absent: all of it when the whole order goes back before anything was sent. */
  shippingFen?: number | undefined
}

const COLUMNS = sql`a.id, a.order_id, a.kind, a.state, a.reason, a.shipping_fen, a.amount_fen, a.stored_value_fen,
  a.decision, a.requested_by, a.decided_by, a.requested_at, a.decided_at, a.refunded_at, (
    select jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', l.quantity, 'fen', l.fen,
      'stored_value_fen', l.stored_value_fen, 'points_fen', l.points_fen) order by l.sku)
    from after_sale_line l where l.tenant_id = a.tenant_id and l.after_sale_id = a.id) as lines`

export { COLUMNS as AFTER_SALE_COLUMNS }

/** @throws 404 */
export async function getAfterSale(ctx: Ctx, id: string): Promise<AfterSale> {
  const { rows } = await sql<AfterSale>`select ${COLUMNS} from after_sale a
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('after_sale')
  return rows[0]
}

export async function afterSalesOf(ctx: Ctx, orderId: string): Promise<AfterSale[]> {
  const { rows } = await sql<AfterSale>`select ${COLUMNS} from after_sale a
    where a.tenant_id = ${ctx.tenantId} and a.order_id = ${orderId} order by a.requested_at, a.id`.execute(
    ctx.pg,
  )
  return rows
}

export const paidLine = (line: OwnLine): PaidLine => ({
  ...{ sku: line.sku, quantity: line.quantity, totalFen: line.total_fen },
  ...{ storedValueFen: line.stored_value_fen, pointsFen: line.points_fen },
  ...{ refundedQuantity: line.refunded_quantity, refundedFen: line.refunded_fen },
  refundedStoredValueFen: line.refunded_stored_value_fen,
  refundedPointsFen: line.refunded_points_fen,
})

/** @throws 400, 404, 409 when more is asked for than is left, or the order is in no state for it */
export function requestAfterSale(
  ctx: Ctx,
  orderId: string,
  asked: AfterSaleAsked,
): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, orderId)
    const { rows: before } = await sql<{ id: string }>`select id from after_sale
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and request_key = ${asked.key}`.execute(
      ctx.pg,
    )
    if (before[0]) return getAfterSale(ctx, before[0].id)
    if (!REFUNDABLE.includes(order.state))
      throw conflict('order_state', 'Nothing of it can go back now', { state: order.state })
    const lines = await linesOf(ctx, orderId)
    const shares = sharesOf(lines, asked)
    const shipping = shippingBack(order, lines, shares, asked.shippingFen)
    const goodsFen = shares.reduce((sum, share) => sum + share.fen, 0)
    const id = randomUUIDv7()
    await claim(ctx, orderId, shares, shipping, 1)
    await sql`insert into after_sale (tenant_id, id, order_id, request_key, kind, state, reason, shipping_fen,
        amount_fen, stored_value_fen, requested_by, requested_at)
      values (${ctx.tenantId}, ${id}, ${orderId}, ${asked.key}, ${asked.kind}, 'requested', ${asked.reason}, ${shipping},
        ${goodsFen + shipping}, ${shares.reduce((sum, share) => sum + share.storedValueFen, 0)}, ${actorOf(ctx)},
        ${ctx.now()})`.execute(ctx.pg)
    const u = unnest(shares, {
      sku: ['text', (s) => s.sku],
      quantity: ['bigint', (s) => s.quantity],
      fen: ['bigint', (s) => s.fen],
      stored_value_fen: ['bigint', (s) => s.storedValueFen],
      points_fen: ['bigint', (s) => s.pointsFen],
    })
    await sql`insert into after_sale_line (tenant_id, after_sale_id, order_id, ${u.names})
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${orderId}::uuid, ${u.names} from ${u.rows}`.execute(
      ctx.pg,
    )
    const made = await getAfterSale(ctx, id)
    await audit(ctx, 'after_sale.requested', { kind: 'after_sale', id }, { after: made })
    return made
  })
}

function sharesOf(lines: readonly OwnLine[], asked: AfterSaleAsked): Share[] {
  if (new Set(asked.lines.map((line) => line.sku)).size < asked.lines.length)
    throw invalid('sku_twice', 'An SKU stands in two lines')
  return asked.lines.map(({ sku, quantity, fen }) => {
    const line = lines.find((one) => one.sku === sku)
    if (!line) throw invalid('not_in_order', `The order has no ${sku}`, { sku })
    if (asked.kind === 'return' && quantity === 0)
      throw invalid('nothing_returned', 'What is sent back has a number of pieces')
    if (asked.kind === 'return' && quantity > line.sent_quantity)
      throw conflict('not_sent', `Of ${sku} fewer have been sent`, {
        ...{ sku, sent: line.sent_quantity },
      })
    const share = shareOf(paidLine(line), quantity, fen)
    if (!share)
      throw conflict('more_than_left', `Of ${sku} less is left to give back`, {
        ...{ sku, left_quantity: line.quantity - line.refunded_quantity },
        left_fen: line.total_fen - line.refunded_fen,
      })
    if (share.quantity === 0 && share.fen === 0)
      throw invalid('nothing_asked', 'Neither pieces nor money are asked for', { sku })
    return share
  })
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

/** Sets aside what is asked for, or gives it free again. The table's own checks refuse more than was paid. */
async function claim(
  ctx: Ctx,
  orderId: string,
  shares: readonly Share[],
  shippingFen: number,
  sign: 1 | -1,
): Promise<void> {
  const u = unnest(shares, {
    sku: ['text', (s) => s.sku],
    quantity: ['bigint', (s) => sign * s.quantity],
    fen: ['bigint', (s) => sign * s.fen],
    stored: ['bigint', (s) => sign * s.storedValueFen],
    points: ['bigint', (s) => sign * s.pointsFen],
  })
  await sql`update own_order_line l set refunded_quantity = l.refunded_quantity + r.quantity,
      refunded_fen = l.refunded_fen + r.fen, refunded_stored_value_fen = l.refunded_stored_value_fen + r.stored,
      refunded_points_fen = l.refunded_points_fen + r.points
    from ${u.rows} where l.tenant_id = ${ctx.tenantId} and l.order_id = ${orderId} and l.sku = r.sku`.execute(
    ctx.pg,
  )
  if (shippingFen > 0)
    await sql`update own_order set refunded_shipping_fen = refunded_shipping_fen + ${sign * shippingFen}
      where tenant_id = ${ctx.tenantId} and id = ${orderId}`.execute(ctx.pg)
}

/** The order's row first, as everywhere. @throws 404 */
async function lockBoth(ctx: Ctx, id: string): Promise<{ sale: AfterSale; order: OwnOrder }> {
  const { order_id } = await getAfterSale(ctx, id)
  const order = await lockOwnOrder(ctx, order_id)
  return { sale: await getAfterSale(ctx, id), order }
}

async function decide(
  ctx: Ctx,
  sale: AfterSale,
  from: AfterSaleState,
  to: AfterSaleState,
  decision?: string,
): Promise<void> {
  const { rows } = await sql`update after_sale set state = ${to},
      decision = coalesce(${decision ?? null}, decision), decided_by = ${actorOf(ctx)},
      decided_at = ${ctx.now()}, refunded_at = ${to === 'refunded' ? ctx.now() : null}
    where tenant_id = ${ctx.tenantId} and id = ${sale.id} and state = ${from} returning id`.execute(
    ctx.pg,
  )
  if (rows.length === 0)
    throw conflict('after_sale_state', 'This was decided before', { state: sale.state })
}

/** Money without goods goes back now; goods that were sent must arrive first. @throws 404, 409 */
export function approveAfterSale(ctx: Ctx, id: string, note: string): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockBoth(ctx, id)
    const waits = sale.kind === 'return'
    await decide(ctx, sale, 'requested', waits ? 'to_return' : 'refunded', note)
    if (!waits) await payBack(ctx, order, sale)
    await audit(ctx, 'after_sale.approved', { kind: 'after_sale', id }, { note })
    return getAfterSale(ctx, id)
  })
}

/** What was sent back is on the shelf again, and its money goes back. @throws 404, 409 */
export function goodsCameBack(ctx: Ctx, id: string): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockBoth(ctx, id)
    await decide(ctx, sale, 'to_return', 'refunded')
    await payBack(ctx, order, sale)
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
    const { sale } = await lockBoth(ctx, id)
    // What is agreed on can still be given up: goods that never come back.
    await decide(ctx, sale, sale.state === 'to_return' ? 'to_return' : 'requested', to, note)
    await claim(
      ctx,
      sale.order_id,
      sale.lines.map((l) => ({
        ...{ sku: l.sku, quantity: l.quantity, fen: l.fen },
        ...{ storedValueFen: l.stored_value_fen, pointsFen: l.points_fen },
      })),
      sale.shipping_fen,
      -1,
    )
    await audit(ctx, `after_sale.${to}`, { kind: 'after_sale', id }, { note })
    return getAfterSale(ctx, id)
  })
}
