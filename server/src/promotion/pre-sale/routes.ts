import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { withCustomers } from '../../profile/index.ts'
import { changePreSale, createPreSale, getPreSale, setPreSaleState } from './pre-sales.ts'
import { listPreSales, listPurchases, preSaleFigures } from './queries.ts'
import { Fields, Figures, PreSale, PreSaleRow, Purchase, PurchaseState, State } from './shapes.ts'

const Id = z.object({ id: z.guid() })
const tags = ['pre-sales']
const read = { access: 'promotion:read' } as const
const write = { access: 'promotion:write' } as const

export function preSaleRoutes(app: Http): void {
  app.get(
    '/pre-sales',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'Pre-sales with what was ordered, newest first',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional().describe('In its name or its activity’s'),
          state: State.optional(),
          activity_id: z.guid().optional(),
        }),
        response: { 200: pageOf(PreSaleRow) },
      },
    },
    ({ ctx, query }) => listPreSales(ctx, query),
  )
  app.post(
    '/activities/:id/pre-sales',
    {
      config: write,
      schema: {
        tags,
        summary: 'Make a pre-sale; it is a draft',
        params: Id,
        body: Fields,
        response: { 201: PreSale },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await createPreSale(ctx, params.id, body)),
  )
  app.get(
    '/pre-sales/:id',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: { tags, summary: 'A pre-sale', params: Id, response: { 200: PreSale } },
    },
    ({ ctx, params }) => getPreSale(ctx, params.id),
  )
  app.patch(
    '/pre-sales/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a pre-sale, for orders that come after it',
        description: 'A quota is never below what is ordered, and what was ordered stays in it.',
        params: Id,
        body: Fields.partial().extend({ revision: z.number().int().min(1) }),
        response: { 200: PreSale },
      },
    },
    ({ ctx, params, body: { revision, ...change } }) =>
      changePreSale(ctx, params.id, change, revision),
  )
  for (const [verb, to, summary] of [
    ['publish', 'live', 'Announce it, and take deposits as long as the activity is live'],
    ['pause', 'paused', 'Nobody orders of it; whoever has ordered pays her balance all the same'],
    ['end', 'ended', 'Over for good; whoever has ordered pays her balance all the same'],
  ] as const)
    app.post(
      `/pre-sales/:id/${verb}`,
      { config: write, schema: { tags, summary, params: Id, response: { 200: PreSale } } },
      ({ ctx, params }) => setPreSaleState(ctx, params.id, to),
    )
  app.get(
    '/pre-sales/:id/figures',
    {
      config: read,
      schema: {
        tags,
        summary: 'Deposits and balances, and what became of them',
        params: Id,
        response: { 200: Figures },
      },
    },
    ({ ctx, params }) => preSaleFigures(ctx, params.id),
  )
  app.get(
    '/pre-sales/:id/purchases',
    {
      config: read,
      schema: {
        tags,
        summary: 'Orders of it, newest first',
        params: Id,
        querystring: z.object({ ...pageQuery, state: PurchaseState.optional() }),
        response: { 200: pageOf(Purchase) },
      },
    },
    async ({ ctx, params, query }) => {
      const { items, next_cursor } = await listPurchases(ctx, params.id, query)
      return { items: await withCustomers(ctx, items), next_cursor }
    },
  )
}
