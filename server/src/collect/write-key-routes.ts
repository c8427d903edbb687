// Write keys.
import { z } from 'zod'
import { Nothing, Time } from '../org/index.ts'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf } from '../platform/page.ts'
import {
  createWriteKey,
  listWriteKeys,
  revokeWriteKey,
  revokeWriteKeys,
  type WriteKeyRow,
} from './write-keys.ts'

const Kind = z
  .enum(['client', 'server'])
  .describe(
    'client: public, in browsers and mini-programs, what it says is claimed; server: verified',
  )
const WriteKey = z.object({
  id: z.string(),
  name: z.string(),
  kind: Kind,
  prefix: z.string().describe('Its first characters; the rest is kept as a hash'),
  created_at: Time,
  created_by: z.string(),
  last_used_at: Time.nullable(),
  revoked_at: Time.nullable(),
})
const sayWriteKey = (row: WriteKeyRow): z.infer<typeof WriteKey> => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  prefix: row.hint,
  created_at: row.created_at.toISOString(),
  created_by: row.created_by,
  last_used_at: row.last_used_at?.toISOString() ?? null,
  revoked_at: row.revoked_at?.toISOString() ?? null,
})
const tags = ['Write keys']

export function writeKeyRoutes(app: Http): void {
  app.get(
    '/write-keys',
    {
      config: { access: 'keys:manage' },
      schema: { tags, summary: 'The brand’s write keys', response: { 200: pageOf(WriteKey) } },
    },
    async (request) => ({
      items: (await listWriteKeys(request.ctx)).map(sayWriteKey),
      next_cursor: null,
    }),
  )

  app.post(
    '/write-keys',
    {
      config: { access: 'keys:manage' },
      schema: {
        tags,
        summary: 'Make a write key',
        body: z.object({ name: z.string().trim().min(1).max(100), kind: Kind }),
        response: {
          201: WriteKey.extend({ key: z.string().describe('The secret; shown only now') }),
        },
      },
    },
    async (request, reply) => {
      const { key, secret } = await createWriteKey(request.ctx, request.body)
      return reply.code(201).send({ ...sayWriteKey(key), key: secret })
    },
  )

  app.post(
    '/write-keys/revoke',
    {
      config: { access: 'keys:manage' },
      schema: {
        tags,
        summary: 'Revoke many write keys',
        body: z.object({ ids: BatchIds }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => revokeWriteKeys(request.ctx, request.body.ids),
  )

  app.delete(
    '/write-keys/:id',
    {
      config: { access: 'keys:manage' },
      schema: {
        tags,
        summary: 'Revoke a write key',
        params: z.object({ id: z.guid() }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await revokeWriteKey(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
}
