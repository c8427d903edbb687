import { z } from 'zod'
import {
  changeSubscription,
  demandOwnSubscription,
  listSubscriptions,
  OwnSubscription,
  OwnSubscriptionRow,
  offeredPlans,
  ownSubscription,
  PlanOffered,
  SubscriptionChange,
} from '../commerce/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { ownNodes } from './session.ts'
import { storefrontOf } from './shop.ts'
import type { Looking } from './visible.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtSubscription = AtShop.extend({ id: z.uuid() })

/** Within the shop she acts as herself; the rules of sight are for staff. */
const unscoped = (ctx: Ctx): Ctx => ({
  ...ctx,
  actor: { ...ctx.actor, scope: { kind: 'all', ids: [] } },
})

export function shopPlanRoutes(app: Http, looking: Looking): void {
  app.get(
    '/shop/:shop/products/:sku/subscription-plans',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'Plans by which a product is delivered again and again' },
        params: AtShop.extend({ sku: z.string().min(1).max(255) }),
        response: { 200: z.object({ items: z.array(PlanOffered) }) },
      },
    },
    async (request) => {
      const ctx = await looking(request)
      const storefront = await storefrontOf(ctx)
      const items =
        storefront === null ? [] : await offeredPlans(ctx, { storefront, sku: request.params.sku })
      return { items }
    },
  )
}

/** What she has delivered again and again, and what she does with it. */
export function subscriptionRoutes(app: Http): void {
  app.get(
    '/shop/:shop/subscriptions',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her subscriptions, newest first', params: AtShop },
        querystring: z.object(pageQuery),
        response: { 200: pageOf(OwnSubscriptionRow) },
      },
    },
    async ({ ctx, query }) =>
      listSubscriptions(unscoped(ctx), { ...query, nodes: await ownNodes(ctx) }),
  )
  app.get(
    '/shop/:shop/subscriptions/:id',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'One of her subscriptions, with its deliveries' },
        ...{ params: AtSubscription, response: { 200: OwnSubscription } },
      },
    },
    async ({ ctx, params }) => ownSubscription(ctx, params.id, await ownNodes(ctx)),
  )
  app.post(
    '/shop/:shop/subscriptions/:id/change',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Skip, move, swap, change, pause, resume or cancel; free of charge' },
        ...{ params: AtSubscription, body: SubscriptionChange },
        response: { 200: OwnSubscription },
      },
    },
    async ({ ctx, params, body }) => {
      const nodes = await ownNodes(ctx)
      await demandOwnSubscription(ctx, params.id, nodes)
      await changeSubscription(ctx, params.id, body)
      return ownSubscription(ctx, params.id, nodes)
    },
  )
}
