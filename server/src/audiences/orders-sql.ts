// What customers bought, as sets: over our own events of orders, so that an order told by five
// sources counts once. Payments and corrections lie at the day of payment, what was given back at its own.
import { as, join, type Sql, sql } from '../platform/sql.ts'
import { CUSTOMER, during, eventsOf } from './event-sql.ts'
import { numberCondition } from './number-sql.ts'
import { compares } from './positive.ts'
import type { Leaf, OrderMeasure, OrderWhere } from './rule.ts'
import type { CustomerSet } from './set-sql.ts'
import { type Clock, type Stretch, stretchOf } from './windows.ts'

export const ORDER_EVENTS = ['order_paid', 'order_corrected', 'order_refunded'] as const

const ORDER = sql`JSONExtractString(props, 'commerce_order')`
const SIDE = sql`JSONExtractString(props, 'side')`
const LINE = { sku: 'String', category: 'String', total_fen: 'Int64', amount_fen: 'Int64' } as const
type LineField = keyof typeof LINE

/** The lines of an order or of what was given back, of each as much as is needed: read in one go. */
export function linesOf(...fields: readonly LineField[]): Sql {
  const tuple = [...new Set(fields)].map((field) => `${field} ${LINE[field]}`).join(', ')
  return sql`JSONExtract(props, 'lines', ${as('String', `Array(Tuple(${tuple}))`)})`
}

/** What `isSoldLine` asks of a line. */
export const soldFields = (where: OrderWhere): LineField[] => [
  ...(where.products ? (['sku'] as const) : []),
  ...(where.categories ? (['category'] as const) : []),
]
const texts = (values: readonly string[]) => as('Array(String)', [...new Set(values)])

/**
 * Rows of orders as `where` has them; `orders`: how many each adds, or takes away (an order that turned out
 * to be another customer's is taken from one and given to the other). Corrections are few and looked at
 * on their own, so that nobody reads all properties for their sake.
 * @param only a condition on `customer_id` that keeps the rows of some customers
 */
export function orderRows(
  where: OrderWhere,
  stretch: Stretch,
  only: Sql,
  condition: Sql = sql`true`,
): Sql {
  const among = (column: Sql, values: readonly string[] | undefined) =>
    values ? [sql`has(${texts(values)}, ${column})`] : []
  const ofPaid = (holds: Sql) =>
    sql`${ORDER} in (select ${ORDER} from event where name = 'order_paid' and ${holds})`
  const conditions = join(
    [
      ...among(sql`toString(platform)`, where.platforms),
      ...among(sql`ifNull(store_id, '')`, where.stores),
      ...among(sql`ifNull(channel_id, '')`, where.channels),
      ...among(sql`ifNull(staff_id, '')`, where.guides),
      ...(where.amount_fen
        ? [ofPaid(numberCondition(where.amount_fen, sql`toFloat64(revenue_fen)`))]
        : []),
      ...offerConditions(where).map(ofPaid),
      during(stretch),
      condition,
    ],
    ' and ',
  )
  const rows = (named: Sql, orders: Sql) =>
    sql`select customer_id, name, at, received_at, event_id, platform, store_id, channel_id, order_id, revenue_fen, props,
      toInt8(${orders}) as orders ${eventsOf(only, sql`${named} and ${conditions}`)}`
  return sql`from (${rows(sql`name in ('order_paid', 'order_refunded')`, sql`name = 'order_paid'`)}
    union all ${rows(sql`name = 'order_corrected'`, sql`(${SIDE} = 'after') - (${SIDE} = 'before')`)})`
}

const USES = sql`JSONExtract(props, 'offers', 'Array(Tuple(offer String, coupon String, activity String))')`
const WITH_OFFER = sql`JSONHas(props, 'offers')`

/** Of an order as it was paid: what it was given cheaper by. */
function offerConditions(where: OrderWhere): Sql[] {
  const used = (part: 'offer' | 'coupon' | 'activity', values: readonly string[]) =>
    sql`arrayExists(used -> has(${texts(values)}, tupleElement(used, ${as('String', part)})), ${USES})`
  return [
    ...(where.offers ? [used('offer', where.offers)] : []),
    ...(where.coupons ? [used('coupon', where.coupons)] : []),
    ...(where.activities
      ? [
          sql`(${used('activity', where.activities)} or has(${texts(where.activities)}, ifNull(activity_id, '')))`,
        ]
      : []),
    ...(where.with_offer === undefined
      ? []
      : [where.with_offer ? WITH_OFFER : sql`not ${WITH_OFFER}`]),
  ]
}

/** Is a line of an order that was paid among those that count? */
export function isSoldLine(where: OrderWhere): Sql | undefined {
  const ways = [
    ...(where.products ? [sql`has(${texts(where.products)}, line.sku)`] : []),
    ...(where.categories ? [sql`has(${texts(where.categories)}, line.category)`] : []),
  ]
  return ways.length === 0 ? undefined : sql`(${join(ways, ' and ')})`
}

/** A line that was given back names its product only: the product was sold in the category. */
function isBackLine(where: OrderWhere): Sql {
  const ways = [
    ...(where.products ? [sql`has(${texts(where.products)}, line.sku)`] : []),
    ...(where.categories
      ? [
          sql`line.sku in (select tupleElement(arrayJoin(${linesOf('sku', 'category')}) as sold, 'sku') from event
            where name = 'order_paid' and has(${texts(where.categories)}, sold.category))`,
        ]
      : []),
  ]
  return join(ways, ' and ')
}

/**
 * A figure over a customer's rows of orders, as a number; NULL where it has no meaning.
 * With products or categories a line counts what was paid for it, corrections (which name no lines)
 * do not, and an order counts when it has such a line.
 */
function figure(of: OrderMeasure, where: OrderWhere): Sql {
  const line = isSoldLine(where)
  const isPaid = sql`name = 'order_paid'`
  const isBack = sql`name = 'order_refunded'`
  const sum = (amount: 'total_fen' | 'amount_fen', counts: Sql) =>
    sql`arraySum(line -> if(${counts}, tupleElement(line, ${as('String', amount)}), 0),
      ${linesOf('sku', ...soldFields(where), amount)})`
  const paid = line
    ? sql`sum(if(${isPaid}, ${sum('total_fen', line)}, 0))`
    : sql`sumIf(revenue_fen, not (${isBack}))`
  const back = line
    ? sql`sum(if(${isBack}, ${sum('amount_fen', isBackLine(where))}, 0))`
    : sql`sumIf(-revenue_fen, ${isBack})`
  const amount = line ? sql`${paid} - ${back}` : sql`sum(revenue_fen)`
  const count = line
    ? sql`countIf(${isPaid} and arrayExists(line -> ${line}, ${linesOf(...soldFields(where))}))`
    : sql`sum(orders)`
  switch (of) {
    case 'count':
      return sql`toFloat64(${count})`
    case 'amount_fen':
      return sql`toFloat64(${amount})`
    case 'average_fen':
      return sql`if(${count} > 0, toFloat64(${amount}) / ${count}, NULL)`
    case 'products':
      return sql`toFloat64(length(arrayDistinct(arrayFlatten(groupArrayIf(
        arrayMap(line -> line.sku, arrayFilter(line -> ${line ?? sql`true`}, ${linesOf('sku', ...soldFields(where))})), ${isPaid})))))`
    case 'refunded_share':
      return sql`if(${paid} > 0, toFloat64(${back}) / ${paid}, NULL)`
  }
}

export function ordersSet(
  leaf: Extract<Leaf, { kind: 'orders' }>,
  clock: Clock,
  only: Sql,
): CustomerSet {
  const value = figure(leaf.of, leaf.where)
  // Who never bought has bought nothing: 0 orders, 0 yuan, but no average.
  const isOfNobody = leaf.of !== 'average_fen' && leaf.of !== 'refunded_share'
  const denied = isOfNobody && compares(leaf.is, 0)
  const test = sql`isNotNull(${value}) and ${numberCondition(leaf.is, sql`assumeNotNull(${value})`)}`
  const condition = leaf.of === 'count' ? sql`name != 'order_refunded'` : undefined
  const bitmap = sql`(select groupBitmapState(c) from (
    select ${CUSTOMER} as c ${orderRows(leaf.where, stretchOf(leaf.window, clock), only, condition)}
    group by c having ${denied ? sql`not (${test})` : test}))`
  return { bitmap, denied }
}

export const orderFigure = figure
