// Orders and money of the customers a question is about, by the definitions of the metrics.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { paidOrders } from '../metric/first-orders.ts'
import { orderRows } from '../metric/orders.ts'
import { type QuestionReading, rowsIn, type Stretch } from '../question/reading.ts'

export interface OfOrders {
  reading: QuestionReading
  /** The brand's: orders in others are not counted. */
  currency: string
}

/** `c`, `paid_at` in milliseconds, `net` fen that stayed until now: every paid order of all times. */
export const ordersOf = ({ reading, currency }: OfOrders): Sql =>
  paidOrders({ currency, customers: reading.whose, known: sql`true` })

/** `c`, `orders` paid in a stretch and `fen`: paid then, less what was given back then. */
export const broughtIn = ({ reading, currency }: OfOrders, stretch: Stretch): Sql =>
  sql`select c, sum(o) as orders, sum(paid) - sum(refunded) as fen
    from (${orderRows({ currency }, sql`${reading.whose} and ${rowsIn(stretch)}`)}) group by c`

/** `c`, `paid_at`, `discount`: what was given on an order, as its source told. */
export const discountsOf = ({ reading, currency }: OfOrders): Sql =>
  sql`select ${CUSTOMER} as c,
      toUnixTimestamp64Milli(at) as paid_at, sum(JSONExtractInt(props, 'discount_fen')) as discount
    from event where ${reading.whose} and name = 'order_paid' and protocol = 'own'
      and currency = ${as('String', currency)} group by c, paid_at`
