// What is no goods, bought in a group: given to everybody once the group is complete, to nobody before.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { giveKept, giveKeptOrders } from '../../commerce/checkout/give.ts'
import { testShop } from '../../commerce/checkout/testing.ts'
import {
  placeOrder,
  priceCheckout,
  useFixedPrices,
  useHeld,
  useOrderParties,
  usePricing,
} from '../../commerce/index.ts'
import { newCustomer, payOrder } from '../../commerce/testing.ts'
import { cardsOf } from '../../membership/cards/cards.ts'
import { setPlan } from '../../membership/cards/plans.ts'
import { benefitProductsParty, benefitsParty } from '../../membership/index.ts'
import { benefitProduct, faultsOf } from '../../membership/session-cards/testing.ts'
import { held } from '../../membership/testing.ts'
import { useReactions } from '../../platform/emit.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { groupBuyParty, offersParty, offersPricing } from '../index.ts'
import { decideGroups, refundFailed } from './decide.ts'
import type { GroupBuyFields } from './group-buys.ts'
import { groupOf, liveGroupBuy } from './testing.ts'

const HOUR = 3_600_000
const POINTS = 'points-900'
const CARD = 'year-card'
let ctx: TestCtx
beforeAll(() => {
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty, benefitsParty, groupBuyParty, benefitProductsParty])
  useHeld(async () => ({ levels: [] }))
  useReactions({ audience_changed: [], group_buy_completed: [giveKeptOrders] })
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
  useFixedPrices(undefined)
  useReactions({ audience_changed: [], group_buy_completed: [] })
})
beforeEach(async () => {
  ctx = await testCtx()
  await testShop(ctx, { tea: 10 })
  await benefitProduct(ctx, POINTS, 1_000, { kind: 'points', args: { points: 900 } })
  await benefitProduct(ctx, CARD, 9_900, null)
  await setPlan(
    ctx,
    {
      ...{ code: 'year', name: '年卡', name_en: 'Year card', price_fen: 9_900, days: 365 },
      ...{ trial_days: 0, sku: CARD, is_retired: false },
    },
    0,
  )
})

async function open(given: Partial<GroupBuyFields> = {}) {
  const buy = await liveGroupBuy(ctx, {
    ...{ size: 2, per_order: 2 },
    items: [
      { sku: POINTS, price_fen: 600 },
      { sku: CARD, price_fen: 6_000 },
    ],
    ...given,
  })
  return async (sku: string, group: string | null = null, quantity = 1) => {
    const customer = await newCustomer(ctx)
    const basket = {
      ...{ storefront: 'home', customerId: customer, address: null, couponCodes: [] },
      ...{ pointsWanted: 0, storedValueWanted: 0, lines: [{ sku, quantity }] },
      groupBuy: { id: buy.id, group },
    }
    const { quoted } = await priceCheckout(ctx, basket)
    const order = await placeOrder(ctx, {
      ...basket,
      ...{ key: randomUUID(), expectedDueFen: quoted.dueFen, note: '', staffId: null },
    })
    await payOrder(ctx, order)
    return { customer, order, group: await groupOf(ctx, order) }
  }
}
/** The jobs that a complete group leaves, as the worker runs them. */
async function work(): Promise<void> {
  for (const { queue, data } of ctx.jobs.sent.splice(0))
    if (queue === 'group_buy_completed.give')
      await giveKeptOrders.react(ctx, (data as { fact: { orders: string[] } }).fact)
}
const points = async (customer: number) => (await held(ctx, customer)).active
const cards = async (customer: number) =>
  (await cardsOf(ctx, customer)).map(({ state, price_fen }) => [state, price_fen])
async function giveBack(order: string, sku: string, quantity: number): Promise<number> {
  const sale = await requestAfterSale(ctx, order, {
    ...{ key: randomUUID(), kind: 'money', reason: '不想要了', lines: [{ sku, quantity }] },
  })
  await approveAfterSale(ctx, sale.id, '')
  return sale.amount_fen
}
const saleOf = async (order: string) => {
  const { rows } = await sql<{
    state: string
    quantity: number
  }>`select state, quantity from benefit_sale
    where tenant_id = ${ctx.tenantId} and order_id = ${order}`.execute(ctx.pg)
  return rows[0]
}

test('points are hers when the last one pays, not when she does', async () => {
  const join = await open()
  const first = await join(POINTS)
  expect([await points(first.customer), await saleOf(first.order)]).toEqual([
    0,
    { state: 'due', quantity: 1 },
  ])
  await giveKept(ctx, first.order)
  expect(await points(first.customer)).toBe(0)
  const last = await join(POINTS, first.group)
  expect(await points(last.customer)).toBe(900)
  await work()
  expect([await points(first.customer), await points(last.customer)]).toEqual([900, 900])
  await Promise.all(Array.from({ length: 8 }, () => giveKept(ctx, first.order)))
  expect(await points(first.customer)).toBe(900)
  expect(await faultsOf(ctx)).toEqual([])
})

test('a benefit card begins with the group, for what was paid for it', async () => {
  const join = await open()
  const first = await join(CARD)
  expect(await cards(first.customer)).toEqual([])
  await join(CARD, first.group)
  await work()
  expect(await cards(first.customer)).toEqual([['active', 6_000]])
})

test('of a group that failed nothing was given, and all of the money goes back', async () => {
  const join = await open()
  const first = await join(POINTS)
  const later = { ...ctx, now: () => new Date(Date.now() + 30 * HOUR) }
  await decideGroups(later, eachBrand(ctx))
  await refundFailed(later, eachBrand(ctx))
  expect([await points(first.customer), await saleOf(first.order)]).toEqual([
    0,
    { state: 'void', quantity: 1 },
  ])
  await giveKept(ctx, first.order)
  expect(await points(first.customer)).toBe(0)
  expect(await faultsOf(ctx)).toEqual([])
})

test('who gives a piece back while she waits is given the others', async () => {
  const join = await open()
  const first = await join(POINTS, null, 2)
  expect(await giveBack(first.order, POINTS, 1)).toBe(600)
  await join(POINTS, first.group)
  await work()
  expect([await points(first.customer), await saleOf(first.order)]).toEqual([
    900,
    { state: 'given', quantity: 1 },
  ])
  expect(await giveBack(first.order, POINTS, 1)).toBe(600)
  expect(await points(first.customer)).toBe(0)
  expect(await faultsOf(ctx)).toEqual([])
})

test('what the brand completes is given too', async () => {
  const join = await open({ size: 3, complete_from: 2 })
  const first = await join(POINTS)
  const second = await join(POINTS, first.group)
  const later = { ...ctx, now: () => new Date(Date.now() + 30 * HOUR) }
  await decideGroups(later, eachBrand(ctx))
  await work()
  expect([await points(first.customer), await points(second.customer)]).toEqual([900, 900])
})

test('what may not be given any more is paid back', async () => {
  const join = await open()
  const first = await join(POINTS)
  await join(POINTS, first.group)
  await sql`update benefit_sale set kind = 'stored_value', args = '{"plan": "00000000-0000-7000-8000-000000000000"}'
    where tenant_id = ${ctx.tenantId} and order_id = ${first.order}`.execute(ctx.pg)
  await work()
  expect(await saleOf(first.order)).toEqual({ state: 'void', quantity: 1 })
  const { rows } = await sql<{ refunded_fen: number }>`select refunded_fen from sales_order
    where tenant_id = ${ctx.tenantId} and id = ${first.order}`.execute(ctx.pg)
  expect(rows[0]).toEqual({ refunded_fen: 600 })
})
