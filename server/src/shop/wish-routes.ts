import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import { conflict } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import {
  addFavourite,
  addWish,
  favouritesOf,
  isFavourite,
  removeFavourite,
  WISH_KINDS,
  type Wish,
  type Wisher,
  waitingWishes,
  withdrawWish,
} from '../wishes/index.ts'
import { ShopProduct, shelfOf, shopProduct, shopProductsBySku } from './goods.ts'
import { ownNodes, shopperOf } from './session.ts'
import { storefrontOf } from './shop.ts'
import { demandVisible } from './visible.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtProduct = AtShop.extend({ sku: z.string().min(1).max(255) })
const Fen = z.number().int()
const WishOut = z.object({
  id: z.uuid(),
  sku: z.string(),
  name: z.string(),
  kind: z.enum(WISH_KINDS),
  at_most_fen: Fen.nullable().describe('Of a price: she is told when it is this or less'),
  added_at: z.iso.datetime(),
})
const shown = (wish: Wish): z.infer<typeof WishOut> => ({
  ...{ id: wish.id, sku: wish.sku, name: wish.name, kind: wish.kind },
  ...{ at_most_fen: wish.at_most_fen, added_at: wish.added_at },
})
const Mine = z.object({ favourite: z.boolean(), wishes: z.array(WishOut) })
const Done = z.object({ ok: z.literal(true) })
const done = { ok: true as const }

const wisherOf = async (ctx: Ctx): Promise<Wisher> => ({
  ...{ node: shopperOf(ctx), nodes: await ownNodes(ctx) },
})
async function mineOf(ctx: Ctx, { nodes }: Wisher, sku: string): Promise<z.infer<typeof Mine>> {
  return {
    favourite: await isFavourite(ctx, nodes, sku),
    wishes: (await waitingWishes(ctx, nodes, sku)).map(shown),
  }
}

/** What a customer likes, and what she asks to be told of. */
export function wishRoutes(app: Http): void {
  app.get(
    '/shop/:shop/products/:sku/mine',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Whether she likes it, and what of it she waits for' },
        ...{ params: AtProduct, response: { 200: Mine } },
      },
    },
    async ({ ctx, params }) => mineOf(ctx, await wisherOf(ctx), params.sku),
  )
  app.get(
    '/shop/:shop/favourites',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What she likes; what she liked last comes first', params: AtShop },
        querystring: z.object(pageQuery),
        response: {
          200: pageOf(
            z.object({
              sku: z.string(),
              name: z.string(),
              at: z.iso.datetime(),
              product: ShopProduct.nullable().describe('Null when it is sold here no more'),
            }),
          ),
        },
      },
    },
    async ({ ctx, query }) => {
      const { nodes } = await wisherOf(ctx)
      await demandVisible(ctx)
      const { items, next_cursor } = await favouritesOf(ctx, nodes, query)
      const products = await shopProductsBySku(
        ctx,
        await shelfOf(ctx),
        items.map(({ sku }) => sku),
      )
      return {
        items: items.map((item) => ({ ...item, product: products.get(item.sku) ?? null })),
        next_cursor,
      }
    },
  )
  app.put(
    '/shop/:shop/favourites/:sku',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She likes it', params: AtProduct, response: { 200: Mine } },
      },
    },
    async ({ ctx, params }) => {
      const who = await wisherOf(ctx)
      await demandVisible(ctx)
      await shopProduct(ctx, params.sku)
      await addFavourite(ctx, who, params.sku)
      return mineOf(ctx, who, params.sku)
    },
  )
  app.delete(
    '/shop/:shop/favourites/:sku',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She likes it no more', params: AtProduct, response: { 200: Mine } },
      },
    },
    async ({ ctx, params }) => {
      const who = await wisherOf(ctx)
      await removeFavourite(ctx, who, params.sku)
      return mineOf(ctx, who, params.sku)
    },
  )
  app.get(
    '/shop/:shop/wishes',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What she waits to be told of', params: AtShop },
        response: { 200: z.object({ items: z.array(WishOut) }) },
      },
    },
    async ({ ctx }) => {
      const { nodes } = await wisherOf(ctx)
      return { items: (await waitingWishes(ctx, nodes)).map(shown) }
    },
  )
  app.post(
    '/shop/:shop/wishes',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She wants to be told once it is there again, or costs less' },
        params: AtShop,
        body: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('stock'), sku: z.string().min(1).max(255) }),
          z.object({
            kind: z.literal('price'),
            sku: z.string().min(1).max(255),
            at_most_fen: Fen.min(0).max(1_000_000_000),
          }),
        ]),
        response: { 201: WishOut },
      },
    },
    async ({ ctx, body }, reply) => {
      const who = await wisherOf(ctx)
      await demandVisible(ctx)
      const storefront = await storefrontOf(ctx)
      if (!storefront) throw conflict('shop_sells_nothing', 'This shop takes no orders yet')
      const wish = await addWish(ctx, who, {
        ...{ storefront, sku: body.sku, kind: body.kind },
        atMostFen: body.kind === 'price' ? body.at_most_fen : null,
      })
      return reply.code(201).send(shown(wish))
    },
  )
  app.delete(
    '/shop/:shop/wishes/:id',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She no longer waits for it', params: AtShop.extend({ id: z.uuid() }) },
        response: { 200: Done },
      },
    },
    async ({ ctx, params }) => {
      const { nodes } = await wisherOf(ctx)
      await withdrawWish(ctx, nodes, params.id)
      return done
    },
  )
}
