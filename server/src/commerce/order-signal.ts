// What an order-like event of an SDK says, read as an order, a refund or a cancellation.

import { type Decimal, decimalText, parseDecimal, times, toFen } from '../platform/money.ts'
import { REPORTED } from '../platform/outbox.ts'
import type { OfferUse, OrderLineInput } from './order.ts'
import { priceOrder } from './pricing.ts'

type Kind = 'paid' | 'placed' | 'refund' | 'cancelled'

const KINDS: Record<string, Kind> = {
  'order completed': 'paid',
  'order paid': 'paid',
  'pay order': 'paid',
  'order placed': 'placed',
  'submit order': 'placed',
  'order refunded': 'refund',
  'order partially refunded': 'refund',
  'refund order': 'refund',
  'order cancelled': 'cancelled',
  'order canceled': 'cancelled',
  'cancel order': 'cancelled',
}
const BY_LETTERS = new Map(
  Object.entries(KINDS).map(([name, kind]) => [name.replaceAll(' ', ''), kind]),
)
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** The spellings interest is registered for: a signal is asked for by the event's exact name. */
export const ORDER_SIGNAL_NAMES: readonly string[] = Object.keys(KINDS).flatMap((name) => {
  const words = name.split(' ')
  const capitals = words.map(capital)
  return [
    // What a client sends under our own event's name is stored as reported.
    words.join('_') + REPORTED,
    capitals.join(' '),
    capitals.join(''),
    words[0] + capitals.slice(1).join(''),
    words.join('_'),
    name,
    capitals.join('_'),
  ]
})

export const kindOf = (name: string): Kind | undefined =>
  BY_LETTERS.get(
    name
      .toLowerCase()
      .replace(new RegExp(`${REPORTED}$`), '')
      .replace(/[^a-z]/g, ''),
  )

export interface Said {
  name: string
  claimedRevenueFen: number | null
  currency: string | null
  links: Record<string, string>
  props: Record<string, unknown>
}
export type OrderWord =
  | {
      kind: 'paid' | 'placed' | 'cancelled'
      orderId: string
      totalFen: number
      discountFen: number
      shippingFen: number
      lines: OrderLineInput[]
      offers: OfferUse[]
    }
  | {
      kind: 'refund'
      orderId: string
      refundId: string | null
      amountFen: number | 'rest'
      reason: string
    }
  | {
      kind: 'nothing'
      code: 'not_order_like' | 'order_id_missing' | 'total_missing' | 'bad_amount'
    }

const ORDER_ID = [
  'order_id',
  'orderId',
  'orderID',
  'OrderId',
  'order_no',
  'orderNo',
  'order_number',
  'checkout_id',
]
const TOTAL = [
  'total',
  'paid_amount',
  'actual_amount',
  'pay_amount',
  'order_amount',
  'orderAmount',
  'revenue',
  'value',
]
const COUPONS = ['coupon', 'coupon_code', 'couponCode', 'coupon_id', 'coupons']
const PRODUCTS = ['products', 'items', 'line_items', 'goods']

export function orderWord(said: Said): OrderWord {
  const kind = kindOf(said.name)
  if (!kind) return { kind: 'nothing', code: 'not_order_like' }
  const { props } = said
  const orderId = said.links.order_id ?? text(first(props, ORDER_ID))
  if (!orderId) return { kind: 'nothing', code: 'order_id_missing' }
  try {
    const stated = fenOf(first(props, TOTAL))
    const total = stated ?? (said.claimedRevenueFen === null ? undefined : said.claimedRevenueFen)
    if (kind === 'refund') {
      const amount =
        total === undefined ? linesOf(props)?.reduce((a, l) => a + l.grossFen, 0) : Math.abs(total)
      return {
        kind,
        orderId,
        refundId: text(props.refund_id ?? props.refundId) ?? null,
        // Segment: an Order Refunded that names no products and no amount is about the whole order.
        amountFen: amount ?? 'rest',
        reason: text(props.reason) ?? '',
      }
    }
    // Cancellations seldom repeat the amount, and need none.
    return orderOf(kind, orderId, kind === 'cancelled' ? (total ?? 0) : total, props)
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'nothing', code: 'bad_amount' }
    throw error
  }
}

function orderOf(
  kind: 'paid' | 'placed' | 'cancelled',
  orderId: string,
  total: number | undefined,
  props: Record<string, unknown>,
): OrderWord {
  const shipping = fenOf(props.shipping) ?? 0
  const lines = linesOf(props) ?? []
  const offers = couponsOf(props)
  const priced = priceOrder({
    lines: lines.map((l) => ({ grossFen: l.grossFen, discountFen: 0 })),
    shippingFen: shipping,
    orderDiscountFen: total === undefined ? (fenOf(props.discount) ?? null) : null,
    paidFen: total ?? null,
  })
  if (priced.ok) {
    const { totalFen, discountFen, shippingFen } = priced
    return {
      kind,
      orderId,
      totalFen,
      discountFen,
      shippingFen,
      lines: lines.map((l, i) => ({ ...l.line, ...zero(priced.lines[i]) })),
      offers,
    }
  }
  // Taxes and what else the lines do not explain: the total is what was said, the lines are not ours to bend.
  if (total === undefined)
    return {
      kind: 'nothing',
      code: priced.code === 'total_missing' ? 'total_missing' : 'bad_amount',
    }
  if (total < 0) return { kind: 'nothing', code: 'bad_amount' }
  return { kind, orderId, totalFen: total, discountFen: 0, shippingFen: 0, lines: [], offers }
}

const MAX_COUPON = 200
/** Segment names one `coupon`; others list them. */
function couponsOf(props: Record<string, unknown>): OfferUse[] {
  const said = first(props, COUPONS)
  const list = Array.isArray(said) ? said : [said]
  const named = list.flatMap((one) => text(one)?.slice(0, MAX_COUPON) ?? [])
  return [...new Set(named)].map((coupon) => ({ offer: '', coupon, activity: '' }))
}

const zero = (priced: { discountFen: number; totalFen: number } | undefined) =>
  priced ?? { discountFen: 0, totalFen: 0 }

interface SaidLine {
  grossFen: number
  line: Omit<OrderLineInput, 'discountFen' | 'totalFen'>
}

/** Undefined when there are none, or when one of them has no price: then the lines explain nothing. */
function linesOf(props: Record<string, unknown>): SaidLine[] | undefined {
  const list = listOf(first(props, PRODUCTS))
  if (list.length === 0) return undefined
  const lines: SaidLine[] = []
  for (const item of list) {
    if (typeof item !== 'object' || item === null) return undefined
    const product = item as Record<string, unknown>
    const price = decimalOf(product.price ?? product.unit_price ?? product.item_price)
    const quantity = decimalOf(product.quantity ?? product.count ?? product.num ?? 1)
    if (!price || !quantity || price.units < 0n || quantity.units < 0n || quantity.scale > 3)
      return undefined
    lines.push({
      grossFen: toFen(times(price, quantity)).fen,
      line: {
        externalId: null,
        sku: text(product.sku ?? product.product_id ?? product.item_id ?? product.id) ?? '',
        name: text(product.name ?? product.product_name ?? product.title) ?? '',
        category: text(product.category) ?? null,
        quantity: decimalText(quantity),
        unitPriceFen: toFen(price).fen,
      },
    })
  }
  return lines
}

/** Sensors' SDKs send lists as text, some of them JSON, some a list of JSON texts. */
function listOf(value: unknown): unknown[] {
  const parsed = typeof value === 'string' ? parsedOf(value) : value
  if (!Array.isArray(parsed)) return []
  return parsed.map((item) => (typeof item === 'string' ? parsedOf(item) : item))
}
function parsedOf(textual: string): unknown {
  try {
    return JSON.parse(textual)
  } catch {
    return undefined
  }
}

const first = (props: Record<string, unknown>, names: readonly string[]) =>
  names.map((n) => props[n]).find((v) => v !== undefined && v !== null && v !== '')
const text = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value.trim() || undefined
    : typeof value === 'number'
      ? String(value)
      : undefined
const decimalOf = (value: unknown): Decimal | undefined => {
  const t = text(value)
  return t === undefined ? undefined : parseDecimal(t)
}
const fenOf = (value: unknown): number | undefined => {
  const d = decimalOf(value)
  return d && toFen(d).fen
}
