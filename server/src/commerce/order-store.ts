// Orders in PostgreSQL, a statement a set.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { later } from '../platform/prepared.ts'
import { type Unnested, unnest } from '../platform/unnest.ts'
import { type OrderInput, OWN_SOURCE, type StoredOrder } from './order.ts'

export interface NewOrder {
  id: string
  order: OrderInput
}
const keyOf = (source: string, externalId: string) => `${source}\x1f${externalId}`

const moneyAndLinks = {
  node_id: ['bigint', (r: NewOrder) => r.order.node],
  state: ['text', (r: NewOrder) => r.order.state],
  evidence: ['text', (r: NewOrder) => r.order.evidence],
  currency: ['text', (r: NewOrder) => r.order.currency],
  total_fen: ['bigint', (r: NewOrder) => r.order.totalFen],
  prepaid_fen: ['bigint', (r: NewOrder) => r.order.prepaidFen ?? 0],
  discount_fen: ['bigint', (r: NewOrder) => r.order.discountFen],
  shipping_fen: ['bigint', (r: NewOrder) => r.order.shippingFen],
  platform_commission_fen: ['bigint', (r: NewOrder) => r.order.platformCommissionFen],
  platform: ['text', (r: NewOrder) => r.order.platform],
  store_id: ['text', (r: NewOrder) => r.order.storeId],
  staff_id: ['text', (r: NewOrder) => r.order.staffId],
  channel_id: ['text', (r: NewOrder) => r.order.channelId],
  activity_id: ['text', (r: NewOrder) => r.order.activityId],
  placed_at: ['timestamptz', (r: NewOrder) => r.order.placedAt],
  paid_at: ['timestamptz', (r: NewOrder) => r.order.paidAt],
  cancelled_at: ['timestamptz', (r: NewOrder) => r.order.cancelledAt],
  offers: ['jsonb', (r: NewOrder) => JSON.stringify(r.order.offers ?? [])],
} as const

/**
 * One writer a source at a time: an order and its refund that arrive at once must see each other,
 * or the refund would wait for an order that is there. Of the own shop nobody refunds what is not
 * there yet, so its orders do not queue for one lock.
 */
export async function lockSources(ctx: Ctx, named: readonly { source: string }[]): Promise<void> {
  for (const source of [...new Set(named.map((n) => n.source))].sort()) {
    if (source === OWN_SOURCE) continue
    await sql`select pg_advisory_xact_lock(hashtextextended(${`commerce ${ctx.tenantId} ${source}`}, 0))`.execute(
      ctx.pg,
    )
  }
}

/** Inserts those whose (source, external id) is new, with their lines; answers the ids that went in. */
export async function insertOrders(
  ctx: Ctx,
  rows: NewOrder[],
  importId: string | null,
): Promise<Set<string>> {
  const u = unnest(rows, {
    id: ['uuid', (r) => r.id],
    source: ['text', (r) => r.order.source],
    external_id: ['text', (r) => r.order.externalId],
    ...moneyAndLinks,
  })
  const lines = linesOf(rows)
  const { rows: made } = await sql<{ id: string }>`
    with made as (
      insert into sales_order (tenant_id, import_id, ${u.names})
      select ${ctx.tenantId}::uuid, ${importId}::uuid, ${u.names} from ${u.rows}
      order by source, external_id
      on conflict (tenant_id, source, external_id) do nothing
      returning id)
    ${lines ? sql`, lines as (${insertedLines(ctx, lines, sql`where r.order_id in (select id from made)`)})` : sql``}
    select id from made`.execute(ctx.pg)
  return new Set(made.map((r) => r.id))
}

const insertedLines = (ctx: Ctx, u: Unnested, where: RawBuilder<unknown>) =>
  sql`insert into order_line (tenant_id, ${u.names}) select ${ctx.tenantId}::uuid, ${u.names} from ${u.rows} ${where}`

function linesOf(rows: readonly NewOrder[]): Unnested | undefined {
  const lines = rows.flatMap(({ id, order }) =>
    order.lines.map((line, position) => ({ id, position, line })),
  )
  if (lines.length === 0) return undefined
  return unnest(lines, {
    order_id: ['uuid', (r) => r.id],
    position: ['integer', (r) => r.position],
    external_id: ['text', (r) => r.line.externalId],
    sku: ['text', (r) => r.line.sku],
    name: ['text', (r) => r.line.name],
    category: ['text', (r) => r.line.category],
    quantity: ['numeric', (r) => r.line.quantity],
    unit_price_fen: ['bigint', (r) => r.line.unitPriceFen],
    discount_fen: ['bigint', (r) => r.line.discountFen],
    total_fen: ['bigint', (r) => r.line.totalFen],
    prepaid_fen: ['bigint', (r) => r.line.prepaidFen ?? 0],
  })
}

const STORED = sql`o.id, o.source, o.external_id, o.node_id, o.unlinked_id, o.state, o.evidence, o.currency, o.total_fen,
  o.refunded_fen, o.prepaid_fen, o.refunded_prepaid_fen, o.paid_at, o.placed_at, o.revision, o.platform, o.store_id, o.staff_id, o.channel_id, o.activity_id`

/** The orders of these names, locked in id order; by `keyOf`. @param ids where all of them are known */
export async function lockOrders(
  ctx: Ctx,
  names: readonly { source: string; externalId: string }[],
  ids?: readonly string[],
): Promise<Map<string, StoredOrder>> {
  if (names.length === 0) return new Map()
  const u = unnest(names, {
    source: ['text', (n) => n.source],
    external_id: ['text', (n) => n.externalId],
  })
  const named = ids
    ? sql`o.id = any(${[...ids]}::uuid[])`
    : sql`(o.source, o.external_id) in (select source, external_id from ${u.rows})`
  const { rows } = await sql<StoredOrder>`
    select ${STORED} from sales_order o where o.tenant_id = ${ctx.tenantId} and ${named}
    order by o.id for update`.execute(ctx.pg)
  return new Map(rows.map((r) => [keyOf(r.source, r.external_id), r]))
}
export const orderKey = keyOf

/** Puts the newer word in place of a stored order; refunds and identity of the order stay. */
export async function replaceOrders(
  ctx: Ctx,
  rows: NewOrder[],
  raiseRevision: boolean,
  keepsLines = false,
): Promise<void> {
  if (rows.length === 0) return
  const u = unnest(rows, { id: ['uuid', (r) => r.id], ...moneyAndLinks })
  // A correction keeps the state that refunds have brought about.
  const state = raiseRevision
    ? sql`case when o.refunded_fen = 0 then 'paid' when o.refunded_fen >= r.total_fen then 'refunded' else 'partly_refunded' end`
    : sql`r.state`
  const update = sql`update sales_order o set node_id = r.node_id, state = ${state}, evidence = r.evidence,
      currency = r.currency, total_fen = r.total_fen, prepaid_fen = r.prepaid_fen,
      discount_fen = r.discount_fen, shipping_fen = r.shipping_fen,
      platform_commission_fen = r.platform_commission_fen, platform = r.platform, store_id = r.store_id,
      staff_id = r.staff_id, channel_id = r.channel_id, activity_id = r.activity_id, placed_at = r.placed_at,
      paid_at = r.paid_at, cancelled_at = r.cancelled_at, offers = r.offers, revision = o.revision + ${raiseRevision ? 1 : 0}
    from ${u.rows} where o.tenant_id = ${ctx.tenantId} and o.id = r.id and o.id = any(${rows.map((r) => r.id)}::uuid[])`
  await later(ctx, update)
  if (keepsLines) return
  await sql`delete from order_line where tenant_id = ${ctx.tenantId} and order_id = any(${rows.map((r) => r.id)}::uuid[])`.execute(
    ctx.pg,
  )
  const lines = linesOf(rows)
  if (lines) await insertedLines(ctx, lines, sql``).execute(ctx.pg)
}

export async function setCancelled(ctx: Ctx, orders: { id: string; at: Date }[]): Promise<void> {
  if (orders.length === 0) return
  const u = unnest(orders, { id: ['uuid', (o) => o.id], at: ['timestamptz', (o) => o.at] })
  await sql`update sales_order o set state = 'cancelled', cancelled_at = r.at
    from ${u.rows} where o.tenant_id = ${ctx.tenantId} and o.id = r.id`.execute(ctx.pg)
}

export interface OrderChangeRow {
  orderId: string
  at: Date
  from: string
  to: string
  deltaFen: number
  eventId: string
}
export async function insertChanges(
  ctx: Ctx,
  changes: OrderChangeRow[],
  importId: string | null,
): Promise<void> {
  if (changes.length === 0) return
  const u = unnest(changes, {
    order_id: ['uuid', (c) => c.orderId],
    at: ['timestamptz', (c) => c.at],
    from_state: ['text', (c) => c.from],
    to_state: ['text', (c) => c.to],
    delta_fen: ['bigint', (c) => c.deltaFen],
    event_id: ['uuid', (c) => c.eventId],
  })
  await later(
    ctx,
    sql`insert into order_change (tenant_id, actor, import_id, ${u.names})
      select ${ctx.tenantId}::uuid, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${importId}::uuid, ${u.names} from ${u.rows}`,
  )
}
