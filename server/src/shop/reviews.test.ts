// Reviews, favourites and wishes over the shop's routes.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { useOrderParties } from '../commerce/index.ts'
import { useMergePolicy } from '../identity/index.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { addPerson, signInAs, testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { routes as reviewRoutes, reviewsParty } from '../reviews/index.ts'
import { fetched, photoOf } from '../reviews/testing.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
let shop: TestShop
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  useOrderParties([reviewsParty])
  at = await openTestShop([reviewRoutes])
  shop = await testShop(at.ctx, { tea: 500, cup: 500 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})
afterAll(() => useOrderParties([]))

async function someone() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  const { body } = await browser.me()
  return { browser, id: Number(body.customer_id) }
}
async function buyer() {
  const one = await someone()
  return { ...one, order: await fetched(at.ctx, shop, { tea: 1 }, { customerId: one.id }) }
}
const five = { sku: 'tea', stars: 5, words: '香气足' }

test('a buyer reviews what she has; customers read it once the brand has shown it', async () => {
  const { browser, order } = await buyer()
  const before = await browser.ask('GET', `/orders/${order}/reviews`)
  expect(before.body.items).toMatchObject([{ sku: 'tea', can: 'open', review: null }])
  const sent = await browser.ask('POST', `/orders/${order}/reviews`, five)
  expect([sent.status, sent.body.state]).toEqual([201, 'pending'])
  const other = await browser.ask('POST', `/orders/${order}/reviews`, { ...five, stars: 1 })
  expect([other.status, codeOf(other)]).toEqual([409, 'review_written'])
  const visitor = new ShopBrowser(at)
  const waiting = await visitor.ask('GET', '/products/tea/reviews')
  expect(waiting.body).toMatchObject({ items: [], summary: { count: 1, unseen: 1 } })
  const session = await signInAs(at.api, await addPerson(at.ctx, 'operator'))
  const { body } = await at.api.call('GET', '/reviews?state=pending', { session })
  const [mine] = (body as unknown as { items: { id: string; revision: number }[] }).items
  const shown = await at.api.call('POST', `/reviews/${mine?.id}/show`, {
    session,
    body: { revision: mine?.revision },
  })
  expect(shown.status, shown.text).toBe(200)
  const read = await visitor.ask('GET', '/products/tea/reviews?stars=5')
  expect(read.body).toMatchObject({
    items: [{ stars: 5, words: '香气足', author: '', reply: '' }],
    summary: { count: 1, average_centi: 500, by_stars: [0, 0, 0, 0, 1], unseen: 0 },
  })
})

test('another customer’s order, one who has not signed in, and stars beyond five are refused', async () => {
  const { order } = await buyer()
  const { browser: stranger } = await someone()
  for (const method of ['GET', 'POST'] as const) {
    const answer = await stranger.ask(
      method,
      `/orders/${order}/reviews`,
      method === 'POST' ? five : undefined,
    )
    expect([answer.status, codeOf(answer)]).toEqual([404, 'order_not_found'])
  }
  const nobody = new ShopBrowser(at)
  await nobody.begin()
  expect((await nobody.ask('POST', `/orders/${order}/reviews`, five)).status).toBe(401)
  const { browser, order: own } = await buyer()
  const six = await browser.ask('POST', `/orders/${own}/reviews`, { ...five, stars: 6 })
  expect(six.status).toBe(400)
})

test('photos are sent first, and anybody sees those of reviews that are shown', async () => {
  const { browser, order } = await buyer()
  const sent = await browser.send('/review-pictures', photoOf(30, 20))
  expect(sent.status, sent.text).toBe(201)
  const pictures = [String(sent.body.id)]
  const review = await browser.ask('POST', `/orders/${order}/reviews`, { ...five, pictures })
  expect(review.body.pictures).toEqual(pictures)
  const visitor = new ShopBrowser(at)
  expect((await visitor.ask('GET', `/review-pictures/${pictures[0]}`)).status).toBe(404)
  const session = await signInAs(at.api, await addPerson(at.ctx, 'operator'))
  const path = `/reviews/${review.body.id}/pictures/${pictures[0]}`
  expect((await at.api.call('GET', path, { session })).headers['content-type']).toBe('image/jpeg')
  await at.api.call('POST', `/reviews/${review.body.id}/show`, { session, body: { revision: 1 } })
  const seen = await visitor.ask('GET', `/review-pictures/${pictures[0]}`)
  expect([seen.status, seen.headers['content-type']]).toEqual([200, 'image/jpeg'])
  const broken = await browser.send('/review-pictures', Buffer.from('no photo'))
  expect([broken.status, codeOf(broken)]).toEqual([400, 'not_a_photo'])
})

test('she likes an article, finds it again, and asks to be told when it costs less', async () => {
  const { browser } = await someone()
  expect((await browser.ask('PUT', '/favourites/nothing')).status).toBe(404)
  const liked = await browser.ask('PUT', '/favourites/cup')
  expect(liked.body).toEqual({ favourite: true, wishes: [] })
  const list = await browser.ask('GET', '/favourites')
  expect(list.body.items).toMatchObject([{ sku: 'cup', product: { price_fen: 1000 } }])
  const wish = await browser.ask('POST', '/wishes', { kind: 'price', sku: 'cup', at_most_fen: 900 })
  expect(wish.status, wish.text).toBe(201)
  const there = await browser.ask('POST', '/wishes', { kind: 'stock', sku: 'cup' })
  expect([there.status, codeOf(there)]).toEqual([409, 'product_there'])
  expect((await browser.ask('GET', '/products/cup/mine')).body).toMatchObject({
    favourite: true,
    wishes: [{ kind: 'price', at_most_fen: 900 }],
  })
  const { browser: other } = await someone()
  expect((await other.ask('DELETE', `/wishes/${wish.body.id}`)).status).toBe(404)
  expect((await browser.ask('DELETE', `/wishes/${wish.body.id}`)).status).toBe(200)
  expect((await browser.ask('GET', '/wishes')).body).toEqual({ items: [] })
  expect((await browser.ask('DELETE', '/favourites/cup')).body).toMatchObject({ favourite: false })
})
