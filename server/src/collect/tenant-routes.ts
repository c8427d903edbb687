// Making a brand. Here and not in `org`, since its first write keys come with it.
import { z } from 'zod'
import { NewTenant, Tenant } from '../org/index.ts'
import type { Http } from '../platform/http.ts'
import { openTenant } from './first-keys.ts'

export function tenantRoutes(app: Http): void {
  app.post(
    '/tenants',
    {
      config: { access: 'tenants:manage' },
      schema: {
        tags: ['Brands'],
        summary: 'Make a brand',
        description: 'Answers its first keys, which are shown only now.',
        body: NewTenant,
        response: {
          201: z.object({
            tenant: Tenant,
            api_key: z.string().describe('Of role owner'),
            write_key: z.string().describe('Of kind server'),
            client_write_key: z.string().describe('Of kind client: for browsers and mini-programs'),
          }),
        },
      },
    },
    async (request, reply) => {
      const opened = await openTenant(request.ctx, request.body)
      return reply.code(201).send({
        tenant: { ...opened.tenant, is_demo: false },
        api_key: opened.apiKey,
        write_key: opened.writeKey,
        client_write_key: opened.clientWriteKey,
      })
    },
  )
}
