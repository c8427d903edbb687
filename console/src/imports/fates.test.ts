import { expect, test } from 'vitest'
import type { Fate, ImportDetail } from './api.ts'
import { filesWith, percentOf, tallyOf } from './fates.ts'

const fates: Fate[] = [
  { fate: 'order_line', rows: 397_000, notes: {} },
  { fate: 'refund_line', rows: 9_000, notes: { rounded: 2 } },
  { fate: 'order_line_known_before', rows: 10, notes: {} },
  { fate: 'repeated_line_dropped', rows: 5_268, notes: {} },
  { fate: 'aside:no_customer', rows: 7, notes: {} },
  { fate: 'rejected:bad_date', rows: 3, notes: {} },
]

test('every row of the file has one fate', () => {
  const tally = tallyOf({ rows: 0, fates, by_file: [] })
  expect(tally).toEqual({ imported: 406_000, repeated: 5_278, aside: 7, rejected: 3 })
})

test('refused rows are offered for the file they stood in', () => {
  const files = ['a.csv', 'b.csv'].map((name) => ({ name, bytes: 1, rows_read: 1, done: true }))
  const by_file = [
    { file: 'a.csv', rows: 1, fates: { order_line: 1 } },
    { file: 'b.csv', rows: 2, fates: { order_line: 1, 'rejected:bad_date': 1 } },
  ]
  const run = { files, report: { rows: 3, fates, by_file } } as unknown as ImportDetail
  expect(filesWith(run, 'rejected')).toEqual([1])
  expect(filesWith(run, 'aside')).toEqual([])
})

test('progress is of the bytes first and of the orders then', () => {
  const progress = { bytes: 200, bytes_read: 50, rows_read: 9, staged: 10, applied: 9 }
  expect(percentOf({ ...progress, phase: 'reading' })).toBe(25)
  expect(percentOf({ ...progress, phase: 'applying' })).toBe(90)
  expect(percentOf({ ...progress, bytes: 0, phase: 'reading' })).toBe(0)
})
