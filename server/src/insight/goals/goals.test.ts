import { beforeEach, expect, test } from 'vitest'
import { know, newCustomers } from '../../audiences/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { routes } from '../routes.ts'

const DAY = 86_400_000
const at = (day: string, hour = 12) => Date.parse(`${day}T00:00:00+08:00`) + hour * 3_600_000
const NOW = new Date(at('2026-03-11', 9))

let ctx: TestCtx
let call: (
  method: 'PUT' | 'POST',
  url: string,
  body: object,
) => Promise<{ status: number; body: unknown }>

beforeEach(async () => {
  ctx = { ...(await testCtx()), now: () => NOW }
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'owner')
  api.base.clock.now = NOW
  call = (method, url, body) => api.call(method, url, { key, body })
  const people = await newCustomers(ctx, 10)
  await know(
    ctx,
    people.map((customer) => ({ customer, kind: 'known', key: '' })),
  )
  // One a day comes from 20 February on; from 1 March on each day somebody buys for ¥100.
  await record(ctx, [
    ...people.map(
      (customer, i): TestRow => ({
        ...{
          customer,
          name: 'page_viewed',
          at: at('2026-02-20') + i * DAY,
          store: i % 2 ? 'S1' : 'S2',
        },
      }),
    ),
    ...people.map(
      (customer, i): TestRow => ({
        ...{
          customer,
          name: 'order_paid',
          at: at('2026-03-01') + i * DAY,
          order: `o${i}`,
          fen: 10_000,
        },
        store: i % 2 ? 'S1' : 'S2',
      }),
    ),
  ])
})

interface Months {
  months: { month: string; state: string; goal: object; actual: object }[]
  year: { goal: object; actual: { gmv_fen: number } }
  month_landing: { done: number; landing: number; status: string; needed_a_day: number } | null
}

test('goals stand beside what came of them, and the running month says where it lands', async () => {
  const goal = { month: '2026-03-01', customers: 20, gmv_fen: 400_000 }
  expect((await call('PUT', '/insight/goals', { months: [goal] })).status).toBe(204)
  const asked = await call('POST', '/insight/goals/progress', { year: 2026 })
  expect(asked.status).toBe(200)
  const { months, year, month_landing } = asked.body as Months
  expect(months[1]).toMatchObject({
    state: 'over',
    goal: { gmv_fen: null },
    actual: { gmv_fen: 0, customers: 9 },
  })
  expect(months[2]).toMatchObject({
    state: 'running',
    goal: { gmv_fen: 400_000 },
    actual: { gmv_fen: 100_000, customers: 10 },
  })
  expect(months[3]).toMatchObject({ state: 'to_come', actual: { gmv_fen: null, customers: null } })
  expect(year.actual.gmv_fen).toBe(100_000)
  // Ten days brought ¥100 each; 31 days bring ¥3,100, and ¥4,000 were wanted.
  expect(month_landing?.done).toBe(100_000)
  expect(month_landing?.landing).toBeCloseTo(310_000, 0)
  expect(month_landing).toMatchObject({ status: 'behind' })
  expect(month_landing?.needed_a_day).toBeCloseTo(300_000 / 21, 6)
})

test('a goal of a store counts that store only, and both numbers empty take a goal away', async () => {
  const scope = { scope: 'store', scope_value: 'S1' }
  const month = { month: '2026-03-01', customers: 9, gmv_fen: 90_000 }
  await call('PUT', '/insight/goals', { ...scope, months: [month] })
  const progress = async () =>
    (await call('POST', '/insight/goals/progress', { ...scope, year: 2026 })).body as Months
  expect((await progress()).months[2]).toMatchObject({
    goal: { customers: 9 },
    actual: { gmv_fen: 50_000, customers: 5 },
  })
  await call('PUT', '/insight/goals', {
    ...scope,
    months: [{ ...month, customers: null, gmv_fen: null }],
  })
  const after = await progress()
  expect(after.months[2]?.goal).toEqual({ customers: null, gmv_fen: null })
  expect(after.month_landing).toBeNull()
  expect(
    (await call('PUT', '/insight/goals', { scope: 'store', months: [month] })).body,
  ).toMatchObject({
    error: { code: 'bad_goal_scope' },
  })
})

interface Plan {
  days_to_come: number
  done: { gmv_fen: number; customers: number }
  expected: { factors: Record<string, number>; gmv_fen: number }
  landing_fen: number
  gap_fen: number
  needed: { factor: string; value: number | null; times: number | null }[]
  together: number
  solved: { factor: string; value: number } | null
  customers: { missing: number; needed_a_day: number }
  simulated: { chance: number }
}

test('the planner stretches the days before over those to come and says what each factor would have to be', async () => {
  const question = {
    until: '2026-03-30',
    basis_days: 10,
    gmv_goal_fen: 500_000,
    customers_goal: 30,
  }
  const plan = (await call('POST', '/insight/goals/plan', question)).body as Plan
  expect(plan).toMatchObject({ days_to_come: 20, done: { gmv_fen: 100_000, customers: 10 } })
  // Ten buyers for ¥1,000 in ten days: twenty days bring twice that.
  expect(plan.expected.factors).toMatchObject({
    visitors: 20,
    conversion_rate: 1,
    order_value: 10_000,
  })
  expect(plan.landing_fen).toBeCloseTo(300_000, 6)
  expect(plan.gap_fen).toBeCloseTo(200_000, 6)
  const needed = new Map(plan.needed.map((one) => [one.factor, one]))
  expect(needed.get('visitors')).toMatchObject({ value: 40, times: 2 })
  // Everybody buys already: a share above one cannot be.
  expect(needed.get('conversion_rate')).toMatchObject({ value: null })
  expect((1 + plan.together) ** 5).toBeCloseTo(2, 9)
  expect(plan.customers).toMatchObject({ missing: 20, needed_a_day: 1 })
  expect(plan.simulated.chance).toBeLessThan(0.05)
})

test('what is set for the days to come moves the plan, and the chosen factor makes up what is missing', async () => {
  const question = { until: '2026-03-30', basis_days: 10, gmv_goal_fen: 500_000 }
  const set = { ...question, factors: { order_value: 15_000 }, solve_for: 'fission_rate' }
  const plan = (await call('POST', '/insight/goals/plan', set)).body as Plan
  // 20 × 1 × ¥150 × (1 + f) × 1 = ¥4,000
  expect(plan.solved?.factor).toBe('fission_rate')
  expect(plan.solved?.value).toBeCloseTo(1 / 3, 9)
  expect(plan.gap_fen).toBeCloseTo(0, 6)
  expect((await call('POST', '/insight/goals/plan', { until: '2026-03-30' })).body).toMatchObject({
    error: { code: 'no_goal' },
  })
  expect(
    (await call('POST', '/insight/goals/plan', { ...question, until: '2026-03-10' })).body,
  ).toMatchObject({
    error: { code: 'goal_is_past' },
  })
})
