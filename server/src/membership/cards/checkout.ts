// Cards that are bought at the checkout: given when the order is paid, taken back with what is returned.
import { sql } from 'kysely'
import type { HeldOrder, Returned } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { grantCard, refundCard } from './cards.ts'

async function plansBySku(ctx: Ctx, skus: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ sku: string; code: string }>`select sku, code from card_plan
    where tenant_id = ${ctx.tenantId} and sku = any(${[...skus]}::text[]) and not is_retired`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.sku, row.code]))
}

export async function grantBought(ctx: Ctx, order: HeldOrder): Promise<void> {
  const plans = await plansBySku(
    ctx,
    order.quoted.lines.map((line) => line.sku),
  )
  for (const { sku, quantity } of order.quoted.lines) {
    const plan = plans.get(sku)
    for (let n = 0; plan !== undefined && n < quantity; n += 1)
      await grantCard(ctx, {
        ...{ key: `order:${order.orderId}:${sku}:${n}`, plan, orderId: order.orderId },
        customer: order.customerId,
      })
  }
}

/** The money is the order's business; the cards of what came back are over. */
export async function takeBackReturned(ctx: Ctx, { orderId, lines }: Returned): Promise<void> {
  for (const { sku, quantity } of lines) {
    const { rows } = await sql<{ id: string }>`select id from card
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and key like ${`order:${orderId}:${sku.replace(/[%_\\]/g, '\\$&')}:%`}
        and state in ('active', 'cancelled') order by starts_at desc limit ${quantity}`.execute(
      ctx.pg,
    )
    for (const { id } of rows) await refundCard(ctx, id)
  }
}
