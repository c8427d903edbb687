// New customers are told before their own hours end.
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { recordOrders } from '../../commerce/index.ts'
import { newCustomer, order } from '../../commerce/testing.ts'
import { mergeCustomers, useMergePolicy } from '../../identity/index.ts'
import { listMessages } from '../../messages/index.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { applyRelations, recordConsents } from '../../profile/index.ts'
import { promotionSetting, setPromotionSetting } from '../settings.ts'
import { liveOffer, offTen } from '../testing.ts'
import { noticeOfNewcomers } from './newcomer-notices.ts'
import { setOfferState } from './offers.ts'

useMergePolicy({ staysAlone: async () => [] })

const HOUR = 3_600_000
/** Ten in the morning of a day in the brand's zone, eight hours ahead. */
const START = Date.parse('2026-05-01T02:00:00Z')
let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx()
  await sql`update tenant set timezone = 'Asia/Shanghai' where id = ${ctx.tenantId}`.execute(ctx.pg)
})
const at = (hours: number): TestCtx => ({ ...ctx, now: () => new Date(START + hours * HOUR) })
const run = (hours: number) => noticeOfNewcomers(at(hours), eachBrand(ctx))
async function added(hours = 0): Promise<number> {
  const node = await newCustomer(ctx)
  await applyRelations(ctx, [
    {
      ...{ state: 'friend', storeId: null, channelId: null, source: 'wecom' },
      ...{ node, staffId: 'wang', addedAt: new Date(START + hours * HOUR), endedAt: null },
    },
  ])
  return node
}
async function told() {
  const { rows } = await sql<{
    node_id: number
    text: string
  }>`select node_id, text from service_message
    where tenant_id = ${ctx.tenantId} and kind = 'newcomer_ends' order by node_id`.execute(ctx.pg)
  return rows
}
const offer = (hours = 72, more = {}) =>
  liveOffer(at(0), { ...offTen, who: { new_only: true, hours_from_added: hours, ...more } })

test('once, in the last day of her three, with the hour it ends by the brand’s clock', async () => {
  await offer()
  const she = await added()
  await run(47)
  expect(await told()).toEqual([])
  for (const hours of [48, 49, 60, 71]) await run(hours)
  expect(await told()).toMatchObject([{ node_id: she }])
  expect((await told())[0]?.text).toContain('2026-05-04 10:00')
  expect((await listMessages(ctx, { limit: 5 })).items).toHaveLength(1)
})

test('who has bought, whose time is over, who refused to be marketed to, or was never added is not told', async () => {
  await offer()
  const [bought, late, refused] = [await added(), await added(-30), await added()]
  await newCustomer(ctx)
  await recordOrders(ctx, [order('paid', 100, { node: bought })])
  await recordConsents(ctx, [
    {
      ...{ node: refused, purpose: 'marketing', channel: 'all', state: 'withdrawn' },
      ...{ textVersion: null, source: 'shop', isClaimed: false, evidence: {}, at: at(1).now() },
    },
  ])
  await run(48)
  expect(await told()).toEqual([])
  expect(late).not.toBe(bought)
})

test('nobody at night, and of a window of a day in its second half', async () => {
  await offer(24)
  const she = await added()
  await run(5)
  // Half-way is ten in the evening; nine in the morning is the next time.
  await run(12)
  expect(await told()).toEqual([])
  await run(23)
  expect(await told()).toMatchObject([{ node_id: she }])
})

test('two who are found to be one are told once', async () => {
  await offer()
  const [first, second] = [await added(), await added(1)]
  await mergeCustomers(ctx, first, second, 'test')
  await run(48)
  const third = await added(-2)
  await mergeCustomers(ctx, third, first, 'test')
  await run(50)
  expect(await told()).toMatchObject([{ node_id: first }])
})

test('what does not hold is told of to nobody; what is for some levels only to who holds one', async () => {
  const id = await offer()
  await setOfferState(at(0), id, 'paused')
  await offer(72, { levels: ['gold'] })
  await added()
  await run(49)
  expect(await told()).toEqual([])
  await setOfferState(at(0), id, 'live')
  await run(50)
  expect(await told()).toHaveLength(1)
})

test('a brand that tells nobody tells nobody; one that tells earlier tells earlier', async () => {
  await offer()
  await added()
  const set = async (newcomer_notice_hours: number | null) =>
    setPromotionSetting(ctx, { ...(await promotionSetting(ctx)), newcomer_notice_hours })
  await set(null)
  await run(50)
  expect(await told()).toEqual([])
  await set(36)
  await run(35)
  expect(await told()).toEqual([])
  await run(50)
  expect(await told()).toHaveLength(1)
})
