import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { checkoutChecks } from '../../commerce/checkout/checks.ts'
import { pickUp } from '../../commerce/checkout/fulfil.ts'
import { getOwnOrder } from '../../commerce/checkout/own-order.ts'
import { cancelOrder, expireOrder } from '../../commerce/checkout/settle.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { useOrderParties, usePricing } from '../../commerce/index.ts'
import { beginPayment } from '../../commerce/payment/payments.ts'
import { refundsOf, sendRefunds } from '../../commerce/payment/send-refunds.ts'
import { payAtTill } from '../../commerce/payment/test-provider.ts'
import { applyPaymentWord } from '../../commerce/payment/words.ts'
import { newCustomer, payOrder } from '../../commerce/testing.ts'
import { listMessages } from '../../messages/index.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { stopActivity } from '../activities/activities.ts'
import { figuresOf } from '../activities/figures.ts'
import { checks } from '../checks.ts'
import { groupBuyParty, offersParty, offersPricing } from '../index.ts'
import { promotionData } from '../personal-data.ts'
import { decideGroups, refundFailed } from './decide.ts'
import { setGroupBuyState } from './group-buys.ts'
import { groupBuyFigures, seatsOfGroup } from './queries.ts'
import { groupBuysOf, seatOfOrder, viewGroup } from './shown.ts'
import { groupOf, liveGroupBuy } from './testing.ts'

const RACE = 64
const HOUR = 3_600_000
let ctx: TestCtx
let shop: TestShop
beforeAll(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 100_000, cup: 100 })
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty, groupBuyParty])
})
afterAll(() => {
  useOrderParties([])
  usePricing({})
})

/** The same brand, so many hours later. */
const later = (hours: number): TestCtx => ({
  ...ctx,
  now: () => new Date(Date.now() + hours * HOUR),
})
const decide = async (hours: number) => {
  await decideGroups(later(hours), eachBrand(ctx))
  await refundFailed(later(hours), eachBrand(ctx))
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const count = (all: readonly string[]) =>
  Object.fromEntries([...new Set(all)].sort().map((c) => [c, all.filter((a) => a === c).length]))
const refundAll = async (order: string, sku = 'tea') => {
  const sale = await requestAfterSale(ctx, order, {
    ...{ key: randomUUID(), kind: 'money', reason: '不想要了', lines: [{ sku, quantity: 1 }] },
  })
  await approveAfterSale(ctx, sale.id, '')
}
/** Nobody pays for an hour. */
const cancelForTime = (order: string) => expireOrder(later(1), order)
const sound = async () => {
  const groups = checks.find((check) => check.name === 'promotion.groups')
  for (const check of [...(groups ? [groups] : []), ...checkoutChecks]) {
    const { differences } = await check.compare(ctx)
    expect(differences.filter((d) => d.tenant === ctx.tenantId)).toEqual([])
  }
}

test('three who pay are a group, at its price, in the books and in the figures', async () => {
  const buy = await liveGroupBuy(ctx)
  const first = await buy.join()
  expect(await viewGroup(ctx, first.group)).toMatchObject({
    ...{ state: 'open', joined: 1, missing: 2, free: 2, made_up: 0 },
    items: [{ sku: 'tea', price_fen: 600, usual_fen: 1000 }],
  })
  expect(await getOwnOrder(ctx, first.order)).toMatchObject({ total_fen: 600 })
  await buy.join(first.group)
  const last = await buy.join(first.group)
  expect(await viewGroup(ctx, first.group)).toMatchObject({
    ...{ state: 'completed', completed_by: 'members', joined: 3, missing: 0 },
  })
  expect(await seatOfOrder(ctx, last.order)).toMatchObject({ state: 'joined', is_leader: false })
  expect(await groupBuyFigures(ctx, buy.id)).toMatchObject({
    groups: { opened: 1, completed: 1, by_members: 1 },
    seats: { joined: 3, sales_fen: 1800, subsidy_fen: 1200 },
    completion_bp: 10_000,
  })
  expect(await figuresOf(ctx, buy.activity)).toMatchObject({
    ...{ orders: 3, sales_fen: 1800, subsidy_fen: 1200, new_customers: 3 },
  })
  await sound()
})

test('the goods of an incomplete group are not handed over', async () => {
  const buy = await liveGroupBuy(ctx, { size: 2 })
  const first = await buy.join()
  const pickUpCode = (await getOwnOrder(ctx, first.order)).pick_up_code ?? ''
  expect(await code(pickUp(ctx, pickUpCode))).toBe('group_incomplete')
  await buy.join(first.group)
  expect(await code(pickUp(ctx, pickUpCode))).toBe('done')
})

test('sixty-four at once for the last seats: the group has three, the others nothing', async () => {
  const buy = await liveGroupBuy(ctx)
  const { group } = await buy.join()
  const people = await Promise.all(Array.from({ length: RACE }, () => newCustomer(ctx)))
  const answers = await Promise.all(people.map((one) => code(buy.order(one, group))))
  expect(count(answers)).toEqual({ done: 2, group_full: RACE - 2 })
  const held = (await seatsOfGroup(ctx, group)).filter((seat) => seat.state === 'held')
  await Promise.all(held.map((seat) => payOrder(ctx, seat.order_id)))
  expect(await viewGroup(ctx, group)).toMatchObject({ state: 'completed', joined: 3 })
  await sound()
})

test('sixty-four who join ten groups and pay at once complete them with exactly three each', async () => {
  const buy = await liveGroupBuy(ctx)
  const leaders = await Promise.all(Array.from({ length: 10 }, () => buy.join()))
  const joins = Array.from({ length: RACE }, async (_, i) => {
    const customer = await newCustomer(ctx)
    const order = await buy.order(customer, leaders[i % 10]?.group ?? '')
    await payOrder(ctx, order)
  })
  const { done, ...others } = count(await Promise.all(joins.map(code)))
  expect(done).toBe(20)
  // Full, or complete already when her turn came.
  expect(['group_full', 'group_over']).toEqual(expect.arrayContaining(Object.keys(others)))
  expect(await groupBuyFigures(ctx, buy.id)).toMatchObject({
    groups: { completed: 10, open: 0 },
    seats: { joined: 30, held: 0 },
  })
  await sound()
})

test('a seat that is not paid in time is free for the next, and who pays too late has her money back', async () => {
  const buy = await liveGroupBuy(ctx, { size: 2 })
  const { group } = await buy.join()
  const slow = await buy.order(await newCustomer(ctx), group)
  const { id: payment } = await beginPayment(ctx, slow, { provider: 'test', way: 'test' })
  const quick = await newCustomer(ctx)
  expect(await code(buy.order(quick, group))).toBe('group_full')
  const word = await payAtTill(ctx, payment)
  await cancelForTime(slow)
  const next = await buy.order(quick, group)
  await payOrder(ctx, next)
  expect(await viewGroup(ctx, group)).toMatchObject({ state: 'completed', joined: 2 })
  await applyPaymentWord(ctx, 'test', word)
  expect((await getOwnOrder(ctx, slow)).state).toBe('cancelled')
  expect(await refundsOf(ctx, slow)).toMatchObject([{ amount_fen: 600, cause: 'not_needed' }])
  await sound()
})

test('who pays late finds her seat again while it is free, also in the group she opens', async () => {
  const buy = await liveGroupBuy(ctx)
  const order = await buy.order(await newCustomer(ctx))
  const group = await groupOf(ctx, order)
  const nobody = await newCustomer(ctx)
  expect(await code(buy.order(nobody, group))).toBe('group_not_open')
  const { id: payment } = await beginPayment(ctx, order, { provider: 'test', way: 'test' })
  const word = await payAtTill(ctx, payment)
  await cancelForTime(order)
  expect(await viewGroup(ctx, group)).toMatchObject({ state: 'dissolved' })
  await applyPaymentWord(ctx, 'test', word)
  expect(await viewGroup(ctx, group)).toMatchObject({ state: 'open', joined: 1 })
  await sound()
})

test('a group that runs out of time is paid back by itself, once, however often it is asked', async () => {
  const buy = await liveGroupBuy(ctx)
  const first = await buy.join()
  const other = await buy.join(first.group)
  // One of them had asked for her money herself when time ran out.
  await requestAfterSale(ctx, other.order, {
    ...{ key: randomUUID(), kind: 'money', reason: '等不及', lines: [{ sku: 'tea', quantity: 1 }] },
  })
  await decide(23)
  expect((await viewGroup(ctx, first.group)).state).toBe('open')
  await Promise.all([decide(25), decide(25), decide(25)])
  await decide(26)
  expect(await viewGroup(ctx, first.group)).toMatchObject({ state: 'failed', joined: 0 })
  for (const { order } of [first, other]) {
    expect(await seatOfOrder(ctx, order)).toMatchObject({ state: 'failed' })
    expect((await getOwnOrder(ctx, order)).state).toBe('closed')
    expect((await refundsOf(ctx, order)).map((refund) => refund.amount_fen)).toEqual([600])
  }
  await sendRefunds(later(30), eachBrand(ctx))
  expect(await refundsOf(ctx, first.order)).toMatchObject([{ state: 'done' }])
  const { items } = await listMessages(ctx, { kind: 'group_expired', limit: 50 })
  expect(items.filter((m) => m.customer_id === first.customer)).toHaveLength(1)
  await sound()
})

test('nobody is refunded while somebody who was in time still pays', async () => {
  const buy = await liveGroupBuy(ctx, { size: 2 })
  const first = await buy.join()
  const order = await buy.order(await newCustomer(ctx), first.group)
  await decideGroups(later(25), eachBrand(ctx))
  expect((await viewGroup(ctx, first.group)).state).toBe('open')
  await payOrder(ctx, order)
  expect(await viewGroup(ctx, first.group)).toMatchObject({ state: 'completed' })
})

test('groups that would fail alone are one that is complete, and who is left keeps her time', async () => {
  const buy = await liveGroupBuy(ctx, { merges: true })
  const early = await buy.join()
  await sql`update buying_group set expires_at = expires_at - interval '2 hours'
    where tenant_id = ${ctx.tenantId} and id = ${early.group}`.execute(ctx.pg)
  const [a, b] = [await buy.join(), await buy.join()]
  const c = await buy.join(b.group)
  await decide(23)
  expect(await viewGroup(ctx, early.group)).toMatchObject({
    ...{ state: 'completed', completed_by: 'merge', joined: 3 },
  })
  // The two friends moved together; the one alone stays.
  expect(await groupOf(ctx, c.order)).toBe(early.group)
  expect(await viewGroup(ctx, b.group)).toMatchObject({ state: 'merged', merged_into: early.group })
  expect(await viewGroup(ctx, a.group)).toMatchObject({ state: 'open', joined: 1 })
  await decide(25)
  expect(await viewGroup(ctx, a.group)).toMatchObject({ state: 'failed' })
  await sound()
})

test('the brand completes a group only from its number on, says so and shows nobody who is not there', async () => {
  const buy = await liveGroupBuy(ctx, { complete_from: 2 })
  const [few, enough] = [await buy.join(), await buy.join()]
  await buy.join(enough.group)
  await decide(25)
  expect(await viewGroup(ctx, few.group)).toMatchObject({ state: 'failed' })
  expect(await viewGroup(ctx, enough.group)).toMatchObject({
    ...{ state: 'completed', completed_by: 'platform', joined: 2, made_up: 1 },
  })
  expect(await seatsOfGroup(ctx, enough.group)).toHaveLength(2)
  const { items } = await listMessages(ctx, { kind: 'group_completed_by_shop', limit: 50 })
  expect(items.find((m) => m.customer_id === enough.customer)?.text).toContain('实际 2 人参团')
  await sound()
})

test('when the leader has her money back, who joined next leads, and her seat is free', async () => {
  const buy = await liveGroupBuy(ctx)
  const leader = await buy.join()
  const second = await buy.join(leader.group)
  await refundAll(leader.order)
  expect(await seatOfOrder(ctx, leader.order)).toMatchObject({ state: 'left', is_leader: false })
  expect(await seatOfOrder(ctx, second.order)).toMatchObject({ is_leader: true })
  expect(await viewGroup(ctx, leader.group)).toMatchObject({ joined: 1, missing: 2 })
  await buy.join(leader.group)
  await buy.join(leader.group)
  expect(await viewGroup(ctx, leader.group)).toMatchObject({ state: 'completed', joined: 3 })
  await sound()
})

test('a refund after completion is seen in the group at once; the others keep what they bought', async () => {
  const buy = await liveGroupBuy(ctx, { size: 2 })
  const first = await buy.join()
  const second = await buy.join(first.group)
  await refundAll(second.order)
  expect(await viewGroup(ctx, first.group)).toMatchObject({
    ...{ state: 'completed', joined: 1, gone: 1 },
  })
  expect(await seatOfOrder(ctx, second.order)).toMatchObject({ state: 'left' })
  expect(await seatOfOrder(ctx, first.order)).toMatchObject({ state: 'joined' })
  await refundAll(first.order)
  expect(await viewGroup(ctx, first.group)).toMatchObject({ state: 'dissolved', gone: 2 })
  await sound()
})

test('one group of hers at a time, by whichever of her nodes, and so many orders in all', async () => {
  const buy = await liveGroupBuy(ctx, { size: 2, per_customer: 1 })
  const [she, node] = [await newCustomer(ctx), await newCustomer(ctx)]
  await sql`update customer set canonical_id = ${she} where tenant_id = ${ctx.tenantId} and id = ${node}`.execute(
    ctx.pg,
  )
  const tries = Array.from({ length: 16 }, (_, i) => code(buy.order(i % 2 ? she : node)))
  expect(count(await Promise.all(tries))).toEqual({ done: 1, group_in_progress: 15 })
  const { rows } = await sql<{ order_id: string }>`select order_id from group_seat
    where tenant_id = ${ctx.tenantId} and node_id in (${she}, ${node}) and state = 'held'`.execute(
    ctx.pg,
  )
  const mine = rows[0]?.order_id ?? ''
  await payOrder(ctx, mine)
  await buy.join(await groupOf(ctx, mine))
  expect(await code(buy.order(node))).toBe('group_buy_limit')
})

test('a group for new people takes nobody who has bought before, and one new price a person', async () => {
  const buy = await liveGroupBuy(ctx, { who: 'new_joiners', size: 2 })
  const other = await liveGroupBuy(ctx, { who: 'new_only' })
  const old = await newCustomer(ctx)
  await payOrder(ctx, await shop.place({ cup: 1 }, { customerId: old }))
  const opened = await buy.order(old)
  await payOrder(ctx, opened)
  const group = await groupOf(ctx, opened)
  const second = await newCustomer(ctx)
  await payOrder(ctx, await shop.place({ cup: 1 }, { customerId: second }))
  expect(await code(buy.order(second, group))).toBe('group_new_only')
  expect(await code(other.order(second))).toBe('group_new_only')
  const fresh = await newCustomer(ctx)
  expect(await code(buy.order(fresh, group))).toBe('done')
  expect(await code(other.order(fresh))).toBe('group_new_only')
})

test('nobody opens or joins while it is closed; what is open runs to its end', async () => {
  const buy = await liveGroupBuy(ctx, { size: 2 })
  const first = await buy.join()
  await setGroupBuyState(ctx, buy.id, 'paused')
  const she = await newCustomer(ctx)
  expect(await code(buy.order(she, first.group))).toBe('group_buy_closed')
  await setGroupBuyState(ctx, buy.id, 'live')
  expect((await groupBuysOf(ctx, 'tea')).find(({ id }) => id === buy.id)?.groups).toMatchObject([
    { id: first.group, joined: 1, missing: 1, free: 1 },
  ])
  const held = await buy.order(she, first.group)
  await stopActivity(ctx, buy.activity, 'ended')
  expect(await code(buy.order(await newCustomer(ctx)))).toBe('group_buy_closed')
  await payOrder(ctx, held)
  expect(await viewGroup(ctx, first.group)).toMatchObject({ state: 'completed', can_open: false })
})

test('an order called off leaves its group as it was; the last one out dissolves it', async () => {
  const buy = await liveGroupBuy(ctx)
  const first = await buy.join()
  const order = await buy.order(await newCustomer(ctx), first.group)
  await cancelOrder(ctx, order, 'asked: no')
  expect(await viewGroup(ctx, first.group)).toMatchObject({ state: 'open', joined: 1, free: 2 })
  await refundAll(first.order)
  expect(await viewGroup(ctx, first.group)).toMatchObject({ state: 'dissolved' })
  await sound()
})

test('it tells what happens with the id of its activity', async () => {
  const buy = await liveGroupBuy(ctx, { size: 2 })
  const first = await buy.join()
  const second = await buy.join(first.group)
  const { rows } = await sql<{ name: string; customer: number }>`
    select event ->> 'name' as name, (event ->> 'customerId')::int as customer from event_outbox
    where tenant_id = ${ctx.tenantId} and event ->> 'activityId' = ${buy.activity}
    order by id`.execute(ctx.pg)
  const told = (customer: number) =>
    rows.filter((row) => row.customer === customer).map((row) => row.name)
  expect(told(first.customer).toSorted()).toEqual([
    ...['group_buy_completed', 'group_buy_opened', 'order_paid', 'order_placed'],
  ])
  expect(told(second.customer)).toContain('group_buy_joined')
})

test('who is erased leaves a seat that leads to nobody', async () => {
  const buy = await liveGroupBuy(ctx)
  const { customer, group } = await buy.join()
  const data = promotionData.find(({ name }) => name === 'group_seats')
  const person = { id: customer, nodes: [customer] } as never
  expect(await data?.export?.(ctx, person)).toMatchObject([{ sku: 'tea', state: 'joined' }])
  await data?.erase?.(ctx, person)
  expect(await seatsOfGroup(ctx, group)).toMatchObject([{ customer_id: null }])
  await decide(25)
  expect(await viewGroup(ctx, group)).toMatchObject({ state: 'failed' })
})
