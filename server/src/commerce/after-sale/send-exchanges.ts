// What was agreed on goes out for the pieces that came back: in a parcel of its own, or over the counter.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { codesInScope } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict } from '../../platform/errors.ts'
import { lockOwnOrders, type OwnOrder } from '../checkout/own-order.ts'
import type { ParcelOutcome } from '../checkout/ship.ts'
import { followParcels } from '../parcels/track.ts'
import { carrierKey, carrierName } from '../shipping/carriers.ts'
import { lockLevels } from '../stock/levels.ts'
import { takeReserved } from '../stock/reservations.ts'
import { type AfterSale, decide, getAfterSale, lockAfterSale } from './after-sale.ts'
import { exchangedLine } from './exchanged-line.ts'
import { payDifference } from './pay-difference.ts'
import { setExchanging } from './set-aside.ts'
import { recordExchanged } from './tell.ts'

export interface ExchangeParcel {
  /** The after-sale. */
  id: string
  carrier: string
  number: string
}

/** A parcel, or none when it is handed over; the same parcel again changes nothing. @throws 404, 409 */
export function sendExchange(
  ctx: Ctx,
  id: string,
  parcel: Omit<ExchangeParcel, 'id'> | null,
): Promise<AfterSale> {
  return inTx(ctx, async (ctx) => {
    const { sale, order } = await lockAfterSale(ctx, id)
    if (parcel && (await isKnown(ctx, id, parcel))) return sale
    if (parcel && order.address === null)
      throw conflict('no_address', 'The order has no address; hand it over')
    await decide(ctx, sale, 'send')
    if (!(await takeReserved(ctx, sale.id, order.id)))
      throw new Error('an exchange that was agreed on held nothing')
    const { sku, to_sku, quantity } = exchangedLine(sale)
    await setExchanging(ctx, order.id, sku, -quantity)
    if (parcel) await note(ctx, order, sale, parcel)
    await recordExchanged(ctx, order, sale)
    await payDifference(ctx, order, sale)
    const after = { sku: to_sku, quantity, ...parcel }
    await audit(ctx, 'after_sale.exchanged', { kind: 'after_sale', id }, { after })
    return getAfterSale(ctx, id)
  })
}

/** Every parcel on its own: one that cannot be sent keeps no other from it. In one transaction. */
export function sendExchanges(
  ctx: Ctx,
  parcels: readonly ExchangeParcel[],
): Promise<ParcelOutcome[]> {
  if (parcels.length === 0) return Promise.resolve([])
  return inTx(ctx, async (ctx) => {
    await lockAll(ctx, parcels)
    const outcomes: ParcelOutcome[] = []
    for (const { id, ...parcel } of parcels) {
      await sql`savepoint exchange`.execute(ctx.pg)
      try {
        const isAgain = await isKnown(ctx, id, parcel)
        if (!isAgain) await sendExchange(ctx, id, parcel)
        outcomes.push({ outcome: isAgain ? 'already' : 'shipped' })
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error
        await sql`rollback to savepoint exchange`.execute(ctx.pg)
        outcomes.push({ outcome: 'refused', error })
      }
      await sql`release savepoint exchange`.execute(ctx.pg)
    }
    return outcomes
  })
}

/** Orders, then stock, each in the order in which everybody locks them. */
async function lockAll(ctx: Ctx, parcels: readonly ExchangeParcel[]): Promise<void> {
  const { rows } = await sql<{ order_id: string; store: string; sku: string }>`
    select a.order_id, w.store, l.to_sku as sku from after_sale a
    join after_sale_line l on l.tenant_id = a.tenant_id and l.after_sale_id = a.id
    join own_order w on w.tenant_id = a.tenant_id and w.id = a.order_id
    where a.tenant_id = ${ctx.tenantId} and a.kind = 'exchange'
      and a.id = any(${parcels.map((parcel) => parcel.id)}::uuid[])`.execute(ctx.pg)
  await lockOwnOrders(ctx, [...new Set(rows.map((row) => row.order_id))])
  await lockLevels(ctx, rows)
}

async function isKnown(
  ctx: Ctx,
  id: string,
  { carrier, number }: Omit<ExchangeParcel, 'id'>,
): Promise<boolean> {
  const { rows } = await sql<{ carrier: string }>`select carrier from shipment
    where tenant_id = ${ctx.tenantId} and after_sale_id = ${id} and number = ${number}`.execute(
    ctx.pg,
  )
  return rows.some((row) => carrierKey(row.carrier) === carrierKey(carrier))
}

/** The parcel like every other: kept, followed, told to the buyer. */
async function note(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
  given: Omit<ExchangeParcel, 'id'>,
): Promise<void> {
  const { rows } = await sql<{ language: 'zh-CN' | 'en' }>`
    select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const carrier = carrierName(given.carrier, rows[0]?.language ?? 'zh-CN')
  const { to_sku: sku, quantity } = exchangedLine(sale)
  const [id, { number }] = [randomUUIDv7(), given]
  await sql`insert into shipment (tenant_id, id, order_id, after_sale_id, carrier, number, lines, shipped_at)
    values (${ctx.tenantId}, ${id}, ${order.id}, ${sale.id}, ${carrier}, ${number},
      ${JSON.stringify([{ sku, quantity }])}::jsonb, ${ctx.now()})`.execute(ctx.pg)
  await followParcels(ctx, [{ id, orderId: order.id, carrier, number }])
  if (order.node_id === null) return
  await sendMessages(ctx, [
    {
      ...{ kind: 'order_shipped', key: `shipped:${id}`, node: order.node_id },
      params: { order: order.number, carrier, number },
      link: `/orders/${order.id}`,
    },
  ])
}

/** An exchange as the warehouse knows it. */
export interface ExchangeToSend {
  id: string
  orderId: string
  number: string
  state: AfterSale['state']
  sku: string
  quantity: number
  parcels: { carrier: string; number: string; lines: { sku: string; quantity: number }[] }[]
}

/** Of the stores that this actor sees, by their numbers. */
export async function exchangesByNumber(
  ctx: Ctx,
  numbers: readonly string[],
): Promise<ExchangeToSend[]> {
  const seen = await codesInScope(ctx)
  const { rows } = await sql<ExchangeToSend>`
    select a.id, a.order_id as "orderId", a.exchange_number as number, a.state, l.to_sku as sku, l.quantity, (
        select coalesce(jsonb_agg(jsonb_build_object('carrier', p.carrier, 'number', p.number, 'lines', p.lines)), '[]')
        from shipment p where p.tenant_id = a.tenant_id and p.after_sale_id = a.id) as parcels
    from after_sale a
    join after_sale_line l on l.tenant_id = a.tenant_id and l.after_sale_id = a.id
    join own_order w on w.tenant_id = a.tenant_id and w.id = a.order_id
    where a.tenant_id = ${ctx.tenantId} and a.exchange_number = any(${[...numbers]}::text[])
      and ${seen ? sql`w.store = any(${[...seen.stores]}::text[])` : sql`true`}`.execute(ctx.pg)
  return rows
}
