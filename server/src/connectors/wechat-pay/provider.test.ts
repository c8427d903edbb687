import { createPublicKey, createVerify, randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FakeWechatPay } from '../../../../fakes/wechat-pay/server.ts'
import type { RefundAsked } from '../../commerce/index.ts'
import {
  type Desk,
  type Hook,
  number,
  openDesk,
  paid,
  payment,
  startHook,
  startWechatPay,
} from './testing.ts'

let fake: FakeWechatPay
let hook: Hook
const desks = new Map<string, Desk>()
beforeAll(async () => {
  fake = await startWechatPay({ pace: 0.0001 })
  hook = await startHook(desks)
})
beforeEach(() => fake.postman.release())
afterAll(async () => {
  await fake.stop()
  await hook.stop()
})
async function desk(given: Parameters<typeof openDesk>[1] = {}): Promise<Desk> {
  const made = await openDesk(fake, { hookUrl: hook.url, ...given })
  desks.set(made.ctx.tenantId, made)
  return made
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const refundOf = (asked: { paymentId: string; amountFen: number }, fen: number): RefundAsked => ({
  refundId: randomUUIDv7(),
  paymentId: asked.paymentId,
  amountFen: fen,
  paidFen: asked.amountFen,
  currency: 'CNY',
  reason: '商品破损',
})
const wordsOf = (id: string) =>
  hook.words.filter(
    (word) => word.paymentId === id || (word.kind === 'refund' && word.refundId === id),
  )

for (const signedBy of ['certificate', 'public_key'] as const)
  describe(`a merchant answered by ${signedBy}`, () => {
    test('takes a payment in WeChat, hears of it, and gives a part back', async () => {
      const { ctx, provider, merchant, ...d } = await desk({ merchant: { signedBy } })
      const asked = payment()
      const prepared = await provider.prepare(ctx, asked)
      if (prepared.kind !== 'call') throw new Error('not a call')
      const { params } = prepared
      // An independent reckoning: the phone's WeChat checks the very same text.
      const said = `${params.appId}\n${params.timeStamp}\n${params.nonceStr}\n${params.package}\n`
      const key = createPublicKey(merchant.privateKeyPem)
      expect(
        createVerify('RSA-SHA256')
          .update(said)
          .verify(key, params.paySign ?? '', 'base64'),
      ).toBe(true)
      expect(params).toMatchObject({ signType: 'RSA', appId: [...merchant.appids][0] })
      expect(params.package).toMatch(/^prepay_id=wx/)
      expect(await provider.query(ctx, asked.paymentId)).toEqual({
        ...{ kind: 'payment', paymentId: asked.paymentId, state: 'waiting' },
      })
      d.fake.pay(merchant, number(asked.paymentId))
      await expect.poll(() => wordsOf(asked.paymentId)).toHaveLength(1)
      const word = await provider.query(ctx, asked.paymentId)
      expect(word).toMatchObject({ state: 'paid', amountFen: 12_345, currency: 'CNY' })
      expect(wordsOf(asked.paymentId)[0]).toEqual(word)
      // The fee is the platform's: somebody else's money has to be there for a whole refund.
      merchant.balanceFen += 1000
      const back = refundOf(asked, 345)
      expect(await provider.refund(ctx, back)).toMatchObject({ state: 'waiting', amountFen: 345 })
      d.fake.settle(merchant, number(back.refundId), 'SUCCESS')
      await expect.poll(() => wordsOf(back.refundId)).toHaveLength(1)
      expect(wordsOf(back.refundId)[0]).toMatchObject({
        ...{ kind: 'refund', state: 'done', refundId: back.refundId, paymentId: asked.paymentId },
        amountFen: 345,
      })
      expect(await provider.queryRefund(ctx, back.refundId)).toEqual(wordsOf(back.refundId)[0])
    })

    test('takes a payment in a phone’s browser', async () => {
      const { ctx, provider } = await desk({ merchant: { signedBy } })
      const prepared = await provider.prepare(ctx, payment({ way: 'h5', clientIp: '203.0.113.9' }))
      expect(prepared).toMatchObject({ kind: 'open', url: expect.stringContaining('prepay_id=wx') })
      expect(await code(provider.prepare(ctx, payment({ way: 'h5' })))).toBe('client_ip_missing')
    })
  })

describe('a payment', () => {
  test('prepared twice is one order; with another amount it is refused', async () => {
    const { ctx, provider, merchant } = await desk()
    const asked = payment()
    const all = await Promise.all([1, 2, 3].map(() => provider.prepare(ctx, asked)))
    expect(all.map((p) => p.kind)).toEqual(['call', 'call', 'call'])
    expect(merchant.orders.size).toBe(1)
    expect(await code(provider.prepare(ctx, { ...asked, amountFen: 1 }))).toBe('out_trade_no_used')
  })
  test('prepared and given back sixty-four times at once is one order and one refund', async () => {
    const { ctx, provider, merchant, ...d } = await desk({ merchant: { balanceFen: 1_000_000 } })
    const asked = payment()
    const many = <Out>(work: () => Promise<Out>) =>
      Promise.all(Array.from({ length: 64 }, () => work()))
    await many(() => provider.prepare(ctx, asked))
    expect(merchant.orders.size).toBe(1)
    d.fake.postman.hold()
    d.fake.pay(merchant, number(asked.paymentId))
    const before = merchant.balanceFen
    const back = refundOf(asked, 5000)
    const words = await many(() => provider.refund(ctx, back))
    expect(new Set(words.map((word) => word.providerRef)).size).toBe(1)
    expect(before - merchant.balanceFen).toBe(5000)
  })
  test('that is closed can be paid by nobody; closing it twice is closing it once', async () => {
    const { ctx, provider, merchant, ...d } = await desk()
    const asked = payment()
    await provider.prepare(ctx, asked)
    const closed = { kind: 'payment', paymentId: asked.paymentId, state: 'closed' }
    expect(await provider.close(ctx, asked.paymentId)).toEqual(closed)
    expect(await provider.close(ctx, asked.paymentId)).toEqual(closed)
    expect(() => d.fake.pay(merchant, number(asked.paymentId))).toThrow('订单已关闭')
    expect(await provider.query(ctx, asked.paymentId)).toEqual(closed)
    expect(await code(provider.prepare(ctx, asked))).toBe('order_closed')
  })
  test('that was quicker than its closing is answered as paid', async () => {
    const d = await desk()
    const asked = await paid(d)
    expect(await d.provider.close(d.ctx, asked.paymentId)).toMatchObject({ state: 'paid' })
    expect(await code(d.provider.prepare(d.ctx, asked))).toBe('order_paid')
  })
  test('whose buyer is at her password waits; one that her bank refused has failed', async () => {
    const { ctx, provider, merchant, ...d } = await desk()
    const asked = payment()
    await provider.prepare(ctx, asked)
    d.fake.pend(merchant, number(asked.paymentId), 'USERPAYING')
    expect(await provider.close(ctx, asked.paymentId)).toMatchObject({ state: 'waiting' })
    d.fake.pend(merchant, number(asked.paymentId), 'PAYERROR')
    expect(await provider.query(ctx, asked.paymentId)).toMatchObject({ state: 'failed' })
  })
  test('that never arrived waits when asked for, and is closed when closed', async () => {
    const { ctx, provider } = await desk()
    const id = randomUUIDv7()
    expect(await provider.query(ctx, id)).toMatchObject({ state: 'waiting' })
    expect(await provider.close(ctx, id)).toMatchObject({ state: 'closed' })
  })
  test('is refused where the platform or we cannot take it', async () => {
    const { ctx, provider } = await desk()
    const tries = [
      payment({ openid: 'x' }),
      { ...payment(), openid: undefined },
      payment({ currency: 'USD' }),
      payment({ amountFen: 0 }),
      payment({ paymentId: 'order-1' }),
      payment({ expiresAt: new Date(0) }),
      payment({ way: 'test' }),
    ] as ReturnType<typeof payment>[]
    expect(await Promise.all(tries.map((asked) => code(provider.prepare(ctx, asked))))).toEqual([
      ...['param_error', 'openid_missing', 'currency', 'param_error', 'id_invalid', 'param_error'],
      'way',
    ])
  })
  test('has its long description cut where the platform would refuse it', async () => {
    const { ctx, provider, merchant } = await desk()
    const asked = payment({ description: '礼'.repeat(300) })
    await provider.prepare(ctx, asked)
    expect(merchant.orders.get(number(asked.paymentId))?.description).toBe(`${'礼'.repeat(126)}…`)
  })
  test('of an appid that is not the merchant’s is refused in the platform’s words', async () => {
    const { ctx, provider } = await desk({ account: { appid: 'wx00000000000000ff' } })
    await expect(provider.prepare(ctx, payment())).rejects.toMatchObject({
      ...{ code: 'appid_mchid_not_match', message: 'appid和mch_id不匹配' },
    })
  })
})

describe('a refund', () => {
  test('asked for twice is given once; parts never exceed what was paid', async () => {
    const d = await desk({ merchant: { balanceFen: 1_000_000 } })
    const asked = await paid(d)
    const half = refundOf(asked, 6000)
    const words = await Promise.all([1, 2, 3].map(() => d.provider.refund(d.ctx, half)))
    expect(new Set(words.map((word) => word.providerRef)).size).toBe(1)
    expect(await code(d.provider.refund(d.ctx, { ...half, amountFen: 1 }))).toBe('invalid_request')
    expect(await code(d.provider.refund(d.ctx, refundOf(asked, 6346)))).toBe('invalid_request')
    expect(await code(d.provider.refund(d.ctx, refundOf(asked, 6345)))).toBe('done')
    expect(await code(d.provider.refund(d.ctx, refundOf(asked, 1)))).toBe('invalid_request')
    expect(await d.provider.query(d.ctx, asked.paymentId)).toMatchObject({ state: 'paid' })
  })
  test('the merchant has no money for is refused, and goes through once it has', async () => {
    const d = await desk()
    const asked = await paid(d)
    d.merchant.balanceFen = 0
    const back = refundOf(asked, 12_345)
    expect(await code(d.provider.refund(d.ctx, back))).toBe('not_enough')
    d.merchant.balanceFen = 12_345
    expect(await d.provider.refund(d.ctx, back)).toMatchObject({ state: 'waiting' })
  })
  test('that the bank does not take has failed; one that was closed is closed', async () => {
    const d = await desk({ merchant: { balanceFen: 100_000 } })
    const asked = await paid(d)
    const [lost, shut] = [refundOf(asked, 1), refundOf(asked, 2)]
    for (const back of [lost, shut]) await d.provider.refund(d.ctx, back)
    d.fake.settle(d.merchant, number(lost.refundId), 'ABNORMAL')
    d.fake.settle(d.merchant, number(shut.refundId), 'CLOSED')
    expect(await d.provider.queryRefund(d.ctx, lost.refundId)).toMatchObject({ state: 'failed' })
    expect(await d.provider.queryRefund(d.ctx, shut.refundId)).toMatchObject({ state: 'closed' })
    const told = d.fake.told(d.merchant, { outRefundNo: number(lost.refundId) })
    const word = await d.provider.readCallback(d.ctx, { ...told, body: Buffer.from(told.body) })
    expect(word).toMatchObject({ kind: 'refund', state: 'failed' })
  })
  test('of what was not paid, or is not known, is refused', async () => {
    const { ctx, provider } = await desk()
    const asked = payment()
    await provider.prepare(ctx, asked)
    expect(await code(provider.refund(ctx, refundOf(asked, 1)))).toBe('resource_not_exists')
    expect(await code(provider.queryRefund(ctx, randomUUIDv7()))).toBe('resource_not_exists')
  })
})

describe('when the platform is in trouble', () => {
  test('an error of its own, a cut line and a lost answer are tried again, and the work is done once', async () => {
    const d = await desk({ merchant: { balanceFen: 100_000 } })
    const asked = payment()
    d.fake.fail(d.merchant, { kind: 'system_error' }, { kind: 'drop_answer' })
    expect(await d.provider.prepare(d.ctx, asked)).toMatchObject({ kind: 'call' })
    expect(d.merchant.orders.size).toBe(1)
    d.fake.postman.hold()
    d.fake.pay(d.merchant, number(asked.paymentId))
    const back = refundOf(asked, 100)
    d.fake.fail(d.merchant, { kind: 'drop_answer' }, { kind: 'hang_up' })
    expect(await d.provider.refund(d.ctx, back)).toMatchObject({ state: 'waiting' })
    expect(d.merchant.refunds.size).toBe(1)
    d.fake.fail(d.merchant, { kind: 'drop_answer' })
    expect(await code(d.provider.close(d.ctx, payment().paymentId))).toBe('done')
  })
  test('three errors in a row are told as trouble, not as a refusal', async () => {
    const d = await desk()
    const error = { kind: 'system_error' } as const
    d.fake.fail(d.merchant, error, error, error)
    expect(await code(d.provider.prepare(d.ctx, payment()))).toBe('wechat_pay_unavailable')
    const cut = { kind: 'hang_up' } as const
    d.fake.fail(d.merchant, cut, cut, cut)
    expect(await code(d.provider.prepare(d.ctx, payment()))).toBe('wechat_pay_unreachable')
  })
  test('an answer that comes too late is not waited for', async () => {
    const d = await desk({ timeoutMs: 300 })
    await d.provider.query(d.ctx, randomUUIDv7())
    const late = { kind: 'late', ms: 5000 } as const
    d.fake.fail(d.merchant, late, late, late)
    const asked = payment()
    expect(await code(d.provider.prepare(d.ctx, asked))).toBe('wechat_pay_unreachable')
    expect(await d.provider.prepare(d.ctx, asked)).toMatchObject({ kind: 'call' })
    expect(d.merchant.orders.size).toBe(1)
  })
  test('being asked too often is not answered by asking more', async () => {
    const d = await desk()
    d.fake.fail(d.merchant, { kind: 'frequency_limited' })
    expect(await code(d.provider.prepare(d.ctx, payment()))).toBe('wechat_pay_busy')
    expect(d.fake.asked(d.merchant).filter((r) => r.startsWith('POST'))).toHaveLength(1)
  })
  test('an answer without its signature, with a wrong one, or of somebody in between is not believed', async () => {
    const d = await desk()
    const asked = await paid(d)
    d.fake.fail(d.merchant, { kind: 'unsigned' }, { kind: 'forged' }, { kind: 'garbage' })
    for (let i = 0; i < 3; i++)
      expect(await code(d.provider.query(d.ctx, asked.paymentId))).toBe('wechat_pay_unverified')
    d.fake.fail(d.merchant, { kind: 'unsigned' })
    // Not even a refusal: "there is no such order" would let a payment be forgotten.
    expect(await code(d.provider.query(d.ctx, randomUUIDv7()))).toBe('wechat_pay_unverified')
    expect(await d.provider.query(d.ctx, asked.paymentId)).toMatchObject({ state: 'paid' })
  })
})

test('callbacks that are repeated, come the wrong way round or again and again mean the same', async () => {
  const d = await desk({ merchant: { balanceFen: 100_000 } })
  const asked = payment()
  await d.provider.prepare(d.ctx, asked)
  d.fake.postman.hold()
  d.fake.pay(d.merchant, number(asked.paymentId))
  const back = refundOf(asked, 100)
  await d.provider.refund(d.ctx, back)
  d.fake.settle(d.merchant, number(back.refundId), 'SUCCESS')
  await d.fake.postman.release((held) => [...held, ...held].reverse())
  // Both belong to the payment, twice each; the refund's came first.
  const told = hook.words.filter((word) => word.paymentId === asked.paymentId)
  expect(told.map((word) => word.kind)).toEqual(['refund', 'payment', 'refund', 'payment'])
  expect(told[0]).toEqual(told[2])
  // A payment's word is of when it was paid, whatever came since.
  expect(told[1]).toEqual(told[3])
  expect(told[1]).toMatchObject({ state: 'paid', amountFen: 12_345 })
})

test('a callback that we could not take is sent again until we do', async () => {
  const d = await desk()
  const asked = payment()
  await d.provider.prepare(d.ctx, asked)
  await d.fake.postman.release()
  hook.breakNext(4)
  d.fake.pay(d.merchant, number(asked.paymentId))
  // The word is with us before its sender knows that it was taken.
  const tries = () => d.fake.postman.tries.filter((t) => t.url.endsWith(d.ctx.tenantId))
  await expect.poll(() => tries().map((t) => t.status)).toEqual([500, 500, 500, 500, 204])
  expect(hook.words.filter((word) => word.paymentId === asked.paymentId)).toHaveLength(1)
})

test('a machine whose clock is off asks the platform what time it is', async () => {
  const d = await desk()
  const wrong = { ...d.ctx, now: () => new Date(Date.now() - 20 * 60_000) }
  const asked = payment({ expiresAt: new Date(Date.now() + 3_600_000) })
  const prepared = await d.provider.prepare(wrong, asked)
  expect(prepared).toMatchObject({ kind: 'call' })
  d.fake.postman.hold()
  d.fake.pay(d.merchant, number(asked.paymentId))
  const told = d.fake.told(d.merchant, { outTradeNo: number(asked.paymentId) })
  expect(
    await d.provider.readCallback(wrong, { ...told, body: Buffer.from(told.body) }),
  ).toMatchObject({ state: 'paid' })
  // Once is enough.
  const before = d.fake.asked(d.merchant).length
  await d.provider.query(wrong, asked.paymentId)
  expect(d.fake.asked(d.merchant).length - before).toBe(1)
})
