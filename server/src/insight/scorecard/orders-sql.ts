// Orders that count, as things with their place in a customer's life, for the operating scorecard.
import { type Sql, sql } from '../../platform/ch.ts'
import type { Counting } from '../gmv/sums-sql.ts'
import { countedOrders } from '../mode/counted-sql.ts'
import { rowsIn, type Stretch } from '../question/reading.ts'

/** What stands of orders up to the end of the stretch: `c`, `s` and `o` its name, `paid`, `net`. */
const standing = ({ mode, currency, reading }: Counting, { to }: Stretch): Sql =>
  sql`select c, toString(source) as s, ifNull(order_id, '') as o, minIf(at, paid = 1) as paid, sum(fen) as net
    from (${countedOrders(mode, { from: 0, to }, reading.whose, currency)}) group by c, s, o having sum(n) > 0`

/** All orders up to the end of the stretch: `c`, `paid`, `net`, `nth` (1: the customer's first ever). */
export const ordersInLife = (counting: Counting, stretch: Stretch): Sql =>
  sql`select c, paid, net, row_number() over (partition by c order by paid, net) as nth
    from (${standing(counting, stretch)})`

/**
 * The same with `kinds`, categories of its lines, `fresh`, whether one of them is new to her, and `dearer`, whether
 * it is worth more than any before.
 */
export function grownOrders(counting: Counting, stretch: Stretch): Sql {
  const { to } = stretch
  const lines = sql`select toString(source) as s, ifNull(order_id, '') as o,
      arrayDistinct(JSONExtract(props, 'lines', 'Array(Tuple(category String))').category) as kinds
    from event where name = 'order_paid' and ${rowsIn({ from: 0, to })} and order_id is not null limit 1 by s, o`
  const dated = sql`select o.c as c, o.paid as paid, o.net as net, arrayFilter(k -> k != '', l.kinds) as kinds
    from (${standing(counting, stretch)}) as o left join (${lines}) as l on l.s = o.s and l.o = o.o`
  const before = sql`over (partition by c order by paid, net rows between unbounded preceding and 1 preceding)`
  return sql`select c, paid, net, kinds, nth, nth > 1 and notEmpty(had) and not hasAll(had, kinds) as fresh,
      nth > 1 and net > most as dearer
    from (select c, paid, net, kinds, row_number() over (partition by c order by paid, net) as nth,
        groupUniqArrayArray(kinds) ${before} as had, max(net) ${before} as most
      from (${dated}))`
}
