// The difference of an exchange paid with points and stored value.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { getAfterSale } from '../commerce/after-sale/after-sale.ts'
import { approveAfterSale, dropAfterSale } from '../commerce/after-sale/after-sales.ts'
import { paySupplement, quoteSupplement } from '../commerce/after-sale/pay-supplement.ts'
import { askExchange, sentOrder, shopOfColours, wrongWith } from '../commerce/after-sale/testing.ts'
import type { TestShop } from '../commerce/checkout/testing.ts'
import { changeProduct, getProduct } from '../commerce/goods/products.ts'
import { supplementParty, useOrderParties, usePricing } from '../commerce/index.ts'
import { payOrder } from '../commerce/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { FIRST_POLICY, setPointsPolicy } from './points/policy.ts'
import { pointsParty, pointsPort } from './points/pricing.ts'
import { storedValueOf } from './stored-value/desk.ts'
import { createPlan } from './stored-value/plans.ts'
import { storedValueParty, storedValuePort } from './stored-value/pricing.ts'
import { topUp } from './stored-value/topups.ts'
import { given, held, ledgerFaults } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(() => {
  usePricing({ points: pointsPort, stored_value: storedValuePort })
  useOrderParties([pointsParty, storedValueParty, supplementParty])
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
})
beforeEach(async () => {
  ctx = await testCtx()
  shop = await shopOfColours(ctx, { red: 10, gold: 5 })
  const { revision } = await getProduct(ctx, 'gold')
  await changeProduct(ctx, 'gold', { price_fen: 2_000 }, revision)
  await setPointsPolicy(ctx, 0, { ...FIRST_POLICY, worth: { points: 10, fen: 7 } })
  await given(ctx, shop.buyer, 200)
})
const fill = async (pay_fen: number) => {
  const plan = await createPlan(ctx, {
    ...{ name: 'plan', pay_fen, bonus_fen: 0, bonus_days: null },
    ...{ preset: 'retail', accepted: true },
  })
  await topUp(ctx, { key: 'k', customer: shop.buyer, planId: plan.id, paidFen: pay_fen })
}
const holds = async () => [
  (await held(ctx, shop.buyer)).active,
  (await storedValueOf(ctx, shop.buyer)).principal_fen,
]
const agreed = async () => {
  const order = await sentOrder(ctx, shop, { red: 1 })
  const { id } = await askExchange(ctx, order, { sku: 'red', toSku: 'gold' })
  await approveAfterSale(ctx, id, '')
  return id
}
const pay = async (sale: string, wanted: { pointsWanted: number; storedValueWanted: number }) => {
  const { quoted } = await quoteSupplement(ctx, sale, wanted)
  const asked = { ...wanted, key: JSON.stringify(wanted), expectedDueFen: quoted.dueFen }
  return paySupplement(ctx, sale, asked)
}
const faults = async () => [...(await wrongWith(ctx)), ...(await ledgerFaults(ctx))]

test('all of it by stored value is paid at once, and is stored value again when the exchange ends', async () => {
  await fill(5_000)
  const sale = await agreed()
  const placed = await pay(sale, { pointsWanted: 0, storedValueWanted: 5_000 })
  expect(placed).toMatchObject({ state: 'received', total_fen: 1_000, due_fen: 0 })
  expect((await getAfterSale(ctx, sale)).state).toBe('to_return')
  expect(await holds()).toEqual([200, 4_000])
  await dropAfterSale(ctx, sale, 'withdrawn', '')
  expect(await holds()).toEqual([200, 5_000])
  expect(await faults()).toEqual([])
})

test('in parts, chosen anew before it is paid: what the first choice held is free for the second', async () => {
  await fill(500)
  const sale = await agreed()
  const first = await pay(sale, { pointsWanted: 200, storedValueWanted: 500 })
  expect(await holds()).toEqual([0, 0])
  const second = await pay(sale, { pointsWanted: 200, storedValueWanted: 0 })
  expect(second.id).not.toBe(first.id)
  expect(second.due_fen).toBe(1_000 - 140)
  expect(await holds()).toEqual([0, 500])
  await payOrder(ctx, second.id)
  expect((await getAfterSale(ctx, sale)).state).toBe('to_return')
  await dropAfterSale(ctx, sale, 'refused', 'no')
  expect(await holds()).toEqual([200, 500])
  expect(await faults()).toEqual([])
})
