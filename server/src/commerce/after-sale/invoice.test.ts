import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listMessages } from '../../messages/index.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { type TestShop, testShop } from '../checkout/testing.ts'
import { usePricing } from '../quote/ports.ts'
import { payOrder } from '../testing.ts'
import { approveAfterSale, requestAfterSale } from './after-sales.ts'
import { type InvoiceFilter, listInvoices } from './invoice-list.ts'
import { decideInvoice, invoiceOf, requestInvoice } from './invoices.ts'

let ctx: TestCtx
let shop: TestShop
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 10 })
})
afterEach(() => usePricing({}))

/** An hour ago, as the clock of what comes before. */
const before = (): TestCtx => ({ ...ctx, now: () => new Date(Date.now() - 3_600_000) })

const person = { kind: 'person' as const, title: '李雷', tax_number: null, email: null }
const paid = async (lines: Record<string, number>) => {
  const id = await shop.place(lines)
  await payOrder(ctx, id)
  return id
}
const giveBack = async (id: string, quantity: number) => {
  const { id: sale } = await requestAfterSale(ctx, id, {
    ...{ key: randomUUID(), kind: 'money', reason: 'broken' },
    lines: [{ sku: 'tea', quantity }],
  })
  await approveAfterSale(ctx, sale, '')
}
const listed = async (filter: InvoiceFilter = {}) =>
  (await listInvoices(ctx, { ...filter, limit: 50 })).items

test('an invoice is over the money that was paid and did not go back, without stored value', async () => {
  usePricing({
    stored_value: { load: async () => 1, rule: () => ({ takes: [{ id: 's', fen: 700 }] }) },
  })
  const id = await paid({ tea: 2 })
  await requestInvoice(ctx, id, person)
  expect(await listed()).toMatchObject([{ order_id: id, amount_fen: 1300, back_since_fen: 0 }])
  await giveBack(id, 1)
  expect(await listed()).toMatchObject([{ order_id: id, amount_fen: 650 }])
})

test('an order whose money went back, or that cost none, has no invoice', async () => {
  const id = await paid({ tea: 1 })
  await giveBack(id, 1)
  await expect(requestInvoice(ctx, id, person)).rejects.toMatchObject({
    code: 'nothing_to_invoice',
  })
  expect(await listed()).toEqual([])
})

test('refused, it is asked for again as mended, and each answer is told once', async () => {
  const id = await paid({ tea: 1 })
  await requestInvoice(before(), id, { ...person, tax_number: '91310000MA1K' })
  expect((await invoiceOf(ctx, id))?.tax_number).toBeNull()
  await decideInvoice(before(), id, 'refused', '抬头有误')
  const company = { ...person, kind: 'company' as const, title: '清和茶业', tax_number: '9131' }
  await requestInvoice(ctx, id, company)
  expect(await listed({ state: 'requested' })).toMatchObject([{ title: '清和茶业', answer: '' }])
  await decideInvoice(ctx, id, 'issued', '24312000000123456789')
  await expect(decideInvoice(ctx, id, 'refused', 'x')).rejects.toMatchObject({
    code: 'invoice_state',
  })
  const { items } = await listMessages(ctx, { limit: 50 })
  expect(items.map(({ kind }) => kind).filter((kind) => kind.startsWith('invoice'))).toEqual([
    'invoice_issued',
    'invoice_refused',
  ])
  expect(items[0]?.text).toContain('24312000000123456789')
})

test('money that goes back after an invoice was issued is shown: a red one is owed', async () => {
  const [some, none] = [await paid({ tea: 2 }), await paid({ tea: 1 })]
  for (const id of [some, none]) {
    await requestInvoice(ctx, id, person)
    await decideInvoice(before(), id, 'issued', `no ${id}`)
  }
  await giveBack(some, 1)
  expect(await listed({ to_redden: true })).toMatchObject([
    { order_id: some, back_since_fen: 1000, amount_fen: 1000 },
  ])
  expect(await listed({ q: '没有' })).toEqual([])
  expect((await listed({ q: '李' })).length).toBe(2)
})
