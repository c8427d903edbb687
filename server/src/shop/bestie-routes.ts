import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import {
  acceptCard,
  bestieCardAt,
  offeredBestiePlans,
  ownBestieCards,
  takeCard,
} from '../promotion/index.ts'
import { BestieCardForFriend, gainsOf, OfferedBestieCard, OwnBestieCard } from './bestie-shapes.ts'
import { ownNodes, shopperOf } from './session.ts'
import { storefrontOf } from './shop.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtCard = AtShop.extend({ code: z.string().min(1).max(60) })
async function forFriend(ctx: Ctx, code: string) {
  const nodes = await ownNodes(ctx)
  const { holder, friendNode, ...card } = await bestieCardAt(ctx, code)
  return {
    ...card,
    ...gainsOf(card),
    is_own: holder !== null && nodes.includes(holder),
    is_mine: friendNode !== null && nodes.includes(friendNode),
  }
}

/** Bestie cards as customers see them: links to give, and one that was sent; nobody's name. */
export function bestieRoutes(app: Http): void {
  app.get(
    '/shop/:shop/bestie-cards',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Bestie cards she has to give, and those she may get' },
        params: AtShop,
        response: {
          200: z.object({ items: z.array(OwnBestieCard), offered: z.array(OfferedBestieCard) }),
        },
      },
    },
    async ({ ctx }) => {
      const storefront = await storefrontOf(ctx)
      const items = await ownBestieCards(ctx, await ownNodes(ctx))
      const offered = await offeredBestiePlans(ctx, shopperOf(ctx), storefront)
      return {
        items: items.map((card) => ({ ...card, ...gainsOf(card) })),
        offered: offered.map((plan) => ({ ...plan, ...gainsOf(plan) })),
      }
    },
  )
  app.post(
    '/shop/:shop/bestie-plans/:id/cards',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She takes a card to give' },
        params: AtShop.extend({ id: z.guid() }),
        body: z
          .object({ key: z.string().min(1).max(100).describe('The same one again: one card') })
          .strict(),
        response: { 201: z.object({ code: z.string() }) },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const storefront = await storefrontOf(ctx)
      const given = { node: shopperOf(ctx), key: body.key, storefront }
      const { code } = await takeCard(ctx, params.id, given)
      return reply.code(201).send({ code })
    },
  )
  app.get(
    '/shop/:shop/bestie-cards/:code',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'A bestie card, by the code of its link', params: AtCard },
        response: { 200: BestieCardForFriend },
      },
    },
    ({ ctx, params }) => forFriend(ctx, params.code),
  )
  app.post(
    '/shop/:shop/bestie-cards/:code/accept',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Accept it: its coupon is hers, once', params: AtCard },
        response: { 200: BestieCardForFriend },
      },
    },
    async ({ ctx, params }) => {
      await acceptCard(ctx, params.code, shopperOf(ctx))
      return forFriend(ctx, params.code)
    },
  )
}
