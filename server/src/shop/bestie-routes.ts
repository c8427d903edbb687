import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import {
  acceptCard,
  bestieCardAt,
  offeredBestiePlans,
  ownBestieCards,
  type ShownGain,
  takeCard,
} from '../promotion/index.ts'
import { Worth, worthOf } from './coupon-shapes.ts'
import { ownNodes, shopperOf } from './session.ts'
import { storefrontOf } from './shop.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtCard = AtShop.extend({ code: z.string().min(1).max(60) })
const Int = z.number().int()
const Time = z.iso.datetime()
const Gain = z.object({ name: z.string(), worth: Worth })
const Terms = {
  friend: z.enum(['anyone', 'new']).describe('new: who has bought nothing here before'),
  friend_gets: Gain.describe('The friend’s coupon'),
  holder_gets: Gain.nullable().describe('The coupon of who gives the card'),
  holder_when: z.enum(['accepted', 'first_order']),
}
const Card = z.object({
  code: z.string().describe('Of the link'),
  plan: z.string(),
  state: z.enum(['waiting', 'accepted', 'expired', 'revoked']),
  ...{ expires_at: Time, accepted_at: Time.nullable() },
  ...Terms,
})
const OwnCard = Card.extend({ is_earned: z.boolean().describe('Her own coupon has come') })
const ForFriend = Card.extend({
  is_own: z.boolean().describe('She gives it herself'),
  is_mine: z.boolean().describe('She has accepted it'),
})
const Offered = z.object({
  id: z.uuid(),
  name: z.string(),
  sku: z.string().nullable().describe('The product that buys one; null: she takes one'),
  accept_hours: Int,
  per_holder: Int,
  mine: Int.describe('How many of it she has that count'),
  is_gone: z.boolean(),
  ends_at: Time,
  refused: z.string().nullable().describe('Why it is not for her to take; null: it is'),
  ...Terms,
})

const gain = ({ name, ...of }: ShownGain) => ({ name, worth: worthOf(of) })
const gains = (of: { friend_gets: ShownGain; holder_gets: ShownGain | null }) => ({
  friend_gets: gain(of.friend_gets),
  holder_gets: of.holder_gets && gain(of.holder_gets),
})
async function forFriend(ctx: Ctx, code: string) {
  const nodes = await ownNodes(ctx)
  const { holder, friendNode, ...card } = await bestieCardAt(ctx, code)
  return {
    ...card,
    ...gains(card),
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
        response: { 200: z.object({ items: z.array(OwnCard), offered: z.array(Offered) }) },
      },
    },
    async ({ ctx }) => {
      const storefront = await storefrontOf(ctx)
      const items = await ownBestieCards(ctx, await ownNodes(ctx))
      const offered = await offeredBestiePlans(ctx, shopperOf(ctx), storefront)
      return {
        items: items.map((card) => ({ ...card, ...gains(card) })),
        offered: offered.map((plan) => ({ ...plan, ...gains(plan) })),
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
        response: { 200: ForFriend },
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
        response: { 200: ForFriend },
      },
    },
    async ({ ctx, params }) => {
      await acceptCard(ctx, params.code, shopperOf(ctx))
      return forFriend(ctx, params.code)
    },
  )
}
