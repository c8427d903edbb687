import { expect, test } from 'vitest'
import {
  blankCondition,
  type Condition,
  conditionBegun,
  type Expression,
  isWhole,
  property,
  said,
} from './expression.ts'

const over = (name: string, value: number): Condition => ({
  ...{ op: 'gt', left: property('number', name), right: { kind: 'number', value } },
})

test('what stood alone goes into a group, a group changes its kind, and the first is left of it', () => {
  const one = over('price', 100)
  const group = conditionBegun('any', one)
  expect(group).toEqual({ op: 'any', of: [one, blankCondition()] })
  expect(conditionBegun('all', group)).toEqual({ op: 'all', of: [one, blankCondition()] })
  expect(conditionBegun('not', group)).toEqual({ op: 'not', of: group })
  expect(conditionBegun('lte', { op: 'not', of: group })).toEqual({ ...one, op: 'lte' })
  expect(conditionBegun('contains', group)).toEqual({
    ...{ op: 'contains', of: property('number', 'price'), text: '' },
  })
})

test('a group is whole when all of its conditions are, and is read aloud with them', () => {
  const asked = (of: Condition[]): Expression => ({
    ...{ kind: 'if', value: { kind: 'text', value: 'dear' } },
    when: { op: 'all', of },
  })
  const named: Condition = { op: 'contains', of: property('text', 'name'), text: '茶' }
  const whole = asked([over('price', 100), { op: 'not', of: named }])
  expect(isWhole(whole)).toBe(true)
  expect(isWhole(asked([over('price', 100), blankCondition()]))).toBe(false)
  expect(said(whole, (name) => name)).toBe('if((price > 100 ∧ ¬name ∋ “茶”), “dear”)')
})
