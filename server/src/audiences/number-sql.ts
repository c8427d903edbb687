// A comparison of a number as a ClickHouse condition.
import { as, type Sql, sql } from '../platform/sql.ts'
import type { NumberTest } from './operators.ts'

export function numberCondition(test: NumberTest, value: Sql): Sql {
  const n = (value: number) => as('Float64', value)
  switch (test.op) {
    case 'is':
      return sql`(${value} = ${n(test.value)})`
    case 'is_not':
      return sql`(${value} != ${n(test.value)})`
    case 'gt':
      return sql`(${value} > ${n(test.value)})`
    case 'gte':
      return sql`(${value} >= ${n(test.value)})`
    case 'lt':
      return sql`(${value} < ${n(test.value)})`
    case 'lte':
      return sql`(${value} <= ${n(test.value)})`
    case 'between':
      return sql`(${value} between ${n(test.from)} and ${n(test.to)})`
    case 'not_between':
      return sql`(${value} not between ${n(test.from)} and ${n(test.to)})`
  }
}
