// A session card from the shop to the desk, over the routes that customers and staff use.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { stockStore } from '../commerce/testing.ts'
import { routes as memberRoutes } from '../membership/index.ts'
import {
  benefitProduct,
  facials,
  payIfDue,
  unwireBenefitProducts,
  wireBenefitProducts,
} from '../membership/session-cards/testing.ts'
import { NewStaff } from '../org/structure/shapes.ts'
import { createStaff } from '../org/structure/staff.ts'
import { addPerson, keyOf, signInAs, testSecrets } from '../org/testing.ts'
import { newPhone, openTestShop, ShopBrowser } from '../shop/testing.ts'
import { routes } from './routes.ts'

let at: Awaited<ReturnType<typeof openTestShop>>
let shop: TestShop
/** A guide who works at s1. */
let guide: Awaited<ReturnType<typeof signInAs>>
beforeAll(async () => {
  wireBenefitProducts()
  at = await openTestShop([routes({ secrets: testSecrets }), memberRoutes])
  const { ctx, api } = at
  shop = await testShop(ctx, { tea: 10 })
  await stockStore(ctx, 's2')
  const { rows } = await sql<{ id: string }>`select id from store
    where tenant_id = ${ctx.tenantId} and code = 's1'`.execute(ctx.pg)
  await createStaff(ctx, NewStaff.parse({ code: 'li', name: 'li', store_id: rows[0]?.id }))
  guide = await signInAs(api, await addPerson(ctx, 'guide', { kind: 'own', ids: ['li'] }), ctx)
  await benefitProduct(ctx, 'facials', 30_000, facials(3, 90))
})
afterAll(unwireBenefitProducts)

async function someone(): Promise<{ browser: ShopBrowser; id: number }> {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  return { browser, id: Number((await browser.me()).body.customer_id) }
}
const staff = (method: string, path: string, body?: object) =>
  at.api.call(method, path, { session: guide, ...(body && { body }) })
const why = (answer: { body: { [name: string]: unknown } }) =>
  (answer.body.error as { code?: string } | undefined)?.code
interface Own {
  session_cards: { code: string; left: number; state: string; given: { service: string }[] }[]
  benefit_cards: unknown[]
}
const cardsOf = async (browser: ShopBrowser) =>
  (await browser.ask('GET', '/cards')).body as unknown as Own

test('she sees what a product gives, has the card once it is paid, and shows its code to staff', async () => {
  const { browser, id } = await someone()
  const product = await browser.ask('GET', '/products/facials')
  expect(product.body.gives).toEqual({
    ...{ kind: 'session_card', services: ['facial', 'massage'], sessions: 3, days: 90 },
  })
  expect((await browser.ask('GET', '/products/tea')).body.gives).toBeNull()
  await payIfDue(at.ctx, await shop.place({ facials: 1 }, { customerId: id }))
  const [card] = (await cardsOf(browser)).session_cards
  expect(card).toMatchObject({ left: 3, state: 'active', given: [] })
  const code = card?.code ?? ''

  const seen = await staff('GET', `/desk-codes/${code}`)
  expect(seen.body).toMatchObject({ kind: 'session_card', sessions: 3, used: 0, state: 'active' })
  const give = (body: object) =>
    staff('POST', `/desk-codes/${code}/give-session`, {
      ...{ key: randomUUID(), store: 's1', service: 'facial' },
      ...body,
    })
  expect(why(await give({ store: 's2' }))).toBe('store_not_found')
  expect(why(await give({ service: 'sauna' }))).toBe('unknown_service')
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 8 }, () => give({ key })))
  expect(answers.map((a) => [a.status, a.body.number])).toEqual(Array(8).fill([200, 1]))
  expect((await give({ service: 'massage' })).body).toMatchObject({ number: 2 })
  const [after] = (await cardsOf(browser)).session_cards
  expect(after).toMatchObject({ left: 1, given: [{ service: 'massage' }, { service: 'facial' }] })
  expect((await cardsOf((await someone()).browser)).session_cards).toEqual([])
})

test('without signing in nobody sees cards; the brand sees who holds them, and another brand nothing', async () => {
  const stranger = new ShopBrowser(at)
  await stranger.begin()
  expect((await stranger.ask('GET', '/cards')).status).toBe(401)
  const { id } = await someone()
  await payIfDue(at.ctx, await shop.place({ facials: 1 }, { customerId: id }))
  const key = await keyOf(at.ctx, 'operator')
  const list = await at.api.call('GET', '/session-cards?q=facials', { key })
  const items = list.body.items as unknown as { id: string; customer_id: number }[]
  const held = items.find((card) => card.customer_id === id)
  expect(held).toBeDefined()
  const { body } = await at.api.call('GET', `/customers/${id}/session-cards`, { key })
  expect((body.items as unknown as { id: string }[]).map((card) => card.id)).toEqual([held?.id])
  const others = await openTestShop([memberRoutes])
  const theirs = await keyOf(others.ctx, 'operator')
  const answer = await others.api.call('GET', `/session-cards/${held?.id}`, { key: theirs })
  expect([answer.status, why(answer)]).toEqual([404, 'session_card_not_found'])
})
