import { expect, test } from 'vitest'
import { keyOf, testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { KINDS } from './offer/kinds/index.ts'
import { routes } from './routes.ts'
import { OfferKinds, QuoteAsked } from './shapes.ts'

async function caller() {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'analyst')
  return (method: 'GET' | 'POST', path: string, body?: object) =>
    api.call(method, path, { key, ...(body && { body }) })
}

test('the example of the document is answered to the fen, offer by offer', async () => {
  const call = await caller()
  const example = QuoteAsked.meta()?.example as object
  const { status, body } = await call('POST', '/offers/quote', example)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    off_fen: 3500,
    total_fen: 24_481 + 800 - 3500,
    told: [
      { offer: 'full', applied: true, worth_fen: 3000 },
      { offer: 'coupon', applied: true, worth_fen: 500 },
      { offer: 'ship', reason: { code: 'below_amount', needed: 30_000, have: 20_981 } },
    ],
    search: { proven: true, worth_fen: 3500, bound_fen: 3500 },
  })
})

test('what makes no sense is refused with its place, and nothing is reckoned', async () => {
  const call = await caller()
  const example = QuoteAsked.meta()?.example as { basket: object; offers: object[] }
  const wrong = [
    { ...example, offers: [{ id: 'x', kind: 'magic', args: {} }] },
    { ...example, offers: [{ id: 'x', kind: 'amount', args: { off_fen: -1 } }] },
    { ...example, offers: [...example.offers, ...example.offers] },
    { ...example, basket: { ...example.basket, timezone: 'Mars/Base' } },
    { ...example, basket: { ...example.basket, lines: [] } },
    {
      ...example,
      offers: [{ id: 'x', kind: 'gift', args: { sku: 'a', value_fen: 1 }, most_fen: 1 }],
    },
  ]
  for (const body of wrong) {
    const answer = await call('POST', '/offers/quote', body)
    expect(answer.status, JSON.stringify(body)).toBe(400)
  }
})

test('every kind says what it needs, as a schema a form is drawn from', async () => {
  const call = await caller()
  const { body } = await call('GET', '/offers/kinds')
  const { kinds } = OfferKinds.parse(body)
  expect(kinds.map((k) => k.code).sort()).toEqual(Object.keys(KINDS).sort())
  expect(new Set(kinds.map((k) => k.args.type))).toEqual(new Set(['object']))
})
