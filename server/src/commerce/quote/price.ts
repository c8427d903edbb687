// A basket priced as it is now: products, member prices, freight and what other domains bring, into the one
// pipeline.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { brandCachedBy } from '../../platform/brand-cache.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { getProduct } from '../goods/products.ts'
import { loadPlanTerms } from '../subscription/terms.ts'
import { getFreight } from './freight-templates.ts'
import {
  type Asked,
  fixedPrices,
  type Held,
  type PlanAsked,
  rulesNow,
  tellShown,
  termsFor,
} from './ports.ts'
import { PRICING_VERSION, type Quoted, type QuoteInput, type QuoteLine, quote } from './quote.ts'

export interface Wanted
  extends Pick<
      Asked,
      | 'nodes'
      | 'storefront'
      | 'address'
      | 'couponCodes'
      | 'pointsWanted'
      | 'storedValueWanted'
      | 'groupBuy'
      | 'flashSale'
      | 'preSale'
      | 'reward'
    >,
    Held {
  lines: readonly { sku: string; quantity: number }[]
  customerId: number | null
  /** The code of a freight template. */
  freight: string | null
  place: readonly string[] | null
  /** What a storefront asks for one in place of the product's price, by SKU. */
  ownFen?: ReadonlyMap<string, number>
  /** The most that discounts may take off a line, basis points. */
  deepestBp?: number | null
  plan?: PlanAsked
}
export interface PricedBasket {
  /** All that the price rests on: the same input always gives the same quote. */
  input: QuoteInput
  quoted: Quoted
  /** Names and categories, by SKU. */
  names: ReadonlyMap<string, { name: string; category: string | null }>
}

const NOTHING_FIXED: ReadonlyMap<string, number> = new Map()

/** @throws 400, 404 for an unknown freight template, 409 for what is not for sale or not delivered */
export async function priceBasket(ctx: Ctx, wanted: Wanted): Promise<PricedBasket> {
  const skus = wanted.lines.map((line) => line.sku)
  const products = await productsFor(ctx, skus)
  const missing = skus.filter((sku) => !products.has(sku))
  if (missing.length > 0)
    throw invalid('unknown_sku', `There is no product ${missing.join(', ')}`, { skus: missing })
  const given = [...products.values()].filter((p) => p.kind !== 'goods').map((p) => p.sku)
  const fixed = given.length > 0 ? await fixedPrices(ctx, given) : NOTHING_FIXED
  const unfit = [...products.values()].filter(
    (p) =>
      p.is_retired ||
      (!wanted.ownFen?.has(p.sku) &&
        !fixed.has(p.sku) &&
        (p.price_fen === null || p.currency !== p.brand_currency)),
  )
  if (unfit.length > 0)
    throw conflict('not_for_sale', 'Retired, or without a price in the brand’s currency', {
      skus: unfit.map((p) => p.sku),
    })
  const lines = wanted.lines.map(({ sku, quantity }): QuoteLine => {
    const product = products.get(sku)
    const fixedFen = fixed.get(sku)
    const unitFen = fixedFen ?? wanted.ownFen?.get(sku) ?? product?.price_fen
    if (!product || unitFen == null) throw new Error('a product without a price was let through')
    return {
      ...{ sku, quantity, unitFen, memberFen: product.member_fen },
      ...{ weightG: product.weight_g, ships: product.kind === 'goods' },
      ...(fixedFen !== undefined && { isFixed: true as const }),
    }
  })
  const { benefits, nodes } = wanted
  // One brand's, so all alike; an empty basket is refused below.
  const { brand_currency: currency = '', timezone } = products.values().next().value ?? {}
  const asked: Asked = {
    ...{ customerId: wanted.customerId, lines, products },
    ...(nodes && { nodes }),
    ...(timezone !== undefined && { timezone }),
    ...(wanted.storefront !== undefined && { storefront: wanted.storefront }),
    ...(wanted.address && { address: wanted.address }),
    ...(wanted.couponCodes && { couponCodes: wanted.couponCodes }),
    ...(wanted.pointsWanted !== undefined && { pointsWanted: wanted.pointsWanted }),
    ...(wanted.storedValueWanted !== undefined && {
      storedValueWanted: wanted.storedValueWanted,
    }),
    ...(wanted.groupBuy && { groupBuy: wanted.groupBuy }),
    ...(wanted.flashSale && { flashSale: wanted.flashSale }),
    ...(wanted.preSale && { preSale: wanted.preSale }),
    ...(wanted.reward && { reward: wanted.reward }),
  }
  let input: QuoteInput = {
    ...{ version: PRICING_VERSION, currency, lines, levels: wanted.levels },
    deepestBp: wanted.deepestBp ?? null,
    ...(benefits && { benefits }),
    ...(wanted.plan && { plan: await loadPlanTerms(ctx, wanted, wanted.plan) }),
    terms: await termsFor(ctx, asked),
    place: wanted.place,
    freight: wanted.freight === null ? null : await getFreight(ctx, wanted.freight),
  }
  let quoted = quote(input, rulesNow())
  if (quoted.ok && (await tellShown(ctx, asked, input))) {
    input = { ...input, terms: await termsFor(ctx, asked) }
    quoted = quote(input, rulesNow())
  }
  if (quoted.ok) return { input, quoted, names: products }
  throw quoted.code === 'not_delivered'
    ? conflict(quoted.code, quoted.message)
    : invalid(quoted.code, quoted.message)
}

interface ForSale {
  sku: string
  name: string
  category: string | null
  kind: string
  price_fen: number | null
  currency: string | null
  weight_g: number | null
  is_retired: boolean
  member_fen: Record<string, number>
  group: string | null
  path: string[]
  brand_currency: string
  timezone: string
}
const productsFor = (ctx: Ctx, skus: readonly string[]): Promise<Map<string, ForSale>> =>
  brandCachedBy(ctx, 'commerce.for_sale', skus, (missing) => readProducts(ctx, missing))

async function readProducts(ctx: Ctx, skus: readonly string[]): Promise<Map<string, ForSale>> {
  const { rows } = await sql<ForSale>`
    select p.sku, p.name, nullif(array_to_string(p.category, ' / '), '') as category, p.category as path,
      p.group_code as "group", p.kind, p.price_fen, p.currency, p.weight_g, p.is_retired, t.currency as brand_currency, t.timezone, coalesce((
      select jsonb_object_agg(m.level, m.fen) from member_price m
      where m.tenant_id = p.tenant_id and m.sku = p.sku), '{}') as member_fen
    from product p join tenant t on t.id = p.tenant_id
    where p.tenant_id = ${ctx.tenantId} and p.sku = any(${[...skus]}::text[])`.execute(ctx.pg)
  return new Map(rows.map((row) => [row.sku, row]))
}

export interface MemberPrice {
  level: string
  fen: number
}

/** @throws 404 */
export async function memberPricesOf(ctx: Ctx, sku: string): Promise<MemberPrice[]> {
  await getProduct(ctx, sku)
  const { rows } = await sql<MemberPrice>`select level, fen from member_price
    where tenant_id = ${ctx.tenantId} and sku = ${sku} order by level`.execute(ctx.pg)
  return rows
}

/** By level, how many products on sale cost its members less than everybody. */
export async function memberPriceCounts(ctx: Ctx): Promise<{ level: string; products: number }[]> {
  const { rows } = await sql<{ level: string; products: number }>`
    select m.level, count(*)::int as products from member_price m
    join product p on p.tenant_id = m.tenant_id and p.sku = m.sku
    where m.tenant_id = ${ctx.tenantId} and not p.is_retired and m.fen < p.price_fen
    group by m.level order by m.level`.execute(ctx.pg)
  return rows
}

/** All of them at once: a level that is not named has none any more. @throws 404, 400 */
export function setMemberPrices(
  ctx: Ctx,
  sku: string,
  prices: readonly MemberPrice[],
): Promise<MemberPrice[]> {
  return inTx(ctx, async (ctx) => {
    if (new Set(prices.map((p) => p.level)).size < prices.length)
      throw invalid('level_twice', 'A level stands twice')
    await sql`select 1 from product where tenant_id = ${ctx.tenantId} and sku = ${sku} for update`.execute(
      ctx.pg,
    )
    const before = await memberPricesOf(ctx, sku)
    await sql`delete from member_price where tenant_id = ${ctx.tenantId} and sku = ${sku}`.execute(
      ctx.pg,
    )
    const u = unnest(prices, {
      level: ['text', (p) => p.level],
      fen: ['bigint', (p) => p.fen],
    })
    if (prices.length > 0)
      await sql`insert into member_price (tenant_id, sku, ${u.names})
        select ${ctx.tenantId}::uuid, ${sku}, ${u.names} from ${u.rows}`.execute(ctx.pg)
    const after = await memberPricesOf(ctx, sku)
    const details = { before, after }
    await audit(ctx, 'member_prices.changed', { kind: 'product', id: sku }, details)
    return after
  })
}
