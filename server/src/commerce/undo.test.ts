import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { recordCosts, recordProducts } from './catalogue.ts'
import { eventIdOf } from './order-events.ts'
import { listOrders } from './order-list.ts'
import { recordOrders } from './orders.ts'
import { recordRefunds } from './refunds.ts'
import { order, refund, told } from './testing.ts'
import { undoCatalogue, undoOrders } from './undo.ts'

const states = async (ctx: TestCtx) =>
  (await listOrders(ctx, { limit: 50 })).items
    .map((o) => `${o.external_id} ${o.state} ${o.refunded_fen}`)
    .sort()
const undo = (ctx: TestCtx, importId: string) => inTx(ctx, (ctx) => undoOrders(ctx, importId))

test('undoing an import takes its orders and refunds, and leaves what others built on them', async () => {
  const ctx = await testCtx()
  const [mine, other] = [randomUUIDv7(), randomUUIDv7()]
  const made = await recordOrders(ctx, [order('1', 1000), order('2', 1000), order('3', 1000)], {
    importId: mine,
  })
  await recordRefunds(ctx, [refund('r1', '1', 100), refund('loose', null, 50)], { importId: mine })
  await recordRefunds(ctx, [refund('r2', '2', 300)], { importId: other })
  const report = await undo(ctx, mine)
  expect(report).toMatchObject({
    orders: 2,
    refunds: 2,
    ordersStay: 1,
    refundsStay: 0,
    reverted: 0,
  })
  expect(report.eventsStay).toContain(eventIdOf('order_paid', made[1]?.orderId ?? ''))
  expect(await states(ctx)).toEqual(['2 partly_refunded 300'])
  expect(await undo(ctx, mine)).toMatchObject({ orders: 0, refunds: 0 })
})

test('refunds, payments and cancellations of orders of others are taken back', async () => {
  const ctx = await testCtx()
  const mine = randomUUIDv7()
  await recordOrders(ctx, [
    order('refunded', 1000),
    order('paid', 1000, { state: 'placed' }),
    order('cancelled', 1000),
    order('dropped', 500, { state: 'placed' }),
  ])
  await recordRefunds(ctx, [refund('r', 'refunded', 1000)], { importId: mine })
  await recordOrders(
    ctx,
    [
      order('paid', 1000),
      order('cancelled', 1000, { state: 'cancelled' }),
      order('dropped', 500, { state: 'cancelled', paidAt: null }),
    ],
    { importId: mine },
  )
  expect(await states(ctx)).toEqual([
    'cancelled cancelled 1000',
    'dropped cancelled 0',
    'paid paid 0',
    'refunded refunded 1000',
  ])
  expect(await undo(ctx, mine)).toMatchObject({
    orders: 0,
    refunds: 2,
    reverted: 3,
    changesStay: 0,
  })
  expect(await states(ctx)).toEqual([
    'cancelled paid 0',
    'dropped placed 0',
    'paid placed 0',
    'refunded paid 0',
  ])
})

test('a correction of another order stays and says so', async () => {
  const ctx = await testCtx()
  const mine = randomUUIDv7()
  await recordOrders(ctx, [order('1', 1000)])
  await recordOrders(ctx, [order('1', 1200)], { importId: mine, mode: 'correct' })
  const report = await undo(ctx, mine)
  expect(report).toMatchObject({ orders: 0, changesStay: 1 })
  expect(report.eventsStay.length).toBe(1)
})

test('an imported order can be imported again after its undo, and is told anew', async () => {
  const ctx = await testCtx()
  const importId = randomUUIDv7()
  await recordOrders(ctx, [order('1', 1000)], { importId })
  await undo(ctx, importId)
  await recordOrders(ctx, [order('1', 1000)], { importId: randomUUIDv7() })
  expect((await told(ctx)).map((e) => e.name)).toEqual(['order_paid', 'order_paid'])
})

test('products and costs an import wrote over come back as they were, in whatever order imports are undone', async () => {
  const product = (sku: string, name: string) => ({
    sku,
    name,
    category: ['Food', 'Tea'],
    brand: null,
    priceFen: 100,
    currency: 'CNY',
    attributes: { a: 1 },
    source: 'erp',
  })
  for (const firstOut of [0, 1]) {
    const ctx = await testCtx()
    const imports = [randomUUIDv7(), randomUUIDv7()]
    await recordProducts(ctx, [product('old', 'original')])
    await recordProducts(ctx, [product('old', 'first'), product('new', 'first')], {
      importId: imports[0],
    })
    await recordProducts(ctx, [product('old', 'second'), product('new', 'second')], {
      importId: imports[1],
    })
    const names = async () => {
      const { rows } = await sql<{
        n: string
      }>`select sku || ' ' || name || ' ' || category[2] as n from product where tenant_id = ${ctx.tenantId} order by 1`.execute(
        ctx.pg,
      )
      return rows.map((r) => r.n)
    }
    await inTx(ctx, (ctx) => undoCatalogue(ctx, imports[firstOut] ?? ''))
    expect(await names()).toEqual(
      firstOut === 0 ? ['new second Tea', 'old second Tea'] : ['new first Tea', 'old first Tea'],
    )
    await inTx(ctx, (ctx) => undoCatalogue(ctx, imports[1 - firstOut] ?? ''))
    expect(await names()).toEqual(['old original Tea'])
  }
})

test('a cost sent again replaces the earlier one and never doubles', async () => {
  const ctx = await testCtx()
  const cost = (fen: number) => ({
    source: 'ads',
    externalId: 'jan',
    spentOn: '2026-01-31',
    kind: 'media' as const,
    fen,
    currency: 'CNY',
    channelId: 'douyin',
    activityId: null,
    storeId: null,
    staffId: null,
    node: null,
    note: '',
  })
  await recordCosts(ctx, [cost(100), cost(200)])
  await recordCosts(ctx, [cost(300)])
  const { rows } = await sql<{
    fen: number
  }>`select fen from cost where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows.map((r) => r.fen)).toEqual([300])
})
