import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { goods } from '../../commerce/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { routes } from '../routes.ts'
import { createGroupBuy } from './group-buys.ts'
import { forecastGroups } from './past-groups.ts'
import { liveActivity } from './testing.ts'

let ctx: TestCtx
let groupBuy: string
beforeEach(async () => {
  ctx = await testCtx()
  await goods(ctx, 'tea')
  const { id } = await createGroupBuy(ctx, await liveActivity(ctx), {
    ...{ name: '三人团', size: 3, live_hours: 24, per_order: 1, per_customer: null, who: 'anyone' },
    ...{ merges: true, complete_from: null, items: [{ sku: 'tea', price_fen: 600 }] },
  })
  groupBuy = id
})
const HOUR = 3_600_000

/** Groups that were opened so many days ago, with others who paid so many hours after. */
async function past(count: number, days: number, joined: number[], state = 'failed') {
  for (let i = 0; i < count; i++) {
    const opened = new Date(ctx.now().getTime() - days * 24 * HOUR)
    const after = (hours: number) => new Date(opened.getTime() + hours * HOUR)
    const id = randomUUIDv7()
    const by = state === 'completed' ? 'members' : null
    await sql`insert into buying_group (tenant_id, id, group_buy_id, state, size, live_hours, merges, held, joined,
        completed_by, created_at, opened_at, expires_at, decided_at)
      values (${ctx.tenantId}, ${id}, ${groupBuy}, ${state}, 3, 24, true, 0, ${state === 'completed' ? 3 : 0}, ${by},
        ${opened}, ${opened}, ${after(24)}, ${after(by ? (joined.at(-1) ?? 0) : 24)})`.execute(
      ctx.pg,
    )
    for (const hours of [0, ...joined])
      await sql`insert into group_seat (tenant_id, order_id, group_buy_id, group_id, sku, quantity, fen, state, held_at, joined_at)
        values (${ctx.tenantId}, ${randomUUIDv7()}, ${groupBuy}, ${id}, 'tea', 1, 400, 'failed', ${after(hours)},
          ${after(hours)})`.execute(ctx.pg)
  }
}
const asked = { size: 3, live_hours: 24, complete_from: null }

test('with too few groups nothing is said but how many there are', async () => {
  await past(5, 10, [1, 2])
  await past(30, 400, [1, 2])
  expect(await forecastGroups(ctx, asked)).toMatchObject({
    ...{ groups: 5, joins: 10, members: null, completed: null, beside: [] },
  })
})

test('a group buy like those of the past completes as they did; completing it from fewer on completes more', async () => {
  for (const hours of [0.5, 2, 5, 9, 16]) await past(4, 10, [hours / 2, hours], 'completed')
  for (const hours of [3, 8, 20]) await past(4, 20, [hours])
  await past(8, 30, [])
  const told = await forecastGroups(ctx, { ...asked, complete_from: 2 })
  expect(told).toMatchObject({ groups: 40, joins: 52, alike: { groups: 40, completed: 20 } })
  expect(told.members?.share).toBeGreaterThan(0.35)
  expect(told.members?.share).toBeLessThan(0.65)
  expect(told.completed?.share).toBeGreaterThan(told.members?.share ?? 1)
  expect(told.beside).toHaveLength(9)
  const other = await testCtx()
  expect(await forecastGroups(other, asked)).toMatchObject({ groups: 0, members: null })
})

test('it answers over the API, to who may see promotion', async () => {
  await past(20, 10, [2])
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'analyst')
  const answer = await api.call('GET', '/group-buys/forecast?size=2&live_hours=24', { key })
  expect(answer.body).toMatchObject({ groups: 20, joins: 20, completed: null })
  const wrong = await api.call('GET', '/group-buys/forecast?size=1&live_hours=24', { key })
  expect(wrong.status).toBe(400)
})
