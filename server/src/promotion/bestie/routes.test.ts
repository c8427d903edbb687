import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { routes } from '../routes.ts'
import { acceptCard } from './accept.ts'
import { getBestiePlan } from './plans.ts'
import { liveBestiePlan } from './testing.ts'

test('a plan is made, published, its cards given, seen with their people, and taken back', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'operator')
  const call = (method: string, path: string, body?: object) =>
    api.call(method, path, { key, ...(body && { body }) })
  const live = await liveBestiePlan(ctx)
  const { friend_batch_id, holder_batch_id } = await getBestiePlan(ctx, live.id)
  const made = await call('POST', `/activities/${live.activity}/bestie-plans`, {
    ...{ name: '新人闺蜜卡', sku: null, who: 'anyone', friend: 'anyone', per_holder: 1, total: 9 },
    ...{ accept_hours: 72, friend_batch_id, holder_batch_id, holder_when: 'accepted' },
  })
  expect(made).toMatchObject({ status: 201, body: { state: 'draft', issued: 0 } })
  const { id } = made.body
  const [holder, friend] = [await newCustomer(ctx), await newCustomer(ctx)]
  const give = (once: string, customer_id = holder) =>
    call('POST', `/bestie-plans/${id}/cards`, { customer_id, key: once })
  expect((await give('a')).body).toMatchObject({ error: { code: 'bestie_closed' } })
  expect((await call('POST', `/bestie-plans/${id}/publish`)).body).toMatchObject({
    state: 'live',
  })
  const card = await give('a')
  expect(card).toMatchObject({ status: 201, body: { state: 'waiting', holder_id: holder } })
  expect((await give('a')).body).toEqual(card.body)
  expect((await give('b')).body).toMatchObject({ error: { code: 'bestie_limit' } })
  expect((await give('c', 4_000_000_000)).status).toBe(404)
  const rows = await ctx.stores.pg.pool.query('select code from bestie_card where id = $1', [
    card.body.id,
  ])
  await acceptCard(ctx, rows.rows[0].code, friend)
  const list = (query: string) => call('GET', `/bestie-plans/${id}/cards?${query}`)
  expect((await list(`q=${friend}`)).body.items).toMatchObject([
    { state: 'accepted', friend_id: friend, holder_coupon_state: 'taken' },
  ])
  expect((await list('state=waiting')).body.items).toEqual([])
  expect((await call('GET', `/bestie-plans/${id}/figures`)).body).toMatchObject({
    ...{ given: 1, accepted: 1, holders_given: 1, accepted_bp: 10_000 },
  })
  const back = await call('POST', `/bestie-cards/${card.body.id}/revoke`, { reason: '刷单' })
  expect(back.body).toMatchObject({ state: 'revoked', friend_coupon_state: 'void' })
  expect((await call('GET', `/bestie-plans/${randomUUID()}`)).status).toBe(404)
})
