import { expect, test } from 'vitest'
import { paceOf } from './rate.ts'

const seen = (at: number, rows: number, percent: number) => ({
  at,
  rows,
  percent,
  phase: 'reading',
})

test('the pace is of the rows between two looks, the time left of what they were of the whole', () => {
  expect(paceOf([seen(0, 0, 0), seen(4_000, 20_000, 20)])).toEqual({
    rowsASecond: 5_000,
    secondsLeft: 16,
  })
})

test('one look, or none that moved, tells no pace', () => {
  expect(paceOf([seen(0, 5, 1)])).toBeUndefined()
  expect(paceOf([seen(0, 5, 1), seen(1_000, 5, 1)])).toBeUndefined()
})
