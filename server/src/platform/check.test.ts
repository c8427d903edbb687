import { expect, test } from 'vitest'
import { inBoth, noteDifferences, ranges } from './check.ts'

test('what only one of two looks saw was on its way, not wrong', () => {
  const first = noteDifferences()
  first.add({ batch: 1, rows: 2 })
  first.add({ batch: 2, rows: 5 })
  const second = noteDifferences()
  second.add({ rows: 2, batch: 1 })
  second.add({ batch: 2, rows: 7 })
  second.add({ batch: 3, rows: 1 })
  const both = inBoth(first.outOf(10), second.outOf(12))
  expect(both).toEqual({ compared: 12, differences: [{ rows: 2, batch: 1 }], total: 1 })
})

test('more differences than anybody reads are counted, all of them', () => {
  const many = noteDifferences()
  for (let i = 0; i < 12_345; i++) many.add({ batch: i })
  const found = many.outOf(20_000)
  expect([found.differences.length, found.total]).toEqual([10_000, 12_345])
  expect(inBoth(found, found).total).toBe(12_345)
})

test('ranges meet without a gap and end where they should', () => {
  expect([...ranges(1, 10, 4)]).toEqual([
    [1, 4],
    [5, 8],
    [9, 10],
  ])
  expect([...ranges(5, 4, 4)]).toEqual([])
})
