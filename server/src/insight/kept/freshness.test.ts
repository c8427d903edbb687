import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { freshnessRoutes } from './freshness.ts'

const DAY = 86_400_000

test('of a brand that lives nothing is said of where its data lie; of one that brought in old data, it is', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [freshnessRoutes] })
  const key = await keyOf(ctx, 'owner')
  const happened = async (door = api) =>
    (await door.call('GET', '/insight/freshness', { key })).body.happened as unknown
  expect(await happened()).toBeNull()

  const old = await testCtx()
  const own = await testApi(old, { domains: [freshnessRoutes] })
  const owner = await keyOf(old, 'owner')
  const [customer = 0] = await newCustomers(old, 1)
  // Both days are those of the brand’s zone: 18:00 of UTC is the day after in Shanghai.
  await happen(old, [
    { customer, name: 'came', at: Date.parse('2010-12-01T02:00:00Z'), props: {} },
    { customer, name: 'came', at: Date.parse('2011-12-09T18:00:00Z'), props: {} },
  ])
  expect((await own.call('GET', '/insight/freshness', { key: owner })).body.happened).toEqual({
    first: '2010-12-01',
    last: '2011-12-10',
  })

  const [other = 0] = await newCustomers(ctx, 1)
  await happen(ctx, [
    { customer: other, name: 'came', at: ctx.now().getTime() - 400 * DAY, props: {} },
    { customer: other, name: 'came', at: ctx.now().getTime() - 2 * DAY, props: {} },
  ])
  // Asked anew: what was said stands for a minute.
  expect(await happened(await testApi(ctx, { domains: [freshnessRoutes] }))).toBeNull()
})
