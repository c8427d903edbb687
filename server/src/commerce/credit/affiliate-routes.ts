import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { endAffiliate, listAffiliates, makeAffiliate } from './affiliates.ts'

const tags = ['own orders']
const Code = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/)
const Affiliate = z.object({
  code: z.string().describe('What her links carry: ?affiliate=<code>'),
  customer_id: z.number().int().nullable().describe('null once she was erased'),
  state: z.enum(['active', 'ended']),
  made_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
})

export function affiliateRoutes(app: Http): void {
  app.get(
    '/affiliates',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'Customers whose links orders count by, newest first',
        querystring: z.object({ ...pageQuery, q: z.string().max(40).optional() }),
        response: { 200: pageOf(Affiliate) },
      },
    },
    ({ ctx, query }) => listAffiliates(ctx, query),
  )
  app.post(
    '/affiliates',
    {
      config: { access: 'orders:write' },
      schema: {
        tags,
        summary: 'Make a customer an affiliate; who is one goes on under her code',
        body: z.object({
          customer_id: z.number().int().min(1).max(4_294_967_295),
          code: Code.optional().describe('Absent: one is made'),
        }),
        response: { 201: Affiliate },
      },
    },
    async ({ ctx, body }, reply) => {
      const customer = await canonicalInScope(ctx, body.customer_id)
      return reply.code(201).send(await makeAffiliate(ctx, customer, body.code))
    },
  )
  app.post(
    '/affiliates/:code/end',
    {
      config: { access: 'orders:write' },
      schema: {
        tags,
        summary: 'Her links count for nobody from now on; what counted stays',
        params: z.object({ code: Code }),
        response: { 200: Affiliate },
      },
    },
    ({ ctx, params }) => endAffiliate(ctx, params.code),
  )
}
