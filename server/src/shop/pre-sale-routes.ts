import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import { ShownPreSales, shownPreSales } from '../promotion/index.ts'
import { storefrontOf } from './shop.ts'
import type { Looking } from './visible.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })

const hereNow = async (ctx: Ctx, sku?: string) =>
  shownPreSales(ctx, {
    storefront: await storefrontOf(ctx),
    ...(sku !== undefined && { sku }),
  })

/** What can be ordered ahead, as customers see it. */
export function shopPreSaleRoutes(app: Http, looking: Looking): void {
  app.get(
    '/shop/:shop/pre-sales',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'What can be ordered ahead with a deposit, now or soon' },
        params: AtShop,
        response: { 200: ShownPreSales },
      },
    },
    async (request) => hereNow(await looking(request)),
  )
  app.get(
    '/shop/:shop/products/:sku/pre-sales',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'Pre-sales of a product' },
        params: AtShop.extend({ sku: z.string().min(1).max(255) }),
        response: { 200: ShownPreSales },
      },
    },
    async (request) => hereNow(await looking(request), request.params.sku),
  )
}
