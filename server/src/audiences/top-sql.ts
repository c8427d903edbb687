// The best of all customers by a measure: known only when all of them are.
import { as, type Sql, sql } from '../platform/sql.ts'
import { amountOf, CUSTOMER, during, EVERYBODYS, eventsOf, isOf } from './event-sql.ts'
import { orderFigure, orderRows } from './orders-sql.ts'
import type { Leaf, Measure } from './rule.ts'
import type { CustomerSet } from './set-sql.ts'
import { type Clock, type Stretch, stretchOf } from './windows.ts'

type Top = Extract<Leaf, { kind: 'top' }>

/** c, v: every customer with a measure above 0. */
export function measuredCustomers(by: Measure, window: Top['window'], clock: Clock): Sql {
  const [value, rows] = valueAndRows(by, stretchOf(window, clock), clock)
  return sql`(select ${CUSTOMER} as c, assumeNotNull(${value}) as v ${rows}
    group by c having isNotNull(${value}) and v > 0)`
}

function valueAndRows(by: Measure, stretch: Stretch, clock: Clock): [Sql, Sql] {
  if (by.kind === 'orders')
    return [orderFigure(by.of, by.where), orderRows(by.where, stretch, EVERYBODYS)]
  const rows = eventsOf(EVERYBODYS, sql`${isOf(by.event, clock)} and ${during(stretch)}`)
  return by.kind === 'times'
    ? [sql`toFloat64(count())`, rows]
    : [sql`sumOrNull(${amountOf(by.property)})`, rows]
}

export function topSet(leaf: Top, clock: Clock): CustomerSet {
  const { keep } = leaf
  const all = measuredCustomers(leaf.by, leaf.window, clock)
  const best = sql`order by v desc, c`
  if (keep.unit === 'customers')
    return inside(sql`select c from ${all} ${best} limit ${as('UInt32', keep.n)}`)
  const share = as('Float64', keep.n / 10_000)
  if (keep.unit === 'basis_points')
    return inside(sql`select c from (
      select c, row_number() over (${best}) as place, count() over () as everybody from ${all})
      where place <= ceil(everybody * ${share})`)
  return inside(sql`select c from (
    select c, v, sum(v) over (${best} rows between unbounded preceding and current row) as reached,
      sum(v) over () as everything from ${all})
    where reached - v < everything * ${share}`)
}

const inside = (customers: Sql): CustomerSet => ({
  bitmap: sql`(select groupBitmapState(c) from (${customers}))`,
  denied: false,
})
