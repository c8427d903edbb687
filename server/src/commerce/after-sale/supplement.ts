// What a dearer SKU costs more than the one that comes back, and what is waited for once that is settled.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { OwnOrder } from '../checkout/own-order.ts'
import type { AfterSale } from './after-sale.ts'
import { exchangedLine } from './exchanged-line.ts'
import { tellAgreed } from './tell.ts'

/** Hours in which the difference must be paid once the exchange is agreed on. */
export const HOURS_TO_PAY = 24
/** Days in which the goods must be back once nothing else is waited for. */
export const DAYS_TO_RETURN = 7

/** What all its pieces cost more, as prices were when it was asked; 0 where they do not. Pure. */
export function moreOf(sale: AfterSale): number {
  const { quantity, held_price_fen: heldFen, to_price_fen: toFen } = exchangedLine(sale)
  return heldFen === null || toFen === null ? 0 : Math.max(0, toFen - heldFen) * quantity
}

/** Of an order whose row is held. */
export async function awaitGoods(ctx: Ctx, order: OwnOrder, sale: AfterSale): Promise<void> {
  const returnBy = new Date(ctx.now().getTime() + DAYS_TO_RETURN * 86_400_000)
  await sql`update after_sale set return_by = ${returnBy}
    where tenant_id = ${ctx.tenantId} and id = ${sale.id}`.execute(ctx.pg)
  await tellAgreed(ctx, order, sale, returnBy)
}
