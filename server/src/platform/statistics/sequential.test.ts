import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceFrom } from '../../insight/calc/random.ts'
import { alwaysValidMean, sequentialRatioP } from './sequential.ts'

/** Person by person: the chance the mixture gave the arm she fell into, against its share. */
function byHand(falls: readonly number[], shares: readonly number[]): number {
  const all = shares.reduce((a, b) => a + b, 0)
  const counts = shares.map(() => 0)
  let evidence = 0
  for (const [n, arm] of falls.entries()) {
    const share = (shares[arm] ?? 0) / all
    const predicted = (100 * share + (counts[arm] ?? 0)) / (100 + n)
    evidence += Math.log(predicted / share)
    counts[arm] = (counts[arm] ?? 0) + 1
  }
  return Math.min(1, Math.exp(-evidence))
}

test('the test of shares is the product of what a learning mixture gave each person', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 2, maxLength: 5 }),
      fc.array(fc.nat({ max: 4 }), { maxLength: 300 }),
      (shares, places) => {
        const falls = places.map((place) => place % shares.length)
        const counts = shares.map((_, arm) => falls.filter((f) => f === arm).length)
        const [found, plain] = [sequentialRatioP(counts, shares), byHand(falls, shares)]
        expect(Math.abs(Math.log(found) - Math.log(plain))).toBeLessThan(1e-6)
      },
    ),
  )
})

test('even counts say nothing, a clear lack says it, and nobody says nothing', () => {
  expect(sequentialRatioP([500, 500], [1, 1])).toBe(1)
  expect(sequentialRatioP([0, 0], [5_000, 5_000])).toBe(1)
  expect(sequentialRatioP([821, 1_179], [5_000, 5_000])).toBeLessThan(1e-12)
  expect(sequentialRatioP([100, 900], [1_000, 9_000])).toBe(1)
  expect(() => sequentialRatioP([1, 2], [1, 0])).toThrow(RangeError)
  expect(() => sequentialRatioP([1, 2], [1])).toThrow(RangeError)
})

test('looked at after every tenth person, sound shares are called unsound as seldom as promised', () => {
  const chance = chanceFrom(20_260)
  let alarms = 0
  for (let run = 0; run < 1_000; run++) {
    const counts = [0, 0, 0]
    let isAlarm = false
    for (let n = 1; n <= 1_500 && !isAlarm; n++) {
      const place = chance.uniform()
      const arm = place < 0.5 ? 0 : place < 0.8 ? 1 : 2
      counts[arm] = (counts[arm] ?? 0) + 1
      isAlarm = n % 10 === 0 && sequentialRatioP(counts, [5_000, 3_000, 2_000]) < 0.05
    }
    if (isAlarm) alarms++
  }
  expect(alarms / 1_000).toBeLessThanOrEqual(0.05)
})

test('the interval of a mean is the formula, to the last digit', () => {
  const [n, alpha, tuning] = [400, 0.05, 5_000]
  const found = alwaysValidMean({ n, sum: 800, sum_squares: 2_400 }, alpha, tuning)
  const deviation = Math.sqrt((2_400 - 800 ** 2 / n) / (n - 1))
  const rho2 = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tuning
  const half =
    deviation *
    Math.sqrt(((2 * (n * rho2 + 1)) / (n * n * rho2)) * Math.log(Math.sqrt(n * rho2 + 1) / alpha))
  expect(found?.mean).toBe(2)
  expect(found?.low).toBeCloseTo(2 - half, 12)
  expect(found?.high).toBeCloseTo(2 + half, 12)
  expect(alwaysValidMean({ n: 1, sum: 1, sum_squares: 1 }, alpha, tuning)).toBeNull()
  expect(alwaysValidMean({ n: 9, sum: 0, sum_squares: 0 }, alpha, tuning)).toBeNull()
})
