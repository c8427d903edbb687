import { z } from 'zod'
import { mergeCustomers } from '../identity/index.ts'
import type { Http } from '../platform/http.ts'
import { assignmentRoutes } from './assignment-routes.ts'
import { attributeRoutes } from './attribute-routes.ts'
import { CustomerId } from './customer-id.ts'
import { getCustomerPage } from './customer-page.ts'
import { getCustomer, getCustomerBy } from './customers.ts'
import { listRoutes } from './list-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { tagRoutes } from './tag-routes.ts'
import { tagRuleRoutes } from './tag-rule-routes.ts'

const tags = ['customers']

export { CustomerId }
export const Customer = z.object({
  id: z.number().int(),
  identifiers: z.array(
    z.object({
      namespace: z.string(),
      value: z.string().describe('Personal ones masked unless the role may see them'),
      first_seen: z.iso.datetime(),
      last_seen: z.iso
        .datetime()
        .describe(
          'When it was last tied to this customer; a trace that changes nothing does not count',
        ),
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

const CustomerPage = Customer.extend({
  known: z.boolean(),
  value: z
    .array(
      z.object({
        currency: z.string(),
        orders: z.number().int(),
        paid_fen: z.number().int(),
        refunded_fen: z.number().int(),
        first_at: z.iso.datetime(),
        last_at: z.iso.datetime(),
      }),
    )
    .describe('What verified orders add up to, a line a currency'),
  days: z
    .array(z.object({ day: z.iso.date(), n: z.number().int() }))
    .describe('Events a day of the last 30, in the brand’s zone; days without any are left out'),
})

export async function routes(app: Http): Promise<void> {
  listRoutes(app)
  app.get(
    '/customers/:id',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'One customer, by any id it ever had',
        params: z.object({ id: CustomerId }),
        response: { 200: CustomerPage },
      },
    },
    (request) => getCustomerPage(request.ctx, request.params.id),
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
  tagRoutes(app)
  tagRuleRoutes(app)
  assignmentRoutes(app)
  await peopleRoutes(app)
}
