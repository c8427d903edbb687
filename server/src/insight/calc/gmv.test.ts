import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  explainChange,
  explainSegments,
  type Factors,
  gmvOf,
  lmdi,
  logarithmicMean,
  multipliers,
  shapleyChange,
  solveGmv,
} from './gmv.ts'

const of = (v: number, c: number, a: number, f: number, l: number): Factors => ({
  visitors: v,
  conversion_rate: c,
  order_value: a,
  fission_rate: f,
  ltv_multiple: l,
})
const BEFORE = of(100_000, 0.03, 120, 0.1, 1.4)
const AFTER = of(120_000, 0.027, 130, 0.25, 1.5)
const rounded = (values: number[]) => values.map((value) => Math.round(value * 100) / 100)

test('the change of the reference is owed to its factors to the cent, by all three methods', () => {
  const { before, after, change, factors } = explainChange(BEFORE, AFTER)
  expect([before, after, change]).toEqual([
    expect.closeTo(554_400, 6),
    expect.closeTo(789_750, 6),
    expect.closeTo(235_350, 6),
  ])
  expect(rounded(factors.map((f) => f.lmdi))).toEqual([
    121_271.17, -70_080.54, 53_240.4, 85_028.36, 45_890.6,
  ])
  expect(rounded(factors.map((f) => f.shapley))).toEqual([
    121_345.7, -70_718.05, 53_433.45, 85_216.95, 46_071.95,
  ])
  expect(rounded(factors.map((f) => f.chain))).toEqual([110_880, -66_528, 49_896, 88_452, 52_650])
  expect(factors[3]).toMatchObject({ factor: 'fission_rate', before: 0.1, after: 0.25 })
})

const amount = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 1e-3, max: 1e5, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(0) },
)
const rate = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 1e-6, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(0) },
)
/** Rounding of the largest product on the way from one to the other. */
const slackOf = (one: Factors, other: Factors) => {
  const most = multipliers(other)
  return 1e-9 * multipliers(one).reduce((all, x, i) => all * Math.max(1, x, most[i] ?? 0), 1)
}
const anyFactors = fc
  .tuple(amount, rate, amount, rate, amount)
  .map(([v, c, a, f, l]) => of(v, c, a, f, l))

test('whatever the factors, also with zeros, no rest is left', () => {
  fc.assert(
    fc.property(anyFactors, anyFactors, (before, after) => {
      const { factors, change } = explainChange(before, after)
      const slack = slackOf(before, after)
      for (const method of ['lmdi', 'shapley', 'chain'] as const) {
        const sum = factors.reduce((all, factor) => all + factor[method], 0)
        expect(Math.abs(sum - change), method).toBeLessThanOrEqual(slack)
      }
    }),
    { numRuns: 300 },
  )
})

test('told backwards it is the same with the other sign, and what did not move has no part', () => {
  fc.assert(
    fc.property(anyFactors, anyFactors, (before, after) => {
      const kept = { ...after, order_value: before.order_value }
      const forth = explainChange(before, kept).factors
      const back = explainChange(kept, before).factors
      const slack = slackOf(before, kept)
      for (const [i, factor] of forth.entries())
        for (const method of ['lmdi', 'shapley'] as const)
          expect(Math.abs(factor[method] + (back[i]?.[method] ?? 0))).toBeLessThanOrEqual(slack)
      if (before.order_value > 0) {
        expect(Math.abs(forth[2]?.lmdi ?? 1)).toBeLessThanOrEqual(slack)
        expect(Math.abs(forth[2]?.shapley ?? 1)).toBeLessThanOrEqual(slack)
      }
    }),
  )
})

test('the limits for zeros are what a vanishing number leads to', () => {
  const near = (x: number) => lmdi([x, 3, 5], [2, 4, 6])
  const far = near(1e-300)
  const limit = near(0)
  expect(limit).toEqual([48, 0, 0])
  // The approach is logarithmic, so it is slow; but each step is nearer.
  const gap = (xs: number[]) => Math.abs((xs[0] ?? 0) - (limit[0] ?? 0))
  expect(gap(far)).toBeLessThan(gap(near(1e-30)))
  expect(gap(far)).toBeLessThan(0.1)
  expect(lmdi([0, 0, 5], [2, 4, 6])).toEqual([24, 24, 0])
  expect(lmdi([2, 4, 6], [0, 4, 6])).toEqual([-48, 0, 0])
  expect(lmdi([0, 4], [3, 0])).toEqual([0, 0])
})

test('the parts of segments add up to the parts of the whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyFactors, anyFactors), { minLength: 1, maxLength: 5 }),
      (pairs) => {
        const segments = pairs.map(([before, after]) => ({ before, after }))
        const whole = explainSegments(segments)
        const each = segments.map((segment) => explainChange(segment.before, segment.after))
        const slack = 1e-8 * Math.max(1, ...each.flatMap((e) => [e.before, e.after]))
        for (const [i, factor] of whole.factors.entries()) {
          const sum = each.reduce((all, part) => all + (part.factors[i]?.lmdi ?? 0), 0)
          expect(Math.abs(factor.lmdi - sum)).toBeLessThanOrEqual(slack)
        }
      },
    ),
    { numRuns: 50 },
  )
  expect(() => explainSegments([])).toThrow('At least one')
})

test('the logarithmic mean lies between both, is their value when equal, and knows no jump', () => {
  const some = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(some, some, (a, b) => {
      const mean = logarithmicMean(a, b)
      expect(mean).toBeGreaterThanOrEqual(Math.min(a, b) * (1 - 1e-12))
      expect(mean).toBeLessThanOrEqual(Math.max(a, b) * (1 + 1e-12))
      expect(logarithmicMean(b, a)).toBeCloseTo(mean, 5)
      expect(logarithmicMean(a, a)).toBe(a)
    }),
  )
  expect(logarithmicMean(1 + 1.001e-5, 1)).toBeCloseTo(logarithmicMean(1 + 0.999e-5, 1), 6)
  expect(logarithmicMean(0, 5)).toBe(0)
})

test('Shapley treats factors that did the same alike', () => {
  const [one, other] = shapleyChange([2, 2, 7], [3, 3, 7])
  expect(one).toBeCloseTo(other ?? 0, 12)
})

test('whichever one is missing is found, and multiplies to the GMV asked for', () => {
  const full = { ...BEFORE, gmv: 554_400 }
  for (const name of [...(Object.keys(BEFORE) as (keyof Factors)[]), 'gmv' as const]) {
    const { [name]: wanted, ...rest } = full
    const { factors, gmv, solved } = solveGmv(rest)
    expect(solved).toBe(name)
    expect({ ...factors, gmv }[name]).toBeCloseTo(wanted, 6)
    expect(gmvOf(factors)).toBeCloseTo(554_400, 5)
  }
  expect(solveGmv(full).solved).toBeNull()
})

test('¥5M of 300,000 customers: what each must bring', () => {
  const { factors } = solveGmv({
    visitors: 300_000,
    conversion_rate: 0.05,
    order_value: 180,
    fission_rate: 0.1,
    gmv: 5_000_000,
  })
  expect(factors.ltv_multiple).toBeCloseTo(5_000_000 / (300_000 * 0.05 * 180 * 1.1), 9)
})

test('what cannot be solved is refused with the reason', () => {
  expect(() => solveGmv({ visitors: 5 })).toThrow('Only one may be missing')
  expect(() => solveGmv({ ...BEFORE, gmv: 1 })).toThrow('do not multiply')
  const { conversion_rate: _c, ...rest } = BEFORE
  expect(() => solveGmv({ ...rest, gmv: 1e12 })).toThrow('conversion_rate would have to be')
  expect(() => solveGmv({ ...rest, visitors: 0, gmv: 5 })).toThrow('A factor is 0')
  const { fission_rate: _f, ...other } = BEFORE
  expect(() => solveGmv({ ...other, gmv: 1000 })).toThrow('fission_rate would have to be')
  expect(() => explainChange({ ...BEFORE, visitors: -1 }, AFTER)).toThrow('visitors is not below 0')
})
