// What the shop shows of products: what is sold, at what price, and whether there is some.
import { z } from 'zod'
import { getStorefront, listCategories, listProducts, type Product } from '../commerce/index.ts'
import { type ShownBenefit, shownBenefit } from '../membership/index.ts'
import { pictureUrl } from '../pictures/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { storefrontOf } from './shop.ts'

/** From so few on she is told how many are left, which is then true. */
const FEW = 5

export const ShopProduct = z.object({
  sku: z.string(),
  name: z.string(),
  category: z.array(z.string()),
  kind: z.string(),
  price_fen: z.number().int(),
  specs: z.record(z.string(), z.string()),
  group: z.string().nullable().describe('The same article in other sizes and colours'),
  description: z.string(),
  is_exclusive: z.boolean(),
  sold_out: z.boolean(),
  left: z.number().int().nullable().describe('There when few are left, and then true'),
  picture: z
    .object({ url: z.string(), alt: z.string().describe('Empty: its name says it') })
    .nullable(),
})
const Count = z.number().int()
export const ShopBenefit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('session_card'),
    services: z.array(z.string()),
    sessions: Count,
    days: Count.nullable().describe('How long it is valid; null: it has no end'),
  }),
  z.object({
    kind: z.literal('stored_value'),
    pay_fen: Count,
    bonus_fen: Count,
    bonus_days: Count.nullable(),
  }),
  z.object({ kind: z.literal('points'), points: Count }),
  z.object({ kind: z.literal('gift_card'), fen: Count }),
  z.object({ kind: z.literal('card'), name: z.string(), name_en: z.string(), days: Count }),
])
export type ShopProduct = z.infer<typeof ShopProduct>

const shown = (p: Product & { price_fen: number }): ShopProduct => ({
  ...{ sku: p.sku, name: p.name, category: p.category, kind: p.kind, price_fen: p.price_fen },
  ...{ specs: p.specs, group: p.group_code, description: p.description },
  is_exclusive: p.is_exclusive,
  sold_out: p.free !== null && p.free <= 0,
  left: p.free !== null && p.free > 0 && p.free <= FEW ? p.free : null,
  picture: p.picture_id === null ? null : { url: pictureUrl(p.picture_id), alt: p.picture_alt },
})

export async function shopProducts(
  ctx: Ctx,
  asked: {
    q?: string | undefined
    category?: readonly string[] | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const shelf = await shelfOf(ctx)
  const page = await listProducts(ctx, { ...asked, ...shelf.filter })
  return { items: page.items.flatMap(shelf.show), next_cursor: page.next_cursor }
}

export type ShopShelf = Awaited<ReturnType<typeof shelfOf>>
/** What the shop's storefront sells, at its own prices; every product before it is one. */
export async function shelfOf(ctx: Ctx) {
  const code = await storefrontOf(ctx)
  const prices = new Map(
    code === null ? [] : (await getStorefront(ctx, code)).prices.map((p) => [p.sku, p.fen]),
  )
  return {
    filter: {
      retired: false,
      ...(code === null ? { priced: true as const } : { storefront: code }),
    },
    show: (product: Product): ShopProduct[] => {
      const price_fen = prices.get(product.sku) ?? product.price_fen
      return product.is_retired || price_fen === null ? [] : [shown({ ...product, price_fen })]
    },
  }
}

/** Those of these that are sold there. */
export async function shopProductsBySku(
  ctx: Ctx,
  shelf: ShopShelf,
  skus: readonly string[],
): Promise<Map<string, ShopProduct>> {
  if (skus.length === 0) return new Map()
  const wanted = [...new Set(skus)]
  const { items } = await listProducts(ctx, { ...shelf.filter, skus: wanted, limit: wanted.length })
  return new Map(items.flatMap(shelf.show).map((product) => [product.sku, product]))
}
/** The first of a category and of what is below it. */
export async function shopProductsIn(
  ctx: Ctx,
  shelf: ShopShelf,
  category: readonly string[],
  limit: number,
): Promise<ShopProduct[]> {
  if (category.length === 0) return []
  return (await listProducts(ctx, { ...shelf.filter, category, limit })).items.flatMap(shelf.show)
}

/** With the other sizes and colours of the same article. @throws 404 for what is not sold */
export async function shopProduct(
  ctx: Ctx,
  sku: string,
): Promise<{
  product: ShopProduct
  variants: ShopProduct[]
  gives: ShownBenefit | null
}> {
  const shelf = await shelfOf(ctx)
  const found = await listProducts(ctx, { ...shelf.filter, skus: [sku], limit: 1 })
  const [own] = found.items.flatMap(shelf.show)
  if (!own) throw notFound('product')
  const items: Product[] =
    own.group === null
      ? []
      : (
          await listProducts(ctx, {
            ...{ ...shelf.filter, group: own.group, limit: 200 },
          })
        ).items
  const gives = (await shownBenefit(ctx, sku)) ?? null
  return { product: own, variants: items.flatMap(shelf.show), gives }
}

/** The widest ones that have something to sell. */
export async function shopCategories(ctx: Ctx): Promise<{ path: string[]; products: number }[]> {
  return (await listCategories(ctx)).filter((c) => c.products > 0 && c.path.length <= 2)
}
