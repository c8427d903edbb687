// Points and stored value in own orders, from the price to the refund.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Signal } from '../collect/index.ts'
import { approveAfterSale, requestAfterSale } from '../commerce/after-sale/after-sales.ts'
import { cancelOrder } from '../commerce/checkout/settle.ts'
import { type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { useOrderParties, usePricing } from '../commerce/index.ts'
import { beginPayment } from '../commerce/payment/payments.ts'
import { payAtTill } from '../commerce/payment/test-provider.ts'
import { applyPaymentWord } from '../commerce/payment/words.ts'
import { inTx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { pointsFromSignals } from './points/earn.ts'
import { FIRST_POLICY, setPointsPolicy } from './points/policy.ts'
import { pointsParty, pointsPort } from './points/pricing.ts'
import { EarnRule } from './points/rule.ts'
import { draftRule, publishRule } from './points/rules.ts'
import { storedValueOf } from './stored-value/desk.ts'
import { createPlan } from './stored-value/plans.ts'
import { storedValueParty, storedValuePort } from './stored-value/pricing.ts'
import { topUp } from './stored-value/topups.ts'
import { given, held, ledgerFaults } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(() => {
  usePricing({ points: pointsPort, stored_value: storedValuePort })
  useOrderParties([pointsParty, storedValueParty])
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
})
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 20 })
  await setPointsPolicy(ctx, 0, { ...FIRST_POLICY, worth: { points: 10, fen: 7 } })
  await given(ctx, shop.buyer, 1_000)
  const plan = await createPlan(ctx, {
    ...{ name: 'plan', pay_fen: 1_000, bonus_fen: 300, bonus_days: null },
    ...{ preset: 'retail', accepted: true },
  })
  await topUp(ctx, { key: 'k', customer: shop.buyer, planId: plan.id, paidFen: 1_000 })
})
const wanting = { pointsWanted: 1_000, storedValueWanted: 1_200 }
async function pay(orderId: string): Promise<void> {
  const { id } = await beginPayment(ctx, orderId, { provider: 'test', way: 'test' })
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, id))
}
const stored = async () => {
  const { principal_fen, bonus_fen } = await storedValueOf(ctx, shop.buyer)
  return [principal_fen, bonus_fen]
}
const points = async () => (await held(ctx, shop.buyer)).active

test('are held when it is placed, spent when it is paid, and piece by piece go back where they were', async () => {
  const id = await shop.place({ tea: 3 }, wanting)
  expect([await points(), ...(await stored())]).toEqual([0, 0, 100])
  await pay(id)
  expect([await points(), ...(await stored())]).toEqual([0, 0, 100])
  for (let n = 0; n < 3; n++) {
    const sale = await requestAfterSale(ctx, id, {
      ...{ key: randomUUID(), kind: 'money', reason: 'broken' },
      lines: [{ sku: 'tea', quantity: 1 }],
    })
    await approveAfterSale(ctx, sale.id, '')
  }
  expect([await points(), ...(await stored())]).toEqual([1_000, 1_000, 300])
  expect(await ledgerFaults(ctx)).toEqual([])
})

test('are free again when the order is cancelled', async () => {
  const id = await shop.place({ tea: 2 }, wanting)
  await cancelOrder(ctx, id, 'changed her mind')
  expect([await points(), ...(await stored())]).toEqual([1_000, 1_000, 300])
  expect(await ledgerFaults(ctx)).toEqual([])
})

test('are taken once by orders placed at once; who comes late is told', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 6 }, () => shop.place({ tea: 3 }, wanting)),
  )
  const refused = tries.flatMap((t) => (t.status === 'rejected' ? [t.reason.code] : []))
  expect(tries.length - refused.length).toBeGreaterThanOrEqual(1)
  for (const code of refused)
    expect(['not_enough_points', 'not_enough_stored_value', 'price_changed']).toContain(code)
  expect(await points()).toBeGreaterThanOrEqual(0)
  expect(await ledgerFaults(ctx)).toEqual([])
})

test('what is paid with them earns nothing; what is earned waits for the goods', async () => {
  const { id: rule } = await draftRule(ctx, {
    name: 'orders',
    rule: EarnRule.parse({
      on: { kind: 'order', points: 1, per_fen: 10, round: 'down' },
      pending: { kind: 'receipt', days: 30 },
    }),
  })
  await publishRule(ctx, rule)
  const id = await shop.place({ tea: 3 }, wanting)
  await pay(id)
  const { rows } = await sql<{ event: { name: string; at: number; props: object } }>`
    select event from told_event where tenant_id = ${ctx.tenantId} and event ->> 'name' = 'order_paid'`.execute(
    ctx.pg,
  )
  const signal = (name: string, props: object): Signal => ({
    ...{ position: 1, eventId: randomUUID(), node: shop.buyer, name, at: new Date() },
    ...{ isVerified: true, source: 'commerce', protocol: 'own', platform: '', historical: false },
    ...{
      messageId: null,
      currency: 'CNY',
      claimedRevenueFen: null,
      links: {},
      props: { ...props },
    },
  })
  const hear = (one: Signal) => inTx(ctx, (ctx) => pointsFromSignals(ctx, [one]))
  await hear(signal('order_paid', rows[0]?.event.props ?? {}))
  // ¥30 less ¥7 by points and ¥12 by stored value.
  expect(await held(ctx, shop.buyer)).toMatchObject({ pending: 110, active: 0 })
  await hear(signal('order_received', { commerce_order: id }))
  expect(await held(ctx, shop.buyer)).toMatchObject({ pending: 0, active: 110 })
  expect(await ledgerFaults(ctx)).toEqual([])
})
