// The second half of a double return: to be paid by a day, taken as stored value by the buyer herself, or paid by staff.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { showOwnOrder } from '../commerce/checkout/shown.ts'
import { testShop } from '../commerce/checkout/testing.ts'
import {
  findPenalty,
  listPenalties,
  payPenalty,
  takePenaltyAsStoredValue,
  usePayIn,
} from '../commerce/deposit/penalties.ts'
import { failBargain } from '../commerce/deposit/settle.ts'
import { useOrderParties, usePricing } from '../commerce/index.ts'
import { refundsOf } from '../commerce/payment/send-refunds.ts'
import { newCustomer, payOrder } from '../commerce/testing.ts'
import { tasksOf } from '../desk/index.ts'
import { payIntoStoredValue, storedValueChecks } from '../membership/index.ts'
import { credit } from '../membership/ledger/credit.ts'
import { ownStoredValue } from '../membership/own.ts'
import { ledgerFaults } from '../membership/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { offersPricing, preSaleParty } from '../promotion/index.ts'
import { DAY, livePreSale, soundDeposits } from '../promotion/pre-sale/testing.ts'

let ctx: TestCtx
beforeAll(() => {
  usePricing({ offers: offersPricing })
  useOrderParties([preSaleParty])
  usePayIn(payIntoStoredValue)
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
  usePayIn(undefined)
})
beforeEach(async () => {
  ctx = await testCtx()
  await testShop(ctx, { tea: 10_000 })
})

/** The shop does not deliver what a deposit was paid for. */
async function owed(quantity = 1) {
  const sale = await livePreSale(ctx)
  const customer = await newCustomer(ctx)
  const order = await sale.order(customer, { quantity })
  await payOrder(ctx, order)
  await failBargain(ctx, order, 'shop', '工厂停产')
  return { customer, order }
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const taskOf = async (order: string) =>
  (await tasksOf(ctx, [`deposit_penalty:${order}`])).get(`deposit_penalty:${order}`)?.state
async function sound() {
  await soundDeposits(ctx)
  expect(await ledgerFaults(ctx)).toEqual([])
  for (const check of storedValueChecks) {
    const { differences } = await check.compare(ctx)
    expect(differences.filter((one) => one.tenant === ctx.tenantId)).toEqual([])
  }
}

test('her own money goes back by itself; the other half is owed by a day, with a task, and late once the day is over', async () => {
  const { order } = await owed()
  expect(await refundsOf(ctx, order)).toMatchObject([{ amount_fen: 150, cause: 'deposit' }])
  expect(await findPenalty(ctx, order)).toMatchObject({
    ...{ fen: 150, state: 'owed', method: null, is_overdue: false },
  })
  expect(await taskOf(order)).toBe('open')
  const later: TestCtx = { ...ctx, now: () => new Date(Date.now() + 9 * DAY) }
  expect(await findPenalty(later, order)).toMatchObject({ is_overdue: true })
  expect(await showOwnOrder(ctx, order)).toMatchObject({
    deposit: { penalty: { fen: 150, state: 'owed' } },
  })
  await sound()
})

test('somebody pays it and says how; then it is late no more and its task is done', async () => {
  const { order } = await owed()
  await payPenalty(ctx, order, { method: 'bank', reference: 'T 2026-11' })
  expect((await listPenalties(ctx, { limit: 10 })).items).toMatchObject([
    { order_id: order, state: 'paid', method: 'bank', reference: 'T 2026-11' },
  ])
  expect(await taskOf(order)).toBe('closed')
  await sound()
})

test('64 at once pay it and take it as stored value: it is paid once, by one of them', async () => {
  const { customer, order } = await owed()
  const told = await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      code(
        i % 2 === 0
          ? takePenaltyAsStoredValue(ctx, order)
          : payPenalty(ctx, order, { method: 'cash', reference: `${i}` }),
      ),
    ),
  )
  expect(told.filter((one) => one === 'done')).toHaveLength(1)
  expect(new Set(told)).toEqual(new Set(['done', 'penalty_paid']))
  const { method } = (await findPenalty(ctx, order)) ?? {}
  const { principal_fen } = await ownStoredValue(ctx, customer)
  expect(principal_fen).toBe(method === 'stored_value' ? 150 : 0)
  await sound()
})

test('taken as stored value it is in her balance at once; what the law forbids leaves it owed', async () => {
  const { customer, order } = await owed()
  await takePenaltyAsStoredValue(ctx, order)
  expect(await ownStoredValue(ctx, customer)).toMatchObject({ principal_fen: 150 })
  expect(await taskOf(order)).toBe('closed')
  const second = await owed()
  await credit(ctx, 'principal', 'cash', [
    {
      ...{ key: 'full', node: second.customer, amount: 499_900, source: 'test', kind: 'top_up' },
      ...{ earnedAt: ctx.now(), expiresAt: null },
    },
  ])
  expect(await code(takePenaltyAsStoredValue(ctx, second.order))).toBe('above_named_card_limit')
  expect(await findPenalty(ctx, second.order)).toMatchObject({ state: 'owed', method: null })
  expect(await taskOf(second.order)).toBe('open')
})

test('a check finds what was said to be paid in and is not in the ledger', async () => {
  const { order } = await owed()
  await sql`update deposit_penalty set state = 'paid', method = 'stored_value', paid_at = now(), paid_by = 'x'
    where tenant_id = ${ctx.tenantId} and order_id = ${order}`.execute(ctx.pg)
  const { differences } = (await storedValueChecks[0]?.compare(ctx)) ?? { differences: [] }
  expect(differences.filter((one) => one.tenant === ctx.tenantId)).toMatchObject([
    { order, paid: 150, entered: 0 },
  ])
  // Nobody else's check is to find it.
  await sql`update deposit_penalty set method = 'other'
    where tenant_id = ${ctx.tenantId} and order_id = ${order}`.execute(ctx.pg)
})
