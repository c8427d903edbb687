// A live flash sale for tests, bought through the real checkout.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { placeOrder, priceCheckout } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { createActivity, publishActivity } from '../activities/activities.ts'
import { askToken } from './gate.ts'
import { createFlashSale, type FlashSaleFields, setFlashSaleState } from './sales.ts'
import type { Item } from './slots.ts'

const HOUR = 3_600_000

export async function flashActivity(ctx: Ctx): Promise<string> {
  const at = (hours: number) => new Date(ctx.now().getTime() + hours * HOUR).toISOString()
  const { id } = await createActivity(ctx, {
    ...{ name: '双十一', starts_at: at(-100), ends_at: at(24 * 60), owner_id: null, audiences: [] },
    ...{ goods: {}, storefronts: [], carriers: [], budget_fen: null },
    short_objective: { measure: 'orders', target: 10, note: '' },
    long_objective: { measure: 'new_customers', target: 10, note: '' },
  })
  await publishActivity(ctx, id)
  return id
}

export interface TestFlashSale {
  id: string
  activity: string
  slot: string
  /** Leave to order. */
  token(customer: number, quantity?: number): Promise<string>
  /** An order that is not paid; without a token one is asked for. */
  order(customer: number, given?: { quantity?: number; token?: string }): Promise<string>
}

/** Tea at ¥6 in place of ¥10 at the storefront `home`, in a slot that runs from an hour ago for two hours. */
export async function liveFlashSale(
  ctx: Ctx,
  given: Partial<Item> & Partial<Omit<FlashSaleFields, 'slots'>> = {},
): Promise<TestFlashSale> {
  const { sku = 'tea', price_fen = 600, quantity = 10, per_customer = null, ...fields } = given
  const activity = await flashActivity(ctx)
  const { id, slots } = await createFlashSale(ctx, activity, {
    ...{ name: '整点秒杀', comes_back: 'unsent', stacks: false, budget_fen: null, ...fields },
    slots: [
      {
        ...{ on: '2026-01-01', from: '10:00', to: '12:00' },
        items: [{ sku, price_fen, quantity, per_customer }],
      },
    ],
  })
  await setFlashSaleState(ctx, id, 'live')
  const slot = slots[0]?.id ?? ''
  await moveSlot(ctx, slot, -60)
  const token: TestFlashSale['token'] = async (customer, quantity = 1) =>
    (await askToken(ctx, slot, sku, { customerId: customer, quantity })).id
  return {
    ...{ id, activity, slot, token },
    async order(customer, { quantity = 1, token: has } = {}) {
      const basket = {
        ...{ storefront: 'home', customerId: customer, address: null, couponCodes: [] },
        ...{ pointsWanted: 0, storedValueWanted: 0, lines: [{ sku, quantity }] },
        flashSale: { slot, token: has ?? (await token(customer, quantity)) },
      }
      const { quoted } = await priceCheckout(ctx, basket)
      return placeOrder(ctx, {
        ...basket,
        ...{ key: randomUUID(), expectedDueFen: quoted.dueFen, note: '', staffId: null },
      })
    },
  }
}

/** It begins so many minutes from now by the database's clock, and lasts two hours. */
export const moveSlot = (ctx: Ctx, slot: string, minutes: number) =>
  sql`update flash_slot set starts_at = clock_timestamp() + make_interval(mins => ${minutes}),
    ends_at = clock_timestamp() + make_interval(mins => ${minutes + 120})
    where tenant_id = ${ctx.tenantId} and id = ${slot}`.execute(ctx.pg)

/** Of all its buckets. */
export async function piecesLeft(ctx: Ctx, slot: string) {
  const { rows } = await sql<{ quantity: number; held: number; sold: number }>`
    select sum(quantity)::int as quantity, sum(held)::int as held, sum(sold)::int as sold from flash_bucket
    where tenant_id = ${ctx.tenantId} and slot_id = ${slot}`.execute(ctx.pg)
  return rows[0]
}
