import { expect, test } from 'vitest'
import { isSameSearch, keptOf } from './views.ts'

test('a view keeps the filters, not the brand, the days or the place in the list', () => {
  const search = { brand: 'b', days: 'last_7', cursor: 'c', open: '1', q: '王', tag: '老客', x: '' }
  expect(keptOf(search)).toEqual({ q: '王', tag: '老客' })
})

test('a view is on the page when all its filters are, and no other', () => {
  expect(isSameSearch({ q: '王', tag: '老客' }, { tag: '老客', q: '王' })).toBe(true)
  expect(isSameSearch({ q: '王' }, { q: '王', tag: '老客' })).toBe(false)
  expect(isSameSearch({ q: '王' }, { tag: '王' })).toBe(false)
  expect(isSameSearch({}, {})).toBe(true)
})
