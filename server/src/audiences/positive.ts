// Every test that says "not" is the denial of one that does not: a missing value, or one of another
// type, is "not" anything. So only the positive tests need a meaning.
import type { NumberTest, ValueTest } from './operators.ts'

type Negative =
  | 'is_not'
  | 'not_in'
  | 'not_set'
  | 'not_contains'
  | 'not_between'
  | 'has_none'
  | 'count_lte'
export type PositiveTest = Exclude<ValueTest, { op: Negative }>

export interface Reading {
  test: PositiveTest
  denied: boolean
}

const yes = (test: PositiveTest): Reading => ({ test, denied: false })
const no = (test: PositiveTest): Reading => ({ test, denied: true })

export function readingOf(test: ValueTest): Reading {
  switch (test.op) {
    case 'is_not':
      return no({ op: 'is', value: test.value })
    case 'not_in':
      return no({ op: 'in', values: test.values })
    case 'not_set':
      return no({ op: 'is_set' })
    case 'not_contains':
      return no({ op: 'contains', value: test.value })
    case 'not_between':
      return no({ op: 'between', from: test.from, to: test.to })
    case 'has_none':
      return no({ op: 'has_any', values: test.values })
    case 'count_lte':
      return no({ op: 'count_gte', value: test.value + 1 })
    default:
      return yes(test)
  }
}

/** Does the comparison hold of this number? */
export function compares(test: NumberTest, value: number): boolean {
  switch (test.op) {
    case 'is':
      return value === test.value
    case 'is_not':
      return value !== test.value
    case 'gt':
      return value > test.value
    case 'gte':
      return value >= test.value
    case 'lt':
      return value < test.value
    case 'lte':
      return value <= test.value
    case 'between':
      return value >= test.from && value <= test.to
    case 'not_between':
      return value < test.from || value > test.to
  }
}
