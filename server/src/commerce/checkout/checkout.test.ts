import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { changeProduct } from '../goods/products.ts'
import { getOrder } from '../order-list.ts'
import { beginPayment, paymentsOf } from '../payment/payments.ts'
import { payAtTill } from '../payment/test-provider.ts'
import { applyPaymentWord } from '../payment/words.ts'
import { usePricing } from '../quote/ports.ts'
import { listLevels } from '../stock/queries.ts'
import { setStorefront } from '../storefront/storefronts.ts'
import { newCustomer, told } from '../testing.ts'
import { priceCheckout } from './basket.ts'
import { pickUp, receiveOrder } from './fulfil.ts'
import { expireOrders, moveOnOrders } from './jobs.ts'
import { findOwnOrder, getOwnOrder, linesOf } from './own-order.ts'
import { type OrderParty, useOrderParties } from './parties.ts'
import { placeOrder } from './place.ts'
import { cancelOrder } from './settle.ts'
import { shipMany, shipOrder } from './ship.ts'
import { showOwnOrder } from './shown.ts'
import { shipsTo, storefront, type TestShop, testShop } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 10, cup: 5 })
})
afterEach(() => {
  useOrderParties([])
  usePricing({})
})

const home = { name: 'Li', phone: '13800000000', region: ['上海市'], street: '1 Road' }
const pay = async (id: string, at: TestCtx = ctx) => {
  const payment = await beginPayment(at, id, { provider: 'test', way: 'test' })
  await applyPaymentWord(at, 'test', await payAtTill(at, payment.id))
  return payment.id
}
const stock = async (sku: string) => {
  const { items } = await listLevels(ctx, { q: sku, limit: 50 })
  const level = items.find((item) => item.sku === sku)
  return { onHand: level?.on_hand, reserved: level?.reserved }
}
const later = (minutes: number): TestCtx => {
  const at = new Date(Date.now() + minutes * 60_000)
  return { ...ctx, now: () => at }
}
const ships = () => shipsTo(ctx)

describe('placing', () => {
  test('an order holds its stock, is told as placed, and its kept input gives its price again', async () => {
    const id = await shop.place({ tea: 2, cup: 1 })
    expect(await stock('tea')).toEqual({ onHand: 10, reserved: 2 })
    expect(await getOrder(ctx, id)).toMatchObject({
      ...{ source: 'homefield', state: 'placed', total_fen: 3000, store_id: 's1' },
      customer_id: shop.buyer,
    })
    const shown = await showOwnOrder(ctx, id)
    expect(shown).toMatchObject({ state: 'to_pay', due_fen: 3000, reckoned_again_fen: 3000 })
    expect((await told(ctx)).map((event) => event.name)).toEqual(['order_placed'])
  })

  test('the same key 64 times at once is one order, and with another basket it is refused', async () => {
    const given = {
      ...shop.basket({ tea: 1 }),
      ...{ key: randomUUID(), expectedDueFen: 1000, note: '', staffId: null },
    }
    const ids = await Promise.all(Array.from({ length: 64 }, () => placeOrder(ctx, given)))
    expect(new Set(ids).size).toBe(1)
    expect(await stock('tea')).toEqual({ onHand: 10, reserved: 1 })
    await expect(placeOrder(ctx, { ...given, note: 'else' })).rejects.toMatchObject({
      ...{ status: 422, code: 'idempotency_key_reused' },
    })
  })

  test('64 buyers at once of the last ten get ten, and nothing is left over or held for nobody', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 64 }, () => shop.place({ tea: 1 })))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(10)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'stock_short' })
    expect(await stock('tea')).toEqual({ onHand: 10, reserved: 10 })
    const { rows } = await sql<{ n: number }>`select count(*) as n from own_order
      where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(rows[0]?.n).toBe(10)
  })

  test('a price that has changed is refused with the fresh one, and nothing is written', async () => {
    await changeProduct(ctx, 'tea', { price_fen: 1200 }, 0)
    await expect(shop.place({ tea: 1 }, { expectedDueFen: 1000 })).rejects.toMatchObject({
      ...{ status: 409, code: 'price_changed' },
      details: { quote: { dueFen: 1200 } },
    })
    expect(await stock('tea')).toEqual({ onHand: 10, reserved: 0 })
  })

  test('what one party cannot hold is held by none', async () => {
    const held: string[] = []
    const party = (code: string, no?: { code: string; message: string }): OrderParty => ({
      code,
      hold: async () => {
        held.push(code)
        return no
      },
      commit: async () => undefined,
      release: async () => undefined,
      giveBack: async () => undefined,
    })
    useOrderParties([party('a'), party('b', { code: 'coupon_gone', message: 'gone' }), party('c')])
    await expect(shop.place({ tea: 1 })).rejects.toMatchObject({ code: 'coupon_gone' })
    expect(held).toEqual(['a', 'b'])
    expect(await stock('tea')).toEqual({ onHand: 10, reserved: 0 })
    expect(await told(ctx)).toEqual([])
  })

  test('an order that costs nothing is paid at once', async () => {
    usePricing({
      offers: { load: async () => 1, rule: () => ({ takes: [{ id: 'gift', fen: 1000 }] }) },
    })
    const id = await shop.place({ tea: 1 })
    expect(await getOwnOrder(ctx, id)).toMatchObject({ state: 'to_pick_up', due_fen: 0 })
    expect(await stock('tea')).toEqual({ onHand: 9, reserved: 0 })
    expect((await told(ctx)).map((event) => event.name)).toEqual(['order_paid'])
  })
})

describe('storefronts', () => {
  test('a storefront sells what it lists, at its own prices, to the deepest of its discounts', async () => {
    usePricing({
      offers: { load: async () => 1, rule: () => ({ takes: [{ id: 'cut', fen: 900 }] }) },
    })
    await setStorefront(
      ctx,
      storefront({
        ...{ code: 'b', sells_all: false, skus: ['tea'], prices: [{ sku: 'tea', fen: 800 }] },
        deepest_bp: 5_000,
      }),
    )
    const { quoted } = await priceCheckout(ctx, shop.basket({ tea: 1 }, { storefront: 'b' }))
    expect(quoted.dueFen).toBe(400)
    await expect(
      priceCheckout(ctx, shop.basket({ cup: 1 }, { storefront: 'b' })),
    ).rejects.toMatchObject({ code: 'not_in_storefront', details: { skus: ['cup'] } })
  })

  test('a newcomers’ storefront is closed to who has paid before, others to levels not held', async () => {
    await setStorefront(ctx, storefront({ code: 'new', kind: 'newcomers' }))
    await setStorefront(ctx, storefront({ code: 'gold', kind: 'members', levels: ['gold'] }))
    await pay(await shop.place({ tea: 1 }, { storefront: 'new' }))
    await expect(shop.place({ tea: 1 }, { storefront: 'new' })).rejects.toMatchObject({
      code: 'storefront_for_newcomers',
    })
    await expect(shop.place({ tea: 1 }, { storefront: 'gold' })).rejects.toMatchObject({
      code: 'storefront_not_for_level',
    })
    expect(
      await shop.place({ tea: 1 }, { storefront: 'new', customerId: await newCustomer(ctx) }),
    ).toBeDefined()
  })
})

describe('what becomes of an order', () => {
  test('paid, sent in two parcels, received, and closed when its time is over', async () => {
    await ships()
    const id = await shop.place({ tea: 2, cup: 1 }, { address: home })
    await pay(id)
    expect(await stock('tea')).toEqual({ onHand: 8, reserved: 0 })
    const part = { carrier: 'SF', number: '1', lines: [{ sku: 'tea', quantity: 1 }] }
    await shipOrder(ctx, id, part)
    await shipOrder(ctx, id, part)
    expect((await getOwnOrder(ctx, id)).state).toBe('partly_shipped')
    await expect(
      shipOrder(ctx, id, { carrier: 'SF', number: '2', lines: [{ sku: 'tea', quantity: 2 }] }),
    ).rejects.toMatchObject({ code: 'too_many_to_ship' })
    await shipOrder(ctx, id, { carrier: 'SF', number: '3' })
    await receiveOrder(ctx, id)
    await expect(receiveOrder(ctx, id)).rejects.toMatchObject({ code: 'order_state' })
    const after = later(16 * 1440)
    await moveOnOrders(after, eachBrand(after))
    const { state, changes, shipments } = await showOwnOrder(ctx, id)
    expect(state).toBe('closed')
    expect(shipments).toHaveLength(2)
    expect(changes.map((change) => change.act)).toEqual([
      ...['place', 'pay_to_ship', 'ship_part', 'ship_rest', 'receive', 'close'],
    ])
    expect((await told(ctx)).map((event) => event.name)).toEqual([
      ...['order_placed', 'order_paid', 'order_shipped', 'order_shipped', 'order_received'],
    ])
  })

  test('what was sent and nobody says anything about is received after ten days', async () => {
    await ships()
    const id = await shop.place({ tea: 1 }, { address: home })
    await pay(id)
    await shipOrder(ctx, id, { carrier: 'SF', number: '1' })
    const [early, late] = [later(9 * 1440), later(10 * 1440 + 1)]
    await moveOnOrders(early, eachBrand(early))
    expect((await getOwnOrder(ctx, id)).state).toBe('shipped')
    await moveOnOrders(late, eachBrand(late))
    expect((await getOwnOrder(ctx, id)).state).toBe('received')
  })

  test('a pick-up code hands the goods over once, of 64 at once', async () => {
    const id = await shop.place({ tea: 1 })
    await pay(id)
    const { pick_up_code } = await getOwnOrder(ctx, id)
    const tries = await Promise.allSettled(
      Array.from({ length: 64 }, () => pickUp(ctx, pick_up_code ?? '')),
    )
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect((await linesOf(ctx, id))[0]?.sent_quantity).toBe(1)
    await expect(pickUp(ctx, 'NOTTHERE22')).rejects.toMatchObject({ status: 404 })
  })

  test('a file of parcels answers every row that cannot be sent with its reason', async () => {
    await ships()
    const ids = [
      await shop.place({ tea: 1 }, { address: home }),
      await shop.place({ cup: 1 }, { address: home }),
    ]
    await pay(ids[0] ?? '')
    const numbers = await Promise.all(ids.map(async (id) => (await getOwnOrder(ctx, id)).number))
    const row = (n: number, order: string, carrier = 'SF') => ({
      ...{ row: n, order, carrier, number: `p${n}` },
    })
    const [paid = '', unpaid = ''] = numbers
    expect(
      await shipMany(ctx, [
        row(2, paid),
        row(3, unpaid),
        row(4, 'NOBODY'),
        row(5, paid),
        row(6, paid, ''),
      ]),
    ).toEqual({
      shipped: 1,
      refused: [
        { row: 3, order: unpaid, code: 'order_state' },
        { row: 4, order: 'NOBODY', code: 'order_not_found' },
        { row: 5, order: paid, code: 'order_twice' },
        { row: 6, order: paid, code: 'row_incomplete' },
      ],
    })
  })

  test('cancelled or not paid in time, all of it is free again and the parties are told', async () => {
    const released: string[] = []
    useOrderParties([
      {
        ...{ code: 'p', hold: async () => undefined, commit: async () => undefined },
        release: async (at, id) => void (at.tenantId === ctx.tenantId && released.push(id)),
        giveBack: async () => undefined,
      },
    ])
    const [a, b] = [await shop.place({ tea: 1 }), await shop.place({ tea: 2 })]
    await cancelOrder(ctx, a, 'asked')
    await expect(cancelOrder(ctx, a, 'asked')).rejects.toMatchObject({ code: 'order_state' })
    await beginPayment(ctx, b, { provider: 'test', way: 'test' })
    const [early, late] = [later(14), later(16)]
    await expireOrders(early, eachBrand(early))
    expect((await getOwnOrder(ctx, b)).state).toBe('to_pay')
    await expireOrders(late, eachBrand(late))
    expect(await getOwnOrder(ctx, b)).toMatchObject({
      state: 'cancelled',
      cancel_reason: 'expired',
    })
    expect((await paymentsOf(ctx, b))[0]?.state).toBe('closed')
    expect(released).toEqual([a, b])
    expect(await stock('tea')).toEqual({ onHand: 10, reserved: 0 })
    expect((await told(ctx)).filter((e) => e.name === 'order_cancelled')).toHaveLength(2)
  })

  test('an order of another brand is not there', async () => {
    const id = await shop.place({ tea: 1 })
    const other = await testCtx()
    expect(await findOwnOrder(other, id)).toBeUndefined()
    await expect(cancelOrder(other, id, 'x')).rejects.toMatchObject({ status: 404 })
  })
})
