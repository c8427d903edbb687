// Reading orders: one, a page of them, those of a customer.
import { type RawBuilder, sql } from 'kysely'
import { canonicalOf, nodesOf } from '../identity/index.ts'
import { scopeOf } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'
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

const COLUMNS = sql`o.id, o.source, o.external_id, o.node_id, o.state, o.evidence, o.currency, o.total_fen,
  o.discount_fen, o.shipping_fen, o.refunded_fen, o.platform_commission_fen, o.platform, o.store_id,
  o.staff_id, o.channel_id, o.activity_id, o.placed_at, o.paid_at, o.cancelled_at,
  (select count(*)::int from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id) as line_count`

/** What of the tenant's orders this actor may see. Regions are nobody's orders until stores have them. */
function visibleTo(ctx: Ctx): RawBuilder<boolean> {
  const { kind, ids } = scopeOf(ctx.actor)
  switch (kind) {
    case 'all':
      return sql`true`
    case 'store':
      return sql`o.store_id = any(${[...ids]}::text[])`
    case 'own':
      return sql`(o.staff_id = any(${[...ids]}::text[]) or exists (select 1 from relation r
        where r.tenant_id = o.tenant_id and r.node_id = o.node_id and r.staff_id = any(${[...ids]}::text[])))`
    case 'region':
      return sql`false`
  }
}

/** Newest first. @throws 404 for an unknown customer, 400 for a cursor that is not ours */
export async function listOrders(ctx: Ctx, filter: OrderFilter): Promise<OrderPage> {
  const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor)
  let nodes: number[] | undefined
  if (filter.customerId !== undefined) {
    nodes = [...(await nodesOf(ctx, [filter.customerId])).values()].flat()
    if (nodes.length === 0) throw notFound('customer')
  }
  const { rows } = await sql<Stored>`select ${COLUMNS} from sales_order o
    where o.tenant_id = ${ctx.tenantId} and ${visibleTo(ctx)}
      and ${nodes ? sql`o.node_id = any(${nodes}::bigint[])` : sql`true`}
      and ${filter.source === undefined ? sql`true` : sql`o.source = ${filter.source}`}
      and ${after ? sql`(o.placed_at, o.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql`true`}
    order by o.placed_at desc, o.id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return {
    items: await present(ctx, page),
    next_cursor: rows.length > filter.limit && last ? writeCursor(last.placed_at, last.id) : null,
  }
}

/** Every order of these nodes, newest first: for other domains, which know the customers they ask about. */
export async function ordersOf(ctx: Ctx, nodes: readonly number[]): Promise<OrderRow[]> {
  if (nodes.length === 0) return []
  const { rows } = await sql<Stored>`select ${COLUMNS} from sales_order o
    where o.tenant_id = ${ctx.tenantId} and o.node_id = any(${[...nodes]}::bigint[])
    order by o.placed_at desc, o.id desc`.execute(ctx.pg)
  return present(ctx, rows)
}

/** @throws 404 */
export async function getOrder(ctx: Ctx, id: string): Promise<OrderDetail> {
  const { rows } = await sql<Stored>`select ${COLUMNS} from sales_order o
    where o.tenant_id = ${ctx.tenantId} and o.id = ${id} and ${visibleTo(ctx)}`.execute(ctx.pg)
  const [order] = await present(ctx, rows)
  if (!order) throw notFound('order')
  const lines = await sql<Omit<OrderLine, 'quantity'> & { quantity: string }>`
    select position, external_id, sku, name, category, quantity, unit_price_fen, discount_fen, total_fen
    from order_line where tenant_id = ${ctx.tenantId} and order_id = ${id} order by position`.execute(
    ctx.pg,
  )
  const refunds = await sql<Omit<OrderRefund, 'at'> & { at: Date }>`
    select f.id, f.source, f.external_id, f.amount_fen, f.currency, f.reason, f.at,
      coalesce((select jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name, 'quantity', l.quantity::float8,
        'amount_fen', l.amount_fen) order by l.position)
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

async function present(ctx: Ctx, rows: Stored[]): Promise<OrderRow[]> {
  const canonical = await canonicalOf(
    ctx,
    rows.flatMap((r) => (r.node_id === null ? [] : [r.node_id])),
  )
  return rows.map(({ node_id, ...row }) => ({
    ...row,
    customer_id: node_id === null ? null : (canonical.get(node_id) ?? node_id),
    placed_at: row.placed_at.toISOString(),
    paid_at: row.paid_at?.toISOString() ?? null,
    cancelled_at: row.cancelled_at?.toISOString() ?? null,
  }))
}

const writeCursor = (at: Date, id: string) =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')

function readCursor(cursor: string): { at: string; id: string } {
  const [, at, id] =
    /^(\S{24}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at)))
    throw invalid('bad_cursor', 'This cursor is not one of ours')
  return { at, id }
}
