// A rule as one ClickHouse statement: a bitmap for each condition, put together by the tree.
import type { Sql } from '../platform/sql.ts'
import { behaviourSet, isBehaviour } from './behaviour-sql.ts'
import { type Defined, expandedRule } from './defined/expand.ts'
import { EVERYBODYS } from './event-sql.ts'
import { ordersSet } from './orders-sql.ts'
import type { Leaf, Rule } from './rule.ts'
import { allOf, anyOf, type CustomerSet, deny, settled } from './set-sql.ts'
import { everybodyOf, stateSet } from './state-sql.ts'
import { topSet } from './top-sql.ts'
import type { Clock } from './windows.ts'

export interface Compiled {
  /** One value: the bitmap of those the rule holds of, AggregateFunction(groupBitmap, UInt32). */
  bitmap: Sql
}

/** What a rule is read with. */
export interface Reading {
  clock: Clock
  /** A condition on `customer_id` that keeps the rows of some customers; absent: of all. */
  only?: Sql
  /** The bitmap of an audience as it stands. */
  membersOf: (audienceId: string) => Sql
  /** What is put in the place of names; absent: it has been already. */
  defined?: Defined
}

/**
 * With `only` the answer is right for those customers and says nothing about others: conditions on
 * other audiences and on ranks bring theirs along.
 */
export function compile(rule: Rule, reading: Reading): Compiled {
  const real = expandedRule(rule, reading.defined)
  return { bitmap: settled(setOf(real, reading), everybodyOf(reading.only ?? EVERYBODYS)) }
}

function setOf(rule: Rule, reading: Reading): CustomerSet {
  switch (rule.kind) {
    case 'all':
      return allOf(rule.rules.map((r) => setOf(r, reading)))
    case 'any':
      return anyOf(rule.rules.map((r) => setOf(r, reading)))
    case 'not':
      return deny(setOf(rule.rule, reading))
    default:
      return leafSet(rule, reading)
  }
}

function leafSet(leaf: Leaf, { clock, only = EVERYBODYS, membersOf }: Reading): CustomerSet {
  if (isBehaviour(leaf)) return behaviourSet(leaf, clock, only)
  switch (leaf.kind) {
    case 'orders':
      return ordersSet(leaf, clock, only)
    case 'top':
      return topSet(leaf, clock)
    case 'audience':
      return { bitmap: membersOf(leaf.audience), denied: leaf.is === 'not_in' }
    default:
      return stateSet(leaf, clock, only)
  }
}
