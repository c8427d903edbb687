// What the models of buyers are told: a row a buyer, orders of one day being one purchase.
import { as, type Sql, sql } from '../../platform/ch.ts'
import { type OfOrders, ordersOf } from '../buyers/orders-sql.ts'

/** A row a customer and day of the brand's zone on which something was bought and kept: `c`, `d`, `m` fen. */
const purchases = (of: OfOrders, today: number): Sql =>
  sql`select c, toInt32(toDate32(fromUnixTimestamp64Milli(toInt64(paid_at)), ${as('String', of.reading.clock.timezone)})) as d,
      toFloat64(sum(net)) as m
    from (${ordersOf(of)}) where net > 0 group by c, d having d <= ${as('Int32', today)}`

/**
 * A row a buyer, in days: `x` further purchases, `tx` from the first to the last, `t` since the first,
 * `mean` fen of the further ones; and the same as it was on the day `split`, with what came after.
 */
export const buyersOf = (of: OfOrders, today: number, split: number): Sql => {
  const day = as('Int32', split)
  return sql`select c, toInt32(age) as t, toInt32(further) as x, toInt32(until) as tx, if(x > 0, (all - first) / x, 0) as mean,
      toInt32(greatest(toInt32(n0) - 1, 0)) as x0, toInt32(if(n0 > 0, last0 - begun, 0)) as tx0, toInt32(${day} - begun) as t0,
      if(n0 > 1, (all0 - first) / (n0 - 1), 0) as mean0, later
    from (
      select c, min(d) as begun, ${as('Int32', today)} - begun as age, toInt32(count()) - 1 as further,
        max(d) - begun as until, sum(m) as all, argMin(m, d) as first, countIf(d <= ${day}) as n0,
        maxIf(d, d <= ${day}) as last0, sumIf(m, d <= ${day}) as all0, toInt32(countIf(d > ${day})) as later
      from (${purchases(of, today)}) group by c)
    order by c`
}

/** `d`, `n`: how many further purchases there were on each day; the first days as `f`. */
export const furtherByDay = (of: OfOrders, today: number): Sql =>
  sql`select d, count() as n from (
      select arrayJoin(arraySlice(arraySort(groupArray(d)), 2)) as d from (${purchases(of, today)}) group by c)
    group by d order by d`

/** The first day on which anybody bought. */
export const firstDay = (of: OfOrders, today: number): Sql =>
  sql`select min(d) as first, count() as n from (${purchases(of, today)})`

/** What BG/NBD has as the chance that a buyer is still there, of rows of `buyersOf`. */
export const aliveOf = ({
  r,
  alpha,
  a,
  b,
}: {
  r: number
  alpha: number
  a: number
  b: number
}): Sql => {
  const [R, A, a1, b1] = [r, alpha, a, b].map((value) => as('Float64', value))
  if (!R || !A || !a1 || !b1) throw new Error('four parameters')
  return sql`if(x = 0, 1, 1 / (1 + exp(log(${a1}) - log(${b1} + x - 1)
    + (${R} + x) * (log(${A} + t) - log(${A} + tx)))))`
}
