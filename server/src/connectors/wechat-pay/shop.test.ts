// The own shop's orders paid by WeChat Pay: through checkout, the callback's route, refunds and asking after.
import { randomUUIDv7 } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FakeWechatPay, Merchant } from '../../../../fakes/wechat-pay/server.ts'
import { getOwnOrder } from '../../commerce/checkout/own-order.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { receivePayments, usePaymentProviders } from '../../commerce/index.ts'
import { askProviders, beginPayment, paymentsOf } from '../../commerce/payment/payments.ts'
import { refundsOf, sendRefunds } from '../../commerce/payment/send-refunds.ts'
import { createHttp, type Http } from '../../platform/http.ts'
import { eachBrand, type TestCtx } from '../../platform/testing.ts'
import { type Desk, number, OPENID, openDesk, startWechatPay } from './testing.ts'

let fake: FakeWechatPay
let http: Http
let url: string
let log: TestCtx['log']
const known = new Map<string, TestCtx>()
beforeAll(async () => {
  fake = await startWechatPay({ pace: 0.001 })
  log = (await openDesk(fake)).ctx.log
  http = await createHttp({
    ...{ log, trustProxy: 0, collect: () => false },
    authenticate: () => Promise.reject(new Error('public only')),
  })
  receivePayments(http, (tenantId) => {
    const ctx = known.get(tenantId)
    if (!ctx) throw new Error(`no brand ${tenantId}`)
    return ctx
  })
  await http.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await fake.stop()
  await http.close()
})

let ctx: TestCtx
let merchant: Merchant
let shop: TestShop
let desk: Desk
beforeEach(async () => {
  await fake.postman.release(() => [])
  desk = await openDesk(fake, { hookUrl: url })
  ;({ ctx, merchant } = desk)
  known.set(ctx.tenantId, ctx)
  shop = await testShop(ctx, { tea: 5 })
  usePaymentProviders([desk.provider])
})
const begin = async (id: string, way: 'jsapi' | 'h5' = 'jsapi') =>
  (
    await beginPayment(ctx, id, {
      ...{ provider: 'wechat_pay', way },
      ...(way === 'h5' ? { clientIp: '203.0.113.9' } : { openid: OPENID }),
    })
  ).id
const stateOf = async (id: string) => (await getOwnOrder(ctx, id)).state
const inAMinute = (): TestCtx => {
  const at = new Date(Date.now() + 60_000)
  return { ...ctx, now: () => at }
}

test('an order is paid by a callback on its own route, and a forged one is refused', async () => {
  const id = await shop.place({ tea: 2 })
  const payment = await begin(id)
  fake.pay(merchant, number(payment))
  await expect.poll(() => stateOf(id)).toBe('to_pick_up')
  const told = fake.told(merchant, { outTradeNo: number(payment) })
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`${url}/hooks/pay/wechat_pay/${ctx.tenantId}`, { method: 'POST', headers, body })
  expect((await post(told.headers, told.body)).status).toBe(200)
  expect((await post(told.headers, `${told.body} `)).status).toBe(401)
  expect((await post({}, told.body)).status).toBe(401)
  expect((await paymentsOf(ctx, id)).map((p) => [p.state, p.pays])).toEqual([['paid', true]])
})

test('an order whose callbacks are all lost is found by asking', async () => {
  const id = await shop.place({ tea: 1 })
  const payment = await begin(id)
  fake.postman.hold()
  fake.pay(merchant, number(payment))
  expect(await stateOf(id)).toBe('to_pay')
  await askProviders(inAMinute(), eachBrand(ctx))
  await expect.poll(() => stateOf(id)).toBe('to_pick_up')
})

test('who has paid and taps again before we have heard of it has paid once', async () => {
  const id = await shop.place({ tea: 1 })
  const payment = await begin(id)
  fake.postman.hold()
  fake.pay(merchant, number(payment))
  await expect(begin(id)).rejects.toMatchObject({ code: 'payment_decided' })
  expect(await stateOf(id)).toBe('to_pick_up')
  expect((await paymentsOf(ctx, id)).map((p) => [p.state, p.pays])).toEqual([['paid', true]])
})

test('an order paid twice, in WeChat and in the browser, gives one of them back by itself', async () => {
  merchant.balanceFen = 100_000
  const id = await shop.place({ tea: 1 })
  const [first, second] = [await begin(id), await begin(id, 'h5')]
  fake.postman.hold()
  fake.pay(merchant, number(first))
  fake.pay(merchant, number(second))
  await fake.postman.release()
  expect(await stateOf(id)).toBe('to_pick_up')
  // Its job is on its way as well; both ask under one number.
  await expect
    .poll(
      async () => {
        await sendRefunds(inAMinute(), eachBrand(ctx))
        return (await refundsOf(ctx, id)).map((r) => r.state)
      },
      { timeout: 120_000 },
    )
    .toEqual(['sent'])
  expect(merchant.refunds.size).toBe(1)
  const [refund] = await refundsOf(ctx, id)
  expect(refund).toMatchObject({ payment_id: second, cause: 'not_needed' })
  fake.settle(merchant, number(refund?.id ?? randomUUIDv7()), 'SUCCESS')
  await expect.poll(async () => (await refundsOf(ctx, id)).map((r) => r.state)).toEqual(['done'])
})
