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
import { shopperOf } from './session.ts'
import { getShop } from './shop.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })

const slotsHere = async (ctx: Ctx, sku?: string) =>
  shownSlots(ctx, {
    storefront: (await getShop(ctx))?.storefront ?? null,
    ...(sku !== undefined && { sku }),
  })

/** Flash sales as customers see them, and leave to order in one. */
export function flashRoutes(app: Http, visiting: (slug: string) => Promise<Ctx>): void {
  app.get(
    '/shop/:shop/flash-sales',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'Slots of flash sales, as they come, with those just over' },
        params: AtShop,
        response: { 200: FlashSlots },
      },
    },
    async ({ params }) => slotsHere(await visiting(params.shop)),
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
    async ({ params }) => slotsHere(await visiting(params.shop), params.sku),
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
