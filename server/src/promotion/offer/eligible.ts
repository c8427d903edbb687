// Whether an offer is open to this customer, here and now, and on which of her goods.
import type { Basket, BasketLine } from './basket.ts'
import type { Target } from './kind.ts'
import type { Offer } from './offer.ts'

export type Closed =
  | 'not_started'
  | 'ended'
  | 'other_day'
  | 'other_hour'
  | 'other_storefront'
  | 'other_channel'
  | 'sign_in'
  | 'not_in_audience'
  | 'in_excluded_audience'
  | 'other_level'
  | 'not_new'
  | 'window_over'
  | 'no_goods'
  | 'uses_spent'

const clocks = new Map<string, Intl.DateTimeFormat>()
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

export interface LocalMoment {
  /** 1 is Monday. */
  weekday: number
  /** Of the month, from 1. */
  day: number
  /** HH:MM */
  clock: string
}

/** As a calendar and a clock say where the customer buys. */
export function localMoment(at: Date, zone: string): LocalMoment {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(zone, clock)
  }
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]))
  return {
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
    day: Number(parts.get('day')),
    clock: `${parts.get('hour')}:${parts.get('minute')}`,
  }
}

/** Told once for a basket: most offers have no hours, and reading them from a zone costs. */
export interface Moment {
  at: number
  local: () => LocalMoment
}

export function momentOf(basket: Basket): Moment {
  const at = new Date(basket.at)
  let local: LocalMoment | undefined
  return {
    at: at.getTime(),
    local: () => {
      local ??= localMoment(at, basket.timezone)
      return local
    },
  }
}

const HOUR = 3_600_000
const meet = <T>(some: readonly T[], others: readonly T[]) => some.some((x) => others.includes(x))

function closedBy(offer: Offer, basket: Basket, moment: Moment): Closed | undefined {
  const { when, where, who, left } = offer
  if (when.from !== undefined && moment.at < Date.parse(when.from)) return 'not_started'
  if (when.to !== undefined && moment.at >= Date.parse(when.to)) return 'ended'
  if (when.weekdays && !when.weekdays.includes(moment.local().weekday)) return 'other_day'
  if (when.month_days && !when.month_days.includes(moment.local().day)) return 'other_day'
  if (when.slots) {
    const { clock } = moment.local()
    if (!when.slots.some(({ from, to }) => clock >= from && clock < to)) return 'other_hour'
  }
  if (where.storefronts && !where.storefronts.includes(basket.storefront ?? ''))
    return 'other_storefront'
  if (where.channels && !where.channels.includes(basket.channel ?? '')) return 'other_channel'
  if (left.uses === 0) return 'uses_spent'
  return refusedTo(who, basket.customer, moment.at)
}

/** Why an offer is not for this customer; undefined: it is. */
export function refusedTo(
  who: Offer['who'],
  customer: Basket['customer'],
  at: number,
): Closed | undefined {
  const { audiences, not_audiences, levels, new_only, hours_from_added } = who
  const asks = audiences ?? not_audiences ?? levels ?? hours_from_added ?? (new_only || undefined)
  if (asks === undefined) return undefined
  if (customer === null) return 'sign_in'
  if (audiences && !meet(audiences, customer.audiences)) return 'not_in_audience'
  if (not_audiences && meet(not_audiences, customer.audiences)) return 'in_excluded_audience'
  if (levels && !meet(levels, customer.levels)) return 'other_level'
  if (new_only && !customer.is_new) return 'not_new'
  if (hours_from_added !== undefined) {
    const added = customer.added_at === null ? undefined : Date.parse(customer.added_at)
    if (added === undefined || at >= added + hours_from_added * HOUR) return 'window_over'
  }
  return undefined
}

function isAmong(
  { skus, products, categories }: Omit<Offer['goods'], 'not'>,
  line: BasketLine,
): boolean {
  return (
    skus?.includes(line.sku) === true ||
    (line.product !== undefined && products?.includes(line.product) === true) ||
    (categories !== undefined && meet(categories, line.categories))
  )
}

export function goodsOf({ goods }: Offer, basket: Basket): Target[] {
  const isNamed = goods.skus ?? goods.products ?? goods.categories
  return basket.lines.flatMap((line, i) =>
    line.no_offers ||
    (isNamed !== undefined && !isAmong(goods, line)) ||
    (goods.not !== undefined && isAmong(goods.not, line))
      ? []
      : [{ line: i, sku: line.sku, quantity: line.quantity, unitFen: line.unit_fen }],
  )
}

export type Openness = { goods: Target[] } | { closed: Closed }

export function opennessOf(offer: Offer, basket: Basket, moment: Moment): Openness {
  const closed = closedBy(offer, basket, moment)
  if (closed !== undefined) return { closed }
  const goods = goodsOf(offer, basket)
  return goods.length === 0 ? { closed: 'no_goods' } : { goods }
}
