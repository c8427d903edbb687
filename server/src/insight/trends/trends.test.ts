import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, know, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { readFormula, reckon } from './formula.ts'
import { TrendsQuestion } from './shape.ts'
import { trends } from './trends.ts'

const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']
const RANGE = { date_from: DAYS[0], date_to: DAYS[3] }
const at = (day: number) => Date.parse(`${DAYS[day]}T12:00:00+08:00`)
const bought = { any_of: [{ event: 'bought' }] }

const rows = fc.array(
  fc.record({
    who: fc.nat(4),
    day: fc.nat(3),
    price: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    city: fc.constantFrom('A', 'B', undefined),
  }),
  { maxLength: 20 },
)
const sorted = (values: number[]) => values.toSorted((a, b) => a - b)
function quantile(values: number[], level: number): number | null {
  if (values.length === 0) return null
  const place = (values.length - 1) * level
  const of = sorted(values)
  const low = of[Math.floor(place)] as number
  return low + (place - Math.floor(place)) * ((of[Math.ceil(place)] as number) - low)
}
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

test('every measure, by period, by value and in all, is what counting by hand gives', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (done) => {
      const ctx = await testCtx()
      const customers = await newCustomers(ctx, 5)
      await happen(
        ctx,
        done.map(({ who, day, price, city }) => ({
          ...{ customer: customers[who] as number, name: 'bought', at: at(day) },
          props: { ...(price !== undefined && { price }), ...(city && { city }) },
        })),
      )
      const prices = (given: typeof done) => given.flatMap((d) => d.price ?? [])
      const people = (given: typeof done) => new Set(given.map((d) => d.who)).size
      const measures: [object, (given: typeof done) => number | null][] = [
        [{ kind: 'count' }, (g) => g.length],
        [{ kind: 'customers' }, people],
        [{ kind: 'per_customer' }, (g) => (g.length ? g.length / people(g) : null)],
        [{ kind: 'sum', property: 'price' }, (g) => sum(prices(g))],
        [
          { kind: 'average', property: 'price' },
          (g) => (prices(g).length ? sum(prices(g)) / prices(g).length : null),
        ],
        [{ kind: 'median', property: 'price' }, (g) => quantile(prices(g), 0.5)],
        [{ kind: 'p90', property: 'price' }, (g) => quantile(prices(g), 0.9)],
        [{ kind: 'distinct', property: 'price' }, (g) => new Set(prices(g)).size],
      ]
      const near = (n: number | null) => (n === null ? null : Math.round(n * 1e6) / 1e6)
      const answer = await trends(
        ctx,
        TrendsQuestion.parse({
          ...{ ...RANGE, series: measures.map(([measure]) => ({ of: bought, measure })) },
          breakdown: { type: 'event', by: 'city', limit: 50 },
        }),
      )
      measures.forEach(([, by], i) => {
        for (const city of ['A', 'B', undefined]) {
          const theirs = done.filter((d) => d.city === city)
          const line = answer.series.find((s) => s.of === i && s.value === (city ?? null))
          if (theirs.length === 0) expect(line?.total ?? 0).toBe(0)
          else {
            expect(near(line?.total ?? null)).toBe(near(by(theirs)))
            expect(line?.values.map(near)).toEqual(
              DAYS.map((_, day) => near(by(theirs.filter((d) => d.day === day)))),
            )
          }
        }
      })
      const rising = await trends(
        ctx,
        TrendsQuestion.parse({
          ...{ ...RANGE, cumulative: true },
          series: [{ of: bought, measure: { kind: 'customers' } }],
        }),
      )
      expect(rising.series[0]?.values).toEqual(
        DAYS.map((_, day) => people(done.filter((d) => d.day <= day))),
      )
    }),
    { numRuns: 8, endOnFailure: true },
  )
})

test('values beyond the limit are one line, in which a customer counts once', async () => {
  const ctx = await testCtx()
  const [one, two] = (await newCustomers(ctx, 2)) as [number, number]
  await know(ctx, [{ customer: one, kind: 'attribute', key: 'level', value: 'gold' }])
  const buys = (customer: number, city: string) => ({
    ...{ customer, name: 'bought', at: at(0), props: { city } },
  })
  await happen(ctx, [buys(one, 'A'), buys(two, 'A'), buys(one, 'B'), buys(one, 'C')])
  const series = [{ of: bought, measure: { kind: 'customers' } }]
  const byCity = await trends(
    ctx,
    TrendsQuestion.parse({ ...RANGE, series, breakdown: { type: 'event', by: 'city', limit: 1 } }),
  )
  expect(byCity.series.map((s) => [s.value, s.is_other, s.total])).toEqual([
    ['A', false, 2],
    [null, true, 1],
  ])
  expect(byCity.further_values).toBe(2)
  const byLevel = await trends(
    ctx,
    TrendsQuestion.parse({ ...RANGE, series, breakdown: { type: 'customer', by: 'level' } }),
  )
  expect(byLevel.series.map((s) => [s.value, s.total])).toEqual([
    ['gold', 1],
    [null, 1],
  ])
})

test('a series is set beside the days before, and a formula is reckoned for both', async () => {
  const ctx = await testCtx()
  const [one] = (await newCustomers(ctx, 1)) as [number]
  const on = (day: number, price: number) => ({
    ...{ customer: one, name: 'bought', at: at(day), props: { price } },
  })
  await happen(ctx, [on(0, 10), on(1, 20), on(2, 30), on(3, 40), on(3, 60)])
  const answer = await trends(
    ctx,
    TrendsQuestion.parse({
      ...{ date_from: DAYS[2], date_to: DAYS[3], compare: 'previous' },
      series: [{ of: bought, measure: { kind: 'sum', property: 'price' } }, { of: bought }],
      formulas: [{ name: 'each', formula: 'A / B' }],
    }),
  )
  const each = answer.series.find((s) => s.name === 'each')
  expect(each).toMatchObject({ of: 2, values: [30, 50], total: 130 / 3 })
  expect(each?.compared).toEqual({ values: [10, 20], total: 15 })
  expect(answer.compared_periods).toEqual([DAYS[0], DAYS[1]])
})

test('a formula that names no series is refused with its place; nothing is divided by nothing', () => {
  expect(() => readFormula('A / C', 2)).toThrow(expect.objectContaining({ code: 'bad_formula' }))
  expect(() => readFormula('A /', 2)).toThrow(expect.objectContaining({ code: 'bad_formula' }))
  expect(reckon(readFormula('A / B', 2), [1, 0])).toBeNull()
  expect(reckon(readFormula('or(A / B, 0) + 1', 2), [1, 0])).toBe(1)
})
