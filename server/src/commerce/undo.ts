// Taking back everything an import brought, but for what others have built on since.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { eventIdOf } from './order-events.ts'
import { lockSources } from './order-store.ts'

export interface OrdersUndone {
  orders: number
  refunds: number
  /** Orders of others that this import had paid or cancelled, as they were before. */
  reverted: number
  /** Orders that somebody else has refunded or changed since, and the refunds on them. */
  ordersStay: number
  refundsStay: number
  /** Corrections of others' orders stay: what was there before them is not known any more. */
  changesStay: number
  /** Outbox ids of events that stay with them. */
  eventsStay: string[]
}

/** Call in a transaction. The events are the caller's to remove, all but `eventsStay`. */
export async function undoOrders(ctx: Ctx, importId: string): Promise<OrdersUndone> {
  const tenant = ctx.tenantId
  const { rows: sources } = await sql<{ source: string }>`
    select source from sales_order where tenant_id = ${tenant} and import_id = ${importId}
    union select source from refund where tenant_id = ${tenant} and import_id = ${importId}
    union select o.source from order_change c join sales_order o on o.tenant_id = c.tenant_id and o.id = c.order_id
      where c.tenant_id = ${tenant} and c.import_id = ${importId}`.execute(ctx.pg)
  await lockSources(ctx, sources)
  const { rows: staying } = await sql<{ id: string }>`
    select id from sales_order o where tenant_id = ${tenant} and import_id = ${importId} and (
      exists (select 1 from refund f where f.tenant_id = o.tenant_id and f.order_id = o.id and f.import_id is distinct from ${importId}::uuid)
      or exists (select 1 from order_change c where c.tenant_id = o.tenant_id and c.order_id = o.id and c.import_id is distinct from ${importId}::uuid))`.execute(
    ctx.pg,
  )
  const stay = staying.map((r) => r.id)
  const { rows: refundsStaying } = await sql<{ id: string }>`
    select id from refund where tenant_id = ${tenant} and import_id = ${importId} and order_id = any(${stay}::uuid[])`.execute(
    ctx.pg,
  )
  const refunds = await removeRefunds(ctx, importId, stay)
  const { reverted, staying: changes } = await revertChanges(ctx, importId, stay)
  const { rows: gone } = await sql<{ orders: number }>`
    with gone as (
      delete from sales_order where tenant_id = ${tenant} and import_id = ${importId} and not (id = any(${stay}::uuid[]))
      returning id),
    lines as (
      delete from order_line l using gone where l.tenant_id = ${tenant} and l.order_id = gone.id)
    select count(*) as orders from gone`.execute(ctx.pg)
  return {
    orders: gone[0]?.orders ?? 0,
    refunds,
    reverted,
    ordersStay: stay.length,
    refundsStay: refundsStaying.length,
    changesStay: changes.length,
    eventsStay: [
      ...stay.flatMap((id) =>
        ['order_paid', 'order_placed', 'order_cancelled'].map((what) => eventIdOf(what, id)),
      ),
      ...refundsStaying.map((r) => eventIdOf('order_refunded', r.id)),
      ...changes,
    ],
  }
}

/** Gives the orders back what these refunds had taken. */
async function removeRefunds(ctx: Ctx, importId: string, stay: string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from refund where tenant_id = ${ctx.tenantId} and import_id = ${importId}
        and (order_id is null or not (order_id = any(${stay}::uuid[])))
      returning order_id, amount_fen),
    sums as (select order_id, sum(amount_fen)::bigint as fen from gone where order_id is not null group by order_id),
    freed as (
      update sales_order o set refunded_fen = o.refunded_fen - s.fen,
        state = case when o.state = 'cancelled' then 'cancelled' when o.refunded_fen - s.fen = 0 then 'paid' else 'partly_refunded' end
      from sums s where o.tenant_id = ${ctx.tenantId} and o.id = s.order_id)
    select count(*) as count from gone`.execute(ctx.pg)
  return rows[0]?.count ?? 0
}

async function revertChanges(
  ctx: Ctx,
  importId: string,
  stay: string[],
): Promise<{ reverted: number; staying: string[] }> {
  // Only where this import had the last word; before `placed` nothing was counted, so paid → placed is whole.
  const { rows } = await sql<{ event_id: string; undone: boolean }>`
    with mine as (
      select c.id, c.order_id, c.from_state, c.to_state, c.delta_fen, c.event_id from order_change c
      join sales_order o on o.tenant_id = c.tenant_id and o.id = c.order_id
      where c.tenant_id = ${ctx.tenantId} and c.import_id = ${importId}
        and (o.import_id is distinct from ${importId}::uuid or o.id = any(${stay}::uuid[]))),
    firsts as (
      select distinct on (m.order_id) m.order_id, m.from_state from mine m
      join sales_order o on o.tenant_id = ${ctx.tenantId} and o.id = m.order_id
      where not (o.id = any(${stay}::uuid[])) and m.to_state <> m.from_state
        and not exists (select 1 from order_change x where x.tenant_id = ${ctx.tenantId} and x.order_id = m.order_id
          and x.id > m.id and x.import_id is distinct from ${importId}::uuid)
        and (m.from_state <> 'placed' or o.refunded_fen = 0)
      order by m.order_id, m.id),
    put_back as (
      update sales_order o set
        state = case when f.from_state = 'placed' then 'placed' when o.refunded_fen = 0 then 'paid'
          when o.refunded_fen >= o.total_fen then 'refunded' else 'partly_refunded' end,
        paid_at = case when f.from_state = 'placed' then null else o.paid_at end, cancelled_at = null
      from firsts f where o.tenant_id = ${ctx.tenantId} and o.id = f.order_id
      returning o.id),
    forgotten as (
      delete from order_change c using mine m
      where c.tenant_id = ${ctx.tenantId} and c.id = m.id and m.to_state <> m.from_state
        and m.order_id in (select id from put_back) returning c.id)
    select m.event_id, m.to_state <> m.from_state and m.order_id in (select id from put_back) as undone from mine m`.execute(
    ctx.pg,
  )
  return {
    reverted: rows.filter((r) => r.undone).length,
    staying: rows.filter((r) => !r.undone).map((r) => r.event_id),
  }
}

export interface CatalogueUndone {
  products: number
  costPrices: number
  costs: number
  couponProducts: number
  /** Products that the own shop has stock of, or that somebody has edited since. */
  productsStay: number
  /** Rows put back as they were before the import wrote over them. */
  restored: number
}

const KINDS = ['cost_price', 'cost'] as const

/** Call in a transaction. */
export async function undoCatalogue(ctx: Ctx, importId: string): Promise<CatalogueUndone> {
  const removed: Record<string, number> = {}
  const products = await undoProducts(ctx, importId)
  let restored = products.restored
  for (const kind of KINDS) {
    const table = sql.table(kind)
    const gone =
      await sql`delete from ${table} where tenant_id = ${ctx.tenantId} and import_id = ${importId}`.execute(
        ctx.pg,
      )
    removed[kind] = Number(gone.numAffectedRows ?? 0)
    const back = await sql`insert into ${table}
      select (jsonb_populate_record(null::${table}, b.row)).* from replaced_row b
      where b.tenant_id = ${ctx.tenantId} and b.import_id = ${importId} and b.kind = ${kind}
      on conflict do nothing`.execute(ctx.pg)
    restored += Number(back.numAffectedRows ?? 0)
  }
  // Where a later import wrote over ours, undoing that one must bring back what was before both.
  await sql`update replaced_row later set row = mine.row from replaced_row mine
    where later.tenant_id = ${ctx.tenantId} and mine.tenant_id = later.tenant_id and mine.import_id = ${importId}
      and later.import_id <> mine.import_id and later.kind = mine.kind and later.key = mine.key
      and later.row ->> 'import_id' = ${importId}`.execute(ctx.pg)
  await sql`delete from replaced_row where tenant_id = ${ctx.tenantId}
    and (import_id = ${importId} or row ->> 'import_id' = ${importId})`.execute(ctx.pg)
  const coupons =
    await sql`delete from coupon_product where tenant_id = ${ctx.tenantId} and import_id = ${importId}`.execute(
      ctx.pg,
    )
  return {
    products: products.removed,
    productsStay: products.stay,
    costPrices: removed.cost_price ?? 0,
    costs: removed.cost ?? 0,
    couponProducts: Number(coupons.numAffectedRows ?? 0),
    restored,
  }
}

/** What the import said of a product goes; what the own shop has made of it since stays. */
async function undoProducts(
  ctx: Ctx,
  importId: string,
): Promise<{ removed: number; stay: number; restored: number }> {
  const back =
    await sql`update product p set name = b.name, category = b.category, brand = b.brand, price_fen = b.price_fen,
      currency = b.currency, attributes = b.attributes, source = b.source, updated_at = b.updated_at, import_id = b.import_id
    from replaced_row r cross join lateral jsonb_populate_record(null::product, r.row) as b
    where r.tenant_id = ${ctx.tenantId} and r.import_id = ${importId} and r.kind = 'product'
      and p.tenant_id = r.tenant_id and p.sku = r.key and p.import_id = ${importId}`.execute(ctx.pg)
  const gone =
    await sql`delete from product p where p.tenant_id = ${ctx.tenantId} and p.import_id = ${importId}
    and p.revision = 0 and not exists (
      select 1 from stock_level l where l.tenant_id = p.tenant_id and l.sku = p.sku)`.execute(
      ctx.pg,
    )
  const stay = await sql`update product set import_id = null
    where tenant_id = ${ctx.tenantId} and import_id = ${importId}`.execute(ctx.pg)
  return {
    removed: Number(gone.numAffectedRows ?? 0),
    stay: Number(stay.numAffectedRows ?? 0),
    restored: Number(back.numAffectedRows ?? 0),
  }
}
