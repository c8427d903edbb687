import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { nameCustomer, newCustomer } from '../../commerce/testing.ts'
import { mergeCustomers, useMergePolicy } from '../../identity/index.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { consentPolicy, projectCustomers } from '../../profile/index.ts'
import { routes } from '../index.ts'
import { claimGiftCard } from './gift-cards.ts'

test('a card is sold and given back over the API; who may only look sees no code', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes] })
  const [operator, analyst] = [await keyOf(ctx, 'operator'), await keyOf(ctx, 'analyst')]
  const customer_id = await newCustomer(ctx)
  const body = { key: 'till-1', fen: 5_000, customer_id, greeting: ' 新年好 ' }
  expect((await api.call('POST', '/gift-cards', { key: analyst, body })).status).toBe(403)
  const sold = await api.call('POST', '/gift-cards', { key: operator, body })
  expect(sold).toMatchObject({
    status: 201,
    body: { fen: 5_000, state: 'waiting', greeting: '新年好', buyer_id: customer_id },
  })
  const code = String(sold.body.code)
  expect(code).toMatch(/^[0-9A-Z]{20}$/)
  const listed = await api.call('GET', `/gift-cards?q=${code}&state=waiting`, { key: operator })
  expect(listed.body.items).toMatchObject([{ id: sold.body.id, code }])
  const looked = await api.call('GET', `/gift-cards?q=${customer_id}`, { key: analyst })
  expect(looked.body.items).toMatchObject([{ id: sold.body.id, code: null }])
  const at = `/gift-cards/${sold.body.id}`
  expect((await api.call('GET', at, { key: analyst })).body).toMatchObject({ code: null })
  const refund = await api.call('POST', `${at}/refund`, { key: operator, body: { reason: '退了' } })
  expect(refund.body).toMatchObject({ state: 'refunded' })
  const stranger = await testCtx()
  const theirs = await testApi(stranger, { domains: [routes] })
  const other = await keyOf(stranger, 'operator')
  expect((await theirs.call('GET', at, { key: other })).status).toBe(404)
})

test('many cards are given back at once; those that cannot are told by row', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes] })
  const [operator, analyst] = [await keyOf(ctx, 'operator'), await keyOf(ctx, 'analyst')]
  const sold = await Promise.all(
    ['a', 'b'].map((key) =>
      api.call('POST', '/gift-cards', { key: operator, body: { key, fen: 5_000, greeting: '' } }),
    ),
  )
  const ids = sold.map(({ body }) => String(body.id))
  const unknown = '0199c000-0000-7000-8000-000000000000'
  const body = { ids: [...ids, unknown], reason: '活动取消' }
  expect((await api.call('POST', '/gift-cards/refund', { key: analyst, body })).status).toBe(403)
  expect((await api.call('POST', '/gift-cards/refund', { key: operator, body })).body).toEqual({
    ...{ changed: 2, refused: [{ id: unknown, code: 'gift_card_not_found' }] },
  })
  const listed = await api.call('GET', '/gift-cards?state=refunded', { key: operator })
  expect((listed.body.items as unknown as { id: string }[]).map(({ id }) => id).sort()).toEqual(
    ids.sort(),
  )
})

test('a card is found by who bought or claimed it, told by name, also after a merge', async () => {
  const ctx = await testCtx()
  useMergePolicy(consentPolicy)
  const api = await testApi(ctx, { domains: [routes] })
  const operator = await keyOf(ctx, 'operator')
  const [buyer, friend] = [await newCustomer(ctx), await newCustomer(ctx)]
  await nameCustomer(ctx, buyer, '林舒')
  await nameCustomer(ctx, friend, '周宁')
  await projectCustomers(ctx)
  const sell = (key: string, given: object) =>
    api.call('POST', '/gift-cards', {
      key: operator,
      body: { key, fen: 5_000, greeting: '', ...given },
    })
  const card = await sell('x', { customer_id: buyer })
  await sell('y', {})
  await claimGiftCard(ctx, String(card.body.code), friend)
  const found = async (q: string) =>
    (await api.call('GET', `/gift-cards?q=${encodeURIComponent(q)}`, { key: operator })).body.items
  for (const q of ['林', '周宁', String(buyer), String(friend)]) {
    expect(await found(q), q).toMatchObject([
      { id: card.body.id, buyer_id: buyer, buyer_name: '林舒', claimer_name: '周宁' },
    ])
  }
  expect(await found('不在')).toEqual([])
  const earlier = await newCustomer(ctx)
  await mergeCustomers(ctx, earlier, buyer, 'one person')
  const [merged] = (await found('林舒')) as unknown as { buyer_id: number }[]
  expect([earlier, buyer]).toContain(merged?.buyer_id)
  const { rows } = await sql<{ id: number }>`
    select canonical_id as id from customer where tenant_id = ${ctx.tenantId} and id = ${buyer}`.execute(
    ctx.pg,
  )
  expect(merged?.buyer_id).toBe(rows[0]?.id)
})
