import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageQuery } from '../platform/page.ts'
import {
  addReviewPicture,
  MOST_PHOTO_BYTES,
  NewReviewBody,
  OwnReviewOut,
  PHOTO_HEADERS,
  Reviewables,
  reviewables,
  reviewPicture,
  ShownReviews,
  StarsQuery,
  shownReviews,
  type Writer,
  writeReview,
} from '../reviews/index.ts'
import { shopProduct } from './goods.ts'
import { ownNodes, shopperOf } from './session.ts'
import type { Looking } from './visible.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtOrder = AtShop.extend({ id: z.uuid() })
const writerOf = async (ctx: Ctx): Promise<Writer> => ({
  ...{ node: shopperOf(ctx), nodes: await ownNodes(ctx) },
})

/** What buyers say of what they have received. */
export async function reviewRoutes(
  app: Http,
  visiting: (slug: string) => Promise<Ctx>,
  looking: Looking,
): Promise<void> {
  app.get(
    '/shop/:shop/products/:sku/reviews',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'What buyers say of an article in all its sizes; newest first' },
        description:
          'The average and its parts are over all reviews but those that the law forbids, also those that wait or are hidden.',
        params: AtShop.extend({ sku: z.string().min(1).max(255) }),
        querystring: z.object({
          ...pageQuery,
          stars: StarsQuery.optional(),
          pictures: z.stringbool().optional().describe('Only those with photos'),
        }),
        response: { 200: ShownReviews },
      },
    },
    async (request) => {
      const ctx = await looking(request)
      const { product, variants } = await shopProduct(ctx, request.params.sku)
      const skus = [...new Set([product, ...variants].map(({ sku }) => sku))]
      return shownReviews(ctx, skus, request.query)
    },
  )
  app.get(
    '/shop/:shop/review-pictures/:id',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'A photo of a review that is shown', params: AtOrder },
        response: { 200: z.any().describe('The file') },
      },
    },
    async ({ params }, reply) => {
      const content = await reviewPicture(await visiting(params.shop), params.id, { shown: true })
      // Not for long: it may be hidden.
      return reply
        .headers({ ...PHOTO_HEADERS, 'cache-control': 'public, max-age=300' })
        .send(content)
    },
  )
  await app.register(async (given) => {
    const scope = given as unknown as Http
    scope.addContentTypeParser(
      ['image/jpeg'],
      { parseAs: 'buffer', bodyLimit: MOST_PHOTO_BYTES },
      (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) =>
        done(null, body),
    )
    scope.post(
      '/shop/:shop/review-pictures',
      {
        config: { access: 'shopper' },
        schema: {
          ...{ tags, summary: 'Send a photo for a review', params: AtShop },
          description:
            'The body is a JPEG of at most 1 MB. What the camera wrote beside it (place, time, device) is removed. A photo that no review is posted with is gone after a day.',
          consumes: ['image/jpeg'],
          response: { 201: z.object({ id: z.uuid() }) },
        },
      },
      async ({ ctx, body }, reply) => {
        const node = shopperOf(ctx)
        if (!Buffer.isBuffer(body) || body.length === 0)
          throw invalid('not_a_photo', 'Send a JPEG file as the body')
        return reply.code(201).send(await addReviewPicture(ctx, node, body))
      },
    )
  })
  app.get(
    '/shop/:shop/orders/:id/reviews',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What of her order she can review, and what she has said' },
        ...{ params: AtOrder, response: { 200: Reviewables } },
      },
    },
    async ({ ctx, params }) => {
      shopperOf(ctx)
      return { items: await reviewables(ctx, await ownNodes(ctx), params.id) }
    },
  )
  app.post(
    '/shop/:shop/orders/:id/reviews',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Review a line of her order, once' },
        ...{ params: AtOrder, body: NewReviewBody, response: { 201: OwnReviewOut } },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply
        .code(201)
        .send(await writeReview(ctx, await writerOf(ctx), { ...body, orderId: params.id })),
  )
}
