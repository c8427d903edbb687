// A live group buy for tests, bought through the real checkout.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { placeOrder, priceCheckout } from '../../commerce/index.ts'
import { newCustomer, payOrder } from '../../commerce/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { createActivity, publishActivity } from '../activities/activities.ts'
import { createGroupBuy, type GroupBuyFields, setGroupBuyState } from './group-buys.ts'

const HOUR = 3_600_000

export async function liveActivity(ctx: Ctx): Promise<string> {
  const at = (hours: number) => new Date(ctx.now().getTime() + hours * HOUR).toISOString()
  const { id } = await createActivity(ctx, {
    ...{ name: '三人团', starts_at: at(-1), ends_at: at(24 * 60), owner_id: null, audiences: [] },
    ...{ goods: {}, storefronts: [], carriers: [], budget_fen: null },
    short_objective: { measure: 'orders', target: 10, note: '' },
    long_objective: { measure: 'new_customers', target: 10, note: '' },
  })
  await publishActivity(ctx, id)
  return id
}

export interface TestGroupBuy {
  id: string
  activity: string
  /** An order that is not paid; without a group she opens one. */
  order(customer: number, group?: string | null): Promise<string>
  /** A new customer who has paid. */
  join(group?: string | null): Promise<{ customer: number; order: string; group: string }>
}

/** Tea at ¥6 in place of ¥10, for three people, at the storefront `home`. */
export async function liveGroupBuy(
  ctx: Ctx,
  given: Partial<GroupBuyFields> = {},
): Promise<TestGroupBuy> {
  const activity = await liveActivity(ctx)
  const { id } = await createGroupBuy(ctx, activity, {
    ...{ name: '茶三人团', size: 3, live_hours: 24, per_order: 2, per_customer: null },
    ...{ who: 'anyone', merges: false, complete_from: null },
    items: [{ sku: 'tea', price_fen: 600 }],
    ...given,
  })
  await setGroupBuyState(ctx, id, 'live')
  const order: TestGroupBuy['order'] = async (customer, group = null) => {
    const basket = {
      ...{ storefront: 'home', customerId: customer, address: null, couponCodes: [] },
      ...{ pointsWanted: 0, storedValueWanted: 0, lines: [{ sku: 'tea', quantity: 1 }] },
      groupBuy: { id, group },
    }
    const { quoted } = await priceCheckout(ctx, basket)
    return placeOrder(ctx, {
      ...basket,
      ...{ key: randomUUID(), expectedDueFen: quoted.dueFen, note: '', staffId: null },
    })
  }
  return {
    ...{ id, activity, order },
    async join(group = null) {
      const customer = await newCustomer(ctx)
      const placed = await order(customer, group)
      await payOrder(ctx, placed)
      return { customer, order: placed, group: await groupOf(ctx, placed) }
    },
  }
}

export async function groupOf(ctx: Ctx, orderId: string): Promise<string> {
  const { rows } = await sql<{ group_id: string }>`select group_id from group_seat
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(ctx.pg)
  return rows[0]?.group_id ?? ''
}
