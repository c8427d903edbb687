// What comes with a first order, from the checkout to its page: over the shop's routes.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { shipsTo, testShop } from '../commerce/checkout/testing.ts'
import { payOrder } from '../commerce/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { followFirstOrders } from '../leads/index.ts'
import { routes as leadRoutes } from '../leads/routes.ts'
import { consentText, publishedForm } from '../leads/testing.ts'
import { keyOf } from '../org/testing.ts'
import { inTx } from '../platform/ctx.ts'
import { consentPolicy } from '../profile/index.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  at = await openTestShop([leadRoutes])
  await testShop(at.ctx, { tea: 1000 })
  await shipsTo(at.ctx)
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
  await consentText(at.ctx)
})

/** She orders tea to Hangzhou and pays; the payment is heard of. */
async function buys(browser: ShopBrowser, node: number): Promise<string> {
  const address = {
    ...{
      name: '林晓',
      phone: '13700000000',
      region: ['浙江省', '杭州市', '西湖区'],
      street: '1 号',
    },
  }
  const lines = [{ sku: 'tea', quantity: 1 }]
  const quote = await browser.ask('POST', '/quote', { lines, address })
  const placed = await browser.ask('POST', '/orders', {
    ...{ lines, address, key: randomUUID(), expected_due_fen: quote.body.due_fen },
  })
  expect(placed.status).toBe(201)
  const id = String(placed.body.id)
  await payOrder(at.ctx, id)
  await inTx(at.ctx, (ctx) =>
    followFirstOrders(ctx, [
      {
        ...{ position: 0, eventId: randomUUID(), node, name: 'order_paid', at: ctx.now() },
        ...{ isVerified: true, source: 'commerce', protocol: 'own', platform: '' },
        ...{ historical: false, messageId: null, currency: 'CNY', claimedRevenueFen: null },
        ...{ links: {}, props: {} },
      },
    ]),
  )
  return id
}

test('her first order shows what comes with it, also to nobody else; the second shows nothing', async () => {
  const form = await publishedForm(at.ctx)
  const headers = { authorization: `Bearer ${await keyOf(at.ctx, 'owner')}` }
  const rule = {
    ...{ id: randomUUID(), name: '口味档案', words: '告诉我们您的口味', kind: 'form' },
    target: form.code,
  }
  const said = await at.api.call('PUT', '/first-order-settings', {
    headers,
    body: { is_on: true, rules: [rule], revision: 0 },
  })
  expect(said.body).toMatchObject({ is_on: true, counts: [], rules: [{ name: '口味档案' }] })
  const [her, other] = [new ShopBrowser(at), new ShopBrowser(at)]
  await her.signIn(newPhone())
  await other.signIn(newPhone())
  const node = Number((await her.me()).body.customer_id)
  const first = await buys(her, node)
  const service = async (browser: ShopBrowser, id: string) =>
    (await browser.ask('GET', `/orders/${id}/service`)).body.service
  expect(await service(her, first)).toEqual({
    ...{ kind: 'form', name: '口味档案', words: '告诉我们您的口味', state: 'open' },
    ...{ path: `/f/${form.code}`, staff_name: null },
  })
  expect(await service(other, first)).toBeNull()
  expect(await service(her, await buys(her, node))).toBeNull()
  const { rows } = await sql`select value from attribute where tenant_id = ${at.ctx.tenantId}
    and node_id = ${node} and name = 'first_order_city' and source = 'first_order'`.execute(
    at.ctx.pg,
  )
  expect(rows).toEqual([{ value: '杭州市' }])
  const counted = await at.api.call('GET', '/first-order-settings', { headers })
  expect(counted.body.counts).toEqual([{ rule_id: rule.id, state: 'open', count: 1 }])
})
