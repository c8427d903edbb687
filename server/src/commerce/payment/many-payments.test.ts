import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { getOwnOrder } from '../checkout/own-order.ts'
import { cancelOrder } from '../checkout/settle.ts'
import { testShop } from '../checkout/testing.ts'
import { beginPayment, getPayment, paymentsOf } from './payments.ts'
import { refundsOf } from './send-refunds.ts'
import { payAtTill, tillOf } from './test-provider.ts'
import { applyPaymentWord } from './words.ts'

const begin = (ctx: TestCtx, id: string) => beginPayment(ctx, id, { provider: 'test', way: 'test' })
const ordersOf = (shop: Awaited<ReturnType<typeof testShop>>, count: number) =>
  Promise.all(Array.from({ length: count }, () => shop.place({ tea: 1, pot: 1 })))

test('of many payments that are begun at the same moment each is of its own order, and begun with the provider', async () => {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 100, pot: 100 })
  const orders = await ordersOf(shop, 20)
  const [cancelled = '', ...others] = orders
  await cancelOrder(ctx, cancelled, 'asked')
  const unknown = '00000000-0000-4000-8000-000000000000'
  const told = await Promise.allSettled([...orders, unknown].map((id) => begin(ctx, id)))
  expect(told.filter((one) => one.status === 'rejected')).toMatchObject([
    { reason: { code: 'order_state' } },
    { reason: { code: 'order_not_found' } },
  ])
  const begun = told.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(begun.map((payment) => payment.order_id).sort()).toEqual(others.toSorted())
  for (const { id, order_id, amount_fen, prepared } of begun) {
    const order = await getOwnOrder(ctx, order_id)
    expect(amount_fen).toBe(order.due_fen)
    expect(prepared).toEqual({ kind: 'open', url: `/pay/test/${ctx.tenantId}/${id}` })
    expect(await getPayment(ctx, id)).toMatchObject({ state: 'waiting', prepared })
    expect(await tillOf(ctx, id)).toMatchObject({
      ...{ amount_fen, currency: order.currency, state: 'waiting' },
      description: expect.stringMatching(/ …$/),
    })
  }
})

test('sixty-four taps on one button begin one payment', async () => {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 10, pot: 10 })
  const orders = await ordersOf(shop, 4)
  const taps = Array.from({ length: 64 }, (_, i) => orders[i % orders.length] ?? '')
  const begun = await Promise.all(taps.map((id) => begin(ctx, id)))
  for (const id of orders) {
    const mine = new Set(begun.filter((one) => one.order_id === id).map((one) => one.id))
    expect(mine.size).toBe(1)
    expect((await paymentsOf(ctx, id)).map((payment) => payment.id)).toEqual([...mine])
  }
})

test('payments that are begun, paid and called off at the same moment end as one of them would alone', async () => {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 200, pot: 200 })
  const orders = await ordersOf(shop, 64)
  const go = async (id: string, at: number) => {
    const payment = await begin(ctx, id)
    const paying = payAtTill(ctx, payment.id).then((word) => applyPaymentWord(ctx, 'test', word))
    const again = begin(ctx, id)
    const callingOff = at % 3 === 0 ? cancelOrder(ctx, id, 'asked') : Promise.resolve()
    const [paid] = await Promise.allSettled([paying, again, callingOff])
    expect(paid).toMatchObject({ status: 'fulfilled' })
    return payment.id
  }
  const paid = await Promise.all(orders.map(go))
  for (const [i, id] of orders.entries()) {
    const { state } = await getOwnOrder(ctx, id)
    const back = await refundsOf(ctx, id)
    const payments = await paymentsOf(ctx, id)
    expect(payments.find((payment) => payment.id === paid[i])).toMatchObject({ state: 'paid' })
    // Whoever was first; money for what was called off goes back.
    if (state === 'cancelled') expect(back).toMatchObject([{ reason: 'order_cancelled' }])
    else expect([state, back]).toEqual(['to_pick_up', []])
  }
})

test('who pays at the till at the same moment pays each her own, and nobody what is not there', async () => {
  const ctx = await testCtx()
  const stranger = await testCtx()
  const shop = await testShop(ctx, { tea: 100, pot: 100 })
  await testShop(stranger, { tea: 1, pot: 1 })
  const payments = []
  for (const id of await ordersOf(shop, 10)) payments.push(await begin(ctx, id))
  const told = await Promise.allSettled([
    ...payments.map(({ id }) => payAtTill(ctx, id)),
    // Twice, and by somebody who knows another brand's.
    ...payments.map(({ id }) => payAtTill(ctx, id)),
    ...payments.map(({ id }) => payAtTill(stranger, id)),
  ])
  expect(told.slice(20).every((one) => one.status === 'rejected')).toBe(true)
  expect(told.slice(0, 20)).toMatchObject(
    [...payments, ...payments].map(({ id, amount_fen }) => ({
      value: { paymentId: id, state: 'paid', amountFen: amount_fen },
    })),
  )
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from test_payment where tenant_id = ${ctx.tenantId} and state = 'paid'`.execute(
    ctx.pg,
  )
  expect(rows).toEqual([{ n: 10 }])
})
