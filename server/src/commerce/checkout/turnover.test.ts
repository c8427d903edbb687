// Money that is paid ahead is turnover once: when it is spent, not when it is paid in.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  benefitProduct,
  unwireBenefitProducts,
  wireBenefitProducts,
} from '../../membership/session-cards/testing.ts'
import { storedValueOf } from '../../membership/stored-value/desk.ts'
import { createPlan } from '../../membership/stored-value/plans.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { approveAfterSale, requestAfterSale } from '../after-sale/after-sales.ts'
import { checks } from '../checks.ts'
import { creditOf } from '../credit/credit.ts'
import { customerValue } from '../customer-value.ts'
import { getOrder } from '../order-list.ts'
import { purchaseCycle } from '../purchase-cycle.ts'
import { qualifyingRows } from '../qualifying.ts'
import { payOrder, revenue } from '../testing.ts'
import { type TestShop, testShop } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(wireBenefitProducts)
afterAll(unwireBenefitProducts)
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 100 })
  const plan = await createPlan(ctx, {
    ...{ name: '充 500 送 50', pay_fen: 50_000, bonus_fen: 5_000, bonus_days: null },
    ...{ preset: 'retail', accepted: true },
  })
  await benefitProduct(ctx, 'top-up', 50_000, { kind: 'stored_value', args: { plan: plan.id } })
})

async function buy(lines: Record<string, number>, storedValueWanted = 0): Promise<string> {
  const order = await shop.place(lines, { storedValueWanted })
  const { rows } = await sql<{ state: string }>`select state from own_order
    where tenant_id = ${ctx.tenantId} and id = ${order}`.execute(ctx.pg)
  if (rows[0]?.state === 'to_pay') await payOrder(ctx, order)
  return order
}
async function giveBack(order: string, sku: string): Promise<void> {
  const sale = await requestAfterSale(ctx, order, {
    ...{ key: randomUUID(), kind: 'money', reason: 'changed her mind' },
    lines: [{ sku, quantity: 1 }],
  })
  await approveAfterSale(ctx, sale.id, '')
}
const spent = async () => (await customerValue.figuresOf(ctx, [shop.buyer])).get(shop.buyer)
const credited = async (order: string) =>
  (await creditOf(ctx, order)).filter((c) => c.kind === 'store').map(({ sku, fen }) => [sku, fen])
const levelRows = async () =>
  (await qualifyingRows(ctx, [shop.buyer])).map(({ spendFen, orders }) => [spendFen, orders])
/** What PostgreSQL says of itself; events are drained by whoever's turn it is. */
async function sound(): Promise<void> {
  for (const check of checks) {
    if (check.name === 'commerce.revenue') continue
    const { differences } = await check.compare(ctx)
    expect(differences.filter((d) => d.tenant === ctx.tenantId)).toEqual([])
  }
}

test('a top-up is paid and owed, and sells nothing; what it pays for later is sold', async () => {
  const topUp = await buy({ 'top-up': 1 })
  expect([await revenue(ctx), await credited(topUp), (await spent())?.spentFen]).toEqual([0, [], 0])
  expect(await getOrder(ctx, topUp)).toMatchObject({
    ...{ state: 'paid', total_fen: 50_000, prepaid_fen: 50_000 },
    lines: [{ sku: 'top-up', total_fen: 50_000 }],
  })
  expect(await levelRows()).toEqual([[0, 0]])
  expect((await purchaseCycle(ctx, new Date(0))).orders).toBe(0)
  const tea = await buy({ tea: 3 }, 3_000)
  expect((await getOrder(ctx, tea)).prepaid_fen).toBe(0)
  expect([await revenue(ctx), await credited(tea)]).toEqual([3_000, [['tea', 3_000]]])
  expect((await spent())?.spentFen).toBe(3_000)
  await sound()
})

test('beside goods, only the goods are sold', async () => {
  const order = await buy({ 'top-up': 1, tea: 2 })
  expect([await revenue(ctx), await credited(order)]).toEqual([2_000, [['tea', 2_000]]])
  expect(await getOrder(ctx, order)).toMatchObject({ total_fen: 52_000, prepaid_fen: 50_000 })
  await sound()
})

test('what goes back of either goes back where it was counted, to the last fen', async () => {
  const order = await buy({ 'top-up': 1, tea: 2 })
  await giveBack(order, 'top-up')
  expect(await revenue(ctx)).toBe(2_000)
  expect(await getOrder(ctx, order)).toMatchObject({
    ...{ state: 'partly_refunded', refunded_fen: 50_000 },
    refunds: [{ amount_fen: 50_000, lines: [{ sku: 'top-up', amount_fen: 50_000 }] }],
  })
  await giveBack(order, 'tea')
  await giveBack(order, 'tea')
  expect(await revenue(ctx)).toBe(0)
  expect(await getOrder(ctx, order)).toMatchObject({ state: 'refunded', refunded_fen: 52_000 })
  expect(await storedValueOf(ctx, shop.buyer)).toMatchObject({ principal_fen: 0, bonus_fen: 0 })
  await sound()
})

test('of two top-ups one may go back; the order is refunded in part', async () => {
  const order = await buy({ 'top-up': 2 })
  await giveBack(order, 'top-up')
  expect(await getOrder(ctx, order)).toMatchObject({
    state: 'partly_refunded',
    refunded_fen: 50_000,
  })
  await giveBack(order, 'top-up')
  expect(await getOrder(ctx, order)).toMatchObject({ state: 'refunded', refunded_fen: 100_000 })
  expect([await revenue(ctx), await levelRows()]).toEqual([
    0,
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ])
  await sound()
})
