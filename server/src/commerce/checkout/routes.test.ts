import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { payAtTill } from '../payment/test-provider.ts'
import { applyPaymentWord } from '../payment/words.ts'
import { routes } from '../routes.ts'
import { stocked } from '../testing.ts'
import { type TestShop, testShop } from './testing.ts'

let ctx: TestCtx
let api: Api
let key: string
let shop: TestShop
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
  shop = await testShop(ctx, { tea: 10 })
})
const call = (method: string, url: string, body?: object, headers = {}) => {
  return api.call(method, url, { key, headers, ...(body && { body }) })
}
const basket = () => ({
  ...{ storefront: 'home', customer_id: shop.buyer },
  lines: [{ sku: 'tea', quantity: 2 }],
})

test('a whole order over the API: quoted, placed, paid, asked back, paid back', async () => {
  const quoted = await call('POST', '/checkout/quote', basket())
  expect(quoted.body).toMatchObject({ due_fen: 2000, delivery: 'pick_up', gifts: [] })
  const order = { ...basket(), expected_due_fen: 2000 }
  expect((await call('POST', '/orders/place', order)).status).toBe(400)
  const placed = await call('POST', '/orders/place', order, { 'idempotency-key': 'k1' })
  expect([placed.status, placed.body.state]).toEqual([201, 'to_pay'])
  const again = await call('POST', '/orders/place', order, { 'idempotency-key': 'k1' })
  expect(again.body.id).toBe(placed.body.id)
  const stale = { ...order, expected_due_fen: 1 }
  const changed = await call('POST', '/orders/place', stale, { 'idempotency-key': 'k2' })
  expect(changed.body.error).toMatchObject({
    ...{ code: 'price_changed', details: { quote: { due_fen: 2000 } } },
  })
  const one = `/own-orders/${String(placed.body.id)}`
  const payment = await call('POST', `${one}/payments`, { provider: 'test', way: 'test' })
  expect(payment.body).toMatchObject({ state: 'waiting', prepared: { kind: 'open' } })
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, String(payment.body.id)))
  const sale = await call('POST', `${one}/after-sales`, {
    ...{ kind: 'money', reason: 'broken', key: 'a', lines: [{ sku: 'tea', quantity: 1 }] },
  })
  expect(sale.body).toMatchObject({ state: 'requested', amount_fen: 1000 })
  await call('POST', `/after-sales/${String(sale.body.id)}/approve`, {})
  const shown = await call('GET', one)
  expect(shown.body).toMatchObject({
    ...{ state: 'to_pick_up', reckoned_again_fen: 2000 },
    after_sales: [{ state: 'refunded' }],
    refunds: [{ state: 'requested', amount_fen: 1000 }],
  })
  for (const [url, n] of [
    ['/own-orders?state=to_pick_up', 1],
    ['/own-orders?state=shipped', 0],
    ['/after-sales?state=refunded', 1],
    ['/payment-refunds?state=requested', 1],
    ['/storefronts', 1],
    ['/payment-providers', 1],
    ['/payment-statements', 0],
  ] as const) {
    const list = await call('GET', url)
    expect([url, list.status, (list.body.items as unknown[] | undefined)?.length]).toEqual([
      ...[url, 200, n],
    ])
  }
})

test('another brand’s order answers 404 at every door', async () => {
  const id = await shop.place({ tea: 1 })
  const other = await keyOf(await testCtx(), 'owner')
  for (const [method, url, body] of [
    ['GET', '', undefined],
    ['POST', '/cancel', { reason: 'x' }],
    ['POST', '/ship', { carrier: 'SF', number: '1' }],
    ['POST', '/receive', undefined],
    ['POST', '/payments', { provider: 'test', way: 'test' }],
    [
      'POST',
      '/after-sales',
      { kind: 'money', reason: 'x', key: 'k', lines: [{ sku: 'tea', quantity: 1 }] },
    ],
    ['PUT', '/invoice', { kind: 'person', title: 'x' }],
  ] as const) {
    const answer = await api.call(method, `/own-orders/${id}${url}`, {
      key: other,
      ...(body && { body }),
    })
    expect([url, answer.status]).toEqual([url, 404])
  }
})

test('64 buyers at once of the last piece: one has it, the others are told, and her retry is her order', async () => {
  await stocked(ctx, 's1', 'last', 1)
  const order = {
    ...{ ...basket(), expected_due_fen: 1000 },
    lines: [{ sku: 'last', quantity: 1 }],
  }
  const keys = Array.from({ length: 64 }, (_, i) => `last-${i}`)
  const place = (k: string) => call('POST', '/orders/place', order, { 'idempotency-key': k })
  const answers = await Promise.all(keys.map(place))
  const told = answers.map(({ status, body }) =>
    status === 201 ? 'hers' : (body as { error?: { code: string } }).error?.code,
  )
  expect(told.filter((one) => one === 'hers')).toHaveLength(1)
  expect(told.filter((one) => one === 'stock_short')).toHaveLength(63)
  const first = told.indexOf('hers')
  const again = await place(keys[first] ?? '')
  expect([again.status, again.body.id]).toEqual([201, answers[first]?.body.id])
  expect((await call('GET', '/stock?q=last')).body.items).toMatchObject([
    { sku: 'last', on_hand: 1, reserved: 1, free: 0 },
  ])
})

test('what the brand changes is in the very next price, and a repeat is told its order whatever has changed', async () => {
  await stocked(ctx, 's1', 'bowl', 5)
  const bowls = { ...basket(), lines: [{ sku: 'bowl', quantity: 2 }] }
  const due = async () => (await call('POST', '/checkout/quote', bowls)).body.due_fen
  const set = (change: ReturnType<typeof sql>) =>
    sql`update product set ${change} where tenant_id = ${ctx.tenantId} and sku = 'bowl'`.execute(
      ctx.pg,
    )
  expect([await due(), await due()]).toEqual([2000, 2000])
  const order = { ...bowls, expected_due_fen: 2000 }
  const placed = await call('POST', '/orders/place', order, { 'idempotency-key': 'bowls' })
  expect(placed.status).toBe(201)
  await set(sql`price_fen = 1200`)
  expect(await due()).toBe(2400)
  const other = await call('POST', '/orders/place', order, { 'idempotency-key': 'others' })
  expect(other.body.error).toMatchObject({ code: 'price_changed' })
  for (const change of [sql`price_fen = 1300`, sql`is_retired = true`]) {
    await set(change)
    const again = await call('POST', '/orders/place', order, { 'idempotency-key': 'bowls' })
    expect([again.status, again.body.id]).toEqual([201, placed.body.id])
  }
  const refused = await call('POST', '/checkout/quote', bowls)
  expect(refused.body.error).toMatchObject({ code: 'not_for_sale' })
  const another = { ...order, note: 'another' }
  const reused = await call('POST', '/orders/place', another, { 'idempotency-key': 'bowls' })
  expect([reused.status, reused.body.error]).toMatchObject([
    422,
    { code: 'idempotency_key_reused' },
  ])
})
