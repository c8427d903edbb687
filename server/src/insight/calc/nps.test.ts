import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classify, compareWaves, npsOf } from './nps.ts'
import { chanceFrom } from './random.ts'

const answers = (promoters: number, passives: number, detractors: number) => ({
  promoters,
  passives,
  detractors,
})

test('the reference: half promoters and a fifth detractors of 400 are 30 ± 7.65', () => {
  const { score, interval, too_few } = npsOf(answers(200, 120, 80))
  expect(score).toBeCloseTo(30, 10)
  expect(interval.high - score).toBeCloseTo(7.65, 2)
  expect(score - interval.low).toBeCloseTo(7.65, 2)
  expect(too_few).toBe(false)
})

test('answers fall into Reichheld’s classes; others are refused', () => {
  expect(classify([10, 9, 8, 7, 6, 0])).toEqual(answers(2, 2, 2))
  for (const bad of [11, -1, 7.5, Number.NaN]) expect(() => classify([5, bad])).toThrow('Answer 1')
  expect(() => npsOf(answers(0, 0, 0))).toThrow('At least one answer')
})

test('few answers are said to be, and have an interval even where all agree', () => {
  const { score, interval, too_few } = npsOf(answers(5, 0, 0))
  expect(score).toBe(100)
  expect(too_few).toBe(true)
  expect(interval.method).toBe('added_one')
  expect(interval.low).toBeLessThan(90)
  expect(interval.high).toBeLessThanOrEqual(100)
})

test('score and interval stay within −100 and 100, and turning answers round turns the sign', () => {
  const some = fc.nat(500)
  fc.assert(
    fc.property(some, some, some, (p, n, d) => {
      if (p + n + d === 0) return
      const [one, turned] = [npsOf(answers(p, n, d)), npsOf(answers(d, n, p))]
      expect(one.interval.low).toBeGreaterThanOrEqual(-100)
      expect(one.interval.high).toBeLessThanOrEqual(100)
      expect(one.score).toBeCloseTo(-turned.score, 9)
      expect(one.interval.low).toBeCloseTo(-turned.interval.high, 9)
    }),
  )
})

test('independent waves: variances add', () => {
  const [before, now] = [answers(200, 120, 80), answers(230, 110, 60)]
  const { change, standard_error, significant, p_value } = compareWaves(before, now)
  expect(change).toBeCloseTo(12.5, 9)
  const half = (wave: typeof before) => {
    const { interval } = npsOf(wave)
    return (interval.high - interval.low) / 2
  }
  expect(1.959963985 * standard_error).toBeCloseTo(Math.hypot(half(before), half(now)), 6)
  expect(p_value).toBeCloseTo(0.0196, 3)
  expect(significant).toBe(true)
})

test('asking the same customers again: each is compared with themselves', () => {
  const pairs = Array.from({ length: 100 }, (_, i) => ({
    before: i % 2 === 0 ? 10 : 3,
    now: i % 2 === 0 || i < 10 ? 10 : 3,
  }))
  const [before, now] = [classify(pairs.map((p) => p.before)), classify(pairs.map((p) => p.now))]
  const paired = compareWaves(before, now, pairs)
  const apart = compareWaves(before, now)
  expect(paired.change).toBe(apart.change)
  expect(paired.standard_error).toBeLessThan(apart.standard_error / 2)
  // The variance of the differences themselves: five of a hundred went up by 200 points.
  expect(paired.standard_error).toBeCloseTo(Math.sqrt((200 ** 2 * 0.05 * 0.95) / 100), 9)
  expect(paired.recontacted).toBe(100)
  expect(() => compareWaves(answers(1, 0, 0), now, pairs)).toThrow('part of both')
})

test('of two waves that ask the same, about one in twenty seems to differ', () => {
  const chance = chanceFrom(11)
  const draw = () =>
    classify(Array.from({ length: 200 }, () => [10, 10, 8, 4][chance.whole(4)] ?? 0))
  const seeming = Array.from({ length: 1000 }, () => compareWaves(draw(), draw())).filter(
    (wave) => wave.significant,
  ).length
  expect(seeming).toBeGreaterThan(25)
  expect(seeming).toBeLessThan(80)
})
