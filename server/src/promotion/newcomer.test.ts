// What is for new customers is one person's once, however many numbers she has.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { forgetBuyer } from '../commerce/checkout/personal-data.ts'
import { shipsTo, type TestShop, testShop } from '../commerce/checkout/testing.ts'
import {
  cancelOrder,
  noteDevice,
  placeOrder,
  useOrderParties,
  usePricing,
} from '../commerce/index.ts'
import { beginPayment } from '../commerce/payment/payments.ts'
import { payAtTill } from '../commerce/payment/test-provider.ts'
import { applyPaymentWord } from '../commerce/payment/words.ts'
import { newCustomer, payOrder } from '../commerce/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { offersParty, offersPricing } from './index.ts'
import { knownBy } from './newcomer.ts'
import { buyerOf } from './person.ts'
import { promotionSetting, setPromotionSetting } from './settings.ts'
import { liveOffer, offTen } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(() => {
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty])
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
})
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 200 })
  await shipsTo(ctx)
  await liveOffer(ctx, { ...offTen, args: { off_fen: 300 }, who: { new_only: true } })
})

const at = (street: string, phone: string) => ({
  ...{ name: '王小明', phone, region: ['浙江省', '杭州市', '西湖区'] },
  street,
})
type Address = ReturnType<typeof at>
const place = (customerId: number, address: Address | null = null) =>
  shop.place({ tea: 1 }, { customerId, address, couponCodes: [] })
async function goodsFen(order: string) {
  const { rows } = await sql<{ fen: number; state: string }>`
    select total_fen - shipping_fen as fen, state from own_order
    where tenant_id = ${ctx.tenantId} and id = ${order}`.execute(ctx.pg)
  return rows[0]
}
const [AS_NEW, FULL] = [700, 1000]
const paid = async (customerId: number, address: Address | null = null) => {
  const id = await place(customerId, address)
  await payOrder(ctx, id)
  return id
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

describe('another number of hers is not new', () => {
  test('where the order goes to an address somebody has bought for, however it is written', async () => {
    const [first, second, third] = [
      await newCustomer(ctx),
      await newCustomer(ctx),
      await newCustomer(ctx),
    ]
    expect(await goodsFen(await paid(first, at('文三路 1 号 3-201', '13900000001')))).toMatchObject(
      {
        fen: AS_NEW,
      },
    )
    const again = at('文三路１号，3-201', '13900000002')
    expect(await goodsFen(await place(second, again))).toMatchObject({ fen: FULL })
    const next = at('文三路 1 号 3-202', '13900000003')
    expect(await goodsFen(await place(third, next))).toMatchObject({ fen: AS_NEW })
  })

  test('where the same number takes it there', async () => {
    await paid(await newCustomer(ctx), at('文三路 1 号', '+86 139 0000 0001'))
    const order = await place(await newCustomer(ctx), at('莫干山路 9 号', '13900000001'))
    expect(await goodsFen(order)).toMatchObject({ fen: FULL })
  })

  test('where she signs in on a browser on which somebody who has bought has', async () => {
    const [first, second] = [await newCustomer(ctx), await newCustomer(ctx)]
    const device = randomUUID()
    await noteDevice(ctx, first, device)
    await noteDevice(ctx, second, device)
    expect(await knownBy(ctx, await buyerOf(ctx, second))).toBeUndefined()
    await paid(first)
    expect(await knownBy(ctx, await buyerOf(ctx, second))).toBe('device')
    expect(await goodsFen(await place(second))).toMatchObject({ fen: FULL })
  })

  test('where an account pays that has paid here: told before the money moves, else it goes back', async () => {
    const pay = async (order: string, openid: string, isSaidFirst: boolean) => {
      const asked = { provider: 'test', way: 'test', ...(isSaidFirst && { openid }) } as const
      const { id } = await beginPayment(ctx, order, asked)
      await applyPaymentWord(ctx, 'test', { ...(await payAtTill(ctx, id)), payer: openid })
    }
    const [first, second] = [await newCustomer(ctx), await newCustomer(ctx)]
    await pay(await place(first), 'openid-1', true)
    const order = await place(second)
    expect(await goodsFen(order)).toMatchObject({ fen: AS_NEW })
    expect(await code(pay(order, 'openid-1', true))).toBe('not_new')
    expect(await goodsFen(order)).toMatchObject({ state: 'to_pay' })
    await pay(order, 'openid-1', false)
    expect(await goodsFen(order)).toMatchObject({ state: 'cancelled' })
    const { rows } = await sql`select r.reason from payment_refund r
      join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id
      where r.tenant_id = ${ctx.tenantId} and p.order_id = ${order}`.execute(ctx.pg)
    expect(rows).toMatchObject([{ reason: 'not_new' }])
    const third = await place(await newCustomer(ctx))
    await pay(third, 'openid-2', true)
    expect((await goodsFen(third))?.state).not.toBe('cancelled')
  })
})

test('of many payments of one account that come at once, one has what is for new customers', async () => {
  const orders: string[] = []
  for (let i = 0; i < 8; i += 1) orders.push(await place(await newCustomer(ctx)))
  const payments = await Promise.all(
    orders.map((order) => beginPayment(ctx, order, { provider: 'test', way: 'test' })),
  )
  const words = await Promise.all(payments.map(({ id }) => payAtTill(ctx, id)))
  await Promise.all(
    words.map((word) => applyPaymentWord(ctx, 'test', { ...word, payer: 'openid-1' })),
  )
  const states = await Promise.all(orders.map(async (order) => (await goodsFen(order))?.state))
  expect(states.filter((state) => state !== 'cancelled')).toHaveLength(1)
})

test('what the brand does not count counts for nothing', async () => {
  await setPromotionSetting(ctx, { ...(await promotionSetting(ctx)), new_by: ['recipient'] })
  await paid(await newCustomer(ctx), at('文三路 1 号', '13900000001'))
  const order = await place(await newCustomer(ctx), at('文三路 1 号', '13900000002'))
  expect(await goodsFen(order)).toMatchObject({ fen: AS_NEW })
})

test('who was erased leads nobody to her address', async () => {
  const first = await newCustomer(ctx)
  await paid(first, at('文三路 1 号', '13900000001'))
  await forgetBuyer(ctx, [first])
  const order = await place(await newCustomer(ctx), at('文三路 1 号', '13900000001'))
  expect(await goodsFen(order)).toMatchObject({ fen: AS_NEW })
})

describe('at once', () => {
  const DUE = AS_NEW + 800
  const tryAll = (buyers: readonly number[], address: Address) =>
    Promise.all(
      buyers.map((customerId) =>
        code(
          placeOrder(ctx, {
            ...shop.basket({ tea: 1 }, { customerId, address, couponCodes: [] }),
            ...{ key: randomUUID(), expectedDueFen: DUE, note: '', staffId: null },
          }),
        ),
      ),
    )

  test('of sixty-four numbers at one address one has it', async () => {
    const buyers: number[] = []
    for (let i = 0; i < 64; i += 1) buyers.push(await newCustomer(ctx))
    const answers = await tryAll(buyers, at('文三路 1 号', '13900000001'))
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
    expect(new Set(answers)).toEqual(new Set(['done', 'not_new']))
  })

  test('of sixty-four orders of hers one has it, and after it is called off the next', async () => {
    const she = await newCustomer(ctx)
    const address = at('文三路 1 号', '13900000001')
    const answers = await tryAll(
      Array.from({ length: 64 }, () => she),
      address,
    )
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
    const { rows } = await sql<{ id: string }>`select id from own_order
      where tenant_id = ${ctx.tenantId} and state = 'to_pay'`.execute(ctx.pg)
    await cancelOrder(ctx, rows[0]?.id ?? '', 'changed her mind')
    expect(await tryAll([she], address)).toEqual(['done'])
  })
})
