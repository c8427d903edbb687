import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceFrom } from '../../insight/calc/random.ts'
import {
  type Arm,
  armOf,
  evaluate,
  sampleRatio,
  sequentialHalfWidth,
  sequentialRho,
} from './experiment.ts'

const A: Arm = { n: 3407, sum: 1396.87, sum_squares: 52377.9767 }
const B: Arm = { n: 3461, sum: 2422.7, sum_squares: 134698.29 }
const share = (sum: number, n: number): Arm => ({ n, sum, sum_squares: sum })

test('difference of means: GrowthBook’s figures to five decimals, absolute and relative', () => {
  const { absolute, relative } = evaluate('mean', A, B)
  expect(absolute.estimate).toBeCloseTo(0.29, 5)
  expect(absolute.standard_error).toBeCloseTo(0.12478, 5)
  expect(absolute.interval.low).toBeCloseTo(0.04538, 5)
  expect(absolute.interval.high).toBeCloseTo(0.53462, 5)
  expect(absolute.p_value).toBeCloseTo(0.02016, 5)
  expect(relative?.estimate).toBeCloseTo(0.70732, 5)
  expect(relative?.standard_error).toBeCloseTo(0.37879, 5)
  expect(relative?.interval.low).toBeCloseTo(-0.03526, 5)
  expect(relative?.interval.high).toBeCloseTo(1.44989, 5)
  expect(relative?.p_value).toBeCloseTo(0.06191, 5)
})

test('difference of proportions: GrowthBook’s figures to five decimals', () => {
  const { relative } = evaluate('proportion', share(14, 28), share(16, 30))
  expect(relative?.estimate).toBeCloseTo(0.06667, 5)
  expect(relative?.standard_error).toBeCloseTo(0.2717, 5)
  expect(relative?.interval.low).toBeCloseTo(-0.47767, 5)
  expect(relative?.interval.high).toBeCloseTo(0.61101, 5)
  expect(relative?.p_value).toBeCloseTo(0.80707, 5)
})

test('always-valid intervals: GrowthBook’s figures to five decimals', () => {
  const small = { ...A, n: 3000 }
  const { relative } = evaluate('mean', small, B, { tuning: 1000 })
  expect(relative?.estimate).toBeCloseTo(0.50336, 5)
  expect(relative?.standard_error).toBeCloseTo(0.33341, 5)
  expect(relative?.always_valid.interval.low).toBeCloseTo(-0.55844, 5)
  expect(relative?.always_valid.interval.high).toBeCloseTo(1.56516, 5)
  expect(relative?.always_valid.p_value).toBe(1)
  const sure = evaluate('proportion', share(1396, 3000), share(2422, 3461)).relative
  expect(sure?.always_valid.interval.low).toBeCloseTo(0.40098, 5)
  expect(sure?.always_valid.interval.high).toBeCloseTo(0.60675, 5)
  expect(sure?.always_valid.p_value).toBeCloseTo(0, 5)
})

test('CUPED: GrowthBook’s figures to five decimals', () => {
  const control = {
    ...A,
    n: 3000,
    before: { sum: 16.87, sum_squares: 527.9767, sum_products: 12525 },
  }
  const treatment = { ...B, before: { sum: 22.7, sum_squares: 1348.29, sum_products: 3333 } }
  const { relative } = evaluate('mean', control, treatment, { theta: 0.5 })
  expect(relative?.estimate).toBeCloseTo(0.50236, 5)
  expect(relative?.standard_error).toBeCloseTo(0.3093, 5)
  expect(relative?.always_valid.interval.low).toBeCloseTo(-0.43745, 5)
  expect(relative?.always_valid.interval.high).toBeCloseTo(1.44217, 5)
})

test('the interval is narrowest near the number of customers it is tuned to', () => {
  const widthAt = (tuning: number) =>
    sequentialHalfWidth(1, 6461, sequentialRho(0.05, tuning), 0.05)
  expect(widthAt(6461)).toBeLessThan(widthAt(10_000))
  expect(widthAt(10_000)).toBeLessThan(widthAt(10))
})

test('p below α exactly where the always-valid interval leaves out 0', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 0, max: 400 }),
      (one, other) => {
        // All alike within both groups: there is nothing to evaluate.
        if ([one, other].every((n) => n === 0 || n === 400)) return
        const { absolute } = evaluate('proportion', share(one, 400), share(other, 400))
        const { interval, p_value } = absolute.always_valid
        expect(interval.low > 0 || interval.high < 0).toBe(p_value < 0.05)
        expect(interval.low).toBeLessThanOrEqual(absolute.interval.low)
        expect(interval.high).toBeGreaterThanOrEqual(absolute.interval.high)
      },
    ),
  )
})

test('customers who did not fall as planned block the verdict, however clear it looks', () => {
  const [control, treatment] = [share(500, 10_000), share(900, 9_000)]
  const result = evaluate('proportion', control, treatment)
  expect(result.sample_ratio.ok).toBe(false)
  expect(result.verdict).toBe('blocked')
  const planned = evaluate('proportion', control, treatment, { expected_share: 9 / 19 })
  expect(planned.sample_ratio).toMatchObject({ ok: true, p_value: expect.closeTo(1, 9) })
  expect(planned.verdict).toBe('treatment_higher')
  expect(evaluate('proportion', treatment, control, { expected_share: 10 / 19 }).verdict).toBe(
    'control_higher',
  )
  // χ² = 10 with one degree of freedom.
  expect(sampleRatio(450, 550, 0.5)).toBeCloseTo(0.0015654, 6)
})

test('where nothing differs, looking after every customer finds a winner in fewer than one of twenty', () => {
  const chance = chanceFrom(3)
  const rho = sequentialRho(0.05, 500)
  let alarms = 0
  let naive = 0
  for (let run = 0; run < 2000; run++) {
    let [alarm, wrong] = [false, false]
    const sums = [0, 0] as [number, number]
    for (let n = 1; n <= 500; n++) {
      for (const arm of [0, 1] as const) sums[arm] += chance.uniform() < 0.3 ? 1 : 0
      if (n < 50) continue
      const [p, q] = [sums[0] / n, sums[1] / n]
      const error = Math.sqrt((p * (1 - p) + q * (1 - q)) / n)
      if (error === 0) continue
      const wide = sequentialHalfWidth(error * Math.sqrt(2 * n), 2 * n, rho, 0.05)
      if (Math.abs(p - q) > wide) alarm = true
      if (Math.abs(p - q) > 1.96 * error) wrong = true
    }
    if (alarm) alarms++
    if (wrong) naive++
  }
  expect(alarms / 2000).toBeLessThanOrEqual(0.05)
  expect(naive / 2000).toBeGreaterThan(0.15)
})

test('CUPED takes away the share ρ² of the variance, and leaves the effect', () => {
  const chance = chanceFrom(9)
  const draw = (effect: number) => {
    const before = Array.from({ length: 20_000 }, () => 50 + 10 * chance.normal())
    return armOf(
      before.map((x) => 0.8 * x + 6 * chance.normal() + effect),
      before,
    )
  }
  const [control, treatment] = [draw(0), draw(0.5)]
  const { cuped, absolute, verdict } = evaluate('mean', control, treatment)
  // Y = 0.8·X + 6·e with sd(X) = 10: ρ² = 64 ÷ 100.
  expect(cuped?.theta).toBeCloseTo(0.8, 1)
  expect(cuped?.variance_removed).toBeCloseTo(0.64, 1)
  const plain = evaluate('mean', { ...control, before: undefined }, treatment)
  expect(plain.cuped).toBeNull()
  const ratio = (absolute.standard_error / plain.absolute.standard_error) ** 2
  expect(ratio).toBeCloseTo(1 - (cuped?.variance_removed ?? 0), 2)
  expect(Math.abs(absolute.estimate - 0.5)).toBeLessThan(3 * absolute.standard_error)
  expect(verdict).toBe('treatment_higher')
})

test('arms that cannot be are refused; a share of nothing is none', () => {
  expect(() => evaluate('mean', { ...A, n: 1 }, B)).toThrow('control: at least two')
  expect(() => evaluate('proportion', share(1, 5), share(6, 5))).toThrow('treatment: who did it')
  expect(() => evaluate('mean', A, { ...B, sum_squares: 1 })).toThrow('squares')
  const before = { sum: 10, sum_squares: 0, sum_products: 0 }
  expect(() => evaluate('mean', { ...A, before }, B)).toThrow('squares before')
  expect(() => evaluate('proportion', share(0, 50), share(0, 50))).toThrow('alike')
  expect(evaluate('proportion', share(0, 50), share(9, 50)).relative).toBeNull()
})
