import { expect, test } from 'vitest'
import { liftOf, surpriseOf } from './surprise.ts'

test('what is as common inside as outside is no surprise', () => {
  const share = { inside: 20, size: 100, everybody: 200, population: 1_000 }
  expect(surpriseOf(share)).toBeCloseTo(0, 9)
  expect(liftOf(share)).toBe(1)
})

test('a difference surprises more the more customers show it, whichever way it goes', () => {
  const few = surpriseOf({ inside: 4, size: 10, everybody: 20, population: 100 })
  const many = surpriseOf({ inside: 40, size: 100, everybody: 200, population: 1_000 })
  const less = surpriseOf({ inside: 4, size: 100, everybody: 200, population: 1_000 })
  // Chance exceeds 3.84 once in twenty times.
  expect(few).toBeLessThan(3.84)
  expect(many).toBeGreaterThan(3.84)
  expect(less).toBeGreaterThan(3.84)
  expect(many).toBeCloseTo(10 * few, 6)
})

test('G is that of the textbook table', () => {
  // 15 of 20 against 30 of 80: G = 2 Σ O ln(O/E) = 9.22, worked by hand.
  const share = { inside: 15, size: 20, everybody: 45, population: 100 }
  const by = (o: number, e: number) => o * Math.log(o / e)
  expect(surpriseOf(share)).toBeCloseTo(2 * (by(15, 9) + by(5, 11) + by(30, 36) + by(50, 44)), 9)
  expect(liftOf(share)).toBeCloseTo(15 / 20 / (45 / 100), 9)
})

test('everybody, nobody and what all have are no surprise', () => {
  for (const share of [
    { inside: 10, size: 100, everybody: 10, population: 100 },
    { inside: 0, size: 0, everybody: 10, population: 100 },
    { inside: 50, size: 50, everybody: 100, population: 100 },
  ])
    expect(surpriseOf(share)).toBeCloseTo(0, 9)
  expect(liftOf({ inside: 0, size: 0, everybody: 10, population: 100 })).toBe(0)
})
