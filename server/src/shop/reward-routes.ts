import { z } from 'zod'
import { Address } from '../commerce/index.ts'
import {
  asRedemption,
  ContentOut,
  ownRedemptions,
  quoteReward,
  RedemptionOut,
  RewardShopOut,
  readContent,
  redeem,
  rewardShop,
  shownShop,
  waysToEarn,
} from '../membership/index.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { ownNodes, shopperOf } from './session.ts'
import { storefrontOf } from './shop.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtReward = AtShop.extend({ id: z.uuid() })
const Fen = z.number().int()
const Where = z.object({
  address: Address.nullable().default(null).describe('null: picked up at the store'),
})

export function rewardRoutes(app: Http): void {
  app.get(
    '/shop/:shop/rewards',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'The reward shop: what is hers to have, and what is missing' },
        ...{ params: AtShop, response: { 200: RewardShopOut } },
      },
    },
    async ({ ctx }) => shownShop(await rewardShop(ctx, shopperOf(ctx))),
  )
  app.post(
    '/shop/:shop/rewards/:id/quote',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What a reward costs now, with shipping', params: AtReward },
        body: Where,
        response: {
          200: z.object({
            points: z.number().int(),
            due_fen: Fen.describe('What is to be paid beside the points'),
            shipping_fen: Fen.describe('Of that, for shipping'),
            delivery: z.enum(['ship', 'pick_up', 'none']),
          }),
        },
      },
    },
    async ({ ctx, params, body }) => {
      const { points, dueFen, shippingFen, delivery } = await quoteReward(ctx, params.id, {
        ...{ customer: shopperOf(ctx), storefront: await storefrontOf(ctx) },
        address: body.address,
      })
      return { points, due_fen: dueFen, shipping_fen: shippingFen, delivery }
    },
  )
  app.post(
    '/shop/:shop/rewards/:id/redeem',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Exchange points for it; the same key is the same redemption' },
        params: AtReward,
        body: Where.extend({
          key: z.string().regex(/^[\x21-\x7e]{8,100}$/),
          expected_points: z.number().int().min(1).describe('As she confirmed'),
          expected_due_fen: Fen.min(0).describe('As the quote said'),
        }),
        response: {
          201: z.object({
            id: z.uuid(),
            given: z.string().nullable(),
            order_id: z.uuid().nullable().describe('Of a product'),
            due_fen: Fen.describe('What is still to be paid'),
          }),
        },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const customer = shopperOf(ctx)
      const { redemption, order } = await redeem(ctx, {
        // Her keys are hers: another's, or staff's, are other ones.
        ...{ key: `shop:${customer}:reward:${body.key}`, rewardId: params.id, customer },
        ...{ expectedPoints: body.expected_points, expectedDueFen: body.expected_due_fen },
        ...{ storefront: await storefrontOf(ctx), address: body.address, staffId: null },
      })
      const { id, given, order_id } = redemption
      const due_fen = order?.state === 'to_pay' ? order.due_fen : 0
      return reply.code(201).send({ id, given, order_id, due_fen })
    },
  )
  app.get(
    '/shop/:shop/rewards/:id/content',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Content that she has opened with points', params: AtReward },
        response: { 200: ContentOut },
      },
    },
    async ({ ctx, params }) => {
      const { opened_at, refundable_until, ...content } = await readContent(
        ctx,
        params.id,
        shopperOf(ctx),
      )
      return {
        ...content,
        opened_at: opened_at.toISOString(),
        refundable_until: refundable_until?.toISOString() ?? null,
      }
    },
  )
  app.get(
    '/shop/:shop/points/ways',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Ways on for who lacks points, the nearest first', params: AtShop },
        querystring: z.object({ missing: z.coerce.number().int().min(1).max(1_000_000_000) }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                name: z.string().describe('As the brand calls the rule'),
                kind: z.enum(['order', 'check_in', 'event', 'profile']),
                points: z.number().int().describe('The next time; of orders: of what is missing'),
                spend_fen: Fen.nullable().describe('Of orders: so much to be paid brings them'),
                times: z.number().int().nullable().describe('So many times bring what is missing'),
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx, query }) => ({ items: await waysToEarn(ctx, shopperOf(ctx), query.missing) }),
  )
  app.get(
    '/shop/:shop/redemptions',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What she has redeemed, newest first', params: AtShop },
        querystring: z.object(pageQuery),
        response: {
          200: pageOf(RedemptionOut.omit({ customer_id: true, cost_fen: true })),
        },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await ownRedemptions(ctx, await ownNodes(ctx), query)
      return {
        items: items.map(asRedemption).map(({ customer_id: _, cost_fen: __, ...own }) => own),
        next_cursor,
      }
    },
  )
}
