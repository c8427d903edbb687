import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { recordOrders } from '../../commerce/index.ts'
import { newCustomer, order } from '../../commerce/testing.ts'
import { mergeCustomers, projectAliases, unmerge, useMergePolicy } from '../../identity/index.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { giveWhileThere } from '../../promotion/index.ts'
import { couponBatch } from '../../promotion/testing.ts'
import { grantCard } from '../cards/cards.ts'
import { setPlan } from '../cards/plans.ts'
import { evaluate, useLevelEntries } from '../levels/evaluate.ts'
import { join, leave } from '../programme/members.ts'
import { onDay, programme, publish, settleLevels } from '../testing-members.ts'
import { setBenefit } from './benefits.ts'
import { giveAtLevels, useCouponGiving } from './entry.ts'
import { listEntryGifts } from './entry-gifts.ts'

useMergePolicy({ staysAlone: async () => [] })

let ctx: TestCtx
beforeEach(async () => {
  useLevelEntries(giveAtLevels)
  useCouponGiving(giveWhileThere)
  ctx = onDay(await testCtx(), '2025-03-01')
  await programme(onDay(ctx, '2025-01-01'))
  await publish(onDay(ctx, '2025-01-01'))
})
// Files of one process share what is wired.
afterAll(() => useLevelEntries(async () => undefined))
const day = (text: string) => onDay(ctx, text)
const pack = (
  code: string,
  batches: string[],
  holder_code: string,
  more: { holder?: 'level' | 'card'; uses_limit?: number } = {},
) =>
  setBenefit(
    ctx,
    {
      ...{ code, kind: 'coupon_pack', name: code, name_en: code, args: { batches }, stacks: false },
      ...{ behaviour: null, unit_cost_fen: 100, per_customer: null, period: 'ever' },
      ...{ uses_limit: more.uses_limit ?? null, is_retired: false },
      holders: [{ holder: more.holder ?? 'level', holder_code }],
    },
    0,
  )
let number = 0
async function member(fen = 0, on = '2025-03-01'): Promise<number> {
  const node = await newCustomer(ctx)
  const at = day(on).now()
  await join(day(on), 'operator', { node, at, evidence: 'shop' })
  if (fen > 0) await buys(node, fen, on)
  return node
}
async function buys(node: number, fen: number, on: string): Promise<void> {
  const at = day(on).now()
  const id = `entry-${++number}`
  await recordOrders(day(on), [order(id, fen, { node, paidAt: at, placedAt: at })])
}
/** How many coupons of each batch lie in her wallet. */
async function coupons(node: number, ...batches: { id: string }[]): Promise<number[]> {
  const { rows } = await sql<{ batch_id: string }>`select c.batch_id from coupon c
    join customer n on n.tenant_id = c.tenant_id and n.id = c.node_id
    where c.tenant_id = ${ctx.tenantId} and n.canonical_id = (select canonical_id from customer
      where tenant_id = ${ctx.tenantId} and id = ${node})`.execute(ctx.pg)
  return batches.map(({ id }) => rows.filter((r) => r.batch_id === id).length)
}
async function project() {
  while ((await projectAliases(ctx)) > 0);
  await sql`delete from regrouped_node where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
}

test('whoever passes several levels at once is given the pack of each, and once', async () => {
  const [a, b, c] = [await couponBatch(ctx), await couponBatch(ctx), await couponBatch(ctx)]
  await pack('for_plain', [a.id], 'plain')
  await pack('for_silver', [b.id, a.id], 'silver')
  await pack('for_gold', [c.id], 'gold')
  const node = await member(5_000_00)
  await settleLevels(ctx)
  expect(await coupons(node, a, b, c)).toEqual([2, 1, 1])
  await settleLevels(ctx)
  expect(await coupons(node, a, b, c)).toEqual([2, 1, 1])
  const { rows } = await sql<{ code: string; used: number }>`select code, used from benefit
    where tenant_id = ${ctx.tenantId} order by code`.execute(ctx.pg)
  expect(rows.map((r) => r.used)).toEqual([1, 1, 1])
})

test('64 who look at one customer at once give her one pack', async () => {
  const batch = await couponBatch(ctx)
  await pack('welcome', [batch.id], 'silver')
  const node = await member(1_000_00)
  await Promise.all(Array.from({ length: 64 }, () => evaluate(ctx, 'growth', [node])))
  expect(await coupons(node, batch)).toEqual([1])
})

test('who falls and rises again enters again; who leaves the programme and comes back does not', async () => {
  const batch = await couponBatch(ctx)
  await pack('welcome', [batch.id], 'silver')
  const node = await member(1_000_00)
  const look = (on: string) => evaluate(day(on), 'growth', [node])
  await look('2025-03-01')
  await leave(day('2025-03-05'), node, 'she asked')
  await look('2025-03-05')
  await join(day('2025-03-06'), 'operator', { node, at: day('2025-03-06').now(), evidence: 'shop' })
  await look('2025-03-06')
  expect(await coupons(node, batch)).toEqual([1])
  // The term and its grace are over without anything bought.
  await look('2026-05-01')
  await buys(node, 1_000_00, '2026-05-02')
  await look('2026-05-02')
  expect(await coupons(node, batch)).toEqual([2])
})

test('two who are found to be one have what each was given and nothing anew; parted it stays where it was', async () => {
  const batch = await couponBatch(ctx)
  await pack('welcome', [batch.id], 'silver')
  const [a, b] = [await member(1_000_00), await member(1_000_00)]
  await settleLevels(ctx)
  const { mergeId } = await mergeCustomers(ctx, a, b, 'the same person')
  await project()
  await settleLevels(ctx)
  expect(await coupons(a, batch)).toEqual([2])
  await unmerge(ctx, mergeId, 'they are two')
  await project()
  await settleLevels(ctx)
  expect([await coupons(a, batch), await coupons(b, batch)]).toEqual([[1], [1]])
})

test('a pack that cannot be given keeps nobody from her level, and says why', async () => {
  const few = await couponBatch(ctx, { quantity: 1 })
  await pack('few', [few.id], 'silver')
  await pack('gone', ['no-such-batch'], 'silver')
  const limited = await couponBatch(ctx)
  await pack('once', [limited.id], 'silver', { uses_limit: 1 })
  await Promise.all([member(1_000_00), member(1_000_00)])
  await settleLevels(ctx)
  const { rows } = await sql<{ level: string }>`select level from level_standing
    where tenant_id = ${ctx.tenantId} and ladder = 'growth'`.execute(ctx.pg)
  expect(rows.map((r) => r.level)).toEqual(['silver', 'silver'])
  const { items } = await listEntryGifts(ctx, { refused: true, limit: 10 })
  expect(items.map((g) => `${g.benefit} ${g.refused}`).sort()).toEqual([
    'few batch_empty',
    'gone batch_not_found',
    'gone batch_not_found',
    'once used_up',
  ])
})

test('a card brings its pack once a card', async () => {
  const batch = await couponBatch(ctx)
  await setPlan(
    ctx,
    {
      ...{ code: 'svip', name: '超级会员卡', name_en: 'Super card', price_fen: 99_00, days: 30 },
      ...{ trial_days: 7, sku: null, is_retired: false },
    },
    0,
  )
  await pack('of_card', [batch.id], 'svip', { holder: 'card' })
  const node = await newCustomer(ctx)
  const grant = (key: string) =>
    grantCard(ctx, { key, customer: node, plan: 'svip', orderId: null })
  await Promise.all(Array.from({ length: 8 }, () => grant('one')))
  expect(await coupons(node, batch)).toEqual([1])
  await grant('two')
  expect(await coupons(node, batch)).toEqual([2])
})
