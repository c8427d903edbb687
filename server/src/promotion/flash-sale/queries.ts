// Flash sales as operators see them: what each slot sold, to whom, and what became of its tokens.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { lapseBp, marginOf } from './admit.ts'
import type { PurchaseState } from './purchases.ts'
import { type FlashSaleState, getFlashSale } from './sales.ts'
import type { SlotTime } from './terms.ts'

export interface FlashSaleFilter {
  q?: string | undefined
  state?: FlashSaleState | undefined
  activity_id?: string | undefined
  limit: number
  cursor?: string | undefined
}
export interface FlashSaleRow {
  id: string
  activity_id: string
  activity_name: string
  name: string
  state: FlashSaleState
  slots: number
  starts_at: string
  ends_at: string
  /** Pieces of all its slots. */
  quantity: number
  held: number
  sold: number
}
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
const Position = z.tuple([z.iso.datetime(), z.guid()])

/** Newest first. */
export async function listFlashSales(ctx: Ctx, filter: FlashSaleFilter) {
  const { q, state, activity_id, limit } = filter
  const after = readCursor(filter.cursor, Position)
  const any = sql`true`
  type Row = Omit<FlashSaleRow, 'starts_at' | 'ends_at'> & {
    starts_at: Date
    ends_at: Date
    created_at: Date
  }
  const { rows } = await sql<Row>`
    select f.id, f.activity_id, a.name as activity_name, f.name, f.state, s.slots, s.starts_at, s.ends_at,
      b.quantity, b.held, b.sold, date_trunc('milliseconds', f.created_at) as created_at
    from flash_sale f join activity a on a.tenant_id = f.tenant_id and a.id = f.activity_id
    cross join lateral (select count(*)::int as slots, min(starts_at) as starts_at, max(ends_at) as ends_at
      from flash_slot s where s.tenant_id = f.tenant_id and s.flash_sale_id = f.id) s
    cross join lateral (select coalesce(sum(b.quantity), 0)::int as quantity, coalesce(sum(b.held), 0)::int as held,
        coalesce(sum(b.sold), 0)::int as sold
      from flash_bucket b join flash_slot s on s.tenant_id = b.tenant_id and s.id = b.slot_id
      where s.tenant_id = f.tenant_id and s.flash_sale_id = f.id) b
    where f.tenant_id = ${ctx.tenantId} and ${q ? sql`(f.name ilike ${containing(q)} or a.name ilike ${containing(q)})` : any}
      and ${state ? sql`f.state = ${state}` : any} and ${activity_id ? sql`f.activity_id = ${activity_id}` : any}
      and ${after ? sql`(date_trunc('milliseconds', f.created_at), f.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
    order by date_trunc('milliseconds', f.created_at) desc, f.id desc limit ${limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(
    rows,
    limit,
    ({ created_at: _, ...row }): FlashSaleRow => ({
      ...row,
      ...{ starts_at: row.starts_at.toISOString(), ends_at: row.ends_at.toISOString() },
    }),
    (row) => [row.created_at.toISOString(), row.id],
  )
}

interface Counted {
  slot_id: string
  sku: string
  name: string
  price_fen: number
  quantity: number
  held: number
  sold: number
  issued: number
  open: number
  used: number
  lapsed: number
  orders: number
  buyers: number
  returned: number
  sales_fen: number
  refunded_fen: number
  subsidy_fen: number
  last_order_at: Date | null
}

/** Of each slot and article, as they are now. @throws 404 */
export async function flashSaleFigures(ctx: Ctx, id: string) {
  const { slots } = await getFlashSale(ctx, id)
  const { rows } = await sql<Counted>`
    select i.slot_id, i.sku, p.name, i.price_fen, i.quantity, b.held, b.sold, t.issued, t.open, t.used, t.lapsed,
      o.orders, o.buyers, o.returned, o.sales_fen, o.refunded_fen, o.subsidy_fen, o.last_order_at
    from flash_slot s join flash_item i on i.tenant_id = s.tenant_id and i.slot_id = s.id
    join product p on p.tenant_id = i.tenant_id and p.sku = i.sku
    cross join lateral (select sum(held)::int as held, sum(sold)::int as sold from flash_bucket b
      where b.tenant_id = i.tenant_id and b.slot_id = i.slot_id and b.sku = i.sku) b
    cross join lateral (select count(*)::int as issued,
        coalesce(sum(quantity) filter (where state = 'open' and expires_at > clock_timestamp()), 0)::int as open,
        count(*) filter (where state = 'used')::int as used,
        count(*) filter (where state = 'lapsed' or state = 'open' and expires_at <= clock_timestamp())::int as lapsed
      from flash_token t where t.tenant_id = i.tenant_id and t.slot_id = i.slot_id and t.sku = i.sku) t
    cross join lateral (select count(*) filter (where x.state = 'sold')::int as orders,
        count(distinct c.canonical_id) filter (where x.state = 'sold')::int as buyers,
        coalesce(sum(x.returned), 0)::int as returned,
        coalesce(sum(r.total_fen) filter (where x.state = 'sold'), 0)::bigint as sales_fen,
        coalesce(sum(r.refunded_fen) filter (where x.state = 'sold'), 0)::bigint as refunded_fen,
        coalesce(sum(x.fen - x.returned_fen) filter (where x.state = 'sold'), 0)::bigint as subsidy_fen,
        max(x.held_at) filter (where x.state in ('held', 'sold')) as last_order_at
      from flash_purchase x join sales_order r on r.tenant_id = x.tenant_id and r.id = x.order_id
      left join customer c on c.tenant_id = x.tenant_id and c.id = x.node_id
      where x.tenant_id = i.tenant_id and x.slot_id = i.slot_id and x.sku = i.sku) o
    where s.tenant_id = ${ctx.tenantId} and s.flash_sale_id = ${id} order by s.starts_at, s.id, i.position`.execute(
    ctx.pg,
  )
  const { rows: clock } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(ctx.pg)
  const now = clock[0]?.now ?? ctx.now()
  const timeOf = (slot: { starts_at: string; ends_at: string }): SlotTime =>
    Date.parse(slot.starts_at) > now.getTime()
      ? 'before'
      : Date.parse(slot.ends_at) > now.getTime()
        ? 'now'
        : 'over'
  return {
    now: now.toISOString(),
    slots: slots.map((slot) => ({
      ...{ id: slot.id, starts_at: slot.starts_at, ends_at: slot.ends_at, time: timeOf(slot) },
      items: rows
        .filter((row) => row.slot_id === slot.id)
        .map(({ slot_id: _, last_order_at, ...row }) => {
          const left = row.quantity - row.held - row.sold
          return {
            ...row,
            ...{ left, lapse_bp: lapseBp(row), margin: marginOf(left, row) },
            /** When its last piece was ordered; null while there is one. */
            sold_out_at: left === 0 ? (last_order_at?.toISOString() ?? null) : null,
          }
        }),
    })),
  }
}

export interface PurchaseFilter {
  slot?: string | undefined
  sku?: string | undefined
  state?: PurchaseState | undefined
  limit: number
  cursor?: string | undefined
}

/** Orders of it, newest first. @throws 404 */
export async function listPurchases(ctx: Ctx, id: string, filter: PurchaseFilter) {
  await getFlashSale(ctx, id)
  const { slot, sku, state, limit } = filter
  const after = readCursor(filter.cursor, Position)
  const any = sql`true`
  const { rows } = await sql<{
    order_id: string
    number: string
    customer_id: number | null
    slot_id: string
    sku: string
    quantity: number
    returned: number
    fen: number
    total_fen: number
    state: PurchaseState
    held_at: Date
    sold_at: Date | null
  }>`
    select p.order_id, w.number, c.canonical_id as customer_id, p.slot_id, p.sku, p.quantity, p.returned, p.fen, w.total_fen,
      p.state, date_trunc('milliseconds', p.held_at) as held_at, p.sold_at
    from flash_purchase p join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
    left join customer c on c.tenant_id = p.tenant_id and c.id = p.node_id
    where p.tenant_id = ${ctx.tenantId} and p.flash_sale_id = ${id}
      and ${slot ? sql`p.slot_id = ${slot}::uuid` : any} and ${sku ? sql`p.sku = ${sku}` : any}
      and ${state ? sql`p.state = ${state}` : any}
      and ${after ? sql`(date_trunc('milliseconds', p.held_at), p.order_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
    order by date_trunc('milliseconds', p.held_at) desc, p.order_id desc limit ${limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(
    rows,
    limit,
    (row) => ({
      ...row,
      ...{ held_at: row.held_at.toISOString(), sold_at: row.sold_at?.toISOString() ?? null },
    }),
    (row) => [row.held_at.toISOString(), row.order_id],
  )
}

/** @throws 404 for one that is not this brand's */
export async function demandFlashSales(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql`select 1 from unnest(${[...ids]}::uuid[]) as w (id)
    where not exists (select 1 from flash_sale b where b.tenant_id = ${ctx.tenantId} and b.id = w.id)`.execute(
    ctx.pg,
  )
  if (rows.length > 0) throw notFound('flash_sale')
}
