import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testShop } from '../commerce/checkout/testing.ts'
import { useOrderParties, usePricing } from '../commerce/index.ts'
import { useMergePolicy } from '../identity/index.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { liveFlashSale, moveSlot } from '../promotion/flash-sale/testing.ts'
import { flashSaleParty, offersParty, offersPricing } from '../promotion/index.ts'
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
  useOrderParties([offersParty, flashSaleParty])
})
afterAll(() => {
  useOrderParties([])
  usePricing({})
})

const signedIn = async () => {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  return browser
}
const cart = (slot: string, token: unknown) => ({
  lines: [{ sku: 'tea', quantity: 1 }],
  flash_sale: { slot, token },
})
const order = (browser: ShopBrowser, slot: string, token: unknown) =>
  browser.ask('POST', '/orders', {
    ...cart(slot, token),
    ...{ key: randomUUID(), expected_due_fen: 600 },
  })

test('anybody sees the slots with the server’s time and what is left; who is signed in gets leave and orders', async () => {
  const sale = await liveFlashSale(at.ctx, { quantity: 4 })
  const visitor = new ShopBrowser(at)
  const slotIn = async (path: string) => {
    const page = await visitor.ask('GET', path)
    expect(Date.parse(String(page.body.now))).toBeGreaterThan(0)
    return (page.body.items as unknown as { id: string }[]).find(({ id }) => id === sale.slot)
  }
  expect(await slotIn('/flash-sales')).toMatchObject({
    time: 'now',
    items: [{ sku: 'tea', price_fen: 600, base_fen: null, left_bp: 10_000, state: 'left' }],
  })
  const ask = (browser: ShopBrowser) =>
    browser.ask('POST', `/flash-slots/${sale.slot}/tokens`, { sku: 'tea' })
  await visitor.begin()
  expect((await ask(visitor)).status).toBe(401)
  const hers = await signedIn()
  expect(codeOf(await hers.ask('POST', '/quote', cart(sale.slot, null)))).toBe('flash_token_needed')
  expect(codeOf(await order(hers, sale.slot, null))).toBe('flash_token_needed')
  const token = (await ask(hers)).body.id
  expect((await hers.ask('POST', '/quote', cart(sale.slot, token))).body).toMatchObject({
    due_fen: 600,
  })
  expect(codeOf(await order(await signedIn(), sale.slot, token))).toBe('flash_token_void')
  expect((await order(hers, sale.slot, token)).status).toBe(201)
  expect(await slotIn('/products/tea/flash-sales')).toMatchObject({ items: [{ left_bp: 7500 }] })
  await moveSlot(at.ctx, sale.slot, -180)
  expect(await slotIn('/products/tea/flash-sales')).toBeUndefined()
  expect(await slotIn('/flash-sales')).toMatchObject({ time: 'over' })
  expect(codeOf(await ask(hers))).toBe('flash_over')
})

test('eight shoppers at once before the last piece: one order, over HTTP', async () => {
  const sale = await liveFlashSale(at.ctx, { quantity: 1 })
  const browsers: ShopBrowser[] = []
  for (let i = 0; i < 8; i++) browsers.push(await signedIn())
  const answers = await Promise.all(
    browsers.map(async (browser) => {
      const given = await browser.ask('POST', `/flash-slots/${sale.slot}/tokens`, { sku: 'tea' })
      if (given.status !== 201) return codeOf(given)
      const placed = await order(browser, sale.slot, given.body.id)
      return placed.status === 201 ? 'ordered' : codeOf(placed)
    }),
  )
  expect(answers.filter((one) => one === 'ordered')).toHaveLength(1)
  for (const one of answers) expect(['ordered', 'flash_waiting', 'flash_sold_out']).toContain(one)
})
