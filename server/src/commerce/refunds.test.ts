import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { getOrder, listOrders } from './order-list.ts'
import { recordOrders } from './orders.ts'
import { recordRefunds } from './refunds.ts'
import { newCustomer, order, refund, revenue, told } from './testing.ts'

const outcomes = (list: { outcome: string; code?: string }[]) =>
  list.map((o) => o.code ?? o.outcome)

test('refunds add up, never above what was paid, and each counts once', async () => {
  const ctx = await testCtx()
  const node = await newCustomer(ctx)
  const [made] = await recordOrders(ctx, [order('1', 1000, { node, storeId: 's1' })])
  const result = await recordRefunds(ctx, [
    refund('a', '1', 400),
    refund('a', '1', 400),
    refund('b', '1', 700),
    refund('c', '1', 600),
  ])
  expect(outcomes(result)).toEqual(['created', 'known', 'refund_exceeds_order', 'created'])
  expect(await revenue(ctx)).toBe(0)
  expect(await getOrder(ctx, made?.orderId ?? '')).toMatchObject({
    state: 'refunded',
    refunded_fen: 1000,
  })
  expect((await told(ctx)).map((e) => e.customerId)).toEqual([node, node, node])
})

test('64 refunds at once never give back more than was paid', async () => {
  const ctx = await testCtx()
  await recordOrders(ctx, [order('1', 1000)])
  const tries = await Promise.all(
    Array.from({ length: 64 }, (_, i) => recordRefunds(ctx, [refund(`r${i}`, '1', 100)])),
  )
  expect(tries.flat().filter((o) => o.outcome === 'created').length).toBe(10)
  expect((await listOrders(ctx, { limit: 1 })).items[0]).toMatchObject({
    refunded_fen: 1000,
    state: 'refunded',
  })
  expect(await revenue(ctx)).toBe(0)
})

test('a refund that names no order stays with its customer', async () => {
  const ctx = await testCtx()
  const node = await newCustomer(ctx)
  expect(outcomes(await recordRefunds(ctx, [refund('C1', null, 250, { node })]))).toEqual([
    'created',
  ])
  expect(await told(ctx)).toEqual([
    { name: 'order_refunded', revenueFen: -250, currency: 'CNY', customerId: node, orderId: null },
  ])
})

test('a refund that comes before its order finds it when it arrives, as far as it fits', async () => {
  const ctx = await testCtx()
  await recordRefunds(ctx, [
    refund('a', '1', 300),
    refund('b', '1', 900, { at: new Date('2026-03-07T00:00:00Z') }),
  ])
  const [made] = await recordOrders(ctx, [order('1', 1000)])
  expect(await getOrder(ctx, made?.orderId ?? '')).toMatchObject({
    state: 'partly_refunded',
    refunded_fen: 300,
    refunds: [{ external_id: 'a' }],
  })
})

test('an order and its refund that arrive at the same moment see each other', async () => {
  const ctx = await testCtx()
  const names = Array.from({ length: 20 }, (_, i) => `o${i}`)
  await Promise.all(
    names.flatMap((n) => [
      recordOrders(ctx, [order(n, 500)]),
      recordRefunds(ctx, [refund(`r-${n}`, n, 500)]),
    ]),
  )
  const { items } = await listOrders(ctx, { limit: 50 })
  expect(items.map((o) => o.state)).toEqual(names.map(() => 'refunded'))
})

test('a refund told again with another amount, in another currency or dated wrongly is refused', async () => {
  const ctx = await testCtx()
  await recordOrders(ctx, [order('1', 1000)])
  await recordRefunds(ctx, [refund('a', '1', 100)])
  const result = await recordRefunds(ctx, [
    refund('a', '1', 200),
    refund('b', '1', 100, { currency: 'USD' }),
    refund('c', '1', -5),
    refund('d', '1', 5, {
      lines: [{ externalId: null, sku: 'x', name: 'x', quantity: '1', amountFen: 6 }],
    }),
    refund('e', '1', 5, { at: new Date('1999-12-31T00:00:00Z') }),
    refund('f', 'unknown', 5, { amountFen: 'rest' }),
  ])
  expect(outcomes(result)).toEqual([
    'refund_differs',
    'refund_currency_differs',
    'negative_amount',
    'refund_lines_exceed_amount',
    'at_too_early',
    'order_unknown',
  ])
  expect(await revenue(ctx)).toBe(900)
})

test('a claimed refund takes nothing back, and gives way to a verified one of the same name', async () => {
  const ctx = await testCtx()
  await recordOrders(ctx, [order('1', 1000)])
  await recordRefunds(ctx, [refund('a', '1', 1000, { evidence: 'claimed' })])
  expect(await revenue(ctx)).toBe(1000)
  expect(outcomes(await recordRefunds(ctx, [refund('a', '1', 200)]))).toEqual(['created'])
  expect(await revenue(ctx)).toBe(800)
})
