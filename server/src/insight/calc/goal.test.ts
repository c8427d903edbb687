import { expect, test } from 'vitest'
import { FACTORS, gmvOf } from './gmv.ts'
import { type Ranges, simulateGoal } from './goal.ts'

const sure = (value: number) => ({ low: value, likely: value, high: value })
const RANGES: Ranges = {
  visitors: { low: 250_000, likely: 300_000, high: 330_000 },
  conversion_rate: { low: 0.04, likely: 0.05, high: 0.07 },
  order_value: { low: 160, likely: 180, high: 190 },
  fission_rate: { low: 0.05, likely: 0.1, high: 0.2 },
  ltv_multiple: { low: 1.2, likely: 1.6, high: 2 },
}

test('the same plan says the same; its middle lies near the likely, between low and high', () => {
  const plan = simulateGoal(RANGES, { goal: 5_000_000 })
  expect(simulateGoal(RANGES, { goal: 5_000_000 })).toEqual(plan)
  expect(simulateGoal(RANGES, { goal: 5_000_000, seed: 2 })).not.toEqual(plan)
  expect(plan.likely).toBeCloseTo(300_000 * 0.05 * 180 * 1.1 * 1.6, 4)
  const { p5, p10, p50, p90, p95 } = plan.quantiles
  expect([p5, p10, p50, p90, p95].every((q, i, all) => q >= (all[i - 1] ?? 0))).toBe(true)
  expect(Math.abs(p50 / plan.likely - 1)).toBeLessThan(0.1)
})

test('the mean is the product of PERT means: (low + 4 likely + high) ÷ 6', () => {
  const means = FACTORS.map((name) => {
    const { low, likely, high } = RANGES[name]
    return (low + 4 * likely + high) / 6 + (name === 'fission_rate' ? 1 : 0)
  })
  const wanted = means.reduce((product, mean) => product * mean, 1)
  expect(simulateGoal(RANGES, { runs: 20_000 }).mean / wanted).toBeCloseTo(1, 1)
})

test('a sure plan reaches its goal or does not; the chance falls with the goal', () => {
  const plan: Ranges = {
    visitors: sure(1000),
    conversion_rate: sure(0.1),
    order_value: sure(50),
    fission_rate: sure(0),
    ltv_multiple: sure(2),
  }
  expect(simulateGoal(plan, { goal: 10_000 }).chance).toBe(1)
  expect(simulateGoal(plan, { goal: 10_001 }).chance).toBe(0)
  expect(simulateGoal(plan).chance).toBeNull()
  const chances = [3e6, 4e6, 5e6, 6e6, 8e6].map(
    (goal) => simulateGoal(RANGES, { goal }).chance ?? 0,
  )
  expect(chances.every((chance, i) => chance <= (chances[i - 1] ?? 1))).toBe(true)
})

test('levers say what each factor alone would move, widest first', () => {
  const { levers, likely } = simulateGoal(RANGES)
  expect(levers[0]?.factor).toBe('conversion_rate')
  for (const { factor, low, high } of levers) {
    expect(low).toBeLessThanOrEqual(likely)
    expect(high).toBeGreaterThanOrEqual(likely)
    const set = Object.fromEntries(FACTORS.map((name) => [name, RANGES[name].likely])) as Record<
      (typeof FACTORS)[number],
      number
    >
    expect(high).toBeCloseTo(gmvOf({ ...set, [factor]: RANGES[factor].high }), 4)
  }
})

test('ranges out of order are refused', () => {
  const bad = { ...RANGES, order_value: { low: 5, likely: 3, high: 9 } }
  expect(() => simulateGoal(bad)).toThrow('order_value')
  const over = { ...RANGES, conversion_rate: { low: 0.1, likely: 0.5, high: 1.5 } }
  expect(() => simulateGoal(over)).toThrow('conversion_rate')
})
