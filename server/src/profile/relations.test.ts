import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Api, keyOf, testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { applyRelations, routes } from './index.ts'

const ctx = await testCtx()
const api: Api = await testApi(ctx, { domains: [routes] })
const key = await keyOf(ctx, 'owner')
await sql`insert into staff (tenant_id, id, code, name, created_at) values (${ctx.tenantId}, ${randomUUIDv7()}, 'mei', '梅', now())`.execute(
  ctx.pg,
)
async function newCustomer(): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from nextval('customer_id_seq') as n returning id`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}
const codeOf = (answer: { body: unknown }) =>
  (answer.body as { error: { code: string } }).error.code

test('a friendship is made and ended by hand, and its history stays', async () => {
  const id = await newCustomer()
  const add = (staff_id: string) =>
    api.call('POST', `/customers/${id}/relations`, { key, body: { staff_id } })
  expect(codeOf(await add('nobody'))).toBe('unknown_staff')
  const answers = await Promise.all([add('mei'), add('mei')])
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409])
  const end = () =>
    api.call('POST', `/customers/${id}/relations/mei/end`, { key, body: { by: 'customer' } })
  expect((await end()).status).toBe(200)
  expect((await end()).status).toBe(404)
  await add('mei')
  const { body } = await api.call('GET', `/customers/${id}/relations`, { key })
  expect(body.items).toMatchObject([{ staff_id: 'mei', staff_name: '梅', state: 'friend' }])
  expect((body.history as unknown as { state: string }[]).map((h) => h.state)).toEqual([
    'friend',
    'deleted_by_customer',
    'friend',
  ])
})

test('what a source says again is no change; what it changes is kept', async () => {
  const id = await newCustomer()
  const say = (state: 'friend' | 'deleted_by_customer', day: number) =>
    applyRelations(ctx, [
      {
        node: id,
        staffId: 'somebody-of-wecom',
        state,
        storeId: null,
        channelId: null,
        source: 'wecom',
        addedAt: new Date('2026-01-01T00:00:00Z'),
        endedAt: state === 'friend' ? null : new Date(Date.UTC(2026, 0, day)),
      },
    ])
  await say('friend', 1)
  await say('friend', 1)
  await say('deleted_by_customer', 5)
  const { body } = await api.call('GET', `/customers/${id}/relations`, { key })
  expect(body.items).toMatchObject([{ staff_name: null, state: 'deleted_by_customer' }])
  expect((body.history as unknown as { at: string }[]).map((h) => h.at.slice(0, 10))).toEqual([
    '2026-01-05',
    '2026-01-01',
  ])
})
