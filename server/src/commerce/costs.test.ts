import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { recordCostPrices } from './catalogue.ts'
import { costDefaults, costOfOrders, setCostDefaults } from './costs.ts'
import { recordOrders } from './orders.ts'
import { line, order } from './testing.ts'

const price = (sku: string, fromOn: string, fen: number, currency = 'CNY') => ({
  sku,
  fromOn,
  fen,
  currency,
  source: 'erp',
})

test('goods cost what they cost on the day of payment, in the brand’s own zone', async () => {
  const ctx = await testCtx()
  await recordCostPrices(ctx, [price('a', '2026-01-01', 300), price('a', '2026-03-02', 400)])
  // 16:30 UTC on the 1st is the 2nd in Shanghai.
  const [one, two] = await recordOrders(ctx, [
    order('1', 1000, { platformCommissionFen: 50, lines: [line('a', 1000, { quantity: '2' })] }),
    order('2', 1000, {
      platformCommissionFen: 50,
      paidAt: new Date('2026-03-01T16:30:00Z'),
      lines: [line('a', 1000, { quantity: '2.5' })],
    }),
  ])
  const costs = await costOfOrders(ctx, [one?.orderId ?? '', two?.orderId ?? ''])
  expect([...costs.values()].map((c) => [c.goodsFen, c.commissionFen, c.estimated]).sort()).toEqual(
    [
      [1000, 50, false],
      [600, 50, false],
    ],
  )
})

test('an unknown cost takes the stated default, and the figure says that it is an estimate', async () => {
  const ctx = await testCtx()
  expect(await costDefaults(ctx)).toEqual([{ platform: '', goodsBp: 5000, commissionBp: 0 }])
  await setCostDefaults(ctx, [
    { platform: '', goodsBp: 4000, commissionBp: 0 },
    { platform: 'taobao', goodsBp: 3000, commissionBp: 500 },
  ])
  await recordCostPrices(ctx, [
    price('a', '2026-01-01', 300),
    price('usd', '2026-01-01', 300, 'USD'),
  ])
  const [shop, taobao, headerOnly, foreign] = await recordOrders(ctx, [
    order('1', 1500, { platformCommissionFen: 0, lines: [line('a', 1000), line('unknown', 500)] }),
    order('2', 1000, { platform: 'taobao', lines: [line('unknown', 1000)] }),
    order('3', 1000, { shippingFen: 200, platformCommissionFen: 0, lines: [] }),
    order('4', 1000, { platformCommissionFen: 0, lines: [line('usd', 1000)] }),
  ])
  const costs = await costOfOrders(
    ctx,
    [shop, taobao, headerOnly, foreign].map((o) => o?.orderId ?? ''),
  )
  const of = (o: typeof shop) => {
    const c = costs.get(o?.orderId ?? '')
    return [c?.goodsFen, c?.commissionFen, c?.estimated, c?.estimatedLines, c?.lines]
  }
  expect(of(shop)).toEqual([300 + 200, 0, true, 1, 2])
  expect(of(taobao)).toEqual([300, 50, true, 1, 1])
  expect(of(headerOnly)).toEqual([320, 0, true, 0, 0])
  expect(of(foreign)).toEqual([400, 0, true, 1, 1])
})
