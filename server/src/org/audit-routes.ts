// The audit log.
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import { AuditEntry, sayAuditEntry } from './answers.ts'
import { exportAuditLog, listAuditLog } from './audit-log.ts'

const tags = ['Audit log']
const text = z.string().min(1).max(200).optional()
const When = z.iso.datetime({ offset: true }).optional()
const filter = {
  action: text.describe('`api_key.created`, or `api_key` for all that was done to them'),
  actor_id: text,
  subject_type: text,
  subject_id: text,
  from: When,
  to: When.describe('Not included'),
}
interface Asked {
  action?: string | undefined
  actor_id?: string | undefined
  subject_type?: string | undefined
  subject_id?: string | undefined
  from?: string | undefined
  to?: string | undefined
}
const toFilter = (asked: Asked) => ({
  action: asked.action,
  actor_id: asked.actor_id,
  object_kind: asked.subject_type,
  object_id: asked.subject_id,
  from: asked.from ? new Date(asked.from) : undefined,
  to: asked.to ? new Date(asked.to) : undefined,
})

export function auditRoutes(app: Http): void {
  app.get(
    '/audit-log',
    {
      config: { access: 'audit:read' },
      schema: {
        tags,
        summary: 'Who changed or exported what, newest first',
        querystring: z.object({ ...filter, ...pageQuery }),
        response: { 200: pageOf(AuditEntry) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const before = readCursor(cursor, z.int())
      const rows = await listAuditLog(request.ctx, toFilter(request.query), {
        limit: limit + 1,
        before,
      })
      return toPage(rows, limit, sayAuditEntry, (row) => row.position)
    },
  )

  app.get(
    '/audit-log/export',
    {
      config: { access: 'audit:read' },
      schema: {
        tags,
        summary: 'The same as a CSV file',
        description: 'Taking it away is itself written to the log.',
        querystring: z.object(filter),
        response: {
          200: { description: 'CSV, UTF-8', content: { 'text/csv': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      const day = request.ctx.now().toISOString().slice(0, 10)
      const csv = await exportAuditLog(request.ctx, toFilter(request.query))
      reply.headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="audit-log-${day}.csv"`,
      })
      return reply.send(csv as unknown as string)
    },
  )
}
