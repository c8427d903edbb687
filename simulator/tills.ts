// What the till of a store rings up for members: priced as everywhere, handed over at once, and one sale of which
// part came back.
import { PRODUCTS, STORES, staffOf } from './brand.ts'
import { randomOf } from './random.ts'
import { ask, type Door } from './sender.ts'
import { HOME } from './storefront.ts'
import type { Plan } from './world.ts'

/** Where the shop's stock is. */
const STORE = STORES[0]?.id ?? ''
const SALES = 9
const CAME_BACK = 4
const TENDERS = ['微信', '支付宝', '现金']
const receiptOf = (n: number) => `JA${String(n + 1).padStart(6, '0')}`

/** Told before: the same receipt is the same sale. */
export async function ringUp(door: Door, plan: Plan, customers: readonly number[]): Promise<void> {
  const staff = staffOf(STORE)
  for (const [n, customer] of customers.slice(0, SALES).entries()) {
    const random = randomOf(plan.seed, 'till', n)
    const skus = new Set([random.pick(PRODUCTS).sku, random.pick(PRODUCTS).sku])
    const lines = [...skus].map((sku) => ({ sku, quantity: random.chance(0.25) ? 2 : 1 }))
    const basket = { store: STORE, storefront: HOME, customer_id: customer, lines }
    const quote = await ask<{ due_fen?: number; coupon_codes: string[] }>(
      door,
      'POST',
      '/pos/quote',
      { body: basket, passes: [409] },
    )
    if (quote.due_fen === undefined) continue
    const sold = await ask<{ order_id?: string }>(door, 'POST', '/pos/commit', {
      body: {
        ...{ ...basket, coupon_codes: quote.coupon_codes, expected_due_fen: quote.due_fen },
        ...{ receipt: receiptOf(n), tender: random.pick(TENDERS) },
        staff_id: random.chance(0.7) ? random.pick(staff).id : null,
      },
      // Sold out meanwhile, or sold before at another price.
      passes: [409, 422],
    })
    const [line] = lines
    if (sold.order_id !== undefined && n === CAME_BACK && line)
      await ask(door, 'POST', '/pos/refund', {
        body: {
          ...{ store: STORE, receipt: receiptOf(n), refund_receipt: `${receiptOf(n)}T` },
          ...{ lines: [{ sku: line.sku, quantity: 1 }], reason: '未拆封，换了口味' },
        },
        passes: [409],
      })
  }
}
