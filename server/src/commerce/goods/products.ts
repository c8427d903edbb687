// Products as people keep them: by hand what imports do not say, each edit against the revision it was read at.
import { sql } from 'kysely'
import { z } from 'zod'
import { demandPictures } from '../../pictures/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { sells } from '../storefront/storefronts.ts'

export const PRODUCT_KINDS = ['goods', 'card', 'points', 'service', 'course'] as const
export type ProductKind = (typeof PRODUCT_KINDS)[number]

export interface Product {
  sku: string
  name: string
  kind: ProductKind
  category: string[]
  brand: string | null
  price_fen: number | null
  currency: string | null
  barcode: string | null
  group_code: string | null
  specs: Record<string, string>
  weight_g: number | null
  is_exclusive: boolean
  is_retired: boolean
  description: string
  picture_id: string | null
  /** What somebody reads who does not see it; empty: its name says it. */
  picture_alt: string
  source: string
  revision: number
  updated_at: string
  /** Free at all stores together; null for what is not kept in stock. */
  free: number | null
}
export interface ProductChange {
  name?: string | undefined
  kind?: ProductKind | undefined
  category?: string[] | undefined
  brand?: string | null | undefined
  price_fen?: number | null | undefined
  barcode?: string | null | undefined
  group_code?: string | null | undefined
  specs?: Record<string, string> | undefined
  weight_g?: number | null | undefined
  is_exclusive?: boolean | undefined
  is_retired?: boolean | undefined
  description?: string | undefined
  picture_id?: string | null | undefined
  picture_alt?: string | undefined
}
export interface ProductFilter {
  q?: string | undefined
  /** A category's path; those below it too. */
  category?: readonly string[] | undefined
  kind?: ProductKind | undefined
  group?: string | undefined
  exclusive?: boolean | undefined
  retired?: boolean | undefined
  /** Only those with a price. */
  priced?: true
  skus?: readonly string[]
  /** What this storefront sells. */
  storefront?: string
  limit: number
  cursor?: string | undefined
}

/** @param storefront free there: at the store whose stock it sells; else at all stores together */
const columnsFor = (storefront?: string) =>
  sql`p.sku, p.name, p.kind, p.category, p.brand, p.price_fen, p.currency, p.barcode, p.group_code, p.specs,
  p.weight_g, p.is_exclusive, p.is_retired, p.description,
  p.picture_id, p.picture_alt, p.source, p.revision, p.updated_at,
  case when p.kind = 'goods' then coalesce((select sum(l.on_hand - l.reserved)::bigint from stock_level l
    where l.tenant_id = p.tenant_id and l.sku = p.sku ${
      storefront === undefined
        ? sql``
        : sql`and l.store = (select w.store from storefront w where w.tenant_id = p.tenant_id and w.code = ${storefront})`
    }), 0) end as free`
const COLUMNS = columnsFor()
const soldAt = (storefront: string) =>
  sql`exists (select from storefront f where f.tenant_id = p.tenant_id and f.code = ${storefront}
    and f.state = 'open' and ${sells})`
type Stored = Omit<Product, 'updated_at'> & { updated_at: Date }
const present = (row: Stored): Product => ({ ...row, updated_at: row.updated_at.toISOString() })

const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

export async function listProducts(ctx: Ctx, filter: ProductFilter) {
  const after = readCursor(filter.cursor, z.string())
  const { q, category, kind, group, exclusive, retired, priced, skus, storefront } = filter
  const { rows } = await sql<Stored>`select ${columnsFor(storefront)} from product p
    where p.tenant_id = ${ctx.tenantId}
      and ${q ? sql`(p.sku ilike ${containing(q)} or p.name ilike ${containing(q)} or p.barcode = ${q})` : sql`true`}
      and ${category ? sql`p.category[1:${category.length}] = ${[...category]}::text[]` : sql`true`}
      and ${kind ? sql`p.kind = ${kind}` : sql`true`}
      and ${group === undefined ? sql`true` : sql`p.group_code = ${group}`}
      and ${exclusive === undefined ? sql`true` : sql`p.is_exclusive = ${exclusive}`}
      and ${retired === undefined ? sql`true` : sql`p.is_retired = ${retired}`}
      and ${priced ? sql`p.price_fen is not null` : sql`true`}
      and ${skus ? sql`p.sku = any(${[...skus]}::text[])` : sql`true`}
      and ${storefront === undefined ? sql`true` : soldAt(storefront)}
      and ${after === undefined ? sql`true` : sql`p.sku > ${after}`}
    order by p.sku limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(rows, filter.limit, present, (row) => row.sku)
}

/** @throws 404 */
export async function getProduct(ctx: Ctx, sku: string): Promise<Product> {
  const { rows } = await sql<Stored>`select ${COLUMNS} from product p
    where p.tenant_id = ${ctx.tenantId} and p.sku = ${sku}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('product')
  return present(rows[0])
}

/** @throws 409 for an SKU or barcode that is taken */
export function createProduct(
  ctx: Ctx,
  sku: string,
  given: ProductChange & { name: string },
): Promise<Product> {
  return inTx(ctx, async (ctx) => {
    await checkNamed(ctx, sku, given)
    const { rows } = await sql`
      insert into product (tenant_id, sku, name, category, attributes, source, updated_at)
      values (${ctx.tenantId}, ${sku}, ${given.name}, '{}', '{}', 'manual', ${ctx.now()})
      on conflict do nothing returning sku`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('sku_taken', `${sku} is a product already`)
    await write(ctx, sku, given)
    const after = await getProduct(ctx, sku)
    await audit(ctx, 'product.created', { kind: 'product', id: sku }, { after })
    return after
  })
}

/** @throws 404, 409 when somebody else edited it meanwhile or the barcode is taken */
export function changeProduct(
  ctx: Ctx,
  sku: string,
  change: ProductChange,
  revision: number,
): Promise<Product> {
  return inTx(ctx, async (ctx) => {
    await sql`select 1 from product where tenant_id = ${ctx.tenantId} and sku = ${sku} for update`.execute(
      ctx.pg,
    )
    const before = await getProduct(ctx, sku)
    if (before.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    await checkNamed(ctx, sku, change)
    await write(ctx, sku, change)
    const after = await getProduct(ctx, sku)
    await audit(ctx, 'product.changed', { kind: 'product', id: sku }, { before, after })
    return after
  })
}

async function write(ctx: Ctx, sku: string, change: ProductChange): Promise<void> {
  const given = Object.entries({
    ...change,
    ...(change.specs && { specs: JSON.stringify(change.specs) }),
  }).filter(([, value]) => value !== undefined)
  const sets = given.map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  // A price is in the brand's currency.
  if (change.price_fen !== undefined)
    sets.push(sql`currency = (select currency from tenant where id = ${ctx.tenantId})`)
  await sql`update product set ${sql.join([...sets, sql`revision = revision + 1`, sql`updated_at = ${ctx.now()}`])}
    where tenant_id = ${ctx.tenantId} and sku = ${sku}`.execute(ctx.pg)
}

async function checkNamed(ctx: Ctx, sku: string, change: ProductChange): Promise<void> {
  if (change.picture_id) await demandPictures(ctx, [change.picture_id])
  if (change.barcode) {
    // Two who take one barcode at once: the second waits, and is told.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`barcode ${ctx.tenantId}`}, 0))`.execute(
      ctx.pg,
    )
    const { rows } = await sql<{ sku: string }>`select sku from product
      where tenant_id = ${ctx.tenantId} and barcode = ${change.barcode} and sku <> ${sku}`.execute(
      ctx.pg,
    )
    if (rows[0])
      throw conflict('barcode_taken', `${change.barcode} is ${rows[0].sku}`, { sku: rows[0].sku })
  }
  if (change.group_code) {
    const { rows } = await sql`select 1 from product_group
      where tenant_id = ${ctx.tenantId} and code = ${change.group_code}`.execute(ctx.pg)
    if (rows.length === 0)
      throw invalid('unknown_product_group', `There is no product group ${change.group_code}`)
  }
}

export interface ProductGroup {
  code: string
  name: string
  spec_names: string[]
  description: string
  revision: number
  products: number
}

export async function listGroups(ctx: Ctx): Promise<ProductGroup[]> {
  const { rows } = await sql<ProductGroup>`
    select g.code, g.name, g.spec_names, g.description, g.revision, (select count(*)::int from product p
      where p.tenant_id = g.tenant_id and p.group_code = g.code) as products
    from product_group g where g.tenant_id = ${ctx.tenantId} order by g.code`.execute(ctx.pg)
  return rows
}

/** @throws 409 when two of its products would be the same thing */
export function setGroup(
  ctx: Ctx,
  given: Pick<ProductGroup, 'code' | 'name' | 'spec_names' | 'description'>,
): Promise<ProductGroup> {
  return inTx(ctx, async (ctx) => {
    const before = (await listGroups(ctx)).find((group) => group.code === given.code) ?? null
    await sql`insert into product_group (tenant_id, code, name, spec_names, description)
      values (${ctx.tenantId}, ${given.code}, ${given.name}, ${given.spec_names}, ${given.description})
      on conflict (tenant_id, code) do update set name = excluded.name, spec_names = excluded.spec_names,
        description = excluded.description, revision = product_group.revision + 1`.execute(ctx.pg)
    const after = (await listGroups(ctx)).find((group) => group.code === given.code)
    if (!after) throw new Error('a group that was written is not there')
    await audit(
      ctx,
      'product_group.changed',
      { kind: 'product_group', id: given.code },
      { before, after },
    )
    return after
  })
}
