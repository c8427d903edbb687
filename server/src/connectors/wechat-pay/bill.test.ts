import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBill } from '../../../../fakes/wechat-pay/bill.ts'
import { feeOf, makeMerchant } from '../../../../fakes/wechat-pay/merchant.ts'
import type { FakeWechatPay } from '../../../../fakes/wechat-pay/server.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { BadBill, readBill } from './bill.ts'
import { number, openDesk, paid, startWechatPay } from './testing.ts'

const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const SUMS =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
/** As bills have been seen: zeros for what is not there, fees to five places. */
const SEEN = [
  HEADER,
  '`2021-01-28 17:07:11,`wx81be3101902f7cb2,`1601959334,`0,`,`4200000925202101284997714292,`S20210128170702357723,`ofyak5qR_1wYsC99CsWA6R9MJazA,`NATIVE,`SUCCESS,`OTHERS,`CNY,`10.01,`0.00,`0,`0,`0.00,`0.00,`,`,`一杯, 加冰,`x,`0.06000,`0.60%,`10.01,`0.00,`',
  '`2021-01-28 16:00:00,`wx81be3101902f7cb2,`1601959334,`0,`,`4200000910202101282955148400,`S20210128153505214586,`ofyak5qR_1wYsC99CsWA6R9MJazA,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50300806962021012800000001,`R1,`3.50,`0.00,`ORIGINAL,`SUCCESS,`一杯,`,`-0.02000,`0.60%,`0.00,`3.50,`',
  SUMS,
  '`2,`10.01,`3.50,`0.00,`0.04000,`10.01,`3.50',
]
const bill = (lines: readonly string[]) => lines.join('\r\n')
/** One line changed. */
const changed = (index: number, from: string, to: string) =>
  bill(SEEN.map((line, i) => (i === index ? line.replace(from, to) : line)))

describe('a bill', () => {
  test('as the platform writes it is read to the fen, in Beijing’s time', () => {
    expect(readBill(bill(SEEN))).toEqual([
      {
        ...{ kind: 'payment', id: 'S20210128170702357723', amountFen: 1001, feeFen: 6 },
        ...{ at: new Date('2021-01-28T09:07:11Z'), providerRef: '4200000925202101284997714292' },
      },
      {
        ...{ kind: 'refund', id: 'R1', amountFen: 350, feeFen: -2 },
        ...{ at: new Date('2021-01-28T08:00:00Z'), providerRef: '50300806962021012800000001' },
      },
    ])
  })
  test('is the same with a mark of byte order, with bare line ends, and without the last', () => {
    const lines = readBill(bill(SEEN))
    expect(readBill(`\uFEFF${SEEN.join('\n')}\n`)).toEqual(lines)
  })
  test('whose goods are named with commas and back-ticks is read all the same', () => {
    expect(readBill(changed(1, '`一杯, 加冰,`x', '`一,`杯,`,,`x'))).toEqual(readBill(bill(SEEN)))
  })
  test('whose sums, number of lines or last line are not right is refused', () => {
    for (const broken of [
      changed(4, '`2,', '`3,'),
      changed(4, '`10.01,`3.50,`0.00,`0.04000,`10.01', '`10.01,`3.50,`0.00,`0.04000,`10.02'),
      changed(4, '0.04000', '0.04001'),
      changed(1, '`OTHERS,', ''),
      changed(1, '2021-01-28', '2021-02-30'),
      changed(1, '17:07:11', '25:07:11'),
      changed(1, '`CNY', '`USD'),
      changed(1, '`SUCCESS', '`SOLD'),
      changed(1, '`0.60%,`10.01', '`0.60%,`10.012'),
      changed(0, '商户订单号', '单号'),
      bill(SEEN.slice(0, 3)),
      bill(SEEN.slice(0, 4)),
      bill([...SEEN.slice(0, 2), ...SEEN.slice(3)]),
      bill([...SEEN, '`more']),
      bill([...SEEN.slice(0, 2), 'no tick', ...SEEN.slice(2)]),
      '',
      '{"code":"SYSTEM_ERROR"}',
    ])
      expect(() => readBill(broken), broken).toThrow(BadBill)
  })
  test('of any random text is refused, and never anything else', () => {
    const piece = fc.constantFrom('`', ',', '\r\n', ...SEEN, '总交易单数', '0.00', '-', 'SUCCESS')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }).map((all) => all.join('')),
        ),
        (text) => {
          try {
            readBill(text)
          } catch (error) {
            expect(error).toBeInstanceOf(BadBill)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
  test('of any orders and refunds comes back as they were', () => {
    const fen = fc.integer({ min: 1, max: 100_000_000 })
    const order = fc.record({
      total: fen,
      back: fc.integer({ min: 0, max: 100 }),
      name: fc.string(),
    })
    const merchant = makeMerchant()
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 20 }), (given) => {
        merchant.orders.clear()
        merchant.refunds.clear()
        const at = new Date('2026-11-22T16:00:00Z')
        const expected = new Map<string, [string, number, number]>()
        given.forEach(({ total, back, name }, i) => {
          const id = randomUUIDv7()
          const one = {
            ...{ outTradeNo: number(id), tradeType: 'JSAPI' as const, appid: 'wx1', notifyUrl: '' },
            ...{
              description: name.replace(/[\r\n]/g, ' '),
              attach: undefined,
              expiresAt: at,
              total,
            },
            ...{
              openid: undefined,
              state: 'SUCCESS' as const,
              said: '',
              transactionId: `4200${i}`,
              paidAt: at,
            },
          } as const
          merchant.orders.set(one.outTradeNo, { ...one })
          expected.set(id, ['payment', total, feeOf(total)])
          const amount = Math.floor((total * back) / 100)
          if (amount === 0) return
          const refund = randomUUIDv7()
          merchant.refunds.set(number(refund), {
            ...{ refundId: `5030${i}`, outRefundNo: number(refund), order: { ...one }, amount },
            ...{
              reason: undefined,
              notifyUrl: undefined,
              status: 'SUCCESS',
              createdAt: at,
              doneAt: at,
            },
          })
          expected.set(refund, ['refund', amount, -feeOf(amount)])
        })
        const read = readBill(makeBill(merchant, '2026-11-23') ?? '')
        expect(new Map(read.map((l) => [l.id, [l.kind, l.amountFen, l.feeFen + 0]]))).toEqual(
          new Map([...expected].map(([id, [k, n, f]]) => [id, [k, n, f + 0]])),
        )
      }),
      { numRuns: 100 },
    )
  })
})

describe('the statement of a day', () => {
  let fake: FakeWechatPay
  beforeAll(async () => {
    fake = await startWechatPay()
  })
  afterAll(() => fake.stop())
  const day = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
  /** Noon of the day after, in Beijing. */
  const noonAfter = (of: string) => Date.parse(`${of}T12:00:00+08:00`) + 86_400_000

  test('has what was paid and given back, and is empty for a day without any', async () => {
    const desk = await openDesk(fake, { merchant: { balanceFen: 100_000 } })
    const asked = await paid(desk)
    const today = day(Date.now())
    const refundId = randomUUIDv7()
    await desk.provider.refund(desk.ctx, {
      ...{ refundId, paymentId: asked.paymentId, amountFen: 345, paidFen: 12_345 },
      ...{ currency: 'CNY', reason: '' },
    })
    const tomorrow: Ctx = { ...desk.ctx, now: () => new Date(noonAfter(today)) }
    const aheadMs = noonAfter(today) - Date.now()
    fake.clock.aheadMs = aheadMs
    try {
      const lines = await desk.provider.statement(tomorrow, today)
      expect(new Map(lines.map((l) => [l.id, l]))).toEqual(
        new Map([
          [
            asked.paymentId,
            expect.objectContaining({ kind: 'payment', amountFen: 12_345, feeFen: 74 }),
          ],
          [refundId, expect.objectContaining({ kind: 'refund', amountFen: 345, feeFen: -2 })],
        ]),
      )
      const early = day(Date.now() - 40 * 86_400_000)
      expect(await desk.provider.statement(tomorrow, early)).toEqual([])
      await expect(desk.provider.statement(tomorrow, day(noonAfter(today)))).rejects.toMatchObject({
        code: 'param_error',
      })
    } finally {
      fake.clock.aheadMs = 0
    }
  })
  test('is asked for again when it is not made yet', async () => {
    const desk = await openDesk(fake)
    await paid(desk)
    const today = day(Date.now())
    const early = noonAfter(today) - 4 * 3_600_000
    fake.clock.aheadMs = early - Date.now()
    try {
      const ctx: Ctx = { ...desk.ctx, now: () => new Date(early) }
      await expect(desk.provider.statement(ctx, today)).rejects.toMatchObject({
        code: 'wechat_pay_bill_not_ready',
      })
    } finally {
      fake.clock.aheadMs = 0
    }
  })
})
