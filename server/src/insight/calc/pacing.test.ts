import fc from 'fast-check'
import { expect, test } from 'vitest'
import { landingOf, weekdayWeights } from './pacing.ts'
import { chanceFrom } from './random.ts'

const even = (days: number) => new Array<number>(days).fill(1)

test('a third of the month with a third of the goal lands on it', () => {
  const landing = landingOf(new Array<number>(10).fill(100), even(30), 3000)
  expect(landing).toMatchObject({
    done: 1000,
    landing: 3000,
    pace: 1,
    needed_a_day: 100,
    chance: 1,
    status: 'ahead',
  })
  expect(landing.elapsed).toBeCloseTo(1 / 3, 12)
})

test('the weekend to come is worth what weekends are', () => {
  // Monday to Friday 100 a day; Saturday and Sunday weigh double.
  const landing = landingOf([100, 100, 100, 100, 100], [1, 1, 1, 1, 1, 2, 2], 900)
  expect(landing.landing).toBeCloseTo(900, 9)
  expect(landing.needed_a_day).toBe(200)
})

test('more behind than days differ is behind; one day alone has no interval', () => {
  expect(landingOf([50, 52, 48, 51], even(30), 3000)).toMatchObject({ status: 'behind' })
  expect(landingOf([130, 70, 120, 85], even(30), 3000)).toMatchObject({ status: 'on_pace' })
  expect(landingOf([80], even(30), 3000)).toMatchObject({ interval: null, chance: null })
  expect(landingOf([10, 20], even(2), 25)).toMatchObject({
    landing: 30,
    needed_a_day: null,
    chance: 1,
  })
})

test('a finished period lands where it is, whatever the weights', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(1000), fc.double({ min: 0.1, max: 5, noNaN: true })), {
        minLength: 2,
        maxLength: 31,
      }),
      (days) => {
        const actuals = days.map(([value]) => value)
        const { landing, done, interval } = landingOf(
          actuals,
          days.map(([, weight]) => weight),
          100,
        )
        expect(landing).toBeCloseTo(done, 9)
        expect(interval?.high).toBeCloseTo(interval?.low ?? Number.NaN, 9)
      },
    ),
  )
})

test('eight of ten months end within their interval', () => {
  const chance = chanceFrom(6)
  const weights = Array.from({ length: 30 }, (_, i) => (i % 7 >= 5 ? 1.8 : 1))
  let inside = 0
  for (let run = 0; run < 1000; run++) {
    const days = weights.map((w) => chance.poisson(100 * w))
    const total = days.reduce((sum, x) => sum + x, 0)
    const { interval } = landingOf(days.slice(0, 12), weights, 3000)
    if (interval && total >= interval.low && total <= interval.high) inside++
  }
  expect(inside / 1000).toBeGreaterThan(0.75)
  expect(inside / 1000).toBeLessThan(0.85)
})

test('weights of weekdays come of history; impossible questions are refused', () => {
  const weights = weekdayWeights([
    { weekday: 1, value: 100 },
    { weekday: 1, value: 300 },
    { weekday: 6, value: 600 },
  ])
  expect(weights).toEqual([1, 0.5, 1, 1, 1, 1, 1.5])
  expect(weekdayWeights([])).toEqual(even(7))
  expect(() => landingOf([], even(3), 5)).toThrow('first days')
  expect(() => landingOf([1, 2], [1], 5)).toThrow('first days')
  expect(() => landingOf([1], [0], 5)).toThrow('above 0')
})
