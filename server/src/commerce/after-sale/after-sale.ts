// After-sales in PostgreSQL: read, locked, and moved on by a conditional write.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { actorOf, lockOwnOrder, type OwnOrder } from '../checkout/own-order.ts'
import {
  AFTER_SALE_ACTS,
  type AfterSaleAct,
  type AfterSaleKind,
  type AfterSaleState,
  OPEN_AFTER_SALES,
} from './states.ts'

export interface AfterSaleLine {
  /** As it was paid. */
  sku: string
  quantity: number
  fen: number
  stored_value_fen: number
  points_fen: number
  /** What comes back for it: the same, or what the pieces were exchanged for before. */
  held_sku: string
  /** What it is exchanged for; null where it is not. */
  to_sku: string | null
  /** What a piece of each cost when it was asked; null for the same once more, and where nothing is exchanged. */
  paid_price_fen: number | null
  held_price_fen: number | null
  to_price_fen: number | null
  /** As products are called now; null for one that nobody keeps any more. */
  held_name: string | null
  to_name: string | null
}
export interface AfterSale {
  id: string
  order_id: string
  kind: AfterSaleKind
  state: AfterSaleState
  reason: string
  shipping_fen: number
  amount_fen: number
  stored_value_fen: number
  decision: string
  requested_by: string
  decided_by: string | null
  requested_at: Date
  decided_at: Date | null
  refunded_at: Date | null
  exchange_number: string | null
  /** The difference must be paid by then. */
  pay_by: Date | null
  return_by: Date | null
  goods_at: Date | null
  exchanged_at: Date | null
  /** The order that pays the difference: it waits for that, or is paid. */
  supplement_id: string | null
  lines: AfterSaleLine[]
}

const COLUMNS = sql`a.id, a.order_id, a.kind, a.state, a.reason, a.shipping_fen, a.amount_fen, a.stored_value_fen,
  a.decision, a.requested_by, a.decided_by, a.requested_at, a.decided_at, a.refunded_at, a.exchange_number,
  a.pay_by, a.return_by, a.goods_at, a.exchanged_at, (
    select w.id from own_order w
    where w.tenant_id = a.tenant_id and w.exchange_id = a.id and w.state <> 'cancelled') as supplement_id, (
    select jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', l.quantity, 'fen', l.fen,
      'stored_value_fen', l.stored_value_fen, 'points_fen', l.points_fen, 'held_sku', l.held_sku,
      'to_sku', l.to_sku, 'paid_price_fen', l.paid_price_fen,
      'held_price_fen', l.held_price_fen, 'to_price_fen', l.to_price_fen, 'held_name', h.name, 'to_name', t.name) order by l.sku)
    from after_sale_line l
    left join product h on h.tenant_id = l.tenant_id and h.sku = l.held_sku
    left join product t on t.tenant_id = l.tenant_id and t.sku = l.to_sku
    where l.tenant_id = a.tenant_id and l.after_sale_id = a.id) as lines`

export { COLUMNS as AFTER_SALE_COLUMNS }

/** Of `after_sale a`. */
export const IS_OPEN: RawBuilder<boolean> = sql<boolean>`a.state in (${sql.join(OPEN_AFTER_SALES.map((state) => sql.lit(state)))})`

/** @throws 404 */
export async function getAfterSale(ctx: Ctx, id: string): Promise<AfterSale> {
  const { rows } = await sql<AfterSale>`select ${COLUMNS} from after_sale a
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('after_sale')
  return rows[0]
}

export async function afterSalesOf(ctx: Ctx, orderId: string): Promise<AfterSale[]> {
  const { rows } = await sql<AfterSale>`select ${COLUMNS} from after_sale a
    where a.tenant_id = ${ctx.tenantId} and a.order_id = ${orderId} order by a.requested_at, a.id`.execute(
    ctx.pg,
  )
  return rows
}

/** The one that a request with this key made before, if any. */
export async function askedBefore(
  ctx: Ctx,
  orderId: string,
  key: string,
): Promise<AfterSale | undefined> {
  const { rows } = await sql<AfterSale>`select ${COLUMNS} from after_sale a
    where a.tenant_id = ${ctx.tenantId} and a.order_id = ${orderId} and a.request_key = ${key}`.execute(
    ctx.pg,
  )
  return rows[0]
}

/** The order's row first, as everywhere. @throws 404 */
export async function lockAfterSale(
  ctx: Ctx,
  id: string,
): Promise<{ sale: AfterSale; order: OwnOrder }> {
  const { order_id } = await getAfterSale(ctx, id)
  const order = await lockOwnOrder(ctx, order_id)
  return { sale: await getAfterSale(ctx, id), order }
}

/** The one way an after-sale changes its state. @throws 409 when it is in no state for it */
export async function decide(
  ctx: Ctx,
  sale: AfterSale,
  act: AfterSaleAct,
  note?: string,
): Promise<void> {
  const { kinds, from, to } = AFTER_SALE_ACTS[act]
  const at = ctx.now()
  const { rows } = await sql`update after_sale set state = ${to},
      decision = coalesce(${note ?? null}, decision), decided_by = ${actorOf(ctx)}, decided_at = ${at},
      refunded_at = ${to === 'refunded' ? at : null}, exchanged_at = ${to === 'exchanged' ? at : null},
      goods_at = ${act === 'receive_and_replace' ? at : sql`goods_at`}
    where tenant_id = ${ctx.tenantId} and id = ${sale.id} and kind = any(${[...kinds]}::text[])
      and state = any(${[...from]}::text[]) returning id`.execute(ctx.pg)
  if (rows.length === 0)
    throw conflict('after_sale_state', 'This was decided before', { state: sale.state })
}
