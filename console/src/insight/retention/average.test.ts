import { expect, test } from 'vitest'
import { averages } from './average.ts'

test('the average weighs cohorts by their size and leaves unfinished periods out', () => {
  const cohorts = [
    { start: '2026-11-02', size: 90, values: [90, 45, 9], complete: 2 },
    { start: '2026-11-09', size: 10, values: [10, 1], complete: 1 },
  ]
  expect(averages(cohorts, 'customers')).toEqual([1, 0.5, null])
})

test('what was spent is measured against what the cohort spent at first', () => {
  const cohorts = [
    { start: '2026-11-02', size: 2, values: [30_000, 15_000], complete: 2 },
    { start: '2026-11-09', size: 0, values: [0], complete: 1 },
  ]
  expect(averages(cohorts, 'revenue')).toEqual([1, 0.5])
})
