// The events that commerce records. Only these carry revenue, so nothing counts twice.
import { hash } from 'node:crypto'
import type { OwnEvent } from '../platform/outbox.ts'
import type { OrderInput, OrderLinks } from './order.ts'

/** The same thing told twice has one id: the database keeps the second out. */
export function eventIdOf(what: string, id: string, part = ''): string {
  const hex = hash('sha256', `commerce\n${what}\n${id}\n${part}`, 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

interface About extends OrderLinks {
  source: string
  platform: string
  node: number | null
  currency: string
  /** As its source names it; the link that raw events of the same order carry too. */
  orderExternalId: string | null
  /** Who says so, where that is not who asks. */
  actor?: string | undefined
}
export interface Telling {
  historical: boolean
}

function ownEvent(
  name: string,
  id: string,
  at: Date,
  about: About,
  revenueFen: number,
  telling: Telling,
  props: Record<string, unknown>,
): OwnEvent {
  return {
    id,
    name,
    customerId: about.node,
    at,
    source: about.source,
    platform: about.platform,
    historical: telling.historical,
    storeId: about.storeId,
    staffId: about.staffId,
    channelId: about.channelId,
    activityId: about.activityId,
    orderId: about.orderExternalId,
    revenueFen,
    currency: about.currency,
    props,
    ...(about.actor !== undefined && { actor: about.actor }),
  }
}

const aboutOrder = (order: OrderInput): About => ({ ...order, orderExternalId: order.externalId })

const lineProps = (order: OrderInput) =>
  order.lines.map((l) => ({
    sku: l.sku,
    ...(l.category ? { category: l.category } : {}),
    quantity: Number(l.quantity),
    total_fen: l.totalFen,
    ...(l.prepaidFen ? { prepaid_fen: l.prepaidFen } : {}),
  }))

const offerProps = ({ offers = [] }: OrderInput) => (offers.length > 0 ? { offers } : {})

export const orderPaid = (
  orderId: string,
  order: OrderInput,
  paidAt: Date,
  telling: Telling,
): OwnEvent =>
  ownEvent(
    'order_paid',
    eventIdOf('order_paid', orderId),
    paidAt,
    aboutOrder(order),
    order.totalFen,
    telling,
    {
      commerce_order: orderId,
      lines: lineProps(order),
      ...offerProps(order),
      discount_fen: order.discountFen,
      shipping_fen: order.shippingFen,
      ...(order.prepaidFen ? { prepaid_fen: order.prepaidFen } : {}),
    },
  )

export const orderPlaced = (orderId: string, order: OrderInput, telling: Telling): OwnEvent =>
  ownEvent(
    'order_placed',
    eventIdOf('order_placed', orderId),
    order.placedAt,
    aboutOrder(order),
    0,
    telling,
    {
      commerce_order: orderId,
      lines: lineProps(order),
      ...offerProps(order),
      total_fen: order.totalFen,
    },
  )

export const orderCancelled = (
  orderId: string,
  order: OrderInput,
  at: Date,
  telling: Telling,
): OwnEvent =>
  ownEvent(
    'order_cancelled',
    eventIdOf('order_cancelled', orderId),
    at,
    aboutOrder(order),
    0,
    telling,
    {
      commerce_order: orderId,
      total_fen: order.totalFen,
    },
  )

/** One side of a correction: what was counted goes, what is right comes, at the time of the payment. */
export const orderCorrected = (
  orderId: string,
  revision: number,
  side: 'difference' | 'before' | 'after',
  about: About,
  paidAt: Date,
  revenueFen: number,
  telling: Telling,
): OwnEvent =>
  ownEvent(
    'order_corrected',
    eventIdOf('order_corrected', orderId, `${revision}-${side}`),
    paidAt,
    about,
    revenueFen,
    telling,
    {
      commerce_order: orderId,
      revision,
      side,
    },
  )

export interface RefundTold extends About {
  refundId: string
  externalId: string
  orderId: string | null
  amountFen: number
  at: Date
  reason: string
  lines: readonly { sku: string; quantity: string; amountFen: number }[]
}

export const orderRefunded = (refund: RefundTold, telling: Telling): OwnEvent =>
  ownEvent(
    'order_refunded',
    eventIdOf('order_refunded', refund.refundId),
    refund.at,
    refund,
    refund.amountFen === 0 ? 0 : -refund.amountFen,
    telling,
    {
      commerce_refund: refund.refundId,
      refund_id: refund.externalId,
      ...(refund.orderId ? { commerce_order: refund.orderId } : {}),
      ...(refund.reason ? { reason: refund.reason } : {}),
      lines: refund.lines.map((l) => ({
        sku: l.sku,
        quantity: Number(l.quantity),
        amount_fen: l.amountFen,
      })),
    },
  )
