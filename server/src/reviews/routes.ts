import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { withCustomers } from '../profile/index.ts'
import { hideReview, replyToReview, showReview } from './decide.ts'
import { listReviews, reviewFigures } from './list.ts'
import { reviewPicture } from './pictures.ts'
import { HIDING_REASONS, MOST_WORDS, REVIEW_STATES } from './rules.ts'
import { reviewSetting, setReviewSetting } from './settings.ts'
import { Figures, ListedReview, ReviewOut, Setting, StarsQuery } from './shapes.ts'

const tags = ['reviews']
const Id = z.object({ id: z.guid() })
const read = { access: 'shop:read' } as const
const write = { access: 'shop:write' } as const
const Revision = z.number().int().min(1).describe('As it was read')

export function routes(app: Http): void {
  app.get(
    '/review-settings',
    {
      config: read,
      schema: { tags, summary: 'How reviews are taken', response: { 200: Setting } },
    },
    ({ ctx }) => reviewSetting(ctx),
  )
  app.put(
    '/review-settings',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Decide how reviews are taken', body: Setting },
        response: { 200: Setting },
      },
    },
    ({ ctx, body }) => setReviewSetting(ctx, body),
  )
  app.get(
    '/reviews',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'Reviews, newest first' },
        querystring: z.object({
          ...pageQuery,
          q: z
            .string()
            .max(200)
            .optional()
            .describe('In the words, the product’s name or SKU, the order’s number'),
          stars: StarsQuery.optional(),
          state: z.enum(REVIEW_STATES).optional(),
          sku: z.string().min(1).max(255).optional(),
          pictures: z.stringbool().optional().describe('Only those with photos, or without'),
          replied: z.stringbool().optional(),
        }),
        response: { 200: pageOf(ListedReview) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listReviews(ctx, query)
      return { items: await withCustomers(ctx, items), next_cursor }
    },
  )
  app.get(
    '/reviews/figures',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'How many there are, their stars, and what is hidden of them' },
        description:
          'The average is over all reviews but those that the law forbids: hiding raises nothing.',
        response: { 200: Figures },
      },
    },
    ({ ctx }) => reviewFigures(ctx),
  )
  app.post(
    '/reviews/:id/show',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Customers see it, and its points can be spent', params: Id },
        body: z.object({ revision: Revision }),
        response: { 200: ReviewOut },
      },
    },
    ({ ctx, params, body }) => showReview(ctx, params.id, body.revision),
  )
  app.post(
    '/reviews/:id/hide',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Customers do not see it; its stars go on counting', params: Id },
        description:
          'Stars of a review that is hidden count like others, but for `unlawful`. What it earned is taken back.',
        body: z.object({
          reason: z.enum(HIDING_REASONS),
          note: z.string().trim().max(500).default(''),
          revision: Revision,
        }),
        response: { 200: ReviewOut },
      },
    },
    ({ ctx, params, body }) => hideReview(ctx, params.id, body),
  )
  app.put(
    '/reviews/:id/reply',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Answer it; an empty text takes the answer back', params: Id },
        body: z.object({ text: z.string().trim().max(MOST_WORDS), revision: Revision }),
        response: { 200: ReviewOut },
      },
    },
    ({ ctx, params, body }) => replyToReview(ctx, params.id, body),
  )
  app.get(
    '/reviews/:id/pictures/:picture',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'A photo of a review, whether customers see it or not' },
        params: Id.extend({ picture: z.guid() }),
        response: { 200: z.any().describe('The file') },
      },
    },
    async ({ ctx, params }, reply) => {
      const content = await reviewPicture(ctx, params.picture, { review: params.id })
      return reply
        .headers({ ...PHOTO_HEADERS, 'cache-control': 'private, max-age=86400' })
        .send(content)
    },
  )
}

/** Opened by itself it is a picture and nothing else. */
export const PHOTO_HEADERS = {
  'content-type': 'image/jpeg',
  'content-disposition': 'inline',
  'content-security-policy': "default-src 'none'; sandbox",
}
