import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { newcomerOffers } from '../promotion/index.ts'
import { ForNewcomers, worthOf } from './coupon-shapes.ts'
import { storefrontOf } from './shop.ts'
import { knownBy, type Looking } from './visible.ts'

/** What waits for a new customer, with the time she has. */
export function newcomerRoutes(app: Http, looking: Looking): void {
  app.get(
    '/shop/:shop/newcomer-offers',
    {
      config: { access: 'public' },
      schema: {
        tags: ['shop'],
        summary: 'Offers for new customers that she can have, with the time that is left',
        params: z.object({ shop: z.string().min(1).max(80) }),
        response: { 200: ForNewcomers },
      },
    },
    async (request) => {
      const ctx = await looking(request)
      const storefront = await storefrontOf(ctx)
      const offers = await newcomerOffers(ctx, await knownBy(ctx, request), storefront)
      return {
        now: ctx.now().toISOString(),
        items: offers.map(({ id, name, kind, terms, until }) => ({
          ...{ id, until, offer_name: name },
          worth: worthOf({ kind, terms }),
        })),
      }
    },
  )
}
