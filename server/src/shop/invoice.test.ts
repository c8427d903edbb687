// Invoices over the shop's routes.
import { beforeAll, expect, test } from 'vitest'
import { type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { routes as commerceRoutes } from '../commerce/index.ts'
import { payOrder } from '../commerce/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { addPerson, signInAs } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Awaited<ReturnType<typeof openTestShop>>
let shop: TestShop
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  at = await openTestShop([commerceRoutes])
  shop = await testShop(at.ctx, { tea: 500 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})

async function buyer() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  const { body } = await browser.me()
  const order = await shop.place({ tea: 2 }, { customerId: Number(body.customer_id) })
  return { browser, order }
}
const invoiceOf = async ({ browser, order }: Awaited<ReturnType<typeof buyer>>) =>
  (
    (await browser.ask('GET', `/orders/${order}`)).body.order as unknown as {
      invoice: object | null
    }
  ).invoice

test('a buyer asks for an invoice once she has paid, the brand issues it, and she reads its number', async () => {
  const she = await buyer()
  const path = `/orders/${she.order}/invoice`
  const person = { kind: 'person', title: '韩梅梅' }
  expect(codeOf(await she.browser.ask('PUT', path, person))).toBe('order_state')
  await payOrder(at.ctx, she.order)
  expect(await invoiceOf(she)).toBeNull()
  expect(codeOf(await she.browser.ask('PUT', path, { ...person, kind: 'company' }))).toBe(
    'tax_number_missing',
  )
  expect((await she.browser.ask('PUT', path, person)).status).toBe(200)
  expect(await invoiceOf(she)).toMatchObject({ state: 'requested', title: '韩梅梅' })

  const session = await signInAs(at.api, await addPerson(at.ctx, 'operator'))
  const { body } = await at.api.call('GET', '/invoices?state=requested', { session })
  expect(body.items).toMatchObject([{ order_id: she.order, amount_fen: 2000, kind: 'person' }])
  const decided = await at.api.call('POST', `/own-orders/${she.order}/invoice/decide`, {
    ...{ session, body: { state: 'issued', answer: 'FP-1' } },
  })
  expect(decided.status, decided.text).toBe(200)
  expect(await invoiceOf(she)).toMatchObject({ state: 'issued', answer: 'FP-1' })
  expect(codeOf(await she.browser.ask('PUT', path, person))).toBe('invoice_issued')
  const told = (await she.browser.ask('GET', '/messages')).body.items as unknown as {
    text: string
  }[]
  expect(told.some(({ text }) => text.includes('FP-1'))).toBe(true)
})

test('another buyer’s order is not there to be invoiced', async () => {
  const [she, other] = [await buyer(), await buyer()]
  await payOrder(at.ctx, she.order)
  const asked = await other.browser.ask('PUT', `/orders/${she.order}/invoice`, {
    ...{ kind: 'person', title: 'x' },
  })
  expect(asked.status).toBe(404)
})
