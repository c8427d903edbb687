import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { keyOf, testApi } from '../../org/testing.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { moveOnOrders } from '../checkout/jobs.ts'
import { getOwnOrder, linesOf } from '../checkout/own-order.ts'
import { showOwnOrder } from '../checkout/shown.ts'
import type { TestShop } from '../checkout/testing.ts'
import { changeProduct, getProduct } from '../goods/products.ts'
import { getOrder } from '../order-list.ts'
import { refundsOf } from '../payment/send-refunds.ts'
import { routes } from '../routes.ts'
import { goods, payOrder, revenue } from '../testing.ts'
import { getAfterSale } from './after-sale.ts'
import { approveAfterSale, dropAfterSale, goodsCameBack, requestAfterSale } from './after-sales.ts'
import { exchangeableOf } from './exchange-goods.ts'
import { payBackInstead } from './exchanges.ts'
import { lapseExchanges } from './jobs.ts'
import { refundWhole } from './refund-whole.ts'
import { sendExchange } from './send-exchanges.ts'
import { DAYS_TO_RETURN } from './supplement.ts'
import { askExchange, HOME, sentOrder, shopOfColours, stockOf, wrongWith } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeEach(async () => {
  ctx = await testCtx()
  shop = await shopOfColours(ctx, { blue: 3, gold: 5, red: 10 })
})

const askBack = (id: string, kind: 'money' | 'return', line: { sku: string; heldSku?: string }) =>
  requestAfterSale(ctx, id, {
    ...{ key: randomUUID(), kind, reason: 'broken', lines: [{ quantity: 1, ...line }] },
  })
const days = (n: number): TestCtx => {
  const at = new Date(Date.now() + n * 86_400_000)
  return { ...ctx, now: () => at }
}
const creditOf = async (id: string) =>
  (
    await sql`select * from order_credit where tenant_id = ${ctx.tenantId} and order_id = ${id}
      order by sku, kind, subject`.execute(ctx.pg)
  ).rows

describe('an exchange', () => {
  test('is held once agreed on, sent when the old pieces have come, and moves no money', async () => {
    const id = await sentOrder(ctx, shop, { red: 2 })
    const [paid, credit] = [await revenue(ctx), await creditOf(id)]
    const sale = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    const { number } = await getOwnOrder(ctx, id)
    expect(sale).toMatchObject({
      state: 'requested',
      amount_fen: 0,
      exchange_number: `${number}-X1`,
    })
    expect(await stockOf(ctx, 'red', 'blue')).toEqual({ red: [8, 0], blue: [3, 0] })
    expect(await approveAfterSale(ctx, sale.id, 'ok')).toMatchObject({ state: 'to_return' })
    expect(await stockOf(ctx, 'blue')).toEqual({ blue: [3, 1] })
    expect(await goodsCameBack(ctx, sale.id)).toMatchObject({ state: 'to_send' })
    expect(await stockOf(ctx, 'red', 'blue')).toEqual({ red: [9, 0], blue: [3, 1] })
    expect(await wrongWith(ctx)).toEqual([])
    const parcel = { carrier: '顺丰', number: 'SF9' }
    expect(await sendExchange(ctx, sale.id, parcel)).toMatchObject({ state: 'exchanged' })
    expect(await sendExchange(ctx, sale.id, parcel)).toMatchObject({ state: 'exchanged' })
    expect(await stockOf(ctx, 'red', 'blue')).toEqual({ red: [9, 0], blue: [2, 0] })
    expect((await showOwnOrder(ctx, id)).shipments).toMatchObject([
      { after_sale_id: null, lines: [{ sku: 'red', quantity: 2 }] },
      { after_sale_id: sale.id, number: 'SF9', lines: [{ sku: 'blue', quantity: 1 }] },
    ])
    expect([await revenue(ctx), await creditOf(id)]).toEqual([paid, credit])
    expect(await refundsOf(ctx, id)).toEqual([])
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('is for what the buyer has, of the same product', async () => {
    await goods(ctx, 'cup')
    const id = await shop.place({ red: 2 }, { address: HOME })
    await payOrder(ctx, id)
    const ask = (given: Parameters<typeof askExchange>[2]) => askExchange(ctx, id, given)
    await expect(ask({ sku: 'red', toSku: 'blue' })).rejects.toMatchObject({ code: 'not_held' })
    const sent = await sentOrder(ctx, shop, { red: 2 })
    for (const [given, code] of [
      [{ sku: 'red', toSku: 'cup' }, 'not_same_product'],
      [{ sku: 'red', toSku: 'none' }, 'not_same_product'],
      [{ sku: 'cup', toSku: 'blue' }, 'not_in_order'],
      [{ sku: 'red', toSku: 'blue', quantity: 3 }, 'not_held'],
      [{ sku: 'red', heldSku: 'blue', toSku: 'red' }, 'not_held'],
    ] as const)
      await expect(askExchange(ctx, sent, given)).rejects.toMatchObject({ code })
    const blue = await getProduct(ctx, 'blue')
    await changeProduct(ctx, 'blue', { is_retired: true }, blue.revision)
    await expect(askExchange(ctx, sent, { sku: 'red', toSku: 'blue' })).rejects.toMatchObject({
      code: 'not_for_sale',
    })
    expect(await exchangeableOf(ctx, await getOwnOrder(ctx, sent))).toMatchObject([
      {
        ...{ sku: 'red', held_sku: 'red', quantity: 2 },
        for: [{ sku: 'gold' }, { sku: 'red', free: 6 }],
      },
    ])
    expect((await linesOf(ctx, sent))[0]).toMatchObject({ exchanging_quantity: 0 })
  })

  test('lets go of what it holds at every step that ends it', async () => {
    const id = await sentOrder(ctx, shop, { red: 4 })
    const ask = () => askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    await dropAfterSale(ctx, (await ask()).id, 'refused', 'no')
    const second = await approveAfterSale(ctx, (await ask()).id, '')
    await dropAfterSale(ctx, second.id, 'withdrawn', '')
    const third = await approveAfterSale(ctx, (await ask()).id, '')
    await lapseExchanges(days(DAYS_TO_RETURN - 1), eachBrand(ctx))
    expect(await getAfterSale(ctx, third.id)).toMatchObject({ state: 'to_return' })
    await lapseExchanges(days(DAYS_TO_RETURN + 1), eachBrand(ctx))
    expect(await getAfterSale(ctx, third.id)).toMatchObject({ state: 'lapsed' })
    expect(await stockOf(ctx, 'red', 'blue')).toEqual({ red: [6, 0], blue: [3, 0] })
    const fourth = await approveAfterSale(ctx, (await ask()).id, '')
    await goodsCameBack(ctx, fourth.id)
    await expect(dropAfterSale(ctx, fourth.id, 'withdrawn', '')).rejects.toMatchObject({
      code: 'after_sale_state',
    })
    expect(await payBackInstead(ctx, fourth.id, 'sold out')).toMatchObject({
      ...{ state: 'refunded', amount_fen: 1000 },
    })
    expect(await stockOf(ctx, 'red', 'blue')).toEqual({ red: [7, 0], blue: [3, 0] })
    expect(await refundsOf(ctx, id)).toMatchObject([{ amount_fen: 1000 }])
    expect((await linesOf(ctx, id))[0]).toMatchObject({
      ...{ refunded_quantity: 1, exchanging_quantity: 0 },
    })
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('can be followed by another, and what came in exchange goes back as itself', async () => {
    const id = await sentOrder(ctx, shop, { red: 1 })
    const exchange = async (heldSku: string, toSku: string) => {
      const { id: sale } = await askExchange(ctx, id, { sku: 'red', heldSku, toSku })
      await approveAfterSale(ctx, sale, '')
      await goodsCameBack(ctx, sale)
      await sendExchange(ctx, sale, null)
    }
    await exchange('red', 'red')
    await exchange('red', 'blue')
    await exchange('blue', 'gold')
    await expect(askBack(id, 'return', { sku: 'red' })).rejects.toMatchObject({ code: 'not_held' })
    const sale = await askBack(id, 'return', { sku: 'red', heldSku: 'gold' })
    await approveAfterSale(ctx, sale.id, '')
    await goodsCameBack(ctx, sale.id)
    expect(await stockOf(ctx, 'red', 'blue', 'gold')).toEqual({
      ...{ red: [10, 0], blue: [3, 0], gold: [5, 0] },
    })
    expect(await getOwnOrder(ctx, id)).toMatchObject({ state: 'closed' })
    expect(await getOrder(ctx, id)).toMatchObject({ refunded_fen: 1000 })
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('keeps its order open, and has its own days once it is sent', async () => {
    const id = await sentOrder(ctx, shop, { red: 1 })
    const { id: sale } = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    await moveOnOrders(days(40), eachBrand(ctx))
    expect((await getOwnOrder(ctx, id)).state).toBe('shipped')
    await approveAfterSale(ctx, sale, '')
    await goodsCameBack(ctx, sale)
    await moveOnOrders(days(40), eachBrand(ctx))
    expect((await getOwnOrder(ctx, id)).state).toBe('shipped')
    await sendExchange(days(35), sale, { carrier: 'SF', number: 'X' })
    await moveOnOrders(days(20), eachBrand(ctx))
    await moveOnOrders(days(45), eachBrand(ctx))
    expect((await getOwnOrder(ctx, id)).state).toBe('received')
    await moveOnOrders(days(55), eachBrand(ctx))
    expect((await getOwnOrder(ctx, id)).state).toBe('closed')
  })

  test('of an order that goes back whole goes back with it', async () => {
    const id = await sentOrder(ctx, shop, { red: 3 })
    await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    const { id: sale } = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    await approveAfterSale(ctx, sale, '')
    await goodsCameBack(ctx, sale)
    await refundWhole(ctx, id, { key: 'whole', reason: 'x' })
    expect(await getOrder(ctx, id)).toMatchObject({ refunded_fen: 3000 })
    expect(await stockOf(ctx, 'blue')).toEqual({ blue: [3, 0] })
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('whose figures were changed by hand is found', async () => {
    const id = await sentOrder(ctx, shop, { red: 2 })
    const { id: sale } = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    await approveAfterSale(ctx, sale, '')
    await sql`update own_order_line set exchanging_quantity = 0 where tenant_id = ${ctx.tenantId}`.execute(
      ctx.pg,
    )
    await sql`update stock_reservation set state = 'released', decided_at = now()
      where tenant_id = ${ctx.tenantId} and id = ${sale}`.execute(ctx.pg)
    await sql`update stock_level set reserved = 0 where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(await wrongWith(ctx)).toEqual([
      expect.objectContaining({ id, what: 'exchanges_differ' }),
      expect.objectContaining({ id: sale, what: 'hold_differs' }),
    ])
  })
})

describe('64 at once', () => {
  const fulfilled = (tries: PromiseSettledResult<unknown>[]) =>
    tries.filter((one) => one.status === 'fulfilled').length

  test('for the last piece, exchanged, sent back or only paid back, are one', async () => {
    const id = await sentOrder(ctx, shop, { red: 1 })
    const tries = await Promise.allSettled(
      Array.from({ length: 64 }, (_, i) =>
        i % 3 === 0
          ? askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
          : askBack(id, i % 3 === 1 ? 'return' : 'money', { sku: 'red' }),
      ),
    )
    expect(fulfilled(tries)).toBe(1)
    const [line] = await linesOf(ctx, id)
    expect((line?.refunded_quantity ?? 0) + (line?.exchanging_quantity ?? 0)).toBe(1)
  })

  test('that are agreed on hold what there is and no more', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => sentOrder(ctx, shop, { red: 1 })))
    const sales = await Promise.all(
      ids.map((id) => askExchange(ctx, id, { sku: 'red', toSku: 'blue' })),
    )
    const tries = await Promise.allSettled(
      Array.from({ length: 64 }, (_, i) => approveAfterSale(ctx, sales[i % 8]?.id ?? '', '')),
    )
    expect(fulfilled(tries)).toBe(3)
    expect(await stockOf(ctx, 'blue')).toEqual({ blue: [3, 3] })
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('that send it, pay it back or send it in other parcels do one of them', async () => {
    const id = await sentOrder(ctx, shop, { red: 1 })
    const { id: sale } = await askExchange(ctx, id, { sku: 'red', toSku: 'blue' })
    await approveAfterSale(ctx, sale, '')
    const back = await Promise.allSettled(
      Array.from({ length: 64 }, () => goodsCameBack(ctx, sale)),
    )
    expect(fulfilled(back)).toBe(1)
    const tries = await Promise.allSettled(
      Array.from({ length: 64 }, (_, i) =>
        i % 2 === 0
          ? payBackInstead(ctx, sale, '')
          : sendExchange(ctx, sale, { carrier: 'SF', number: `N${i}` }),
      ),
    )
    expect(fulfilled(tries)).toBe(1)
    const { state } = await getAfterSale(ctx, sale)
    expect(await stockOf(ctx, 'red', 'blue')).toEqual({
      ...{ red: [10, 0], blue: [state === 'exchanged' ? 2 : 3, 0] },
    })
    expect(await refundsOf(ctx, id)).toHaveLength(state === 'exchanged' ? 0 : 1)
    expect(await wrongWith(ctx)).toEqual([])
  })
})

test('over the API an exchange goes its whole way, and is not there for another brand', async () => {
  const id = await sentOrder(ctx, shop, { red: 2 })
  const api = await testApi(ctx, { domains: [routes] })
  const keys = { own: await keyOf(ctx, 'owner'), other: await keyOf(await testCtx(), 'owner') }
  const call = (method: string, url: string, body?: object, key = keys.own) =>
    api.call(method, url, { key, ...(body && { body }) })
  const can = await call('GET', `/own-orders/${id}/exchangeable`)
  expect(can.body.items).toMatchObject([
    { sku: 'red', held_sku: 'red', quantity: 2, for: [{ sku: 'blue', free: 3 }, {}, {}] },
  ])
  const wanted = { sku: 'red', to_sku: 'blue', quantity: 2, reason: 'too small', key: 'k' }
  const asked = await call('POST', `/own-orders/${id}/exchanges`, wanted)
  expect([asked.status, asked.body.state]).toEqual([201, 'requested'])
  const again = await call('POST', `/own-orders/${id}/exchanges`, wanted)
  expect(again.body.id).toBe(asked.body.id)
  const one = `/after-sales/${String(asked.body.id)}`
  for (const [url, body] of [
    [`/own-orders/${id}/exchanges`, wanted],
    [`${one}/send`, { parcel: null }],
    [`${one}/pay-back-instead`, {}],
  ] as const)
    expect((await call('POST', url, body, keys.other)).status).toBe(404)
  expect((await call('GET', `/own-orders/${id}/exchangeable`, undefined, keys.other)).status).toBe(
    404,
  )
  const early = await call('POST', `${one}/send`, { parcel: null })
  expect([early.status, early.body]).toMatchObject([409, { error: { code: 'after_sale_state' } }])
  expect((await call('POST', `${one}/approve`, {})).body.state).toBe('to_return')
  expect((await call('POST', `${one}/goods-returned`)).body.state).toBe('to_send')
  const sent = await call('POST', `${one}/send`, { parcel: { carrier: 'SF', number: 'SF1' } })
  expect(sent.body).toMatchObject({
    ...{ state: 'exchanged', lines: [{ held_sku: 'red', to_sku: 'blue', to_name: 'blue' }] },
  })
  const queue = await call('GET', '/after-sales?kind=exchange&state=exchanged')
  expect(queue.body.items).toMatchObject([{ id: asked.body.id }])
})
