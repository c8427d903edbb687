// Coupons and points on the balance of a pre-sale: one price everywhere, held with the order, spent with the balance,
// and given back exactly otherwise.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../commerce/after-sale/after-sales.ts'
import { getOwnOrder } from '../commerce/checkout/own-order.ts'
import { testShop } from '../commerce/checkout/testing.ts'
import { type BalanceWanted, payBalanceWith, quoteBalance } from '../commerce/deposit/balance.ts'
import { lapseBalance } from '../commerce/deposit/settle.ts'
import { useOrderParties, usePricing } from '../commerce/index.ts'
import { beginPayment, paymentsOf } from '../commerce/payment/payments.ts'
import { refundsOf } from '../commerce/payment/send-refunds.ts'
import { payAtTill } from '../commerce/payment/test-provider.ts'
import { applyPaymentWord } from '../commerce/payment/words.ts'
import { newCustomer, payOrder } from '../commerce/testing.ts'
import { pointsParty, pointsPort, storedValueParty, storedValuePort } from '../membership/index.ts'
import { given, held, ledgerFaults } from '../membership/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { checks as promotionChecks } from '../promotion/checks.ts'
import { giveCoupons } from '../promotion/coupons/issue.ts'
import { getCoupon } from '../promotion/coupons/wallet.ts'
import { offersParty, offersPricing, preSaleParty } from '../promotion/index.ts'
import {
  AFTER_IT,
  IN_BALANCE_WINDOW,
  livePreSale,
  soundDeposits,
} from '../promotion/pre-sale/testing.ts'
import { couponBatch, liveOffer, offTen } from '../promotion/testing.ts'

let ctx: TestCtx
/** While balances are paid, and after that. */
let inWindow: TestCtx
let afterIt: TestCtx
beforeAll(() => {
  usePricing({ offers: offersPricing, points: pointsPort, stored_value: storedValuePort })
  useOrderParties([offersParty, pointsParty, storedValueParty, preSaleParty])
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
})
beforeEach(async () => {
  ctx = await testCtx()
  await testShop(ctx, { tea: 10_000 })
  const later = (ms: number): TestCtx => ({ ...ctx, now: () => new Date(Date.now() + ms) })
  inWindow = later(IN_BALANCE_WINDOW)
  afterIt = later(AFTER_IT)
})

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const NOTHING: BalanceWanted = { couponCodes: [], pointsWanted: 0, storedValueWanted: 0 }

/** Two pieces at ¥9.50 in the end, of which ¥3 are paid; she has so many points and a coupon of so much. */
async function deposited(more: { points?: number; offFen?: number; quantity?: number } = {}) {
  const { points = 500, offFen = 100, quantity = 2 } = more
  const sale = await livePreSale(ctx)
  const customer = await newCustomer(ctx)
  const order = await sale.order(customer, { quantity })
  await payOrder(ctx, order)
  if (points > 0) await given(ctx, customer, points)
  const terms = { ...offTen, args: { off_fen: offFen } }
  const offer_id = await liveOffer(ctx, terms, {}, { source: 'coupon' })
  const batch = await couponBatch(ctx, { offer_id })
  const { codes } = await giveCoupons(ctx, batch.id, [customer])
  return { customer, order, coupon: codes.get(customer) ?? '' }
}
const choose = async (order: string, wanted: Partial<BalanceWanted>) => {
  const asked = { ...NOTHING, ...wanted }
  const { quoted } = await quoteBalance(inWindow, order, asked)
  await payBalanceWith(inWindow, order, { ...asked, expectedDueFen: quoted.dueFen })
  return quoted
}
const giveBack = async (order: string, quantity: number) => {
  const sale = await requestAfterSale(inWindow, order, {
    ...{ key: randomUUID(), kind: 'money', reason: '不要了' },
    lines: [{ sku: 'tea', quantity }],
  })
  await approveAfterSale(inWindow, sale.id, '')
}
const couponState = async (coupon: string) => (await getCoupon(ctx, coupon)).state
const spendable = async (customer: number) => (await held(ctx, customer)).active
const moneyOf = async (order: string) => {
  const paid = (await paymentsOf(ctx, order)).filter((one) => one.state === 'paid')
  const back = await refundsOf(ctx, order)
  const sum = (all: readonly { amount_fen: number }[]) =>
    all.reduce((fen, one) => fen + one.amount_fen, 0)
  return { in: sum(paid), back: sum(back) }
}
async function sound() {
  await soundDeposits(ctx)
  expect(await ledgerFaults(ctx)).toEqual([])
  for (const check of promotionChecks) {
    const { differences } = await check.compare(ctx)
    expect(differences.filter((one) => one.tenant === ctx.tenantId)).toEqual([])
  }
}

test('a coupon and points come off the balance, are held with the order, and spent when the balance is paid', async () => {
  const { customer, order, coupon } = await deposited()
  const asked = { ...NOTHING, couponCodes: [coupon], pointsWanted: 500 }
  const { quoted } = await quoteBalance(inWindow, order, asked)
  expect(quoted).toMatchObject({ totalFen: 1300, dueFen: 1300, lines: [{ grossFen: 2000 }] })
  // A quote keeps nothing.
  expect([await couponState(coupon), await spendable(customer)]).toEqual(['taken', 500])
  expect(await getOwnOrder(ctx, order)).toMatchObject({ due_fen: 1900 })
  await payBalanceWith(inWindow, order, { ...asked, expectedDueFen: 1300 })
  expect(await getOwnOrder(ctx, order)).toMatchObject({ total_fen: 1300, due_fen: 1300 })
  expect([await couponState(coupon), await spendable(customer)]).toEqual(['held', 0])
  await sound()
  await payOrder(inWindow, order)
  expect((await paymentsOf(ctx, order)).map((one) => [one.part, one.amount_fen])).toEqual([
    ['deposit', 300],
    ['balance', 1000],
  ])
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'to_pick_up' })
  expect(await couponState(coupon)).toBe('used')
  const { rows } = await sql<{ total_fen: number; discount_fen: number; line_fen: number }>`
    select s.total_fen, s.discount_fen, l.total_fen as line_fen from sales_order s
    join order_line l on l.tenant_id = s.tenant_id and l.order_id = s.id
    where s.tenant_id = ${ctx.tenantId} and s.id = ${order}`.execute(ctx.pg)
  expect(rows).toEqual([{ total_fen: 1300, discount_fen: 700, line_fen: 1300 }])
  await sound()
})

test('she may choose again, also nothing: what she let go is hers, and the price is what it was', async () => {
  const { customer, order, coupon } = await deposited()
  const before = await getOwnOrder(ctx, order)
  await choose(order, { couponCodes: [coupon], pointsWanted: 200 })
  expect(await spendable(customer)).toBe(300)
  // What the order holds already is hers to choose again.
  expect(await choose(order, { couponCodes: [coupon], pointsWanted: 500 })).toMatchObject({
    dueFen: 1300,
  })
  await choose(order, {})
  expect([await couponState(coupon), await spendable(customer)]).toEqual(['taken', 500])
  const after = await getOwnOrder(ctx, order)
  expect([after.due_fen, after.quoted.lines]).toEqual([1900, before.quoted.lines])
  await sound()
})

test('a refund of all of it gives back money, points and coupon, to the fen and the point', async () => {
  const { customer, order, coupon } = await deposited()
  await choose(order, { couponCodes: [coupon], pointsWanted: 500 })
  await payOrder(inWindow, order)
  await giveBack(order, 2)
  expect(await moneyOf(order)).toEqual({ in: 1300, back: 1300 })
  expect([await couponState(coupon), await spendable(customer)]).toEqual(['taken', 500])
  await sound()
})

test('by any partial refunds, money and points come back exactly', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 100, max: 600 }),
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom([1, 1, 1], [1, 2], [2, 1], [3]),
      async (points, offFen, parts) => {
        const { customer, order, coupon } = await deposited({ points, offFen, quantity: 3 })
        const { dueFen } = await choose(order, { couponCodes: [coupon], pointsWanted: points })
        await payOrder(inWindow, order)
        for (const quantity of parts) await giveBack(order, quantity)
        expect(await moneyOf(order)).toEqual({ in: dueFen, back: dueFen })
        expect(await spendable(customer)).toBe(points)
        expect(await couponState(coupon)).toBe('taken')
      },
    ),
    { numRuns: Number(process.env.BALANCE_RUNS ?? 3) },
  )
  await sound()
})

test('the balance does not come: the coupon and the points are hers again', async () => {
  const { customer, order, coupon } = await deposited()
  await choose(order, { couponCodes: [coupon], pointsWanted: 500 })
  expect(await lapseBalance(afterIt, order)).toBe(true)
  expect([await couponState(coupon), await spendable(customer)]).toEqual(['taken', 500])
  expect(await moneyOf(order)).toEqual({ in: 300, back: 0 })
  await sound()
})

test('a payment of what it cost before, told late, goes back by itself', async () => {
  const { order } = await deposited()
  const old = await beginPayment(inWindow, order, { provider: 'test', way: 'test' })
  await sql`update payment set state = 'closed', ask_at = null
    where tenant_id = ${ctx.tenantId} and id = ${old.id}`.execute(ctx.pg)
  await choose(order, { pointsWanted: 500 })
  await applyPaymentWord(inWindow, 'test', await payAtTill(inWindow, old.id))
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'to_pay_balance', due_fen: 1400 })
  expect(await refundsOf(ctx, order)).toMatchObject([{ amount_fen: 1600, cause: 'not_needed' }])
  await payOrder(inWindow, order)
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'to_pick_up' })
  await sound()
})

test('64 at once choose otherwise, and it is paid meanwhile: one choice stands whole', async () => {
  const { order, coupon } = await deposited()
  const choices: Partial<BalanceWanted>[] = [
    {},
    { couponCodes: [coupon] },
    { pointsWanted: 300 },
    { pointsWanted: 500 },
  ]
  const told = await Promise.all([
    ...Array.from({ length: 64 }, (_, i) => code(choose(order, choices[i % 4] ?? {}))),
    code(payOrder(inWindow, order)),
  ])
  const known = [
    'done',
    'order_state',
    'payment_under_way',
    'payment_decided',
    'price_changed',
    'payment_not_found',
  ]
  expect(told.filter((one) => !known.includes(one))).toEqual([])
  await sound()
})

test('refused: too early, a price that changed, nothing left to pay, a coupon that stands alone', async () => {
  const { order, customer, coupon } = await deposited({ offFen: 1600, points: 0 })
  const wanted = { ...NOTHING, couponCodes: [coupon] }
  expect(await code(quoteBalance(ctx, order, wanted))).toBe('balance_not_yet')
  expect(await code(quoteBalance(afterIt, order, wanted))).toBe('order_state')
  expect(await code(quoteBalance(inWindow, order, wanted))).toBe('balance_too_small')
  const other = { ...NOTHING, expectedDueFen: 1 }
  expect(await code(payBalanceWith(inWindow, order, other))).toBe('price_changed')
  const alone = { ...offTen, args: { off_fen: 1500 }, exclusive: true }
  const offer_id = await liveOffer(ctx, alone, {}, { source: 'coupon' })
  const batch = await couponBatch(ctx, { offer_id })
  const { codes } = await giveCoupons(ctx, batch.id, [customer])
  const exclusive = { ...NOTHING, couponCodes: [codes.get(customer) ?? ''] }
  expect(await code(quoteBalance(inWindow, order, exclusive))).toBe('coupon_not_with_deposit')
  expect(await getOwnOrder(ctx, order)).toMatchObject({ due_fen: 1900 })
  await sound()
})
