import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testShop } from '../commerce/checkout/testing.ts'
import { useOrderParties, usePricing } from '../commerce/index.ts'
import { payOrder } from '../commerce/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { offersParty, offersPricing, preSaleParty } from '../promotion/index.ts'
import { livePreSale } from '../promotion/pre-sale/testing.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  at = await openTestShop()
  await testShop(at.ctx, { tea: 1000 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty, preSaleParty])
})
afterAll(() => {
  useOrderParties([])
  usePricing({})
})

const cart = (id: string, agreed: boolean) => ({
  lines: [{ sku: 'tea', quantity: 1 }],
  pre_sale: { id, agreed },
})

test('she sees both amounts and what they mean, agrees, pays the deposit, and loses it knowingly or not at all', async () => {
  const sale = await livePreSale(at.ctx)
  const visitor = new ShopBrowser(at)
  const seen = await visitor.ask('GET', '/products/tea/pre-sales')
  expect(seen.body.items).toContainEqual(
    expect.objectContaining({
      ...{ id: sale.id, deposit_kind: 'earnest', deposit_fen: 150, worth_fen: 200 },
      ...{ balance_fen: 800, is_sold_out: false },
    }),
  )
  const hers = new ShopBrowser(at)
  await hers.signIn(newPhone())
  const quote = await hers.ask('POST', '/quote', cart(sale.id, false))
  expect(quote.body).toMatchObject({
    due_fen: 950,
    deposit: { kind: 'earnest', fen: 150, binding_fen: 150, balance_fen: 800 },
  })
  const place = (agreed: boolean) =>
    hers.ask('POST', '/orders', {
      ...cart(sale.id, agreed),
      ...{ key: randomUUID(), expected_due_fen: 950 },
    })
  expect(codeOf(await place(false))).toBe('deposit_not_agreed')
  const placed = await place(true)
  expect(placed.status).toBe(201)
  const id = String(placed.body.id)
  await payOrder(at.ctx, id)
  const shown = await hers.ask('GET', `/orders/${id}`)
  expect(shown.body.order).toMatchObject({
    state: 'to_pay_balance',
    deposit: { state: 'held', balance_fen: 800 },
  })
  expect(codeOf(await hers.ask('POST', `/orders/${id}/pay`, { provider: 'test' }))).toBe(
    'balance_not_yet',
  )
  expect(codeOf(await hers.ask('POST', `/orders/${id}/cancel`, {}))).toBe('deposit_forfeits')
  const other = new ShopBrowser(at)
  await other.signIn(newPhone())
  expect((await other.ask('POST', `/orders/${id}/cancel`, { forfeits: true })).status).toBe(404)
  expect((await hers.ask('POST', `/orders/${id}/cancel`, { forfeits: true })).status).toBe(200)
  const after = await hers.ask('GET', `/orders/${id}`)
  expect(after.body.order).toMatchObject({
    state: 'cancelled',
    deposit: { state: 'forfeited', kept_fen: 150 },
  })
})
