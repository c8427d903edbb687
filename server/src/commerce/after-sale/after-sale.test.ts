import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { checkoutChecks } from '../checkout/checks.ts'
import { getOwnOrder, linesOf } from '../checkout/own-order.ts'
import { type Returned, useOrderParties } from '../checkout/parties.ts'
import { shipOrder } from '../checkout/ship.ts'
import { storefront, type TestShop, testShop } from '../checkout/testing.ts'
import { getOrder } from '../order-list.ts'
import { beginPayment } from '../payment/payments.ts'
import { refundsOf, sendRefunds } from '../payment/send-refunds.ts'
import { payAtTill } from '../payment/test-provider.ts'
import { applyPaymentWord } from '../payment/words.ts'
import { setFreight } from '../quote/freight-templates.ts'
import { usePricing } from '../quote/ports.ts'
import { listLevels } from '../stock/queries.ts'
import { setStorefront } from '../storefront/storefronts.ts'
import { revenue } from '../testing.ts'
import { approveAfterSale, dropAfterSale, goodsCameBack, requestAfterSale } from './after-sales.ts'
import { decideInvoice, requestInvoice } from './invoices.ts'

let ctx: TestCtx
let shop: TestShop
const given: Returned[] = []
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 10, cup: 5 })
  given.length = 0
  useOrderParties([
    {
      ...{ code: 'p', hold: async () => undefined, commit: async () => undefined },
      release: async () => undefined,
      giveBack: async (_ctx, returned) => void given.push(returned),
    },
  ])
})
afterEach(() => {
  useOrderParties([])
  usePricing({})
})

const paidOrder = async (lines: Record<string, number>, more = {}) => {
  const id = await shop.place(lines, more)
  const { id: paymentId } = await beginPayment(ctx, id, { provider: 'test', way: 'test' })
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, paymentId))
  return id
}
const ask = (id: string, lines: Record<string, number>, kind: 'money' | 'return' = 'money') =>
  requestAfterSale(ctx, id, {
    ...{ key: randomUUID(), kind, reason: 'broken' },
    lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
  })
const onHand = async (sku: string) =>
  (await listLevels(ctx, { limit: 50 })).items.find((item) => item.sku === sku)?.on_hand

test('refunds piece by piece come to what was paid, in the books, at the till and with the parties', async () => {
  usePricing({
    offers: { load: async () => 1, rule: () => ({ takes: [{ id: 'cut', fen: 1001 }] }) },
    stored_value: { load: async () => 1, rule: () => ({ takes: [{ id: 's', fen: 700 }] }) },
  })
  const id = await paidOrder({ tea: 3 })
  for (let n = 0; n < 3; n++) await approveAfterSale(ctx, (await ask(id, { tea: 1 })).id, '')
  await sendRefunds(ctx, (tenantId) => ({ ...ctx, tenantId }))
  const back = await refundsOf(ctx, id)
  expect(back.map((refund) => refund.state)).toEqual(['done', 'done', 'done'])
  expect(back.reduce((sum, refund) => sum + refund.amount_fen, 0)).toBe(1999 - 700)
  expect(given.flatMap((r) => r.lines).reduce((sum, l) => sum + l.storedValueFen, 0)).toBe(700)
  expect(given.map((r) => r.isWhole)).toEqual([false, false, true])
  expect(await revenue(ctx)).toBe(0)
  expect(await getOrder(ctx, id)).toMatchObject({ state: 'refunded', refunded_fen: 1999 })
  expect(await getOwnOrder(ctx, id)).toMatchObject({ state: 'closed' })
  expect(await onHand('tea')).toBe(10)
})

test('64 requests at once for the last piece are one, and more than is left is refused', async () => {
  const id = await paidOrder({ tea: 2 })
  const tries = await Promise.allSettled(Array.from({ length: 64 }, () => ask(id, { tea: 2 })))
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  await expect(ask(id, { tea: 1 })).rejects.toMatchObject({ code: 'more_than_left' })
})

test('64 approvals at once pay back once', async () => {
  const id = await paidOrder({ tea: 2 })
  const { id: sale } = await ask(id, { tea: 1 })
  const tries = await Promise.allSettled(
    Array.from({ length: 64 }, () => approveAfterSale(ctx, sale, '')),
  )
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(await refundsOf(ctx, id)).toHaveLength(1)
  expect(await getOrder(ctx, id)).toMatchObject({ refunded_fen: 1000 })
})

test('the same key is the same request; one that is refused gives its part free again', async () => {
  const id = await paidOrder({ tea: 1 })
  const asked = {
    key: 'k',
    kind: 'money' as const,
    reason: 'x',
    lines: [{ sku: 'tea', quantity: 1 }],
  }
  const first = await requestAfterSale(ctx, id, asked)
  expect((await requestAfterSale(ctx, id, asked)).id).toBe(first.id)
  await dropAfterSale(ctx, first.id, 'refused', 'no reason')
  expect((await linesOf(ctx, id))[0]).toMatchObject({ refunded_quantity: 0, refunded_fen: 0 })
  await expect(approveAfterSale(ctx, first.id, '')).rejects.toMatchObject({
    code: 'after_sale_state',
  })
  expect((await ask(id, { tea: 1 })).state).toBe('requested')
})

test('goods that were sent must come back first; then they are on the shelf and the money goes', async () => {
  const rule = { firstG: 1000, firstFen: 800, nextG: 1000, nextFen: 0, freeFromFen: null }
  await setFreight(
    ctx,
    { code: 'std', name: 's', refused: [], rules: [{ regions: [[]], ...rule }] },
    0,
  )
  await setStorefront(ctx, storefront({ freight: 'std', revision: 1 }))
  const address = { name: 'Li', phone: '13800000000', region: ['上海市'], street: '1 Road' }
  const id = await paidOrder({ tea: 2 }, { address })
  await expect(ask(id, { tea: 1 }, 'return')).rejects.toMatchObject({ code: 'not_sent' })
  await shipOrder(ctx, id, { carrier: 'SF', number: '1' })
  const sale = await ask(id, { tea: 2 }, 'return')
  // She pays for what was shipped to her.
  expect(sale).toMatchObject({ amount_fen: 2000, shipping_fen: 0 })
  expect((await approveAfterSale(ctx, sale.id, 'ok')).state).toBe('to_return')
  expect(await refundsOf(ctx, id)).toEqual([])
  expect((await goodsCameBack(ctx, sale.id)).state).toBe('refunded')
  expect(await onHand('tea')).toBe(10)
  expect(await refundsOf(ctx, id)).toMatchObject([{ amount_fen: 2000 }])
})

test('an order never sent goes back with its shipping', async () => {
  const rule = { firstG: 1000, firstFen: 800, nextG: 1000, nextFen: 0, freeFromFen: null }
  await setFreight(
    ctx,
    { code: 'std', name: 's', refused: [], rules: [{ regions: [[]], ...rule }] },
    0,
  )
  await setStorefront(ctx, storefront({ freight: 'std', revision: 1 }))
  const address = { name: 'Li', phone: '13800000000', region: ['上海市'], street: '1 Road' }
  const id = await paidOrder({ tea: 1, cup: 1 }, { address })
  const first = await ask(id, { tea: 1 })
  expect(first.amount_fen).toBe(1000)
  const last = await ask(id, { cup: 1 })
  expect(last).toMatchObject({ amount_fen: 1800, shipping_fen: 800 })
  await approveAfterSale(ctx, last.id, '')
  expect((await getOwnOrder(ctx, id)).state).not.toBe('closed')
  await approveAfterSale(ctx, first.id, '')
  expect((await getOwnOrder(ctx, id)).state).toBe('closed')
  expect(await revenue(ctx)).toBe(0)
})

test('what is not paid has neither after-sale nor invoice; a company’s needs its number', async () => {
  const unpaid = await shop.place({ tea: 1 })
  const invoice = { kind: 'person' as const, title: 'Li', tax_number: null, email: null }
  await expect(ask(unpaid, { tea: 1 })).rejects.toMatchObject({ code: 'order_state' })
  await expect(requestInvoice(ctx, unpaid, invoice)).rejects.toMatchObject({ code: 'order_state' })
  const id = await paidOrder({ tea: 1 })
  await expect(requestInvoice(ctx, id, { ...invoice, kind: 'company' })).rejects.toMatchObject({
    code: 'tax_number_missing',
  })
  await requestInvoice(ctx, id, invoice)
  expect((await decideInvoice(ctx, id, 'issued', 'no. 7')).state).toBe('issued')
  await expect(requestInvoice(ctx, id, invoice)).rejects.toMatchObject({ code: 'invoice_issued' })
})

test('what orders, payments and the books say is one thing, and a difference is found', async () => {
  const id = await paidOrder({ tea: 2, cup: 1 })
  await approveAfterSale(ctx, (await ask(id, { tea: 1 })).id, '')
  await ask(id, { cup: 1 })
  await shop.place({ tea: 1 })
  const found = async () => {
    const differences = await Promise.all(checkoutChecks.map((check) => check.compare(ctx)))
    return differences
      .flatMap((one) => one.differences)
      .filter((one) => one.tenant === ctx.tenantId)
      .map((one) => one.what)
  }
  expect(await found()).toEqual([])
  await sql`update own_order_line set refunded_quantity = 0 where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  await sql`update payment set pays = false where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(await found()).toEqual(expect.arrayContaining(['not_paid', 'claims_differ']))
})
