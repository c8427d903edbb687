import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { keyDrivers } from '../calc/key-drivers.ts'
import { chanceFrom } from '../calc/random.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { DriversQuestion, drivers } from './drivers.ts'

const DAY = 86_400_000
const START = Date.parse('2026-03-01T09:00:00+08:00')
const of = (event: string) => ({ any_of: [{ event }] })
const question = DriversQuestion.parse({
  ...{ date_from: '2026-03-01', date_to: '2026-03-20' },
  drivers: [of('read'), of('shared')],
})

test('drivers are those of a regression over each customer’s days, capped at ten', async () => {
  const ctx = { ...(await testCtx()), now: () => new Date(START + 20 * DAY) }
  const people = await newCustomers(ctx, 30)
  const chance = chanceFrom(3)
  const lives = people.map(() => ({
    read: chance.whole(15),
    shared: chance.whole(4),
    luck: chance.whole(3),
  }))
  const spent = lives.map(
    ({ read, shared, luck }) => 10 * Math.min(read, 10) + 3 * shared + luck + 1,
  )
  await record(
    ctx,
    people.flatMap((customer, i): TestRow[] => {
      const { read, shared } = lives[i] as (typeof lives)[number]
      const days = (name: string, count: number) =>
        Array.from({ length: count }, (_, d) => ({ customer, name, at: START + d * DAY }))
      return [
        ...days('read', read),
        // Twice on one day is one day.
        ...days('read', Math.min(1, read)),
        ...days('shared', shared),
        { customer, name: 'order_paid', at: START + DAY, fen: spent[i] as number, order: `o${i}` },
      ]
    }),
  )
  const answer = await drivers(ctx, question)
  const scale = { low: 0, high: 10 }
  const wanted = keyDrivers(
    [
      { name: '0', values: lives.map(({ read }) => Math.min(10, read)), scale },
      { name: '1', values: lives.map(({ shared }) => shared), scale },
    ],
    spent,
  )
  expect(answer).toMatchObject({ customers: 30, n: 30 })
  expect(answer.r_squared).toBeCloseTo(wanted.r_squared, 9)
  wanted.drivers.forEach(({ name, ...figures }, place) => {
    const found = answer.drivers[place]
    expect(found?.of).toBe(Number(name))
    expect(found?.importance).toBeCloseTo(figures.importance, 9)
    expect(found?.performance).toBeCloseTo(figures.performance, 9)
    expect(found?.quadrant).toBe(figures.quadrant)
  })
  expect(answer.drivers[0]?.doing).toBe(lives.filter(({ read }) => read > 0).length)
})

test('where nobody bought there is nothing to drive', async () => {
  const ctx = { ...(await testCtx()), now: () => new Date(START + 20 * DAY) }
  const people = await newCustomers(ctx, 6)
  await record(
    ctx,
    people.map((customer): TestRow => ({ customer, name: 'read', at: START })),
  )
  await expect(drivers(ctx, question)).rejects.toMatchObject({ code: 'no_variance' })
})

test('of a brand whose orders the mode does not count, or in another currency, all orders are looked at', async () => {
  const ctx = { ...(await testCtx()), now: () => new Date(START + 20 * DAY) }
  const people = await newCustomers(ctx, 6)
  const paid = (customer: number, i: number, currency: string): TestRow => ({
    ...{ customer, name: 'order_paid', at: START + DAY, fen: 100 * (i + 1), order: `o${i}` },
    ...{ platform: 'pos', currency },
  })
  const reads = people.map(
    (customer): TestRow => ({
      ...{ customer, name: 'read', at: START, platform: 'taobao' },
    }),
  )
  await record(ctx, [...reads, ...people.slice(3).map((c, i) => paid(c, i, 'USD'))])
  expect(await drivers(ctx, question)).toMatchObject({ n: 6, orders: 'all', currency: 'USD' })
  await record(ctx, [paid(people[0] ?? 0, 9, 'CNY')])
  expect(await drivers(ctx, question)).toMatchObject({ orders: 'all', currency: 'CNY' })
  await record(ctx, [{ ...paid(people[1] ?? 0, 10, 'CNY'), platform: 'mini_program' }])
  expect(await drivers(ctx, question)).toMatchObject({ orders: 'counted', currency: 'CNY' })
})
