// Products, what they and everything else cost, and what outside coupons are good for.
import { randomUUIDv7 } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { type Unnested, unnest } from '../platform/unnest.ts'
import type { ProductKind } from './goods/products.ts'

export interface ProductInput {
  sku: string
  name: string
  /** From the widest to the narrowest. */
  category: readonly string[]
  brand: string | null
  priceFen: number | null
  currency: string | null
  attributes: Record<string, unknown>
  source: string
  /** What the own shop needs: where it is not said, what is known stays. */
  kind?: ProductKind | null
  barcode?: string | null
  weightG?: number | null
  specs?: Record<string, string> | null
  /** Products of one group are one thing to a buyer; one that is not there is made. */
  groupCode?: string | null
  groupName?: string | null
  isExclusive?: boolean | null
}
export interface CostPriceInput {
  sku: string
  /** YYYY-MM-DD: the first day it holds. */
  fromOn: string
  fen: number
  currency: string
  source: string
}
export const COST_KINDS = [
  'media',
  'incentive',
  'goods',
  'staff',
  'tool',
  'platform_commission',
] as const
export type CostKind = (typeof COST_KINDS)[number]
export interface CostInput {
  source: string
  externalId: string
  spentOn: string
  kind: CostKind
  fen: number
  currency: string
  channelId: string | null
  activityId: string | null
  storeId: string | null
  staffId: string | null
  node: number | null
  note: string
}
export interface CouponProductInput {
  source: string
  coupon: string
  activityId: string
  sku: string
}

interface Options {
  importId?: string | null
}

/** What an import is about to write over is kept, so that undoing it brings the rows back. */
async function keepBefore(
  ctx: Ctx,
  importId: string | null | undefined,
  kind: 'product' | 'cost_price' | 'cost',
  given: Unnested,
  match: RawBuilder<unknown>,
  key: RawBuilder<unknown>,
): Promise<void> {
  if (!importId) return
  await sql`insert into replaced_row (tenant_id, import_id, kind, key, row)
    select ${ctx.tenantId}::uuid, ${importId}::uuid, ${kind}, ${key}, to_jsonb(t)
    from ${given.rows} join ${sql.table(kind)} t on t.tenant_id = ${ctx.tenantId} and ${match}
    where t.import_id is distinct from ${importId}::uuid
    on conflict do nothing`.execute(ctx.pg)
}

/** The last of each key; a statement may not touch a row twice. */
function lastOf<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()].sort((a, b) =>
    key(a) < key(b) ? -1 : 1,
  )
}

/** The newest word on an SKU replaces the earlier one. */
export async function recordProducts(
  ctx: Ctx,
  products: readonly ProductInput[],
  options: Options = {},
): Promise<void> {
  const rows = lastOf(products, (p) => p.sku)
  if (rows.length === 0) return
  const u = unnest(rows, {
    sku: ['text', (p) => p.sku],
    name: ['text', (p) => p.name],
    category: ['jsonb', (p) => JSON.stringify(p.category)],
    brand: ['text', (p) => p.brand],
    price_fen: ['bigint', (p) => p.priceFen],
    currency: ['text', (p) => p.currency],
    attributes: ['jsonb', (p) => JSON.stringify(p.attributes)],
    source: ['text', (p) => p.source],
  })
  await inTx(ctx, async (ctx) => {
    await keepBefore(ctx, options.importId, 'product', u, sql`t.sku = r.sku`, sql`t.sku`)
    await sql`insert into product (tenant_id, sku, name, category, brand, price_fen, currency, attributes, source, updated_at, import_id)
      select ${ctx.tenantId}::uuid, sku, name, array(select jsonb_array_elements_text(r.category)), brand, price_fen, currency,
        attributes, source, ${ctx.now()}::timestamptz, ${options.importId ?? null}::uuid from ${u.rows}
      on conflict (tenant_id, sku) do update set name = excluded.name, category = excluded.category, brand = excluded.brand,
        price_fen = excluded.price_fen, currency = excluded.currency, attributes = excluded.attributes,
        source = excluded.source, updated_at = excluded.updated_at, import_id = excluded.import_id`.execute(
      ctx.pg,
    )
    await writeShopColumns(ctx, rows)
  })
}

/** A barcode that is another product's already stays with that one. */
async function writeShopColumns(ctx: Ctx, products: readonly ProductInput[]): Promise<void> {
  const said = products.filter(
    (p) =>
      p.kind || p.barcode || p.weightG != null || p.specs || p.groupCode || p.isExclusive != null,
  )
  if (said.length === 0) return
  await makeGroups(ctx, said)
  const u = unnest(said, {
    sku: ['text', (p) => p.sku],
    kind: ['text', (p) => p.kind],
    barcode: ['text', (p) => p.barcode],
    weight_g: ['integer', (p) => p.weightG],
    specs: ['jsonb', (p) => p.specs && JSON.stringify(p.specs)],
    group_code: ['text', (p) => p.groupCode || null],
    is_exclusive: ['boolean', (p) => p.isExclusive],
  })
  await sql`update product p set kind = coalesce(r.kind, p.kind), weight_g = coalesce(r.weight_g, p.weight_g),
      specs = coalesce(r.specs, p.specs), group_code = coalesce(r.group_code, p.group_code),
      is_exclusive = coalesce(r.is_exclusive, p.is_exclusive), barcode = case when r.barcode is null or exists (
        select 1 from product other where other.tenant_id = p.tenant_id and other.barcode = r.barcode
          and other.sku <> p.sku) then p.barcode else r.barcode end
    from ${u.rows} where p.tenant_id = ${ctx.tenantId} and p.sku = r.sku`.execute(ctx.pg)
}

/** Groups that are there keep what somebody called them. */
async function makeGroups(ctx: Ctx, products: readonly ProductInput[]): Promise<void> {
  const groups = [...Map.groupBy(products, (p) => p.groupCode ?? '')].flatMap(([code, some]) => {
    if (code === '') return []
    const names = new Set(some.flatMap(({ specs }) => Object.keys(specs ?? {})))
    const name = some.find(({ groupName }) => groupName)?.groupName ?? code
    return [{ code, name, specs: JSON.stringify([...names]) }]
  })
  if (groups.length === 0) return
  const u = unnest(groups, {
    code: ['text', (g) => g.code],
    name: ['text', (g) => g.name],
    specs: ['jsonb', (g) => g.specs],
  })
  await sql`insert into product_group (tenant_id, code, name, spec_names)
    select ${ctx.tenantId}::uuid, code, name, array(select jsonb_array_elements_text(specs)) from ${u.rows}
    on conflict (tenant_id, code) do nothing`.execute(ctx.pg)
}

export async function recordCostPrices(
  ctx: Ctx,
  prices: readonly CostPriceInput[],
  options: Options = {},
): Promise<void> {
  const rows = lastOf(prices, (p) => `${p.sku}\x1f${p.fromOn}`)
  if (rows.length === 0) return
  const u = unnest(rows, {
    sku: ['text', (p) => p.sku],
    from_on: ['date', (p) => p.fromOn],
    fen: ['bigint', (p) => p.fen],
    currency: ['text', (p) => p.currency],
    source: ['text', (p) => p.source],
  })
  await inTx(ctx, async (ctx) => {
    const match = sql`t.sku = r.sku and t.from_on = r.from_on`
    await keepBefore(
      ctx,
      options.importId,
      'cost_price',
      u,
      match,
      sql`t.sku || chr(31) || t.from_on`,
    )
    await sql`insert into cost_price (tenant_id, import_id, ${u.names})
      select ${ctx.tenantId}::uuid, ${options.importId ?? null}::uuid, ${u.names} from ${u.rows}
      on conflict (tenant_id, sku, from_on) do update
        set fen = excluded.fen, currency = excluded.currency, source = excluded.source, import_id = excluded.import_id`.execute(
      ctx.pg,
    )
  })
}

/** Known by (source, external id): sent again, the newer word replaces the earlier one. */
export async function recordCosts(
  ctx: Ctx,
  costs: readonly CostInput[],
  options: Options = {},
): Promise<void> {
  const rows = lastOf(costs, (c) => `${c.source}\x1f${c.externalId}`)
  if (rows.length === 0) return
  const u = unnest(rows, {
    id: ['uuid', () => randomUUIDv7()],
    source: ['text', (c) => c.source],
    external_id: ['text', (c) => c.externalId],
    spent_on: ['date', (c) => c.spentOn],
    kind: ['text', (c) => c.kind],
    fen: ['bigint', (c) => c.fen],
    currency: ['text', (c) => c.currency],
    channel_id: ['text', (c) => c.channelId],
    activity_id: ['text', (c) => c.activityId],
    store_id: ['text', (c) => c.storeId],
    staff_id: ['text', (c) => c.staffId],
    node_id: ['bigint', (c) => c.node],
    note: ['text', (c) => c.note],
  })
  await inTx(ctx, async (ctx) => {
    const match = sql`t.source = r.source and t.external_id = r.external_id`
    await keepBefore(
      ctx,
      options.importId,
      'cost',
      u,
      match,
      sql`t.source || chr(31) || t.external_id`,
    )
    await sql`insert into cost (tenant_id, import_id, ${u.names})
      select ${ctx.tenantId}::uuid, ${options.importId ?? null}::uuid, ${u.names} from ${u.rows}
      on conflict (tenant_id, source, external_id) do update
        set spent_on = excluded.spent_on, kind = excluded.kind, fen = excluded.fen, currency = excluded.currency,
          channel_id = excluded.channel_id, activity_id = excluded.activity_id, store_id = excluded.store_id,
          staff_id = excluded.staff_id, node_id = excluded.node_id, note = excluded.note, import_id = excluded.import_id`.execute(
      ctx.pg,
    )
  })
}

/** Answers how many were new; a pair that is known stays as it is. */
export async function recordCouponProducts(
  ctx: Ctx,
  rows: readonly CouponProductInput[],
  options: Options = {},
): Promise<number> {
  if (rows.length === 0) return 0
  const u = unnest(rows, {
    source: ['text', (r) => r.source],
    coupon: ['text', (r) => r.coupon],
    activity_id: ['text', (r) => r.activityId],
    sku: ['text', (r) => r.sku],
  })
  const { numAffectedRows } =
    await sql`insert into coupon_product (tenant_id, import_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${options.importId ?? null}::uuid, ${u.names} from ${u.rows}
    order by source, coupon, activity_id, sku
    on conflict do nothing`.execute(ctx.pg)
  return Number(numAffectedRows ?? 0)
}

/** What these products are called; those nobody has brought in are not in the answer. */
export async function productNames(
  ctx: Ctx,
  skus: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ sku: string; name: string }>`
    select sku, name from product where tenant_id = ${ctx.tenantId} and sku = any(${[...new Set(skus)]}::text[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.sku, r.name]))
}
