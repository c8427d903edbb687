// Parcels of own orders. One or thousands at once go the same way: the orders are held, every parcel is looked at
// in memory, and what may be sent is written by a few statements.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { codesInScope } from '../../org/index.ts'
import { auditAll } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict, invalid, notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { followParcels } from '../parcels/track.ts'
import { carrierKey, carrierName } from '../shipping/carriers.ts'
import { linesOfOrders, lockOwnOrders, moveAll, type OwnLine, type OwnOrder } from './own-order.ts'
import { keptBack } from './parties.ts'

export interface Part {
  sku: string
  quantity: number
}
export interface Parcel {
  orderId: string
  carrier: string
  number: string
  /** Absent: all that is left. */
  lines?: readonly Part[] | undefined
}
export type ParcelOutcome =
  | { outcome: 'shipped' | 'already' }
  | { outcome: 'refused'; error: AppError }

export const leftToSend = (line: OwnLine): number =>
  line.ships ? line.quantity - line.sent_quantity - line.unsent_quantity : 0

/** One parcel of an order, known by carrier and number, however the carrier is written. */
const keyOf = (orderId: string, carrier: string, number: string) =>
  `${orderId}\x1f${carrierKey(carrier)}\x1f${number}`

interface Going {
  id: string
  order: OwnOrder
  carrier: string
  number: string
  parts: readonly Part[]
  act: 'ship_part' | 'ship_rest'
  /** Parcels of one order go one after another. */
  round: number
}

/**
 * Every parcel on its own, in their order: one that cannot be sent keeps no other from it, the same one again
 * changes nothing. In one transaction.
 */
export function shipParcels(ctx: Ctx, parcels: readonly Parcel[]): Promise<ParcelOutcome[]> {
  return inTx(ctx, async (ctx) => {
    const ids = [...new Set(parcels.map((parcel) => parcel.orderId))]
    const orders = await lockOwnOrders(ctx, ids)
    const lines = await linesOfOrders(ctx, ids)
    const known = await knownParcels(ctx, ids)
    const kept = await keptBack(ctx, ids)
    const language = await languageOf(ctx)
    const rounds = new Map<string, number>()
    const going: Going[] = []
    const take = ({ orderId, carrier, number, lines: asked }: Parcel): ParcelOutcome => {
      const order = orders.get(orderId)
      if (!order) throw notFound('order')
      const key = keyOf(orderId, carrier, number)
      if (known.has(key)) return { outcome: 'already' }
      if (order.state !== 'to_ship' && order.state !== 'partly_shipped')
        throw conflict('order_state', 'The order is in no state for this', { state: order.state })
      const no = kept.get(orderId)
      if (no) throw no
      const of = lines.get(orderId) ?? []
      const parts =
        asked ??
        of.flatMap((line) =>
          leftToSend(line) > 0 ? [{ sku: line.sku, quantity: leftToSend(line) }] : [],
        )
      demandLeft(of, parts)
      // What follows in the list sees what this one takes.
      for (const { sku, quantity } of parts)
        for (const line of of) if (line.sku === sku) line.sent_quantity += quantity
      known.add(key)
      const act = of.every((line) => leftToSend(line) === 0) ? 'ship_rest' : 'ship_part'
      order.state = act === 'ship_rest' ? 'shipped' : 'partly_shipped'
      const round = rounds.get(orderId) ?? 0
      rounds.set(orderId, round + 1)
      const name = carrierName(carrier, language)
      going.push({ id: randomUUIDv7(), order, carrier: name, number, parts, act, round })
      return { outcome: 'shipped' }
    }
    const outcomes = parcels.map((parcel): ParcelOutcome => {
      try {
        return take(parcel)
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error
        return { outcome: 'refused', error }
      }
    })
    await write(ctx, going)
    return outcomes
  })
}

async function languageOf(ctx: Ctx): Promise<'zh-CN' | 'en'> {
  const { rows } = await sql<{ language: 'zh-CN' | 'en' }>`
    select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.language ?? 'zh-CN'
}

async function knownParcels(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ order_id: string; carrier: string; number: string }>`
    select order_id, carrier, number from shipment
    where tenant_id = ${ctx.tenantId} and order_id = any(${[...ids]}::uuid[]) and after_sale_id is null`.execute(
    ctx.pg,
  )
  return new Set(rows.map((row) => keyOf(row.order_id, row.carrier, row.number)))
}

function demandLeft(lines: readonly OwnLine[], parts: readonly Part[]): void {
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

async function write(ctx: Ctx, going: readonly Going[]): Promise<void> {
  if (going.length === 0) return
  const parts = going.flatMap(({ order, parts }) =>
    parts.map((part) => ({ ...part, order: order.id })),
  )
  const p = unnest(parts, {
    order_id: ['uuid', (x) => x.order],
    sku: ['text', (x) => x.sku],
    quantity: ['bigint', (x) => x.quantity],
  })
  await sql`update own_order_line l set sent_quantity = l.sent_quantity + r.quantity
    from (select order_id, sku, sum(quantity)::bigint as quantity from ${p.rows} group by order_id, sku) r
    where l.tenant_id = ${ctx.tenantId} and l.order_id = r.order_id and l.sku = r.sku`.execute(
    ctx.pg,
  )
  const u = unnest(going, {
    id: ['uuid', (g) => g.id],
    order_id: ['uuid', (g) => g.order.id],
    carrier: ['text', (g) => g.carrier],
    number: ['text', (g) => g.number],
    lines: ['jsonb', (g) => JSON.stringify(g.parts)],
  })
  await sql`insert into shipment (tenant_id, shipped_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
  await followParcels(
    ctx,
    going.map(({ id, order, carrier, number }) => ({ id, orderId: order.id, carrier, number })),
  )
  const rounds = Map.groupBy(going, (g) => g.round)
  for (const [, round] of [...rounds].sort(([a], [b]) => a - b))
    for (const [act, some] of Map.groupBy(round, (g) => g.act)) {
      const moved = await moveAll(
        ctx,
        act,
        some.map((g) => ({ order: g.order, details: detailsOf(g) })),
      )
      if (moved !== some.length)
        throw new Error('an order that is held by its row was moved by somebody else')
    }
  await auditAll(
    ctx,
    going.map((g) => ({
      ...{ action: 'order.shipped', object: { kind: 'order', id: g.order.id } },
      details: { after: detailsOf(g) },
    })),
  )
  await sendMessages(
    ctx,
    going.flatMap(({ id, order, carrier, number }) =>
      order.node_id === null
        ? []
        : [
            {
              ...{ kind: 'order_shipped' as const, key: `shipped:${id}`, node: order.node_id },
              params: { order: order.number, carrier, number },
              link: `/orders/${order.id}`,
            },
          ],
    ),
  )
}
const detailsOf = ({ carrier, number, parts }: Going) => ({ carrier, number, lines: parts })

/** A parcel; the same one again changes nothing. @throws 404, 400, 409 */
export async function shipOrder(
  ctx: Ctx,
  id: string,
  sent: Omit<Parcel, 'orderId'>,
): Promise<void> {
  const [outcome] = await shipParcels(ctx, [{ ...sent, orderId: id }])
  if (outcome?.outcome === 'refused') throw outcome.error
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

/** Orders that this actor may send, by their numbers: those of the stores in sight. */
export async function ordersByNumber(
  ctx: Ctx,
  numbers: readonly string[],
): Promise<Map<string, string>> {
  const seen = await codesInScope(ctx)
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from own_order
    where tenant_id = ${ctx.tenantId} and number = any(${[...numbers]}::text[])
      and ${seen ? sql`store = any(${[...seen.stores]}::text[])` : sql`true`}`.execute(ctx.pg)
  return new Map(rows.map((row) => [row.number, row.id]))
}

/** Parcels of whole orders, one an order; a row that cannot be sent is told with its reason. */
export async function shipMany(
  ctx: Ctx,
  rows: readonly SentRow[],
): Promise<{ shipped: number; refused: RefusedRow[] }> {
  const known = await ordersByNumber(
    ctx,
    rows.map((row) => row.order),
  )
  const refused: RefusedRow[] = []
  const seen = new Set<string>()
  const sound: (Parcel & { row: number; order: string })[] = []
  for (const { row, order, carrier, number } of rows) {
    const refuse = (code: string) => refused.push({ row, order, code })
    const orderId = known.get(order)
    if (order === '' || carrier === '' || number === '') refuse('row_incomplete')
    else if (seen.has(order)) refuse('order_twice')
    else if (!orderId) refuse('order_not_found')
    else {
      seen.add(order)
      sound.push({ row, order, orderId, carrier, number })
    }
  }
  const outcomes = await shipParcels(ctx, sound)
  outcomes.forEach((outcome, i) => {
    const { row, order } = sound[i] ?? { row: 0, order: '' }
    if (outcome.outcome === 'refused') refused.push({ row, order, code: outcome.error.code })
  })
  return {
    shipped: rows.length - refused.length,
    refused: refused.sort((a, b) => a.row - b.row),
  }
}
