import fc from 'fast-check'
import { expect, test } from 'vitest'
import { priceOrder } from './pricing.ts'

const line = (grossFen: number, discountFen = 0) => ({ grossFen, discountFen })
const code = (result: ReturnType<typeof priceOrder>) => (result.ok ? 'ok' : result.code)

test('the order discount is spread over the lines to the fen', () => {
  const priced = priceOrder({
    lines: [line(100), line(100), line(100)],
    shippingFen: 0,
    orderDiscountFen: 100,
    paidFen: null,
  })
  expect(priced).toEqual({
    ok: true,
    lines: [
      { discountFen: 34, totalFen: 66 },
      { discountFen: 33, totalFen: 67 },
      { discountFen: 33, totalFen: 67 },
    ],
    totalFen: 200,
    discountFen: 100,
    shippingFen: 0,
  })
})

test('what was paid below the lines is the discount', () => {
  const priced = priceOrder({
    lines: [line(1000, 100), line(500)],
    shippingFen: 600,
    orderDiscountFen: null,
    paidFen: 1800,
  })
  expect(priced).toMatchObject({ ok: true, totalFen: 1800, discountFen: 300, shippingFen: 600 })
})

test('a discount beyond the goods comes off the shipping', () => {
  const priced = priceOrder({
    lines: [line(500)],
    shippingFen: 600,
    orderDiscountFen: 700,
    paidFen: null,
  })
  expect(priced).toMatchObject({
    ok: true,
    totalFen: 400,
    shippingFen: 400,
    lines: [{ totalFen: 0, discountFen: 500 }],
  })
})

test('sums that do not add up are refused, each with its reason', () => {
  const base = { lines: [line(500)], shippingFen: 0, orderDiscountFen: null, paidFen: null }
  expect(code(priceOrder({ ...base, paidFen: 501 }))).toBe('total_exceeds_lines')
  expect(code(priceOrder({ ...base, paidFen: 400, orderDiscountFen: 50 }))).toBe('total_mismatch')
  expect(code(priceOrder({ ...base, orderDiscountFen: 501 }))).toBe('discount_exceeds_order')
  expect(code(priceOrder({ ...base, lines: [line(500, 501)] }))).toBe('discount_exceeds_line')
  expect(code(priceOrder({ ...base, lines: [] }))).toBe('total_missing')
  expect(code(priceOrder({ ...base, shippingFen: -1 }))).toBe('negative_amount')
})

test('total is always the lines and the shipping, and nothing is below zero', () => {
  const lines = fc.array(
    fc
      .record({ grossFen: fc.nat(100_000), share: fc.nat(100) })
      .map(({ grossFen, share }) => line(grossFen, Math.floor((grossFen * share) / 100))),
    { minLength: 1, maxLength: 30 },
  )
  fc.assert(
    fc.property(lines, fc.nat(5000), fc.nat(200_000), (ls, shippingFen, discount) => {
      const priced = priceOrder({
        lines: ls,
        shippingFen,
        orderDiscountFen: discount,
        paidFen: null,
      })
      if (!priced.ok) {
        expect(priced.code).toBe('discount_exceeds_order')
        expect(discount).toBeGreaterThan(
          ls.reduce((a, l) => a + l.grossFen - l.discountFen, 0) + shippingFen,
        )
        return
      }
      const gross = ls.reduce((a, l) => a + l.grossFen, 0)
      expect(priced.lines.reduce((a, l) => a + l.totalFen, 0) + priced.shippingFen).toBe(
        priced.totalFen,
      )
      expect(gross + shippingFen - priced.discountFen).toBe(priced.totalFen)
      for (const [i, l] of priced.lines.entries()) {
        expect(l.totalFen).toBeGreaterThanOrEqual(0)
        expect(l.totalFen + l.discountFen).toBe(ls[i]?.grossFen)
      }
    }),
  )
})
