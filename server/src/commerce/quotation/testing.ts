// Quotations for tests, in a shop as `testShop` makes it.
import type { Ctx } from '../../platform/ctx.ts'
import { checks } from '../checks.ts'
import { getQuotation } from './queries.ts'
import { sendQuotation } from './send.ts'
import { makeQuotation, type QuotationFields } from './write.ts'

export const DAY = 86_400_000
export const after = (ctx: Ctx, ms: number) => new Date(ctx.now().getTime() + ms).toISOString()

/** Two of tea, listed at ¥10 each, for ¥9.50; valid for a week, paid at once and picked up. */
export const fields = (ctx: Ctx, given: Partial<QuotationFields> = {}): QuotationFields => ({
  ...{ storefront: 'home', store: null, staff_id: null, remarks: '' },
  lines: [{ sku: 'tea', quantity: 2, unit_fen: 950 }],
  ...{ valid_until: after(ctx, 7 * DAY), delivery: 'pick_up', shipping_fen: 0, deposit: null },
  ...given,
})
/** ¥3 of earnest money, the balance within twenty days. */
export const earnest = (ctx: Ctx): NonNullable<QuotationFields['deposit']> => ({
  ...{ kind: 'earnest', fen: 300, balance_until: after(ctx, 20 * DAY) },
  ships_by: after(ctx, 30 * DAY).slice(0, 10),
})

export const draftFor = (ctx: Ctx, customer: number, given: Partial<QuotationFields> = {}) =>
  makeQuotation(ctx, { ...fields(ctx, given), customer_id: customer })

export async function sentTo(ctx: Ctx, customer: number, given: Partial<QuotationFields> = {}) {
  const id = await draftFor(ctx, customer, given)
  await sendQuotation(ctx, id, { revision: 1, reason: '' })
  return id
}

const CHECKED = [
  ...['commerce.quotations', 'commerce.own_orders', 'commerce.payments', 'commerce.deposits'],
  ...['commerce.order_credit', 'commerce.reserved'],
]
/** What the checks find out of place in this brand. */
export async function outOfPlace(ctx: Ctx): Promise<unknown[]> {
  const found: unknown[] = []
  for (const check of checks.filter(({ name }) => CHECKED.includes(name)))
    found.push(
      ...(await check.compare(ctx)).differences.filter((one) => one.tenant === ctx.tenantId),
    )
  return found
}
export const stateOf = async (ctx: Ctx, id: string) => (await getQuotation(ctx, id)).state
