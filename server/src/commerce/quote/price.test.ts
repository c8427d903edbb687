import { beforeAll, expect, test } from 'vitest'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { changeProduct } from '../goods/products.ts'
import { routes } from '../routes.ts'
import { goods } from '../testing.ts'
import { setFreight } from './freight-templates.ts'

let ctx: TestCtx
let api: Api
let key: string
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
})
const ask = async (body: object) => {
  const answer = await api.call('POST', '/quotes', { key, body })
  return { status: answer.status, body: answer.body, code: answer.body.error as unknown }
}
const FREIGHT = {
  name: 'Standard',
  rules: [
    {
      ...{ regions: [[]], first_g: 1000, first_fen: 800, next_g: 1000, next_fen: 300 },
      free_from_fen: null,
    },
  ],
  refused: [['西藏自治区']],
}

test('a basket is priced by what products, members and shipping cost now', async () => {
  await goods(ctx, 'tea', 'cup')
  await changeProduct(ctx, 'tea', { weight_g: 800 }, 0)
  const put = (url: string, body: object) => api.call('PUT', url, { key, body })
  expect(
    (await put('/products/tea/member-prices', { items: [{ level: 'gold', fen: 900 }] })).status,
  ).toBe(200)
  expect(
    (await put('/freight-templates/standard', { ...FREIGHT, revision: 0 })).body,
  ).toMatchObject({
    ...{ ...FREIGHT, code: 'standard', revision: 1 },
  })
  const { body } = await ask({
    lines: [
      { sku: 'tea', quantity: 2 },
      { sku: 'cup', quantity: 1 },
    ],
    ...{ levels: ['gold'], freight: 'standard', place: ['上海市'] },
  })
  expect(body).toMatchObject({
    ...{
      currency: 'CNY',
      discount_fen: 200,
      shipping_fen: 1_100,
      total_fen: 3_900,
      due_fen: 3_900,
    },
    lines: [
      { sku: 'tea', gross_fen: 2_000, total_fen: 1_800, off_fen: { member_price: 200 } },
      { sku: 'cup', gross_fen: 1_000, total_fen: 1_000 },
    ],
  })
  const taken = await put('/products/tea/member-prices', { items: [] })
  expect(taken.body.items).toEqual([])
})

test('what is not there, not for sale or not delivered is refused with its reason', async () => {
  await goods(ctx, 'sold', 'gone', 'free')
  await changeProduct(ctx, 'gone', { is_retired: true }, 0)
  await changeProduct(ctx, 'free', { price_fen: null }, 0)
  await setFreight(ctx, { code: 'far', name: 'Far', rules: [], refused: [] }, 0)
  const one = (sku: string, more = {}) => ask({ lines: [{ sku, quantity: 1 }], ...more })
  expect((await one('nothing')).code).toMatchObject({ code: 'unknown_sku' })
  expect((await one('gone')).code).toMatchObject({ code: 'not_for_sale' })
  expect((await one('free')).code).toMatchObject({ code: 'not_for_sale' })
  expect((await one('sold', { freight: 'none', place: ['上海市'] })).code).toMatchObject({
    code: 'freight_template_not_found',
  })
  const far = { freight: 'far', place: ['上海市'] }
  expect((await one('sold', far)).code).toMatchObject({ code: 'not_delivered' })
  const twice = { lines: [1, 2].map((quantity) => ({ sku: 'sold', quantity })) }
  expect((await ask(twice)).code).toMatchObject({ code: 'sku_twice' })
  const other = await testCtx()
  const stranger = await keyOf(other, 'owner')
  const theirs = { key: stranger, body: { lines: [{ sku: 'sold', quantity: 1 }] } }
  expect((await api.call('POST', '/quotes', theirs)).body.error).toMatchObject({
    code: 'unknown_sku',
  })
})

test('two who change one freight template at once: the second is told', async () => {
  const put = (name: string, revision: number) =>
    api.call('PUT', '/freight-templates/both', { key, body: { ...FREIGHT, name, revision } })
  const made = await Promise.all([put('A', 0), put('B', 0)])
  expect(made.map((a) => a.status).sort()).toEqual([200, 409])
  const changed = await Promise.all([put('C', 1), put('D', 1)])
  expect(changed.map((a) => a.status).sort()).toEqual([200, 409])
  const twice = { ...FREIGHT, refused: [['a'], ['a']], revision: 2 }
  const refused = await api.call('PUT', '/freight-templates/both', { key, body: twice })
  expect(refused.body.error).toMatchObject({ code: 'region_twice' })
})
