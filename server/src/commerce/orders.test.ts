import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { getOrder, listOrders, ordersOf } from './order-list.ts'
import { recordOrders } from './orders.ts'
import { recordRefunds } from './refunds.ts'
import { line, newCustomer, order, refund, revenue, told } from './testing.ts'

const outcomes = (list: { outcome: string; code?: string }[]) =>
  list.map((o) => o.code ?? o.outcome)

test('an order is stored with its lines and told once, however often it comes', async () => {
  const ctx = await testCtx()
  const node = await newCustomer(ctx)
  const given = order('1001', 2500, {
    node,
    storeId: 's1',
    shippingFen: 500,
    lines: [line('a', 1200), line('b', 800, { quantity: '2.5', category: 'tea' })],
  })
  const [first] = await recordOrders(ctx, [given])
  expect(first?.outcome).toBe('created')
  expect(outcomes(await recordOrders(ctx, [given, given]))).toEqual(['known', 'known'])
  expect(await told(ctx)).toEqual([
    { name: 'order_paid', revenueFen: 2500, currency: 'CNY', customerId: node, orderId: '1001' },
  ])
  const stored = await getOrder(ctx, first?.orderId ?? '')
  expect(stored).toMatchObject({
    state: 'paid',
    total_fen: 2500,
    store_id: 's1',
    customer_id: node,
    line_count: 2,
  })
  expect(stored.lines.map((l) => [l.sku, l.quantity, l.total_fen])).toEqual([
    ['a', 1, 1200],
    ['b', 2.5, 800],
  ])
})

test('two processes that record the same order at once make one', async () => {
  const ctx = await testCtx()
  const set = Array.from({ length: 50 }, (_, i) => order(`o${i}`, 100 + i))
  const runs = await Promise.all([1, 2, 3, 4].map(() => recordOrders(ctx, set)))
  const created = runs.flat().filter((o) => o.outcome === 'created').length
  expect(created).toBe(50)
  expect((await told(ctx)).length).toBe(50)
})

test('another total for the same order is refused, unless it comes as a correction', async () => {
  const ctx = await testCtx()
  await recordOrders(ctx, [order('1', 1000)])
  expect(outcomes(await recordOrders(ctx, [order('1', 1200)]))).toEqual(['order_differs'])
  expect(await revenue(ctx)).toBe(1000)
  expect(outcomes(await recordOrders(ctx, [order('1', 1200)], { mode: 'correct' }))).toEqual([
    'changed',
  ])
  await recordOrders(ctx, [order('1', 1200)], { mode: 'correct' })
  expect(await revenue(ctx)).toBe(1200)
  expect((await told(ctx)).map((e) => [e.name, e.revenueFen])).toEqual([
    ['order_paid', 1000],
    ['order_corrected', 200],
  ])
})

test('a correction of the customer moves the revenue from one to the other', async () => {
  const ctx = await testCtx()
  const [a, b] = [await newCustomer(ctx), await newCustomer(ctx)]
  await recordOrders(ctx, [order('1', 1000, { node: a })])
  await recordOrders(ctx, [order('1', 900, { node: b })], { mode: 'correct' })
  const of = async (node: number) =>
    (await told(ctx)).filter((e) => e.customerId === node).reduce((s, e) => s + e.revenueFen, 0)
  expect([await of(a), await of(b)]).toEqual([0, 900])
  expect((await ordersOf(ctx, [b])).map((o) => o.external_id)).toEqual(['1'])
})

test('a placed order counts when it is paid, with what was paid then', async () => {
  const ctx = await testCtx()
  await recordOrders(ctx, [order('1', 1000, { state: 'placed' })])
  expect(await revenue(ctx)).toBe(0)
  expect(outcomes(await recordOrders(ctx, [order('1', 950)]))).toEqual(['changed'])
  expect((await told(ctx)).map((e) => [e.name, e.revenueFen])).toEqual([
    ['order_placed', 0],
    ['order_paid', 950],
  ])
  expect(outcomes(await recordOrders(ctx, [order('1', 1000, { state: 'placed' })]))).toEqual([
    'known',
  ])
})

test('cancelling a paid order gives back what was left of it, once', async () => {
  const ctx = await testCtx()
  const [made] = await recordOrders(ctx, [order('1', 1000)])
  await recordRefunds(ctx, [refund('r1', '1', 300)])
  const cancelled = order('1', 1000, {
    state: 'cancelled',
    cancelledAt: new Date('2026-03-06T00:00:00Z'),
  })
  expect(outcomes(await recordOrders(ctx, [cancelled]))).toEqual(['changed'])
  expect(outcomes(await recordOrders(ctx, [cancelled]))).toEqual(['known'])
  expect(await revenue(ctx)).toBe(0)
  expect(await getOrder(ctx, made?.orderId ?? '')).toMatchObject({
    state: 'cancelled',
    refunded_fen: 1000,
    refunds: [{ amount_fen: 300 }, { amount_fen: 700 }],
  })
})

test('an order that arrives paid and cancelled counts for nothing in the end', async () => {
  const ctx = await testCtx()
  await recordOrders(ctx, [order('1', 1000, { state: 'cancelled' })])
  await recordOrders(ctx, [order('2', 1000, { state: 'cancelled', paidAt: null })])
  expect(await revenue(ctx)).toBe(0)
  expect((await told(ctx)).map((e) => e.name).sort()).toEqual([
    'order_cancelled',
    'order_cancelled',
    'order_paid',
    'order_refunded',
  ])
})

test('what a client key claims is kept and counts for nothing until a verified source says it', async () => {
  const ctx = await testCtx()
  const [thief, buyer] = [await newCustomer(ctx), await newCustomer(ctx)]
  expect(
    outcomes(await recordOrders(ctx, [order('1', 999_999, { evidence: 'claimed', node: thief })])),
  ).toEqual(['created'])
  expect(await told(ctx)).toEqual([])
  expect(outcomes(await recordOrders(ctx, [order('1', 1000, { node: buyer })]))).toEqual([
    'changed',
  ])
  expect(await told(ctx)).toEqual([
    { name: 'order_paid', revenueFen: 1000, currency: 'CNY', customerId: buyer, orderId: '1' },
  ])
  expect(
    outcomes(await recordOrders(ctx, [order('1', 5, { evidence: 'claimed', node: thief })])),
  ).toEqual(['known'])
  expect(await revenue(ctx)).toBe(1000)
  expect(await ordersOf(ctx, [thief])).toEqual([])
})

test('a verified order without a customer does not become the one of who claimed it', async () => {
  const ctx = await testCtx()
  const thief = await newCustomer(ctx)
  await recordOrders(ctx, [order('1', 1000, { evidence: 'claimed', node: thief })])
  await recordOrders(ctx, [order('1', 1000)])
  expect(
    (await listOrders(ctx, { limit: 10 })).items.map((o) => [o.evidence, o.customer_id]),
  ).toEqual([['verified', null]])
})

test('what does not add up or cannot be dated is refused, each with its reason, the rest is taken', async () => {
  const ctx = await testCtx()
  const old = new Date('1997-01-01T00:00:00Z')
  const result = await recordOrders(ctx, [
    order('1', 1000, { lines: [line('a', 999)] }),
    order('2', 1000, { placedAt: old, paidAt: old }),
    order('3', 1000, { paidAt: new Date(Date.now() + 3 * 86_400_000) }),
    order('4', 1000, { currency: 'yuan' }),
    order('', 1000),
    order('5', 1000, { paidAt: null }),
    order('6', 1000),
  ])
  expect(outcomes(result)).toEqual([
    'total_mismatch',
    'at_too_early',
    'at_in_future',
    'bad_currency',
    'order_unnamed',
    'paid_at_missing',
    'created',
  ])
  expect(await revenue(ctx)).toBe(1000)
})

test('the page goes on where it stopped, newest first, and another tenant sees nothing', async () => {
  const ctx = await testCtx()
  const orders = Array.from({ length: 7 }, (_, i) =>
    order(`o${i}`, 100, { placedAt: new Date(Date.UTC(2026, 0, 1 + (i >> 1))) }),
  )
  const made = await recordOrders(ctx, orders)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listOrders(ctx, { limit: 3, cursor })
    seen.push(...page.items.map((o) => o.external_id))
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  expect(seen.length).toBe(7)
  expect(new Set(seen).size).toBe(7)
  expect(seen[0]).toBe('o6')
  const other = await testCtx()
  expect((await listOrders(other, { limit: 10 })).items).toEqual([])
  await expect(getOrder(other, made[0]?.orderId ?? '')).rejects.toMatchObject({ status: 404 })
  await expect(listOrders(ctx, { limit: 10, cursor: 'x' })).rejects.toMatchObject({
    code: 'invalid_cursor',
  })
})

test('a guide of one store sees the orders of that store only', async () => {
  const ctx = await testCtx()
  await recordOrders(ctx, [
    order('1', 100, { storeId: 's1' }),
    order('2', 100, { storeId: 's2' }),
    order('3', 100),
  ])
  const guide = {
    ...ctx,
    actor: { ...ctx.actor, role: 'guide' as const, scope: { kind: 'store' as const, ids: ['s2'] } },
  }
  expect((await listOrders(guide, { limit: 10 })).items.map((o) => o.external_id)).toEqual(['2'])
})

test('when the transaction around it fails, neither order nor event remains', async () => {
  const ctx = await testCtx()
  const failing = ctx.pg.transaction().execute(async (pg) => {
    await recordOrders({ ...ctx, pg }, [order('1', 100)])
    throw new Error('later step')
  })
  await expect(failing).rejects.toThrow('later step')
  const { rows } = await sql`select 1 from sales_order where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  expect([rows.length, (await told(ctx)).length]).toEqual([0, 0])
})
