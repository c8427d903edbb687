// A live pre-sale for tests, bought through the real checkout.
import { randomUUID } from 'node:crypto'
import { checks as commerceChecks, placeOrder, priceCheckout } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { createActivity, publishActivity } from '../activities/activities.ts'
import { checks } from '../checks.ts'
import type { ItemFields } from './items.ts'
import { createPreSale, type PreSaleFields, setPreSaleState } from './pre-sales.ts'

const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const after = (ctx: Ctx, ms: number) => new Date(ctx.now().getTime() + ms).toISOString()

export async function preSaleActivity(ctx: Ctx): Promise<string> {
  const { id } = await createActivity(ctx, {
    ...{
      name: '年货节',
      starts_at: after(ctx, -DAY),
      ends_at: after(ctx, 60 * DAY),
      owner_id: null,
    },
    ...{ audiences: [], goods: {}, storefronts: [], carriers: [], budget_fen: null },
    short_objective: { measure: 'orders', target: 10, note: '' },
    long_objective: { measure: 'new_customers', target: 10, note: '' },
  })
  await publishActivity(ctx, id)
  return id
}

/** Deposits for a day from now, balances for two days after three days, shipping after ten. */
export const windows = (ctx: Ctx) => ({
  ...{ deposit_from: after(ctx, -HOUR), deposit_until: after(ctx, DAY) },
  ...{ balance_from: after(ctx, 3 * DAY), balance_until: after(ctx, 5 * DAY) },
  ships_by: after(ctx, 10 * DAY).slice(0, 10),
})

export const IN_BALANCE_WINDOW = 4 * DAY
export const AFTER_IT = 6 * DAY

export interface TestPreSale {
  id: string
  activity: string
  /** An order whose deposit is not paid. */
  order(
    customer: number,
    given?: { quantity?: number; agreed?: boolean; key?: string },
  ): Promise<string>
}

/** Tea at ¥10, with ¥1.50 of earnest money that counts for ¥2, at the storefront `home`: ¥9.50 in the end. */
export async function livePreSale(
  ctx: Ctx,
  given: Partial<ItemFields> & Partial<Omit<PreSaleFields, 'items'>> = {},
): Promise<TestPreSale> {
  const { sku = 'tea', price_fen = 1000, deposit_fen = 150, worth_fen = 200, quota = 10 } = given
  const { sku: _s, price_fen: _p, deposit_fen: _d, worth_fen: _w, quota: _q, ...fields } = given
  const activity = await preSaleActivity(ctx)
  const { id } = await createPreSale(ctx, activity, {
    ...{ name: '春茶预售', deposit_kind: 'earnest', per_customer: null, ...windows(ctx) },
    ...fields,
    items: [{ sku, price_fen, deposit_fen, worth_fen, quota }],
  })
  await setPreSaleState(ctx, id, 'live')
  return {
    ...{ id, activity },
    async order(customer, { quantity = 1, agreed = true, key = randomUUID() } = {}) {
      const basket = {
        ...{ storefront: 'home', customerId: customer, address: null, couponCodes: [] },
        ...{ pointsWanted: 0, storedValueWanted: 0, lines: [{ sku, quantity }] },
        preSale: { id, agreed },
      }
      const { quoted } = await priceCheckout(ctx, basket)
      return placeOrder(ctx, {
        ...basket,
        ...{ key, expectedDueFen: quoted.dueFen, note: '', staffId: null },
      })
    },
  }
}

const CHECKED = [
  ...['promotion.pre_sales', 'commerce.own_orders', 'commerce.payments', 'commerce.deposits'],
  'commerce.after_sales',
]
/** Nothing that the checks look at is out of place in this brand. */
export async function soundDeposits(ctx: Ctx): Promise<void> {
  const all = [...checks, ...commerceChecks].filter(({ name }) => CHECKED.includes(name))
  for (const check of all) {
    const { differences } = await check.compare(ctx)
    const mine = differences.filter((one) => one.tenant === ctx.tenantId)
    if (mine.length > 0) throw new Error(`${check.name}: ${JSON.stringify(mine)}`)
  }
}
