// What guides have offered to customers who buy much at once: company gifts, agreed on one by one.
import { PRODUCTS, STAFF, STORES } from './brand.ts'
import { wallClock } from './order.ts'
import { ask, type Door } from './sender.ts'
import { HOME, pay } from './storefront.ts'
import { DAY } from './world.ts'

interface Made {
  id: string
  revision: number
  order: { id: string } | null
}
type Fate = 'draft' | 'sent' | 'declined' | 'accepted'
const OFFERS: readonly (readonly [fate: Fate, quantity: number, off: number, remarks: string])[] = [
  ['accepted', 6, 0.08, '企业中秋礼，含定制封套，分两次付款。'],
  ['sent', 4, 0.05, '老客户年节礼，报价含礼盒装。'],
  ['declined', 3, 0, '婚宴伴手礼，按标价。'],
  ['draft', 5, 0.1, '茶空间年度用茶，待客户确认品种。'],
]

/** Told before: where there are any, none is added. */
export async function offerQuotations(
  door: Door,
  { customers, now }: { customers: readonly number[]; now: number },
): Promise<void> {
  const { items } = await ask<{ items: unknown[] }>(door, 'GET', '/quotations?limit=1')
  if (items.length > 0) return
  const until = (days: number) => new Date(now + days * DAY).toISOString()
  for (const [i, [fate, quantity, off, remarks]] of OFFERS.entries()) {
    const customer = customers[customers.length - 1 - i]
    const product = PRODUCTS[i]
    if (customer === undefined || !product) return
    const made = await ask<Made>(door, 'POST', '/quotations', {
      body: {
        ...{ customer_id: customer, storefront: HOME, staff_id: STAFF[i]?.id ?? null, remarks },
        // Where the shop's stock is.
        store: STORES[0]?.id ?? null,
        valid_until: until(10),
        lines: [{ sku: product.sku, quantity, unit_fen: Math.round(product.priceFen * (1 - off)) }],
        deposit:
          fate === 'accepted'
            ? {
                ...{ kind: 'earnest', share_bp: 2_000, balance_until: until(20) },
                ships_by: wallClock(now + 30 * DAY).slice(0, 10),
              }
            : null,
      },
    })
    if (fate === 'draft') continue
    await ask(door, 'POST', `/quotations/${made.id}/send`, { body: { revision: made.revision } })
    if (fate === 'declined')
      await ask(door, 'POST', `/quotations/${made.id}/decline`, {
        body: { version: 1, reason: '想再比较一下' },
      })
    if (fate !== 'accepted') continue
    const { order } = await ask<Made>(door, 'POST', `/quotations/${made.id}/accept`, {
      body: { version: 1, agreed: true },
    })
    if (order) await pay(door, order.id)
  }
}
