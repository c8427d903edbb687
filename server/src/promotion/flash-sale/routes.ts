import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { canonicalInScope, withCustomers } from '../../profile/index.ts'
import { askToken } from './gate.ts'
import { flashSaleFigures, listFlashSales, listPurchases } from './queries.ts'
import { changeFlashSale, createFlashSale, getFlashSale, setFlashSaleState } from './sales.ts'
import {
  Fields,
  Figures,
  FlashSale,
  FlashSaleRow,
  Purchase,
  PurchaseState,
  State,
  Token,
  TokenAsked,
} from './shapes.ts'

const Id = z.object({ id: z.guid() })
const tags = ['flash sales']
const read = { access: 'promotion:read' } as const
const write = { access: 'promotion:write' } as const

export function flashSaleRoutes(app: Http): void {
  app.get(
    '/flash-sales',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'Flash sales with what they sold, newest first',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional().describe('In its name or its activity’s'),
          state: State.optional(),
          activity_id: z.guid().optional(),
        }),
        response: { 200: pageOf(FlashSaleRow) },
      },
    },
    ({ ctx, query }) => listFlashSales(ctx, query),
  )
  app.post(
    '/activities/:id/flash-sales',
    {
      config: write,
      schema: {
        tags,
        summary: 'Make a flash sale; it is a draft',
        params: Id,
        body: Fields,
        response: { 201: FlashSale },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await createFlashSale(ctx, params.id, body)),
  )
  app.get(
    '/flash-sales/:id',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: { tags, summary: 'A flash sale', params: Id, response: { 200: FlashSale } },
    },
    ({ ctx, params }) => getFlashSale(ctx, params.id),
  )
  app.patch(
    '/flash-sales/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a flash sale, for orders that come after it',
        description:
          'Of a slot that has begun, quantities, limits and its end change, and goods may be added. A quantity is never below what is ordered.',
        params: Id,
        body: Fields.partial().extend({ revision: z.number().int().min(1) }),
        response: { 200: FlashSale },
      },
    },
    ({ ctx, params, body: { revision, ...change } }) =>
      changeFlashSale(ctx, params.id, change, revision),
  )
  for (const [verb, to, summary] of [
    ['publish', 'live', 'Announce it, and sell in its slots as long as the activity is live'],
    ['pause', 'paused', 'Nobody orders of it; what was ordered stands'],
    ['end', 'ended', 'Over for good; what was ordered stands'],
  ] as const)
    app.post(
      `/flash-sales/:id/${verb}`,
      { config: write, schema: { tags, summary, params: Id, response: { 200: FlashSale } } },
      ({ ctx, params }) => setFlashSaleState(ctx, params.id, to),
    )
  app.get(
    '/flash-sales/:id/figures',
    {
      config: read,
      schema: {
        tags,
        summary: 'What each slot sold, and what became of its tokens',
        params: Id,
        response: { 200: Figures },
      },
    },
    ({ ctx, params }) => flashSaleFigures(ctx, params.id),
  )
  app.get(
    '/flash-sales/:id/purchases',
    {
      config: read,
      schema: {
        tags,
        summary: 'Orders of it, newest first',
        params: Id,
        querystring: z.object({
          ...pageQuery,
          slot: z.guid().optional(),
          sku: z.string().max(255).optional(),
          state: PurchaseState.optional(),
        }),
        response: { 200: pageOf(Purchase) },
      },
    },
    async ({ ctx, params, query }) => {
      const { items, next_cursor } = await listPurchases(ctx, params.id, query)
      return { items: await withCustomers(ctx, items), next_cursor }
    },
  )
  app.post(
    '/flash-slots/:id/tokens',
    {
      config: { access: 'orders:write', scoped: true, prepared: true },
      schema: {
        tags,
        summary: 'Leave to order for a customer one places an order for',
        params: Id,
        body: TokenAsked.extend({ customer_id: z.number().int().min(1).max(4_294_967_295) }),
        response: { 201: Token },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const customerId = await canonicalInScope(ctx, body.customer_id)
      const { sku, quantity } = body
      return reply.code(201).send(await askToken(ctx, params.id, sku, { customerId, quantity }))
    },
  )
}
