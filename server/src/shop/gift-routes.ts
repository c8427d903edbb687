import { z } from 'zod'
import { claimGift, OwnGiftCard, ownGifts, ShownGiftCard, shownGift } from '../membership/index.ts'
import type { Http } from '../platform/http.ts'
import { ownNodes, shopperOf } from './session.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtGift = AtShop.extend({ code: z.string().min(1).max(60) })

export function giftRoutes(app: Http): void {
  app.get(
    '/shop/:shop/gifts',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Gift cards she bought, with what became of them', params: AtShop },
        response: { 200: z.object({ items: z.array(OwnGiftCard) }) },
      },
    },
    async ({ ctx }) => ({ items: await ownGifts(ctx, await ownNodes(ctx)) }),
  )
  app.get(
    '/shop/:shop/gifts/:code',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'A gift card, by the code of its link', params: AtGift },
        response: { 200: ShownGiftCard },
      },
    },
    async ({ ctx, params }) => shownGift(ctx, params.code, await ownNodes(ctx)),
  )
  app.post(
    '/shop/:shop/gifts/:code/claim',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Claim it: it becomes her stored value, once', params: AtGift },
        response: { 200: ShownGiftCard },
      },
    },
    async ({ ctx, params }) => claimGift(ctx, params.code, shopperOf(ctx), await ownNodes(ctx)),
  )
}
