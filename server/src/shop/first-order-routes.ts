import { z } from 'zod'
import { SERVICE_KINDS, serviceOfOrder } from '../leads/index.ts'
import type { Http } from '../platform/http.ts'
import { AtOrder } from './order-routes.ts'
import { ownNodes } from './session.ts'

/** What comes with a customer's first order. */
export function firstOrderRoutes(app: Http): void {
  app.get(
    '/shop/:shop/orders/:id/service',
    {
      config: { access: 'shopper' },
      schema: {
        tags: ['shop'],
        summary: 'The service that her first order has started',
        description: 'null of any other order, and of one that started nothing.',
        params: AtOrder,
        response: {
          200: z.object({
            service: z
              .object({
                kind: z.enum(SERVICE_KINDS),
                name: z.string(),
                words: z.string(),
                state: z.enum(['open', 'done']),
                path: z.string().nullable().describe('Below the shop: where she takes it up'),
                staff_name: z.string().nullable().describe('Who gives it, where that is known'),
              })
              .nullable(),
          }),
        },
      },
    },
    async ({ ctx, params }) => ({
      service: await serviceOfOrder(ctx, params.id, await ownNodes(ctx)),
    }),
  )
}
