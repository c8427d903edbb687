// What stores on other platforms list, from files: a store's newest file is what it lists.
import { createHash, randomUUIDv7 } from 'node:crypto'
import { stringify } from 'csv-stringify/sync'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { defusedButNumbers } from '../../platform/cells.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { faultWords, type ListingFault, type ListingPlatform } from './faults.ts'
import { type ListedPromotion, type ListedRow, type MeantStore, readListings } from './file.ts'

const SHOWN_FAULTS = 200

export interface ListingReport {
  rows: number
  stores: { platform: ListingPlatform; name: string; listings: number; promotions: number }[]
  /** Products that a store has listed until now and that its file does not name any more. */
  gone: number
  faulty: number
  faults: { row: number; code: string; fault: ListingFault; reason: string }[]
}
interface Listing {
  sku: string
  title: string
  fen: number | null
  promotions: Map<string, ListedPromotion>
}
interface StoreListings {
  platform: ListingPlatform
  name: string
  listings: Map<string, Listing>
  /** Products of rows that were not taken: what is known of them stays as it is. */
  untouched: Set<string>
}
interface Plan {
  columns: readonly string[]
  rows: number
  stores: StoreListings[]
  faults: { row: ListedRow; fault: ListingFault }[]
  language: 'zh-CN' | 'en'
}

/** What the file would change; nothing is kept. @throws 400 */
export async function checkListings(
  ctx: Ctx,
  content: Buffer,
  how: MeantStore & { replaces: boolean },
): Promise<ListingReport> {
  const plan = await planOf(ctx, content, how)
  const gone = how.replaces ? await goneOf(ctx, plan.stores) : 0
  return reportOf(plan, gone)
}

/**
 * Takes what is sound; the rest is told. With `replaces` a store lists what its file names and nothing else, but for
 * products whose row was not taken. The same file again changes nothing. @throws 400
 */
export async function takeListings(
  ctx: Ctx,
  name: string,
  content: Buffer,
  how: MeantStore & { replaces: boolean },
): Promise<ListingReport> {
  const plan = await planOf(ctx, content, how)
  return inTx(ctx, async (ctx) => {
    let gone = 0
    // In one order, so that two files of the same stores wait for each other and not in a ring.
    for (const store of [...plan.stores].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
      gone += await write(ctx, store, how.replaces)
    const report = reportOf(plan, gone)
    const { faults: _rows, ...counts } = report
    const sha256 = createHash('sha256').update(content).digest('hex')
    await audit(ctx, 'external_listings.taken', undefined, { name, sha256, ...counts })
    return report
  })
}

/** Rows that were not taken, with the reason beside each: to be mended and sent again. @throws 400 */
export async function faultyListings(
  ctx: Ctx,
  content: Buffer,
  meant: MeantStore,
): Promise<string> {
  const { columns, faults, language } = await planOf(ctx, content, meant)
  // Rows that came back before have our column already.
  const ours = columns.findIndex((column) => REASONS.includes(column.trim()))
  const own = (cells: readonly string[]) =>
    columns.flatMap((_, i) => (i === ours ? [] : [cells[i] ?? '']))
  const lines = faults.map(({ row, fault }) =>
    [faultWords(fault, language), ...own(row.cells)].map(defusedButNumbers),
  )
  const heading = REASONS[language === 'en' ? 1 : 0]
  // The mark lets spreadsheets read the Chinese in it.
  return `\uFEFF${stringify([[heading, ...own(columns)], ...lines])}`
}
const REASONS: readonly string[] = ['未导入原因', 'Not taken because']

/** Its listings go with it. @throws 404 */
export function removeExternalStore(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ platform: string; name: string }>`delete from external_store
      where tenant_id = ${ctx.tenantId} and id = ${id} returning platform, name`.execute(ctx.pg)
    if (!rows[0]) throw notFound('external_store')
    await audit(ctx, 'external_store.removed', { kind: 'external_store', id }, { before: rows[0] })
  })
}

const keyOf = (store: { platform: string; name: string }) => `${store.platform}\x1f${store.name}`

async function planOf(ctx: Ctx, content: Buffer, meant: MeantStore): Promise<Plan> {
  const { rows: tenants } = await sql<{ timezone: string; language: 'zh-CN' | 'en' }>`
    select timezone, language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const { timezone = 'UTC', language = 'zh-CN' } = tenants[0] ?? {}
  const { columns, rows } = await readListings(content, timezone, meant)
  const skuOf = await skusByCode(ctx, [...new Set(rows.map(({ code }) => code))])
  const stores = new Map<string, StoreListings>()
  const faults: Plan['faults'] = []
  for (const row of rows) {
    const sku = skuOf.get(row.code)
    const fault = row.fault ?? (sku === undefined ? 'sku_unknown' : undefined)
    const store = row.platform === '' || row.store === '' ? undefined : storeOf(stores, row)
    const refused = fault ?? (sku === undefined || !store ? 'store_missing' : add(store, sku, row))
    if (refused === undefined) continue
    faults.push({ row, fault: refused })
    if (sku !== undefined) store?.untouched.add(sku)
  }
  const named = [...stores.values()].filter(({ listings }) => listings.size > 0)
  return { columns, rows: rows.length, stores: named, faults, language }
}

function storeOf(stores: Map<string, StoreListings>, row: ListedRow): StoreListings | undefined {
  if (row.platform === '') return undefined
  const of = { platform: row.platform, name: row.store }
  const known = stores.get(keyOf(of)) ?? { ...of, listings: new Map(), untouched: new Set() }
  stores.set(keyOf(of), known)
  return known
}

/** A row of a product that stands already adds a promotion to it. */
function add(store: StoreListings, sku: string, row: ListedRow): ListingFault | undefined {
  const { title, fen, promotion } = row
  const listing = store.listings.get(sku) ?? { sku, title, fen, promotions: new Map() }
  if (listing.fen !== null && fen !== null && listing.fen !== fen) return 'price_twice'
  if (promotion) {
    const key = `${promotion.startsAt.getTime()}\x1f${promotion.name}`
    const known = listing.promotions.get(key)
    if (known && (known.fen !== promotion.fen || +known.endsAt !== +promotion.endsAt))
      return 'promotion_twice'
    listing.promotions.set(key, promotion)
  }
  store.listings.set(sku, {
    ...listing,
    ...{ fen: listing.fen ?? fen, title: listing.title || title },
  })
  return undefined
}

/** By SKU, else by barcode. */
async function skusByCode(ctx: Ctx, codes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; sku: string }>`
    select distinct on (c.code) c.code, p.sku from unnest(${[...codes]}::text[]) as c (code)
    join product p on p.tenant_id = ${ctx.tenantId} and (p.sku = c.code or p.barcode = c.code)
    order by c.code, p.sku <> c.code, p.sku`.execute(ctx.pg)
  return new Map(rows.map(({ code, sku }) => [code, sku]))
}

/** How many listings of these stores the file does not name any more. */
async function goneOf(ctx: Ctx, stores: readonly StoreListings[]): Promise<number> {
  let gone = 0
  for (const store of stores) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from external_listing l
      join external_store s on s.tenant_id = l.tenant_id and s.id = l.store_id
      where l.tenant_id = ${ctx.tenantId} and s.platform = ${store.platform} and s.name = ${store.name}
        and l.sku <> all(${stays(store)}::text[])`.execute(ctx.pg)
    gone += rows[0]?.n ?? 0
  }
  return gone
}
const stays = ({ listings, untouched }: StoreListings) => [...listings.keys(), ...untouched]

/** @returns how many listings went */
async function write(ctx: Ctx, store: StoreListings, replaces: boolean): Promise<number> {
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`
  const { rows } = await sql<{ id: string }>`
    insert into external_store as s (tenant_id, id, platform, name, imported_at, imported_by)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${store.platform}, ${store.name}, ${ctx.now()}, ${actor})
    on conflict (tenant_id, platform, name) do update
      set imported_at = excluded.imported_at, imported_by = excluded.imported_by
    returning s.id`.execute(ctx.pg)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('a store that is neither new nor there')
  const gone = replaces
    ? await sql`delete from external_listing where tenant_id = ${ctx.tenantId} and store_id = ${id}
        and sku <> all(${stays(store)}::text[])`.execute(ctx.pg)
    : undefined
  const listings = [...store.listings.values()]
  const u = unnest(listings, {
    sku: ['text', (l) => l.sku],
    title: ['text', (l) => l.title],
    price_fen: ['bigint', (l) => l.fen],
  })
  await sql`insert into external_listing (tenant_id, store_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${u.names} from ${u.rows}
    on conflict (tenant_id, store_id, sku) do update
      set title = excluded.title, price_fen = excluded.price_fen`.execute(ctx.pg)
  // Of a product that the file names, the promotions are those that the file names, unless one of its rows is at fault.
  await sql`delete from external_promotion where tenant_id = ${ctx.tenantId} and store_id = ${id}
    and sku = any(${listings.map((l) => l.sku)}::text[]) and sku <> all(${[...store.untouched]}::text[])`.execute(
    ctx.pg,
  )
  const promotions = listings.flatMap(({ sku, promotions }) =>
    [...promotions.values()].map((promotion) => ({ sku, ...promotion })),
  )
  const p = unnest(promotions, {
    sku: ['text', (one) => one.sku],
    name: ['text', (one) => one.name],
    price_fen: ['bigint', (one) => one.fen],
    starts_at: ['timestamptz', (one) => one.startsAt],
    ends_at: ['timestamptz', (one) => one.endsAt],
  })
  await sql`insert into external_promotion (tenant_id, store_id, ${p.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${p.names} from ${p.rows}
    on conflict (tenant_id, store_id, sku, name, starts_at) do update
      set price_fen = excluded.price_fen, ends_at = excluded.ends_at`.execute(ctx.pg)
  return Number(gone?.numAffectedRows ?? 0n)
}

function reportOf(plan: Plan, gone: number): ListingReport {
  return {
    rows: plan.rows,
    stores: plan.stores.map(({ platform, name, listings }) => ({
      ...{ platform, name, listings: listings.size },
      promotions: [...listings.values()].reduce((sum, l) => sum + l.promotions.size, 0),
    })),
    ...{ gone, faulty: plan.faults.length },
    faults: plan.faults.slice(0, SHOWN_FAULTS).map(({ row, fault }) => ({
      ...{ row: row.row, code: row.code, fault, reason: faultWords(fault, plan.language) },
    })),
  }
}
