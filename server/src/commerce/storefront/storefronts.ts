// Where the brand sells itself: what, from which store's stock, to whom and how deep its discounts go.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { getFreight } from '../quote/freight-templates.ts'
import { demandGoods, demandStores } from '../stock/documents.ts'
import { demandLook, PLAIN_LOOK, type StorefrontLook } from './look.ts'
import { demandCircles, type VisibleTo } from './visibility.ts'

export const STOREFRONT_KINDS = ['flagship', 'members', 'newcomers', 'besties', 'other'] as const
export const STOREFRONT_STATES = ['draft', 'open', 'closed'] as const

/** How often it may be promoted, see promotion; null: no limit. */
export interface StorefrontFrequency {
  /** That begin in any thirty days. */
  most_activities: number | null
  /** Days with a discount, of any thirty. */
  most_days: number | null
  /** Whole days between two. */
  gap_days: number | null
}
const UNLIMITED: StorefrontFrequency = { most_activities: null, most_days: null, gap_days: null }

export interface Storefront extends StorefrontLook, StorefrontFrequency {
  code: string
  name: string
  kind: (typeof STOREFRONT_KINDS)[number]
  store: string
  sells_all: boolean
  skus: string[]
  /** Paths of categories; what lies below them too. */
  categories: string[][]
  prices: { sku: string; fen: number }[]
  freight: string | null
  deepest_bp: number | null
  state: (typeof STOREFRONT_STATES)[number]
  /** Who may buy there; none named: who may see it. */
  levels: string[]
  visible_to: VisibleTo
  revision: number
}

const COLUMNS = sql`f.code, f.name, f.kind, f.store, f.sells_all, f.skus, f.categories, f.freight, f.deepest_bp,
  f.state, f.levels, f.visible_to, f.in_shop, f.accent, f.live, f.most_activities, f.most_days, f.gap_days, f.revision, coalesce((
    select jsonb_agg(jsonb_build_object('sku', p.sku, 'fen', p.fen) order by p.sku) from storefront_price p
    where p.tenant_id = f.tenant_id and p.storefront = f.code), '[]') as prices`

export async function listStorefronts(ctx: Ctx): Promise<Storefront[]> {
  const { rows } = await sql<Storefront>`select ${COLUMNS} from storefront f
    where f.tenant_id = ${ctx.tenantId} order by f.code`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getStorefront(ctx: Ctx, code: string): Promise<Storefront> {
  const { rows } = await sql<Storefront>`select ${COLUMNS} from storefront f
    where f.tenant_id = ${ctx.tenantId} and f.code = ${code}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('storefront')
  return rows[0]
}

/** Without a look of its own it looks plain, and without limits it is promoted as often as one likes. */
type Optional = StorefrontLook & StorefrontFrequency
export type GivenStorefront = Omit<Storefront, keyof Optional> & Partial<Optional>

/** Makes one or replaces it whole. @throws 400, 404, 409 when somebody else changed it meanwhile */
export function setStorefront(ctx: Ctx, wanted: GivenStorefront): Promise<Storefront> {
  const given = { ...PLAIN_LOOK, ...UNLIMITED, ...wanted }
  return inTx(ctx, async (ctx) => {
    demandLook(given)
    await demandStores(ctx, [given.store])
    await demandGoods(ctx, [...given.skus, ...given.prices.map((p) => p.sku)])
    if (given.freight !== null) await getFreight(ctx, given.freight)
    await demandCircles(ctx, given.visible_to)
    if (new Set(given.prices.map((p) => p.sku)).size < given.prices.length)
      throw invalid('sku_twice', 'An SKU has two prices')
    const { rows: there } = await sql<{ revision: number }>`
      select revision from storefront where tenant_id = ${ctx.tenantId} and code = ${given.code} for update`.execute(
      ctx.pg,
    )
    const before = there[0] ? await getStorefront(ctx, given.code) : null
    if ((before?.revision ?? 0) !== given.revision)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    const { rows } = await sql`
      insert into storefront as f (tenant_id, code, name, kind, store, sells_all, skus, categories, freight,
        deepest_bp, state, levels, visible_to, in_shop, accent, live, most_activities, most_days, gap_days, revision)
      values (${ctx.tenantId}, ${given.code}, ${given.name}, ${given.kind}, ${given.store}, ${given.sells_all},
        ${given.skus}::text[], ${JSON.stringify(given.categories)}::jsonb, ${given.freight}, ${given.deepest_bp},
        ${given.state}, ${given.levels}::text[], ${JSON.stringify(given.visible_to)}::jsonb,
        ${given.in_shop}, ${given.accent}, ${given.live && JSON.stringify(given.live)}::jsonb,
        ${given.most_activities}, ${given.most_days}, ${given.gap_days}, 1)
      on conflict (tenant_id, code) do update set name = excluded.name, kind = excluded.kind, store = excluded.store,
        sells_all = excluded.sells_all, skus = excluded.skus, categories = excluded.categories,
        freight = excluded.freight, deepest_bp = excluded.deepest_bp, state = excluded.state,
        levels = excluded.levels, visible_to = excluded.visible_to,
        in_shop = excluded.in_shop, accent = excluded.accent, live = excluded.live,
        most_activities = excluded.most_activities, most_days = excluded.most_days, gap_days = excluded.gap_days,
        revision = f.revision + 1
      where f.revision = ${given.revision}
      returning code`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile')
    await sql`delete from storefront_price where tenant_id = ${ctx.tenantId} and storefront = ${given.code}`.execute(
      ctx.pg,
    )
    if (given.prices.length > 0) {
      const u = unnest(given.prices, {
        sku: ['text', (p) => p.sku],
        fen: ['bigint', (p) => p.fen],
      })
      await sql`insert into storefront_price (tenant_id, storefront, ${u.names})
        select ${ctx.tenantId}::uuid, ${given.code}, ${u.names} from ${u.rows}`.execute(ctx.pg)
    }
    const after = await getStorefront(ctx, given.code)
    const object = { kind: 'storefront', id: given.code }
    await audit(ctx, 'storefront.changed', object, { before, after })
    return after
  })
}

/** What of these SKUs a storefront sells. */
export const sells = sql<boolean>`(f.sells_all or p.sku = any(f.skus) or exists (
  select 1 from jsonb_array_elements(f.categories) as c
  where p.category[1:jsonb_array_length(c)] = array(select jsonb_array_elements_text(c))))`

export interface LevelsAtStorefront {
  code: string
  name: string
  /** Levels it is shown to, and those that may buy there; none: everybody who may come. */
  sees: string[]
  buys: string[]
  /** Audiences or pools may see it too. */
  others: boolean
}

/** Of open storefronts those that ask for levels. */
export async function levelsAtStorefronts(ctx: Ctx): Promise<LevelsAtStorefront[]> {
  return (await listStorefronts(ctx))
    .filter(({ state }) => state === 'open')
    .map(({ code, name, levels, visible_to: to }) => ({
      ...{ code, name, sees: to.levels, buys: levels },
      others: to.audiences.length + to.pools.length > 0,
    }))
    .filter(({ sees, buys }) => sees.length + buys.length > 0)
}
