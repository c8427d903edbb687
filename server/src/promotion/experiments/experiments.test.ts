import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { priceCheckout } from '../../commerce/checkout/basket.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { useOrderParties, usePricing } from '../../commerce/index.ts'
import { priceBasket } from '../../commerce/quote/price.ts'
import { payOrder } from '../../commerce/testing.ts'
import { priceAtTill } from '../../commerce/till/priced.ts'
import { experimentsPort } from '../../insight/experiments/exposure.ts'
import { plan, start } from '../../insight/experiments/register.ts'
import { NewExperiment as NewHoldout } from '../../insight/experiments/shape.ts'
import { armAt, placeOf, useExperiments } from '../../platform/arms.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { setBatch } from '../coupons/batches.ts'
import { couponsOf } from '../coupons/wallet.ts'
import { offersParty, offersPricing } from '../index.ts'
import { changeOffer, createOffer, setOfferState } from '../offers/offers.ts'
import { getOffer } from '../offers/queries.ts'
import { buyerOf } from '../person.ts'
import { promotionData } from '../personal-data.ts'
import { couponBatch } from '../testing.ts'
import { assignedTo } from './assign.ts'
import {
  changeExperiment,
  planExperiment,
  rollOut,
  startExperiment,
  stopByPerson,
} from './experiments.ts'
import { lookAt, readoutOf } from './look.ts'
import { getExperiment, listExperiments } from './queries.ts'
import { NewExperiment } from './shapes.ts'

const DAY = 86_400_000
beforeAll(() => {
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty])
  useExperiments(experimentsPort)
})
afterAll(() => {
  useOrderParties([])
  usePricing({})
})

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const later = (ctx: TestCtx, ms: number): TestCtx => ({
  ...ctx,
  now: () => new Date(Date.now() + ms),
})
async function draftOffer(ctx: Ctx, fen: number, goods: object = {}): Promise<string> {
  const { id } = await createOffer(ctx, {
    ...{ name: `${fen} off`, source: 'offer', activity_id: null, limits: {} },
    terms: { kind: 'amount', args: { off_fen: fen }, goods },
  })
  return id
}
interface Brand {
  ctx: TestCtx
  shop: TestShop
}
async function brand(): Promise<Brand> {
  const ctx = await testCtx()
  return { ctx, shop: await testShop(ctx, { tea: 10_000, cup: 10_000 }) }
}
const two = (offer: string, share = 5_000) => [
  { code: 'none', name: 'As today', share },
  { code: 'off', name: 'Off', share, offer_id: offer },
]
const planned = (ctx: Ctx, arms: object[], more: object = {}) =>
  planExperiment(
    ctx,
    NewExperiment.parse({
      ...{ name: 'A yuan off', hypothesis: 'It sells more', arms },
      ends_at: new Date(ctx.now().getTime() + 30 * DAY).toISOString(),
      ...more,
    }),
  )
/** Half of the people have ¥1 off tea. */
async function running(ctx: Ctx, more: object = {}) {
  const offer = await draftOffer(ctx, 100, { skus: ['tea'] })
  const { id } = await planned(ctx, two(offer), more)
  await startExperiment(ctx, id)
  return { id, offer }
}
const due = async (at: Brand, customerId: number, sku = 'tea', ctx: Ctx = at.ctx) =>
  (await priceCheckout(ctx, at.shop.basket({ [sku]: 1 }, { customerId }))).quoted.dueFen
const armOf = async (ctx: Ctx, customer: number) =>
  (await assignedTo(ctx, await buyerOf(ctx, customer))).arms[0]?.arm
const exposures = async (ctx: Ctx) =>
  (
    await sql<{ node_id: number; arm: string }>`select node_id, arm from offer_exposure
      where tenant_id = ${ctx.tenantId} order by node_id`.execute(ctx.pg)
  ).rows
/** One of each arm, whoever they are. */
async function oneOfEach(ctx: Ctx): Promise<{ none: number; off: number }> {
  const found = new Map<string | undefined, number>()
  for (const customer of await newCustomers(ctx, 60))
    found.set(await armOf(ctx, customer), customer)
  return { none: found.get('none') ?? 0, off: found.get('off') ?? 0 }
}

test('arms get their shares of people, each the same one always, whatever else is tried', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 500, max: 2_000 }), { minLength: 2, maxLength: 5 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.integer({ min: 1, max: 4_000_000_000 }),
      (shares, bytes, from) => {
        const salt = Buffer.from(bytes).toString('hex')
        const arms = shares.map((share, i) => ({ code: `a${i}`, share }))
        const n = 4_000
        const falls = Array.from({ length: n }, (_, i) => armAt(arms, placeOf(salt, from + i)))
        for (const { code, share } of arms) {
          const p = share / 10_000
          const got = falls.filter((fall) => fall === code).length
          // Seven standard deviations: never met by chance.
          expect(Math.abs(got - n * p)).toBeLessThan(7 * Math.sqrt(n * p * (1 - p)))
        }
        expect(armAt(arms, placeOf(salt, from))).toBe(falls[0])
      },
    ),
    { numRuns: 20 },
  )
})

test('her price is the same at the checkout, at the till, in a quote for her and at her order, and stays so', async () => {
  const at = await brand()
  const { ctx, shop } = at
  await running(ctx)
  for (const customerId of await newCustomers(ctx, 12)) {
    const expected = (await armOf(ctx, customerId)) === 'off' ? 900 : 1_000
    const [node, nodes] = [customerId, [customerId]]
    const prices = [
      await due(at, customerId),
      (
        await priceAtTill(ctx, {
          isShown: false,
          ...{ store: 's1', storefront: 'home', customerId, couponCodes: null },
          ...{ lines: [{ sku: 'tea', quantity: 1 }], pointsWanted: 0, storedValueWanted: 0 },
        })
      ).quoted.dueFen,
      (
        await priceBasket(ctx, {
          ...{ lines: [{ sku: 'tea', quantity: 1 }], customerId: node, nodes, levels: [] },
          ...{ freight: null, place: null },
        })
      ).quoted.dueFen,
      await due(at, customerId),
    ]
    expect(prices).toEqual([expected, expected, expected, expected])
  }
  const { off } = await oneOfEach(ctx)
  const order = await shop.place({ tea: 2 }, { customerId: off })
  const { rows } = await sql<{ total: number; arms: { arm: string }[] }>`
    select s.total_fen as total, w.input #> '{terms,offers,arms}' as arms from sales_order s
    join own_order w on w.tenant_id = s.tenant_id and w.id = s.id
    where s.tenant_id = ${ctx.tenantId} and s.id = ${order}`.execute(ctx.pg)
  expect(rows[0]?.total).toBe(1_900)
  expect(rows[0]?.arms).toMatchObject([{ arm: 'off' }])
})

test('she meets it with the first price that another arm would have changed, and only once', async () => {
  const at = await brand()
  const { ctx } = at
  const { id } = await running(ctx)
  const { none, off } = await oneOfEach(ctx)
  for (const customer of [none, off]) expect(await due(at, customer, 'cup')).toBe(1_000)
  expect(await exposures(ctx)).toEqual([])
  await Promise.all(Array.from({ length: 64 }, () => due(at, off)))
  await due(at, none)
  await due(at, none)
  const met = [
    { node_id: none, arm: 'none' },
    { node_id: off, arm: 'off' },
  ].sort((a, b) => a.node_id - b.node_id)
  expect(await exposures(ctx)).toEqual(met)
  expect(await getExperiment(ctx, id)).toMatchObject({ exposed: 2 })
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from told_event
    where tenant_id = ${ctx.tenantId} and event ->> 'name' = 'experiment_exposed'`.execute(ctx.pg)
  expect(rows[0]?.n).toBe(2)
})

test('a merge keeps the arm that was met first, and moves one who has met none to the whole person’s', async () => {
  const at = await brand()
  const { ctx } = at
  await running(ctx)
  const merge = (from: number, into: number) =>
    sql`update customer set canonical_id = ${into}
      where tenant_id = ${ctx.tenantId} and id = ${from}`.execute(ctx.pg)
  const [early] = await newCustomers(ctx, 1)
  const { none, off } = await oneOfEach(ctx)
  await due(at, off)
  await due(at, none, 'tea', later(ctx, 1_000))
  // A stranger with the smallest number of all has met nothing.
  await merge(off, early ?? 0)
  expect(await armOf(ctx, early ?? 0)).toBe('off')
  expect(await due(at, off)).toBe(900)
  await merge(none, early ?? 0)
  expect(await due(at, none)).toBe(900)
  expect(await exposures(ctx)).toHaveLength(2)
  const { arms, crossed } = await readoutOf(
    ctx,
    (await listExperiments(ctx, { limit: 1 })).items[0]?.id ?? '',
  )
  expect({ crossed, counted: arms.map((a) => a.exposed) }).toEqual({ crossed: 1, counted: [0, 0] })
})

test('who is not signed in, outside the shares or left alone has control, and is not counted', async () => {
  const at = await brand()
  const { ctx } = at
  const offer = await draftOffer(ctx, 100)
  const standing = await draftOffer(ctx, 50)
  const { id } = await planned(ctx, [
    { code: 'fifty', name: 'As today', share: 1_000, offer_id: standing },
    { code: 'off', name: 'Off', share: 1_000, offer_id: offer },
  ])
  await startExperiment(ctx, id)
  const wanted = { lines: [{ sku: 'tea', quantity: 1 }], levels: [], freight: null, place: null }
  expect((await priceBasket(ctx, { ...wanted, customerId: null })).quoted.dueFen).toBe(950)
  const customers = await newCustomers(ctx, 40)
  for (const customer of customers) {
    const arm = await armOf(ctx, customer)
    expect(await due(at, customer)).toBe(arm === 'off' ? 900 : 950)
    if (arm === undefined)
      expect((await exposures(ctx)).map((x) => x.node_id)).not.toContain(customer)
  }
  const holdout = await plan(
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
  await start(ctx, holdout.id)
  await stopByPerson(ctx, id, 'x')
  await rollOut(ctx, id, { arm: 'fifty', words: 'x' })
  await running(ctx)
  const fresh = await newCustomers(ctx, 10)
  const held = await experimentsPort.heldOut(ctx, fresh)
  expect(held.size).toBeGreaterThan(0)
  for (const customer of fresh)
    expect((await armOf(ctx, customer)) === undefined).toBe(held.has(customer))
})

test('what is tried stays as it is until a person has decided, and then one arm is everybody’s', async () => {
  const at = await brand()
  const { ctx } = at
  const { id, offer } = await running(ctx)
  expect((await getOffer(ctx, offer)).state).toBe('live')
  const { version } = await getOffer(ctx, offer)
  expect(await code(changeOffer(ctx, offer, { name: 'x' }, version))).toBe('offer_in_experiment')
  expect(await code(setOfferState(ctx, offer, 'paused'))).toBe('offer_in_experiment')
  const other = await planned(ctx, two(offer))
  expect(await code(startExperiment(ctx, other.id))).toBe('offer_in_experiment')
  const again = await getExperiment(ctx, id)
  const fields = NewExperiment.parse({
    ...{ name: 'Other', hypothesis: 'x', arms: two(offer), ends_at: again.ends_at },
  })
  expect(await code(changeExperiment(ctx, id, { ...fields, version: again.version }))).toBe(
    'offer_experiment_state',
  )
  expect(await code(startExperiment(ctx, id))).toBe('offer_experiment_state')
  expect(await code(rollOut(ctx, id, { arm: 'off', words: 'x' }))).toBe('offer_experiment_state')
  const { off, none } = await oneOfEach(ctx)
  expect(await due(at, off)).toBe(900)
  const stopped = await stopByPerson(ctx, id, 'A mistake in the name')
  expect(stopped).toMatchObject({
    ...{ state: 'stopped', stop: { rule: 'by_person', words: 'A mistake in the name' } },
  })
  expect(await code(stopByPerson(ctx, id, 'x'))).toBe('offer_experiment_state')
  expect([await due(at, off), await due(at, none)]).toEqual([1_000, 1_000])
  expect(await code(rollOut(ctx, id, { arm: 'third', words: 'x' }))).toBe('arm_not_found')
  const decided = await rollOut(ctx, id, { arm: 'off', words: 'It sells' })
  expect(decided).toMatchObject({ state: 'decided', decision: { arm: 'off', words: 'It sells' } })
  expect([await due(at, off), await due(at, none)]).toEqual([900, 900])
  expect(await code(rollOut(ctx, id, { arm: 'none', words: 'x' }))).toBe('offer_experiment_state')
  expect((await changeOffer(ctx, offer, { name: 'y' }, version)).name).toBe('y')
  const kept = await running(ctx)
  await stopByPerson(ctx, kept.id, 'x')
  await rollOut(ctx, kept.id, { arm: 'none', words: 'Nothing it is' })
  expect((await getOffer(ctx, kept.offer)).state).toBe('ended')
  const stranger = await testCtx()
  expect(await code(getExperiment(stranger, id))).toBe('offer_experiment_not_found')
  expect(await code(startExperiment(stranger, other.id))).toBe('offer_experiment_not_found')
  expect(await code(planned(stranger, two(offer)))).toBe('offer_not_found')
})

test('a plan is refused where it could not be read afterwards', async () => {
  const { ctx } = await brand()
  const offer = await draftOffer(ctx, 100)
  const batch = await couponBatch(ctx)
  const bad = (arms: object[], more: object = {}) =>
    NewExperiment.safeParse({
      ...{ name: 'x', hypothesis: 'x', arms, ends_at: new Date(Date.now() + DAY).toISOString() },
      ...more,
    }).success
  expect(bad(two(offer))).toBe(true)
  expect(bad(two(offer, 5_001))).toBe(false)
  expect(bad([...two(offer, 3_000), { code: 'off', name: 'x', share: 1 }])).toBe(false)
  expect(bad([...two(offer, 3_000), { code: 'c', name: 'x', share: 1, offer_id: offer }])).toBe(
    false,
  )
  expect(bad([...two(offer, 3_000), { code: 'c', name: 'x', share: 1 }])).toBe(false)
  const past = { ends_at: new Date(Date.now() - DAY).toISOString() }
  expect(await code(planned(ctx, two(offer), past))).toBe('experiment_over')
  expect(await code(planned(ctx, two(batch.offer_id)))).toBe('offer_of_coupons')
  const open = await couponBatch(ctx, { is_takeable: true })
  const by = (batch_id: string) => [
    { code: 'none', name: 'None', share: 5_000 },
    { code: 'coupon', name: 'Coupon', share: 5_000, batch_id },
  ]
  expect(await code(planned(ctx, by(open.id)))).toBe('batch_open_to_all')
  const sound = await planned(ctx, by(batch.id))
  const given = NewExperiment.parse({
    ...{ name: 'Again', hypothesis: 'x', ends_at: sound.ends_at, arms: by(batch.id).reverse() },
  })
  const changed = await changeExperiment(ctx, sound.id, { ...given, version: sound.version })
  expect(changed.arms.map((a) => a.code)).toEqual(['coupon', 'none'])
  expect(await code(changeExperiment(ctx, sound.id, { ...given, version: sound.version }))).toBe(
    'edited_meanwhile',
  )
  await setBatch(ctx, batch.id, { state: 'closed' }, batch.revision)
  expect(await code(startExperiment(ctx, sound.id))).toBe('batch_closed')
})

test('a coupon of an arm comes with her first price, is one however many ask, and stays good when it is over', async () => {
  const at = await brand()
  const { ctx } = at
  const offer_id = (
    await createOffer(ctx, {
      ...{ name: 'Two yuan', source: 'coupon', activity_id: null, limits: {} },
      terms: { kind: 'amount', args: { off_fen: 200 } },
    })
  ).id
  const batch = await couponBatch(ctx, { offer_id, take_limit: 1 })
  const { id } = await planned(ctx, [
    { code: 'none', name: 'None', share: 5_000 },
    { code: 'off', name: 'Coupon', share: 5_000, batch_id: batch.id },
  ])
  await startExperiment(ctx, id)
  const { off, none } = await oneOfEach(ctx)
  const prices = await Promise.all(Array.from({ length: 64 }, () => due(at, off)))
  expect(new Set(prices)).toEqual(new Set([800]))
  const mine = await couponsOf(ctx, [off])
  expect(mine).toHaveLength(1)
  expect(await couponsOf(ctx, [none])).toEqual([])
  expect(await due(at, none)).toBe(1_000)
  await stopByPerson(ctx, id, 'x')
  expect(await due(at, off)).toBe(800)
  const [fresh] = await newCustomers(ctx, 1)
  expect(await due(at, fresh ?? 0)).toBe(1_000)
  await rollOut(ctx, id, { arm: 'none', words: 'x' })
  expect(await due(at, off)).toBe(800)
})

test('each look stops what its rules say, once, and says by which figures', async () => {
  const at = await brand()
  const { ctx, shop } = at
  const { id } = await running(ctx, { budget_fen: 150 })
  const { off } = await oneOfEach(ctx)
  await payOrder(ctx, await shop.place({ tea: 1 }, { customerId: off }))
  expect(await lookAt(ctx, id)).toBe(false)
  expect((await getExperiment(ctx, id)).looked_at).not.toBeNull()
  await shop.place({ tea: 1 }, { customerId: off })
  const looks = await Promise.all(Array.from({ length: 8 }, () => lookAt(ctx, id)))
  expect(looks.filter(Boolean)).toHaveLength(1)
  expect(await getExperiment(ctx, id)).toMatchObject({
    state: 'stopped',
    stop: { rule: 'budget', figures: { used_fen: 200, budget_fen: 150 }, by: 'system:system' },
  })
  const ended = await running(ctx)
  expect(await lookAt(ctx, ended.id)).toBe(false)
  expect(await lookAt(later(ctx, 31 * DAY), ended.id)).toBe(true)
  expect((await getExperiment(ctx, ended.id)).stop?.rule).toBe('end_date')
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_log
    where tenant_id = ${ctx.tenantId} and action = 'offer_experiment.stopped'`.execute(ctx.pg)
  expect(rows[0]?.n).toBe(2)
})

test('her part in it is hers to see, and goes with her', async () => {
  const at = await brand()
  const { ctx } = at
  await running(ctx)
  const { off } = await oneOfEach(ctx)
  await due(at, off)
  const data = promotionData.find((d) => d.tables.includes('offer_exposure'))
  const person = { customerId: off, nodes: [off], identifiers: [] } as never
  expect(await data?.export?.(ctx, person)).toMatchObject([
    { experiment: 'A yuan off', arm: 'Off' },
  ])
  expect(await data?.erase?.(ctx, person)).toBe(1)
  expect(await exposures(ctx)).toEqual([])
})
