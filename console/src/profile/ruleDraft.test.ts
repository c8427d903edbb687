import { expect, test } from 'vitest'
import { conditionsOf, draftsOf } from './ruleDraft.ts'

test('numbers and yes or no are read as such, and what stands in quotes as text', () => {
  const typed = conditionsOf([
    { property: 'price', op: 'gte', value: '100' },
    { property: 'code', op: 'is', value: "'007'" },
    { property: 'code', op: 'is', value: '007' },
    { property: 'vip', op: 'is', value: 'true' },
    { property: 'plan', op: 'in', value: '金，银、3' },
    { property: 'city', op: 'set', value: 'left over' },
    { property: '', op: 'is', value: 'nothing' },
  ])
  expect(typed).toEqual([
    { property: 'price', op: 'gte', value: 100 },
    { property: 'code', op: 'is', value: '007' },
    { property: 'code', op: 'is', value: '007' },
    { property: 'vip', op: 'is', value: true },
    { property: 'plan', op: 'in', value: ['金', '银', 3] },
    { property: 'city', op: 'set' },
  ])
})

test('a saved rule opened and saved again is the same', () => {
  const saved = [
    { property: 'a', op: 'is' as const, value: '12' },
    { property: 'b', op: 'is' as const, value: 12 },
    { property: 'c', op: 'contains' as const, value: '12' },
    { property: 'd', op: 'in' as const, value: ['x', 1, '2'] },
    { property: 'e', op: 'not_set' as const },
  ]
  expect(conditionsOf(draftsOf(saved))).toEqual(saved)
})
