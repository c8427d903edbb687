import { expect, test } from 'vitest'
import { isFiring } from './alerts.ts'
import { judge } from './anomaly.ts'

/** Weekends sell three times as much. */
const WEEK = [100, 104, 98, 101, 110, 300, 310]
const weeks = (n: number) => Array.from({ length: n }, () => WEEK).flat()
const anomaly = (direction: 'both' | 'up' | 'down' = 'both') =>
  ({ kind: 'anomaly', direction, sensitivity: 3 }) as const

test('a weekend is judged by weekends: what is usual on it is out of line on a Tuesday', () => {
  const saturday = judge([...weeks(6), ...WEEK.slice(0, 5), 305], 7, true)
  expect(saturday?.expected).toBe(300)
  expect(isFiring(anomaly(), 305, saturday)).toBe(false)
  const tuesday = judge([...weeks(6), WEEK[0] as number, 305], 7, true)
  expect(tuesday?.expected).toBe(104)
  expect(isFiring(anomaly(), 305, tuesday)).toBe(true)
  expect(isFiring(anomaly('down'), 305, tuesday)).toBe(false)
})

test('one bad day in the past does not hide the next one', () => {
  const past = weeks(6)
  past[8] = 5_000
  const judged = judge([...past, WEEK[0] as number, 20], 7, true)
  expect(isFiring(anomaly('down'), 20, judged)).toBe(true)
})

test('small counts differ by chance, and are not told of', () => {
  const judged = judge([3, 3, 3, 3, 3, 6], 1, true)
  expect(judged?.spread).toBeCloseTo(Math.sqrt(3), 9)
  expect(isFiring(anomaly(), 6, judged)).toBe(false)
  expect(isFiring(anomaly(), 9, judge([3, 3, 3, 3, 3, 9], 1, true))).toBe(true)
})

test('with less than four seasons before it nothing is judged', () => {
  expect(judge([...weeks(3), 9_999], 7, true)).toBeUndefined()
  expect(judge([1, 2, 3, 4, null], 1, true)).toBeUndefined()
  expect(isFiring(anomaly(), 9_999, undefined)).toBe(false)
})

test('a threshold holds on its own side only, and of nothing not at all', () => {
  const below = { kind: 'threshold', op: 'below', value: 10 } as const
  expect([9, 10, 11, null].map((value) => isFiring(below, value, undefined))).toEqual([
    true,
    false,
    false,
    false,
  ])
})
