import fc from 'fast-check'
import { expect, test } from 'vitest'
import { repurchasedWithin, survivalOf, waitingAt } from './survival.ts'

const died = (time: number, count = 1) => ({ time, happened: true, count })
const seen = (time: number, count = 1) => ({ time, happened: false, count })

test('the textbook’s leukaemia patients on 6-MP (Freireich 1963): curve, interval, median', () => {
  const lives = [
    ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map((t) => died(t)),
    ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((t) => seen(t)),
  ]
  const survival = survivalOf(lives)
  expect(survival).toMatchObject({ n: 21, happened: 9, median: 23 })
  expect(survival.curve.map(({ time, at_risk }) => [time, at_risk])).toEqual([
    [6, 21],
    [7, 17],
    [10, 15],
    [13, 12],
    [16, 11],
    [22, 7],
    [23, 6],
  ])
  const waiting = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
  for (const [i, point] of survival.curve.entries())
    expect(point.waiting).toBeCloseTo(waiting[i] ?? 0, 3)
  expect(survival.curve[0]?.low).toBeCloseTo(0.62, 2)
  expect(survival.curve[0]?.high).toBeCloseTo(0.952, 3)
  expect(waitingAt(survival, 5)).toBe(1)
  expect(waitingAt(survival, 12)).toBeCloseTo(0.753, 3)
})

const anyLives = fc.array(
  fc.record({ time: fc.nat(30), happened: fc.boolean(), count: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 40 },
)

test('where nobody was lost from sight it is the plain share still waiting', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 50 }), (times) => {
      const survival = survivalOf(times.map((t) => died(t)))
      for (const { time, waiting } of survival.curve)
        expect(waiting).toBeCloseTo(times.filter((t) => t > time).length / times.length, 9)
    }),
  )
})

test('the curve falls from 1, stays within 0 and 1 and within its interval; counts are repetition', () => {
  fc.assert(
    fc.property(anyLives, (lives) => {
      const survival = survivalOf(lives)
      let last = 1
      for (const { waiting, low, high } of survival.curve) {
        expect(waiting).toBeLessThanOrEqual(last)
        expect(low).toBeGreaterThanOrEqual(-1e-12)
        expect(low).toBeLessThanOrEqual(waiting + 1e-12)
        expect(high).toBeGreaterThanOrEqual(waiting - 1e-12)
        last = waiting
      }
      const singly = lives.flatMap((life) =>
        Array.from({ length: life.count }, () => ({ ...life, count: 1 })),
      )
      expect(survivalOf(singly)).toEqual(survival)
    }),
  )
})

test('nobody, and nothing that happened, are no curve; impossible times are refused', () => {
  expect(survivalOf([])).toEqual({ n: 0, happened: 0, curve: [], median: null })
  expect(survivalOf([seen(5, 3)])).toMatchObject({ n: 3, curve: [], median: null })
  expect(() => survivalOf([died(-1)])).toThrow('not below 0')
})

test('repurchase within 30 days counts only who was seen for 30 days', () => {
  const buyers = [
    { days_to_second: 5, days_seen: 100 },
    { days_to_second: 40, days_seen: 100 },
    { days_to_second: null, days_seen: 30 },
    { days_to_second: 3, days_seen: 10 },
  ]
  expect(repurchasedWithin(buyers, 30)).toEqual({ rate: 1 / 3, buyers: 3, again: 1, left_out: 1 })
  expect(repurchasedWithin([], 30).rate).toBeNull()
})
