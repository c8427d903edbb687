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
