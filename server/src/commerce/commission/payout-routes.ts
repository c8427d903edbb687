import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { matureOfBrand } from './mature.ts'
import { getPayout, listPayees, listPayouts } from './payout-queries.ts'
import { makePayout, settlePayout } from './payouts.ts'
import { PayeeShape, PayeeState, PayoutShape } from './shapes.ts'

const tags = ['commission']
const Id = z.object({ id: z.uuid() })

export function payoutRoutes(app: Http): void {
  app.get(
    '/commission-payouts',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'Pay-outs of commission, newest first',
        querystring: z.object(pageQuery),
        response: { 200: pageOf(PayoutShape) },
      },
    },
    ({ ctx, query }) => listPayouts(ctx, query),
  )
  app.post(
    '/commission-payouts',
    {
      config: { access: 'payments:manage' },
      schema: {
        tags,
        summary: 'Take together what is due to everybody; it is paid outside',
        body: z
          .object({
            key: z
              .string()
              .min(1)
              .max(100)
              .describe('The same request again makes no second batch'),
            note: z.string().trim().max(500).default(''),
          })
          .strict(),
        response: { 201: PayoutShape },
      },
    },
    async ({ ctx, body }, reply) => {
      // What has become due since the last round is paid with the rest.
      await matureOfBrand(ctx)
      return reply.code(201).send(await makePayout(ctx, body))
    },
  )
  app.get(
    '/commission-payouts/:id',
    {
      config: { access: 'orders:read' },
      schema: { tags, summary: 'A pay-out', params: Id, response: { 200: PayoutShape } },
    },
    ({ ctx, params }) => getPayout(ctx, params.id),
  )
  app.get(
    '/commission-payouts/:id/payees',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'Whom it pays, by number',
        params: Id,
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(100).optional().describe('A whole code, or a customer’s phone or name'),
          state: PayeeState.optional(),
        }),
        response: { 200: pageOf(PayeeShape) },
      },
    },
    ({ ctx, params, query }) => listPayees(ctx, { ...query, payout_id: params.id }),
  )
  app.post(
    '/commission-payouts/:id/settle',
    {
      config: { access: 'payments:manage' },
      schema: {
        tags,
        summary: 'Say that payees were paid, or that it failed and is due again',
        params: Id,
        body: z
          .object({
            as: z.enum(['paid', 'failed']),
            numbers: z
              .array(z.number().int().min(1))
              .min(1)
              .max(1_000)
              .nullable()
              .default(null)
              .describe('null: all that are not settled yet'),
            note: z.string().trim().max(500).default(''),
          })
          .strict(),
        response: { 200: PayoutShape },
      },
    },
    ({ ctx, params, body }) => settlePayout(ctx, params.id, body),
  )
}
