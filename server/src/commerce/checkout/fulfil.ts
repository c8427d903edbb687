// What the shop and the buyer do with an order that is paid: sent, picked up, received.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict, invalid, notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { demandStores } from '../stock/documents.ts'
import { demandMove, linesOf, lockOwnOrder, type OwnLine, type OwnOrder } from './own-order.ts'
import { demandNotKeptBack } from './parties.ts'

export interface Sent {
  carrier: string
  number: string
  /** Absent: all that is left. */
  lines?: readonly { sku: string; quantity: number }[]
}
const leftToSend = (line: OwnLine) =>
  line.ships ? line.quantity - line.sent_quantity - line.unsent_quantity : 0

/** A parcel; the same one again changes nothing. @throws 404, 400, 409 */
export function shipOrder(ctx: Ctx, id: string, sent: Sent): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, id)
    const { rows: before } = await sql`select 1 from shipment where tenant_id = ${ctx.tenantId}
      and order_id = ${id} and carrier = ${sent.carrier} and number = ${sent.number}`.execute(
      ctx.pg,
    )
    if (before.length > 0) return
    if (order.state !== 'to_ship' && order.state !== 'partly_shipped')
      throw conflict('order_state', 'The order is in no state for this', { state: order.state })
    await demandNotKeptBack(ctx, id)
    const lines = await linesOf(ctx, id)
    const parts =
      sent.lines ??
      lines.flatMap((line) =>
        leftToSend(line) > 0 ? [{ sku: line.sku, quantity: leftToSend(line) }] : [],
      )
    demandLeft(lines, parts)
    const u = unnest(parts, {
      sku: ['text', (p) => p.sku],
      quantity: ['bigint', (p) => p.quantity],
    })
    await sql`update own_order_line l set sent_quantity = l.sent_quantity + r.quantity from ${u.rows}
      where l.tenant_id = ${ctx.tenantId} and l.order_id = ${id} and l.sku = r.sku`.execute(ctx.pg)
    await sql`insert into shipment (tenant_id, id, order_id, carrier, number, lines, shipped_at)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${id}, ${sent.carrier}, ${sent.number},
        ${JSON.stringify(parts)}::jsonb, ${ctx.now()})`.execute(ctx.pg)
    const left = lines.reduce((sum, line) => sum + leftToSend(line), 0)
    const going = parts.reduce((sum, part) => sum + part.quantity, 0)
    const details = { carrier: sent.carrier, number: sent.number, lines: parts }
    await demandMove(ctx, order, left === going ? 'ship_rest' : 'ship_part', { details })
    await audit(ctx, 'order.shipped', { kind: 'order', id }, { after: details })
  })
}

function demandLeft(
  lines: readonly OwnLine[],
  parts: readonly { sku: string; quantity: number }[],
): void {
  if (parts.length === 0) throw conflict('nothing_to_ship', 'Nothing of it is left to send')
  if (new Set(parts.map((p) => p.sku)).size < parts.length)
    throw invalid('sku_twice', 'An SKU stands in two lines')
  for (const { sku, quantity } of parts) {
    const line = lines.find((one) => one.sku === sku)
    if (!line) throw invalid('not_in_order', `The order has no ${sku}`, { sku })
    if (quantity > leftToSend(line))
      throw conflict('too_many_to_ship', `Of ${sku} fewer are left to send`, {
        ...{ sku, left: leftToSend(line), wanted: quantity },
      })
  }
}

export interface SentRow {
  /** Of the file, from 1. */
  row: number
  order: string
  carrier: string
  number: string
}
export interface RefusedRow {
  row: number
  order: string
  code: string
}

/** A file of parcels, each row on its own: one that cannot be sent keeps no other from it. */
export async function shipMany(
  ctx: Ctx,
  rows: readonly SentRow[],
): Promise<{ shipped: number; refused: RefusedRow[] }> {
  const { rows: known } = await sql<{ id: string; number: string; store: string }>`
    select id, number, store from own_order
    where tenant_id = ${ctx.tenantId} and number = any(${rows.map((r) => r.order)}::text[])`.execute(
    ctx.pg,
  )
  const byNumber = new Map(known.map((one) => [one.number, one]))
  const refused: RefusedRow[] = []
  const seen = new Set<string>()
  for (const { row, order, carrier, number } of rows) {
    const refuse = (code: string) => refused.push({ row, order, code })
    const found = byNumber.get(order)
    if (order === '' || carrier === '' || number === '') refuse('row_incomplete')
    else if (seen.has(order)) refuse('order_twice')
    else if (!found) refuse('order_not_found')
    else
      try {
        seen.add(order)
        await demandStores(ctx, [found.store])
        await shipOrder(ctx, found.id, { carrier, number })
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error
        refuse(error.code === 'store_not_found' ? 'order_not_found' : error.code)
      }
  }
  return { shipped: rows.length - refused.length, refused }
}

/** Who shows the code takes the goods along; a code is good for once. @throws 404, 409 */
export function pickUp(ctx: Ctx, code: string): Promise<OwnOrder> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ id: string }>`
      select id from own_order where tenant_id = ${ctx.tenantId} and pick_up_code = ${code.toUpperCase()}`.execute(
      ctx.pg,
    )
    const id = rows[0]?.id
    if (!id) throw notFound('pick_up_code')
    const order = await lockOwnOrder(ctx, id)
    await demandInSight(ctx, order.store)
    await demandNotKeptBack(ctx, id)
    await demandMove(ctx, order, 'pick_up')
    await sql`update own_order_line set sent_quantity = quantity - unsent_quantity
      where tenant_id = ${ctx.tenantId} and order_id = ${id} and ships`.execute(ctx.pg)
    await audit(ctx, 'order.picked_up', { kind: 'order', id })
    return { ...order, state: 'picked_up' }
  })
}

/** A code of a store out of sight is no code. */
async function demandInSight(ctx: Ctx, store: string): Promise<void> {
  try {
    await demandStores(ctx, [store])
  } catch (error) {
    if (error instanceof AppError && error.status < 500) throw notFound('pick_up_code')
    throw error
  }
}

/** @throws 404, 409 */
export function receiveOrder(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => demandMove(ctx, await lockOwnOrder(ctx, id), 'receive'))
}
