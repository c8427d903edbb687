// What a buyer meets in a storefront: whether she may buy there, and what it asks for what she wants.
import { sql } from 'kysely'
import { brandCachedBy } from '../../platform/brand-cache.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { sells } from './storefronts.ts'
import { maySee, notVisible, type VisibleTo } from './visibility.ts'

export interface Shelf {
  code: string
  store: string
  freight: string | null
  deepestBp: number | null
  /** Its own prices of what is wanted. */
  ownFen: ReadonlyMap<string, number>
}

interface Front {
  kind: string
  state: string
  store: string
  freight: string | null
  deepest_bp: number | null
  levels: string[]
  visible_to: VisibleTo
}
interface Offered {
  /** Its own price, where it asks one. */
  fen: number | null
  is_sold: boolean
}

/**
 * What a buyer of these levels finds there of these SKUs.
 * @throws 404 for one that is not there, 403 for one she may not see, 409 for one that is not open, not for her, or
 * does not sell it
 */
export async function shelfFor(
  ctx: Ctx,
  code: string,
  wanted: {
    skus: readonly string[]
    customerId: number
    levels: readonly string[]
    nodes: readonly number[]
  },
): Promise<Shelf> {
  const front = (await frontsOf(ctx, [code])).get(code)
  if (!front) throw notFound('storefront')
  if (front.state !== 'open') throw conflict('storefront_closed', 'This storefront is not open')
  if (!(await maySee(ctx, front.visible_to, wanted.customerId, wanted.levels))) throw notVisible()
  if (front.levels.length > 0 && !front.levels.some((level) => wanted.levels.includes(level)))
    throw conflict('storefront_not_for_level', 'This storefront is for members of other levels', {
      levels: front.levels,
    })
  if (front.kind === 'newcomers' && (await hasBought(ctx, wanted.nodes)))
    throw conflict('storefront_for_newcomers', 'This storefront is for who has not bought yet')
  const offered = await offeredBy(ctx, code, wanted.skus)
  const foreign = [...offered].flatMap(([sku, { is_sold }]) => (is_sold ? [] : [sku]))
  if (foreign.length > 0)
    throw conflict('not_in_storefront', 'This storefront does not sell it', { skus: foreign })
  return {
    ...{ code, store: front.store, freight: front.freight, deepestBp: front.deepest_bp },
    ownFen: new Map([...offered].flatMap(([sku, { fen }]) => (fen === null ? [] : [[sku, fen]]))),
  }
}

const frontsOf = (ctx: Ctx, codes: readonly string[]): Promise<Map<string, Front>> =>
  brandCachedBy(ctx, 'commerce.storefront', codes, async (missing) => {
    const { rows } = await sql<Front & { code: string }>`
      select code, kind, state, store, freight, deepest_bp, levels, visible_to
      from storefront where tenant_id = ${ctx.tenantId} and code = any(${[...missing]}::text[])`.execute(
      ctx.pg,
    )
    return new Map(rows.map((row) => [row.code, row]))
  })

/** Of these SKUs those that are products. */
const offeredBy = (
  ctx: Ctx,
  code: string,
  skus: readonly string[],
): Promise<Map<string, Offered>> =>
  brandCachedBy(ctx, `commerce.offered ${code}`, skus, async (missing) => {
    const { rows } = await sql<Offered & { sku: string }>`
      select p.sku, o.fen, ${sells} as is_sold
      from storefront f join product p on p.tenant_id = f.tenant_id and p.sku = any(${[...missing]}::text[])
      left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
      where f.tenant_id = ${ctx.tenantId} and f.code = ${code} order by p.sku`.execute(ctx.pg)
    return new Map(rows.map((row) => [row.sku, row]))
  })

async function hasBought(ctx: Ctx, nodes: readonly number[]): Promise<boolean> {
  const { rows } = await sql`select 1 from sales_order where tenant_id = ${ctx.tenantId}
    and node_id = any(${[...nodes]}::bigint[]) and evidence = 'verified' and paid_at is not null limit 1`.execute(
    ctx.pg,
  )
  return rows.length > 0
}

export interface OnShelf {
  sku: string
  name: string
  price_fen: number
  /** Something of it can be bought now: at its store, or given by the system. */
  is_there: boolean
}
/** Those of these that an open storefront sells, as it sells them now. */
export async function onShelf(
  ctx: Ctx,
  code: string,
  wanted: readonly string[],
): Promise<OnShelf[]> {
  const { rows } = await sql<OnShelf>`
    select p.sku, p.name, coalesce(o.fen, p.price_fen) as price_fen, p.kind <> 'goods' or exists (
      select 1 from stock_level l where l.tenant_id = p.tenant_id and l.store = f.store and l.sku = p.sku
      group by l.sku having sum(l.on_hand - l.reserved) > 0) as is_there
    from storefront f join product p on p.tenant_id = f.tenant_id and p.sku = any(${[...wanted]}::text[])
    left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
    where f.tenant_id = ${ctx.tenantId} and f.code = ${code} and f.state = 'open' and not p.is_retired
      and coalesce(o.fen, p.price_fen) is not null and ${sells}
    order by p.sku`.execute(ctx.pg)
  return rows
}
