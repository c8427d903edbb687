// What was paid for each line of an order, exactly: line discounts, then the order's own spread.
import { split } from '../platform/money.ts'

export interface PricedLine {
  /** Price × quantity, before any discount. */
  grossFen: number
  discountFen: number
}
export interface Pricing {
  lines: readonly PricedLine[]
  shippingFen: number
  /** Off the whole order, on top of the lines' own discounts; null when its source does not say. */
  orderDiscountFen: number | null
  /** What the customer paid; null when its source does not say. */
  paidFen: number | null
}
export interface Priced {
  ok: true
  lines: { discountFen: number; totalFen: number }[]
  totalFen: number
  /** Every discount: those of the lines, the order's, and what was taken off the shipping. */
  discountFen: number
  /** What was paid for shipping. */
  shippingFen: number
}
export interface NotPriced {
  ok: false
  code:
    | 'discount_exceeds_line'
    | 'discount_exceeds_order'
    | 'total_mismatch'
    | 'total_exceeds_lines'
    | 'total_missing'
    | 'negative_amount'
  message: string
}

const refused = (code: NotPriced['code'], message: string): NotPriced => ({
  ok: false,
  code,
  message,
})

/**
 * The identity that always holds afterwards: total = Σ line totals + shipping. Where the source
 * says what was paid, the difference to the lines is the order's discount; paying more than the
 * lines and the shipping come to is refused, for nothing says what the rest was for.
 */
export function priceOrder(pricing: Pricing): Priced | NotPriced {
  const { lines, shippingFen, orderDiscountFen, paidFen } = pricing
  const amounts = [
    shippingFen,
    orderDiscountFen ?? 0,
    paidFen ?? 0,
    ...lines.flatMap((l) => [l.grossFen, l.discountFen]),
  ]
  if (amounts.some((a) => a < 0)) return refused('negative_amount', 'An amount is below zero')
  const net = lines.map((l) => l.grossFen - l.discountFen)
  if (net.some((n) => n < 0))
    return refused('discount_exceeds_line', 'A line is discounted by more than its price')
  if (lines.length === 0) {
    if (paidFen === null) return refused('total_missing', 'There are no lines and no total')
    if (shippingFen > paidFen)
      return refused('total_mismatch', 'The shipping is more than the total')
    return {
      ok: true,
      lines: [],
      totalFen: paidFen,
      discountFen: orderDiscountFen ?? 0,
      shippingFen,
    }
  }
  const goods = net.reduce((a, b) => a + b, 0)
  const before = goods + shippingFen
  const discount = paidFen === null ? (orderDiscountFen ?? 0) : before - paidFen
  if (discount < 0)
    return refused(
      'total_exceeds_lines',
      'The total is more than the lines and the shipping come to',
    )
  if (paidFen !== null && orderDiscountFen !== null && orderDiscountFen !== discount)
    return refused('total_mismatch', 'Lines, shipping and discount do not come to the total')
  if (discount > before)
    return refused('discount_exceeds_order', 'The order is discounted by more than its price')
  const offGoods = Math.min(discount, goods)
  const shares = split(offGoods, net)
  const priced = lines.map((line, i) => ({
    discountFen: line.discountFen + (shares[i] ?? 0),
    totalFen: (net[i] ?? 0) - (shares[i] ?? 0),
  }))
  return {
    ok: true,
    lines: priced,
    totalFen: before - discount,
    discountFen: lines.reduce((a, l) => a + l.discountFen, 0) + discount,
    shippingFen: shippingFen - (discount - offGoods),
  }
}
