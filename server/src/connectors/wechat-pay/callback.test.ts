import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sealed, signed } from '../../../../fakes/wechat-pay/keys.ts'
import type { FakeWechatPay } from '../../../../fakes/wechat-pay/server.ts'
import { ForgedCallback } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findAccountShown, saveAccount } from './account.ts'
import { accountOf, type Desk, number, openDesk, paid, payment, startWechatPay } from './testing.ts'

let fake: FakeWechatPay
let desk: Desk
let paymentId: string
beforeAll(async () => {
  fake = await startWechatPay()
  desk = await openDesk(fake)
  ;({ paymentId } = await paid(desk))
})
afterAll(() => fake.stop())

interface Told {
  headers: Record<string, string | undefined>
  body: string
}
const told = (of: Desk = desk, id = paymentId): Told =>
  of.fake.told(of.merchant, { outTradeNo: number(id) })
const read = (given: Told, of: Desk = desk, ctx: Ctx = of.ctx) =>
  of.provider.readCallback(ctx, { headers: given.headers, body: Buffer.from(given.body) })
const forged = (work: Promise<unknown>) => expect(work).rejects.toBeInstanceOf(ForgedCallback)
const later = (ctx: Ctx, seconds: number): Ctx => ({
  ...ctx,
  now: () => new Date(Date.now() + seconds * 1000),
})
/** Signed by the platform, whatever it says. */
function resigned(body: string): Told {
  const headers = told().headers
  const message = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`
  const { key, serial } = fake.platform.of(desk.merchant)
  return {
    headers: {
      ...headers,
      'wechatpay-signature': signed(key, message),
      'wechatpay-serial': serial,
    },
    body,
  }
}

describe('a callback', () => {
  test('of the platform says who paid what', async () => {
    expect(await read(told())).toMatchObject({
      ...{ kind: 'payment', paymentId, state: 'paid', amountFen: 12_345, currency: 'CNY' },
      paidAt: expect.any(Date),
      providerRef: expect.stringMatching(/^4200/),
    })
  })
  test('is forged when a byte of it, its time, its nonce or its signature was changed', async () => {
    const one = told()
    await forged(read({ ...one, body: one.body.replace('支付成功', '支付成功 ') }))
    for (const [name, value] of [
      ['wechatpay-timestamp', String(Number(one.headers['wechatpay-timestamp']) + 1)],
      ['wechatpay-nonce', 'other'],
      ['wechatpay-signature', `WECHATPAY/SIGNTEST/${one.headers['wechatpay-signature']}`],
      ['wechatpay-signature', randomBytes(256).toString('base64')],
      ['wechatpay-serial', fake.platform.publicKey.id],
      ['wechatpay-serial', randomBytes(20).toString('hex')],
      ['wechatpay-timestamp', undefined],
      ['wechatpay-signature', undefined],
    ] as const)
      await forged(read({ ...one, headers: { ...one.headers, [name]: value } }))
  })
  test('is refused when it is five minutes old, or of the future', async () => {
    const one = told()
    expect(await read(one, desk, later(desk.ctx, 290))).toMatchObject({ state: 'paid' })
    await forged(read(one, desk, later(desk.ctx, 302)))
    await forged(read(one, desk, later(desk.ctx, -302)))
  })
  test('replayed in time says the same again, and changes nothing by itself', async () => {
    const one = told()
    expect(await read(one)).toEqual(await read(one))
  })
  test('for another merchant, or another brand, is refused', async () => {
    const other = await openDesk(fake)
    const theirs = await paid(other)
    // It is signed by the platform; but not sealed for us.
    await forged(read(told(other, theirs.paymentId), desk))
    // Two merchants that share a key are still two.
    const twin = await openDesk(fake, { merchant: { apiV3Key: desk.merchant.apiV3Key } })
    const its = await paid(twin)
    await forged(read(told(twin, its.paymentId), desk))
    expect(await read(told(twin, its.paymentId), twin)).toMatchObject({ state: 'paid' })
  })
  test('for an appid that is not the brand’s is refused', async () => {
    const appids = new Set([...desk.merchant.appids, 'wx00000000000000aa'])
    const other = await openDesk(fake, { merchant: { appids } })
    const theirs = await paid(other)
    const order = other.merchant.orders.get(number(theirs.paymentId))
    if (order) order.appid = 'wx00000000000000aa'
    await forged(read(told(other, theirs.paymentId), other))
  })
  test('that is signed and says nothing we know is refused', async () => {
    for (const body of [
      '',
      'null',
      '[]',
      '{}',
      'no json',
      '{"event_type":"TRANSACTION.SUCCESS","resource_type":"encrypt-resource","resource":{}}',
    ])
      await forged(read(resigned(body)))
    const fresh = await openDesk(fake)
    const theirs = await paid(fresh)
    const envelope = JSON.parse(told(fresh, theirs.paymentId).body)
    for (const change of [
      { event_type: 'COUPON.USE' },
      { event_type: 'REFUND.SUCCESS' },
      { resource: { ...envelope.resource, algorithm: 'AEAD_AES_128_GCM' } },
      { resource: { ...envelope.resource, nonce: 'short' } },
      { resource: { ...envelope.resource, associated_data: 'refund' } },
      { resource: { ...envelope.resource, ciphertext: '' } },
    ])
      await forged(read(resigned(JSON.stringify({ ...envelope, ...change })), fresh))
  })
  test('to a brand that has not set it up is refused', async () => {
    const other = await openDesk(fake)
    await sql`delete from wechat_pay_account where tenant_id = ${other.ctx.tenantId}`.execute(
      other.ctx.pg,
    )
    await forged(read(told(), other))
  })
})

describe('certificates', () => {
  test('that change while payments come in are fetched once, and the old ones still count', async () => {
    const own = await startWechatPay()
    try {
      const shop = await openDesk(own)
      const one = await paid(shop)
      const before = told(shop, one.paymentId)
      const fetches = () =>
        own.asked(shop.merchant).filter((r) => r.endsWith('/certificates')).length
      expect(fetches()).toBe(1)
      own.platform.rotate(new Date())
      const after = told(shop, one.paymentId)
      expect(after.headers['wechatpay-serial']).not.toBe(before.headers['wechatpay-serial'])
      expect(await read(after, shop)).toMatchObject({ state: 'paid' })
      expect(await read(before, shop)).toMatchObject({ state: 'paid' })
      expect(await read(after, shop)).toMatchObject({ state: 'paid' })
      expect(fetches()).toBe(2)
      // An answer signed with the newest certificate of all, which no longer hands out the first.
      own.platform.rotate(new Date())
      own.platform.retire()
      expect(await shop.provider.query(shop.ctx, one.paymentId)).toMatchObject({ state: 'paid' })
      expect(fetches()).toBe(3)
    } finally {
      await own.stop()
    }
  })
  test('that change under sixty-four callbacks at once are fetched once, and all of them count', async () => {
    const own = await startWechatPay()
    try {
      const shop = await openDesk(own)
      const one = await paid(shop)
      const before = own.asked(shop.merchant).length
      own.platform.rotate(new Date())
      const all = await Promise.all(
        Array.from({ length: 64 }, () => read(told(shop, one.paymentId), shop)),
      )
      expect(new Set(all.map((word) => word.providerRef)).size).toBe(1)
      expect(own.asked(shop.merchant).length - before).toBe(1)
    } finally {
      await own.stop()
    }
  })
  test('past their time count no more', async () => {
    const shop = await openDesk(fake)
    const one = await paid(shop)
    await sql`update wechat_pay_certificate set expires_at = now() - interval '1 second'
      where tenant_id = ${shop.ctx.tenantId}`.execute(shop.ctx.pg)
    // It is looked for once more, and is still the same.
    await forged(read(told(shop, one.paymentId), shop))
  })
  test('whoever makes numbers up does not have us ask for each', async () => {
    const shop = await openDesk(fake)
    for (let i = 0; i < 30; i++) {
      const one = told()
      const headers = { ...one.headers, 'wechatpay-serial': randomBytes(20).toString('hex') }
      await forged(read({ ...one, headers }, shop))
    }
    expect(fake.asked(shop.merchant).length).toBeLessThanOrEqual(5)
  })
  test('give way to the public key without a pause', async () => {
    const shop = await openDesk(fake)
    const one = await paid(shop)
    shop.merchant.signedBy = 'public_key'
    await forged(read(told(shop, one.paymentId), shop))
    await saveAccount(shop.ctx, shop.deps.secrets, accountOf(fake, shop.merchant))
    expect(await read(told(shop, one.paymentId), shop)).toMatchObject({ state: 'paid' })
    shop.merchant.signedBy = 'certificate'
    expect(await read(told(shop, one.paymentId), shop)).toMatchObject({ state: 'paid' })
  })
})

test('a wrong APIv3 key is noticed by a callback, told on the page, and forgotten once it is right', async () => {
  const shop = await openDesk(fake, { merchant: { signedBy: 'public_key' } })
  const one = await paid(shop)
  const right = shop.merchant.apiV3Key
  shop.merchant.apiV3Key = createHash('sha256').update(right).digest('hex').slice(0, 32)
  await forged(read(told(shop, one.paymentId), shop))
  expect(await findAccountShown(shop.ctx)).toMatchObject({ problem: 'api_v3_key_wrong' })
  shop.merchant.apiV3Key = right
  expect(await read(told(shop, one.paymentId), shop)).toMatchObject({ state: 'paid' })
  expect(await findAccountShown(shop.ctx)).toMatchObject({ problem: null })
})

describe('whatever anybody sends', () => {
  const bytes = fc.uint8Array({ maxLength: 400 }).map((a) => Buffer.from(a))
  const text = fc.option(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constant(String(Math.floor(Date.now() / 1000))),
    ),
    { nil: undefined },
  )
  const headers = fc.record({
    'wechatpay-timestamp': text,
    'wechatpay-nonce': text,
    'wechatpay-signature': text,
    'wechatpay-serial': fc.oneof(text, fc.constant('known')),
  })
  test('is a forged callback, and nothing else', async () => {
    const { serial } = fake.platform.of(desk.merchant)
    await fc.assert(
      fc.asyncProperty(headers, bytes, async (given, body) => {
        const known =
          given['wechatpay-serial'] === 'known' ? { ...given, 'wechatpay-serial': serial } : given
        await forged(desk.provider.readCallback(desk.ctx, { headers: known, body }))
      }),
      { numRuns: 300 },
    )
  })
  test('is one even when the platform had signed it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc
            .record({
              event_type: fc.constantFrom('TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'X'),
              resource_type: fc.constant('encrypt-resource'),
              resource: fc.record({
                algorithm: fc.constantFrom('AEAD_AES_256_GCM', 'x'),
                ciphertext: fc.base64String({ maxLength: 200 }),
                nonce: fc.string({ maxLength: 14 }),
                associated_data: fc.option(fc.string({ maxLength: 10 }), { nil: undefined }),
              }),
            })
            .map((body) => JSON.stringify(body)),
        ),
        async (body) => {
          await forged(read(resigned(body)))
        },
      ),
      { numRuns: 200 },
    )
  })
})

test('what is sealed for us but is no payment is a forged callback', async () => {
  const of = (event: string, resource: unknown) =>
    resigned(
      JSON.stringify({
        ...{ id: randomUUIDv7(), event_type: event, resource_type: 'encrypt-resource' },
        resource: sealed(desk.merchant.apiV3Key, JSON.stringify(resource) ?? '', 'transaction'),
      }),
    )
  const base = {
    ...{ appid: [...desk.merchant.appids][0], mchid: desk.merchant.mchid },
    out_trade_no: number(payment().paymentId),
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'REFUND.ABNORMAL'),
      fc.oneof(
        fc.jsonValue(),
        fc
          .record({
            trade_state: fc.oneof(
              fc.string(),
              fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)),
            ),
            amount: fc.jsonValue(),
          })
          .map((r) => ({ ...base, ...r })),
        fc.constant({ ...base, trade_state: 'SUCCESS' }),
        fc.constant({
          ...base,
          trade_state: 'SUCCESS',
          amount: { total: -1 },
          transaction_id: 'x',
        }),
      ),
      async (event, resource) => {
        await forged(read(of(event, resource)))
      },
    ),
    { numRuns: 200 },
  )
})
