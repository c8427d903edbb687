import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordOrders, recordRefunds } from '../../commerce/index.ts'
import { line, newCustomer, order, refund } from '../../commerce/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { exactly, spend } from '../ledger/spend.ts'
import { ledgerFaults } from '../testing.ts'
import { deferralBetween, recognised } from './deferral.ts'
import { earnPoints } from './points.ts'
import { pointsPolicy, setPointsPolicy } from './policy.ts'
import { reclaimEarned } from './reclaim.ts'

const on = (ctx: Ctx, day: string): Ctx => ({ ...ctx, now: () => new Date(`${day}T04:00:00Z`) })
const estimate = async (ctx: Ctx, breakage_bp: number) => {
  const { version, policy } = await pointsPolicy(ctx)
  // One point pays one yuan, and they do not end.
  const worth = { points: 1, fen: 100 }
  await setPointsPolicy(ctx, version, { ...policy, worth, breakage_bp, expiry: { kind: 'never' } })
}
/** Paid that day, for so much, and so many points given for it. */
async function bought(ctx: Ctx, node: number, fen: number, points: number) {
  const paidAt = ctx.now()
  const number = randomUUIDv7()
  const [made] = await recordOrders(ctx, [
    order(number, fen, { node, paidAt, placedAt: paidAt, lines: [line('tea', fen)] }),
  ])
  const orderId = made?.orderId ?? ''
  await earnPoints(ctx, [
    { key: `earned ${number}`, node, amount: points, source: 'order', earnedAt: paidAt, orderId },
  ])
  return { number, orderId }
}
const use = (ctx: Ctx, node: number, points: number) =>
  spend(ctx, {
    ...{ key: randomUUIDv7(), kind: 'spend', node, books: ['points'] },
    divide: exactly('points', points),
    to: () => 'redeemed',
  })

test('the worked example of IFRS 15 (52): 100,000 paid, 10,000 points, 9,500 then 9,700 expected to be used', async () => {
  const ctx = await testCtx()
  await estimate(on(ctx, '2025-01-01'), 500)
  const node = await newCustomer(ctx)
  await bought(on(ctx, '2025-03-01'), node, 100_000_00, 10_000)
  await use(on(ctx, '2025-11-01'), node, 4_500)
  const first = await deferralBetween(ctx, '2025-01-01', '2025-12-31')
  // Goods 91,324 and points 8,676; of these 4,110 in the first year, 4,566 owed.
  expect(first.before).toMatchObject({ paid_fen: 0, deferred_fen: 0, liability_fen: 0 })
  expect(first.after).toMatchObject({
    ...{ paid_fen: 100_000_00, deferred_fen: 8_675_80, given: 10_000, redeemed: 4_500 },
    ...{ expected: 9_500, recognised_fen: 4_109_58, liability_fen: 4_566_22 },
  })
  await estimate(on(ctx, '2026-06-01'), 300)
  await use(on(ctx, '2026-11-01'), node, 4_000)
  const second = await deferralBetween(ctx, '2026-01-01', '2026-12-31')
  // What fell on the points stays; by the new estimate 3,493 are turnover and 1,073 are owed.
  expect(second.before).toEqual(first.after)
  expect(second.after).toMatchObject({
    ...{ deferred_fen: 8_675_80, redeemed: 8_500, expected: 9_700 },
    ...{ recognised_fen: 7_602_50, liability_fen: 1_073_30 },
  })
  expect(second.revenue_fen).toBe(3_492_92)
  expect(await ledgerFaults(ctx)).toEqual([])
})

test('what goes back takes its points and their share with it, and points given for nothing defer nothing', async () => {
  const ctx = await testCtx()
  await estimate(on(ctx, '2025-01-01'), 0)
  const node = await newCustomer(ctx)
  const { number, orderId } = await bought(on(ctx, '2025-03-01'), node, 1_000_00, 1_000)
  await earnPoints(on(ctx, '2025-03-02'), [
    { key: 'present', node, amount: 50, source: 'check_in', earnedAt: new Date('2025-03-02') },
  ])
  const year = () => deferralBetween(ctx, '2025-01-01', '2025-12-31')
  expect((await year()).after).toMatchObject({ deferred_fen: 500_00, given: 1_050 })
  const back = on(ctx, '2025-04-01')
  await recordRefunds(back, [refund('half', number, 500_00, { node, at: back.now() })])
  await reclaimEarned(back, {
    ...{ orderId, refundId: 'half', refundedFen: 500_00, paidFen: 1_000_00 },
  })
  expect((await year()).after).toMatchObject({
    ...{ paid_fen: 500_00, deferred_fen: 250_00, given: 550, recognised_fen: 0 },
  })
})

test('turnover of points never falls as more are used, is never more than was deferred, and all of it in the end', () => {
  const N = fc.integer({ min: 0, max: 1_000_000 })
  fc.assert(
    fc.property(N, N, N, N, fc.integer({ min: 0, max: 10_000 }), (deferredFen, given, a, b, bp) => {
      const redeemed = Math.min(a, given)
      const expired = Math.min(b, given - redeemed)
      const at = (used: number, gone: number) =>
        recognised({ deferredFen, given, redeemed: used, expired: gone, breakageBp: bp })
      const now = at(redeemed, expired)
      expect(now.recognised_fen).toBeGreaterThanOrEqual(0)
      expect(now.recognised_fen + now.liability_fen).toBe(deferredFen)
      if (redeemed + expired < given)
        expect(at(redeemed + 1, expired).recognised_fen).toBeGreaterThanOrEqual(now.recognised_fen)
      expect(at(redeemed, given - redeemed).liability_fen).toBe(0)
    }),
  )
})
