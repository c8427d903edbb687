import { expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { routes } from '../index.ts'

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
