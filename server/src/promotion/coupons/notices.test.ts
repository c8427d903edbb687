// Holders are told before their coupons end.
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { listMessages } from '../../messages/index.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { setOfferState } from '../offers/offers.ts'
import { promotionSetting, setPromotionSetting } from '../settings.ts'
import { couponBatch } from '../testing.ts'
import { giveCoupons } from './issue.ts'
import { noticeOfCoupons } from './notices.ts'
import { transferCoupon } from './wallet.ts'

const HOUR = 3_600_000
let ctx: TestCtx
/** Ten in the morning of a day in the brand's zone, eight hours ahead. */
const START = Date.parse('2026-05-01T02:00:00Z')
beforeEach(async () => {
  ctx = await testCtx()
  await sql`update tenant set timezone = 'Asia/Shanghai' where id = ${ctx.tenantId}`.execute(ctx.pg)
})
const at = (hours: number): TestCtx => ({ ...ctx, now: () => new Date(START + hours * HOUR) })
const run = (hours: number) => noticeOfCoupons(at(hours), eachBrand(ctx))
const told = async () =>
  (await listMessages(ctx, { limit: 50 })).items.map(({ kind, text }) => ({ kind, text })).reverse()
const batch = (hours: number) => couponBatch(at(0), { valid_hours: hours })

test('once, three days before the end, and all that end on one day in one message', async () => {
  const [she, he] = [await newCustomer(ctx), await newCustomer(ctx)]
  const [first, second] = [await batch(10 * 24), await batch(10 * 24 + 1)]
  await giveCoupons(at(0), first.id, [she, he])
  await giveCoupons(at(0), second.id, [she])
  await run(6 * 24)
  expect(await told()).toEqual([])
  await run(7 * 24)
  await run(7 * 24 + 1)
  await run(8 * 24)
  const said = await told()
  expect(said.map(({ kind }) => kind).sort()).toEqual(['coupon_ends', 'coupons_end'])
  expect(said.find(({ kind }) => kind === 'coupon_ends')?.text).toContain('2026-05-11 10:00')
  expect(said.find(({ kind }) => kind === 'coupons_end')?.text).toContain('2 张')
})

test('nobody at night, and what lives a day is told of half-way', async () => {
  const she = await newCustomer(ctx)
  await giveCoupons(at(0), (await batch(24)).id, [she])
  await run(10)
  expect(await told()).toEqual([])
  // Half-way is ten in the evening; nine in the morning is the next time.
  await run(12)
  expect(await told()).toEqual([])
  await run(23)
  expect(await told()).toMatchObject([{ kind: 'coupon_ends' }])
})

test('of what cannot be used, or has ended, nobody is told', async () => {
  const she = await newCustomer(ctx)
  const paused = await batch(24)
  await giveCoupons(at(0), paused.id, [she])
  await setOfferState(at(0), paused.offer_id, 'paused')
  await run(23)
  await setOfferState(at(0), paused.offer_id, 'live')
  await run(25)
  expect(await told()).toEqual([])
})

test('who is given a coupon is told though who gave it was told before', async () => {
  const [she, he] = [await newCustomer(ctx), await newCustomer(ctx)]
  const passed = await couponBatch(at(0), { valid_hours: 72, is_transferable: true })
  await giveCoupons(at(0), passed.id, [she])
  await run(49)
  const { rows } = await sql<{ code: string }>`select code from coupon
    where tenant_id = ${ctx.tenantId} and batch_id = ${passed.id}`.execute(ctx.pg)
  await transferCoupon(at(50), rows[0]?.code ?? '', she, he)
  await run(51)
  await run(52)
  const { rows: nodes } = await sql<{ node_id: number }>`select node_id from service_message
    where tenant_id = ${ctx.tenantId} order by created_at`.execute(ctx.pg)
  expect(nodes.map(({ node_id }) => node_id)).toEqual([she, he])
})

test('a brand that tells nobody tells nobody', async () => {
  await setPromotionSetting(ctx, { ...(await promotionSetting(ctx)), coupon_notice_days: null })
  await giveCoupons(at(0), (await batch(24)).id, [await newCustomer(ctx)])
  await run(23)
  expect(await told()).toEqual([])
})
