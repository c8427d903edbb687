// PIPL § 24: who refuses to be decided about by machines has what everybody has, and a price never follows a profile.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAudience } from '../audiences/audience.ts'
import { audienceCircles } from '../audiences/index.ts'
import { changeList } from '../audiences/lists.ts'
import { createPool } from '../audiences/pools/pool.ts'
import { roundOf } from '../audiences/round.ts'
import { know } from '../audiences/testing.ts'
import { makeAudience } from '../audiences/testing-audiences.ts'
import { priceCheckout } from '../commerce/checkout/basket.ts'
import { type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { recordOrders, useCircles, useHeld, usePricing } from '../commerce/index.ts'
import { getStorefront, setStorefront } from '../commerce/storefront/storefronts.ts'
import { newCustomer, order } from '../commerce/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { heldAtCheckout, pointsPort, storedValuePort } from '../membership/index.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { addPerson, signInAs, testSecrets } from '../org/testing.ts'
import { applyTags, consentPolicy } from '../profile/index.ts'
import { offersPricing } from '../promotion/index.ts'
import { liveOffer, offTen } from '../promotion/testing.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
let shop: TestShop
beforeAll(() => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  useCircles(audienceCircles)
  useHeld(heldAtCheckout)
  usePricing({ offers: offersPricing, points: pointsPort, stored_value: storedValuePort })
})
afterAll(() => {
  useCircles(undefined)
  useHeld(async () => ({ levels: [] }))
  usePricing({})
})
beforeEach(async () => {
  at = await openTestShop()
  shop = await testShop(at.ctx, { tea: 500 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})

/** Signed in, and known by a tag that a rule asks for. */
async function regular() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  const id = Number((await browser.me()).body.customer_id)
  await know(at.ctx, [
    { customer: id, kind: 'customer', key: '' },
    { customer: id, kind: 'tag', key: 'buys_often', value: true },
  ])
  return { browser, id }
}
/** By a rule over what is known of people. */
async function byRule(): Promise<string> {
  const id = await makeAudience(at.ctx, { kind: 'tags', match: 'any', tags: ['buys_often'] })
  await roundOf(at.ctx)
  return id
}
const say = (browser: ShopBrowser, state: 'given' | 'withdrawn') =>
  browser.ask('PUT', '/me/consents/profiling', { state })
const due = async (customerId: number) =>
  (await priceCheckout(at.ctx, shop.basket({ tea: 2 }, { customerId }))).quoted.dueFen

async function page(text: string, audience_id?: string): Promise<void> {
  const session = await signInAs(at.api, await addPerson(at.ctx, 'operator'))
  const call = (path: string, body: object) =>
    at.api.call('POST', `/shop-pages${path}`, { session, body })
  const made = await call('', {
    ...{ name: text, blocks: [{ id: 'a', kind: 'notice', settings: { text } }] },
    ...(audience_id && { audience_id, priority: 5 }),
  })
  const done = await call(`/${made.body.id}/publish`, { draft_revision: 0 })
  expect(done.status, done.text).toBe(200)
}
const seen = async (browser: ShopBrowser) => {
  const { text } = await browser.ask('GET', '/home')
  return ['For regulars', 'For everybody'].find((words) => text.includes(words))
}

test('an offer, a page and a storefront that a rule picked her for are hers until she refuses; then she has what everybody has, until she agrees again', async () => {
  const { browser, id } = await regular()
  const audience = await byRule()
  await liveOffer(at.ctx, { ...offTen, who: { audiences: [audience] } })
  await page('For everybody')
  await page('For regulars', audience)
  const visible_to = { levels: [], audiences: [audience], pools: [] }
  const open = async () => {
    const now = await getStorefront(at.ctx, 'home')
    await setStorefront(at.ctx, { ...now, visible_to })
    const answer = await browser.ask('GET', '/products')
    const again = await getStorefront(at.ctx, 'home')
    await setStorefront(at.ctx, { ...again, visible_to: { ...visible_to, audiences: [] } })
    return codeOf(answer) ?? answer.status
  }
  const stranger = await newCustomer(at.ctx)
  expect([await due(id), await due(stranger)]).toEqual([1_000, 2_000])
  expect([await seen(browser), await open()]).toEqual(['For regulars', 200])
  expect((await say(browser, 'withdrawn')).status).toBe(200)
  expect(await due(id)).toBe(await due(stranger))
  expect([await seen(browser), await open()]).toEqual(['For everybody', 'storefront_not_visible'])
  expect((await say(browser, 'given')).status).toBe(200)
  expect(await due(id)).toBe(1_000)
  expect([await seen(browser), await open()]).toEqual(['For regulars', 200])
})

test('a rule leaves nobody out of what everybody has once she has refused', async () => {
  const { browser, id } = await regular()
  await liveOffer(at.ctx, { ...offTen, who: { not_audiences: [await byRule()] } })
  expect([await due(id), await due(await newCustomer(at.ctx))]).toEqual([2_000, 1_000])
  await say(browser, 'withdrawn')
  expect(await due(id)).toBe(1_000)
})

test('a list that people keep, a pool she came into, and her level are no judgement of a machine', async () => {
  const { browser, id } = await regular()
  const list = await createAudience(at.ctx, {
    ...{ name: '老友', description: '', folder: '', labels: [], kind: 'static', note: '' },
  })
  await changeList(at.ctx, list, 'add', [{ namespace: 'customer', value: String(id) }])
  await liveOffer(at.ctx, { ...offTen, who: { audiences: [list] } })
  const pool = await createPool(at.ctx, {
    ...{ name: '好友池', audience_id: await byRule() },
  })
  await sql`update pool set state = 'live' where tenant_id = ${at.ctx.tenantId} and id = ${pool}`.execute(
    at.ctx.pg,
  )
  await say(browser, 'withdrawn')
  expect(await due(id)).toBe(1_000)
  expect(await audienceCircles.hold(at.ctx, id, { audiences: [], pools: [pool] })).toBe(true)
})

test('whatever is known of two people, the same basket costs them the same', async () => {
  const plain = await newCustomer(at.ctx)
  await liveOffer(at.ctx, offTen)
  const profile = fc.record({
    tags: fc.subarray(['vip', 'price_sensitive', 'new_phone', 'rich']),
    orders: fc.array(fc.integer({ min: 1, max: 5_000_00 }), { maxLength: 4 }),
    city: fc.constantFrom('北京', '鹤岗', ''),
    quantity: fc.integer({ min: 1, max: 9 }),
  })
  await fc.assert(
    fc.asyncProperty(profile, async ({ tags, orders, city, quantity }) => {
      const node = await newCustomer(at.ctx)
      await applyTags(
        at.ctx,
        tags.map((tag) => ({ node, tag, source: 'crm', at: at.ctx.now() })),
      )
      if (orders.length > 0)
        await recordOrders(
          at.ctx,
          orders.map((fen) => order(randomUUID(), fen, { node })),
        )
      if (city !== '')
        await know(at.ctx, [{ customer: node, kind: 'attribute', key: 'city', value: city }])
      const of = async (customerId: number) =>
        (await priceCheckout(at.ctx, shop.basket({ tea: quantity }, { customerId }))).quoted
      const [hers, theirs] = [await of(node), await of(plain)]
      expect([hers.dueFen, hers.lines]).toEqual([theirs.dueFen, theirs.lines])
    }),
    { numRuns: 25 },
  )
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sales_order
    where tenant_id = ${at.ctx.tenantId}`.execute(at.ctx.pg)
  expect(rows[0]?.n).toBeGreaterThan(0)
})
