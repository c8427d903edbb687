import { expect, test } from 'vitest'
import type { CustomerFilter } from './api.ts'
import { filterOf, piecesOf, readFilter, writeFilter } from './filter.ts'

const whole: CustomerFilter = {
  tags: { all: ['VIP'], none: ['流失预警'] },
  attributes: [
    { name: 'city', op: 'is', value: ['上海'] },
    { name: 'age', op: 'gt', value: 40 },
  ],
  namespace: 'phone',
  platforms: ['web', 'app'],
  known: true,
  stores: ['s1'],
  last_seen: { from: '2026-11-01T00:00:00.000Z' },
  orders: { min: 2 },
  spent_fen: { min: 100, max: 900 },
}

test('a filter taken to pieces and put together is the same filter', () => {
  expect(JSON.parse(JSON.stringify(filterOf(piecesOf(whole))))).toEqual(whole)
  expect(readFilter(writeFilter(whole))).toEqual(whole)
})

test('taking the last condition away leaves nothing in the address', () => {
  const pieces = piecesOf({ tags: { all: ['VIP'] } })
  expect(pieces).toHaveLength(1)
  expect(writeFilter(filterOf(pieces.toSpliced(0, 1)))).toBeUndefined()
})

test('a tag added twice is one, and what is no filter filters nothing', () => {
  const twice = filterOf([
    { kind: 'tags', mode: 'all', values: ['VIP'] },
    { kind: 'tags', mode: 'all', values: ['VIP', '母婴'] },
  ])
  expect(twice).toEqual({ tags: { all: ['VIP', '母婴'] } })
  expect(readFilter('not json')).toEqual({})
  expect(readFilter('[1]')).toEqual({})
  expect(readFilter(undefined)).toEqual({})
})
