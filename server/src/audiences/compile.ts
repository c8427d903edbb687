// A rule as one ClickHouse statement: a bitmap for each condition, put together by the tree.
import { type Sql, sql } from '../platform/sql.ts'
import { behaviourSet } from './behaviour-sql.ts'
import { CUSTOMER } from './event-sql.ts'
import type { Rule } from './rule.ts'
import { allOf, anyOf, type CustomerSet, deny, settled } from './set-sql.ts'
import type { Clock } from './windows.ts'

export interface Compiled {
  /** One row: the members' bitmap, AggregateFunction(groupBitmap, UInt32). */
  bitmap: Sql
}

const NOBODY: Sql = sql`(select groupBitmapState(toUInt32(0)) from numbers(0))`

/** @param only keeps the rows of some customers: a condition on `customer_id` */
export function compile(rule: Rule, clock: Clock, only: Sql = sql`true`): Compiled {
  const everybody = sql`(select groupBitmapState(${CUSTOMER}) from event where customer_id != 0 and ${only})`
  return { bitmap: settled(setOf(rule, clock, only), everybody) }
}

function setOf(rule: Rule, clock: Clock, only: Sql): CustomerSet {
  switch (rule.kind) {
    case 'all':
      return allOf(rule.rules.map((r) => setOf(r, clock, only)))
    case 'any':
      return anyOf(rule.rules.map((r) => setOf(r, clock, only)))
    case 'not':
      return deny(setOf(rule.rule, clock, only))
    case 'everybody':
      return { bitmap: NOBODY, denied: true }
    case 'did':
    case 'measure':
    case 'first_time':
    case 'last_time':
    case 'sequence':
    case 'regularly':
    case 'stopped':
    case 'started_again':
      return behaviourSet(rule, clock, only)
    default:
      throw new Error(`not compiled yet: ${rule.kind}`)
  }
}
