import { beforeAll, expect, test } from 'vitest'
import { recordCostPrices, recordOrders, recordOutlay } from '../../commerce/index.ts'
import { goods, line, newCustomer, order } from '../../commerce/testing.ts'
import { decideApproval } from '../../desk/approvals.ts'
import { useApprovals } from '../../desk/index.ts'
import { addPerson } from '../../org/testing.ts'
import type { Ctx, Role } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { offersParty } from '../budget/party.ts'
import { createGroupBuy, listGroupBuys } from '../group-buy/group-buys.ts'
import { setOfferState } from '../offers/offers.ts'
import { listOffers } from '../offers/queries.ts'
import { promotionSetting, setPromotionSetting } from '../settings.ts'
import { liveOffer, offTen, pricedOrder } from '../testing.ts'
import {
  type ActivityFields,
  changeActivity,
  createActivity,
  publishActivity,
  stopActivity,
} from './activities.ts'
import { activityApproval } from './approval.ts'
import { copyActivity } from './copy.ts'
import { figuresOf } from './figures.ts'
import { getActivity, listActivities } from './queries.ts'
import { warningsOf } from './warnings.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  useApprovals({ activity: activityApproval })
})
const HOUR = 3_600_000
const from = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString()
const fields = (more: Partial<ActivityFields> = {}): ActivityFields => ({
  ...{ name: '双十一', starts_at: from(-1), ends_at: from(48), owner_id: null, audiences: [] },
  ...{ goods: {}, storefronts: [], carriers: ['live_room'], budget_fen: 100_000 },
  short_objective: { measure: 'sales_fen', target: 5_000_000, note: '' },
  long_objective: { measure: 'returning_customers', target: 300, note: '60 天复购' },
  ...more,
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const as = async (role: Role): Promise<Ctx> => {
  const person = await addPerson(ctx, role)
  return { ...ctx, actor: { kind: 'user', id: person.id, name: role, role } }
}

test('without a short- and a long-term objective nothing goes live', async () => {
  const { id } = await createActivity(ctx, fields({ long_objective: null }))
  await expect(publishActivity(ctx, id)).rejects.toMatchObject({
    ...{ code: 'objectives_missing', details: { fields: ['long_objective'] } },
  })
  const { revision } = await getActivity(ctx, id)
  await changeActivity(ctx, id, { long_objective: fields().long_objective }, revision)
  expect((await publishActivity(ctx, id)).state).toBe('live')
  const live = await getActivity(ctx, id)
  expect(await code(changeActivity(ctx, id, { short_objective: null }, live.revision))).toBe(
    'objectives_missing',
  )
})

test('its offers count while it is live, and only then', async () => {
  const she = await newCustomer(ctx)
  const { id } = await createActivity(ctx, fields())
  const offer = await liveOffer(ctx, offTen, {}, { activity_id: id })
  const applies = async () =>
    (await pricedOrder(ctx, she)).quoted.trace.some((note) => note.id === offer && note.applied)
  expect(await applies()).toBe(false)
  await publishActivity(ctx, id)
  expect(await applies()).toBe(true)
  await stopActivity(ctx, id, 'paused')
  expect(await applies()).toBe(false)
  await publishActivity(ctx, id)
  await stopActivity(ctx, id, 'ended')
  expect(await applies()).toBe(false)
  expect(await code(publishActivity(ctx, id))).toBe('activity_state')
})

test('its offers count in its period only, also those that run longer', async () => {
  const of = await testCtx()
  const she = await newCustomer(of)
  const { id } = await createActivity(of, fields({ starts_at: from(1), ends_at: from(2) }))
  await publishActivity(of, id)
  const when = { from: from(-5), to: from(5) }
  const offer = await liveOffer(of, { ...offTen, when }, {}, { activity_id: id })
  const noteAt = async (hours: number) => {
    const at = new Date(Date.now() + hours * HOUR)
    const { quoted } = await pricedOrder({ ...of, now: () => at }, she)
    return quoted.trace.find((note) => note.id === offer)
  }
  expect(await noteAt(0.5)).toMatchObject({ applied: false, code: 'not_started' })
  expect(await noteAt(1.5)).toMatchObject({ applied: true })
  expect((await noteAt(2.5))?.applied).not.toBe(true)
})

test('a large budget needs a second person, and what was agreed to is what was asked for', async () => {
  const [operator, admin] = [await as('operator'), await as('admin')]
  await setPromotionSetting(ctx, { ...(await promotionSetting(ctx)), approval_from_fen: 50_000 })
  const { id } = await createActivity(operator, fields())
  const asked = await publishActivity(operator, id)
  expect(asked).toMatchObject({ state: 'draft', approval_id: expect.any(String) })
  expect(await code(changeActivity(operator, id, { name: 'x' }, asked.revision))).toBe(
    'activity_waits',
  )
  await decideApproval(admin, asked.approval_id ?? '', { approve: true, comment: '' })
  expect(await getActivity(ctx, id)).toMatchObject({ state: 'live', approval_id: null })
  const other = await publishActivity(operator, (await createActivity(operator, fields())).id)
  await decideApproval(admin, other.approval_id ?? '', { approve: false, comment: '预算太高' })
  expect(await getActivity(ctx, other.id)).toMatchObject({ state: 'draft', approval_id: null })
  await setPromotionSetting(ctx, { ...(await promotionSetting(ctx)), approval_from_fen: null })
})

test('what goes too often, too deep or beyond the budget is warned about', async () => {
  const of = await testCtx()
  await setPromotionSetting(of, {
    ...{ most_offers: null, most_coupons: 1, approval_from_fen: null },
    ...{ most_activities: 1, deepest_bp: 3000, new_by: [], coupon_notice_days: null },
    newcomer_notice_hours: null,
  })
  const first = await createActivity(of, fields({ name: '早一场' }))
  await publishActivity(of, first.id)
  const second = await createActivity(of, fields({ budget_fen: 1000 }))
  await liveOffer(
    of,
    { kind: 'percentage', args: { off_bp: 5000 } },
    { all: { fen: 2000 } },
    { activity_id: second.id },
  )
  const warnings = await warningsOf(of, await getActivity(of, second.id))
  expect(warnings).toMatchObject([
    { code: 'too_often', args: { most: 1, count: 2, names: '早一场' } },
    { code: 'too_deep', args: { off_bp: 5000, most_bp: 3000 } },
    { code: 'budget_over', args: { budget_fen: 1000, promised_fen: 2000 } },
  ])
})

test('the calendar has what touches a stretch of time; a copy begins as a draft with nothing of the first', async () => {
  const of = await testCtx()
  const { id } = await createActivity(of, fields({ starts_at: from(0), ends_at: from(10) }))
  const copy = await copyActivity(of, id, {
    name: '双十二',
    starts_at: from(20),
    ends_at: from(30),
  })
  expect(copy).toMatchObject({
    state: 'draft',
    copied_from: id,
    carriers: ['live_room'],
    offers: 0,
  })
  const names = async (a: number, b: number) =>
    (await listActivities(of, { from: from(a), to: from(b), limit: 10 })).items.map((x) => x.name)
  expect(await names(9, 15)).toEqual(['双十一'])
  expect(await names(5, 25)).toEqual(['双十二', '双十一'])
})

test('a copy takes offers along when it is told to: drafts, whose own times move with it', async () => {
  const of = await testCtx()
  const { id } = await createActivity(of, fields({ starts_at: from(0), ends_at: from(10) }))
  const when = { from: from(1), to: from(2), weekdays: [1] }
  await liveOffer(
    of,
    { ...offTen, when, not_with: ['x'] },
    { all: { uses: 5 } },
    { activity_id: id },
  )
  const over = await liveOffer(of, offTen, {}, { activity_id: id })
  await setOfferState(of, over, 'ended')
  await goods(of, 'tea')
  await createGroupBuy(of, id, {
    ...{ name: '三人团', size: 3, live_hours: 24, per_order: 1, per_customer: null, who: 'anyone' },
    ...{ merges: true, complete_from: null, items: [{ sku: 'tea', price_fen: 600 }] },
  })
  const times = { name: '双十二', starts_at: from(20), ends_at: from(30) }
  expect((await copyActivity(of, id, times)).offers).toBe(0)
  const copy = await copyActivity(of, id, times, true)
  const { items } = await listOffers(of, { activity_id: copy.id, limit: 10 })
  expect(items).toMatchObject([
    {
      ...{ state: 'draft', limits: { all: { uses: 5 } }, uses: 0 },
      terms: { not_with: ['x'], when: { weekdays: [1] } },
    },
  ])
  expect(await listGroupBuys(of, copy.id)).toMatchObject([
    { name: '三人团', state: 'draft', items: [{ sku: 'tea', price_fen: 600 }] },
  ])
  const hoursFrom = (at: string | null | undefined) =>
    Math.round((Date.parse(at ?? '') - Date.parse(times.starts_at)) / HOUR)
  expect([hoursFrom(items[0]?.starts_at), hoursFrom(items[0]?.ends_at)]).toEqual([1, 2])
})

test('what went in against what came out', async () => {
  const of = await testCtx()
  const { id } = await createActivity(of, fields())
  await publishActivity(of, id)
  await liveOffer(of, offTen, {}, { activity_id: id })
  const [fresh, old, third] = [await newCustomer(of), await newCustomer(of), await newCustomer(of)]
  await recordCostPrices(of, [
    { sku: 'sku-1', fromOn: '2026-01-01', fen: 3000, currency: 'CNY', source: 'erp' },
  ])
  const paid = (name: string, node: number, day: string, activityId: string | null) =>
    order(name, 9000, {
      ...{ node, activityId, paidAt: new Date(day), placedAt: new Date(day) },
      ...{ platformCommissionFen: 500, lines: [line('sku-1', 9000)] },
    })
  await recordOrders(of, [
    paid('before', old, '2026-02-01', null),
    paid('hers', fresh, '2026-03-01', id),
    paid('theirs', old, '2026-03-02', id),
  ])
  const spent = {
    spent_on: '2026-03-01',
    kind: 'media' as const,
    fen: 4000,
    activity_id: id,
    note: '',
  }
  await recordOutlay(of, spent, 0)
  const held = await pricedOrder(of, third)
  await offersParty.hold(of, held)
  expect(await figuresOf(of, id)).toMatchObject({ subsidy_fen: 0, held_fen: 1000 })
  await offersParty.commit(of, held)
  expect(await figuresOf(of, id)).toMatchObject({
    ...{ subsidy_fen: 1000, held_fen: 0, costs: [{ kind: 'media', fen: 4000 }], costs_fen: 4000 },
    ...{ orders: 2, sales_fen: 18_000, refunded_fen: 0, margin_fen: 18_000 - 2 * 3500 },
    ...{ estimated_orders: 0, new_customers: 1, returning_customers: 1 },
    // Redeemed by an order that no book has: it counts in what was given, not in what came back.
    by_offer: [{ uses: 1, fen: 1000, orders: 0, margin_fen: null }],
  })
})
