// What a buyer is told of what she asked back or for another, and the event of goods that were exchanged.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import type { OwnOrder } from '../checkout/own-order.ts'
import { OWN_SOURCE } from '../order.ts'
import { eventIdOf } from '../order-events.ts'
import type { AfterSale } from './after-sale.ts'
import { exchangedLine } from './exchanged-line.ts'

const linkOf = (order: OwnOrder) => `/orders/${order.id}`

/** Agreed on: what she sends back, and until when. */
export async function tellAgreed(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
  returnBy: Date,
): Promise<void> {
  if (order.node_id === null) return
  const { held_name, held_sku } = exchangedLine(sale)
  await sendMessages(ctx, [
    {
      ...{ kind: 'exchange_agreed', key: `exchange:${sale.id}:agreed`, node: order.node_id },
      params: {
        ...{
          order: order.number,
          product: held_name ?? held_sku,
          until: await inWords(ctx, returnBy),
        },
      },
      link: linkOf(order),
    },
  ])
}

/** Agreed on: what she pays before she sends anything back, and until when. */
export async function tellToPay(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
  fen: number,
  payBy: Date,
): Promise<void> {
  if (order.node_id === null) return
  await sendMessages(ctx, [
    {
      ...{ kind: 'exchange_to_pay', key: `exchange:${sale.id}:to_pay`, node: order.node_id },
      params: { order: order.number, fen, until: await inWords(ctx, payBy) },
      link: linkOf(order),
    },
  ])
}

/** By the brand's clock. */
async function inWords(ctx: Ctx, at: Date): Promise<string> {
  const { rows } = await sql<{ at: string }>`
    select to_char(${at}::timestamptz at time zone timezone, 'YYYY-MM-DD HH24:MI') as at
    from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.at ?? ''
}

/** Her goods have come, or they or the difference did not come in time. */
export async function tellExchange(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
  kind: 'exchange_received' | 'exchange_lapsed' | 'exchange_unpaid',
): Promise<void> {
  if (order.node_id === null) return
  await sendMessages(ctx, [
    {
      ...{ kind, key: `exchange:${sale.id}:${kind}`, node: order.node_id },
      ...{ params: { order: order.number }, link: linkOf(order) },
    },
  ])
}

export async function tellRefused(
  ctx: Ctx,
  order: OwnOrder,
  sale: AfterSale,
  reason: string,
): Promise<void> {
  // The API asks for the reason that she is told; without one there is nothing to say.
  if (order.node_id === null || reason === '') return
  await sendMessages(ctx, [
    {
      ...{ kind: 'refund_refused', key: `after_sale:${sale.id}:refused`, node: order.node_id },
      ...{ params: { order: order.number, reason }, link: linkOf(order) },
    },
  ])
}

/** What she has now, and what it was. */
export function recordExchanged(ctx: Ctx, order: OwnOrder, sale: AfterSale): Promise<void> {
  const { sku, held_sku, to_sku, quantity } = exchangedLine(sale)
  const name = 'order_exchanged'
  return recordEvents(ctx, [
    {
      ...{ id: eventIdOf(name, order.id, sale.id), name, customerId: order.node_id },
      ...{ at: ctx.now(), source: OWN_SOURCE, platform: order.platform, storeId: order.store },
      ...{ staffId: order.staff_id, orderId: order.number, currency: order.currency },
      props: { commerce_order: order.id, after_sale: sale.id, sku, held_sku, to_sku, quantity },
    },
  ])
}
