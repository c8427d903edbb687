// API keys.
import { z } from 'zod'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf } from '../platform/page.ts'
import { ApiKey, Nothing, PermissionName, RoleName, sayApiKey } from './answers.ts'
import { createApiKey, listApiKeys, revokeApiKey, revokeApiKeys } from './api-keys.ts'

const tags = ['API keys']

export function keyRoutes(app: Http): void {
  app.get(
    '/api-keys',
    {
      config: { access: 'keys:manage' },
      schema: { tags, summary: 'The brand’s API keys', response: { 200: pageOf(ApiKey) } },
    },
    async (request) => ({
      items: (await listApiKeys(request.ctx)).map(sayApiKey),
      next_cursor: null,
    }),
  )

  app.post(
    '/api-keys',
    {
      config: { access: 'keys:manage' },
      schema: {
        tags,
        summary: 'Make an API key',
        description: 'Nobody can make a key that may do more than they may.',
        body: z.object({
          name: z.string().trim().min(1).max(100),
          role: RoleName,
          permissions: z.array(PermissionName).min(1).optional(),
        }),
        response: {
          201: ApiKey.extend({ key: z.string().describe('The secret; shown only now') }),
        },
      },
    },
    async (request, reply) => {
      const { key, secret } = await createApiKey(request.ctx, request.body)
      return reply.code(201).send({ ...sayApiKey(key), key: secret })
    },
  )

  app.post(
    '/api-keys/revoke',
    {
      config: { access: 'keys:manage' },
      schema: {
        tags,
        summary: 'Revoke many API keys',
        body: z.object({ ids: BatchIds }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => revokeApiKeys(request.ctx, request.body.ids),
  )

  app.delete(
    '/api-keys/:id',
    {
      config: { access: 'keys:manage' },
      schema: {
        tags,
        summary: 'Revoke an API key',
        params: z.object({ id: z.guid() }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await revokeApiKey(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
}
