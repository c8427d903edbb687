import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changePointOf, drivingSegments, slopeOf } from './change.ts'
import { chanceFrom } from './random.ts'

test('a line falls by its own slope; noise about a level is flat', () => {
  const line = slopeOf([10, 9, 8, 7, 6, 5, 4, 3])
  expect(line).toMatchObject({ slope: -1, direction: 'falling' })
  expect(line.p_value).toBeLessThan(0.001)
  expect(slopeOf([3, 5, 4, 6, 4, 5, 3, 5])).toMatchObject({ direction: 'flat' })
  expect(slopeOf([2, 2, 2, 2])).toEqual({ slope: 0, p_value: 1, direction: 'flat' })
  expect(() => slopeOf([1, 2, 3])).toThrow('four values')
})

test('Mann and Kendall’s S and its variance, by hand: 6 of 6 rising pairs of four values', () => {
  // S = 6, variance 4·3·13/18, z = 5 ÷ √(26/3).
  expect(slopeOf([1, 2, 3, 4]).p_value).toBeCloseTo(0.0894, 4)
})

test('of series without a slope, about one in twenty seems to have one', () => {
  const chance = chanceFrom(2)
  const seeming = Array.from({ length: 1000 }, () =>
    slopeOf(Array.from({ length: 20 }, () => chance.normal())),
  ).filter(({ direction }) => direction !== 'flat').length
  expect(seeming).toBeGreaterThan(25)
  expect(seeming).toBeLessThan(75)
})

test('the day on which a conversion fell is found', () => {
  const chance = chanceFrom(8)
  const days = Array.from({ length: 30 }, (_, i) => {
    const rate = i < 18 ? 0.06 : 0.04
    return { trials: 2000, hits: chance.poisson(2000 * rate) }
  })
  const found = changePointOf(days)
  expect(found.day).toBe(18)
  expect(found.before).toBeCloseTo(0.06, 2)
  expect(found.after).toBeCloseTo(0.04, 2)
  expect(found.p_value).toBeLessThan(0.01)
  expect(changePointOf(days)).toEqual(found)
})

test('days that differ more than counts do are no change by themselves', () => {
  const chance = chanceFrom(5)
  const restless = () =>
    Array.from({ length: 20 }, () => ({
      trials: 2000,
      hits: chance.poisson(2000 * chance.beta(20, 380)),
    }))
  const seeming = Array.from({ length: 100 }, () => changePointOf(restless(), { permutations: 99 }))
  expect(seeming.filter(({ p_value }) => p_value < 0.05).length).toBeLessThan(14)
})

test('empty days are left out; impossible and too few are refused', () => {
  const day = { trials: 10, hits: 5 }
  expect(
    changePointOf([
      { trials: 0, hits: 0 },
      day,
      day,
      { trials: 10, hits: 0 },
      { trials: 10, hits: 0 },
    ]).day,
  ).toBe(3)
  expect(() => changePointOf([day, day, day])).toThrow('four days')
  expect(() => changePointOf([{ trials: 1, hits: 2 }])).toThrow('among those')
})

const someDay = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.nat(500)).map(([trials, hits]) => ({
  trials,
  hits: Math.min(trials, hits),
}))
const maybeDay = fc.oneof(
  { weight: 5, arbitrary: someDay },
  { weight: 1, arbitrary: fc.constant({ trials: 0, hits: 0 }) },
)

test('the parts of segments add up to the change, also when segments come and go', () => {
  const segments = fc
    .tuple(fc.array(fc.tuple(maybeDay, maybeDay), { maxLength: 6 }), someDay, someDay)
    .map(([others, before, after]) => [
      { name: 'always', before, after },
      ...others.map(([b, a], i) => ({ name: `s${i}`, before: b, after: a })),
    ])
  fc.assert(
    fc.property(segments, (list) => {
      const { change, parts } = drivingSegments(list)
      expect(parts.reduce((sum, part) => sum + part.total, 0)).toBeCloseTo(change, 9)
    }),
  )
})

test('who fell is named first; a shift to where fewer buy is mix', () => {
  const of = (trials: number, rate: number) => ({ trials, hits: trials * rate })
  const fell = drivingSegments([
    { name: '直播', before: of(1000, 0.1), after: of(1000, 0.02) },
    { name: '企微', before: of(1000, 0.05), after: of(1000, 0.05) },
  ])
  expect(fell.parts[0]).toMatchObject({ name: '直播', by_mix: 0, total: expect.closeTo(-0.04, 9) })
  const shifted = drivingSegments([
    { name: 'a', before: of(1000, 0.1), after: of(500, 0.1) },
    { name: 'b', before: of(1000, 0.02), after: of(1500, 0.02) },
  ])
  expect(shifted.change).toBeCloseTo(-0.02, 9)
  for (const part of shifted.parts) expect(part.by_rate).toBe(0)
  expect(() => drivingSegments([])).toThrow('before and after')
})
