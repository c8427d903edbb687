// What an order from outside is, and what a second word about it changes.

export type OrderState = 'placed' | 'paid' | 'partly_refunded' | 'refunded' | 'cancelled'
/** `claimed`: only a public client key has said so. It counts for nothing until verified. */
export type Evidence = 'claimed' | 'verified'

/** Where an order, refund or cost belongs. Null when unknown, never guessed. */
export interface OrderLinks {
  storeId: string | null
  staffId: string | null
  channelId: string | null
  activityId: string | null
}
export const NO_LINKS: OrderLinks = {
  storeId: null,
  staffId: null,
  channelId: null,
  activityId: null,
}

export interface OrderLineInput {
  externalId: string | null
  sku: string
  name: string
  category: string | null
  /** A decimal of at most three places, not negative: what is sent back is a refund. */
  quantity: string
  unitPriceFen: number
  discountFen: number
  totalFen: number
  /** Paid for value that is spent later, beside the total; absent: nothing. */
  prepaidFen?: number
}

/** An offer, coupon or activity that an order was given cheaper by; '' where it is not known. */
export interface OfferUse {
  /** Id of an own offer. */
  offer: string
  /** Batch of an own coupon; else the coupon as its source names it. */
  coupon: string
  activity: string
}

/** The source of what the own shop sells; nobody else may bring orders or refunds under it. */
export const OWN_SOURCE = 'homefield'

export interface OrderInput extends OrderLinks {
  /** Of an own order, which has it before it is recorded. */
  /** Who says so, where that is not who asks: of what many do at once. */
  actor?: string
  id?: string
  /** With the external id: what the order is known by. */
  source: string
  externalId: string
  node: number | null
  state: 'placed' | 'paid' | 'cancelled'
  evidence: Evidence
  currency: string
  /** The lines' totals and the shipping; see `priceOrder`. */
  totalFen: number
  /** Of own orders: paid for value that is spent later. It is owed, and turnover once it is spent. */
  prepaidFen?: number
  discountFen: number
  shippingFen: number
  platformCommissionFen: number | null
  platform: string
  placedAt: Date
  /** Needed for `paid`; for `cancelled` it says that it had been paid. */
  paidAt: Date | null
  cancelledAt: Date | null
  lines: readonly OrderLineInput[]
  /** Absent: none is known. */
  offers?: readonly OfferUse[]
}

export interface StoredOrder {
  id: string
  source: string
  external_id: string
  node_id: number | null
  /** Its customer was erased: it leads to nobody, whoever is named for it later. */
  unlinked_id: string | null
  state: OrderState
  evidence: Evidence
  currency: string
  total_fen: number
  refunded_fen: number
  prepaid_fen: number
  refunded_prepaid_fen: number
  paid_at: Date | null
  placed_at: Date
  revision: number
  platform: string
  store_id: string | null
  staff_id: string | null
  channel_id: string | null
  activity_id: string | null
}

/** `revive`: an own order that was cancelled unpaid has been paid after all. */
export type Mode = 'first_wins' | 'correct' | 'revive'

export type Change =
  | { kind: 'none' }
  | { kind: 'refused'; code: string; message: string }
  /** Money was not recorded yet, so the newer word replaces the whole order. */
  | { kind: 'replace' }
  /** Money was recorded: the difference is told by events of its own. */
  | { kind: 'correct' }
  /** What had been paid and not yet refunded goes back. */
  | { kind: 'cancel_paid' }

/** The first word about money stands; later ones are refunds, cancellations, or a correction asked for. */
export function changeOf(stored: StoredOrder, given: OrderInput, mode: Mode): Change {
  if (given.evidence === 'claimed') return { kind: 'none' }
  if (stored.evidence === 'claimed') return { kind: 'replace' }
  if (mode === 'correct' && stored.paid_at && given.paidAt && given.state !== 'cancelled') {
    if (given.totalFen < stored.refunded_fen)
      return refused(
        'correction_below_refunded',
        'More than the new total has been refunded already',
      )
    if (stored.state === 'cancelled')
      return refused('order_is_cancelled', 'The order was cancelled before')
    return { kind: 'correct' }
  }
  if (stored.state === 'placed')
    return given.state === 'placed' ? { kind: 'none' } : { kind: 'replace' }
  const differs = given.totalFen !== stored.total_fen || given.currency !== stored.currency
  if (stored.state === 'cancelled') {
    if (given.state !== 'paid') return { kind: 'none' }
    if (mode === 'revive' && !stored.paid_at) return { kind: 'replace' }
    return refused('order_is_cancelled', 'The order was cancelled before')
  }
  if (given.state === 'placed') return { kind: 'none' }
  // A cancellation gives back what is left, whatever total it names.
  if (given.state === 'cancelled') {
    return stored.state === 'refunded' ? { kind: 'none' } : { kind: 'cancel_paid' }
  }
  if (differs)
    return refused(
      'order_differs',
      'The order is known with another total or currency; import it as a correction if the new one is right',
    )
  return { kind: 'none' }
}

const refused = (code: string, message: string): Change => ({ kind: 'refused', code, message })

/** The event store takes nothing dated before it; and no till's clock is a day ahead of ours. */
const EARLIEST = Date.UTC(2000, 0, 1)
const DAY = 86_400_000
export function faultOfTime(at: Date, now: Date): { code: string; message: string } | undefined {
  const ms = at.getTime()
  if (Number.isNaN(ms)) return { code: 'bad_time', message: 'This is no point in time' }
  if (ms < EARLIEST) return { code: 'at_too_early', message: 'Dates before 2000 are not taken' }
  if (ms > now.getTime() + DAY)
    return { code: 'at_in_future', message: 'It is dated more than 24 hours ahead' }
  return undefined
}

export const faultOfCurrency = (currency: string): { code: string; message: string } | undefined =>
  /^[A-Z]{3}$/.test(currency)
    ? undefined
    : { code: 'bad_currency', message: 'A currency is three capital letters, such as CNY' }

/** An order is told by one event of at most a megabyte; 60 bytes a line are names and numbers. */
const MAX_LINE_BYTES = 900_000

/** A fault in what is given, whoever gives it: nothing that does not add up is stored. */
export function faultOf(
  order: OrderInput,
  now: Date,
): { code: string; message: string } | undefined {
  for (const at of [order.placedAt, order.paidAt, order.cancelledAt]) {
    const fault = at && faultOfTime(at, now)
    if (fault) return fault
  }
  const bytes = order.lines.reduce(
    (a, l) => a + 60 + 3 * (l.sku.length + (l.category?.length ?? 0)),
    0,
  )
  if (bytes > MAX_LINE_BYTES)
    return {
      code: 'order_too_large',
      message: `${order.lines.length} lines are more than one order may have`,
    }
  if (order.source === '' || order.externalId === '')
    return { code: 'order_unnamed', message: 'An order needs a source and an id' }
  const foreign = faultOfCurrency(order.currency)
  if (foreign) return foreign
  if (order.state === 'paid' && !order.paidAt)
    return { code: 'paid_at_missing', message: 'A paid order needs the time of its payment' }
  const sums = [
    order.totalFen,
    order.discountFen,
    order.shippingFen,
    order.prepaidFen ?? 0,
    ...order.lines.flatMap((l) => [l.totalFen, l.discountFen, l.prepaidFen ?? 0]),
  ]
  if (sums.some((n) => !Number.isSafeInteger(n) || n < 0))
    return { code: 'negative_amount', message: 'Amounts are whole fen and not below zero' }
  const lines = order.lines.reduce((a, l) => a + l.totalFen, 0)
  if (order.lines.length > 0 && lines + order.shippingFen !== order.totalFen)
    return { code: 'total_mismatch', message: 'Lines and shipping do not come to the total' }
  return undefined
}
