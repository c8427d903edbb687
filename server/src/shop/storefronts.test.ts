// Several storefronts in one shop: each at its own address, with its goods, prices, look and visitors.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { storefront, testShop } from '../commerce/checkout/testing.ts'
import { useCircles, useHeld } from '../commerce/index.ts'
import { contrastWithWhite } from '../commerce/storefront/look.ts'
import { getStorefront, setStorefront } from '../commerce/storefront/storefronts.ts'
import { payOrder } from '../commerce/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { consentPolicy } from '../profile/index.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(() => {
  useMergePolicy(consentPolicy)
  useHeld(async () => ({ levels: [] }))
  // Nobody is in any audience.
  useCircles({ demand: async () => undefined, hold: async () => false })
})
afterAll(() => {
  useHeld(async () => ({ levels: [] }))
  useCircles(undefined)
})
beforeEach(async () => {
  at = await openTestShop()
  await testShop(at.ctx, { tea: 50, cup: 50 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})

const open = (code: string, given: Parameters<typeof storefront>[0] = {}) =>
  setStorefront(at.ctx, storefront({ code, name: code, in_shop: true, ...given }))
/** A browser before one of them. */
async function before(code: string, browser = new ShopBrowser(at)) {
  const ask = (method: string, path: string, body?: object) =>
    browser.ask(method, path, body, { 'x-homefield-shop': '1', 'x-homefield-storefront': code })
  return { browser, ask }
}
const CART = { lines: [{ sku: 'cup', quantity: 1 }] }
const order = (expected_due_fen: number) => ({ ...CART, key: randomUUID(), expected_due_fen })
const named = async (browser: ShopBrowser) =>
  ((await browser.ask('GET', '')).body.storefronts as unknown as { code: string }[]).map(
    ({ code }) => code,
  )

test('each sells its own assortment at its own prices, and the order is its', async () => {
  await open('members', {
    ...{ sells_all: false, skus: ['cup'], prices: [{ sku: 'cup', fen: 700 }] },
  })
  const here = await before('members')
  const { body } = await here.ask('GET', '/products')
  expect(body.items).toMatchObject([{ sku: 'cup', price_fen: 700 }])
  expect((await here.ask('GET', '/products/tea')).status).toBe(404)
  await here.browser.signIn(newPhone())
  expect((await here.ask('POST', '/quote', CART)).body.due_fen).toBe(700)
  expect((await here.browser.ask('POST', '/quote', CART)).body.due_fen).toBe(1_000)
  const placed = await here.ask('POST', '/orders', order(700))
  expect(placed.status, placed.text).toBe(201)
  const { rows } = await sql`select storefront from own_order
    where tenant_id = ${at.ctx.tenantId} and id = ${String(placed.body.id)}`.execute(at.ctx.pg)
  expect(rows).toEqual([{ storefront: 'members' }])
  const own = (await here.browser.ask('GET', '/orders')).body.items
  expect(own).toMatchObject([{ id: placed.body.id }])
})

test('one that is not put in the shop, not open, or not there answers 404, and no price or order gets through', async () => {
  await open('staff-only', { in_shop: false })
  await open('draft', { state: 'draft' })
  for (const code of ['staff-only', 'draft', 'nowhere', '../home', 'HOME']) {
    const { browser, ask } = await before(code)
    await browser.signIn(newPhone())
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/products', undefined],
      ['GET', '/home', undefined],
      ['POST', '/quote', CART],
      ['POST', '/orders', order(1_000)],
    ] as const) {
      const got = await ask(method, path, body)
      expect([code, path, got.status, codeOf(got)]).toEqual([
        code,
        path,
        404,
        'storefront_not_found',
      ])
    }
  }
})

test('the visitor is told where else she may go: not of those by invitation, nor of the newcomers’ once she has bought', async () => {
  await open('members', { visible_to: { levels: ['gold'], audiences: [], pools: [] } })
  const audiences = [randomUUID()]
  await open('invited', { visible_to: { levels: [], audiences, pools: [] } })
  await open('newcomers', { kind: 'newcomers' })
  await open('hidden', { in_shop: false })
  const browser = new ShopBrowser(at)
  expect(await named(browser)).toEqual(['home', 'members', 'newcomers'])
  await browser.signIn(newPhone())
  expect(await named(browser)).toEqual(['home', 'members', 'newcomers'])
  const placed = await browser.ask('POST', '/orders', order(1_000))
  await payOrder(at.ctx, String(placed.body.id))
  expect(await named(browser)).toEqual(['home', 'members'])
  const { ask } = await before('members', browser)
  expect((await ask('GET', '')).body.closed).toMatchObject({ signed_in: true })
  expect(codeOf(await ask('GET', '/products'))).toBe('storefront_not_visible')
})

test('its colour and what is live are shown there alone, and live until it ends', async () => {
  const live = (ends: number) => ({
    ...{ title: '秋茶开播', url: 'https://live.example.com/1', room: 'evening' },
    starts_at: new Date(Date.now() - 3_600_000).toISOString(),
    ends_at: new Date(Date.now() + ends).toISOString(),
  })
  await open('members', { accent: '#8a1538', live: live(3_600_000) })
  const { ask, browser } = await before('members')
  expect((await ask('GET', '')).body.at).toMatchObject({
    ...{ name: 'members', accent: '#8a1538', live: { title: '秋茶开播', room: 'evening' } },
  })
  expect((await browser.ask('GET', '')).body.at).toMatchObject({ accent: null, live: null })
  await setStorefront(at.ctx, { ...(await getStorefront(at.ctx, 'members')), live: live(-60_000) })
  expect((await ask('GET', '')).body.at).toMatchObject({ live: null })
})

test('a colour that white words cannot be read on, and a broadcast that ends first, are refused', async () => {
  expect(contrastWithWhite('#000000')).toBeCloseTo(21, 5)
  expect(contrastWithWhite('#ffffff')).toBeCloseTo(1, 5)
  await expect(open('pale', { accent: '#ffd84d' })).rejects.toMatchObject({
    code: 'accent_too_pale',
  })
  const [starts_at, ends_at] = ['2027-01-02T00:00:00.000Z', '2027-01-01T00:00:00.000Z']
  const live = { title: 'x', url: 'https://x.example', room: null, starts_at, ends_at }
  await expect(open('live', { live })).rejects.toMatchObject({ code: 'live_ends_first' })
})
