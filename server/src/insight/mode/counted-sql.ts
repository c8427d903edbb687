// Which orders count under the operating mode, as rows of commerce's own events.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { rowsIn, type Stretch } from '../question/reading.ts'
import type { Mode } from './mode.ts'

const DAY = 86_400_000
const SIDE = sql`JSONExtractString(props, 'side')`
const isOn = (platforms: readonly string[]): Sql =>
  sql`toString(platform) in ${as('Array(String)', [...platforms])}`
/** A code stood on it: of a channel, an activity or a guide's link. */
const HAS_CODE = sql`(ifNull(channel_id, '') != '' or ifNull(activity_id, '') != '')`
const DAYS = (days: number) => as('Int64', days * DAY)

/**
 * Orders of a stretch that count: `c`, `at`, `n` (how many orders a row adds or takes away), `fen` (what it
 * adds to net sales) and the columns by which they are told apart. A refund or a correction counts when
 * its order does.
 */
export const countedOrders = (mode: Mode, stretch: Stretch, whose: Sql, currency: string): Sql =>
  orderRowsOf(stretch, whose, currency, isCounted(mode, stretch, inCurrency(currency)))

/** The same, whatever the mode says. */
export const allOrders = (stretch: Stretch, whose: Sql, currency: string): Sql =>
  orderRowsOf(stretch, whose, currency, sql`true`)

/** In which currencies orders of a stretch were paid, the most frequent first: `currency`. */
export const currenciesPaid = (stretch: Stretch, whose: Sql): Sql =>
  sql`select toString(currency) as currency from event
    where name = 'order_paid' and customer_id != 0 and ${whose} and ${rowsIn(stretch)}
    group by currency order by count() desc, currency`

function orderRowsOf(stretch: Stretch, whose: Sql, currency: string, counts: Sql): Sql {
  const base = inCurrency(currency)
  const rows = (
    named: Sql,
    n: Sql,
  ) => sql`select ${CUSTOMER} as c, at, source, order_id, platform, store_id, staff_id, channel_id, activity_id,
      toInt8(${n}) as n, revenue_fen as fen, name = 'order_paid' as paid
    from event where ${named} and ${whose} and ${base} and ${rowsIn(stretch)}`
  // Corrections are few and read on their own: nobody reads all properties for their sake. What counts is asked
  // of both at once: each look for orders that were reached reads the events three times.
  return sql`select * from (
      ${rows(sql`name in ('order_paid', 'order_refunded')`, sql`name = 'order_paid'`)}
      union all ${rows(sql`name = 'order_corrected'`, sql`(${SIDE} = 'after') - (${SIDE} = 'before')`)})
    where ${counts}`
}

/** One row: how many orders were paid in a stretch that do not count under the mode, `orders` and `paid_fen`. */
export function uncountedOrders(mode: Mode, stretch: Stretch, whose: Sql, currency: string): Sql {
  const base = inCurrency(currency)
  return sql`select count() as orders, sum(revenue_fen) as paid_fen from event
    where name = 'order_paid' and ${whose} and ${base} and ${rowsIn(stretch)} and not ${isCounted(mode, stretch, base)}`
}

const inCurrency = (currency: string): Sql =>
  sql`currency = ${as('String', currency)} and customer_id != 0`

function isCounted(mode: Mode, stretch: Stretch, base: Sql): Sql {
  const own = isOn(mode.own_platforms)
  return mode.mode === 'own_loop'
    ? sql`(${own})`
    : sql`(${own} or ${HAS_CODE} or (toString(source), ifNull(order_id, '')) in (${reached(mode, stretch, base)}))`
}

/** Orders elsewhere, paid within so many days after the brand had talked to the customer. */
function reached(mode: Mode, stretch: Stretch, base: Sql): Sql {
  const elsewhere = sql`${base} and ifNull(order_id, '') != '' and not (${isOn(mode.own_platforms)}) and not ${HAS_CODE}`
  const [to, order] = [
    as('DateTime64(3)', new Date(stretch.to)),
    sql`toString(source), ifNull(order_id, '')`,
  ]
  // Paid in the stretch, or before it and changed in it.
  const since =
    stretch.from === 0
      ? sql`true`
      : sql`(${rowsIn(stretch)} or (${order}) in (select ${order} from event
          where name in ('order_refunded', 'order_corrected') and ${elsewhere} and ${rowsIn(stretch)}))`
  const paid = sql`select ${CUSTOMER} as c, toUnixTimestamp64Milli(at) as paid_ms, toString(source) as s, ifNull(order_id, '') as o
    from event where name = 'order_paid' and ${elsewhere} and at < ${to} and ${since}`
  const touched = sql`select ${CUSTOMER} as c, toUnixTimestamp64Milli(at) as touched_ms from event
    where ${isOn(mode.touch_platforms)} and protocol != 'own' and customer_id != 0
      and at < ${to} and c in (select c from (${paid}))`
  return sql`select s, o from (${paid}) as p asof join (${touched}) as t on p.c = t.c and p.paid_ms >= t.touched_ms
    where p.paid_ms - t.touched_ms <= ${DAYS(mode.window_days)}`
}
