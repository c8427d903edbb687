// A customer's own membership, points, stored value and coupons, over the shop's routes.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testShop } from '../commerce/checkout/testing.ts'
import { useHeld, useOrderParties, usePricing } from '../commerce/index.ts'
import { canonicalOf, identifiersOfNodes, resolve, useMergePolicy } from '../identity/index.ts'
import { heldAtCheckout, pointsParty, pointsPort, storedValuePort } from '../membership/index.ts'
import type { Level } from '../membership/levels/rules.ts'
import { given, ledgerFaults } from '../membership/testing.ts'
import { programme, publish, RULES, settleLevels } from '../membership/testing-members.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { removePicture } from '../pictures/pictures.ts'
import { testPicture } from '../pictures/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import {
  createActivity,
  publishActivity,
  stopActivity,
} from '../promotion/activities/activities.ts'
import { giveCoupons } from '../promotion/coupons/issue.ts'
import { offersParty, offersPricing } from '../promotion/index.ts'
import { couponBatch, liveOffer, offTen } from '../promotion/testing.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  usePricing({ offers: offersPricing, points: pointsPort, stored_value: storedValuePort })
  useOrderParties([offersParty, pointsParty])
  useHeld(heldAtCheckout)
  at = await openTestShop()
  await testShop(at.ctx, { tea: 500 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
  useHeld(async () => ({ levels: [] }))
})

async function someone() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  const { body } = await browser.me()
  return { browser, id: Number(body.customer_id) }
}
const HOUR = 3_600_000
const from = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString()
async function running(more: { storefronts?: string[] } = {}): Promise<string> {
  const { id } = await createActivity(at.ctx, {
    ...{ name: '秋茶上新', starts_at: from(-1), ends_at: from(48), owner_id: null, audiences: [] },
    ...{ goods: {}, storefronts: more.storefronts ?? [], carriers: [], budget_fen: 100_000 },
    short_objective: { measure: 'orders', target: 10, note: '' },
    long_objective: { measure: 'returning_customers', target: 5, note: '' },
  })
  await publishActivity(at.ctx, id)
  return id
}
async function takeable(activity: string, more: { who?: object; take_limit?: number } = {}) {
  const terms = { ...offTen, args: { off_fen: 300 }, ...(more.who && { who: more.who }) }
  const offer_id = await liveOffer(at.ctx, terms, {}, { source: 'coupon', activity_id: activity })
  const { id } = await couponBatch(at.ctx, {
    ...{ offer_id, is_takeable: true, take_limit: more.take_limit ?? 1 },
  })
  return id
}
type Answer = Awaited<ReturnType<ShopBrowser['ask']>>
interface Seen {
  items: { code: string; state: string }[]
  offered: { batch_id: string; refused: string | null; mine: number }[]
}
const seen = ({ body }: Answer) => body as unknown as Seen

test('she joins having agreed to the terms she was shown, once, and sees what the next level needs', async () => {
  const { browser } = await someone()
  expect((await browser.ask('GET', '/membership')).body).toEqual({ membership: null })
  await programme(at.ctx)
  await publish(at.ctx)
  const before = await browser.ask('GET', '/membership')
  expect(before.body.membership).toMatchObject({ member: null, standing: null })
  const other = await browser.ask('POST', '/membership', { agreed: 'an older wording' })
  expect([other.status, codeOf(other)]).toEqual([409, 'terms_changed'])
  const tries = await Promise.all(
    Array.from({ length: 16 }, () => browser.ask('POST', '/membership', { agreed: '2025-01' })),
  )
  expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 200))
  const after = (await browser.ask('GET', '/membership')).body.membership
  expect(after).toMatchObject({
    programme: { name: '主场会员' },
    standing: {
      level: 'plain',
      progress: { level: 'silver', needs: [{ by: 'spend', have: 0, at_least: 100_000 }] },
    },
  })
  const numbers = tries.map(({ body }) => JSON.stringify(body.membership))
  expect(new Set(numbers.map((text) => /"number":"\d{12}"/.exec(text)?.[0])).size).toBe(1)
  await settleLevels(at.ctx)
})

test('each level comes with the title and badge the brand gave it, and what shows a badge is not removed', async () => {
  const at = await openTestShop()
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  await programme(at.ctx)
  const [plain, silver, gold] = RULES.levels
  const picture = await testPicture(at.ctx, 64, 64)
  const titled = { ...gold, title: '掌柜', title_en: 'Keeper', badge: picture.id } as Level
  await publish(at.ctx, { ...RULES, levels: [plain as Level, silver as Level, titled] })
  const levels = async () =>
    ((await browser.ask('GET', '/membership')).body.membership as unknown as { levels: object[] })
      .levels
  const { url, width, height } = picture
  expect(await levels()).toMatchObject([
    { code: 'plain', title: '', title_en: '', badge: null },
    { code: 'silver', title: '', badge: null },
    { code: 'gold', title: '掌柜', title_en: 'Keeper', badge: { url, width, height } },
  ])
  // Also once it has lost it: a past day is told with the badges of its time.
  await publish(at.ctx, RULES)
  expect(await levels()).toMatchObject([{}, {}, { title: '', badge: null }])
  await expect(removePicture(at.ctx, picture.id)).rejects.toMatchObject({ code: 'picture_in_use' })
  const theirs = await testPicture(await testCtx())
  const stolen = { ...titled, badge: theirs.id }
  await expect(
    publish(at.ctx, { ...RULES, levels: [plain as Level, stolen] }),
  ).rejects.toMatchObject({ code: 'picture_not_found' })
})

test('nobody is told of, or pays with, what belongs to a customer somebody only claimed to be', async () => {
  const { resolutions } = await resolve(at.ctx, [
    {
      ...{ at: Date.now(), intent: 'observe', isVerified: true, source: 'erp', reason: 'import' },
      identifiers: [{ namespace: 'member_id', value: `rich-${randomUUID()}` }],
    },
  ])
  const rich = resolutions[0]?.node as number
  await given(at.ctx, rich, 5_000)
  const batch = await couponBatch(at.ctx)
  await giveCoupons(at.ctx, batch.id, [rich])
  const { browser, id } = await someone()
  const visitor = `claimed-${randomUUID()}`
  const claim = (identifiers: { namespace: string; value: string }[]) =>
    resolve(at.ctx, [
      {
        ...{ at: Date.now(), intent: 'observe', isVerified: false, source: 'web', reason: 'view' },
        identifiers,
      },
    ])
  const known = await identifiersOfNodes(at.ctx, [id, rich])
  for (const { namespace, value } of known)
    await claim([
      { namespace: 'anonymous', value: visitor },
      { namespace, value },
    ])
  // Their histories are one by that claim, or this would show nothing.
  expect([...new Set((await canonicalOf(at.ctx, [id, rich])).values())]).toHaveLength(1)
  expect((await browser.ask('GET', '/points')).body).toMatchObject({ spendable: 0 })
  expect((await browser.ask('GET', '/ledger?of=points')).body.items).toEqual([])
  const cart = { lines: [{ sku: 'tea', quantity: 1 }], points_wanted: 500 }
  expect(seen(await browser.ask('GET', '/coupons')).items).toEqual([])
  expect((await browser.ask('POST', '/quote', cart)).body).toMatchObject({ due_fen: 1_000 })
})

test('points are told with every lot that ends, and pay an order as the quote says', async () => {
  const { browser, id } = await someone()
  const soon = new Date(Date.now() + 10 * 24 * HOUR)
  await given(at.ctx, id, 120, { expiresAt: soon })
  await given(at.ctx, id, 300)
  await given(at.ctx, id, 50, { releasesAt: null })
  expect((await browser.ask('GET', '/points')).body).toMatchObject({
    ...{ spendable: 420, pending: 50, owed: 0, worth_fen: 420, lasting: 300 },
    expiring: [{ expires_at: soon.toISOString(), amount: 120 }],
  })
  const cart = { lines: [{ sku: 'tea', quantity: 1 }], points_wanted: 420 }
  const quote = await browser.ask('POST', '/quote', cart)
  expect(quote.body).toMatchObject({ due_fen: 580 })
  const placed = await browser.ask('POST', '/orders', {
    ...{ ...cart, key: randomUUID(), expected_due_fen: 580 },
  })
  expect(placed.status).toBe(201)
  expect((await browser.ask('GET', '/points')).body).toMatchObject({ spendable: 0 })
  await browser.ask('POST', `/orders/${placed.body.id}/cancel`, {})
  expect((await browser.ask('GET', '/points')).body).toMatchObject({ spendable: 420 })
  expect(await ledgerFaults(at.ctx)).toEqual([])
})

test('she takes a coupon of a running activity, no more than she may, and it pays', async () => {
  const { browser } = await someone()
  const batch = await takeable(await running(), { take_limit: 2 })
  const tries = await Promise.all(
    Array.from({ length: 64 }, () => browser.ask('POST', '/coupons', { batch_id: batch })),
  )
  expect(Map.groupBy(tries, ({ status }) => status).get(201)).toHaveLength(2)
  expect(tries.filter((one) => codeOf(one) === 'take_limit')).toHaveLength(62)
  const mine = seen(await browser.ask('GET', '/coupons'))
  expect(mine.items.map(({ state }) => state)).toEqual(['taken', 'taken'])
  expect(mine.offered.find(({ batch_id }) => batch_id === batch)).toMatchObject({ mine: 2 })
  const quote = await browser.ask('POST', '/quote', {
    ...{ lines: [{ sku: 'tea', quantity: 1 }], coupon_codes: [mine.items[0]?.code] },
  })
  expect(quote.body).toMatchObject({ due_fen: 700 })
  // None is used that she did not choose.
  const without = await browser.ask('POST', '/quote', { lines: [{ sku: 'tea', quantity: 1 }] })
  expect(without.body).toMatchObject({ due_fen: 1_000 })
  const { browser: other } = await someone()
  expect(seen(await other.ask('GET', '/coupons')).items).toEqual([])
})

test('a coupon that is not for her is shown with the reason and not given', async () => {
  const { browser } = await someone()
  const activity = await running()
  const forGold = await takeable(activity, { who: { levels: ['gold'] } })
  const forNew = await takeable(activity, { who: { new_only: true } })
  const { offered } = seen(await browser.ask('GET', '/coupons'))
  const refused = (id: string) => offered.find((one) => one.batch_id === id)?.refused
  expect([refused(forGold), refused(forNew)]).toEqual(['other_level', null])
  const asked = await browser.ask('POST', '/coupons', { batch_id: forGold })
  expect([asked.status, codeOf(asked)]).toEqual([409, 'coupon_not_for_her'])
})

test('what its activity does not offer here and now is neither shown nor given', async () => {
  const { browser } = await someone()
  const [elsewhere, over] = [await running({ storefronts: ['other'] }), await running()]
  const hidden = [await takeable(elsewhere), await takeable(over)]
  await stopActivity(at.ctx, over, 'ended')
  const handedOut = await couponBatch(at.ctx)
  const { offered } = seen(await browser.ask('GET', '/coupons'))
  for (const id of [...hidden, handedOut.id]) {
    expect(offered.map(({ batch_id }) => batch_id)).not.toContain(id)
    expect((await browser.ask('POST', '/coupons', { batch_id: id })).status).toBe(404)
  }
})
