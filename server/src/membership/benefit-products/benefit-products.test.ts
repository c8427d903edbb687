import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { priceCheckout } from '../../commerce/index.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { cardsOf } from '../cards/cards.ts'
import { setPlan } from '../cards/plans.ts'
import { exactly, spend } from '../ledger/spend.ts'
import {
  benefitProduct,
  facials,
  faultsOf,
  payIfDue,
  unwireBenefitProducts,
  wireBenefitProducts,
} from '../session-cards/testing.ts'
import { storedValueOf } from '../stored-value/desk.ts'
import { createPlan, setPlanState } from '../stored-value/plans.ts'
import { given as givePoints, held } from '../testing.ts'
import { getBenefit, setBenefit } from './definition.ts'
import { pointsLeftFen } from './kinds/points.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(wireBenefitProducts)
afterAll(unwireBenefitProducts)
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 100 })
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
async function buy(lines: Record<string, number>, more: object = {}): Promise<string> {
  const order = await shop.place(lines, more)
  await payIfDue(ctx, order)
  return order
}
const askBack = (order: string, sku: string, more: object = {}, of = ctx) =>
  requestAfterSale(of, order, {
    ...{ key: randomUUID(), kind: 'money', reason: 'changed her mind' },
    lines: [{ sku, quantity: 1, ...more }],
  })
async function topUpProduct(pay_fen = 50_000, bonus_fen = 5_000) {
  const plan = await createPlan(ctx, {
    ...{ name: `充 ${pay_fen}`, pay_fen, bonus_fen, bonus_days: null },
    ...{ preset: 'retail', accepted: true },
  })
  await benefitProduct(ctx, 'top-up', pay_fen, { kind: 'stored_value', args: { plan: plan.id } })
  return plan
}
const stored = async () => {
  const { principal_fen, bonus_fen } = await storedValueOf(ctx, shop.buyer)
  return [principal_fen, bonus_fen]
}

test('what a product gives is said of what is no goods, by one at a time', async () => {
  expect(await code(setBenefit(ctx, 'tea', facials(3), 0))).toBe('goods_give_nothing')
  expect(await code(setBenefit(ctx, 'nothing', facials(3), 0))).toBe('product_not_found')
  await benefitProduct(ctx, 'facials', 10_000, facials(3, 90))
  expect(await getBenefit(ctx, 'facials')).toEqual({
    ...{ benefit: facials(3, 90), revision: 1, card_plan: null },
  })
  const both = [4, 5].map((n) => code(setBenefit(ctx, 'facials', facials(n), 1)))
  expect((await Promise.all(both)).sort()).toEqual(['done', 'edited_meanwhile'])
  const { revision } = await getBenefit(ctx, 'facials')
  expect(await setBenefit(ctx, 'facials', null, revision)).toMatchObject({ benefit: null })
  expect(await code(getBenefit(await testCtx(), 'facials'))).toBe('product_not_found')
})

test('a top-up costs what its plan says, and is there once it is paid', async () => {
  const plan = await topUpProduct()
  expect(
    await code(
      benefitProduct(ctx, 'cheap', 100, { kind: 'stored_value', args: { plan: plan.id } }),
    ),
  ).toBe('price_is_not_the_plans')
  await givePoints(ctx, shop.buyer, 100_000)
  const { quoted } = await priceCheckout(
    ctx,
    shop.basket({ 'top-up': 1 }, { pointsWanted: 100_000 }),
  )
  expect(quoted).toMatchObject({ totalFen: 50_000, dueFen: 50_000, discountFen: 0 })
  await buy({ 'top-up': 1 })
  expect(await stored()).toEqual([50_000, 5_000])
  expect(await faultsOf(ctx)).toEqual([])
})

test('stored value pays for what stands beside a top-up and never for the top-up', async () => {
  await topUpProduct()
  await buy({ 'top-up': 1 })
  const wanted = shop.basket({ 'top-up': 1, tea: 2 }, { storedValueWanted: 60_000 })
  const { quoted } = await priceCheckout(ctx, wanted)
  expect(quoted).toMatchObject({ storedValueFen: 2_000, dueFen: 50_000 })
  await buy({ 'top-up': 1, tea: 2 }, { storedValueWanted: 60_000 })
  expect(await stored()).toEqual([98_000, 10_000])
  expect(await faultsOf(ctx)).toEqual([])
})

test('a refund of a top-up gives back what the law says is left, and no more', async () => {
  await topUpProduct()
  const order = await buy({ 'top-up': 1 })
  await buy({ tea: 3 }, { storedValueWanted: 3_000 })
  const sale = await askBack(order, 'top-up')
  expect(sale.amount_fen).toBe(47_000)
  await approveAfterSale(ctx, sale.id, '')
  expect(await stored()).toEqual([0, 0])
  expect(await code(askBack(order, 'top-up'))).toBe('more_than_left')
  expect(await faultsOf(ctx)).toEqual([])
})

test('a named card’s limit refuses the order; one that meets it after the payment is called off', async () => {
  await topUpProduct(300_000, 0)
  const first = await shop.place({ 'top-up': 1 })
  const second = await shop.place({ 'top-up': 1 })
  await payIfDue(ctx, first)
  expect(await code(shop.place({ 'top-up': 1 }))).toBe('above_named_card_limit')
  await payIfDue(ctx, second)
  const { rows } = await sql<{ state: string; cancel_reason: string }>`
    select state, cancel_reason from own_order where tenant_id = ${ctx.tenantId} and id = ${second}`.execute(
    ctx.pg,
  )
  expect(rows[0]).toEqual({ state: 'cancelled', cancel_reason: 'above_named_card_limit' })
  expect(await stored()).toEqual([300_000, 0])
  expect(await faultsOf(ctx)).toEqual([])
})

test('a plan that is stopped sells no more; who has ordered still gets it', async () => {
  const { id } = await topUpProduct()
  const order = await shop.place({ 'top-up': 1 })
  await setPlanState(ctx, id, 'stopped')
  expect(await code(shop.place({ 'top-up': 1 }))).toBe('plan_stopped')
  await payIfDue(ctx, order)
  expect(await stored()).toEqual([50_000, 5_000])
})

test('points that are bought are hers; a refund takes back those that are left, for their share', async () => {
  await benefitProduct(ctx, 'points-900', 1_000, { kind: 'points', args: { points: 900 } })
  const order = await buy({ 'points-900': 2 })
  expect(await held(ctx, shop.buyer)).toMatchObject({ active: 1_800 })
  const spent = await spend(ctx, {
    ...{ key: 'x', kind: 'adjust', node: shop.buyer, books: ['points'] },
    ...{ divide: exactly('points', 1_200), to: () => 'adjustment' as const },
  })
  expect(spent.ok).toBe(true)
  const sale = await askBack(order, 'points-900', { quantity: 2 })
  expect(sale.amount_fen).toBe(pointsLeftFen(1_000, 900, 600))
  await approveAfterSale(ctx, sale.id, '')
  expect(await held(ctx, shop.buyer)).toMatchObject({ active: 0, owed: 0 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('a benefit card costs what was paid for it, and goes back for the days that are left', async () => {
  await benefitProduct(ctx, 'svip', 8_800, null)
  await setPlan(
    ctx,
    {
      ...{ code: 'svip', name: '超级会员卡', name_en: 'Super card', price_fen: 9_900, days: 30 },
      ...{ trial_days: 0, sku: 'svip', is_retired: false },
    },
    0,
  )
  expect(await getBenefit(ctx, 'svip')).toMatchObject({ benefit: null, card_plan: 'svip' })
  expect(await code(setBenefit(ctx, 'svip', facials(1), 0))).toBe('gives_a_card')
  const order = await buy({ svip: 1 })
  expect(await cardsOf(ctx, shop.buyer)).toMatchObject([{ price_fen: 8_800, order_id: order }])
  const at = new Date(ctx.now().getTime() + 10 * 86_400_000)
  const tenDaysOn = { ...ctx, now: () => at }
  const { id, amount_fen } = await askBack(order, 'svip', {}, tenDaysOn)
  // A day that has begun is used; the card began a moment before or after the test's own clock.
  expect([Math.floor((8_800 * 19) / 30), Math.floor((8_800 * 20) / 30)]).toContain(amount_fen)
  await approveAfterSale(tenDaysOn, id, '')
  expect(await cardsOf(ctx, shop.buyer)).toMatchObject([{ state: 'refunded' }])
  expect(await code(askBack(order, 'svip', {}, tenDaysOn))).toBe('more_than_left')
})

test('more pieces than can be given at once, and more than is left, are refused', async () => {
  await benefitProduct(ctx, 'facials', 100, facials(1))
  expect(await code(shop.place({ facials: 101 }))).toBe('too_many_pieces')
  const order = await buy({ facials: 2 })
  expect(await code(askBack(order, 'facials', { quantity: 3 }))).toBe('more_than_left')
})
