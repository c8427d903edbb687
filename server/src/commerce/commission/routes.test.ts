import { beforeAll, expect, test } from 'vitest'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { type TestShop, testShop } from '../checkout/testing.ts'
import { makeAffiliate } from '../credit/affiliates.ts'
import { routes } from '../routes.ts'
import { newCustomer } from '../testing.ts'
import { matureOfBrand } from './mature.ts'
import { closeOrder, orderBy } from './testing.ts'

let ctx: TestCtx
let api: Api
let shop: TestShop
let keys: Record<'admin' | 'operator' | 'guide', string>
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  keys = {
    admin: await keyOf(ctx, 'admin'),
    operator: await keyOf(ctx, 'operator'),
    guide: await keyOf(ctx, 'guide'),
  }
  shop = await testShop(ctx, { tea: 10 })
  await makeAffiliate(ctx, await newCustomer(ctx), 'mei')
})
const call = (who: keyof typeof keys, method: string, url: string, body?: object) =>
  api.call(method, url, { key: keys[who], ...(body && { body }) })

const RULE = {
  ...{ version: 0, default_bp: 1_000, categories: [], products: [], cap_fen: null },
  ...{ due_when: 'after_sale', own_purchases: false, least_payout_fen: 0 },
}

test('from the rule to the pay-out over the API, and only who pays out may change either', async () => {
  expect((await call('operator', 'GET', '/commission-rule')).body).toMatchObject({ version: 0 })
  expect((await call('operator', 'PUT', '/commission-rule', RULE)).status).toBe(403)
  expect((await call('guide', 'POST', '/commission-payouts', { key: 'a' })).status).toBe(403)
  const refused = async (given: object) => {
    const { status, body } = await call('admin', 'PUT', '/commission-rule', { ...RULE, ...given })
    return [status, (body.error as { code?: string } | undefined)?.code]
  }
  expect(await refused({ products: [{ sku: 'none', bp: 1 }] })).toEqual([400, 'unknown_product'])
  const twice = [1, 2].map((bp) => ({ path: ['a'], bp }))
  expect(await refused({ categories: twice })).toEqual([400, 'rate_twice'])
  expect((await refused({ default_bp: 10_001 }))[0]).toBe(400)
  // There is one level, and nothing for who brought whom (禁止传销条例第七条).
  for (const more of [{ levels: 3 }, { second_bp: 500 }, { per_recruit_fen: 100 }])
    expect((await refused(more))[0]).toBe(400)
  expect((await call('admin', 'PUT', '/commission-rule', RULE)).body).toMatchObject({ version: 1 })
  expect(await refused({})).toEqual([409, 'edited_meanwhile'])

  const id = await orderBy(ctx, shop, 'mei', { tea: 2 })
  const listed = await call('operator', 'GET', '/commissions?q=mei&state=pending')
  expect(listed.body.items).toMatchObject([{ order_id: id, kept_fen: 200, rate_bp: 1_000 }])
  await closeOrder(ctx, id)
  await matureOfBrand(ctx)
  expect((await call('operator', 'GET', '/commission-accounts')).body.items).toMatchObject([
    { code: 'mei', pending_fen: 0, due_fen: 200 },
  ])
  const made = await call('admin', 'POST', '/commission-payouts', { key: 'july' })
  expect([made.status, made.body]).toMatchObject([201, { payees: 1, fen: 200 }])
  const one = `/commission-payouts/${String(made.body.id)}`
  expect((await call('operator', 'GET', `${one}/payees?q=mei`)).body.items).toMatchObject([
    { number: 1, codes: ['mei'], state: 'paying' },
  ])
  expect((await call('operator', 'POST', `${one}/settle`, { as: 'paid' })).status).toBe(403)
  expect((await call('admin', 'POST', `${one}/settle`, { as: 'paid' })).body).toMatchObject({
    paid_fen: 200,
  })
  expect((await call('operator', 'GET', '/commission-payouts')).body.items).toHaveLength(1)
  // What became due since the last round is paid with the rest.
  await closeOrder(ctx, await orderBy(ctx, shop, 'mei', { tea: 1 }))
  const later = await call('admin', 'POST', '/commission-payouts', { key: 'august' })
  expect([later.status, later.body]).toMatchObject([201, { payees: 1, fen: 100 }])
  const month = new Date().toISOString().slice(0, 7)
  for (const url of [`/commission-statements?month=${month}`, '/commission-rule/versions', one])
    expect([url, (await call('operator', 'GET', url)).status]).toEqual([url, 200])
  const other = await keyOf(await testCtx(), 'owner')
  for (const [method, url, body] of [
    ['GET', one, undefined],
    ['GET', `${one}/payees`, undefined],
    ['POST', `${one}/settle`, { as: 'failed' }],
  ] as const) {
    const answer = await api.call(method, url, { key: other, ...(body && { body }) })
    expect([url, answer.status]).toEqual([url, 404])
  }
})
