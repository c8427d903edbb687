import { expect, test } from 'vitest'
import { type Chance, chanceFrom } from '../../insight/calc/random.ts'
import { figuresOf, type Terms } from './figures.ts'
import type { Outcome } from './outcomes.ts'
import { stopOf } from './stops.ts'

const NOW = new Date('2026-06-01T00:00:00Z')
const TERMS: Terms = {
  ...{ metric: 'margin', alpha: 0.05, planned_customers: 5_000, least_customers: 100 },
  ...{ least_lift_bp: 300, margin_floor_bp: null, refund_ceiling_bp: null, budget_fen: null },
  ends_at: '2026-07-01T00:00:00Z',
}
interface Person {
  sales: number
  back: number
  cost: number
}
/** Out of people, one by one: the plain way. */
function armOf(
  code: string,
  share: number,
  people: readonly Person[],
  terms: Terms = TERMS,
): Outcome {
  const total = (of: (person: Person) => number) => people.reduce((sum, p) => sum + of(p), 0)
  const sums = (of: (person: Person) => number) => ({
    ...{ n: people.length, sum: total(of), sum_squares: total((p) => of(p) ** 2) },
  })
  const net = (p: Person) => p.sales - p.back
  const margin = (p: Person) => net(p) - p.cost
  const [floor, ceiling] = [terms.margin_floor_bp ?? 0, terms.refund_ceiling_bp ?? 0]
  const buyers = people.filter((p) => p.sales > 0).length
  return {
    ...{ code, share, exposed: people.length, measured: people.length, buyers, orders: buyers },
    ...{ revenue: sums(net), margin: sums(margin), subsidy_fen: 0, is_used_up: false },
    behaviour: null,
    above_floor: sums((p) => margin(p) - (floor / 10_000) * net(p)),
    over_ceiling: sums((p) => p.back - (ceiling / 10_000) * p.sales),
    ...{ sales_fen: total((p) => p.sales), net_fen: total(net), margin_fen: total(margin) },
  }
}
const asked = (outcomes: readonly Outcome[], given: Partial<Terms> = {}, now = NOW) => {
  const terms = { ...TERMS, ...given }
  return { terms, outcomes, figured: figuresOf(terms, outcomes), now }
}
/** One in ten buys for about ¥100, at a cost of `cost` of it; a skewed sum, as sums of money are. */
const person = (chance: Chance, rate = 0.1, cost = 0.5): Person => {
  if (chance.uniform() >= rate) return { sales: 0, back: 0, cost: 0 }
  const sales = Math.round(chance.gamma(2, 5_000))
  return { sales, back: 0, cost: Math.round(sales * cost) }
}
const crowd = (chance: Chance, n: number, rate?: number, cost?: number) =>
  Array.from({ length: n }, () => person(chance, rate, cost))

test('figures of two arms are those reckoned by hand', () => {
  const arms = [
    armOf('none', 5_000, [
      ...Array.from({ length: 3_000 - 300 }, () => ({ sales: 0, back: 0, cost: 0 })),
      ...Array.from({ length: 300 }, () => ({ sales: 10_000, back: 0, cost: 6_000 })),
    ]),
    armOf('off', 5_000, [
      ...Array.from({ length: 3_000 - 420 }, () => ({ sales: 0, back: 0, cost: 0 })),
      ...Array.from({ length: 400 }, () => ({ sales: 9_000, back: 0, cost: 6_000 })),
      ...Array.from({ length: 20 }, () => ({ sales: 9_000, back: 9_000, cost: 6_000 })),
    ]),
  ]
  const { arms: told, comparisons, sample_ratio } = figuresOf(TERMS, arms)
  expect(sample_ratio).toMatchObject({ p_value: 1, ok: true })
  expect(told[0]).toMatchObject({ conversion: 0.1, revenue_fen: 1_000, margin_fen: 400 })
  expect(told[1]).toMatchObject({ conversion: 0.14, revenue_fen: 1_200, margin_fen: 360 })
  expect(told[1]).toMatchObject({ refund_bp: 476, margin_bp: 3_000 })
  const of = (metric: string) => comparisons.find((c) => c.metric === metric)
  const conversion = of('conversion')
  // Variances 0.1 · 0.9 and 0.14 · 0.86 of 3,000 people each; ρ² = 0.0015871 at 5,000.
  expect(conversion?.estimate).toBeCloseTo(0.04, 10)
  const deviation = Math.sqrt((0.09 / 3_000 + 0.1204 / 3_000) * 6_000)
  const rho2 = (-2 * Math.log(0.05) + Math.log(-2 * Math.log(0.05) + 1)) / 5_000
  const spread = 6_000 * rho2 + 1
  const half =
    deviation * Math.sqrt(((2 * spread) / (6_000 ** 2 * rho2)) * Math.log(Math.sqrt(spread) / 0.05))
  expect(conversion?.low).toBeCloseTo(0.04 - half, 10)
  expect(conversion?.high).toBeCloseTo(0.04 + half, 10)
  expect(conversion?.relative?.estimate).toBeCloseTo(0.4, 10)
  expect(of('margin')?.estimate).toBeCloseTo(-40, 8)
  expect(comparisons.filter((c) => c.decides).map((c) => c.metric)).toEqual(['margin'])
})

test('between arms that are alike, looked at again and again, a winner is called no oftener than alpha', () => {
  const RUNS = 200
  const chance = chanceFrom(7)
  let winners = 0
  let others = 0
  for (let run = 0; run < RUNS; run++) {
    const people: Person[][] = [[], [], []]
    for (let look = 0; look < 10; look++) {
      for (const arm of people) arm.push(...crowd(chance, 120))
      const outcomes = people.map((arm, i) => armOf(`a${i}`, 3_000, arm))
      const stop = stopOf(asked(outcomes, { least_lift_bp: null }))
      if (stop?.rule === 'winner') winners++
      else if (stop) others++
      if (stop) break
    }
  }
  expect(winners / RUNS).toBeLessThanOrEqual(0.05)
  expect(others).toBe(0)
})

test('a guard at which an arm stands just so is broken no oftener than alpha', () => {
  const RUNS = 200
  const chance = chanceFrom(11)
  let broken = 0
  for (let run = 0; run < RUNS; run++) {
    const people: Person[][] = [[], []]
    const terms = { margin_floor_bp: 5_000, least_lift_bp: null }
    for (let look = 0; look < 10; look++) {
      for (const arm of people)
        for (const p of crowd(chance, 120)) {
          // Half of it on average, a little more or less each time.
          arm.push({ ...p, cost: Math.round(p.sales * (0.4 + 0.2 * chance.uniform())) })
        }
      const all = { ...TERMS, ...terms }
      const outcomes = people.map((arm, i) => armOf(`a${i}`, 5_000, arm, all))
      if (stopOf(asked(outcomes, terms))?.rule !== 'margin_floor') continue
      broken++
      break
    }
  }
  expect(broken / RUNS).toBeLessThanOrEqual(0.05)
})

test('an arm that is clearly better wins, and control wins over arms that are all worse', () => {
  const chance = chanceFrom(3)
  const better = [
    armOf('none', 3_000, crowd(chance, 4_000, 0.1)),
    armOf('a', 3_000, crowd(chance, 4_000, 0.11)),
    armOf('b', 3_000, crowd(chance, 4_000, 0.2)),
  ]
  const won = stopOf(asked(better))
  expect(won).toMatchObject({ rule: 'winner', arm: 'b' })
  expect(won?.figures.low).toBeGreaterThan(0)
  expect(won?.figures.alpha).toBe(0.025)
  const worse = [
    armOf('none', 5_000, crowd(chance, 4_000, 0.2)),
    armOf('a', 5_000, crowd(chance, 4_000, 0.1)),
  ]
  const kept = stopOf(asked(worse))
  expect(kept).toMatchObject({ rule: 'winner', arm: 'none' })
  expect(kept?.figures.high).toBeLessThan(0)
})

test('too few people stop nothing, however clear they look', () => {
  const chance = chanceFrom(5)
  const outcomes = [
    armOf('none', 5_000, crowd(chance, 99, 0.01)),
    armOf('a', 5_000, crowd(chance, 99, 0.99)),
  ]
  expect(stopOf(asked(outcomes))).toBeNull()
})

test('when no arm can reach the lift that is worth having, it is futile, and says how far it could get', () => {
  const even = (code: string) =>
    armOf(
      code,
      5_000,
      Array.from({ length: 60_000 }, (_, i) => ({
        ...{ sales: i % 2 === 0 ? 10_000 : 0, back: 0, cost: i % 2 === 0 ? 5_000 : 0 },
      })),
    )
  const outcomes = [even('none'), even('a')]
  const stop = stopOf(asked(outcomes, { least_lift_bp: 300 }))
  expect(stop).toMatchObject({ rule: 'futility', arm: 'a', figures: { wanted_bp: 300, lift: 0 } })
  expect(stop?.figures.lift_high).toBeLessThan(0.03)
  expect(stopOf(asked(outcomes, { least_lift_bp: 100 }))).toBeNull()
  expect(stopOf(asked(outcomes, { least_lift_bp: null }))).toBeNull()
})

test('people who did not fall as the shares say stop it before anything else is believed', () => {
  const chance = chanceFrom(9)
  const outcomes = [
    armOf('none', 5_000, crowd(chance, 1_000, 0.1)),
    armOf('a', 5_000, crowd(chance, 1_600, 0.4)),
  ]
  expect(stopOf(asked(outcomes, { budget_fen: 1 }))).toMatchObject({
    rule: 'sample_ratio',
    figures: { limit: 0.001, exposed: expect.any(Number), expected: 1_300 },
  })
})

test('a margin below its floor and refunds above their ceiling stop it, with the arm that broke them', () => {
  const chance = chanceFrom(13)
  const terms = { margin_floor_bp: 2_000, refund_ceiling_bp: 1_000 }
  const all = { ...TERMS, ...terms }
  const sound = armOf('none', 5_000, crowd(chance, 3_000, 0.3, 0.5), all)
  const poor = armOf('a', 5_000, crowd(chance, 3_000, 0.3, 0.95), all)
  expect(stopOf(asked([sound, poor], terms))).toMatchObject({
    ...{ rule: 'margin_floor', arm: 'a' },
    figures: { limit_bp: 2_000, value_bp: 500 },
  })
  const back = crowd(chance, 3_000, 0.3, 0.2).map((p, i) => ({
    ...p,
    back: i % 2 === 0 ? p.sales : 0,
  }))
  const stop = stopOf(
    asked([sound, armOf('a', 5_000, back, all)], { ...terms, metric: 'conversion' }),
  )
  expect(stop).toMatchObject({ rule: 'refund_ceiling', arm: 'a' })
  expect(stop?.figures.low).toBeGreaterThan(0)
  // Control is as it was before: no guard is asked of it.
  expect(stopOf(asked([poor, sound], { ...terms, least_lift_bp: null }))?.rule).not.toBe(
    'margin_floor',
  )
})

test('a budget that is used, an offer that is used up and an end that has come stop it', () => {
  const chance = chanceFrom(17)
  const two = ['none', 'a'].map((code) => armOf(code, 5_000, crowd(chance, 50)))
  const [none, a] = two as [Outcome, Outcome]
  expect(stopOf(asked(two))).toBeNull()
  const spent = [none, { ...a, subsidy_fen: 10_000 }]
  expect(stopOf(asked(spent, { budget_fen: 10_000 }))).toMatchObject({
    ...{ rule: 'budget', figures: { used_fen: 10_000, budget_fen: 10_000 } },
  })
  expect(stopOf(asked(spent, { budget_fen: 10_001 }))).toBeNull()
  expect(stopOf(asked([none, { ...a, is_used_up: true }]))).toMatchObject({
    ...{ rule: 'used_up', arm: 'a' },
  })
  expect(stopOf(asked(two, {}, new Date('2026-07-01T00:00:00Z')))?.rule).toBe('end_date')
})
