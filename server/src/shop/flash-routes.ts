import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import {
  askToken,
  FlashSlots,
  FlashToken,
  FlashTokenAsked,
  shownSlots,
} from '../promotion/index.ts'
import { ShopProduct, shelfOf, shopProductsBySku } from './goods.ts'
import { shopperOf } from './session.ts'
import { storefrontOf } from './shop.ts'
import type { Looking } from './visible.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })

const slotsHere = async (ctx: Ctx, sku?: string) =>
  shownSlots(ctx, {
    storefront: await storefrontOf(ctx),
    ...(sku !== undefined && { sku }),
  })

const Pictured = z.object({
  ...FlashSlots.shape,
  items: z.array(
    FlashSlots.shape.items.element.extend({
      items: z.array(
        FlashSlots.shape.items.element.shape.items.element.extend({
          picture: ShopProduct.shape.picture,
        }),
      ),
    }),
  ),
})
async function pictured(ctx: Ctx): Promise<z.infer<typeof Pictured>> {
  const { now, items } = await slotsHere(ctx)
  const skus = items.flatMap((slot) => slot.items.map(({ sku }) => sku))
  const bySku = await shopProductsBySku(ctx, await shelfOf(ctx), skus)
  return {
    now,
    items: items.map((slot) => ({
      ...slot,
      items: slot.items.map((item) => ({ ...item, picture: bySku.get(item.sku)?.picture ?? null })),
    })),
  }
}

/** Flash sales as customers see them, and leave to order in one. */
export function flashRoutes(app: Http, looking: Looking): void {
  app.get(
    '/shop/:shop/flash-sales',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'Slots of flash sales, as they come, with those just over' },
        params: AtShop,
        response: { 200: Pictured },
      },
    },
    async (request) => pictured(await looking(request)),
  )
  app.get(
    '/shop/:shop/products/:sku/flash-sales',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'Slots of a product that run or come' },
        params: AtShop.extend({ sku: z.string().min(1).max(255) }),
        response: { 200: FlashSlots },
      },
    },
    async (request) => slotsHere(await looking(request), request.params.sku),
  )
  app.post(
    '/shop/:shop/flash-slots/:id/tokens',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'Leave to order in a slot; who has one gets the same again' },
        params: AtShop.extend({ id: z.guid() }),
        body: FlashTokenAsked,
        response: { 201: FlashToken },
      },
    },
    async ({ ctx, params, body: { sku, quantity } }, reply) => {
      const asked = { customerId: shopperOf(ctx), quantity }
      return reply.code(201).send(await askToken(ctx, params.id, sku, asked))
    },
  )
}
