import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { type OrderParty, useOrderParties } from '../checkout/parties.ts'
import { cancelOrder, expireOrder } from '../checkout/settle.ts'
import { shipsTo, storefront, testShop } from '../checkout/testing.ts'
import { changeProduct, getProduct } from '../goods/products.ts'
import { beginPayment } from '../payment/payments.ts'
import { payAtTill } from '../payment/test-provider.ts'
import { applyPaymentWord } from '../payment/words.ts'
import { writeDocument } from '../stock/documents.ts'
import { setStorefront } from '../storefront/storefronts.ts'
import { goods, nameCustomer, newCustomer, payOrder } from '../testing.ts'
import { changeSubscription } from './change.ts'
import { deliverDue } from './deliver.ts'
import { remindUnpaid, tellDeliveries } from './notice.ts'
import { subscriptionParty } from './party.ts'
import { changePlan, getPlan } from './plans.ts'
import { listSubscriptions, showSubscription, subscriptionFigures } from './queries.ts'
import {
  expire,
  idOf,
  newPlan,
  on,
  planOf,
  running,
  seen,
  sound,
  subscribe,
  subscriptionsOf,
  toldBy,
} from './testing.ts'

let ctx: TestCtx
beforeAll(() => useOrderParties([subscriptionParty]))
afterAll(() => useOrderParties([]))
beforeEach(async () => {
  ctx = on(await testCtx(), '2026-01-31')
  await testShop(ctx, { tea: 500 })
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: { code?: string }) => error.code,
  )
/** Told, and six days later made. */
async function deliverNext(id: string, told: string, due: string): Promise<string> {
  expect(await tellDeliveries(on(ctx, told))).toBe(1)
  expect(await deliverDue(on(ctx, due))).toBe(1)
  return (await seen(ctx, id)).order
}

test('a subscription begins with her agreement to the very words, and runs once the first order is paid', async () => {
  const plan = await newPlan(ctx, { terms: '鲜茶不退' })
  expect(await code(subscribe(ctx, plan.id, { agreed: null }))).toBe('subscription_not_agreed')
  expect(await code(subscribe(ctx, plan.id, { agreed: 'another' }))).toBe(
    'subscription_agreement_changed',
  )
  expect(await subscriptionsOf(ctx)).toEqual([])
  const buyer = await newCustomer(ctx)
  const order = await subscribe(ctx, plan.id, { buyer, quantity: 2 })
  const id = await idOf(ctx, order)
  expect(await seen(ctx, id)).toMatchObject({ state: 'starting', next_on: null, cycle: 1 })
  await payOrder(ctx, order)
  const now = await showSubscription(ctx, id)
  expect(now).toMatchObject({
    ...{ state: 'active', next_on: '2026-02-28', quantity: 2, next_fen: 1800 },
    agreed_version: `${plan.id}/1`,
  })
  expect(now.agreed_text).toContain('每 1 个月配送一次')
  expect(now.agreed_text).toContain('鲜茶不退')
  const { rows } = await sql`select purpose, state, text_version from consent_entry
    where tenant_id = ${ctx.tenantId} and node_id = ${buyer}`.execute(ctx.pg)
  expect(rows).toEqual([{ purpose: 'auto_renewal', state: 'given', text_version: `${plan.id}/1` }])
  await sound(ctx)
})

test('a first order that nobody pays leaves no subscription, and one paid late begins it after all', async () => {
  const { id: plan } = await newPlan(ctx)
  const order = await subscribe(ctx, plan)
  const id = await idOf(ctx, order)
  const later = { ...ctx, now: () => new Date('2026-01-31T05:00:00Z') }
  expect(await expire(later, order)).toBe(true)
  expect(await seen(ctx, id)).toMatchObject({ state: 'lapsed', deliveries: ['unpaid'] })
  await sound(ctx)
  const second = await subscribe(ctx, plan)
  const { id: payment } = await beginPayment(ctx, second, { provider: 'test', way: 'test' })
  const word = await payAtTill(ctx, payment)
  expect(await expireOrder(later, second)).toBe(true)
  await applyPaymentWord(later, 'test', word)
  expect(await seen(ctx, await idOf(ctx, second))).toMatchObject({
    ...{ state: 'active', next_on: '2026-02-28', deliveries: ['paid'] },
  })
  await sound(ctx)
})

test('she is told five days before, the order is made on its day at the price of the plan, and waits for her', async () => {
  const id = await running(ctx)
  expect(await tellDeliveries(on(ctx, '2026-02-20'))).toBe(0)
  expect(await tellDeliveries(on(ctx, '2026-02-21'))).toBe(1)
  expect(await tellDeliveries(on(ctx, '2026-02-21'))).toBe(0)
  expect((await toldBy(ctx)).at(-1)).toMatchObject({
    kind: 'delivery_soon',
    text: expect.stringContaining('2026-02-28'),
    link: `/subscriptions/${id}`,
  })
  expect(await deliverDue(on(ctx, '2026-02-27'))).toBe(0)
  expect(await deliverDue(on(ctx, '2026-02-28'))).toBe(1)
  expect(await deliverDue(on(ctx, '2026-02-28'))).toBe(0)
  const { order, ...now } = await seen(ctx, id)
  expect(now).toMatchObject({
    ...{ state: 'active', cycle: 2, next_on: '2026-03-31', deliveries: ['paid', 'waiting'] },
  })
  expect((await toldBy(ctx)).at(-1)).toMatchObject({
    kind: 'delivery_to_pay',
    text: expect.stringContaining('¥9.00'),
    link: `/orders/${order}`,
  })
  await payOrder(on(ctx, '2026-03-02'), order)
  expect(await seen(ctx, id)).toMatchObject({ deliveries: ['paid', 'paid'], next_on: '2026-03-31' })
  await sound(ctx)
})

test('however many runs make deliveries at once, a cycle is one order and takes its goods once', async () => {
  const { id: plan } = await newPlan(ctx)
  const ids: string[] = []
  for (let n = 0; n < 2; n += 1) {
    const order = await subscribe(ctx, plan)
    await payOrder(ctx, order)
    ids.push(await idOf(ctx, order))
  }
  const told = await Promise.all(
    Array.from({ length: 64 }, () => tellDeliveries(on(ctx, '2026-02-22'))),
  )
  expect(told.reduce((sum, n) => sum + n, 0)).toBe(2)
  await Promise.all(Array.from({ length: 64 }, () => deliverDue(on(ctx, '2026-02-28'))))
  for (const id of ids)
    expect(await seen(ctx, id)).toMatchObject({ cycle: 2, deliveries: ['paid', 'waiting'] })
  const { rows } = await sql<{ orders: number; reserved: number }>`
    select (select count(*)::int from own_order where tenant_id = ${ctx.tenantId}) as orders,
      (select sum(reserved)::int from stock_level where tenant_id = ${ctx.tenantId}) as reserved`.execute(
    ctx.pg,
  )
  expect(rows[0]).toEqual({ orders: 4, reserved: 2 })
  expect((await toldBy(ctx)).filter(({ kind }) => kind === 'delivery_soon')).toHaveLength(2)
  await sound(ctx)
})

test('a run that is cut off is gone on with: what it had made stays, the rest follows', async () => {
  const { id: plan } = await newPlan(ctx)
  for (let n = 0; n < 3; n += 1) await payOrder(ctx, await subscribe(ctx, plan))
  await tellDeliveries(on(ctx, '2026-02-22'))
  let placed = 0
  const cutsOff: OrderParty = {
    ...subscriptionParty,
    code: 'cuts_off',
    // After the delivery was written, before its transaction commits.
    async hold() {
      placed += 1
      if (placed > 1) throw new Error('the process is gone')
      return undefined
    },
    commit: async () => undefined,
    release: async () => undefined,
  }
  useOrderParties([subscriptionParty, cutsOff])
  expect(await deliverDue(on(ctx, '2026-02-28'))).toBe(1)
  useOrderParties([subscriptionParty])
  await sound(ctx)
  expect(await deliverDue(on(ctx, '2026-02-28'))).toBe(2)
  for (const { cycle } of await subscriptionsOf(ctx)) expect(cycle).toBe(2)
  await sound(ctx)
})

test('what is not paid is asked for on days 1, 3 and 5, then called off, and the subscription pauses', async () => {
  const id = await running(ctx)
  const order = await deliverNext(id, '2026-02-22', '2026-02-28')
  const reminders = []
  for (const day of [
    '2026-02-28',
    '2026-03-01',
    '2026-03-01',
    '2026-03-02',
    '2026-03-03',
    '2026-03-05',
  ])
    reminders.push(await remindUnpaid(on(ctx, day)))
  expect(reminders).toEqual([0, 1, 0, 0, 1, 1])
  expect((await toldBy(ctx)).filter(({ kind }) => kind === 'delivery_to_pay')).toHaveLength(4)
  expect(await expire(on(ctx, '2026-03-05'), order)).toBe(false)
  expect(await expire(on(ctx, '2026-03-06'), order)).toBe(true)
  expect(await seen(ctx, id)).toMatchObject({
    ...{ state: 'paused', pause_reason: 'unpaid', next_on: null, deliveries: ['paid', 'unpaid'] },
  })
  expect((await toldBy(ctx)).at(-1)?.kind).toBe('subscription_paused_unpaid')
  await changeSubscription(on(ctx, '2026-03-06'), id, { act: 'resume' })
  expect(await seen(ctx, id)).toMatchObject({ state: 'active', next_on: '2026-03-31' })
  await sound(ctx)
})

test('an order she calls off is left out, and the subscription goes on', async () => {
  const id = await running(ctx)
  const order = await deliverNext(id, '2026-02-22', '2026-02-28')
  await cancelOrder(on(ctx, '2026-03-01'), order, 'asked: by the buyer')
  expect(await seen(ctx, id)).toMatchObject({
    ...{ state: 'active', next_on: '2026-03-31', deliveries: ['paid', 'called_off'] },
  })
  await sound(ctx)
})

test('a delivery tapped away twice is skipped once', async () => {
  const id = await running(ctx)
  const taps = await Promise.all(
    Array.from({ length: 64 }, () => code(changeSubscription(ctx, id, { act: 'skip', cycle: 2 }))),
  )
  expect(taps.filter((tap) => tap === 'ok')).toHaveLength(1)
  expect(taps.filter((tap) => tap === 'edited_meanwhile')).toHaveLength(63)
  expect(await seen(ctx, id)).toMatchObject({
    ...{ cycle: 2, next_on: '2026-03-31', deliveries: ['paid', 'skipped'] },
  })
  await sound(ctx)
})

test('moved to another day the rhythm goes on from there, and never so soon that she is not told before', async () => {
  const id = await running(ctx)
  const move = (day: string) =>
    code(changeSubscription(ctx, id, { act: 'move', cycle: 2, on: day }))
  expect(await move('2026-02-04')).toBe('day_out_of_reach')
  expect(await move('2027-01-01')).toBe('day_out_of_reach')
  expect(await move('2026-02-10')).toBe('ok')
  await deliverNext(id, '2026-02-05', '2026-02-10')
  expect(await seen(ctx, id)).toMatchObject({ cycle: 2, next_on: '2026-03-10' })
})

test('cancelled with one tap: nothing follows, what waits for its payment is called off, her consent is withdrawn', async () => {
  const id = await running(ctx)
  const order = await deliverNext(id, '2026-02-22', '2026-02-28')
  const later = on(ctx, '2026-03-01')
  await Promise.all(
    Array.from({ length: 8 }, () => changeSubscription(later, id, { act: 'cancel' })),
  )
  expect(await seen(ctx, id)).toMatchObject({
    ...{ state: 'cancelled', next_on: null, deliveries: ['paid', 'called_off'] },
  })
  const { rows } = await sql<{ state: string }>`select state from own_order
    where tenant_id = ${ctx.tenantId} and id = ${order}::uuid`.execute(ctx.pg)
  expect(rows[0]?.state).toBe('cancelled')
  const { changes } = await showSubscription(ctx, id)
  expect(changes.map(({ act }) => act).reverse()).toEqual(['begin', 'start', 'deliver', 'cancel'])
  const said = await sql<{ state: string }>`select state from consent_entry
    where tenant_id = ${ctx.tenantId} and purpose = 'auto_renewal' order by at`.execute(ctx.pg)
  expect(said.rows.map(({ state }) => state)).toEqual(['given', 'withdrawn'])
  expect(await code(changeSubscription(later, id, { act: 'resume' }))).toBe('subscription_state')
  expect(await deliverDue(on(ctx, '2026-06-01'))).toBe(0)
  await sound(ctx)
})

test('cancelling and delivering at once end in one of two ways, never in an order that nobody wants', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => running(ctx)))
  await tellDeliveries(on(ctx, '2026-02-22'))
  const due = on(ctx, '2026-02-28')
  await Promise.all([
    ...Array.from({ length: 8 }, () => deliverDue(due)),
    ...ids.map((id) => changeSubscription(due, id, { act: 'cancel' })),
  ])
  for (const id of ids) {
    const { state, deliveries } = await seen(ctx, id)
    expect(state).toBe('cancelled')
    expect(['paid', 'paid,called_off']).toContain(deliveries.join())
  }
  await sound(ctx)
})

test('what is out of stock comes a week later, and she is told so', async () => {
  const id = await running(ctx)
  await tellDeliveries(on(ctx, '2026-02-22'))
  const level = { store: 's1', toStore: null, note: '' }
  await writeDocument(ctx, {
    ...{ kind: 'loss', ...level },
    lines: [{ sku: 'tea', quantity: 499, unitCostFen: null }],
  })
  expect(await deliverDue(on(ctx, '2026-02-28'))).toBe(0)
  expect(await seen(ctx, id)).toMatchObject({ state: 'active', cycle: 1, next_on: '2026-03-07' })
  expect((await toldBy(ctx)).at(-1)).toMatchObject({
    kind: 'delivery_postponed',
    text: expect.stringContaining('2026-03-07'),
  })
  await writeDocument(ctx, {
    ...{ kind: 'purchase', ...level },
    lines: [{ sku: 'tea', quantity: 5, unitCostFen: null }],
  })
  expect(await deliverDue(on(ctx, '2026-03-07'))).toBe(1)
  expect(await seen(ctx, id)).toMatchObject({ cycle: 2, next_on: '2026-03-31' })
  await sound(ctx)
})

test('what costs more than she was told is not ordered: she is told anew, days before', async () => {
  const id = await running(ctx)
  await tellDeliveries(on(ctx, '2026-02-22'))
  const { revision } = await getProduct(ctx, 'tea')
  await changeProduct(ctx, 'tea', { price_fen: 1200 }, revision)
  expect(await deliverDue(on(ctx, '2026-02-28'))).toBe(0)
  expect((await toldBy(ctx)).at(-1)).toMatchObject({
    kind: 'delivery_price_raised',
    text: expect.stringContaining('¥10.80'),
  })
  expect(await deliverDue(on(ctx, '2026-03-07'))).toBe(1)
  expect(await seen(ctx, id)).toMatchObject({ cycle: 2, deliveries: ['paid', 'waiting'] })
})

test('what is sold no more pauses it with the reason', async () => {
  const id = await running(ctx)
  const { revision } = await getProduct(ctx, 'tea')
  await changeProduct(ctx, 'tea', { is_retired: true }, revision)
  expect(await tellDeliveries(on(ctx, '2026-02-22'))).toBe(0)
  expect(await seen(ctx, id)).toMatchObject({ state: 'paused', pause_reason: 'not_for_sale' })
  expect((await toldBy(ctx)).at(-1)?.kind).toBe('subscription_paused_unsold')
  await sound(ctx)
})

test('it is swapped for what the plan names, sent elsewhere, made larger, and keeps the terms she agreed to', async () => {
  await goods(ctx, 'oolong', 'cake')
  await writeDocument(ctx, {
    ...{ kind: 'purchase', store: 's1', toStore: null, note: '' },
    lines: [{ sku: 'oolong', quantity: 20, unitCostFen: null }],
  })
  await shipsTo(ctx)
  const id = await running(ctx, { swaps: ['oolong'], price_fen: 700, off_bp: null, ships: true })
  const { plan_id } = await showSubscription(ctx, id)
  const { revision } = await getPlan(ctx, plan_id)
  await changePlan(
    ctx,
    plan_id,
    planOf({ price_fen: 900, off_bp: null, swaps: ['oolong'] }),
    revision,
  )
  const change = (given: Parameters<typeof changeSubscription>[2]) =>
    code(changeSubscription(ctx, id, given))
  expect(await change({ act: 'swap', sku: 'cake' })).toBe('swap_not_offered')
  expect(await change({ act: 'swap', sku: 'oolong' })).toBe('ok')
  expect(await change({ act: 'resize', quantity: 10 })).toBe('subscription_quantity')
  expect(await change({ act: 'resize', quantity: 3 })).toBe('ok')
  const address = { name: '王宁', phone: '139', region: ['江苏省'], street: '中山路 2 号' }
  expect(await change({ act: 'readdress', address })).toBe('ok')
  const order = await deliverNext(id, '2026-02-22', '2026-02-28')
  const { rows } =
    await sql`select w.total_fen, w.shipping_fen, w.address ->> 'name' as name, l.sku, l.quantity
    from own_order w join own_order_line l on l.tenant_id = w.tenant_id and l.order_id = w.id
    where w.tenant_id = ${ctx.tenantId} and w.id = ${order}::uuid`.execute(ctx.pg)
  expect(rows).toEqual([
    { total_fen: 2900, shipping_fen: 800, name: '王宁', sku: 'oolong', quantity: 3 },
  ])
  await sound(ctx)
})

test('paused nothing comes; resumed it comes on the next day of its rhythm', async () => {
  const id = await running(ctx, { unit: 'week', every: 2 })
  await changeSubscription(ctx, id, { act: 'pause' })
  await changeSubscription(ctx, id, { act: 'pause' })
  expect(await tellDeliveries(on(ctx, '2026-02-14'))).toBe(0)
  await changeSubscription(on(ctx, '2026-03-01'), id, { act: 'resume' })
  expect(await seen(ctx, id)).toMatchObject({ state: 'active', next_on: '2026-03-14' })
})

test('nobody is told or charged at night', async () => {
  await running(ctx)
  const night = { ...ctx, now: () => new Date('2026-02-21T18:00:00Z') }
  expect(await tellDeliveries(night)).toBe(0)
  expect(await deliverDue(night)).toBe(0)
  expect(await remindUnpaid(night)).toBe(0)
})

test('figures: what runs, what was cancelled of what ran a month ago, what the next 30 days bring', async () => {
  const first = await running(ctx, { unit: 'week', every: 1, quantity: 2 })
  await running(ctx)
  await running(ctx)
  const third = await running(ctx)
  await changeSubscription(on(ctx, '2026-03-01'), third, { act: 'cancel' })
  await changeSubscription(on(ctx, '2026-03-01'), first, {
    act: 'move',
    cycle: 2,
    on: '2026-03-10',
  })
  const figures = await subscriptionFigures(on(ctx, '2026-03-05'))
  expect(figures).toMatchObject({
    ...{ active: 3, paused: 0, cancelled: 1, churn_bp: 2500, unpaid: 0 },
    // 10, 17, 24 and 31 March of two pieces; and 28 February, which is late, and 31 March of the others.
    ...{ deliveries: 4 + 2 * 2, pieces: 8 + 2 * 2 },
  })
})

test('the list is found by product and by who subscribed', async () => {
  const plan = await newPlan(ctx)
  const [ada, bea] = [await newCustomer(ctx), await newCustomer(ctx)]
  await nameCustomer(ctx, ada, '林间小路')
  await nameCustomer(ctx, bea, '河边石桥')
  const of = async (buyer: number) => idOf(ctx, await subscribe(ctx, plan.id, { buyer }))
  const [hers, another] = [await of(ada), await of(bea)]
  const found = async (q: string) =>
    (await listSubscriptions(ctx, { limit: 10, q })).items.map(({ id }) => id).sort()
  expect(await found('小路')).toEqual([hers])
  expect(await found('石桥')).toEqual([another])
  expect(await found('tea')).toEqual([hers, another].sort())
  expect(await found('谁也不是')).toEqual([])
})

test('a storefront that closes pauses what it sold', async () => {
  const id = await running(ctx)
  await setStorefront(ctx, storefront({ state: 'closed', revision: 1 }))
  await tellDeliveries(on(ctx, '2026-02-22'))
  expect(await seen(ctx, id)).toMatchObject({ state: 'paused', pause_reason: 'storefront_closed' })
})
