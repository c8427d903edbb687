// Exchanges over the shop's routes.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveAfterSale } from '../commerce/after-sale/after-sales.ts'
import { shipsTo, type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { changeProduct, getProduct, setGroup } from '../commerce/goods/products.ts'
import { supplementParty, useOrderParties } from '../commerce/index.ts'
import { stocked } from '../commerce/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { fetched } from '../reviews/testing.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
let shop: TestShop
beforeAll(async () => {
  useOrderParties([supplementParty])
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  at = await openTestShop()
  shop = await testShop(at.ctx, { tea: 500 })
  await shipsTo(at.ctx)
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})

afterAll(() => useOrderParties([]))

async function buyer() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  const { body } = await browser.me()
  const customerId = Number(body.customer_id)
  return { browser, order: await fetched(at.ctx, shop, { tea: 2 }, { customerId }) }
}
const wanted = (key: string) => ({
  ...{ key: `key-of-${key}`, sku: 'tea', to_sku: 'tea', quantity: 1, reason: '包装破了' },
})

test('a buyer asks for the same once more, sees how it stands, and asks no more', async () => {
  const { browser, order } = await buyer()
  const can = await browser.ask('GET', `/orders/${order}/exchangeable`)
  expect(can.body.items).toMatchObject([{ sku: 'tea', quantity: 2, for: [{ sku: 'tea' }] }])
  const asked = await browser.ask('POST', `/orders/${order}/exchange`, wanted('a'))
  expect(asked.status, asked.text).toBe(200)
  const shown = async () => {
    const { body } = await browser.ask('GET', `/orders/${order}`)
    return (body.order as unknown as { after_sales: { id: string; state: string }[] }).after_sales
  }
  const [sale] = await shown()
  expect(sale).toMatchObject({
    ...{ kind: 'exchange', state: 'requested', lines: [{ held_name: 'tea', to_name: 'tea' }] },
  })
  const more = await browser.ask('POST', `/orders/${order}/exchange`, {
    ...{ ...wanted('b'), quantity: 2 },
  })
  expect([more.status, codeOf(more)]).toEqual([409, 'not_held'])
  const withdraw = `/orders/${order}/after-sales/${sale?.id}/withdraw`
  expect((await browser.ask('POST', withdraw)).status).toBe(200)
  expect((await shown())[0]?.state).toBe('withdrawn')
  expect(codeOf(await browser.ask('POST', withdraw))).toBe('after_sale_state')
})

test('another buyer’s order is not there, nor what was asked of another order', async () => {
  const { browser, order } = await buyer()
  await browser.ask('POST', `/orders/${order}/exchange`, wanted('c'))
  const { body } = await browser.ask('GET', `/orders/${order}`)
  const [sale] = (body.order as unknown as { after_sales: { id: string }[] }).after_sales
  const { browser: stranger, order: own } = await buyer()
  for (const [method, path, sent] of [
    ['GET', `/orders/${order}/exchangeable`, undefined],
    ['POST', `/orders/${order}/exchange`, wanted('d')],
    ['POST', `/orders/${order}/after-sales/${sale?.id}/withdraw`, undefined],
    ['POST', `/orders/${own}/after-sales/${sale?.id}/withdraw`, undefined],
  ] as const)
    expect((await stranger.ask(method, path, sent)).status).toBe(404)
})

test('what costs more she pays on top by an order of its own, which is hers alone', async () => {
  const { ctx } = at
  await setGroup(ctx, { code: 'tea', name: 'Tea', spec_names: ['grade'], description: '' })
  await stocked(ctx, 's1', 'best', 5)
  for (const [sku, price_fen] of [
    ['tea', 1_000],
    ['best', 1_300],
  ] as const) {
    const { revision } = await getProduct(ctx, sku)
    const specs = { grade: sku }
    await changeProduct(ctx, sku, { group_code: 'tea', specs, price_fen }, revision)
  }
  const { browser, order } = await buyer()
  const can = await browser.ask('GET', `/orders/${order}/exchangeable`)
  expect(can.body.items).toMatchObject([{ for: [{ sku: 'best', more_fen: 300 }, { sku: 'tea' }] }])
  await browser.ask('POST', `/orders/${order}/exchange`, {
    ...{ ...wanted('e'), to_sku: 'best', quantity: 2 },
  })
  const sales = async () => {
    const { body } = await browser.ask('GET', `/orders/${order}`)
    return (body.order as unknown as { after_sales: { id: string }[] }).after_sales
  }
  const [asked] = await sales()
  const path = `/orders/${order}/after-sales/${asked?.id}/difference`
  expect(codeOf(await browser.ask('POST', `${path}/quote`, {}))).toBe('after_sale_state')
  await approveAfterSale(ctx, asked?.id ?? '', '')
  expect(await sales()).toMatchObject([
    { state: 'to_pay', more_fen: 600, pay_by: expect.any(String), supplement_id: null },
  ])
  expect((await browser.ask('POST', `${path}/quote`, {})).body).toMatchObject({ due_fen: 600 })
  const send = (expected_due_fen: number) =>
    browser.ask('POST', path, { key: 'key-of-this-one', expected_due_fen })
  expect(codeOf(await send(500))).toBe('price_changed')
  const placed = await send(600)
  expect([placed.status, placed.body.due_fen], placed.text).toEqual([201, 600])
  expect((await send(600)).body).toEqual(placed.body)
  const supplement = await browser.ask('GET', `/orders/${placed.body.id}`)
  expect(supplement.body.order).toMatchObject({ supplements: order, state: 'to_pay' })
  const paying = await browser.ask('POST', `/orders/${placed.body.id}/pay`, { provider: 'test' })
  expect(paying.status).toBe(200)
  const { browser: stranger } = await buyer()
  for (const to of [path, `${path}/quote`])
    expect(
      (await stranger.ask('POST', to, { key: 'key-of-another', expected_due_fen: 600 })).status,
    ).toBe(404)
})
