// Reading the stock: what is there, what moved it.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { codesInScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import type { DocumentKind } from './movement.ts'

export interface StockLevel {
  store: string
  store_name: string | null
  sku: string
  name: string | null
  on_hand: number
  reserved: number
  free: number
  buckets: number
  low_at: number | null
  is_low: boolean
  /** By weighted average of what was bought, else the cost price in force; null when neither is known. */
  unit_cost_fen: number | null
  value_fen: number | null
}
export interface LevelFilter {
  q?: string | undefined
  store?: string | undefined
  low?: boolean | undefined
  limit: number
  cursor?: string | undefined
}

const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** Stores this actor answers for. */
async function seen(ctx: Ctx, column: RawBuilder<unknown>): Promise<RawBuilder<boolean>> {
  const codes = await codesInScope(ctx)
  return codes ? sql<boolean>`${column} = any(${codes.stores}::text[])` : sql<boolean>`true`
}

export async function listLevels(ctx: Ctx, filter: LevelFilter) {
  const after = readCursor(filter.cursor, z.tuple([z.string(), z.string()]))
  const { rows } = await sql<StockLevel>`
    with level as (
      select store, sku, sum(on_hand)::bigint as on_hand, sum(reserved)::bigint as reserved
      from stock_level where tenant_id = ${ctx.tenantId} and ${await seen(ctx, sql`store`)}
        and ${filter.store === undefined ? sql`true` : sql`store = ${filter.store}`}
      group by store, sku),
    shown as (
      select l.*, p.name, s.name as store_name, coalesce(c.buckets, 1) as buckets, c.low_at,
        c.low_at is not null and l.on_hand - l.reserved <= c.low_at as is_low
      from level l
      left join product p on p.tenant_id = ${ctx.tenantId} and p.sku = l.sku
      left join store s on s.tenant_id = ${ctx.tenantId} and s.code = l.store
      left join stock_setting c on c.tenant_id = ${ctx.tenantId} and c.store = l.store and c.sku = l.sku
      where ${filter.q ? sql`(l.sku ilike ${containing(filter.q)} or p.name ilike ${containing(filter.q)})` : sql`true`})
    select x.store, x.store_name, x.sku, x.name, x.on_hand, x.reserved, x.on_hand - x.reserved as free, x.buckets,
      x.low_at, x.is_low, cost.fen as unit_cost_fen, cost.fen * x.on_hand as value_fen
    from (select * from shown
      where ${filter.low ? sql`is_low` : sql`true`}
        and ${after ? sql`(sku, store) > (${after[0]}, ${after[1]})` : sql`true`}
      order by sku, store limit ${filter.limit + 1}) x
    left join lateral (
      select coalesce(
        (select round(sum(e.unit_cost_fen * e.quantity) / sum(e.quantity))::bigint from stock_entry e
          where e.tenant_id = ${ctx.tenantId} and e.sku = x.sku and e.from_place = 'supplier'
            and e.unit_cost_fen is not null),
        (select c.fen from cost_price c join tenant t on t.id = c.tenant_id and t.currency = c.currency
          where c.tenant_id = ${ctx.tenantId} and c.sku = x.sku
            and c.from_on <= (${ctx.now()}::timestamptz at time zone t.timezone)::date
          order by c.from_on desc limit 1)) as fen) cost on true
    order by x.sku, x.store`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row) => row,
    (row) => [row.sku, row.store],
  )
}

export interface StockEntry {
  sku: string
  name: string | null
  from_place: string
  to_place: string
  quantity: number
  unit_cost_fen: number | null
}
export interface DocumentRow {
  id: string
  kind: DocumentKind
  store: string
  to_store: string | null
  order_id: string | null
  reverses: string | null
  reversed_by: string | null
  note: string
  actor: string
  at: string
  skus: number
  quantity: number
}
export interface StockDocument extends DocumentRow {
  entries: StockEntry[]
}
export interface DocumentFilter {
  store?: string | undefined
  kind?: DocumentKind | undefined
  sku?: string | undefined
  limit: number
  cursor?: string | undefined
}
type Stored = Omit<DocumentRow, 'at'> & { at: Date }
const present = ({ at, ...row }: Stored): DocumentRow => ({ ...row, at: at.toISOString() })

const COLUMNS = sql`d.id, d.kind, d.store, d.to_store, d.order_id, d.reverses, d.note, d.actor, d.at,
  (select r.id from stock_document r where r.tenant_id = d.tenant_id and r.reverses = d.id) as reversed_by,
  (select count(*)::int from stock_entry e where e.tenant_id = d.tenant_id and e.document_id = d.id) as skus,
  (select coalesce(sum(e.quantity), 0)::bigint from stock_entry e
    where e.tenant_id = d.tenant_id and e.document_id = d.id) as quantity`

async function visible(ctx: Ctx): Promise<RawBuilder<boolean>> {
  return sql<boolean>`(${await seen(ctx, sql`d.store`)} or ${await seen(ctx, sql`d.to_store`)})`
}

/** Newest first. */
export async function listDocuments(ctx: Ctx, filter: DocumentFilter) {
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { store, kind, sku } = filter
  const { rows } = await sql<Stored>`select ${COLUMNS} from stock_document d
    where d.tenant_id = ${ctx.tenantId} and ${await visible(ctx)}
      and ${store === undefined ? sql`true` : sql`(d.store = ${store} or d.to_store = ${store})`}
      and ${kind === undefined ? sql`true` : sql`d.kind = ${kind}`}
      and ${
        sku === undefined
          ? sql`true`
          : sql`d.id in (select document_id from stock_entry where tenant_id = ${ctx.tenantId} and sku = ${sku})`
      }
      and ${after ? sql`(d.at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by d.at desc, d.id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(rows, filter.limit, present, (row) => [row.at, row.id])
}

/** @throws 404 */
export async function getDocument(ctx: Ctx, id: string): Promise<StockDocument> {
  const { rows } = await sql<Stored>`select ${COLUMNS} from stock_document d
    where d.tenant_id = ${ctx.tenantId} and d.id = ${id} and ${await visible(ctx)}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('stock_document')
  const entries = await sql<StockEntry>`
    select e.sku, p.name, e.from_place, e.to_place, e.quantity, e.unit_cost_fen from stock_entry e
    left join product p on p.tenant_id = e.tenant_id and p.sku = e.sku
    where e.tenant_id = ${ctx.tenantId} and e.document_id = ${id} order by e.id`.execute(ctx.pg)
  return { ...present(row), entries: entries.rows }
}

/** How much of these SKUs is free at a store; what was never there has none. */
export async function freeAt(
  ctx: Ctx,
  store: string,
  skus: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ sku: string; free: number }>`
    select sku, sum(on_hand - reserved)::bigint as free from stock_level
    where tenant_id = ${ctx.tenantId} and store = ${store} and sku = any(${[...skus]}::text[]) group by sku`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.sku, row.free]))
}
