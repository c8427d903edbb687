import { z } from 'zod'
import {
  OwnAffiliateShown,
  OwnCommission,
  OwnCommissionPayout,
  ownAffiliate,
  ownCommissions,
  ownPayouts,
} from '../commerce/index.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { ownNodes } from './session.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })

export function affiliateRoutes(app: Http): void {
  app.get(
    '/shop/:shop/affiliate',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her codes as an affiliate, and her commission', params: AtShop },
        response: { 200: OwnAffiliateShown },
      },
    },
    async ({ ctx }) => ownAffiliate(ctx, await ownNodes(ctx)),
  )
  app.get(
    '/shop/:shop/affiliate/commissions',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What her links earned, newest first', params: AtShop },
        querystring: z.object(pageQuery),
        response: { 200: pageOf(OwnCommission) },
      },
    },
    async ({ ctx, query }) => ownCommissions(ctx, await ownNodes(ctx), query),
  )
  app.get(
    '/shop/:shop/affiliate/payouts',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What she was paid, newest first', params: AtShop },
        response: { 200: z.object({ items: z.array(OwnCommissionPayout) }) },
      },
    },
    async ({ ctx }) => ({ items: await ownPayouts(ctx, await ownNodes(ctx)) }),
  )
}
