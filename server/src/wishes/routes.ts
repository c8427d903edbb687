import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { wantedProducts } from './demand.ts'

const Int = z.number().int()

export function routes(app: Http): void {
  app.get(
    '/wanted-products',
    {
      config: { access: 'shop:read' },
      schema: {
        tags: ['reviews'],
        summary: 'What customers like and wait for, by article; what most wait for comes first',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                sku: z.string(),
                name: z.string(),
                favourites: Int,
                waiting_stock: Int.describe('People who wait until it is there again'),
                waiting_price: Int.describe('People who wait until it costs less'),
                median_fen: Int.nullable().describe('The middle of what those would pay'),
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx, query }) => ({ items: await wantedProducts(ctx, query.limit) }),
  )
}
