import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { expireOrder, settleOrders } from '../../commerce/checkout/settle.ts'
import { testShop } from '../../commerce/checkout/testing.ts'
import {
  cancelOrder,
  refundWhole,
  useHeld,
  useOrderParties,
  usePricing,
} from '../../commerce/index.ts'
import { newCustomer } from '../../commerce/testing.ts'
import { mergeCustomers, useMergePolicy } from '../../identity/index.ts'
import { inTx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import {
  giveWhileThere,
  offersParty,
  offersPricing,
  takeBackCoupon,
} from '../../promotion/index.ts'
import { couponBatch } from '../../promotion/testing.ts'
import { benefitsParty, heldAtCheckout } from '../benefits/checkout.ts'
import { useCouponGiving, useCouponTakingBack } from '../benefits/entry.ts'
import { setPlan } from '../cards/plans.ts'
import { pointsParty, pointsPort } from '../points/pricing.ts'
import { join } from '../programme/members.ts'
import { storedValueParty, storedValuePort } from '../stored-value/pricing.ts'
import { given, held, ledgerFaults } from '../testing.ts'
import { programme, publish, settleLevels } from '../testing-members.ts'
import { rewardChecks } from './checks.ts'
import { nearestOf, rewardShop } from './offered.ts'
import { rewardsParty } from './party.ts'
import { rewardReach } from './reach.ts'
import { quoteReward, redeem, returnRedemption } from './redeem.ts'
import { listRedemptions } from './redemptions.ts'
import { type GivenReward, getReward, type Reward, setReward } from './rewards.ts'

let ctx: TestCtx
beforeEach(async () => {
  useMergePolicy({ staysAlone: async () => [] })
  usePricing({ offers: offersPricing, points: pointsPort, stored_value: storedValuePort })
  useOrderParties([offersParty, benefitsParty, rewardsParty, pointsParty, storedValueParty])
  useHeld(heldAtCheckout)
  useCouponGiving(giveWhileThere)
  useCouponTakingBack(takeBackCoupon)
  ctx = await testCtx()
})
// Files of one process share what is wired.
afterAll(() => {
  usePricing({})
  useOrderParties([])
  useHeld(async () => ({ levels: [] }))
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const count = (all: readonly string[]) =>
  Object.fromEntries([...new Set(all)].sort().map((c) => [c, all.filter((a) => a === c).length]))
const reward = (more: Partial<GivenReward>) =>
  setReward(
    ctx,
    {
      ...{ name: '礼品', name_en: 'Gift', description: '', kind: 'product', args: { sku: 'cup' } },
      ...{ points: 100, cash_fen: 0, ships_free: false, stock: null, per_customer: null },
      ...{ period: 'ever', levels: [], is_highlight: false, unit_cost_fen: 300, starts_at: null },
      ...{ ends_at: null, state: 'live', position: 0 },
      ...more,
    },
    null,
  )
const couponReward = async (more: Partial<GivenReward> = {}) =>
  reward({ kind: 'coupon', args: { batch: (await couponBatch(ctx)).id }, ...more })
const have = (of: Reward, customer: number, more: object = {}) =>
  redeem(ctx, {
    ...{ key: randomUUID(), rewardId: of.id, customer, expectedPoints: of.points },
    ...{ expectedDueFen: of.cash_fen, storefront: 'home', address: null, staffId: null },
    ...more,
  })
async function withPoints(...amounts: number[]): Promise<number> {
  const node = await newCustomer(ctx)
  for (const [i, amount] of amounts.entries())
    await given(ctx, node, amount, { expiresAt: new Date(Date.now() + (i + 1) * 86_400_000) })
  return node
}
/** What is left in each of her lots, what expires first first. */
async function lots(node: number): Promise<number[]> {
  const { rows } = await sql<{ remaining: number }>`select l.remaining from ledger_lot l
    join ledger_account a on a.tenant_id = l.tenant_id and a.id = l.account_id
    where l.tenant_id = ${ctx.tenantId} and a.node_id = ${node} order by l.expires_at`.execute(
    ctx.pg,
  )
  return rows.map((r) => r.remaining)
}
const faults = async () => [
  ...(await ledgerFaults(ctx)),
  ...(await Promise.all(rewardChecks.map((c) => c.compare(ctx)))).flatMap((c) =>
    c.differences.filter((d) => d.tenant === ctx.tenantId),
  ),
]

test('64 at once for the last three: three have one, nobody pays for nothing', async () => {
  const gift = await couponReward({ stock: 3 })
  const customers = await Promise.all(Array.from({ length: 8 }, () => withPoints(10_000)))
  const all = await Promise.all(
    Array.from({ length: 64 }, (_, i) => code(have(gift, customers[i % 8] ?? 0))),
  )
  expect(count(all)).toEqual({ done: 3, reward_sold_out: 61 })
  const left = await Promise.all(customers.map(async (node) => (await held(ctx, node)).active))
  expect(left.reduce((sum, n) => sum + n, 0)).toBe(8 * 10_000 - 3 * 100)
  expect(await faults()).toEqual([])
})

test('64 at once for her last point: it is spent once, what expires first first', async () => {
  const gift = await couponReward()
  const node = await withPoints(60, 60, 80)
  const all = await Promise.all(Array.from({ length: 64 }, () => code(have(gift, node))))
  expect(count(all)).toEqual({ done: 2, not_enough_points: 62 })
  expect(await lots(node)).toEqual([0, 0, 0])
  expect((await getReward(ctx, gift.id)).taken).toBe(2)
  expect(await faults()).toEqual([])
})

test('64 times the same key is one redemption; 64 keys within her limit are as many as she may', async () => {
  const gift = await couponReward({ per_customer: 2, period: 'month' })
  const node = await withPoints(10_000)
  await Promise.all(Array.from({ length: 64 }, () => have(gift, node, { key: 'the same one' })))
  expect((await held(ctx, node)).active).toBe(9_900)
  const all = await Promise.all(Array.from({ length: 64 }, () => code(have(gift, node))))
  expect(count(all)).toEqual({ done: 1, reward_limit: 63 })
  const other = await couponReward()
  expect(await code(have(other, node, { key: 'the same one' }))).toBe('key_used')
  expect(await faults()).toEqual([])
})

test('a product for points alone is an order at once, and a refund of all gives the same lots back', async () => {
  const shop = await testShop(ctx, { cup: 5 })
  const gift = await reward({ stock: 5 })
  const node = await withPoints(70, 70)
  const { order, redemption } = await have(gift, node)
  expect(order).toMatchObject({ state: 'to_pick_up', due_fen: 0, total_fen: 0 })
  expect(redemption).toMatchObject({ state: 'redeemed', points: 100 })
  expect(await lots(node)).toEqual([0, 40])
  expect(await faults()).toEqual([])
  await refundWhole(ctx, order?.id ?? '', { key: randomUUID(), reason: 'she changed her mind' })
  expect(await lots(node)).toEqual([70, 70])
  expect((await getReward(ctx, gift.id)).taken).toBe(0)
  expect(await faults()).toEqual([])
  expect(shop.buyer).not.toBe(node)
})

test('points and money: held until it is paid; cancelled or expired the same lots have them back', async () => {
  await testShop(ctx, { cup: 9 })
  const gift = await reward({ cash_fen: 250, per_customer: 1 })
  const node = await withPoints(70, 70)
  expect(
    await quoteReward(ctx, gift.id, { customer: node, storefront: 'home', address: null }),
  ).toEqual({
    ...{ points: 100, dueFen: 250, shippingFen: 0, delivery: 'pick_up' },
  })
  const first = await have(gift, node)
  expect(first).toMatchObject({
    order: { state: 'to_pay', due_fen: 250 },
    redemption: { state: 'held' },
  })
  expect(await lots(node)).toEqual([0, 40])
  expect(await code(have(gift, node))).toBe('reward_limit')
  expect(await faults()).toEqual([])
  await cancelOrder(ctx, first.order?.id ?? '', 'she asked')
  expect(await lots(node)).toEqual([70, 70])
  const second = await have(gift, node)
  const later = { ...ctx, now: () => new Date(Date.now() + 3_600_000) }
  expect(await expireOrder(later, second.order?.id ?? '')).toBe(true)
  expect(await lots(node)).toEqual([70, 70])
  expect(await faults()).toEqual([])
  // Paid after all: what it needs is taken anew.
  await inTx(ctx, (c) => settleOrders(c, [{ id: second.order?.id ?? '', paidAt: ctx.now() }]))
  expect(await lots(node)).toEqual([0, 40])
  expect((await getReward(ctx, gift.id)).taken).toBe(1)
  expect((await listRedemptions(ctx, { limit: 5 })).items.map((r) => r.state)).toEqual([
    'redeemed',
    'released',
  ])
  expect(await faults()).toEqual([])
})

test('64 at once for the last cup on the shelf: one has it, the others have their points', async () => {
  await testShop(ctx, { cup: 1 })
  const gift = await reward({ stock: 10 })
  const customers = await Promise.all(Array.from({ length: 64 }, () => withPoints(100)))
  const all = await Promise.all(customers.map((node) => code(have(gift, node))))
  expect(count(all)).toEqual({ done: 1, stock_short: 63 })
  expect((await getReward(ctx, gift.id)).taken).toBe(1)
  expect(await faults()).toEqual([])
})

test('a member price, an offer or a coupon has no part in it, and a price below its money refuses it', async () => {
  await testShop(ctx, { cup: 5 })
  const dear = await reward({ cash_fen: 1_000 })
  const node = await withPoints(1_000)
  expect(await code(have(dear, node))).toBe('reward_above_price')
  const changed = await reward({ cash_fen: 100 })
  expect(await code(have(changed, node, { expectedPoints: 90 }))).toBe('reward_changed')
  expect(await code(have(changed, node, { expectedDueFen: 0 }))).toBe('price_changed')
  expect((await held(ctx, node)).active).toBe(1_000)
})

test('only levels that may, only in its time; what is missing is told', async () => {
  await programme(ctx)
  await publish(ctx)
  const [member, fan] = [await withPoints(150), await withPoints(150)]
  await join(ctx, 'operator', { node: member, at: ctx.now(), evidence: 'shop' })
  await settleLevels(ctx)
  const plain = await couponReward({ levels: ['plain'] })
  const later = await couponReward({ starts_at: new Date(Date.now() + 86_400_000) })
  const dear = await couponReward({ points: 170, name: '远方' })
  expect(await code(have(plain, fan))).toBe('reward_not_for_level')
  expect(await code(have(later, member))).toBe('reward_closed')
  expect(await code(have(dear, member))).toBe('not_enough_points')
  const shop = await rewardShop(ctx, member)
  expect(shop).toMatchObject({ points: 150, reached: 1, nearest: { id: dear.id, missing: 20 } })
  expect(shop.rewards.map((r) => r.id).sort()).toEqual([plain.id, dear.id].sort())
  expect((await rewardShop(ctx, fan)).rewards.find((r) => r.id === plain.id)?.refused).toBe(
    'reward_not_for_level',
  )
  expect(await code(have(plain, member))).toBe('done')
})

test('the nearest is the one with the fewest missing of those that are hers', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          points: fc.integer({ min: 1, max: 50 }),
          refused: fc.constantFrom(null, 'reward_limit' as const),
        }),
        { maxLength: 8 },
      ),
      fc.integer({ min: 0, max: 50 }),
      (all, points) => {
        const rewards = all.map((r, i) => ({
          ...{ ...r, id: `${i}`, name: '', name_en: '', missing: Math.max(0, r.points - points) },
        }))
        const { nearest, reached } = nearestOf(rewards)
        const hers = rewards.filter((r) => r.refused === null)
        const missing = hers.filter((r) => r.points > points).map((r) => r.points - points)
        expect(nearest?.missing).toBe(missing.length > 0 ? Math.min(...missing) : undefined)
        expect(reached).toBe(hers.length - missing.length)
      },
    ),
  )
})

test('two who are found to be one spend both their points and share a limit', async () => {
  const gift = await couponReward({ per_customer: 2, points: 150 })
  const [a, b] = [await withPoints(200), await withPoints(200)]
  await have(gift, a)
  await mergeCustomers(ctx, a, b, 'the same person')
  expect(await code(have(gift, b))).toBe('done')
  expect(await code(have(gift, a))).toBe('reward_limit')
  expect((await held(ctx, a)).active).toBe(100)
  expect(await faults()).toEqual([])
})

test('an unused coupon and a card go back for the points, once; a used coupon does not', async () => {
  await setPlan(
    ctx,
    {
      ...{ code: 'svip', name: '卡', name_en: 'Card', price_fen: 99_00, days: 30, trial_days: 0 },
      ...{ sku: null, is_retired: false },
    },
    0,
  )
  const node = await withPoints(60, 240)
  const [coupon, card] = [
    await couponReward(),
    await reward({ kind: 'card', args: { plan: 'svip' } }),
  ]
  const money = await reward({ kind: 'stored_value', args: { fen: 500, days: 30 } })
  const [one, two, three] = [
    await have(coupon, node),
    await have(card, node),
    await have(money, node),
  ]
  expect(await lots(node)).toEqual([0, 0, 500])
  const back = (of: typeof one) => code(returnRedemption(ctx, of.redemption.id, 'a mistake'))
  expect(await back(three)).toBe('reward_not_returnable')
  expect(count(await Promise.all(Array.from({ length: 16 }, () => back(one))))).toEqual({
    done: 16,
  })
  expect(await back(two)).toBe('done')
  expect((await held(ctx, node)).active).toBe(200)
  const again = await have(coupon, node)
  await sql`update coupon set state = 'used', order_id = ${randomUUID()} where tenant_id = ${ctx.tenantId}
    and code = ${again.redemption.given}`.execute(ctx.pg)
  expect(await back(again)).toBe('coupon_not_free')
  expect(await faults()).toEqual([])
})

test('a coupon that is not there any more costs nobody anything', async () => {
  const empty = await couponBatch(ctx, { quantity: 1 })
  const gift = await reward({ kind: 'coupon', args: { batch: empty.id } })
  const [a, b] = [await withPoints(100), await withPoints(100)]
  const all = await Promise.all([code(have(gift, a)), code(have(gift, b))])
  expect(all.sort()).toEqual(['done', 'reward_no_coupon'])
  expect((await held(ctx, a)).active + (await held(ctx, b)).active).toBe(100)
  expect(await faults()).toEqual([])
})

test('reach: who can have one, and who holds many points and can have nothing that many want', async () => {
  await programme(ctx)
  await publish(ctx)
  const members = await Promise.all(Array.from({ length: 10 }, (_, i) => withPoints((i + 1) * 100)))
  for (const node of members) await join(ctx, 'operator', { node, at: ctx.now(), evidence: 'shop' })
  await settleLevels(ctx)
  await withPoints(9_000)
  const cheap = await couponReward({ points: 700 })
  const dear = await couponReward({ points: 5_000, is_highlight: true })
  const gone = await couponReward({ points: 1, stock: 0 })
  const before = await rewardReach(ctx)
  expect(before).toMatchObject({
    ...{ members: 10, reaching: 4, many_points: 900, holding_many: 2 },
    ...{ holding_many_without_highlight: 2, median_days_to_first: null },
  })
  const reaching = new Map(before.rewards.map((r) => [r.id, r.reaching]))
  expect([cheap, dear, gone].map((r) => reaching.get(r.id))).toEqual([4, 0, 0])
  await have(cheap, members[9] ?? 0)
  const after = await rewardReach(ctx)
  expect(after).toMatchObject({ median_days_to_first: 0 })
  expect(after.rewards.find((r) => r.id === cheap.id)).toMatchObject({
    ...{ redeemed: 1, points: 700, cost_fen: 300 },
  })
})

test('what is written by another hand is found', async () => {
  const gift = await couponReward()
  const node = await withPoints(100)
  await have(gift, node)
  await sql`update reward set taken = taken + 1 where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  await sql`update reward_redemption set points = points + 1 where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  expect((await faults()).length).toBe(2)
})
