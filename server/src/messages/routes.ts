import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { ListedCustomerShape, withCustomers } from '../profile/index.ts'
import { MESSAGE_KINDS } from './kinds.ts'
import { listMessages } from './list.ts'

const Message = z.object({
  id: z.uuid(),
  kind: z.enum(MESSAGE_KINDS),
  customer_id: z.number().int().nullable().describe('Null before anybody is known by it'),
  customer: ListedCustomerShape.nullable(),
  text: z
    .string()
    .describe('Codes are hidden from who may not see unmasked data, and once they are of no use'),
  link: z.string().nullable().describe('Where it leads inside the shop'),
  created_at: z.iso.datetime(),
  read_at: z.iso.datetime().nullable().describe('When she opened her messages'),
})

export function routes(app: Http): void {
  app.get(
    '/service-messages',
    {
      config: { access: 'customers:read' },
      schema: {
        tags: ['service messages'],
        summary:
          'What customers were told about their own orders, codes and renewals; newest first',
        querystring: z.object({ kind: z.enum(MESSAGE_KINDS).optional(), ...pageQuery }),
        response: { 200: pageOf(Message) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listMessages(ctx, query)
      return { items: await withCustomers(ctx, items), next_cursor }
    },
  )
}
