import { z } from 'zod'
import { PLATFORMS } from '../../commerce/index.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { CONFLICTS, countConflicts, listOverlaps } from './overlaps.ts'
import { PROMOTIONS } from './promoted.ts'

const Fen = z.number().int().nullable()
const Overlap = z.object({
  sku: z.string(),
  name: z.string(),
  is_exclusive: z.boolean(),
  price_fen: Fen,
  storefronts: z.array(z.object({ code: z.string(), name: z.string(), fen: Fen })),
  external: z
    .array(z.object({ store: z.string(), name: z.string(), platform: z.enum(PLATFORMS), fen: Fen }))
    .describe('Stores on other platforms that list it, by their files'),
  promotions: z
    .array(
      z.object({
        ...{ kind: z.enum(PROMOTIONS), id: z.string(), name: z.string(), is_own: z.boolean() },
        places: z.array(z.string()).describe('Codes of storefronts, or the id of another store'),
        fen: Fen.describe('What it asks for a piece; null: it says no price'),
        starts_at: z.string().nullable(),
        ends_at: z.string().nullable(),
        overlaps: z.boolean().describe('Another promotion of it runs at the same time'),
      }),
    )
    .describe('Of it by name, that are not over'),
  sold_elsewhere: z.array(z.string()).describe('Other sources that sold it in the last 90 days'),
  conflicts: z.array(z.enum(CONFLICTS)),
})
const tags = ['storefronts']
const config = { access: 'goods:read', scoped: true } as const

export function overlapRoutes(app: Http): void {
  app.get(
    '/storefront-prices',
    {
      config,
      schema: {
        tags,
        summary:
          'What each open storefront and each store elsewhere asks for each SKU and promotes of it, and where they get in each other’s way',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional(),
          conflict: z
            .enum(['any', ...CONFLICTS])
            .optional()
            .describe('Only SKUs with this conflict; any: with whichever'),
        }),
        response: { 200: pageOf(Overlap) },
      },
    },
    ({ ctx, query }) => listOverlaps(ctx, query),
  )
  app.get(
    '/storefront-prices/conflicts',
    {
      config,
      schema: {
        tags,
        summary: 'How many SKUs have each kind of conflict',
        response: {
          200: z.object({
            products: z.number().int().describe('With any of them'),
            conflicts: z.record(z.enum(CONFLICTS), z.number().int()),
          }),
        },
      },
    },
    ({ ctx }) => countConflicts(ctx),
  )
}
