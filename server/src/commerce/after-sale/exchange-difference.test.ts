import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { listMessages } from '../../messages/index.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { getOwnOrder, linesOf } from '../checkout/own-order.ts'
import type { TestShop } from '../checkout/testing.ts'
import { creditOf } from '../credit/credit.ts'
import { changeProduct, getProduct } from '../goods/products.ts'
import { refundsOf } from '../payment/send-refunds.ts'
import { told } from '../testing.ts'
import { approveAfterSale, dropAfterSale, goodsCameBack, requestAfterSale } from './after-sales.ts'
import { differenceOf } from './difference.ts'
import { exchangeableOf } from './exchange-goods.ts'
import { lapseExchange } from './exchanges.ts'
import { sendExchange } from './send-exchanges.ts'
import { askExchange, sentOrder, shopOfColours, wrongWith } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeEach(async () => {
  ctx = await testCtx()
  shop = await shopOfColours(ctx, { red: 10, blue: 5, gold: 5 })
})
const reprice = async (sku: string, price_fen: number) =>
  changeProduct(ctx, sku, { price_fen }, (await getProduct(ctx, sku)).revision)
const exchanged = async (id: string, toSku: string, heldSku = 'red', quantity = 1) => {
  const sale = await askExchange(ctx, id, { sku: 'red', heldSku, toSku, quantity })
  await approveAfterSale(ctx, sale.id, '')
  await goodsCameBack(ctx, sale.id)
  return sendExchange(ctx, sale.id, null)
}
const wentBack = async (id: string) => (await refundsOf(ctx, id)).map((r) => r.amount_fen)

describe('an exchange for a cheaper SKU', () => {
  test('gives back its part of what was paid once it is sent, and later returns the rest', async () => {
    await reprice('blue', 900)
    await reprice('gold', 600)
    const id = await sentOrder(ctx, shop, { red: 2 })
    expect(await exchangeableOf(ctx, await getOwnOrder(ctx, id))).toMatchObject([
      {
        for: [
          { sku: 'blue', less_fen: 100 },
          { sku: 'gold', less_fen: 400 },
          { sku: 'red', less_fen: 0 },
        ],
      },
    ])
    const sale = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    // What it costs when it is asked counts.
    await reprice('blue', 500)
    await approveAfterSale(ctx, sale.id, '')
    await goodsCameBack(ctx, sale.id)
    expect(await wentBack(id)).toEqual([])
    await sendExchange(ctx, sale.id, null)
    expect(await wentBack(id)).toEqual([100])
    await reprice('blue', 900)
    // By way of blue to gold as if it had been at once.
    await exchanged(id, 'gold', 'blue')
    expect(await wentBack(id)).toEqual([100, 300])
    expect((await creditOf(ctx, id)).map((c) => [c.kind, c.reversed_fen])).toEqual([['store', 400]])
    const last = await requestAfterSale(ctx, id, {
      ...{ key: 'last', kind: 'return', reason: 'x' },
      lines: [{ sku: 'red', quantity: 1, heldSku: 'gold' }],
    })
    await approveAfterSale(ctx, last.id, '')
    expect(await goodsCameBack(ctx, last.id)).toMatchObject({ amount_fen: 600 })
    expect((await linesOf(ctx, id))[0]).toMatchObject({ refunded_fen: 1_000 })
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('that is not sent gives nothing back', async () => {
    await reprice('blue', 900)
    const id = await sentOrder(ctx, shop, { red: 1 })
    const sale = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    await approveAfterSale(ctx, sale.id, '')
    await dropAfterSale(ctx, sale.id, 'withdrawn', '')
    expect(await wentBack(id)).toEqual([])
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('gives piece by piece no more than at once, and never more than is left', () => {
    const Fen = fc.integer({ min: 1, max: 10_000_000 })
    fc.assert(
      fc.property(
        ...([Fen, fc.integer({ min: 1, max: 9 }), Fen, Fen, Fen] as const),
        (total_fen, quantity, ...fen) => {
          const [paidFen = 0, heldFen = 0, toFen = 0] = fen.sort((a, b) => b - a)
          const prices = { paidFen, heldFen, toFen }
          const at = { total_fen, quantity, refunded_fen: 0 }
          const atOnce = differenceOf(at, quantity, prices)
          let back = 0
          for (let i = 0; i < quantity; i++)
            back += differenceOf({ ...at, refunded_fen: back }, 1, prices)
          expect(back).toBeLessThanOrEqual(atOnce)
          expect(atOnce - back).toBeLessThan(quantity)
          expect(atOnce).toBeLessThanOrEqual(total_fen)
          const [first, second] = [
            differenceOf(at, quantity, { ...prices, heldFen: paidFen, toFen: heldFen }),
            differenceOf(at, quantity, prices),
          ]
          const direct = differenceOf(at, quantity, { ...prices, heldFen: paidFen })
          expect(Math.abs(direct - first - second)).toBeLessThanOrEqual(1)
          const left = differenceOf({ ...at, refunded_fen: total_fen - 1 }, quantity, prices)
          expect(left).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

test('the buyer is told at each step, and goods that were exchanged are an event', async () => {
  const texts = async () =>
    (await listMessages(ctx, { limit: 50 })).items
      .filter(({ kind }) => kind.startsWith('exchange_') || kind === 'refund_refused')
      .map(({ kind }) => kind)
      .sort()
  const id = await sentOrder(ctx, shop, { red: 3 })
  await exchanged(id, 'blue')
  expect(await texts()).toEqual(['exchange_agreed', 'exchange_received'])
  expect((await told(ctx)).map((event) => event.name)).toContain('order_exchanged')
  const refused = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
  await dropAfterSale(ctx, refused.id, 'refused', '穿过了')
  expect((await texts()).at(-1)).toBe('refund_refused')
  const late = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
  await approveAfterSale(ctx, late.id, '')
  const later = new Date(Date.now() + 30 * 86_400_000)
  expect(await lapseExchange({ ...ctx, now: () => later }, late.id)).toBe(true)
  expect(await texts()).toContain('exchange_lapsed')
})
