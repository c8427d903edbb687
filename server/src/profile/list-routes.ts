import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { CustomerFilter, FilterText } from './filter.ts'
import { countCustomers, listCustomers, SORTS } from './list.ts'

const tags = ['customers']
const Coded = z.object({ code: z.string(), name: z.string() })
export const ListedCustomer = z.object({
  id: z.number().int(),
  known: z.boolean().describe('Holds an identifier that names a person'),
  identifiers: z.array(
    z.object({
      namespace: z.string(),
      value: z.string().describe('Personal ones masked unless the role may see them'),
      verified: z.boolean(),
    }),
  ),
  attributes: z.record(z.string(), z.unknown()),
  tags: z.array(z.string()),
  platforms: z.array(z.string()),
  store: Coded.nullable().describe('归属门店'),
  guide: Coded.nullable().describe('专属导购'),
  first_seen: z.iso.datetime().nullable(),
  last_seen: z.iso.datetime().nullable(),
  event_count: z.number().int(),
  order_count: z.number().int(),
  spent_fen: z.number().int().describe('Paid and not given back, in the brand’s currency'),
  last_order_at: z.iso.datetime().nullable(),
  touchpoint_count: z.number().int().describe('Live ones'),
})
const Total = z.object({
  value: z.number().int(),
  exact: z.boolean().describe('false: an estimate; POST /customers/count counts to the last'),
})

export function listRoutes(app: Http): void {
  app.get(
    '/customers',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Customers by words and filters, the last seen first',
        querystring: z.object({
          q: z
            .string()
            .max(255)
            .optional()
            .describe(
              'A part of a name, an identifier or its beginning, the last 4 digits of a phone, a number of an order or customer, a tag',
            ),
          filter: FilterText.optional().describe('A CustomerFilter as JSON'),
          namespace: z.string().max(100).optional(),
          value: z.string().max(255).optional().describe('With namespace: the exact identifier'),
          tag: z.string().max(100).optional(),
          known: z
            .enum(['true', 'false'])
            .transform((v) => v === 'true')
            .optional(),
          sort: z.enum(SORTS).default('last_seen').describe('Latest, or most, first'),
          ...pageQuery,
        }),
        response: {
          200: pageOf(ListedCustomer).extend({
            total: Total.nullable().describe('With the first page'),
          }),
        },
      },
    },
    (request) => {
      const { filter = {}, q, namespace, value, tag, known, ...page } = request.query
      const given: CustomerFilter = {
        ...filter,
        ...(q?.trim() && { q }),
        ...(namespace && { namespace }),
        ...(value && { value }),
        ...(known !== undefined && { known }),
        ...(tag && { tags: { ...filter.tags, all: [...(filter.tags?.all ?? []), tag] } }),
      }
      return listCustomers(request.ctx, { ...page, filter: given })
    },
  )
  app.post(
    '/customers/count',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'How many customers match, exactly',
        body: CustomerFilter,
        response: { 200: z.object({ count: z.number().int() }) },
      },
    },
    async (request) => ({ count: await countCustomers(request.ctx, request.body) }),
  )
}
