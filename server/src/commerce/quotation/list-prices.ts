// What goods cost everybody at a storefront, and what they cost us: what a quotation's discount is measured by.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import type { ProductKind } from '../goods/products.ts'

export interface Listed {
  sku: string
  name: string
  kind: ProductKind
  list_fen: number
  currency: string
}
interface Row extends Omit<Listed, 'list_fen'> {
  list_fen: number | null
  is_retired: boolean
}

const LIST = sql`coalesce(o.fen, case when p.currency = t.currency then p.price_fen end)`
const pricedAt = (storefront: string) => sql`from product p join tenant t on t.id = p.tenant_id
  left join storefront_price o on o.tenant_id = p.tenant_id and o.storefront = ${storefront} and o.sku = p.sku`

/** @throws 400 unknown_sku, 409 not_for_sale */
export async function listPrices(
  ctx: Ctx,
  storefront: string,
  skus: readonly string[],
): Promise<Map<string, Listed>> {
  const { rows } =
    await sql<Row>`select p.sku, p.name, p.kind, p.is_retired, t.currency, ${LIST} as list_fen
    ${pricedAt(storefront)}
    where p.tenant_id = ${ctx.tenantId} and p.sku = any(${[...skus]}::text[])`.execute(ctx.pg)
  const known = new Set(rows.map((row) => row.sku))
  const missing = skus.filter((sku) => !known.has(sku))
  if (missing.length > 0)
    throw invalid('unknown_sku', `There is no product ${missing.join(', ')}`, { skus: missing })
  const unfit = rows.filter((row) => row.is_retired || row.list_fen === null)
  if (unfit.length > 0)
    throw conflict('not_for_sale', 'Retired, or without a price in the brand’s currency', {
      skus: unfit.map((row) => row.sku),
    })
  return new Map(
    rows.map(({ is_retired: _, ...row }) => [row.sku, { ...row, list_fen: row.list_fen ?? 0 }]),
  )
}

/** Of these agreed prices the SKUs that are below the cost price in force, where it is known. */
export async function belowCost(
  ctx: Ctx,
  lines: readonly { sku: string; unit_fen: number }[],
): Promise<string[]> {
  const { rows } = await sql<{ sku: string; fen: number }>`
    select distinct on (c.sku) c.sku, c.fen from cost_price c join tenant t on t.id = c.tenant_id
    where c.tenant_id = ${ctx.tenantId} and c.sku = any(${lines.map((l) => l.sku)}::text[]) and c.currency = t.currency
      and c.from_on <= (${ctx.now()}::timestamptz at time zone t.timezone)::date
    order by c.sku, c.from_on desc`.execute(ctx.pg)
  const costs = new Map(rows.map((row) => [row.sku, row.fen]))
  return lines.filter((l) => l.unit_fen < (costs.get(l.sku) ?? 0)).map((l) => l.sku)
}

export interface Quotable extends Listed {
  /** Free at the store; null for what is not kept in stock. */
  free: number | null
}
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** What can stand in a quotation of this storefront, by SKU. */
export async function quotableProducts(
  ctx: Ctx,
  {
    storefront,
    store,
    q,
    limit,
  }: { storefront: string; store: string; q?: string | undefined; limit: number },
): Promise<Quotable[]> {
  const { rows } = await sql<Quotable>`
    select p.sku, p.name, p.kind, t.currency, ${LIST} as list_fen, case when p.kind = 'goods' then coalesce((
      select sum(l.on_hand - l.reserved)::bigint from stock_level l
      where l.tenant_id = p.tenant_id and l.sku = p.sku and l.store = ${store}), 0) end as free
    ${pricedAt(storefront)}
    where p.tenant_id = ${ctx.tenantId} and not p.is_retired and ${LIST} is not null
      and ${q ? sql`(p.sku ilike ${containing(q)} or p.name ilike ${containing(q)} or p.barcode = ${q})` : sql`true`}
    order by p.sku limit ${limit}`.execute(ctx.pg)
  return rows
}
