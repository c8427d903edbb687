import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { getOwnOrder } from '../../commerce/checkout/own-order.ts'
import { forgetBuyer } from '../../commerce/checkout/personal-data.ts'
import { expireOrder } from '../../commerce/checkout/settle.ts'
import { showOwnOrder } from '../../commerce/checkout/shown.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { getDeposit } from '../../commerce/deposit/deposits.ts'
import { lapseBalances } from '../../commerce/deposit/jobs.ts'
import { listPenalties, payPenalty } from '../../commerce/deposit/penalties.ts'
import { failBargain, giveUpOrder, lapseBalance } from '../../commerce/deposit/settle.ts'
import { useOrderParties, usePricing } from '../../commerce/index.ts'
import { beginPayment, paymentsOf } from '../../commerce/payment/payments.ts'
import { refundsOf, sendRefunds } from '../../commerce/payment/send-refunds.ts'
import { payAtTill } from '../../commerce/payment/test-provider.ts'
import { applyPaymentWord } from '../../commerce/payment/words.ts'
import { expireReservations } from '../../commerce/stock/reservations.ts'
import { newCustomer, payOrder } from '../../commerce/testing.ts'
import { listMessages } from '../../messages/index.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { figuresOf } from '../activities/figures.ts'
import { offersParty, offersPricing, preSaleParty } from '../index.ts'
import { promotionData } from '../personal-data.ts'
import { changePreSale, getPreSale, setPreSaleState } from './pre-sales.ts'
import { listPreSales, listPurchases, preSaleFigures } from './queries.ts'
import { remindOfBalances } from './remind.ts'
import { shownPreSales } from './shown.ts'
import { AFTER_IT, DAY, IN_BALANCE_WINDOW, livePreSale, soundDeposits, windows } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
/** While balances are paid, and after that. */
let inWindow: TestCtx
let afterIt: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  inWindow = later(IN_BALANCE_WINDOW)
  afterIt = later(AFTER_IT)
  shop = await testShop(ctx, { tea: 100_000, cup: 100 })
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty, preSaleParty])
})
afterAll(() => {
  useOrderParties([])
  usePricing({})
})

/** The same brand, so much later. */
const later = (ms: number): TestCtx => ({ ...ctx, now: () => new Date(Date.now() + ms) })
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
/** All that waits to be sent, other tests' too. */
const sendAll = async (at: TestCtx) => {
  while ((await sendRefunds(at, eachBrand(ctx))) > 0);
}
const begin = (at: TestCtx, order: string) =>
  beginPayment(at, order, { provider: 'test', way: 'test' })
const moneyOf = async (order: string) => ({
  in: (await paymentsOf(ctx, order))
    .filter((one) => one.state === 'paid')
    .reduce((sum, one) => sum + one.amount_fen, 0),
  back: (await refundsOf(ctx, order)).reduce((sum, one) => sum + one.amount_fen, 0),
})
/** An order whose deposit is paid. */
const deposited = async (given: Parameters<typeof livePreSale>[1] = {}, quantity = 1) => {
  const sale = await livePreSale(ctx, given)
  const customer = await newCustomer(ctx)
  const order = await sale.order(customer, { quantity })
  await payOrder(ctx, order)
  return { sale, customer, order }
}
const piecesOf = async (id: string) => {
  const [item] = (await getPreSale(ctx, id)).items
  return { held: item?.held, taken: item?.taken }
}

test('a deposit, then the balance: the order is paid, its pieces bought, and all of it is in the figures', async () => {
  const sale = await livePreSale(ctx)
  const order = await sale.order(shop.buyer, { quantity: 2 })
  expect(await piecesOf(sale.id)).toEqual({ held: 2, taken: 0 })
  expect(await showOwnOrder(ctx, order)).toMatchObject({
    ...{ state: 'to_pay', total_fen: 1900, due_fen: 1900 },
    deposit: { kind: 'earnest', fen: 300, binding_fen: 300, balance_fen: 1600, state: 'asked' },
  })
  await payOrder(ctx, order)
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'to_pay_balance', paid_at: null })
  expect(await piecesOf(sale.id)).toEqual({ held: 0, taken: 2 })
  expect(await preSaleFigures(ctx, sale.id)).toMatchObject({
    ...{ orders: 1, waiting: 1, held_fen: 300, to_come_fen: 1600, balance_bp: null },
  })
  expect(await code(begin(ctx, order))).toBe('balance_not_yet')
  await payOrder(inWindow, order)
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'to_pick_up' })
  expect(await getDeposit(ctx, order)).toMatchObject({ state: 'counted', kept_fen: 0 })
  expect((await paymentsOf(ctx, order)).map((one) => [one.part, one.amount_fen])).toEqual([
    ['deposit', 300],
    ['balance', 1600],
  ])
  expect(await preSaleFigures(ctx, sale.id)).toMatchObject({
    ...{ orders: 1, deposits_fen: 300, waiting: 0, held_fen: 0, paid: 1, balances_fen: 1600 },
    ...{ forfeited_fen: 0, balance_bp: 10_000 },
  })
  expect(await figuresOf(ctx, sale.activity)).toMatchObject({
    ...{ orders: 1, sales_fen: 1900, subsidy_fen: 100 },
  })
  expect((await listPurchases(ctx, sale.id, { limit: 10 })).items).toMatchObject([
    { order_id: order, state: 'bought', deposit_state: 'counted', deposit_fen: 300 },
  ])
  await soundDeposits(ctx)
})

test('earnest money needs an explicit yes; an advance does not', async () => {
  const earnest = await livePreSale(ctx)
  expect(await code(earnest.order(await newCustomer(ctx), { agreed: false }))).toBe(
    'deposit_not_agreed',
  )
  expect(await piecesOf(earnest.id)).toEqual({ held: 0, taken: 0 })
  const advance = await livePreSale(ctx, { deposit_kind: 'advance' })
  expect(await code(advance.order(await newCustomer(ctx), { agreed: false }))).toBe('done')
})

test('whoever does not pay the balance in time loses earnest money and no more; stock and quota are free', async () => {
  const { sale, order } = await deposited()
  const stockOf = async () => {
    const { rows } = await sql<{ state: string }>`select r.state from stock_reservation r
      join own_order w on w.tenant_id = r.tenant_id and w.reservation = r.id
      where w.tenant_id = ${ctx.tenantId} and w.id = ${order}`.execute(ctx.pg)
    return rows.map((row) => row.state)
  }
  await lapseBalances(inWindow, eachBrand(ctx))
  await expireReservations(inWindow, eachBrand(ctx))
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'to_pay_balance' })
  expect(await stockOf()).toEqual(['open'])
  await lapseBalances(afterIt, eachBrand(ctx))
  expect(await getOwnOrder(ctx, order)).toMatchObject({
    ...{ state: 'cancelled', cancel_reason: 'balance_overdue' },
  })
  expect(await getDeposit(ctx, order)).toMatchObject({
    ...{ state: 'forfeited', ended_by: 'buyer', kept_fen: 150, returned_fen: 0 },
  })
  expect(await moneyOf(order)).toEqual({ in: 150, back: 0 })
  expect(await piecesOf(sale.id)).toEqual({ held: 0, taken: 0 })
  expect(await stockOf()).toEqual(['released'])
  expect(await lapseBalance(afterIt, order)).toBe(false)
  const { rows } = await sql<{ action: string }>`select action from audit_log
    where tenant_id = ${ctx.tenantId} and object_id = ${order} order by 1`.execute(ctx.pg)
  expect(rows.map((row) => row.action)).toContain('deposit.forfeited')
  await soundDeposits(ctx)
})

test('an advance goes back by itself when the balance does not come', async () => {
  const { order } = await deposited({ deposit_kind: 'advance' })
  await lapseBalances(afterIt, eachBrand(ctx))
  expect(await getDeposit(ctx, order)).toMatchObject({ state: 'returned', returned_fen: 150 })
  await sendAll(afterIt)
  expect(await refundsOf(ctx, order)).toMatchObject([{ amount_fen: 150, state: 'done' }])
  await soundDeposits(ctx)
})

test('what was paid over a fifth is no earnest money: it goes back, and is not doubled', async () => {
  // A storefront's own price below the pre-sale's makes the deposit more than a fifth.
  const late = await deposited({ deposit_fen: 190, worth_fen: 190 })
  await sql`update order_deposit set binding_fen = 150 where tenant_id = ${ctx.tenantId} and order_id = ${late.order}`.execute(
    ctx.pg,
  )
  await lapseBalance(afterIt, late.order)
  expect(await getDeposit(ctx, late.order)).toMatchObject({ kept_fen: 150, returned_fen: 40 })
  expect(await moneyOf(late.order)).toEqual({ in: 190, back: 40 })
  await soundDeposits(ctx)
})

test('the shop cannot deliver: her money goes back, and as much again is owed, booked and paid once', async () => {
  const { sale, order } = await deposited()
  const tries = await Promise.all(
    Array.from({ length: 64 }, () => code(failBargain(ctx, order, 'shop', '工厂停产'))),
  )
  expect(tries.filter((one) => one === 'done')).toHaveLength(1)
  expect(new Set(tries)).toEqual(new Set(['done', 'order_state']))
  expect(await getDeposit(ctx, order)).toMatchObject({ state: 'doubled', returned_fen: 150 })
  expect(await moneyOf(order)).toEqual({ in: 150, back: 150 })
  const owed = (await listPenalties(ctx, { limit: 50 })).items.filter((p) => p.order_id === order)
  expect(owed).toMatchObject([{ fen: 150, state: 'owed' }])
  expect(await figuresOf(ctx, sale.activity)).toMatchObject({
    costs: [{ kind: 'incentive', fen: 150 }],
  })
  const paid = await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      code(payPenalty(ctx, order, { method: 'bank', reference: `transfer ${i}` })),
    ),
  )
  expect(paid.filter((one) => one === 'done')).toHaveLength(1)
  expect(new Set(paid)).toEqual(new Set(['done', 'penalty_paid']))
  expect(await preSaleFigures(ctx, sale.id)).toMatchObject({
    ...{ doubled: 1, penalty_fen: 150, penalty_owed_fen: 0, returned_fen: 150 },
  })
  await soundDeposits(ctx)
})

test('after the balance all of it goes back and the deposit once more; an advance goes back simply', async () => {
  const { order } = await deposited()
  await payOrder(inWindow, order)
  await failBargain(inWindow, order, 'shop', '质检不合格')
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'closed' })
  expect(await moneyOf(order)).toEqual({ in: 950, back: 950 })
  expect((await listPenalties(ctx, { limit: 50 })).items).toContainEqual(
    expect.objectContaining({ order_id: order, fen: 150 }),
  )
  expect(await code(failBargain(inWindow, order, 'shop', '再来一次'))).toBe('order_state')
  const simple = await deposited({ deposit_kind: 'advance' })
  await payOrder(inWindow, simple.order)
  await failBargain(inWindow, simple.order, 'shop', '质检不合格')
  expect(await moneyOf(simple.order)).toEqual({ in: 950, back: 950 })
  expect(await getDeposit(ctx, simple.order)).toMatchObject({ state: 'returned' })
  await sendAll(inWindow)
  const back = (await refundsOf(ctx, order)).map((one) => `${one.amount_fen} ${one.state}`)
  expect(back.toSorted()).toEqual(['150 done', '800 done'])
  await soundDeposits(ctx)
})

test('by agreement earnest money goes back and nothing is doubled', async () => {
  const { order } = await deposited()
  await failBargain(ctx, order, 'agreed', '协商解除')
  expect(await getDeposit(ctx, order)).toMatchObject({ state: 'returned', returned_fen: 150 })
  expect((await listPenalties(ctx, { limit: 200 })).items.map((p) => p.order_id)).not.toContain(
    order,
  )
  await soundDeposits(ctx)
})

test('a buyer who calls it off must know that she loses earnest money', async () => {
  const { order } = await deposited()
  expect(await code(giveUpOrder(ctx, order, false))).toBe('deposit_forfeits')
  await giveUpOrder(ctx, order, true)
  expect(await getDeposit(ctx, order)).toMatchObject({ state: 'forfeited', kept_fen: 150 })
  const advance = await deposited({ deposit_kind: 'advance' })
  await giveUpOrder(ctx, advance.order, false)
  expect(await getDeposit(ctx, advance.order)).toMatchObject({ state: 'returned' })
  const unpaid = await (await livePreSale(ctx)).order(await newCustomer(ctx))
  await giveUpOrder(ctx, unpaid, false)
  expect(await getDeposit(ctx, unpaid)).toMatchObject({ state: 'void' })
  await soundDeposits(ctx)
})

test('money that comes too late goes back by itself', async () => {
  const sale = await livePreSale(ctx)
  const unpaid = await sale.order(await newCustomer(ctx))
  const first = await begin(ctx, unpaid)
  await expireOrder(later(DAY), unpaid)
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, first.id))
  expect(await getOwnOrder(ctx, unpaid)).toMatchObject({ state: 'cancelled' })
  expect(await refundsOf(ctx, unpaid)).toMatchObject([{ amount_fen: 150, reason: 'deposit_late' }])
  const { order } = await deposited()
  const balance = await begin(inWindow, order)
  await lapseBalance(afterIt, order)
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, balance.id))
  expect(await getDeposit(ctx, order)).toMatchObject({ state: 'forfeited' })
  expect(await refundsOf(ctx, order)).toMatchObject([{ amount_fen: 800, reason: 'balance_late' }])
  await soundDeposits(ctx)
})

test('callbacks come twice, late and in any order: each part is paid once, what is too much goes back', async () => {
  const { order } = await deposited()
  const [paid] = await paymentsOf(ctx, order)
  const word = await payAtTill(ctx, paid?.id ?? '')
  const balance = await payAtTill(inWindow, (await begin(inWindow, order)).id)
  await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      applyPaymentWord(inWindow, 'test', i % 2 === 0 ? word : balance),
    ),
  )
  expect(await moneyOf(order)).toEqual({ in: 950, back: 0 })
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'to_pick_up' })
  await soundDeposits(ctx)
})

test('parts of a paid pre-sale order go back from the balance first, to the fen', async () => {
  const { order } = await deposited({}, 3)
  await payOrder(inWindow, order)
  for (const _ of [1, 2, 3]) {
    const sale = await requestAfterSale(inWindow, order, {
      ...{ key: randomUUID(), kind: 'money', reason: '少要一件' },
      lines: [{ sku: 'tea', quantity: 1 }],
    })
    await approveAfterSale(inWindow, sale.id, '')
  }
  expect(await moneyOf(order)).toEqual({ in: 2850, back: 2850 })
  const back = await refundsOf(ctx, order)
  expect(back.map((one) => one.amount_fen).toSorted((a, b) => a - b)).toEqual([450, 500, 950, 950])
  await sendAll(inWindow)
  expect(new Set((await refundsOf(ctx, order)).map((one) => one.state))).toEqual(new Set(['done']))
  await soundDeposits(ctx)
})

test('who has paid a deposit is told once that the balance can be paid', async () => {
  const { order, customer } = await deposited()
  await remindOfBalances(ctx, eachBrand(ctx))
  const toldOf = async () =>
    (await listMessages(ctx, { limit: 200 })).items.filter((m) => m.customer_id === customer)
  expect(await toldOf()).toEqual([])
  await Promise.all(Array.from({ length: 8 }, () => remindOfBalances(inWindow, eachBrand(ctx))))
  expect(await toldOf()).toMatchObject([{ kind: 'balance_due_or_forfeit' }])
  await lapseBalance(afterIt, order)
})

test('nobody orders outside the deposits’ time or while it is paused; whoever has ordered pays all the same', async () => {
  const { sale, order } = await deposited()
  await setPreSaleState(ctx, sale.id, 'paused')
  expect(await code(sale.order(await newCustomer(ctx)))).toBe('pre_sale_closed')
  expect(
    (await shownPreSales(ctx, { storefront: 'home' })).items.map((one) => one.id),
  ).not.toContain(sale.id)
  await payOrder(inWindow, order)
  expect(await getOwnOrder(ctx, order)).toMatchObject({ state: 'to_pick_up' })
  const soon = await livePreSale(ctx, {
    ...windows(ctx),
    deposit_from: new Date(Date.now() + 3_600_000).toISOString(),
  })
  expect(await code(soon.order(await newCustomer(ctx)))).toBe('pre_sale_not_begun')
  expect((await shownPreSales(ctx, { storefront: 'home', sku: 'tea' })).items).toContainEqual(
    expect.objectContaining({ id: soon.id, time: 'before', deposit_fen: 150, balance_fen: 800 }),
  )
})

test.each([
  ['deposit_over_fifth', { deposit_fen: 201, worth_fen: 201 }],
  ['pre_sale_worth', { deposit_fen: 150, worth_fen: 149 }],
  ['pre_sale_above_price', { price_fen: 1001 }],
  ['unknown_sku', { sku: 'no such thing' }],
] as const)('a pre-sale that does not stand is refused: %s', async (why, given) => {
  expect(await code(livePreSale(ctx, given))).toBe(why)
})

test('a balance before the deposits end, and a quota below what is ordered, are refused', async () => {
  const { sale } = await deposited({}, 3)
  const { revision, ...before } = await getPreSale(ctx, sale.id)
  const change = (given: Parameters<typeof changePreSale>[2]) =>
    code(changePreSale(ctx, sale.id, given, revision))
  expect(await change({ deposit_until: before.balance_until })).toBe('pre_sale_windows')
  const [item] = before.items
  if (!item) throw new Error('it has an article')
  const { name: _n, held: _h, taken: _t, ...fields } = item
  expect(await change({ items: [{ ...fields, quota: 2 }] })).toBe('pre_sale_below_taken')
  expect(await change({ items: [{ ...fields, sku: 'cup' }] })).toBe('pre_sale_below_taken')
  expect(await change({ items: [{ ...fields, quota: 3 }] })).toBe('done')
  expect((await listPreSales(ctx, { limit: 200 })).items).toContainEqual(
    expect.objectContaining({ id: sale.id, quota: 3, taken: 3 }),
  )
})

test('who is erased leaves an order ahead that leads to nobody', async () => {
  const { sale, customer } = await deposited()
  const data = promotionData.find(({ name }) => name === 'pre_sale_purchases')
  const person = { id: customer, nodes: [customer] } as never
  expect(await data?.export?.(ctx, person)).toMatchObject([{ sku: 'tea', deposit_kind: 'earnest' }])
  await data?.erase?.(ctx, person)
  expect((await listPurchases(ctx, sale.id, { limit: 10 })).items).toMatchObject([
    { customer_id: null },
  ])
})

test('what was written about who is erased goes from her deposit; its money stays', async () => {
  const { order, customer } = await deposited()
  await failBargain(ctx, order, 'shop', '给王女士道歉')
  await payPenalty(ctx, order, { method: 'bank', reference: '转账给王女士 6222' })
  await forgetBuyer(ctx, [customer])
  expect(await getDeposit(ctx, order)).toMatchObject({ reason: 'asked', returned_fen: 150 })
  const { items } = await listPenalties(ctx, { state: 'paid', limit: 200 })
  expect(items.filter((one) => one.order_id === order)).toMatchObject([{ reference: '', fen: 150 }])
  await soundDeposits(ctx)
})
