import { z } from 'zod'
import { Nothing } from '../org/index.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import { countToDecide } from './approvals.ts'
import { countUnread, listNotices, readAllNotices, readNotice, readNotices } from './notices.ts'

const tags = ['notices']
const Notice = z.object({
  id: z.uuid(),
  kind: z.string().describe('What it tells: import_done, export_done, approval_requested …'),
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  link: z.string().nullable().describe('An address inside the console'),
  created_at: z.iso.datetime(),
  read_at: z.iso.datetime().nullable(),
})

export function noticeRoutes(app: Http): void {
  app.get(
    '/notices',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'What you were told, newest first',
        querystring: z.object({
          unread: z.enum(['true', 'false']).default('false'),
          ...pageQuery,
        }),
        response: { 200: pageOf(Notice) },
      },
    },
    async (request) => {
      const { limit, cursor, unread } = request.query
      const rows = await listNotices(request.ctx, {
        limit: limit + 1,
        before: readCursor(cursor, z.uuid()),
        unread: unread === 'true',
      })
      return toPage(
        rows,
        limit,
        (n) => ({
          id: n.id,
          kind: n.kind,
          subject:
            n.subject_kind === null ? null : { kind: n.subject_kind, id: n.subject_id ?? '' },
          params: n.params,
          link: n.link,
          created_at: n.created_at.toISOString(),
          read_at: n.read_at?.toISOString() ?? null,
        }),
        (n) => n.id,
      )
    },
  )
  app.get(
    '/notices/count',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'How many you have not read, and how many requests wait for your decision',
        response: { 200: z.object({ unread: z.int(), to_decide: z.int() }) },
      },
    },
    async ({ ctx }) => ({ unread: await countUnread(ctx), to_decide: await countToDecide(ctx) }),
  )
  app.post(
    '/notices/:id/read',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'Mark one as read',
        params: z.object({ id: z.uuid() }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await readNotice(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
  app.post(
    '/notices/read',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'Mark many as read',
        body: z.object({ ids: z.array(z.uuid()).min(1).max(1000) }),
        response: { 200: z.object({ read: z.int() }) },
      },
    },
    async ({ ctx, body }) => ({ read: await readNotices(ctx, body.ids) }),
  )
  app.post(
    '/notices/read-all',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'Mark all as read, up to the newest one you have seen',
        body: z.object({ up_to: z.uuid().optional() }).nullish(),
        response: { 200: z.object({ read: z.int() }) },
      },
    },
    async ({ ctx, body }) => ({ read: await readAllNotices(ctx, body?.up_to) }),
  )
}
