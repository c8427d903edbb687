import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testShop } from '../commerce/checkout/testing.ts'
import { draftFor, earnest, sentTo } from '../commerce/quotation/testing.ts'
import { payOrder } from '../commerce/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { consentPolicy } from '../profile/index.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  at = await openTestShop()
  await testShop(at.ctx, { tea: 1000 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})

async function signedIn() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  const me = await browser.me()
  return { browser, id: Number(me.body.customer_id) }
}
const linkOf = async (id: string) => {
  const { rows } = await sql<{ code: string }>`
    select code from quotation where tenant_id = ${at.ctx.tenantId} and id = ${id}`.execute(
    at.ctx.pg,
  )
  return `/quotations/${rows[0]?.code}`
}

test('whoever has the link reads it, only she says yes, and then pays the deposit of her order', async () => {
  const her = await signedIn()
  const link = await linkOf(await sentTo(at.ctx, her.id, { deposit: earnest(at.ctx) }))
  const visitor = new ShopBrowser(at)
  const seen = await visitor.ask('GET', link)
  expect(seen.body).toMatchObject({
    ...{ state: 'sent', version: 1, total_fen: 1900, list_fen: 2000, order_id: null },
    deposit: { kind: 'earnest', fen: 300, binding_fen: 300, balance_fen: 1600 },
    lines: [{ sku: 'tea', quantity: 2, list_fen: 1000, unit_fen: 950 }],
  })
  const yes = { version: 1, agreed: true }
  await visitor.begin()
  expect((await visitor.ask('POST', `${link}/accept`, yes)).status).toBe(401)
  const other = await signedIn()
  expect(codeOf(await other.browser.ask('POST', `${link}/accept`, yes))).toBe('quotation_not_hers')
  expect(codeOf(await other.browser.ask('POST', `${link}/decline`, yes))).toBe('quotation_not_hers')
  const accepted = await her.browser.ask('POST', `${link}/accept`, yes)
  expect(accepted.status).toBe(200)
  const orderId = String(accepted.body.order_id)
  expect((await her.browser.ask('POST', `${link}/accept`, yes)).body).toEqual({ order_id: orderId })
  await payOrder(at.ctx, orderId)
  const order = await her.browser.ask('GET', `/orders/${orderId}`)
  expect(order.body.order).toMatchObject({ state: 'to_pay_balance', due_fen: 1900 })
})

test('what was not sent has no page, and a no closes it with her reason', async () => {
  const her = await signedIn()
  const draft = await linkOf(await draftFor(at.ctx, her.id))
  expect((await her.browser.ask('GET', draft)).status).toBe(404)
  expect((await her.browser.ask('GET', '/quotations/GUESSED')).status).toBe(404)
  const link = await linkOf(await sentTo(at.ctx, her.id))
  const no = await her.browser.ask('POST', `${link}/decline`, { version: 1, reason: '太贵' })
  expect(no.status).toBe(200)
  expect((await her.browser.ask('GET', link)).body).toMatchObject({ state: 'declined' })
  expect(codeOf(await her.browser.ask('POST', `${link}/accept`, { version: 1 }))).toBe(
    'quotation_state',
  )
})
