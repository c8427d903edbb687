import { beforeAll, expect, test } from 'vitest'
import { testShop } from '../commerce/checkout/testing.ts'
import { matureOfBrand } from '../commerce/commission/mature.ts'
import { makePayout, settlePayout } from '../commerce/commission/payouts.ts'
import { closeOrder, giveBack, orderBy, ruled } from '../commerce/commission/testing.ts'
import { makeAffiliate } from '../commerce/credit/affiliates.ts'
import { useMergePolicy } from '../identity/index.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  at = await openTestShop()
})

test('an affiliate sees her codes, what is pending, due and paid, and nobody’s name', async () => {
  const { ctx } = at
  const hers = new ShopBrowser(at)
  expect((await hers.ask('GET', '/affiliate')).status).toBe(401)
  await hers.signIn(newPhone())
  expect((await hers.ask('GET', '/affiliate')).body).toMatchObject({ codes: [], due_fen: 0 })
  expect(codeOf(await hers.ask('GET', '/affiliate/commissions'))).toBe('affiliate_not_found')
  const customer_id = Number((await hers.me()).body.customer_id)
  await makeAffiliate(ctx, customer_id, 'mei')
  const shop = await testShop(ctx, { tea: 20 })
  await ruled(ctx, { default_bp: 1_000 })
  const first = await orderBy(ctx, shop, 'mei', { tea: 2 })
  await closeOrder(ctx, first)
  await matureOfBrand(ctx)
  const { id } = await makePayout(ctx, { key: 'a', note: '' })
  await settlePayout(ctx, id, { numbers: null, as: 'paid', note: '' })
  const second = await orderBy(ctx, shop, 'mei', { tea: 3 })
  await giveBack(ctx, second, [{ sku: 'tea', fen: 500 }])
  expect((await hers.ask('GET', '/affiliate')).body).toMatchObject({
    codes: [{ code: 'mei', state: 'active' }],
    ...{ pending_fen: 250, due_fen: 0, paying_fen: 0, paid_fen: 200 },
  })
  const page = await hers.ask('GET', '/affiliate/commissions?limit=1')
  expect(page.body.items).toMatchObject([
    { name: 'tea', basis_fen: 3_000, earned_fen: 300, kept_fen: 250, state: 'pending' },
  ])
  const next = await hers.ask('GET', `/affiliate/commissions?cursor=${page.body.next_cursor}`)
  expect(next.body.items).toMatchObject([{ kept_fen: 200, state: 'due' }])
  expect(JSON.stringify([page.body, next.body])).not.toContain(second)
  expect((await hers.ask('GET', '/affiliate/payouts')).body.items).toMatchObject([
    { fen: 200, state: 'paid' },
  ])
  const other = new ShopBrowser(at)
  await other.signIn(newPhone())
  expect((await other.ask('GET', '/affiliate')).body).toMatchObject({ codes: [] })
  expect((await other.ask('GET', '/affiliate/payouts')).body.items).toEqual([])
})
