// What an own order was given cheaper by, as its record and its event say it.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAudience } from '../audiences/audience.ts'
import { changeList } from '../audiences/lists.ts'
import { type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { type OfferUse, recordCostPrices, useOrderParties, usePricing } from '../commerce/index.ts'
import { beginPayment } from '../commerce/payment/payments.ts'
import { payAtTill } from '../commerce/payment/test-provider.ts'
import { applyPaymentWord } from '../commerce/payment/words.ts'
import { newCustomer, payOrder } from '../commerce/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { takeCoupon } from './coupons/wallet.ts'
import { offersParty, offersPricing } from './index.ts'
import { offerFigures } from './offers/figures.ts'
import { couponBatch, liveOffer, offTen, pricedOrder } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(async () => {
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty])
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 20 })
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
})

async function paidOrder(couponCodes: string[]): Promise<string> {
  const id = await shop.place({ tea: 3 }, { couponCodes })
  const { id: payment } = await beginPayment(ctx, id, { provider: 'test', way: 'test' })
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, payment))
  return id
}
async function saidOf(order: string) {
  const { rows } = await sql<{ offers: OfferUse[]; told: OfferUse[] | null }>`
    select o.offers, (select e.event #> '{props,offers}' from told_event e
      where e.tenant_id = o.tenant_id and e.event ->> 'name' = 'order_paid'
        and e.event #>> '{props,commerce_order}' = o.id::text) as told
    from sales_order o where o.tenant_id = ${ctx.tenantId} and o.id = ${order}`.execute(ctx.pg)
  return rows[0]
}

test('an order says which offers and coupons made it cheaper, and none when none did', async () => {
  expect(await saidOf(await paidOrder([]))).toEqual({ offers: [], told: null })
  const offer = await liveOffer(ctx, { kind: 'amount', args: { off_fen: 100 } })
  const batch = await couponBatch(ctx, {
    offer_id: await liveOffer(ctx, offTen, {}, { source: 'coupon' }),
    quantity: 5,
  })
  const coupon = await takeCoupon(ctx, batch.id, shop.buyer)
  const said = await saidOf(await paidOrder([coupon.code]))
  const uses = [
    { offer, coupon: '', activity: '' },
    { offer: batch.offer_id, coupon: batch.id, activity: '' },
  ]
  expect(said?.offers).toHaveLength(2)
  expect(said?.offers).toEqual(expect.arrayContaining(uses))
  expect(said?.told).toEqual(said?.offers)
})

test('an offer for an audience is hers at her own checkout, where she sees no audience herself', async () => {
  const own = await testCtx()
  const { buyer } = await testShop(own, { tea: 5 })
  const regulars = await createAudience(own, {
    ...{ name: '熟客', description: '', folder: '', labels: [], kind: 'static', note: '' },
  })
  await liveOffer(own, { ...offTen, who: { audiences: [regulars] } })
  const shopper = { ...own, actor: { ...own.actor, scope: { kind: 'own' as const, ids: [] } } }
  const due = async () => (await pricedOrder(shopper, buyer)).quoted.dueFen
  expect(await due()).toBe(10_000)
  await changeList(own, regulars, 'add', [{ namespace: 'customer', value: String(buyer) }])
  expect(await due()).toBe(9_000)
})

test('an offer says what it cost and brought: margin of its orders, and what a new customer cost', async () => {
  const own = await testCtx()
  const at = await testShop(own, { tea: 20 })
  const offer = await liveOffer(own, { kind: 'amount', args: { off_fen: 100 } })
  await recordCostPrices(own, [
    { sku: 'tea', fromOn: '2026-01-01', fen: 300, currency: 'CNY', source: 'erp' },
  ])
  const figures = () => offerFigures(own, offer)
  expect(await figures()).toMatchObject({ uses: 0, orders: 0, margin_fen: null })
  const other = await newCustomer(own)
  for (const customerId of [at.buyer, other, at.buyer])
    await payOrder(own, await at.place({ tea: 2 }, { customerId }))
  const paid = { uses: 3, subsidy_fen: 300, orders: 3, sales_fen: 3 * 1_900, refunded_fen: 0 }
  expect(await figures()).toEqual({
    ...{ ...paid, margin_fen: 3 * (1_900 - 600), estimated_orders: 3 },
    // Commission rests on a default. She came back, and is new all the same: her first payment was with it.
    ...{ new_customers: 2, returning_customers: 0, subsidy_per_new_fen: 150 },
  })
  const late = await liveOffer(own, { kind: 'amount', args: { off_fen: 50 } })
  await payOrder(own, await at.place({ tea: 1 }, { customerId: other }))
  expect(await offerFigures(own, late)).toMatchObject({
    ...{ orders: 1, new_customers: 0, returning_customers: 1, subsidy_per_new_fen: null },
  })
})
