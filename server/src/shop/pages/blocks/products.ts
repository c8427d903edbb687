import { z } from 'zod'
import { ShopProduct, shelfOf, shopProductsBySku, shopProductsIn } from '../../goods.ts'
import { blockKind, Title } from './kind.ts'

const Source = z.discriminatedUnion('by', [
  z.object({ by: z.literal('skus'), skus: z.array(z.string().min(1).max(255)).max(50) }),
  z.object({
    by: z.literal('category'),
    path: z.array(z.string().min(1).max(200)).max(5),
    most: z.number().int().min(1).max(50),
  }),
])

/** 商品组: chosen products in the order they were chosen, or what a category has. */
export const products = blockKind({
  kind: 'products',
  settings: z.object({
    title: Title,
    layout: z.enum(['grid', 'row', 'list']).default('grid'),
    source: Source.default({ by: 'skus', skus: [] }),
    hides_sold_out: z.boolean().default(false),
  }),
  data: z.object({ products: z.array(ShopProduct) }),
  names: ({ source }) =>
    source.by === 'skus'
      ? { skus: source.skus }
      : { categories: source.path.length > 0 ? [source.path] : [] },
  missing: ({ source }) => {
    if (source.by === 'skus') return source.skus.length === 0 ? ['products'] : []
    return source.path.length === 0 ? ['category'] : []
  },
  async load({ ctx }, blocks) {
    const shelf = await shelfOf(ctx)
    const named = blocks.flatMap(({ source }) => (source.by === 'skus' ? source.skus : []))
    const bySku = await shopProductsBySku(ctx, shelf, named)
    return Promise.all(
      blocks.map(async ({ source, hides_sold_out }) => {
        const found =
          source.by === 'skus'
            ? source.skus.flatMap((sku) => bySku.get(sku) ?? [])
            : await shopProductsIn(ctx, shelf, source.path, source.most)
        return { products: found.filter((p) => !(hides_sold_out && p.sold_out)) }
      }),
    )
  },
})
