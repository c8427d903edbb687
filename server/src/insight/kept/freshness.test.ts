import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { projectCustomers } from '../../profile/index.ts'
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

test('what is written down and not in the figures yet is counted until it is there', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [freshnessRoutes] })
  const key = await keyOf(ctx, 'owner')
  const waiting = async () => (await api.call('GET', '/insight/freshness', { key })).body.waiting
  const some = await newCustomers(ctx, 3)
  await projectCustomers(ctx)
  expect(await waiting()).toEqual({ customers: 0, events: 0 })
  // Twice about the same customer is one who waits.
  for (const node of [...some, ...some.slice(0, 1)])
    await sql`insert into customer_change (tenant_id, node_id) values (${ctx.tenantId}, ${node})`.execute(
      ctx.pg,
    )
  const other = await testCtx()
  await sql`insert into customer_change (tenant_id, node_id) values (${other.tenantId}, 1)`.execute(
    ctx.pg,
  )
  await sql`insert into event_outbox (tenant_id, id, event)
    values (${ctx.tenantId}, ${randomUUIDv7()}, '{}')`.execute(ctx.pg)
  expect(await waiting()).toEqual({ customers: 3, events: 1 })
})
