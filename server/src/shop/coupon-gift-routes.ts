import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import {
  type CouponPerson,
  claimGiftedCoupon,
  offerCoupon,
  type ShownCouponGift,
  shownCouponGift,
  withdrawCouponGift,
} from '../promotion/index.ts'
import { Worth, worthOf } from './coupon-shapes.ts'
import { ownNodes, shopperOf } from './session.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtCoupon = AtShop.extend({ code: z.string().min(1).max(100) })
const AtGift = AtShop.extend({ token: z.string().min(1).max(60) })
const Gift = z.object({
  state: z.enum(['waiting', 'claimed', 'gone']).describe('gone: taken back, used, or over'),
  is_own: z.boolean().describe('She passes it on herself'),
  is_mine: z.boolean().describe('She has claimed it'),
  name: z.string(),
  offer_name: z.string(),
  worth: Worth,
  valid_to: z.iso.datetime().nullable(),
})

const personOf = async (ctx: Ctx): Promise<CouponPerson> => ({
  node: shopperOf(ctx),
  nodes: await ownNodes(ctx),
})
const shown = ({ coupon, ...gift }: ShownCouponGift): z.infer<typeof Gift> => ({
  ...gift,
  ...{ name: coupon.batch_name, offer_name: coupon.offer_name, valid_to: coupon.valid_to },
  worth: worthOf(coupon),
})

/** Coupons that one customer passes on to another by a link. */
export function couponGiftRoutes(app: Http): void {
  app.put(
    '/shop/:shop/coupons/:code/gift',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Pass a coupon on: the link by which a friend claims it' },
        description: 'It stays hers until somebody does. Asked again it is the same link.',
        params: AtCoupon,
        response: { 200: z.object({ token: z.string() }) },
      },
    },
    async ({ ctx, params }) => offerCoupon(ctx, params.code, await personOf(ctx)),
  )
  app.delete(
    '/shop/:shop/coupons/:code/gift',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Take it back while nobody has claimed it', params: AtCoupon },
        response: { 204: z.null() },
      },
    },
    async ({ ctx, params }, reply) => {
      await withdrawCouponGift(ctx, params.code, await personOf(ctx))
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/shop/:shop/coupon-gifts/:token',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'A coupon that was passed on, by its link', params: AtGift },
        response: { 200: Gift },
      },
    },
    async ({ ctx, params }) => shown(await shownCouponGift(ctx, params.token, await personOf(ctx))),
  )
  app.post(
    '/shop/:shop/coupon-gifts/:token/claim',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Claim it: it is hers, once', params: AtGift },
        response: { 200: Gift },
      },
    },
    async ({ ctx, params }) =>
      shown(await claimGiftedCoupon(ctx, params.token, await personOf(ctx))),
  )
}
