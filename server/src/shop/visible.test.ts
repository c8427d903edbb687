// A storefront that is shown to some: who is let in, what the others are told, and that no price or order gets round it.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAudience } from '../audiences/audience.ts'
import { audienceCircles } from '../audiences/index.ts'
import { changeList } from '../audiences/lists.ts'
import { createPool } from '../audiences/pools/pool.ts'
import { testShop } from '../commerce/checkout/testing.ts'
import { useCircles, useHeld, type VisibleTo } from '../commerce/index.ts'
import { getStorefront, setStorefront } from '../commerce/storefront/storefronts.ts'
import { priceTaken } from '../commerce/till/priced.ts'
import { useMergePolicy } from '../identity/index.ts'
import { programme, publish } from '../membership/testing-members.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
/** Who holds the level silver. */
const silver = new Set<number>()
beforeAll(() => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  useCircles(audienceCircles)
  useHeld(async (_, customer) => ({ levels: silver.has(customer) ? ['silver'] : [] }))
})
afterAll(() => {
  useCircles(undefined)
  useHeld(async () => ({ levels: [] }))
})
beforeEach(async () => {
  at = await openTestShop()
  await testShop(at.ctx, { tea: 50 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})

async function showTo(given: Partial<VisibleTo>): Promise<void> {
  const now = await getStorefront(at.ctx, 'home')
  const visible_to = { levels: [], audiences: [], pools: [], ...given }
  await setStorefront(at.ctx, { ...now, visible_to })
}
async function someone() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  return { browser, id: Number((await browser.me()).body.customer_id) }
}
const listOf = (name: string) =>
  createAudience(at.ctx, {
    ...{ name, description: '', folder: '', labels: [], kind: 'static', note: '' },
  })
const putIn = (audience: string, id: number) =>
  changeList(at.ctx, audience, 'add', [{ namespace: 'customer', value: String(id) }])
const CART = { lines: [{ sku: 'tea', quantity: 1 }] }
const ORDER = () => ({ ...CART, key: randomUUID(), expected_due_fen: 1_000 })
/** What each way to what is sold answers. */
async function answers(browser: ShopBrowser) {
  const paths = ['/home', '/categories', '/products', '/products/tea', '/flash-sales', '/pre-sales']
  const more = ['/products/tea/group-buys', '/products/tea/subscription-plans']
  const all = [...paths, ...more, '/products/tea/reviews']
  const got = await Promise.all(all.map((path) => browser.ask('GET', path)))
  return [...new Set(got.map((one) => `${one.status} ${codeOf(one) ?? ''}`.trim()))]
}
const closed = async (browser: ShopBrowser) => (await browser.ask('GET', '')).body.closed

test('shown to everybody, unless the brand says otherwise', async () => {
  expect(await closed(new ShopBrowser(at))).toBeNull()
  expect(await answers(new ShopBrowser(at))).toEqual(['200'])
})

test('a storefront of a level: a visitor reads which and may sign in, a customer may join, who holds it is let in', async () => {
  await programme(at.ctx)
  await publish(at.ctx)
  await showTo({ levels: ['silver'] })
  const visitor = new ShopBrowser(at)
  expect(await answers(visitor)).toEqual(['403 storefront_not_visible'])
  expect(await closed(visitor)).toMatchObject({
    ...{ signed_in: false, is_member: false, by_invitation: false },
    levels: [{ code: 'silver' }],
  })
  const { browser, id } = await someone()
  expect(await closed(browser)).toMatchObject({ signed_in: true, is_member: false })
  expect(await answers(browser)).toEqual(['403 storefront_not_visible'])
  const joined = await browser.ask('POST', '/membership', { agreed: '2025-01' })
  expect(joined.status, joined.text).toBe(200)
  expect(await closed(browser)).toMatchObject({ is_member: true })
  silver.add(id)
  expect(await closed(browser)).toBeNull()
  expect(await answers(browser)).toEqual(['200'])
  expect((await browser.ask('POST', '/orders', ORDER())).status).toBe(201)
})

test('no quote and no order of hers gets round it, and what is hers already stays open to her', async () => {
  const { browser } = await someone()
  expect((await browser.ask('POST', '/orders', ORDER())).status).toBe(201)
  await showTo({ levels: ['gold'] })
  for (const [method, path, body] of [
    ['POST', '/quote', CART],
    ['POST', '/orders', ORDER()],
    ['PUT', '/favourites/tea', undefined],
    ['GET', '/favourites', undefined],
    ['POST', '/wishes', { kind: 'stock', sku: 'tea' }],
  ] as const) {
    const answer = await browser.ask(method, path, body)
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, 'storefront_not_visible'])
  }
  const orders = await browser.ask('GET', '/orders')
  expect(orders.body.items).toHaveLength(1)
  expect((await browser.ask('GET', '/coupons')).status).toBe(200)
})

test('a storefront of an audience or of a pool: who is in it is let in, as long as the pool is live', async () => {
  const [invited, pooled] = [await listOf('受邀'), await listOf('池内')]
  const pool = await createPool(at.ctx, { name: '老客池', audience_id: pooled })
  await showTo({ audiences: [invited], pools: [pool] })
  const [first, second, stranger] = [await someone(), await someone(), await someone()]
  await putIn(invited, first.id)
  await putIn(pooled, second.id)
  expect(await closed(first.browser)).toBeNull()
  expect(await closed(second.browser)).toMatchObject({ by_invitation: true, levels: [] })
  await sql`update pool set state = 'live' where tenant_id = ${at.ctx.tenantId} and id = ${pool}`.execute(
    at.ctx.pg,
  )
  expect(await closed(second.browser)).toBeNull()
  expect(await answers(second.browser)).toEqual(['200'])
  expect(await answers(stranger.browser)).toEqual(['403 storefront_not_visible'])
})

test('one of the ways is enough: an audience beside a level', async () => {
  const invited = await listOf('受邀')
  await showTo({ levels: ['silver'], audiences: [invited] })
  const [byLevel, byAudience] = [await someone(), await someone()]
  silver.add(byLevel.id)
  await putIn(invited, byAudience.id)
  expect([await closed(byLevel.browser), await closed(byAudience.browser)]).toEqual([null, null])
})

test('audiences and pools that are not there, also another brand’s, are refused', async () => {
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'saved',
      (error: { code?: string }) => error.code,
    )
  expect(await code(showTo({ audiences: [randomUUID()] }))).toBe('audience_not_found')
  expect(await code(showTo({ pools: [randomUUID()] }))).toBe('pool_not_found')
  const theirs = await listOf('别人的')
  at = await openTestShop()
  await testShop(at.ctx, { tea: 1 })
  expect(await code(showTo({ audiences: [theirs] }))).toBe('audience_not_found')
})

test('a till that has her money already keeps the sale', async () => {
  const { id } = await someone()
  await showTo({ levels: ['gold'] })
  const basket = {
    ...{ store: 's1', storefront: 'home', customerId: id, couponCodes: null, isShown: false },
    ...{ ...CART, pointsWanted: 0, storedValueWanted: 0 },
  }
  const taken = await priceTaken(at.ctx, basket, 1_000)
  expect(taken).toMatchObject({ pricedFen: null, lost: 'storefront_not_visible' })
  expect(taken.quoted.dueFen).toBe(1_000)
})
