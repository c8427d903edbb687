// What the shop shows of products: what is sold, at what price, and whether there is some.
import {
  getProduct,
  levelsHeldBy,
  listCategories,
  listProducts,
  type Product,
  priceBasket,
} from '../commerce/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'

/** From so few on she is told how many are left, which is then true. */
const FEW = 5

export interface ShopProduct {
  sku: string
  name: string
  category: string[]
  kind: Product['kind']
  price_fen: number
  specs: Record<string, string>
  group: string | null
  description: string
  is_exclusive: boolean
  sold_out: boolean
  /** There when few are left. */
  left: number | null
}

type Sold = Product & { price_fen: number }
const isSold = (p: Product): p is Sold => !p.is_retired && p.price_fen !== null

const shown = (p: Sold): ShopProduct => ({
  ...{ sku: p.sku, name: p.name, category: p.category, kind: p.kind, price_fen: p.price_fen },
  ...{ specs: p.specs, group: p.group_code, description: p.description },
  is_exclusive: p.is_exclusive,
  sold_out: p.free !== null && p.free <= 0,
  left: p.free !== null && p.free > 0 && p.free <= FEW ? p.free : null,
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
  const page = await listProducts(ctx, { ...asked, retired: false, priced: true })
  return { items: page.items.filter(isSold).map(shown), next_cursor: page.next_cursor }
}

/** With the other sizes and colours of the same article. @throws 404 for what is not sold */
export async function shopProduct(
  ctx: Ctx,
  sku: string,
): Promise<{ product: ShopProduct; variants: ShopProduct[] }> {
  const product = await getProduct(ctx, sku)
  if (!isSold(product)) throw notFound('product')
  const items: Product[] =
    product.group_code === null
      ? []
      : (
          await listProducts(ctx, {
            ...{ group: product.group_code, retired: false, priced: true, limit: 200 },
          })
        ).items
  return { product: shown(product), variants: items.filter(isSold).map(shown) }
}

/** The widest ones that have something to sell. */
export async function shopCategories(ctx: Ctx): Promise<{ path: string[]; products: number }[]> {
  return (await listCategories(ctx)).filter((c) => c.products > 0 && c.path.length <= 2)
}

/** As the till would price it for her: a visitor holds no levels, and nothing is shipped before there is an address. */
export async function quoteCart(ctx: Ctx, lines: readonly { sku: string; quantity: number }[]) {
  const customerId = ctx.actor.id === '' ? null : Number(ctx.actor.id)
  const { quoted } = await priceBasket(ctx, {
    ...{ lines, customerId, freight: null, place: null },
    levels: customerId === null ? [] : await levelsHeldBy(ctx, customerId),
  })
  return {
    ...{ currency: quoted.currency, discount_fen: quoted.discountFen },
    ...{ shipping_fen: quoted.shippingFen, total_fen: quoted.totalFen, due_fen: quoted.dueFen },
    trace: quoted.trace.map((note) => ({ ...note, ...(note.args && { args: { ...note.args } }) })),
  }
}
