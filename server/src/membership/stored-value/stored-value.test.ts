import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { recordOrders } from '../../commerce/index.ts'
import { newCustomer, order } from '../../commerce/testing.ts'
import type { Row } from '../../desk/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { sellGiftCard } from '../gift-cards/gift-cards.ts'
import { expireDue } from '../ledger/expire.ts'
import { commitHold, giveBackHeld, hold, releaseHold } from '../ledger/holds.ts'
import { ledgerFaults } from '../testing.ts'
import { storedValueByAge } from './aging.ts'
import { refundAtDesk, storedValueOf } from './desk.ts'
import { storedValueDays } from './exports.ts'
import { fitOf, judge } from './fit.ts'
import { refundable } from './law.ts'
import { createPlan, setPlanState } from './plans.ts'
import { divideBy } from './policy.ts'
import { storedValueByDay } from './report.ts'
import { refundTopUp, topUp } from './topups.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
})
const DAY = 86_400_000
const at = (of: Ctx, days: number): Ctx => ({ ...of, now: () => new Date(Date.now() + days * DAY) })
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
const plan = (of: Ctx, pay_fen = 10_000, bonus_fen = 2_000, bonus_days: number | null = null) =>
  createPlan(of, {
    ...{ name: randomUUIDv7(), pay_fen, bonus_fen, bonus_days, preset: 'catering', accepted: true },
  })
async function toppedUp(of: Ctx, pay = 10_000, bonus = 2_000) {
  const node = await newCustomer(of)
  const { id } = await plan(of, pay, bonus)
  const made = await topUp(of, { key: randomUUIDv7(), customer: node, planId: id, paidFen: pay })
  return { node, plan: id, topup: made.id }
}
const wanted = (node: number, orderId: string, fen: number) =>
  ({
    ...{ orderId, node, amount: fen, fen, books: ['principal', 'bonus'] as const },
    ...{ purpose: 'stored_value' as const, divide: divideBy('principal_first', fen) },
  }) as const
const spend = (of: Ctx, node: number, fen: number, orderId: string = randomUUIDv7()) =>
  commitHold(of, wanted(node, orderId, fen))

describe('topping up', () => {
  test('by one payment counts once, however often it is told', async () => {
    const node = await newCustomer(ctx)
    const { id } = await plan(ctx)
    const asked = { key: 'paid-1', customer: node, planId: id, paidFen: 10_000 }
    const all = await Promise.all(Array.from({ length: 8 }, () => topUp(ctx, asked)))
    expect(new Set(all.map((t) => t.id)).size).toBe(1)
    expect(await storedValueOf(ctx, node)).toMatchObject({
      principal_fen: 10_000,
      bonus_fen: 2_000,
    })
    const { rows: told } = await sql<{ fen: number }>`
      select (event -> 'props' ->> 'paid_fen')::int as fen from event_outbox
      where tenant_id = ${ctx.tenantId} and event ->> 'name' = 'stored_value_charged'
        and (event ->> 'customerId')::bigint = ${node}`.execute(ctx.pg)
    expect(told).toEqual([{ fen: 10_000 }])
    expect(await code(topUp(ctx, { ...asked, paidFen: 9_999 }))).toBe('key_used')
    expect(await code(topUp(ctx, { ...asked, key: 'paid-2', paidFen: 9_999 }))).toBe('paid_differs')
    await setPlanState(ctx, id, 'stopped')
    expect(await code(topUp(ctx, { ...asked, key: 'paid-3' }))).toBe('plan_stopped')
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('stays within what a named card may hold, also when two come at once', async () => {
    expect(await code(plan(ctx, 500_001, 0))).toBe('above_named_card_limit')
    const node = await newCustomer(ctx)
    const { id } = await plan(ctx, 300_000, 0)
    const both = await Promise.all(
      ['a', 'b'].map((key) =>
        code(topUp(ctx, { key: `limit-${key}`, customer: node, planId: id, paidFen: 300_000 })),
      ),
    )
    expect(both.sort()).toEqual(['above_named_card_limit', 'done'])
  })

  test('stays within it also while an order holds some, which may come back', async () => {
    const node = await newCustomer(ctx)
    const { id } = await plan(ctx, 300_000, 0)
    const buy = (key: string) =>
      code(topUp(ctx, { key: `held-${key}`, customer: node, planId: id, paidFen: 300_000 }))
    expect(await buy('a')).toBe('done')
    const orderId = randomUUIDv7()
    await hold(ctx, wanted(node, orderId, 250_000))
    expect(await buy('b')).toBe('above_named_card_limit')
    await commitHold(ctx, wanted(node, orderId, 250_000))
    expect(await buy('c')).toBe('done')
  })

  test('never lapses: a present may end, what was paid stays hers for ever', async () => {
    const own = await testCtx()
    const node = await newCustomer(own)
    const { id } = await plan(own, 10_000, 2_000, 30)
    await topUp(own, { key: 'kept', customer: node, planId: id, paidFen: 10_000 })
    await expireDue(at(own, 31))
    await expireDue(at(own, 3_653))
    expect(await storedValueOf(own, node)).toMatchObject({ principal_fen: 10_000, bonus_fen: 0 })
    expect(await ledgerFaults(own)).toEqual([])
  })

  test('of ten thousand yuan within a day asks for the real name', async () => {
    const node = await newCustomer(ctx)
    const { id } = await plan(ctx, 500_000, 0)
    const buy = (key: string, isRealName = false) =>
      topUp(ctx, { key, customer: node, planId: id, paidFen: 500_000, isRealName })
    await buy('r1')
    await spend(ctx, node, 500_000)
    expect(await code(buy('r2'))).toBe('real_name_needed')
    expect(await code(buy('r2', true))).toBe('done')
  })
})

describe('spending', () => {
  test('takes principal and bonus in the brand’s order, never more than there is, to the fen', () => {
    const Order = fc.constantFrom(
      'principal_first' as const,
      'bonus_first' as const,
      'pro_rata' as const,
    )
    const Fen = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(Order, Fen, Fen, Fen, (by, principal, bonus, fen) => {
        const divided = divideBy(by, fen)({ principal, bonus })
        if (fen > principal + bonus) {
          expect(divided).toBeUndefined()
          return
        }
        const { principal: p = -1, bonus: b = -1 } = divided ?? {}
        expect(p + b).toBe(fen)
        expect(p >= 0 && p <= principal && b >= 0 && b <= bonus).toBe(true)
        if (by === 'principal_first') expect(b > 0 ? p === principal : true).toBe(true)
        if (by === 'bonus_first') expect(p > 0 ? b === bonus : true).toBe(true)
      }),
    )
  })

  test('of 64 orders for the last ten yuan ten are paid', async () => {
    const { node } = await toppedUp(ctx, 800, 200)
    const all = await Promise.all(Array.from({ length: 64 }, () => spend(ctx, node, 100)))
    expect(all.filter((a) => a.ok).length).toBe(10)
    expect(await storedValueOf(ctx, node)).toMatchObject({ principal_fen: 0, bonus_fen: 0 })
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('goes back to the book it came from, in whatever parts', async () => {
    const { node } = await toppedUp(ctx, 1_000, 500)
    const orderId = randomUUIDv7()
    await spend(ctx, node, 1_200, orderId)
    const back = (refundId: string, fen: number, isWhole = false) =>
      giveBackHeld(ctx, { purpose: 'stored_value', orderId, refundId, fen, isWhole, graceDays: 30 })
    await back('1', 600)
    await back('1', 600)
    expect(await storedValueOf(ctx, node)).toMatchObject({ principal_fen: 500, bonus_fen: 400 })
    await back('2', 599)
    await back('3', 1, true)
    expect(await storedValueOf(ctx, node)).toMatchObject({ principal_fen: 1_000, bonus_fen: 500 })
    expect(await ledgerFaults(ctx)).toEqual([])
  })
})

test('of 64 different refunds at once of one order no fen comes back twice, and all of them make it whole', async () => {
  const { node } = await toppedUp(ctx, 6_000, 2_000)
  const orderId = randomUUIDv7()
  await spend(ctx, node, 6_400, orderId)
  await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      giveBackHeld(ctx, {
        ...{ purpose: 'stored_value', orderId, refundId: `r${i}`, fen: 200, isWhole: false },
        graceDays: 30,
      }),
    ),
  )
  expect(await storedValueOf(ctx, node)).toMatchObject({ principal_fen: 6_000, bonus_fen: 2_000 })
  expect(await ledgerFaults(ctx)).toEqual([])
})

describe('giving the rest back', () => {
  test('unused within seven days is all of the principal, and the present goes', async () => {
    const { node, topup } = await toppedUp(ctx)
    const [before] = (await storedValueOf(ctx, node)).topups
    expect(before).toMatchObject({ is_cooling_off: true, refundable_fen: 10_000 })
    expect((await storedValueOf(at(ctx, 8), node)).topups[0]).toMatchObject({
      is_cooling_off: false,
    })
    const all = await Promise.all([1, 2, 3].map(() => code(refundTopUp(ctx, topup, 'asked'))))
    expect(all.sort()).toEqual(['done', 'topup_refunded', 'topup_refunded'])
    expect(await storedValueOf(ctx, node)).toMatchObject({ principal_fen: 0, bonus_fen: 0 })
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('after some was used is the principal less all that was used, never below nothing', () => {
    const Fen = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        Fen,
        Fen,
        Fen,
        (principalFen, bonusFen, p, b) => {
          const principalLeftFen = Math.min(p, principalFen)
          const bonusLeftFen = Math.min(b, bonusFen)
          const back = refundable({ principalFen, principalLeftFen, bonusFen, bonusLeftFen })
          const used = principalFen + bonusFen - principalLeftFen - bonusLeftFen
          expect(back).toBe(Math.max(0, principalFen - used))
          expect(back).toBeLessThanOrEqual(principalLeftFen)
        },
      ),
    )
  })

  test('waits while an order holds some of it, and is only of her own', async () => {
    const { node, topup } = await toppedUp(ctx)
    const orderId = randomUUIDv7()
    await hold(ctx, wanted(node, orderId, 3_000))
    expect(await code(refundTopUp(ctx, topup, 'asked'))).toBe('topup_held')
    await releaseHold(ctx, 'stored_value', orderId)
    const other = await newCustomer(ctx)
    expect(await code(refundAtDesk(ctx, other, topup, 'asked'))).toBe('topup_not_found')
    await spend(ctx, node, 4_000)
    expect((await refundAtDesk(ctx, node, topup, 'asked')).topups[0]).toMatchObject({
      refunded_fen: 6_000,
    })
  })
})

test('the report ties out: cash in less cash back is what was spent and what is still owed', async () => {
  const own = await testCtx()
  const { node, topup } = await toppedUp(own)
  await spend(own, node, 11_000)
  await toppedUp(own)
  await refundTopUp(own, topup, 'asked')
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const [day] = await storedValueByDay(own, today, today)
  expect(day).toEqual({
    ...{ day: today, cash_in_fen: 20_000, cash_back_fen: 0, bonus_given_fen: 3_000 },
    ...{ principal_spent_fen: 10_000, bonus_spent_fen: 1_000, bonus_expired_fen: 0 },
    ...{ principal_fen: 10_000, bonus_fen: 2_000 },
  })
  const file = storedValueDays.open(own, { from: today, to: today })
  const rows: Row[] = []
  for await (const row of file.stream()) rows.push(row)
  expect(rows).toEqual([Object.values(day ?? {})])
})

test('what is owed is told by its age, held for orders and unclaimed cards included, and comes to the report', async () => {
  const own = await testCtx()
  const on = (days: number) => at(own, -days)
  const node = await newCustomer(own)
  const { id } = await plan(own, 10_000, 2_000)
  for (const [key, days] of [
    ['old', 400],
    ['year', 200],
    ['month', 31],
    ['new', 3],
  ] as const)
    await topUp(on(days), { key, customer: node, planId: id, paidFen: 10_000 })
  const selling = { key: 'g', fen: 700, buyer: null, greeting: '', isRealName: false }
  await sellGiftCard(on(100), selling)
  // What was paid first is spent first: all of the oldest, and some of the next is held.
  await spend(own, node, 10_000)
  await hold(own, wanted(node, randomUUIDv7(), 4_000))
  const empty = { principal_fen: 0, bonus_fen: 0, gift_fen: 0, customers: 0 }
  const ages = await storedValueByAge(own)
  expect(ages).toEqual([
    { ...empty, age: 'to_30', principal_fen: 10_000, bonus_fen: 2_000, customers: 1 },
    { ...empty, age: 'to_90', principal_fen: 10_000, bonus_fen: 2_000, customers: 1 },
    { ...empty, age: 'to_180', gift_fen: 700 },
    { ...empty, age: 'to_365', principal_fen: 10_000, bonus_fen: 2_000, customers: 1 },
    { ...empty, age: 'over_365', bonus_fen: 2_000, customers: 1 },
  ])
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const [day] = await storedValueByDay(own, today, today)
  const sum = (of: 'principal_fen' | 'gift_fen' | 'bonus_fen') =>
    ages.reduce((all, one) => all + one[of], 0)
  expect(day).toMatchObject({
    principal_fen: sum('principal_fen') + sum('gift_fen'),
    bonus_fen: sum('bonus_fen'),
  })
})

describe('whether a plan suits the brand', () => {
  test('is said before it is made: too few, too seldom, too long', async () => {
    const own = await testCtx()
    const node = await newCustomer(own)
    const now = Date.now()
    const paid = (number: string, days: number) => {
      const when = new Date(now - days * DAY)
      return order(number, 5_000, { node, placedAt: when, paidAt: when })
    }
    await recordOrders(own, [paid('1', 190), paid('2', 100), paid('3', 10)])
    const asked = {
      name: 'p',
      pay_fen: 30_000,
      bonus_fen: 0,
      bonus_days: null,
      preset: 'catering' as const,
    }
    expect(await fitOf(own, asked)).toMatchObject({
      ...{ customers: 1, orders: 3, average_fen: 5_000, orders_needed: 6, days_needed: 450 },
      warnings: ['too_few_customers', 'bought_too_seldom', 'takes_over_a_year'],
    })
    expect(await code(createPlan(own, { ...asked, accepted: false }))).toBe('plan_does_not_fit')
    expect((await createPlan(own, { ...asked, accepted: true })).fit).toMatchObject({
      accepted: true,
    })
    const { rows } =
      await sql`select 1 from stored_value_plan where tenant_id = ${own.tenantId}`.execute(own.pg)
    expect(rows.length).toBe(1)
  })
  test('nothing is said against it where people come every week', () => {
    const cycle = { customers: 200, orders: 4_000, average_fen: 3_000, median_days: 7 }
    expect(
      judge(cycle, { pay_fen: 30_000, bonus_fen: 3_000, preset: 'catering' }).warnings,
    ).toEqual([])
  })
})
