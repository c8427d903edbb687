import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amplification, cycleTime, measureK, modelK, usersAfter } from './viral.ts'

test('the growth of the reference: 10 users, K 2, a cycle of one', () => {
  expect([0, 1, 2, 5, 10].map((t) => Math.round(usersAfter(10, 2, 1, t)))).toEqual([
    10, 30, 70, 630, 20_470,
  ])
})

test('half a newcomer each doubles; at one there is no end', () => {
  expect(modelK(5, 0.1)).toBe(0.5)
  expect(amplification(0.5)).toBe(2)
  expect(amplification(1)).toBeNull()
  expect(usersAfter(10, 0.5, 1, 200)).toBeCloseTo(20, 9)
  expect(usersAfter(10, 1, 2, 6)).toBe(40)
})

test('growth adds a generation each cycle and knows no jump at K = 1', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      fc.integer({ min: 0, max: 12 }),
      (k, cycles) => {
        const sum = Array.from({ length: cycles + 1 }, (_, i) => 7 * k ** i).reduce((a, b) => a + b)
        expect(usersAfter(7, k, 3, 3 * cycles) / sum).toBeCloseTo(1, 6)
      },
    ),
  )
  expect(usersAfter(10, 1 + 1e-8, 1, 5)).toBeCloseTo(usersAfter(10, 1, 1, 5), 5)
})

test('K counts everybody in the cohort; sharers apart', () => {
  const measured = measureK({ recruits: [3, 1, 0, 2], cohort: 20, sharers: 8 })
  expect(measured).toMatchObject({ recruits: 6, k: 0.3, k_of_sharers: 0.75, share_rate: 0.4 })
  expect(measured.k).toBeCloseTo((measured.share_rate ?? 0) * (measured.k_of_sharers ?? 0), 12)
  expect(measured.amplification).toBeCloseTo(1 / 0.7, 12)
  expect(measureK({ recruits: [], cohort: 5 })).toMatchObject({
    k: 0,
    interval: { low: 0, high: 0 },
    sharers: null,
    k_of_sharers: null,
  })
  expect(measureK({ recruits: [], cohort: 5, sharers: 0 })).toMatchObject({
    k_of_sharers: null,
    share_rate: 0,
  })
})

test('the interval is the same for the same seed, and wider where few bring most', () => {
  const even = { recruits: new Array<number>(200).fill(1), cohort: 1000 }
  const heavy = { recruits: [100, 60, 40], cohort: 1000 }
  const [one, again, other] = [measureK(even), measureK(even), measureK(heavy)]
  expect(one).toEqual(again)
  expect(one.k).toBe(other.k)
  const width = ({ interval }: typeof one) => interval.high - interval.low
  expect(width(other)).toBeGreaterThan(4 * width(one))
  // A sum of 200 draws that are Poisson: 0.2 ± 1.96·√200/1000.
  expect(width(one)).toBeCloseTo((2 * 1.96 * Math.sqrt(200)) / 1000, 2)
})

test('the cycle is a median; impossible counts are refused', () => {
  expect(cycleTime([9, 1, 4])).toBe(4)
  expect(cycleTime([1, 2])).toBe(1.5)
  expect(cycleTime([])).toBeNull()
  expect(() => cycleTime([-1])).toThrow('not below 0')
  expect(() => measureK({ recruits: [1, 1], cohort: 1 })).toThrow('A cohort holds')
  expect(() => measureK({ recruits: [1.5], cohort: 3 })).toThrow('whole numbers')
  expect(() => measureK({ recruits: [1, 1], cohort: 3, sharers: 1 })).toThrow('sharers')
})
