import { z } from 'zod'
import { mergeCustomers } from '../identity/index.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { attributeRoutes } from './attribute-routes.ts'
import { CustomerId } from './customer-id.ts'
import { getCustomer, getCustomerBy, listCustomers } from './customers.ts'
import { peopleRoutes } from './people-routes.ts'

const tags = ['customers']

export { CustomerId }
export const Customer = z.object({
  id: z.number().int(),
  identifiers: z.array(
    z.object({
      namespace: z.string(),
      value: z.string().describe('Personal ones masked unless the role may see them'),
      first_seen: z.iso.datetime(),
      last_seen: z.iso.datetime(),
      source: z.string(),
      verified: z.boolean().describe('A server, provider or person said so, not only a public key'),
    }),
  ),
  attributes: z.record(z.string(), z.unknown()),
  tags: z.array(z.string()),
  merged_from: z.array(
    z.object({
      merge_id: z.uuid(),
      customer_id: z.number().int(),
      at: z.iso.datetime(),
      evidence: z.enum(['claimed', 'verified']),
      reason: z.string(),
    }),
  ),
  platforms: z.array(z.string()),
  first_seen: z.iso.datetime().nullable(),
  last_seen: z.iso.datetime().nullable(),
  event_count: z.number().int(),
  created_at: z.iso.datetime(),
})

export async function routes(app: Http): Promise<void> {
  app.get(
    '/customers',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Customers, newest first; by id, name, phone, any identifier or tag',
        querystring: z.object({
          q: z
            .string()
            .max(255)
            .optional()
            .describe('An id, an identifier or its beginning, a part of a name'),
          namespace: z.string().max(100).optional(),
          value: z.string().max(255).optional().describe('With namespace: the exact identifier'),
          tag: z.string().max(100).optional(),
          known: z
            .enum(['true', 'false'])
            .transform((v) => v === 'true')
            .optional(),
          ...pageQuery,
        }),
        response: { 200: pageOf(Customer) },
      },
    },
    (request) => listCustomers(request.ctx, request.query),
  )
  app.get(
    '/customers/:id',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'One customer, by any id it ever had',
        params: z.object({ id: CustomerId }),
        response: { 200: Customer },
      },
    },
    (request) => getCustomer(request.ctx, request.params.id),
  )
  app.get(
    '/customers/by/:namespace/:value',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'The customer who holds an identifier',
        params: z.object({ namespace: z.string().max(100), value: z.string().max(255) }),
        response: { 200: Customer },
      },
    },
    (request) => getCustomerBy(request.ctx, request.params.namespace, request.params.value),
  )
  app.post(
    '/customers/:id/merge',
    {
      config: { access: 'customers:merge' },
      schema: {
        tags,
        summary: 'Make two customers one',
        params: z.object({ id: CustomerId }),
        body: z.object({
          other_id: CustomerId,
          reason: z.string().max(500).default('merged by hand'),
        }),
        response: { 200: z.object({ merge_id: z.uuid(), customer: Customer }) },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      const merged = await mergeCustomers(ctx, params.id, body.other_id, body.reason)
      return { merge_id: merged.mergeId, customer: await getCustomer(ctx, merged.customerId) }
    },
  )
  attributeRoutes(app)
  await peopleRoutes(app)
}
