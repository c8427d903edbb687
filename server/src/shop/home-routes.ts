import { z } from 'zod'
import { verifiedNodesOf } from '../identity/index.ts'
import { asTenant, type Base } from '../org/index.ts'
import type { Http } from '../platform/http.ts'
import { ShownBlock } from './pages/blocks/kinds.ts'
import { findPreview } from './pages/preview.ts'
import { getDraft } from './pages/queries.ts'
import { filled, pageFor, viewerOf } from './pages/shown.ts'
import { openShop, storefrontAsked } from './shop.ts'
import { demandOpenTo, knownBy } from './visible.ts'

const AtShop = z.object({ shop: z.string().min(1).max(80) })
export const Previewing = z.object({
  preview: z.string().max(200).optional().describe('The token of a preview, for half an hour'),
})
const Home = z.object({
  page: z
    .object({
      id: z.uuid(),
      version: z.number().int().nullable().describe('null: a draft that is previewed'),
      blocks: z.array(ShownBlock),
      pictures: z
        .record(
          z.string(),
          z.object({ url: z.string(), width: z.number().int(), height: z.number().int() }),
        )
        .describe('Of its blocks, by their ids'),
    })
    .nullable()
    .describe('null: the brand has decorated nothing for her'),
})

/** The home of the shop as whoever asks sees it. */
export const homeRoutes =
  (base: Base) =>
  (app: Http): void => {
    app.get(
      '/shop/:shop/home',
      {
        config: { access: 'public' },
        schema: {
          ...{ tags: ['shop'], summary: 'The page a visitor comes in by, with what it shows now' },
          description:
            'Made for her when the browser has signed in; who is not known gets the general one.',
          params: AtShop,
          querystring: Previewing,
          response: { 200: Home },
        },
      },
      async (request) => {
        const { shop: slug } = request.params
        const token = request.query.preview
        const preview = token === undefined ? undefined : await findPreview(base, slug, token)
        const { tenantId, storefront, visibleTo } = await openShop(base.pg, slug, {
          ...{ previewed: preview !== undefined, at: storefrontAsked(request) },
        })
        const ctx = { ...asTenant(base, tenantId), storefront }
        if (preview) {
          const { blocks } = await getDraft(ctx, preview.page)
          const shown = await filled(viewerOf(ctx, storefront), blocks)
          return { page: { id: preview.page, version: null, ...shown } }
        }
        const customer = await knownBy(ctx, request)
        await demandOpenTo(ctx, visibleTo, customer)
        const known =
          customer === null ? undefined : { customer, nodes: await verifiedNodesOf(ctx, customer) }
        return { page: await pageFor(viewerOf(ctx, storefront, known)) }
      },
    )
  }
