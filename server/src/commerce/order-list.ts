// Reading orders: one, a page of them, those of a customer.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { canonicalOf, nodesOf } from '../identity/index.ts'
import { customerScope, happenedInScope } from '../org/index.ts'
import { scopeOf } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import type { Evidence, OrderState } from './order.ts'

export interface OrderRow {
  id: string
  source: string
  external_id: string
  /** The customer it belongs to now, through the group of its node. */
  customer_id: number | null
  state: OrderState
  evidence: Evidence
  currency: string
  total_fen: number
  /** Of it, for value that is spent later: no turnover yet. */
  prepaid_fen: number
  discount_fen: number
  shipping_fen: number
  refunded_fen: number
  platform_commission_fen: number | null
  platform: string
  store_id: string | null
  staff_id: string | null
  channel_id: string | null
  activity_id: string | null
  placed_at: string
  paid_at: string | null
  cancelled_at: string | null
  line_count: number
}
export interface OrderLine {
  position: number
  external_id: string | null
  sku: string
  name: string
  category: string | null
  quantity: number
  unit_price_fen: number
  discount_fen: number
  total_fen: number
}
export interface OrderRefund {
  id: string
  source: string
  external_id: string
  amount_fen: number
  currency: string
  reason: string
  at: string
  lines: { sku: string; name: string; quantity: number; amount_fen: number }[]
}
export interface OrderDetail extends OrderRow {
  lines: OrderLine[]
  refunds: OrderRefund[]
  changes: { at: string; from_state: string; to_state: string; delta_fen: number; actor: string }[]
}

export interface OrderFilter {
  customerId?: number | undefined
  source?: string | undefined
  limit: number
  cursor?: string | undefined
}
export interface OrderPage {
  items: OrderRow[]
  next_cursor: string | null
}

type Stored = Omit<OrderRow, 'customer_id' | 'placed_at' | 'paid_at' | 'cancelled_at'> & {
  node_id: number | null
  placed_at: Date
  paid_at: Date | null
  cancelled_at: Date | null
}

const COLUMNS = sql`o.id, o.source, o.external_id, o.node_id, o.state, o.evidence, o.currency,
  o.total_fen + o.prepaid_fen as total_fen, o.prepaid_fen, o.discount_fen, o.shipping_fen,
  o.refunded_fen + o.refunded_prepaid_fen as refunded_fen, o.platform_commission_fen, o.platform, o.store_id,
  o.staff_id, o.channel_id, o.activity_id, o.placed_at, o.paid_at, o.cancelled_at,
  (select count(*)::int from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id) as line_count`

/**
 * What of the tenant's orders (`sales_order o`) this actor may see: those of its stores or staff, and those of the
 * customers in its scope, wherever they bought.
 */
export function visibleTo(ctx: Ctx): RawBuilder<boolean> {
  const theirs = customerScope(ctx, 'buyer.canonical_id')
  const here = happenedInScope(ctx, { store: 'o.store_id', staff: 'o.staff_id' })
  if (!theirs || !here) return sql<boolean>`true`
  return sql<boolean>`(${here} or exists (select 1 from customer buyer
    where buyer.tenant_id = o.tenant_id and buyer.id = o.node_id and ${theirs}))`
}

/** @throws 404 for an unknown customer */
async function asked(
  ctx: Ctx,
  filter: Pick<OrderFilter, 'customerId' | 'source'>,
): Promise<RawBuilder<boolean>> {
  let nodes: number[] | undefined
  if (filter.customerId !== undefined) {
    nodes = [...(await nodesOf(ctx, [filter.customerId])).values()].flat()
    if (nodes.length === 0) throw notFound('customer')
  }
  return sql<boolean>`o.tenant_id = ${ctx.tenantId} and ${visibleTo(ctx)}
      and ${nodes ? sql`o.node_id = any(${nodes}::bigint[])` : sql`true`}
      and ${filter.source === undefined ? sql`true` : sql`o.source = ${filter.source}`}`
}

export async function countOrders(
  ctx: Ctx,
  filter: Pick<OrderFilter, 'customerId' | 'source'>,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from sales_order o where ${await asked(ctx, filter)}`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}

/** Newest first. @throws 404 for an unknown customer, 400 for a cursor that is not ours */
export async function listOrders(ctx: Ctx, filter: OrderFilter): Promise<OrderPage> {
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<Stored>`select ${COLUMNS} from sales_order o
    where ${await asked(ctx, filter)}
      and ${after ? sql`(o.placed_at, o.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by o.placed_at desc, o.id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  const canonical = await customersOf(ctx, rows)
  return toPage(
    rows,
    filter.limit,
    (row) => present(row, canonical),
    (row) => [row.placed_at, row.id],
  )
}

/** Every order of these nodes, newest first: for other domains, which know the customers they ask about. */
export async function ordersOf(ctx: Ctx, nodes: readonly number[]): Promise<OrderRow[]> {
  if (nodes.length === 0) return []
  const { rows } = await sql<Stored>`select ${COLUMNS} from sales_order o
    where o.tenant_id = ${ctx.tenantId} and o.node_id = any(${[...nodes]}::bigint[])
    order by o.placed_at desc, o.id desc`.execute(ctx.pg)
  const canonical = await customersOf(ctx, rows)
  return rows.map((row) => present(row, canonical))
}

/** @throws 404 */
export async function getOrder(ctx: Ctx, id: string): Promise<OrderDetail> {
  const { rows } = await sql<Stored>`select ${COLUMNS} from sales_order o
    where o.tenant_id = ${ctx.tenantId} and o.id = ${id} and ${visibleTo(ctx)}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('order')
  const order = present(row, await customersOf(ctx, rows))
  const lines = await sql<Omit<OrderLine, 'quantity'> & { quantity: string }>`
    select position, external_id, sku, name, category, quantity, unit_price_fen, discount_fen,
      total_fen + prepaid_fen as total_fen
    from order_line where tenant_id = ${ctx.tenantId} and order_id = ${id} order by position`.execute(
    ctx.pg,
  )
  const refunds = await sql<Omit<OrderRefund, 'at'> & { at: Date }>`
    select f.id, f.source, f.external_id, f.amount_fen + f.prepaid_fen as amount_fen, f.currency, f.reason, f.at,
      coalesce((select jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name, 'quantity', l.quantity::float8,
        'amount_fen', l.amount_fen + l.prepaid_fen) order by l.position)
        from refund_line l where l.tenant_id = f.tenant_id and l.refund_id = f.id), '[]') as lines
    from refund f where f.tenant_id = ${ctx.tenantId} and f.order_id = ${id} order by f.at, f.id`.execute(
    ctx.pg,
  )
  const changes = await sql<{
    at: Date
    from_state: string
    to_state: string
    delta_fen: number
    actor: string
  }>`
    select at, from_state, to_state, delta_fen, actor from order_change
    where tenant_id = ${ctx.tenantId} and order_id = ${id} order by order_change.id`.execute(ctx.pg)
  return {
    ...order,
    lines: lines.rows.map((l) => ({ ...l, quantity: Number(l.quantity) })),
    refunds: refunds.rows.map((r) => ({ ...r, at: r.at.toISOString() })),
    changes: changes.rows.map((c) => ({ ...c, at: c.at.toISOString() })),
  }
}

export const seesAllOrders = (ctx: Ctx): boolean => scopeOf(ctx.actor).kind === 'all'

/** @throws 404 for an order that is not there, another tenant's or out of sight */
export async function demandOrderInSight(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`select 1 from sales_order o
    where o.tenant_id = ${ctx.tenantId} and o.id = ${id} and ${visibleTo(ctx)}`.execute(ctx.pg)
  if (rows.length === 0) throw notFound('order')
}

const customersOf = (ctx: Ctx, rows: Stored[]) =>
  canonicalOf(
    ctx,
    rows.flatMap((r) => (r.node_id === null ? [] : [r.node_id])),
  )

function present({ node_id, ...row }: Stored, canonical: Map<number, number>): OrderRow {
  return {
    ...row,
    customer_id: node_id === null ? null : (canonical.get(node_id) ?? node_id),
    placed_at: row.placed_at.toISOString(),
    paid_at: row.paid_at?.toISOString() ?? null,
    cancelled_at: row.cancelled_at?.toISOString() ?? null,
  }
}
