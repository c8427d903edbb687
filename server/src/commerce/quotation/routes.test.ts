import { expect, test } from 'vitest'
import { useApprovals } from '../../desk/index.ts'
import { createApiKey } from '../../org/index.ts'
import { testApi } from '../../org/testing.ts'
import type { Role } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { testShop } from '../checkout/testing.ts'
import { routes } from '../routes.ts'
import { quotationApproval } from './send.ts'
import { after, DAY } from './testing.ts'

async function made() {
  useApprovals({ quotation: quotationApproval })
  const ctx = await testCtx()
  const { buyer } = await testShop(ctx, { tea: 100 })
  const api = await testApi(ctx, { domains: [routes] })
  const keyOf = async (of: TestCtx, role: Role) =>
    (await createApiKey(of, { name: role, role })).secret
  return { ctx, buyer, api, keyOf }
}

test('over the API a quotation is made, changed, sent, revised, and accepted for who said yes in the store', async () => {
  const { ctx, buyer, api, keyOf } = await made()
  const key = await keyOf(ctx, 'operator')
  const options = await api.call('GET', '/quotation-options', { key })
  expect(options.body).toEqual({
    storefronts: [{ code: 'home', name: 'Home', store: 's1' }],
    ...{ limit_bp: 2000, below_cost_asks: false },
  })
  const found = await api.call('GET', '/quotation-products?storefront=home&q=te', { key })
  expect(found.body.items).toEqual([
    { sku: 'tea', name: 'tea', kind: 'goods', currency: 'CNY', list_fen: 1000, free: 100 },
  ])
  const body = {
    ...{ storefront: 'home', valid_until: after(ctx, 7 * DAY) },
    lines: [{ sku: 'tea', quantity: 3, unit_fen: 900 }],
    deposit: {
      ...{ kind: 'advance', share_bp: 3000, balance_until: after(ctx, 9 * DAY) },
      ships_by: after(ctx, 12 * DAY).slice(0, 10),
    },
  }
  const created = await api.call('POST', '/quotations', {
    key,
    body: { ...body, customer_id: buyer },
  })
  expect(created.status).toBe(201)
  expect(created.body).toMatchObject({
    ...{ state: 'draft', total_fen: 2700, list_fen: 3000, deposit_fen: 810, deepest_bp: 1000 },
    judged: { limit_bp: 2000, because: [] },
  })
  const at = `/quotations/${created.body.id}`
  const both = { ...body.deposit, fen: 5 }
  const two = await api.call('PUT', at, { key, body: { ...body, deposit: both, revision: 1 } })
  expect(two.status).toBe(400)
  const deeper = { ...body, lines: [{ sku: 'tea', quantity: 3, unit_fen: 799 }] }
  const changed = await api.call('PUT', at, { key, body: { ...deeper, revision: 1 } })
  expect(changed.body).toMatchObject({ revision: 2, judged: { because: ['discount'] } })
  await api.call('PUT', at, { key, body: { ...body, revision: 2 } })
  const sent = await api.call('POST', `${at}/send`, { key, body: { revision: 3 } })
  expect(sent.body).toMatchObject({ state: 'sent', name: null })
  const list = await api.call('GET', `/quotations?state=sent&q=${sent.body.number}`, { key })
  expect(list.body.items).toHaveLength(1)
  const none = await api.call('GET', '/quotations?state=draft', { key })
  expect(none.body.items).toEqual([])
  const accepted = await api.call('POST', `${at}/accept`, { key, body: { version: 1 } })
  expect(accepted.body).toMatchObject({ state: 'accepted', order: { state: 'to_pay' } })
})

test('who may only read changes nothing, and another brand finds none of it', async () => {
  const { ctx, buyer, api, keyOf } = await made()
  const [key, analyst] = [await keyOf(ctx, 'operator'), await keyOf(ctx, 'analyst')]
  const body = {
    ...{ storefront: 'home', valid_until: after(ctx, 7 * DAY), customer_id: buyer },
    lines: [{ sku: 'tea', quantity: 1, unit_fen: 900 }],
  }
  expect((await api.call('POST', '/quotations', { key: analyst, body })).status).toBe(403)
  const created = await api.call('POST', '/quotations', { key, body })
  const at = `/quotations/${created.body.id}`
  expect((await api.call('GET', at, { key: analyst })).status).toBe(200)
  expect(
    (await api.call('POST', `${at}/send`, { key: analyst, body: { revision: 1 } })).status,
  ).toBe(403)
  const settings = { below_cost_asks: true, hours_to_pay: 48, guide_bp: 1, operator_bp: 2 }
  const put = { key, body: { ...settings, admin_bp: 3, owner_bp: 4 } }
  expect((await api.call('PUT', '/quotation-settings', put)).status).toBe(403)
  const owner = await keyOf(ctx, 'owner')
  expect((await api.call('PUT', '/quotation-settings', { ...put, key: owner })).status).toBe(200)
  const stranger = await keyOf(await testCtx(), 'owner')
  expect((await api.call('GET', at, { key: stranger })).status).toBe(404)
  expect(
    (await api.call('POST', `${at}/send`, { key: stranger, body: { revision: 1 } })).status,
  ).toBe(404)
})

test('many are withdrawn at once; what cannot be is told by row and stays as it is', async () => {
  const { ctx, buyer, api, keyOf } = await made()
  const key = await keyOf(ctx, 'operator')
  const make = async () => {
    const { body } = await api.call('POST', '/quotations', {
      key,
      body: {
        ...{ storefront: 'home', valid_until: after(ctx, 7 * DAY), customer_id: buyer },
        lines: [{ sku: 'tea', quantity: 1, unit_fen: 1000 }],
      },
    })
    return String(body.id)
  }
  const [first, second, nowhere] = [await make(), await make(), crypto.randomUUID()]
  const withdraw = (ids: string[]) =>
    api.call('POST', '/quotations/withdraw', { key, body: { ids, reason: '改期' } })
  expect((await withdraw([first])).body).toEqual({ changed: 1, refused: [] })
  expect((await withdraw([first, second, nowhere])).body).toEqual({
    changed: 1,
    refused: [
      { id: first, code: 'quotation_state' },
      { id: nowhere, code: 'quotation_not_found' },
    ],
  })
  expect((await api.call('GET', `/quotations/${second}`, { key })).body.state).toBe('withdrawn')
})
