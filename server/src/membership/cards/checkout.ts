// Cards that are bought at the checkout: given when the order is paid, taken back with what is returned.
import { sql } from 'kysely'
import type { HeldOrder, LeftFen, Returned } from '../../commerce/index.ts'
import { brandCached } from '../../platform/brand-cache.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { split } from '../../platform/money.ts'
import { grantCard, refundCard } from './cards.ts'
import { proRataFen } from './states.ts'

const plansBySku = (ctx: Ctx): Promise<ReadonlyMap<string, string>> =>
  brandCached(ctx, 'membership.plans_by_sku', async () => {
    const { rows } = await sql<{ sku: string; code: string }>`select sku, code from card_plan
      where tenant_id = ${ctx.tenantId} and sku is not null and not is_retired`.execute(ctx.pg)
    return new Map(rows.map((row) => [row.sku, row.code]))
  })

/** Each for its share of what the line cost. */
export async function grantBought(ctx: Ctx, order: HeldOrder): Promise<void> {
  const plans = await plansBySku(ctx)
  for (const { sku, quantity, totalFen } of order.quoted.lines) {
    const plan = plans.get(sku)
    if (plan === undefined) continue
    for (const [n, paidFen] of split(totalFen, Array(quantity).fill(1)).entries())
      await grantCard(ctx, {
        ...{ key: `order:${order.orderId}:${sku}:${n}`, plan, orderId: order.orderId, paidFen },
        customer: order.customerId,
      })
  }
}

interface Bought {
  id: string
  price_fen: number
  starts_at: Date
  ends_at: Date
}
/** Of an order's line, those that have not been given back; the last to begin go back first. */
async function boughtBy(
  ctx: Ctx,
  orderId: string,
  sku: string,
): Promise<{ running: Bought[]; all: number }> {
  const { rows } = await sql<Bought & { is_running: boolean }>`
    select id, price_fen, starts_at, ends_at, state in ('active', 'cancelled') as is_running from card
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and starts_with(key, ${`order:${orderId}:${sku}:`})
    order by starts_at desc, id`.execute(ctx.pg)
  return { running: rows.filter((row) => row.is_running), all: rows.length }
}

/** The money is the order's business; the cards of what came back are over. */
export async function takeBackReturned(ctx: Ctx, { orderId, lines }: Returned): Promise<void> {
  for (const { sku, quantity } of lines)
    for (const { id } of (await boughtBy(ctx, orderId, sku)).running.slice(0, quantity))
      await refundCard(ctx, id)
}

/** For the days that are left. @throws 409 when fewer cards are left, or nothing of them */
export async function leftInBought(
  ctx: Ctx,
  orderId: string,
  lines: readonly { sku: string; quantity: number }[],
): Promise<Map<string, LeftFen>> {
  const left = new Map<string, LeftFen>()
  for (const { sku, quantity } of lines) {
    const { running, all } = await boughtBy(ctx, orderId, sku)
    if (all === 0 || quantity === 0) continue
    const going = running.slice(0, quantity)
    if (going.length < quantity)
      throw conflict('more_than_left', `Of ${sku} less is left to give back`, {
        ...{ sku, left_quantity: going.length },
      })
    const fen = going.reduce(
      (sum, card) => sum + proRataFen(card.price_fen, card.starts_at, card.ends_at, ctx.now()),
      0,
    )
    if (fen === 0 && going.some((card) => card.price_fen > 0))
      throw conflict('given_used_up', 'What it gave is used up', { sku })
    left.set(sku, { fen, isExact: false })
  }
  return left
}
