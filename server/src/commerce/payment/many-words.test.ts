import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { checkoutChecks } from '../checkout/checks.ts'
import { getOwnOrder } from '../checkout/own-order.ts'
import { cancelOrder } from '../checkout/settle.ts'
import { testShop } from '../checkout/testing.ts'
import { listLevels } from '../stock/queries.ts'
import { releaseReserved } from '../stock/reservations.ts'
import { revenue } from '../testing.ts'
import { beginPayment, getPayment } from './payments.ts'
import { refundsOf } from './send-refunds.ts'
import { payAtTill } from './test-provider.ts'
import { applyPaymentWord } from './words.ts'

const differencesOf = async (ctx: TestCtx) => {
  const compared = await Promise.all(checkoutChecks.map((check) => check.compare(ctx)))
  return compared.flatMap(({ differences }) =>
    differences.filter(({ tenant }) => tenant === ctx.tenantId),
  )
}

test('of many that are paid at the same moment each is decided on its own, and told its own reason', async () => {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 64, rare: 1 })
  const begin = async (id: string) =>
    (await beginPayment(ctx, id, { provider: 'test', way: 'test' })).id
  const ordered = async (lines: Record<string, number>) => {
    const id = await shop.place(lines)
    const paymentId = await begin(id)
    return { id, paymentId, word: await payAtTill(ctx, paymentId) }
  }
  const good = await Promise.all(Array.from({ length: 20 }, () => ordered({ tea: 2 })))
  const gone = await ordered({ tea: 1, rare: 1 })
  const cancelled = await ordered({ tea: 1 })
  const cheap = await ordered({ tea: 1 })
  // Its goods are let go of and somebody else has the last of them.
  await releaseReserved(ctx, (await getOwnOrder(ctx, gone.id)).reservation)
  await shop.place({ rare: 1 })
  await cancelOrder(ctx, cancelled.id, 'asked')
  const unknown = { ...cheap.word, paymentId: randomUUID() }
  const words = [
    ...good.slice(0, 10).map((one) => one.word),
    gone.word,
    cancelled.word,
    unknown,
    { ...cheap.word, amountFen: 1 },
    // Said twice.
    ...good.map((one) => one.word),
  ]
  const said = await Promise.allSettled(words.map((word) => applyPaymentWord(ctx, 'test', word)))
  expect(said.filter((one) => one.status === 'rejected')).toMatchObject([
    { reason: { code: 'payment_not_found' } },
  ])
  for (const { id, paymentId } of good) {
    expect(await getOwnOrder(ctx, id)).toMatchObject({ state: 'to_pick_up' })
    expect(await getPayment(ctx, paymentId)).toMatchObject({ state: 'paid', pays: true })
    expect(await refundsOf(ctx, id)).toEqual([])
  }
  const codes = await Promise.all(good.map(({ id }) => getOwnOrder(ctx, id)))
  expect(new Set(codes.map((order) => order.pick_up_code)).size).toBe(good.length)
  expect(await getOwnOrder(ctx, gone.id)).toMatchObject({
    ...{ state: 'cancelled', cancel_reason: 'stock_short' },
  })
  expect(await refundsOf(ctx, gone.id)).toMatchObject([{ reason: 'stock_short' }])
  expect(await refundsOf(ctx, cancelled.id)).toMatchObject([{ reason: 'order_cancelled' }])
  expect(await getOwnOrder(ctx, cheap.id)).toMatchObject({ state: 'to_pay' })
  expect(await getPayment(ctx, cheap.paymentId)).toMatchObject({ state: 'mismatched' })
  expect(await revenue(ctx)).toBe(good.length * 2_000)
  const tea = (await listLevels(ctx, { limit: 50 })).items.find((item) => item.sku === 'tea')
  // The cheap one's is held still.
  expect([tea?.on_hand, tea?.reserved]).toEqual([64 - 2 * good.length, 1])
  expect(await differencesOf(ctx)).toMatchObject([{ id: cheap.id, what: 'payment_mismatched' }])
})

test('payments of several brands at the same moment stay each in its brand', async () => {
  const brands = await Promise.all([testCtx(), testCtx(), testCtx()])
  const orders: { ctx: TestCtx; id: string; paymentId: string }[] = []
  for (const ctx of brands) {
    const shop = await testShop(ctx, { tea: 10 })
    for (let i = 0; i < 5; i++) {
      const id = await shop.place({ tea: 1 })
      const payment = await beginPayment(ctx, id, { provider: 'test', way: 'test' })
      orders.push({ ctx, id, paymentId: payment.id })
    }
  }
  const words = await Promise.all(
    orders.map(async (one) => ({ ...one, word: await payAtTill(one.ctx, one.paymentId) })),
  )
  const stranger = orders[0]?.ctx
  if (!stranger) throw new Error('there are no orders')
  const said = await Promise.allSettled([
    ...words.map(({ ctx, word }) => applyPaymentWord(ctx, 'test', word)),
    // Of another brand's payment is nothing known, also beside those that are.
    ...words
      .filter(({ ctx }) => ctx !== stranger)
      .map(({ word }) => applyPaymentWord(stranger, 'test', word)),
  ])
  expect(said.filter((one) => one.status === 'fulfilled')).toHaveLength(15)
  for (const { ctx, id } of orders)
    expect(await getOwnOrder(ctx, id)).toMatchObject({ state: 'to_pick_up' })
  for (const ctx of brands) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from own_order_change
      where tenant_id = ${ctx.tenantId} and act = 'pay_to_pick_up'`.execute(ctx.pg)
    expect(rows).toEqual([{ n: 5 }])
    expect(await revenue(ctx)).toBe(5_000)
    expect(await differencesOf(ctx)).toEqual([])
  }
})
