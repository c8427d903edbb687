import { describe, expect, test } from 'vitest'
import type { Signal } from '../collect/index.ts'
import { testCtx } from '../platform/testing.ts'
import { listOrders } from './order-list.ts'
import { ORDER_SIGNAL_NAMES, orderWord } from './order-signal.ts'
import { ordersFromSignals } from './signals.ts'
import { newCustomer, revenue, told } from './testing.ts'

const said = (name: string, props: Record<string, unknown>, given: Partial<Signal> = {}) => ({
  name,
  claimedRevenueFen: null,
  currency: null,
  links: {},
  props,
  ...given,
})

describe('what an order-like event says', () => {
  test('is read from Segment’s Order Completed, to the fen', () => {
    const word = orderWord(
      said('Order Completed', {
        order_id: '50314b8e',
        total: 27.5,
        shipping: 3,
        discount: 2.5,
        products: [
          { product_id: '1', sku: '45', name: 'Uno', price: 19.1, quantity: 1, category: 'Games' },
          { product_id: '2', price: '3.95', quantity: 2 },
        ],
      }),
    )
    expect(word).toMatchObject({
      kind: 'paid',
      orderId: '50314b8e',
      totalFen: 2750,
      discountFen: 250,
      shippingFen: 300,
    })
    expect(word.kind === 'paid' && word.lines.map((l) => [l.sku, l.totalFen])).toEqual([
      ['45', 1733],
      ['2', 717],
    ])
  })
  test('names its coupons, however many and each once', () => {
    const offersIn = (props: Record<string, unknown>) => {
      const word = orderWord(said('Order Completed', { order_id: '1', total: 9, ...props }))
      return word.kind === 'paid' ? word.offers.map(({ coupon }) => coupon) : undefined
    }
    expect(offersIn({})).toEqual([])
    expect(offersIn({ coupon: ' SUMMER ' })).toEqual(['SUMMER'])
    expect(offersIn({ coupons: ['a', 'b', 'a', null] })).toEqual(['a', 'b'])
  })
  test('keeps the total where lines do not explain it', () => {
    expect(
      orderWord(
        said('order_completed', {
          order_id: '1',
          total: 30,
          tax: 5,
          products: [{ price: 20, quantity: 1 }],
        }),
      ),
    ).toMatchObject({ totalFen: 3000, lines: [] })
  })
  test('is read from products sent as text and from the names other SDKs use', () => {
    const word = orderWord(
      said('PayOrder', {
        orderID: 7001,
        orderAmount: '12.00',
        products: ['{"item_id":"9","price":6,"count":2}'],
      }),
    )
    expect(word).toMatchObject({
      kind: 'paid',
      orderId: '7001',
      totalFen: 1200,
      lines: [{ sku: '9', quantity: '2' }],
    })
  })
  test('of a refund is its amount, or the rest of the order', () => {
    expect(orderWord(said('Order Refunded', { order_id: '1', total: -3 }))).toMatchObject({
      kind: 'refund',
      amountFen: 300,
    })
    expect(orderWord(said('Order Refunded', { order_id: '1' }))).toMatchObject({
      kind: 'refund',
      amountFen: 'rest',
    })
  })
  test('is nothing without an order id, an amount, or sense', () => {
    const code = (name: string, props: Record<string, unknown>) => {
      const word = orderWord(said(name, props))
      return word.kind === 'nothing' ? word.code : word.kind
    }
    expect(code('Page Viewed', {})).toBe('not_order_like')
    expect(code('Order Completed', { total: 1 })).toBe('order_id_missing')
    expect(code('Order Completed', { order_id: '1' })).toBe('total_missing')
    expect(code('Order Completed', { order_id: '1', total: -1 })).toBe('bad_amount')
    expect(code('Order Completed', { order_id: '1', total: 1e20 })).toBe('bad_amount')
    expect(code('Order Completed', { order_id: '1', total: 1, products: 'no json' })).toBe('paid')
  })
  test('is asked for in every usual spelling', () => {
    for (const name of [
      'Order Completed',
      'OrderCompleted',
      'orderCompleted',
      'order_completed',
      'payOrder',
      'PayOrder',
      'submitOrder',
      'Order Refunded',
    ])
      expect(ORDER_SIGNAL_NAMES).toContain(name)
  })
})

let count = 0
const signal = (
  name: string,
  props: Record<string, unknown>,
  given: Partial<Signal> = {},
): Signal => ({
  position: ++count,
  eventId: crypto.randomUUID(),
  node: 0,
  name,
  at: new Date('2026-03-01T10:00:00Z'),
  isVerified: true,
  source: 'web',
  protocol: 'segment',
  platform: 'web',
  historical: false,
  messageId: null,
  currency: null,
  claimedRevenueFen: null,
  links: {},
  props,
  ...given,
})

test('a server’s events become orders and refunds, once, however often they are handed over', async () => {
  const ctx = await testCtx()
  const node = await newCustomer(ctx)
  const signals = [
    signal(
      'Order Refunded',
      { order_id: '1', total: 5 },
      { node, at: new Date('2026-03-02T00:00:00Z') },
    ),
    signal('Order Completed', { order_id: '1', total: 20 }, { node }),
    signal('checkout', { order_id: '1' }),
    signal('order_paid', { commerce_order: 'x', order_id: '1' }, { protocol: 'own' }),
  ]
  expect(await ordersFromSignals(ctx, signals)).toMatchObject({
    orders: 1,
    refunds: 1,
    ignored: [{ code: 'not_order_like' }],
  })
  await ordersFromSignals(ctx, signals)
  expect((await told(ctx)).map((e) => [e.name, e.revenueFen, e.customerId])).toEqual([
    ['order_paid', 2000, node],
    ['order_refunded', -500, node],
  ])
})

test('no event of a client key moves a fen', async () => {
  const ctx = await testCtx()
  const node = await newCustomer(ctx)
  const claimed = { node, isVerified: false }
  await ordersFromSignals(ctx, [signal('Order Completed', { order_id: '1', total: 20 })])
  await ordersFromSignals(ctx, [
    signal('Order Completed', { order_id: '1', total: 9999 }, claimed),
    signal('Order Completed', { order_id: '2', total: 9999 }, claimed),
    signal('Order Refunded', { order_id: '1' }, claimed),
    signal('Order Refunded', { order_id: '1', total: 20 }, claimed),
    signal('Order Cancelled', { order_id: '1' }, claimed),
  ])
  expect(await revenue(ctx)).toBe(2000)
  const mine = await listOrders(ctx, { limit: 10, customerId: node })
  expect(mine.items.map((o) => [o.external_id, o.evidence])).toEqual([['2', 'claimed']])
})

test('a verified cancellation gives the order back, though it names no amount', async () => {
  const ctx = await testCtx()
  await ordersFromSignals(ctx, [signal('Order Completed', { order_id: '1', total: 20 })])
  await ordersFromSignals(ctx, [signal('Order Cancelled', { order_id: '1' })])
  expect(await revenue(ctx)).toBe(0)
})
