import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOrderLike, revenueOf, toFen } from './revenue.ts'

describe('amounts', () => {
  test.each([
    [437.6, 43760],
    ['437.60', 43760],
    [1.005, 101],
    [-1.005, -101],
    [0.125, 13],
    [0.004, 0],
    ['0.005', 1],
    [5e-3, 1],
    [5e-4, 0],
    ['1e2', 10000],
    [19.99, 1999],
    ['+3', 300],
    ['.5', 50],
    [0, 0],
    [-0.001, 0],
    ['90071992547409.91', 9007199254740991],
  ])('%j is %i fen', (amount, fen) => {
    expect(toFen(amount)).toBe(fen)
  })

  test.each([
    '',
    '.',
    'free',
    '1,000.00',
    '¥5',
    '1e',
    '9'.repeat(80),
    1e300,
    Number.NaN,
    null,
    {},
    [5],
  ])('%j is no amount', (amount) => {
    expect(toFen(amount)).toBeUndefined()
  })

  test('an amount of whole fen comes back to the fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 13), max: 10 ** 13 }), (fen) => {
        const sign = fen < 0 ? '-' : ''
        const digits = String(Math.abs(fen)).padStart(3, '0')
        expect(toFen(`${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`)).toBe(fen)
        expect(toFen(fen / 100)).toBe(fen)
      }),
    )
  })
})

describe('orders', () => {
  test('an order is known under every spelling, and a cart is none', () => {
    for (const name of ['Order Completed', 'OrderCompleted', 'order_paid', 'Order Refunded']) {
      expect(isOrderLike(name)).toBe(true)
    }
    expect(isOrderLike('Product Added')).toBe(false)
    expect(isOrderLike('Order Viewed')).toBe(false)
  })

  test('revenue goes before total, and only an order claims any', () => {
    const properties = { revenue: '430.00', total: 437.6, currency: 'cny' }
    expect(revenueOf('Order Completed', properties)).toEqual({
      claimedRevenueFen: 43000,
      currency: 'CNY',
    })
    expect(revenueOf('Order Completed', { total: 437.6, currency: '元' })).toEqual({
      claimedRevenueFen: 43760,
    })
    expect(revenueOf('Product Viewed', properties)).toEqual({})
    expect(revenueOf('Order Completed', { revenue: 'free' })).toEqual({})
  })
})
