import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { priceCheckout } from '../../commerce/checkout/basket.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { recordOrders, useHeld, useOrderParties, usePricing } from '../../commerce/index.ts'
import { order, payOrder } from '../../commerce/testing.ts'
import { experimentsPort } from '../../insight/experiments/exposure.ts'
import { plan as planHoldout, start as startHoldout } from '../../insight/experiments/register.ts'
import { NewExperiment as NewHoldout } from '../../insight/experiments/shape.ts'
import { getBenefit, type NewBenefit, setBenefit } from '../../membership/benefits/benefits.ts'
import { entitledTo } from '../../membership/benefits/entitled.ts'
import { listEntryGifts } from '../../membership/benefits/entry-gifts.ts'
import { takeBenefit } from '../../membership/benefits/use.ts'
import { setPlan } from '../../membership/cards/plans.ts'
import {
  benefitsParty,
  grantCard,
  heldAtCheckout,
  ownMembership,
  storedValueParty,
  storedValuePort,
  topUp,
  useBenefitTrials,
  useCouponGiving,
} from '../../membership/index.ts'
import { multiplesOf } from '../../membership/points/multiple.ts'
import { EarnRule } from '../../membership/points/rule.ts'
import { draftRule, publishRule } from '../../membership/points/rules.ts'
import { join } from '../../membership/programme/members.ts'
import { createPlan } from '../../membership/stored-value/plans.ts'
import { programme, publish, settleLevels } from '../../membership/testing-members.ts'
import { useExperiments } from '../../platform/arms.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { giveWhileThere, meetBenefitTrials, offersPricing } from '../index.ts'
import { buyerOf } from '../person.ts'
import { couponBatch } from '../testing.ts'
import { assignedTo } from './assign.ts'
import { compareTrials } from './check.ts'
import { planExperiment, rollOut, startExperiment, stopByPerson } from './experiments.ts'
import { lookAt, readoutOf } from './look.ts'
import { getExperiment } from './queries.ts'
import { NewExperiment } from './shapes.ts'

const DAY = 86_400_000
beforeAll(() => {
  usePricing({ offers: offersPricing, stored_value: storedValuePort })
  useOrderParties([benefitsParty, storedValueParty])
  useExperiments(experimentsPort)
  useBenefitTrials(meetBenefitTrials)
  useCouponGiving(giveWhileThere)
  useHeld(heldAtCheckout)
})
// Files of one process share what is wired.
afterAll(() => {
  useHeld(async () => ({ levels: [] }))
  useOrderParties([])
  usePricing({})
})

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
interface Brand {
  ctx: TestCtx
  shop: TestShop
}
const CARD = { holder: 'card' as const, holder_code: 'plus' }
const DEPOSIT = { holder: 'stored_value' as const, holder_code: 'any' }
async function brand(): Promise<Brand> {
  const ctx = await testCtx()
  await setPlan(
    ctx,
    {
      ...{ code: 'plus', name: 'Plus', name_en: 'Plus', price_fen: 100, days: 30, trial_days: 0 },
      ...{ sku: null, is_retired: false },
    },
    0,
  )
  return { ctx, shop: await testShop(ctx, { tea: 10_000 }) }
}
const benefit = (ctx: Ctx, code: string, given: Partial<NewBenefit> = {}) =>
  setBenefit(
    ctx,
    {
      ...{ code, kind: 'discount', name: code, name_en: code, args: { off_bp: 1_000 } },
      ...{ stacks: false, behaviour: null, unit_cost_fen: 0, per_customer: null, period: 'ever' },
      ...{ uses_limit: null, is_retired: false, holders: [CARD] },
      ...given,
    },
    0,
  )
/** Holders of the card. */
async function members(ctx: Ctx, count: number): Promise<number[]> {
  const customers = await newCustomers(ctx, count)
  for (const customer of customers)
    await grantCard(ctx, { key: randomUUID(), customer, plan: 'plus', orderId: null })
  return customers
}
const planned = (ctx: Ctx, arms: object[], more: object = {}) =>
  planExperiment(
    ctx,
    NewExperiment.parse({
      ...{ name: 'A tenth off', hypothesis: 'They buy more', arms, metric: 'revenue' },
      ends_at: new Date(ctx.now().getTime() + 60 * DAY).toISOString(),
      ...more,
    }),
  )
const without = (benefit_code: string, share = 5_000) => [
  { code: 'none', name: 'Without', share },
  { code: 'has', name: 'With', share, benefit_code },
]
async function running(ctx: Ctx, benefit_code: string, more: object = {}): Promise<string> {
  const { id } = await planned(ctx, without(benefit_code), more)
  await startExperiment(ctx, id)
  return id
}
const armOf = async (ctx: Ctx, id: string, customer: number) =>
  (await assignedTo(ctx, await buyerOf(ctx, customer), sql`e.id = ${id}`)).arms[0]?.arm
/** One of each arm; asking is no exposure. */
async function oneOfEach(ctx: Ctx, id: string, of: readonly number[]) {
  const found = new Map<string | undefined, number>()
  for (const customer of of) found.set(await armOf(ctx, id, customer), customer)
  return { none: found.get('none') ?? 0, has: found.get('has') ?? 0 }
}
const due = async ({ ctx, shop }: Brand, customerId: number, more: object = {}) =>
  (await priceCheckout(ctx, shop.basket({ tea: 1 }, { customerId, ...more }))).quoted.dueFen
const has = async (ctx: Ctx, customer: number) =>
  (await entitledTo(ctx, customer)).map((one) => one.code)
const exposures = async (ctx: Ctx, id: string) =>
  (
    await sql<{ node_id: number; arm: string }>`select node_id, arm from offer_exposure
      where tenant_id = ${ctx.tenantId} and experiment_id = ${id} order by node_id`.execute(ctx.pg)
  ).rows

test('of those who hold a benefit its arm has it, at the checkout, at the desk and on her own page', async () => {
  const at = await brand()
  const { ctx, shop } = at
  await benefit(ctx, 'tenth')
  await benefit(ctx, 'lounge', { kind: 'service_entry', args: { service: 'Lounge' } })
  const price = await running(ctx, 'tenth')
  const service = await running(ctx, 'lounge')
  const customers = await members(ctx, 24)
  const { none, has: with_ } = await oneOfEach(ctx, price, customers)
  expect(await exposures(ctx, price)).toEqual([])
  expect([await due(at, none), await due(at, with_)]).toEqual([1_000, 900])
  const placed = await shop.place({ tea: 2 }, { customerId: with_ })
  const { rows } = await sql<{ total: number }>`select total_fen as total from sales_order
    where tenant_id = ${ctx.tenantId} and id = ${placed}`.execute(ctx.pg)
  expect(rows[0]?.total).toBe(1_800)
  for (const customer of customers) {
    const lounge = (await armOf(ctx, service, customer)) === 'has'
    const tenth = (await armOf(ctx, price, customer)) === 'has'
    expect(await has(ctx, customer)).toEqual([
      ...(tenth ? ['tenth'] : []),
      ...(lounge ? ['lounge'] : []),
    ])
    const taken = await takeBenefit(ctx, {
      ...{ key: randomUUID(), code: 'lounge', customer, orderId: null, worthFen: 0 },
      state: 'used',
    })
    expect(taken.ok).toBe(lounge)
  }
  expect(await exposures(ctx, service)).toHaveLength(24)
})

test('64 prices at once are one exposure, and who holds none of it meets nothing', async () => {
  const at = await brand()
  const { ctx } = at
  await benefit(ctx, 'tenth')
  const id = await running(ctx, 'tenth')
  const [customer = 0] = await members(ctx, 1)
  const [stranger = 0] = await newCustomers(ctx, 1)
  const prices = await Promise.all(Array.from({ length: 64 }, () => due(at, customer)))
  expect(new Set(prices).size).toBe(1)
  expect(await due(at, stranger)).toBe(1_000)
  const arm = await armOf(ctx, id, customer)
  expect(await exposures(ctx, id)).toEqual([{ node_id: customer, arm }])
  expect(prices[0]).toBe(arm === 'has' ? 900 : 1_000)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from told_event
    where tenant_id = ${ctx.tenantId} and event ->> 'name' = 'experiment_exposed'`.execute(ctx.pg)
  expect(rows[0]?.n).toBe(1)
})

test('the arm met first stays hers through a merge, and a holdout has control and counts for nothing', async () => {
  const at = await brand()
  const { ctx } = at
  await benefit(ctx, 'tenth')
  const id = await running(ctx, 'tenth')
  const [early = 0] = await newCustomers(ctx, 1)
  const { has: hers, none } = await oneOfEach(ctx, id, await members(ctx, 24))
  expect(await due(at, hers)).toBe(900)
  const later = { ...at, ctx: { ...ctx, now: () => new Date(Date.now() + 1_000) } }
  expect(await due(later, none)).toBe(1_000)
  for (const node of [hers, none])
    await sql`update customer set canonical_id = ${early}
      where tenant_id = ${ctx.tenantId} and id = ${node}`.execute(ctx.pg)
  expect([await due(at, early), await due(at, none)]).toEqual([900, 900])
  expect(await exposures(ctx, id)).toHaveLength(2)
  expect((await readoutOf(ctx, id)).crossed).toBe(1)
  const holdout = await planHoldout(
    ctx,
    NewHoldout.parse({
      ...{ code: 'alone', name: 'Left alone', hypothesis: 'They miss us', kind: 'holdout' },
      arms: [
        { code: 'held', name: 'Held', share: 9_999 },
        { code: 'others', name: 'Others', share: 1 },
      ],
      metric: { kind: 'did', of: { any_of: [{ event: 'order_paid' }] } },
    }),
  )
  await startHoldout(ctx, holdout.id)
  const fresh = await members(ctx, 6)
  const held = await experimentsPort.heldOut(ctx, fresh)
  for (const customer of fresh.filter((one) => held.has(one))) {
    expect(await due(at, customer)).toBe(1_000)
    expect((await exposures(ctx, id)).map((x) => x.node_id)).not.toContain(customer)
  }
  // Whoever met it before goes on as she was.
  expect(await due(at, early)).toBe(900)
})

test('depositors are tried too: who has topped up and has some of it left, of any plan or of one', async () => {
  const at = await brand()
  const { ctx, shop } = at
  const plan = (pay_fen: number) =>
    createPlan(ctx, {
      ...{ name: `Top up ${pay_fen}`, pay_fen, bonus_fen: 0, bonus_days: null },
      ...{ preset: 'catering', accepted: true },
    })
  const [small, large] = [await plan(1_000), await plan(2_000)]
  await benefit(ctx, 'any_plan', { holders: [DEPOSIT] })
  await benefit(ctx, 'large_plan', {
    ...{ kind: 'service_entry', args: { service: 'Lounge' } },
    holders: [{ holder: 'stored_value', holder_code: large.id }],
  })
  const pays = (customer: number, { id, pay_fen }: { id: string; pay_fen: number }) =>
    topUp(ctx, { key: randomUUID(), customer, planId: id, paidFen: pay_fen })
  const customers = await newCustomers(ctx, 24)
  expect(await has(ctx, customers[0] ?? 0)).toEqual([])
  const id = await running(ctx, 'any_plan')
  const { none, has: hers } = await oneOfEach(ctx, id, customers)
  expect([await due(at, none), await due(at, hers)]).toEqual([1_000, 1_000])
  expect(await exposures(ctx, id)).toEqual([])
  for (const customer of [none, hers]) await pays(customer, small)
  expect([await due(at, none), await due(at, hers)]).toEqual([1_000, 900])
  expect(await exposures(ctx, id)).toHaveLength(2)
  await pays(hers, large)
  expect(await has(ctx, hers)).toEqual(['any_plan', 'large_plan'])
  expect(await has(ctx, none)).toEqual([])
  // An order that is paid with the last of it is a depositor's still; after it she is none.
  const placed = await shop.place({ tea: 3 }, { customerId: hers, storedValueWanted: 5_000 })
  const last = await shop.place({ tea: 1 }, { customerId: hers, storedValueWanted: 5_000 })
  const { rows } = await sql<{
    id: string
    total: number
  }>`select id, total_fen as total from sales_order
    where tenant_id = ${ctx.tenantId} and node_id = ${hers} order by total_fen desc`.execute(ctx.pg)
  expect(rows).toEqual([
    { id: placed, total: 2_700 },
    { id: last, total: 900 },
  ])
  expect(await has(ctx, hers)).toEqual([])
  expect(
    await code(
      benefit(ctx, 'pack', { kind: 'coupon_pack', args: { batches: ['x'] }, holders: [DEPOSIT] }),
    ),
  ).toBe('pack_on_entry')
})

test('a coupon pack comes, and points are multiplied, in the arm that has it only', async () => {
  const at = await brand()
  const { ctx, shop } = at
  const batch = await couponBatch(ctx)
  await benefit(ctx, 'pack', { kind: 'coupon_pack', args: { batches: [batch.id] } })
  await benefit(ctx, 'twice', { kind: 'points_multiple', args: { times_bp: 20_000 } })
  const rule = EarnRule.parse({ on: { kind: 'order', points: 1, per_fen: 100, round: 'down' } })
  await publishRule(ctx, (await draftRule(ctx, { name: 'A point a yuan', rule })).id)
  const [packs, points] = [await running(ctx, 'pack'), await running(ctx, 'twice')]
  const customers = await members(ctx, 16)
  const given = (await listEntryGifts(ctx, { limit: 100 })).items.map((gift) => gift.customer_id)
  for (const customer of customers)
    expect(given.includes(customer)).toBe((await armOf(ctx, packs, customer)) === 'has')
  expect(await exposures(ctx, packs)).toHaveLength(16)
  for (const customer of customers.slice(0, 6)) {
    const placed = await shop.place({ tea: 1 }, { customerId: customer, couponCodes: [] })
    await payOrder(ctx, placed)
    const multiple = (
      await multiplesOf(ctx, [{ orderId: placed, node: customer, paidAt: ctx.now() }])
    ).get(placed)
    expect(multiple?.benefits.map((one) => one.code)).toEqual(
      (await armOf(ctx, points, customer)) === 'has' ? ['twice'] : [],
    )
  }
})

test('what is tried stays as it is until a person has decided, and then one arm is everybody’s', async () => {
  const at = await brand()
  const { ctx } = at
  const today = await benefit(ctx, 'today', { args: { off_bp: 500 } })
  await benefit(ctx, 'better', { args: { off_bp: 2_000 } })
  const arms = [
    { code: 'today', name: 'As today', share: 5_000, benefit_code: 'today' },
    { code: 'better', name: 'Better', share: 5_000, benefit_code: 'better' },
  ]
  const { id } = await planned(ctx, arms)
  const other = await planned(ctx, arms)
  await startExperiment(ctx, id)
  expect(await getBenefit(ctx, 'today')).toMatchObject({ tried_by: id, is_control: true })
  const faults = async () =>
    (await compareTrials(ctx)).differences.filter((one) => one.tenant === ctx.tenantId)
  expect(await faults()).toEqual([])
  expect(await code(startExperiment(ctx, other.id))).toBe('benefit_in_experiment')
  const { tried_by: _t, is_control: _c, used: _u, revision: _r, ...fields } = today
  const edit = async () => setBenefit(ctx, fields, (await getBenefit(ctx, 'today')).revision)
  expect(await code(edit())).toBe('benefit_in_experiment')
  const customers = await members(ctx, 12)
  for (const customer of customers) {
    const arm = await armOf(ctx, id, customer)
    expect(await due(at, customer)).toBe(arm === 'better' ? 800 : 950)
  }
  await stopByPerson(ctx, id, 'Enough')
  for (const customer of customers) expect(await due(at, customer)).toBe(950)
  await rollOut(ctx, id, { arm: 'better', words: 'It sells' })
  for (const customer of customers) expect(await due(at, customer)).toBe(800)
  expect(await getBenefit(ctx, 'today')).toMatchObject({ tried_by: null, is_retired: true })
  expect(await faults()).toEqual([])
  expect(await code(edit())).toBe('done')
  expect(await code(startExperiment(ctx, other.id))).toBe('done')
  await sql`update benefit set tried_by = null, is_control = null
    where tenant_id = ${ctx.tenantId} and code = 'better'`.execute(ctx.pg)
  expect(await faults()).toMatchObject([{ benefit: 'better', told: 'none', tried: other.id }])
})

test('before she holds any of it the list of levels shows what control has, and then her own', async () => {
  const { ctx } = await brand()
  const before = { ...ctx, now: () => new Date(Date.now() - 60 * DAY) }
  await programme(before)
  await publish(before)
  const holders = [{ holder: 'level' as const, holder_code: 'silver' }]
  await benefit(ctx, 'today', { args: { off_bp: 500 }, holders })
  await benefit(ctx, 'better', { args: { off_bp: 2_000 }, holders })
  const { id } = await planned(ctx, [
    { code: 'today', name: 'As today', share: 5_000, benefit_code: 'today' },
    { code: 'better', name: 'Better', share: 5_000, benefit_code: 'better' },
  ])
  await startExperiment(ctx, id)
  const shown = async (node: number) =>
    (await ownMembership(ctx, node, [node]))?.levels
      .find((level) => level.code === 'silver')
      ?.benefits.map((one) => one.code)
  const customers = await newCustomers(ctx, 12)
  const yesterday = { ...ctx, now: () => new Date(Date.now() - DAY) }
  const at = yesterday.now()
  for (const node of customers) {
    await join(yesterday, 'operator', { node, at, evidence: 'shop' })
    expect(await shown(node)).toEqual(['today'])
  }
  expect(await exposures(ctx, id)).toEqual([])
  await recordOrders(
    yesterday,
    customers.map((node) => order(`silver-${node}`, 1_500_00, { node, placedAt: at, paidAt: at })),
  )
  await settleLevels(ctx)
  for (const node of customers) expect(await shown(node)).toEqual([await armOf(ctx, id, node)])
})

test('a plan on benefits is refused where it could not be read afterwards', async () => {
  const { ctx } = await brand()
  await benefit(ctx, 'a', { behaviour: 'checked_in' })
  await benefit(ctx, 'b', { behaviour: 'reviewed' })
  await benefit(ctx, 'c')
  const two = (one: string, other: string) => [
    { code: 'one', name: 'One', share: 5_000, benefit_code: one },
    { code: 'other', name: 'Other', share: 5_000, benefit_code: other },
  ]
  const sound = (arms: object[]) =>
    NewExperiment.safeParse({
      ...{ name: 'x', hypothesis: 'x', arms, ends_at: new Date(Date.now() + DAY).toISOString() },
    }).success
  expect(sound(two('a', 'b'))).toBe(true)
  expect(sound(two('a', 'a'))).toBe(false)
  expect(
    sound([...without('a', 3_000), { code: 'o', name: 'o', share: 1, offer_id: randomUUID() }]),
  ).toBe(false)
  expect(await code(planned(ctx, two('a', 'b')))).toBe('behaviours_differ')
  expect(await code(planned(ctx, without('c'), { metric: 'behaviour' }))).toBe('no_behaviour')
  expect(await code(planned(ctx, without('d')))).toBe('benefit_not_found')
  expect(await planned(ctx, two('a', 'c'), { metric: 'behaviour' })).toMatchObject({
    ...{ kind: 'benefit', behaviour: 'checked_in', metric: 'behaviour' },
  })
  const stranger = (await brand()).ctx
  expect(await code(planned(stranger, without('a')))).toBe('benefit_not_found')
})

test('what uses cost comes off margin, stands as subsidy, and stops it at its budget', async () => {
  const { ctx } = await brand()
  await benefit(ctx, 'wash', {
    ...{ kind: 'service_entry', args: { service: 'Wash' }, unit_cost_fen: 300 },
  })
  const id = await running(ctx, 'wash', { budget_fen: 700, window_days: 10, refund_days: 0 })
  const { none, has: hers } = await oneOfEach(ctx, id, await members(ctx, 24))
  for (const customer of [none, hers]) await has(ctx, customer)
  const use = (of: Ctx) =>
    takeBenefit(of, {
      ...{ key: randomUUID(), code: 'wash', customer: hers, orderId: null, worthFen: 0 },
      state: 'used',
    })
  const on = (days: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + days * DAY) })
  await use(ctx)
  await use(on(1))
  expect(await lookAt(on(2), id)).toBe(false)
  const arm = async (of: Ctx) => (await readoutOf(of, id)).arms.find((one) => one.code === 'has')
  expect(await arm(on(2))).toMatchObject({ subsidy_fen: 600, margin_fen: null })
  expect(await arm(on(11))).toMatchObject({ measured: 1, margin_fen: -600, revenue_fen: 0 })
  // Her card has a month: used once her window is over it is no part of her margin, and is paid for all the same.
  await use(on(12))
  expect(await arm(on(13))).toMatchObject({ margin_fen: -600, subsidy_fen: 900 })
  expect(await lookAt(on(13), id)).toBe(true)
  expect((await getExperiment(ctx, id)).stop).toMatchObject({
    ...{ rule: 'budget', figures: { used_fen: 900, budget_fen: 700 } },
  })
})
