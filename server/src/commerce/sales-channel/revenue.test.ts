import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { listAuditLog } from '../../org/index.ts'
import { NewStaff } from '../../org/structure/shapes.ts'
import { createStaff } from '../../org/structure/staff.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { approveAfterSale, requestAfterSale } from '../after-sale/after-sales.ts'
import { recordCostPrices } from '../catalogue.ts'
import type { Placing } from '../checkout/place.ts'
import { testShop } from '../checkout/testing.ts'
import { costOfOrders, setCostDefaults } from '../costs.ts'
import { recordOrders } from '../orders.ts'
import { recordRefunds } from '../refunds.ts'
import { line, order, payOrder, refund } from '../testing.ts'
import type { SalesChannelKind } from './channel.ts'
import { listChannelRates, removeChannelRate, stateChannelRate } from './rates.ts'
import { channelOrders, channelRevenue, type RevenueFen } from './revenue.ts'

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx()
})

const MARCH = { from: '2026-03-01', to: '2026-03-31' }
const rate = (kind: SalesChannelKind, code: string, from_on: string, bp: number | null) =>
  stateChannelRate(ctx, { kind, code, from_on, bp })
const told = (externalId: string, totalFen: number, platform: string, more = {}) =>
  order(externalId, totalFen, { platform, ...more })
const march = () => channelRevenue(ctx, MARCH)
const rowsOf = async (asked = {}) => {
  const page = await channelOrders(ctx, { ...MARCH, limit: 200, ...asked })
  expect(page.next_cursor).toBe(null)
  return page.items
}

test('a platform keeps what was agreed for the day of payment, and what went back brings its part back', async () => {
  await rate('platform', 'tmall', '2026-01-01', 500)
  await rate('platform', 'tmall', '2026-03-02', 250)
  await rate('platform', '', '2026-01-01', 100)
  await recordCostPrices(ctx, [
    { sku: 'a', fromOn: '2026-01-01', fen: 300, currency: 'CNY', source: 'erp' },
  ])
  await recordOrders(ctx, [
    told('1', 1100, 'tmall', {
      ...{ shippingFen: 100, discountFen: 200 },
      lines: [line('a', 1000, { discountFen: 200, quantity: '2' })],
    }),
    // 16:30 UTC on the 1st is the 2nd in Shanghai.
    told('2', 1000, 'tmall', {
      paidAt: new Date('2026-03-01T16:30:00Z'),
      lines: [line('a', 1000)],
    }),
    told('3', 999, 'jd', { lines: [line('a', 999)] }),
    told('4', 1000, 'youzan', { platformCommissionFen: 7, lines: [line('a', 1000)] }),
  ])
  await recordRefunds(ctx, [refund('r1', '2', 333), refund('r2', '4', 1000)])
  const { channels, total } = await march()
  expect(
    channels.map((c) => [c.code, c.paid_fen, c.refunded_fen, c.commission_fen, c.net_fen]),
  ).toEqual([
    // 5 % of 1,100 and 2.5 % of 667 that were kept: 55 + 17.
    ['tmall', 2100, 333, 72, 1695],
    ['jd', 999, 0, 10, 989],
    // Told with the order: as it was told.
    ['youzan', 1000, 1000, 7, -7],
  ])
  expect(channels[0]).toMatchObject({
    ...{ kind: 'platform', orders: 2, gross_fen: 2200, discount_fen: 200, shipping_fen: 100 },
    // Two pieces, and of one the part that was kept.
    ...{ goods_fen: 600 + 200, margin_fen: 895, commission_unknown: 0, goods_estimated: 0 },
  })
  expect(total).toMatchObject({ orders: 4, net_fen: 2677, goods_fen: 1100, margin_fen: 1577 })
})

test('without a rate of its own a channel goes by its kind’s, then by what is taken where nothing is known', async () => {
  await setCostDefaults(ctx, [{ platform: '', goodsBp: 5000, commissionBp: 300 }])
  const [made] = await recordOrders(ctx, [told('1', 1000, 'jd')])
  const commission = async () => {
    const { channels } = await march()
    return [channels[0]?.commission_fen, channels[0]?.commission_unknown]
  }
  expect(await commission()).toEqual([30, 1])
  await rate('platform', '', '2026-03-01', 200)
  expect(await commission()).toEqual([20, 0])
  await rate('platform', 'jd', '2026-02-01', 600)
  expect(await commission()).toEqual([60, 0])
  // One way of knowing it, wherever costs are asked.
  const cost = (await costOfOrders(ctx, [made?.orderId ?? ''])).values().next().value
  expect(cost).toMatchObject({ commissionFen: 60 })
  // It ended: the kind's holds again.
  await rate('platform', 'jd', '2026-03-01', null)
  expect(await commission()).toEqual([20, 0])
  expect(await listChannelRates(ctx)).toEqual([
    { kind: 'platform', code: '', from_on: '2026-03-01', to_on: null, bp: 200 },
    { kind: 'platform', code: 'jd', from_on: '2026-03-01', to_on: null, bp: null },
    { kind: 'platform', code: 'jd', from_on: '2026-02-01', to_on: '2026-02-28', bp: 600 },
  ])
  await removeChannelRate(ctx, { kind: 'platform', code: '', from_on: '2026-03-01' })
  expect(await commission()).toEqual([30, 1])
  await expect(
    removeChannelRate(ctx, { kind: 'platform', code: '', from_on: '2026-03-01' }),
  ).rejects.toMatchObject({ status: 404 })
  const entries = await listAuditLog(ctx, {}, { limit: 10, before: undefined })
  expect(entries.map(({ action }) => action)).toEqual([
    'sales_channel_rate.removed',
    ...Array(3).fill('sales_channel_rate.stated'),
    'cost_defaults.changed',
  ])
})

test('an own order came through one channel: its till, its live room, its guide, else its storefront', async () => {
  const shop = await testShop(ctx, { tea: 100 })
  await createStaff(ctx, NewStaff.parse({ code: 'li', name: 'Li' }))
  await rate('shop', '', '2026-01-01', 60)
  const bought = async (given: Partial<Placing> = {}) => {
    const id = await shop.place({ tea: 2 }, given)
    await payOrder(ctx, id)
    return id
  }
  const back = await bought()
  await bought({ cameBy: { way: 'shared', staff_id: 'li', channel_id: null, room: null } })
  await bought({ staffId: 'li' })
  await bought({ cameBy: { way: 'shared', staff_id: 'li', channel_id: null, room: 'evening' } })
  await sql`update sales_order set platform = 'pos' where tenant_id = ${ctx.tenantId} and id = ${await bought()}`.execute(
    ctx.pg,
  )
  const asked = { key: randomUUID(), kind: 'money' as const, reason: 'broken' }
  const sale = await requestAfterSale(ctx, back, {
    ...asked,
    lines: [{ sku: 'tea', quantity: 0, fen: 500 }],
  })
  await approveAfterSale(ctx, sale.id, '')
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(ctx.now())
  const report = await channelRevenue(ctx, { from: today, to: today })
  expect(
    report.channels.map((c) => `${c.kind} ${c.code} ${c.name} ${c.orders} ${c.net_fen}`),
  ).toEqual([
    'guide li Li 2 4000',
    'room evening null 1 2000',
    'till s1 s1 1 2000',
    // ¥20 less ¥5 given back less 0.6 % of the rest.
    'shop home Home 1 1491',
  ])
  const behind = await channelOrders(ctx, {
    ...{ from: today, to: today, limit: 1, kind: 'guide', code: 'li' },
  })
  expect(behind.items.map((o) => [o.kind, o.is_own])).toEqual([['guide', true]])
  const rest = await channelOrders(ctx, {
    ...{ from: today, to: today, limit: 5, kind: 'guide', code: 'li' },
    cursor: behind.next_cursor ?? '',
  })
  expect(rest).toMatchObject({ items: [{ code: 'li' }], next_cursor: null })
})

test('other days, other currencies, claims and unpaid orders are in no figure, and refunds without an order are told apart', async () => {
  await recordOrders(ctx, [
    told('1', 1000, 'jd'),
    told('2', 1000, 'jd', { state: 'placed', paidAt: null }),
    told('3', 1000, 'jd', { evidence: 'claimed' }),
    told('4', 1000, 'jd', { currency: 'USD' }),
    // Midnight of the 1st of April in Shanghai.
    told('5', 1000, 'jd', { paidAt: new Date('2026-03-31T16:00:00Z') }),
    told('6', 1000, 'jd', { paidAt: new Date('2026-03-31T15:59:59Z') }),
  ])
  await recordRefunds(ctx, [refund('r1', 'nobody brought', 250)])
  const other = await testCtx()
  await recordOrders(other, [told('1', 5000, 'jd')])
  const report = await march()
  expect(report.total).toMatchObject({ orders: 2, paid_fen: 2000 })
  expect(report.others).toEqual([{ currency: 'USD', orders: 1 }])
  expect(report.loose_refunds).toEqual({ refunds: 1, fen: 250 })
  expect((await rowsOf()).map((o) => o.external_id)).toEqual(['6', '1'])
  expect((await channelRevenue(ctx, { ...MARCH, currency: 'USD' })).total.paid_fen).toBe(1000)
  await expect(channelRevenue(ctx, { from: '2026-03-02', to: '2026-03-01' })).rejects.toMatchObject(
    { code: 'bad_days' },
  )
  await expect(channelRevenue(ctx, { from: '2024-03-02', to: '2026-03-01' })).rejects.toMatchObject(
    { code: 'too_many_days' },
  )
})

test('a paid order that was cancelled went back whole', async () => {
  await recordOrders(ctx, [told('1', 1000, 'jd')])
  await recordOrders(ctx, [
    told('1', 1000, 'jd', { state: 'cancelled', cancelledAt: new Date('2026-03-02T10:00:00Z') }),
  ])
  await rate('platform', '', '2026-01-01', 500)
  expect((await march()).total).toMatchObject({
    ...{ orders: 1, paid_fen: 1000, refunded_fen: 1000, commission_fen: 0 },
    ...{ net_fen: 0, goods_fen: 0, margin_fen: 0 },
  })
})

const FEN: (keyof RevenueFen)[] = [
  ...(['gross_fen', 'discount_fen', 'shipping_fen', 'paid_fen', 'refunded_fen'] as const),
  ...(['commission_fen', 'net_fen', 'goods_fen', 'margin_fen', 'prepaid_fen'] as const),
]

test('whatever was sold, channels come to their orders and all of them to the total, to the fen', async () => {
  const one = fc.record({
    platform: fc.constantFrom('tmall', 'jd', 'pos', ''),
    goods: fc.integer({ min: 0, max: 99_999 }),
    discount: fc.integer({ min: 0, max: 9_999 }),
    shipping: fc.constantFrom(0, 800),
    back: fc.double({ min: 0, max: 1, noNaN: true }),
    commission: fc.option(fc.integer({ min: 0, max: 5_000 })),
  })
  await rate('platform', '', '2026-01-01', 333)
  await rate('till', '', '2026-01-01', 38)
  let n = 0
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 12 }), async (sold) => {
      const given = sold.map((s) => ({ ...s, id: String(++n), total: s.goods + s.shipping }))
      await recordOrders(
        ctx,
        given.map((s) =>
          told(s.id, s.total, s.platform, {
            ...{ shippingFen: s.shipping, discountFen: s.discount },
            ...{ platformCommissionFen: s.commission, storeId: 's1' },
            lines: [line('a', s.goods, { discountFen: s.discount })],
          }),
        ),
      )
      await recordRefunds(
        ctx,
        given.map((s) => refund(`r${s.id}`, s.id, Math.floor(s.total * s.back))),
      )
      const { channels, total } = await march()
      const rows: (RevenueFen & { kind: string; code: string })[] = []
      let cursor: string | undefined
      do {
        const page = await channelOrders(ctx, { ...MARCH, limit: 50, cursor })
        rows.push(...page.items)
        cursor = page.next_cursor ?? undefined
      } while (cursor)
      const sum = (of: readonly RevenueFen[], fen: keyof RevenueFen) =>
        of.reduce((all, row) => all + row[fen], 0)
      for (const fen of FEN) {
        expect(sum(rows, fen)).toBe(total[fen])
        for (const channel of channels)
          expect(
            sum(
              rows.filter((row) => row.kind === channel.kind && row.code === channel.code),
              fen,
            ),
          ).toBe(channel[fen])
      }
      const { rows: books } = await sql<{ paid: number; back: number; orders: number }>`
        select sum(total_fen)::bigint as paid, sum(refunded_fen)::bigint as back, count(*)::int as orders
        from sales_order where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
      expect(books[0]).toEqual({
        ...{ paid: total.paid_fen, back: total.refunded_fen, orders: total.orders },
      })
      expect(total.paid_fen - total.refunded_fen - total.commission_fen).toBe(total.net_fen)
      expect(total.gross_fen - total.discount_fen + total.shipping_fen).toBe(total.paid_fen)
    }),
    { numRuns: 15 },
  )
})
