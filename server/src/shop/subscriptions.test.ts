import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testShop } from '../commerce/checkout/testing.ts'
import { subscriptionParty, useOrderParties } from '../commerce/index.ts'
import { subscriptionRoutes } from '../commerce/subscription/routes.ts'
import { newPlan } from '../commerce/subscription/testing.ts'
import { payOrder } from '../commerce/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { keyOf } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
let plan: string
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  at = await openTestShop([subscriptionRoutes])
  await testShop(at.ctx, { tea: 1000 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
  useOrderParties([subscriptionParty])
  plan = (await newPlan(at.ctx)).id
})
afterAll(() => useOrderParties([]))

async function signedIn(): Promise<ShopBrowser> {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  return browser
}
interface Offered {
  agreement: { version: string; text: string }
}
const itemsOf = <Item>({ text }: { text: string }) => (JSON.parse(text) as { items: Item[] }).items
const cart = (agreed: string | null) => ({
  ...{ lines: [{ sku: 'tea', quantity: 1 }], plan: { id: plan, agreed } },
})

test('she reads the plan, agrees, pays the first one, and does with it as she likes', async () => {
  const offered = await new ShopBrowser(at).ask('GET', '/products/tea/subscription-plans')
  const [first] = itemsOf<Offered>(offered)
  expect(first).toMatchObject({ id: plan, each_fen: 900, unit: 'month', every: 1 })
  expect(first?.agreement.text).toContain('一键取消')
  const hers = await signedIn()
  const quoted = await hers.ask('POST', '/quote', cart(null))
  expect(quoted.body).toMatchObject({ due_fen: 900 })
  const order = (agreed: string | null) =>
    hers.ask('POST', '/orders', { ...cart(agreed), key: randomUUID(), expected_due_fen: 900 })
  expect(codeOf(await order(null))).toBe('subscription_not_agreed')
  const placed = await order(first?.agreement.version ?? '')
  expect(placed.status).toBe(201)
  await payOrder(at.ctx, String(placed.body.id))
  const list = await hers.ask('GET', '/subscriptions')
  const [mine] = itemsOf<{ id: string }>(list)
  expect(mine).toMatchObject({ state: 'active', cycle: 1 })
  const path = `/subscriptions/${mine?.id}`
  const skipped = await hers.ask('POST', `${path}/change`, { act: 'skip', cycle: 2 })
  expect(skipped.body).toMatchObject({ cycle: 2, state: 'active', next_fen: 900 })
  expect(codeOf(await hers.ask('POST', `${path}/change`, { act: 'skip', cycle: 2 }))).toBe(
    'edited_meanwhile',
  )
  const paused = await hers.ask('POST', `${path}/change`, { act: 'pause' })
  expect(paused.body).toMatchObject({ state: 'paused', next_on: null })
  const other = await signedIn()
  expect((await other.ask('GET', path)).status).toBe(404)
  expect((await other.ask('POST', `${path}/change`, { act: 'cancel' })).status).toBe(404)
  const gone = await hers.ask('POST', `${path}/change`, { act: 'cancel' })
  expect(gone.body).toMatchObject({ state: 'cancelled' })
})

test('what is subscribed to is bought in no other way, and never more of it than the plan says', async () => {
  const hers = await signedIn()
  const quote = async (given: object) =>
    codeOf(await hers.ask('POST', '/quote', { ...cart(null), ...given }))
  expect(await quote({ coupon_codes: ['X'] })).toBe('subscription_basket')
  expect(await quote({ points_wanted: 5 })).toBe('subscription_basket')
  expect(await quote({ group_buy: { id: randomUUID() } })).toBe('two_ways_to_buy')
  expect(await quote({ lines: [{ sku: 'tea', quantity: 10 }] })).toBe('subscription_quantity')
  expect(await quote({ plan: { id: randomUUID() } })).toBe('subscription_plan_not_found')
})

test('staff see whose it is, its history, and cancel for her; another brand sees nothing', async () => {
  const hers = await signedIn()
  const offered = await hers.ask('GET', '/products/tea/subscription-plans')
  const [first] = itemsOf<Offered>(offered)
  const placed = await hers.ask('POST', '/orders', {
    ...cart(first?.agreement.version ?? ''),
    ...{ key: randomUUID(), expected_due_fen: 900 },
  })
  await payOrder(at.ctx, String(placed.body.id))
  const [mine] = itemsOf<{ id: string }>(await hers.ask('GET', '/subscriptions'))
  const operator = await keyOf(at.ctx, 'operator')
  const ask = (method: string, path: string, body?: object) =>
    at.api.call(method, path, { key: operator, ...(body && { body }) })
  const found = await ask('GET', '/product-subscriptions?state=active&q=TEA')
  expect(itemsOf<{ id: string }>(found).map(({ id }) => id)).toContain(mine?.id)
  const path = `/product-subscriptions/${mine?.id}`
  expect((await ask('POST', `${path}/change`, { act: 'cancel' })).body).toMatchObject({
    state: 'cancelled',
    changes: [{ act: 'cancel' }, { act: 'start' }, { act: 'begin' }],
  })
  expect((await ask('GET', '/product-subscriptions/figures')).status).toBe(200)
  const elsewhere = await openTestShop([subscriptionRoutes])
  const stranger = await keyOf(elsewhere.ctx, 'owner')
  const theirs = await elsewhere.api.call('GET', path, { key: stranger })
  expect(theirs.status).toBe(404)
})

test('staff pause, resume and cancel many: those that cannot are told by row, and another brand’s are not there', async () => {
  const of = async () => {
    const hers = await signedIn()
    const [first] = itemsOf<Offered>(await hers.ask('GET', '/products/tea/subscription-plans'))
    const placed = await hers.ask('POST', '/orders', {
      ...cart(first?.agreement.version ?? ''),
      ...{ key: randomUUID(), expected_due_fen: 900 },
    })
    await payOrder(at.ctx, String(placed.body.id))
    return itemsOf<{ id: string }>(await hers.ask('GET', '/subscriptions'))[0]?.id ?? ''
  }
  const [one, other] = [await of(), await of()]
  const key = await keyOf(at.ctx, 'operator')
  const change = (act: string, ids: string[], by = key) =>
    at.api.call('POST', '/product-subscriptions/changes', { key: by, body: { act, ids } })
  const states = async () =>
    Promise.all(
      [one, other].map(
        async (id) =>
          (await at.api.call('GET', `/product-subscriptions/${id}`, { key })).body.state,
      ),
    )
  const nowhere = randomUUID()
  expect((await change('pause', [one, other, nowhere])).body).toEqual({
    changed: 2,
    refused: [{ id: nowhere, code: 'product_subscription_not_found' }],
  })
  expect(await states()).toEqual(['paused', 'paused'])
  await change('resume', [one])
  expect(await states()).toEqual(['active', 'paused'])
  await change('cancel', [one])
  const refused = (await change('resume', [one, other])).body.refused
  expect(refused).toMatchObject([{ id: one }])
  expect(await states()).toEqual(['cancelled', 'active'])
  expect((await change('pause', [other], await keyOf(at.ctx, 'analyst'))).status).toBe(403)
})
