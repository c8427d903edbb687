import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gradientOf, minimise, nelderMead, solve } from './optimise.ts'

const rosenbrock = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2

test('the bottom of Rosenbrock’s valley is found from far away', () => {
  const found = minimise(rosenbrock, [
    [-1.2, 1],
    [3, -3],
  ])
  expect(found.point[0]).toBeCloseTo(1, 6)
  expect(found.point[1]).toBeCloseTo(1, 6)
  expect(found.gradient).toBeLessThan(1e-5)
  expect(found.evaluations).toBeGreaterThan(10)
})

test('of several starts the one that leads lowest counts', () => {
  // Two valleys, at −2 and at 2, of which the second is lower.
  const valleys = ([x = 0]: readonly number[]) => (x * x - 4) ** 2 - x
  expect(nelderMead(valleys, [-3]).point[0]).toBeLessThan(0)
  expect(minimise(valleys, [[-3], [3]]).point[0]).toBeCloseTo(2.0308, 3)
})

test('a bowl of any place and shape in four dimensions is found with its gradient at nought', () => {
  const number = fc.double({ min: -5, max: 5, noNaN: true })
  fc.assert(
    fc.property(
      fc.tuple(number, number, number, number),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (centre, stretch) => {
        const bowl = (point: readonly number[]) =>
          point.reduce((sum, x, i) => sum + (1 + i * stretch) * (x - (centre[i] ?? 0)) ** 2, 0)
        const found = minimise(bowl, [[0, 0, 0, 0]])
        for (const [i, x] of found.point.entries()) expect(x).toBeCloseTo(centre[i] ?? 0, 6)
        expect(found.gradient).toBeLessThan(1e-7)
      },
    ),
    { numRuns: 30 },
  )
})

test('where the function is not a number is never chosen', () => {
  const found = minimise(([x = 0]) => (x < 1 ? Number.NaN : x), [[4]])
  expect(found.point[0]).toBeGreaterThanOrEqual(1)
  expect(found.value).toBeCloseTo(1, 4)
})

test('differences give the slope, elimination the solution, and a singular system none', () => {
  expect(gradientOf(([x = 0, y = 0]) => x * x + 3 * y, [2, 1])).toEqual([
    expect.closeTo(4, 7),
    expect.closeTo(3, 7),
  ])
  expect(
    solve(
      [
        [0, 2],
        [3, 1],
      ],
      [4, 5],
    ),
  ).toEqual([1, 2])
  expect(
    solve(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
  ).toBeUndefined()
})
