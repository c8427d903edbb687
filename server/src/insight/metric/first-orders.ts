// Orders as things: when each was paid, what is left of it; and each customer's first.
import { as, type Sql, sql } from '../../platform/ch.ts'
import { orderRows } from './orders.ts'
import type { MetricReading } from './reading.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** `c`, `paid_at` in milliseconds and `net`: of customers' orders that were paid, whenever that was. */
export const paidOrders = (
  reading: Pick<MetricReading, 'currency' | 'customers' | 'known'>,
): Sql => sql`
  select c, toUnixTimestamp64Milli(minIf(at, o > 0)) as paid_at, sum(paid) - sum(refunded) as net
  from (${orderRows(reading, sql`${reading.customers} and ${reading.known}`)})
  group by c, source, order_id having sum(o) > 0`

export const plus = (moment: Sql, milliseconds: number): Sql =>
  sql`(${moment} + ${as('Int64', milliseconds)})`
