import { z } from 'zod'
import { can } from '../../platform/auth.ts'
import { BatchAnswer, BatchIds, eachOf } from '../../platform/batch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { refundGiftCard, sellGiftCard } from './gift-cards.ts'
import { type GiftCard, getGiftCard, listGiftCards } from './queries.ts'
import { GiftCardOut, GiftState, ListedGiftCard, Selling } from './shapes.ts'

const tags = ['stored-value']
const Id = z.object({ id: z.guid() })

/** Who may only look must not be able to claim what she sees. */
const seenBy = <Card extends GiftCard>({ actor }: Ctx, card: Card) =>
  can(actor, 'membership:write') ? card : { ...card, code: null }

export function giftCardRoutes(app: Http): void {
  app.get(
    '/gift-cards',
    {
      config: { access: 'membership:read' },
      schema: {
        tags,
        summary: 'Gift cards, those sold last first',
        querystring: z.object({
          ...pageQuery,
          q: z
            .string()
            .max(100)
            .optional()
            .describe(
              'A whole code, or who bought or claimed it: number, phone, its last four digits, or name',
            ),
          state: GiftState.optional(),
        }),
        response: { 200: pageOf(ListedGiftCard) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listGiftCards(ctx, query)
      return { items: items.map((card) => seenBy(ctx, card)), next_cursor }
    },
  )
  app.get(
    '/gift-cards/:id',
    {
      config: { access: 'membership:read' },
      schema: { tags, summary: 'A gift card', params: Id, response: { 200: GiftCardOut } },
    },
    async ({ ctx, params }) => seenBy(ctx, await getGiftCard(ctx, params.id)),
  )
  app.post(
    '/gift-cards',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'Sell a gift card: what was paid for it is owed to whoever claims it',
        body: Selling,
        response: { 201: GiftCardOut },
      },
    },
    async ({ ctx, body }, reply) => {
      const buyer =
        body.customer_id === undefined ? null : await canonicalInScope(ctx, body.customer_id)
      const { key, fen, greeting, is_real_name: isRealName } = body
      return reply
        .code(201)
        .send(await sellGiftCard(ctx, { key, fen, greeting, isRealName, buyer }))
    },
  )
  app.post(
    '/gift-cards/refund',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'Give the money of these back, while nobody has claimed them',
        body: z.object({ ids: BatchIds, reason: z.string().trim().min(1).max(500) }).strict(),
        response: { 200: BatchAnswer },
      },
    },
    ({ ctx, body }) => eachOf(body.ids, (id) => refundGiftCard(ctx, id, body.reason)),
  )
  app.post(
    '/gift-cards/:id/refund',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'Give its money back, while nobody has claimed it',
        params: Id,
        body: z.object({ reason: z.string().trim().min(1).max(500) }).strict(),
        response: { 200: GiftCardOut },
      },
    },
    ({ ctx, params, body }) => refundGiftCard(ctx, params.id, body.reason),
  )
}
