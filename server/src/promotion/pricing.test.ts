import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../commerce/index.ts'
import { quote as price, type QuoteInput, TRACED } from '../commerce/quote/quote.ts'
import { quote } from './offer/quote.ts'
import { basketOf, offerOf, someBasket, someOffers } from './offer/testing-offers.ts'
import { type OfferTerms, offersRule } from './pricing-terms.ts'

const termsWith = (offers: OfferTerms['offers'], more: Partial<OfferTerms> = {}): OfferTerms => ({
  ...{ at: '2026-11-11T10:00:00+08:00', timezone: 'Asia/Shanghai', storefront: null },
  ...{ customer: null, products: {}, offers, of: {}, groups: [], limits: {}, refused: [] },
  ...more,
})
const inputOf = (
  terms: OfferTerms,
  lines: { sku: string; quantity: number; unit_fen: number }[],
) => ({
  ...{ version: 1, currency: 'CNY', levels: [], deepestBp: null, place: null, freight: null },
  lines: lines.map(({ sku, quantity, unit_fen }) => ({
    ...{ sku, quantity, unitFen: unit_fen, memberFen: {}, weightG: null, ships: false },
  })),
  terms: { offers: terms as unknown as Json },
})
function pricedWith(input: QuoteInput) {
  const quoted = price(input, { offers: offersRule })
  if (!quoted.ok) throw new Error(quoted.code)
  return quoted
}

test('whatever basket and offers: an order costs to the fen what the search for the best combination says', () => {
  fc.assert(
    fc.property(someBasket, someOffers(8), (random, offers) => {
      const bySku = new Map(random.lines.map((line) => [line.sku, line]))
      const lines = [...bySku.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1))
      const basket = {
        ...random,
        lines: lines.map((line) => ({ ...line, key: line.sku, no_offers: false })),
        shipping_fen: 0,
      }
      const kit = quote({ basket, offers, groups: [], limits: {} })
      const quoted = pricedWith(inputOf(termsWith(offers), basket.lines))
      expect(quoted.lines.map((l) => l.off.offers + l.off.coupon)).toEqual(
        kit.lines.map((l) => l.offFen),
      )
      expect(quoted.totalFen).toBe(kit.totalFen)
      const applied = quoted.trace.filter(
        (note) => note.applied && (note.step === 'offers' || note.step === 'coupon'),
      )
      expect(applied.map((note) => note.id).sort()).toEqual(
        kit.told.flatMap((told) => (told.applied ? told.offer : [])).sort(),
      )
      for (const told of kit.told)
        if (!told.applied)
          expect(quoted.trace).toContainEqual(
            expect.objectContaining({ id: told.offer, applied: false, code: told.reason.code }),
          )
      const couponFen = kit.told.reduce((sum, told) => {
        const offer = offers.find((o) => o.id === told.offer)
        const gifts = kit.gifts.filter((g) => g.offer === told.offer)
        return told.applied && offer?.source === 'coupon'
          ? sum + told.worthFen - gifts.reduce((n, g) => n + g.valueFen, 0)
          : sum
      }, 0)
      expect(quoted.lines.reduce((sum, l) => sum + l.off.coupon, 0)).toBe(couponFen)
    }),
    { numRuns: 200 },
  )
})

test('a coupon stands in its own step of the trace, also when it was weighed with the offers', () => {
  const { lines } = basketOf({ tea: [2, 10_000] })
  const offers = [
    offerOf(
      'full',
      'steps',
      { steps: [{ from_fen: 20_000, off_fen: 3000 }] },
      { name: '满200减30' },
    ),
    offerOf('CODE', 'amount', { off_fen: 500 }, { source: 'coupon' }),
  ]
  const quoted = pricedWith(
    inputOf(termsWith(offers, { refused: [{ id: 'OLD', code: 'coupon_used' }] }), lines),
  )
  expect(quoted.lines[0]?.off).toMatchObject({ offers: 3000, coupon: 500 })
  expect(quoted.trace.filter((n) => n.step === 'offers' || n.step === 'coupon')).toEqual([
    {
      step: 'offers',
      id: 'full',
      code: 'applied',
      applied: true,
      fen: 3000,
      args: { wanted: 3000, name: '满200减30' },
    },
    { step: 'coupon', id: 'CODE', code: 'applied', applied: true, fen: 500, args: { wanted: 500 } },
    { step: 'coupon', id: 'OLD', code: 'coupon_used', applied: false, fen: 0 },
  ])
  const order = quoted.trace.map((n) => TRACED.indexOf(n.step))
  expect(order).toEqual([...order].sort((a, b) => a - b))
})

const freight = {
  code: 'standard',
  refused: [],
  rules: [
    {
      ...{
        regions: [[]],
        firstG: 1000,
        firstFen: 800,
        nextG: 500,
        nextFen: 200,
        freeFromFen: 9_900,
      },
    },
  ],
}
const sent = (fen: number, offers: OfferTerms['offers']): QuoteInput => {
  const input = inputOf(termsWith(offers), [{ sku: 'tea', quantity: 1, unit_fen: fen }])
  return {
    ...input,
    lines: input.lines.map((line) => ({ ...line, ships: true, weightG: 100 })),
    ...{ place: ['浙江省'], freight },
  }
}

test('free shipping takes the freight off, as much of it as the offer pays for', () => {
  const whole = pricedWith(sent(5000, [offerOf('ship', 'free_shipping', {})]))
  expect(whole).toMatchObject({ shippingFen: 0, totalFen: 5000, discountFen: 0 })
  const part = pricedWith(sent(5000, [offerOf('ship', 'free_shipping', { most_fen: 300 })]))
  expect(part).toMatchObject({ shippingFen: 500, totalFen: 5500 })
  expect(part.trace).toContainEqual(
    expect.objectContaining({ step: 'shipping', id: 'ship', code: 'shipping_off', fen: 300 }),
  )
})

test('a discount that brings the order below free shipping is met by free shipping of an offer', () => {
  const offers = [offerOf('off', 'amount', { off_fen: 2000 }), offerOf('ship', 'free_shipping', {})]
  // ¥100 is sent for nothing; ¥80 is not, and then the second offer pays.
  expect(pricedWith(sent(10_000, offers))).toMatchObject({ totalFen: 8000, shippingFen: 0 })
})

test('a gift comes with the order, told with what gives it', () => {
  const { lines } = basketOf({ tea: [1, 10_000] })
  const offers = [offerOf('present', 'gift', { sku: 'cup', value_fen: 900, pieces: 2 })]
  expect(pricedWith(inputOf(termsWith(offers), lines)).gifts).toEqual([
    { id: 'present', sku: 'cup', quantity: 2, valueFen: 1800 },
  ])
})
