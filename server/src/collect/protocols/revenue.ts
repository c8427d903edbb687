// The amount an order-like event claims. Only commerce makes money of it.
import type { JsonObject } from './json.ts'

/** Names of orders in the spellings SDKs use, letters only. */
const ORDER_LIKE = new Set([
  'ordercompleted',
  'orderpaid',
  'orderrefunded',
  'orderpartiallyrefunded',
  'payorder',
  'refundorder',
])

const known = new Map<string, boolean>()

/** `Order Completed`, `OrderCompleted`, `order_paid`: is there an order behind this event? */
export function isOrderLike(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    answer = ORDER_LIKE.has(name.toLowerCase().replace(/[^a-z]/g, ''))
    // Names come from outside: remember the usual ones, not an attacker's million.
    if (known.size < 2000) known.set(name, answer)
  }
  return answer
}

const DECIMAL = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/

/**
 * An amount in currency units as fen, rounded half away from zero on the decimal digits themselves:
 * 1.005 is 101 fen, though 1.005 × 100 is 100.49999999999999. Undefined when it is no number or
 * does not fit.
 */
export function toFen(amount: unknown): number | undefined {
  const text = typeof amount === 'number' ? String(amount) : amount
  if (typeof text !== 'string' || text.length > 60) return undefined
  const m = DECIMAL.exec(text)
  const whole = m?.[2] ?? ''
  const fraction = m?.[3] ?? ''
  if (!m || whole + fraction === '') return undefined
  const digits = whole + fraction
  // Where the point stands in `digits` once the amount is counted in fen.
  const point = whole.length + Number(m[4] ?? 0) + 2
  if (point < 0) return 0
  const integer = point > digits.length ? digits.padEnd(point, '0') : digits.slice(0, point)
  const roundUp = point < digits.length && digits.charCodeAt(point) >= 0x35
  const fen = Number(integer === '' ? '0' : integer) + (roundUp ? 1 : 0)
  if (!Number.isSafeInteger(fen)) return undefined
  return m[1] === '-' && fen !== 0 ? -fen : fen
}

export interface Claim {
  claimedRevenueFen?: number
  currency?: string
}

/** What an order-like event says was paid: `revenue`, else `total`. Refunds keep the sent sign. */
export function revenueOf(name: string, properties: JsonObject): Claim {
  if (!isOrderLike(name)) return {}
  const fen = toFen(properties.revenue) ?? toFen(properties.total)
  if (fen === undefined) return {}
  const currency = currencyOf(properties.currency)
  return currency === undefined ? { claimedRevenueFen: fen } : { claimedRevenueFen: fen, currency }
}

export function currencyOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const code = value.trim().toUpperCase()
  return /^[A-Z]{3}$/.test(code) ? code : undefined
}
