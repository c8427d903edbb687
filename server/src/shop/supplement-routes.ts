// What an exchange for a dearer SKU costs on top: how much it is, and the order that pays it.
import { z } from 'zod'
import { OWN_STATES } from '../commerce/index.ts'
import { AppError } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { AtOrder, Key, Quote, quoteAnswer } from './order-routes.ts'
import { payOwnSupplement, quoteOwnSupplement } from './orders.ts'

const tags = ['shop']
const Fen = z.number().int()
const AtSale = AtOrder.extend({ sale: z.uuid() })
const Wanted = z.object({
  points_wanted: Fen.min(0).max(1_000_000_000).default(0),
  stored_value_wanted_fen: Fen.min(0).max(1_000_000_000).default(0),
})
const wantedOf = (body: z.infer<typeof Wanted>) => ({
  ...{ pointsWanted: body.points_wanted, storedValueWanted: body.stored_value_wanted_fen },
})

export function supplementRoutes(app: Http): void {
  app.post(
    '/shop/:shop/orders/:id/after-sales/:sale/difference/quote',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'What the dearer SKU of her exchange costs on top, paid with these' },
        ...{ params: AtSale, body: Wanted, response: { 200: Quote } },
      },
    },
    async ({ ctx, params, body }) =>
      quoteAnswer(await quoteOwnSupplement(ctx, params.id, params.sale, wantedOf(body))),
  )
  app.post(
    '/shop/:shop/orders/:id/after-sales/:sale/difference',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'The order that pays it; asked again, the new choice stands' },
        params: AtSale,
        body: Wanted.extend({
          key: Key,
          expected_due_fen: Fen.min(0).describe('As the quote said'),
        }),
        response: {
          201: z.object({ id: z.uuid(), state: z.enum(OWN_STATES), due_fen: Fen }),
        },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const { id, state, due_fen } = await payOwnSupplement(ctx, params.id, params.sale, {
        ...{ ...wantedOf(body), key: body.key, expectedDueFen: body.expected_due_fen },
      }).catch((error: unknown) => {
        // As of an order: the fresh quote is asked for anew.
        if (error instanceof AppError && error.code === 'price_changed')
          throw new AppError(409, error.code, error.message)
        throw error
      })
      return reply.code(201).send({ id, state, due_fen })
    },
  )
}
