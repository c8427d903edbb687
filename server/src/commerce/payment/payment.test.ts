import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { addPerson } from '../../org/testing.ts'
import { createHttp } from '../../platform/http.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { expireOrders } from '../checkout/jobs.ts'
import { getOwnOrder } from '../checkout/own-order.ts'
import { cancelOrder } from '../checkout/settle.ts'
import { TEST_KEY, type TestShop, testShop } from '../checkout/testing.ts'
import { listLevels } from '../stock/queries.ts'
import { revenue, told } from '../testing.ts'
import { receivePayments } from './callback-routes.ts'
import { listStatements, noteDifference } from './differences.ts'
import { switchProvider } from './payment-settings.ts'
import { askProviders, beginPayment, getPayment, paymentsOf } from './payments.ts'
import {
  type PaymentProvider,
  type PaymentWord,
  providerOf,
  usePaymentProviders,
} from './provider.ts'
import { refundsOf, retryRefund, sendRefunds } from './send-refunds.ts'
import { compareDay, compareMissing, dayOf, differencesOf } from './statement.ts'
import { createTestProvider, payAtTill, signTest } from './test-provider.ts'
import { applyPaymentWord } from './words.ts'

let ctx: TestCtx
let shop: TestShop
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 3 })
})

const begin = async (id: string) =>
  (await beginPayment(ctx, id, { provider: 'test', way: 'test' })).id
const stateOf = async (id: string) => (await getOwnOrder(ctx, id)).state
const later = (minutes: number): TestCtx => {
  const at = new Date(Date.now() + minutes * 60_000)
  return { ...ctx, now: () => at }
}
const held = async () => {
  const level = (await listLevels(ctx, { limit: 50 })).items.find((item) => item.sku === 'tea')
  return [level?.on_hand, level?.reserved]
}

describe('what the provider says', () => {
  test('64 times at once and in any order, it is paid once', async () => {
    const id = await shop.place({ tea: 1 })
    const paymentId = await begin(id)
    const paid = await payAtTill(ctx, paymentId)
    const closed: PaymentWord = { kind: 'payment', paymentId, state: 'closed' }
    await applyPaymentWord(ctx, 'test', closed)
    expect(await stateOf(id)).toBe('to_pay')
    await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        applyPaymentWord(ctx, 'test', n % 3 === 0 ? closed : paid),
      ),
    )
    expect(await stateOf(id)).toBe('to_pick_up')
    expect(await getPayment(ctx, paymentId)).toMatchObject({ state: 'paid', pays: true })
    expect(await held()).toEqual([2, 0])
    expect(await revenue(ctx)).toBe(1000)
    expect(await refundsOf(ctx, id)).toEqual([])
  })

  test('another amount or currency pays nothing and waits for somebody', async () => {
    const id = await shop.place({ tea: 1 })
    const paymentId = await begin(id)
    const paid = await payAtTill(ctx, paymentId)
    await applyPaymentWord(ctx, 'test', { ...paid, amountFen: 999 })
    expect(await stateOf(id)).toBe('to_pay')
    expect(await getPayment(ctx, paymentId)).toMatchObject({
      ...{ state: 'mismatched', paid_fen: 999, fault: 'amount_differs' },
    })
    await applyPaymentWord(ctx, 'test', paid)
    expect(await stateOf(id)).toBe('to_pay')
  })

  test('of a payment that is another provider’s or brand’s is nothing known', async () => {
    const paymentId = await begin(await shop.place({ tea: 1 }))
    const paid = await payAtTill(ctx, paymentId)
    await expect(applyPaymentWord(ctx, 'wechat_pay', paid)).rejects.toMatchObject({ status: 404 })
    await expect(applyPaymentWord(await testCtx(), 'test', paid)).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('what is too much goes back by itself', () => {
  const sent = async (at: TestCtx, id: string) => {
    await sendRefunds(at, eachBrand(at))
    return refundsOf(ctx, id)
  }

  test('paid after its time, it is an order again when everything is there still', async () => {
    const id = await shop.place({ tea: 1 })
    const paymentId = await begin(id)
    const late = later(16)
    await expireOrders(late, eachBrand(late))
    expect(await stateOf(id)).toBe('cancelled')
    // The provider's own clock was behind: she paid before it was closed there.
    await sql`update test_payment set state = 'waiting' where id = ${paymentId}`.execute(ctx.pg)
    await applyPaymentWord(late, 'test', await payAtTill(late, paymentId))
    expect(await stateOf(id)).toBe('to_pick_up')
    expect(await held()).toEqual([2, 0])
    expect((await told(ctx)).map((e) => e.name)).toEqual([
      ...['order_placed', 'order_cancelled', 'order_paid'],
    ])
  })

  test('paid after its time, when others have bought it, the money goes back', async () => {
    const id = await shop.place({ tea: 2 })
    const paymentId = await begin(id)
    const late = later(16)
    await expireOrders(late, eachBrand(late))
    await shop.place({ tea: 3 })
    await sql`update test_payment set state = 'waiting' where id = ${paymentId}`.execute(ctx.pg)
    await applyPaymentWord(late, 'test', await payAtTill(late, paymentId))
    expect(await stateOf(id)).toBe('cancelled')
    expect(await held()).toEqual([3, 3])
    expect(await sent(late, id)).toMatchObject([
      { state: 'done', amount_fen: 2000, cause: 'not_needed', reason: 'stock_short' },
    ])
    expect(await revenue(ctx)).toBe(0)
  })

  test('paid after she had cancelled, or by two payments, what is not needed goes back', async () => {
    const [cancelled, twice] = [await shop.place({ tea: 1 }), await shop.place({ tea: 1 })]
    const first = await begin(cancelled)
    await cancelOrder(ctx, cancelled, 'asked')
    await applyPaymentWord(ctx, 'test', await payAtTill(ctx, first))
    const one = await begin(twice)
    await applyPaymentWord(ctx, 'test', { kind: 'payment', paymentId: one, state: 'closed' })
    const two = await begin(twice)
    await applyPaymentWord(ctx, 'test', await payAtTill(ctx, two))
    await applyPaymentWord(ctx, 'test', await payAtTill(ctx, one))
    expect(await sent(ctx, cancelled)).toMatchObject([{ reason: 'order_cancelled', state: 'done' }])
    expect(await refundsOf(ctx, twice)).toMatchObject([
      { payment_id: one, reason: 'paid_twice', state: 'done', amount_fen: 1000 },
    ])
    expect((await paymentsOf(ctx, twice)).map((p) => p.pays)).toEqual([false, true])
  })
})

describe('when something is cut off in between', () => {
  test('a payment whose callback never came is asked after', async () => {
    const id = await shop.place({ tea: 1 })
    await payAtTill(ctx, await begin(id))
    const soon = later(1)
    await askProviders(soon, eachBrand(soon))
    expect(await stateOf(id)).toBe('to_pick_up')
  })

  test('a payment that never reached the provider is closed, and another one can be begun', async () => {
    const id = await shop.place({ tea: 1 })
    const paymentId = await begin(id)
    await sql`delete from test_payment where id = ${paymentId}`.execute(ctx.pg)
    const soon = later(1)
    await askProviders(soon, eachBrand(soon))
    expect((await getPayment(ctx, paymentId)).state).toBe('closed')
    expect(await begin(id)).not.toBe(paymentId)
  })

  test('a refund whose answer was lost is sent again under its id and goes back once', async () => {
    const id = await shop.place({ tea: 1 })
    const paymentId = await begin(id)
    await cancelOrder(ctx, id, 'asked')
    await applyPaymentWord(ctx, 'test', await payAtTill(ctx, paymentId))
    const real = createTestProvider(TEST_KEY)
    const asked: string[] = []
    const lossy: PaymentProvider = {
      ...real,
      async refund(at, refund) {
        const word = await real.refund(at, refund)
        if (at.tenantId !== ctx.tenantId) return word
        asked.push(refund.refundId)
        if (asked.length === 1) throw new Error('the line dropped')
        return word
      },
    }
    usePaymentProviders([lossy])
    await sendRefunds(ctx, eachBrand(ctx))
    expect(await refundsOf(ctx, id)).toMatchObject([
      { state: 'requested', fault: 'the line dropped' },
    ])
    const soon = later(2)
    await sendRefunds(soon, eachBrand(soon))
    expect(await refundsOf(ctx, id)).toMatchObject([{ state: 'done', fault: null, tries: 2 }])
    expect(new Set(asked).size).toBe(1)
    const { rows } = await sql<{ n: number }>`select count(*) as n from test_refund
      where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(rows[0]?.n).toBe(1)
  })

  test('a refund the provider refuses waits for somebody, who may try it again', async () => {
    const id = await shop.place({ tea: 1 })
    const paymentId = await begin(id)
    await cancelOrder(ctx, id, 'asked')
    await applyPaymentWord(ctx, 'test', await payAtTill(ctx, paymentId))
    await sql`update test_payment set state = 'closed' where id = ${paymentId}`.execute(ctx.pg)
    await sendRefunds(ctx, eachBrand(ctx))
    const [failed] = await refundsOf(ctx, id)
    expect(failed).toMatchObject({ state: 'failed' })
    await sql`update test_payment set state = 'paid' where id = ${paymentId}`.execute(ctx.pg)
    await retryRefund(ctx, failed?.id ?? '')
    await sendRefunds(ctx, eachBrand(ctx))
    expect(await refundsOf(ctx, id)).toMatchObject([{ state: 'done' }])
  })
})

describe('callbacks', () => {
  const callback = async (tenant: string, body: Buffer, signature: string) => {
    const app = await createHttp({
      ...{ log: ctx.log, trustProxy: 0, collect: () => false },
      authenticate: () => Promise.reject(new Error('public only')),
    })
    receivePayments(app, (tenantId) => ({ ...ctx, tenantId }))
    const { statusCode } = await app.inject({
      ...{ method: 'POST', url: `/hooks/pay/test/${tenant}`, payload: body },
      headers: { 'x-test-signature': signature, 'content-type': 'application/json' },
    })
    await app.close()
    return statusCode
  }

  test('are taken when they are signed for this brand, and forged ones change nothing', async () => {
    const id = await shop.place({ tea: 1 })
    const paymentId = await begin(id)
    await payAtTill(ctx, paymentId)
    const body = Buffer.from(JSON.stringify({ kind: 'payment', id: paymentId }))
    const other = await testCtx()
    expect(await callback(ctx.tenantId, body, '00')).toBe(401)
    expect(await callback(ctx.tenantId, body, signTest(TEST_KEY, other.tenantId, body))).toBe(401)
    const altered = Buffer.from(`${body.toString()} `)
    expect(await callback(ctx.tenantId, altered, signTest(TEST_KEY, ctx.tenantId, body))).toBe(401)
    expect(await stateOf(id)).toBe('to_pay')
    for (let n = 0; n < 2; n++)
      expect(await callback(ctx.tenantId, body, signTest(TEST_KEY, ctx.tenantId, body))).toBe(200)
    expect(await stateOf(id)).toBe('to_pick_up')
    expect(await callback(other.tenantId, body, signTest(TEST_KEY, other.tenantId, body))).toBe(404)
  })
})

test('the test provider is off until the brand switches it on', async () => {
  const id = await shop.place({ tea: 1 })
  await switchProvider(ctx, 'test', false)
  await expect(begin(id)).rejects.toMatchObject({ code: 'provider_off' })
})

describe('the statement of a day', () => {
  test('agrees with what we know, and every difference is named', async () => {
    const id = await shop.place({ tea: 1 })
    const paymentId = await begin(id)
    await applyPaymentWord(ctx, 'test', await payAtTill(ctx, paymentId))
    const day = dayOf((await getPayment(ctx, paymentId)).paid_at ?? new Date())
    expect(await compareDay(ctx, 'test', day)).toMatchObject({
      ...{ lines: 1, amount_fen: 1000, differences: [] },
    })
    const unheard = await begin(await shop.place({ tea: 1 }))
    await payAtTill(ctx, unheard)
    expect((await compareDay(ctx, 'test', day)).differences).toEqual([
      { kind: 'payment', id: unheard, code: 'state_differs', our_fen: 1000, their_fen: 1000 },
    ])
    // What they say is paid is asked after at once.
    await askProviders(ctx, eachBrand(ctx))
    expect((await compareDay(ctx, 'test', day)).differences).toEqual([])
    expect(providerOf('test')).toBeDefined()
  })

  test('a difference leads to its order, is told to who decides about refunds, and is seen to with a note', async () => {
    const owner = await addPerson(ctx, 'owner')
    const order = await shop.place({ tea: 1 })
    const paymentId = await begin(order)
    await applyPaymentWord(ctx, 'test', await payAtTill(ctx, paymentId))
    const paidAt = (await getPayment(ctx, paymentId)).paid_at ?? new Date()
    const day = dayOf(paidAt)
    // The provider took another amount than we wrote down.
    await sql`update test_payment set amount_fen = 900 where tenant_id = ${ctx.tenantId} and id = ${paymentId}`.execute(
      ctx.pg,
    )
    // Two days on: nobody could be asked on the morning after, and the day is compared still, once.
    const night = { ...ctx, now: () => new Date(paidAt.getTime() + 2 * 86_400_000) }
    await compareMissing(night, eachBrand(night))
    const [, statement] = await listStatements(ctx, 10)
    const { number } = await getOwnOrder(ctx, order)
    const difference = { kind: 'payment' as const, id: paymentId, code: 'amount_differs' }
    expect(statement).toMatchObject({
      ...{ provider: 'test', day, open: 1, amount_fen: 900 },
      differences: [
        {
          ...difference,
          our_fen: 1000,
          their_fen: 900,
          order_id: order,
          order_number: number,
          note: null,
        },
      ],
    })
    const told = async () =>
      (
        await sql<{ kind: string; params: object; user_id: string }>`
        select kind, params, user_id from notice where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
      ).rows
    expect(await told()).toEqual([
      { kind: 'statement_differs', params: { day, differences: 1 }, user_id: owner.id },
    ])
    await compareMissing(night, eachBrand(night))
    expect(await told()).toHaveLength(1)
    const at = { provider: 'test', day }
    await expect(
      noteDifference(ctx, { ...at, ...difference, code: 'not_ours' }, 'x'),
    ).rejects.toMatchObject({ status: 404 })
    expect(await noteDifference(ctx, { ...at, ...difference }, '少收一元，已补记')).toMatchObject({
      open: 0,
      differences: [{ note: { words: '少收一元，已补记' } }],
    })
    // Compared again, what was found out stays.
    await compareDay(ctx, 'test', day)
    expect((await listStatements(ctx, 10)).find((one) => one.day === day)).toMatchObject({
      open: 0,
    })
    const other = await testCtx()
    await expect(noteDifference(other, { ...at, ...difference }, 'x')).rejects.toMatchObject({
      status: 404,
    })
  })

  test('knows what is theirs only, ours only, and of another amount', () => {
    const theirs = (id: string, amountFen: number) => ({
      ...{ kind: 'payment' as const, id, amountFen, feeFen: 0, at: new Date(0), providerRef: id },
    })
    const ours = (id: string, amount_fen: number, is_of_day = true) => ({
      ...{ kind: 'payment' as const, id, amount_fen, is_done: true, is_of_day },
    })
    expect(
      differencesOf(
        [theirs('a', 1), theirs('b', 2), theirs('c', 3)],
        [ours('b', 2), ours('c', 4), ours('d', 5), ours('e', 6, false)],
      ).map(({ id, code }) => `${id} ${code}`),
    ).toEqual(['a not_ours', 'c amount_differs', 'd not_theirs'])
  })
})
