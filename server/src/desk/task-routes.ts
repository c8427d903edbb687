import { z } from 'zod'
import { Nothing } from '../org/index.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import {
  assignTask,
  closeTask,
  commentOnTask,
  getTask,
  listTasks,
  possibleOwners,
  type TaskRow,
} from './tasks.ts'

const tags = ['tasks']
const reading = { access: 'audiences:read' } as const
const writing = { access: 'audiences:write' } as const
const Id = z.object({ id: z.uuid() })
const Task = z.object({
  id: z.uuid(),
  kind: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  link: z.string().nullable().describe('An address inside the console'),
  owner: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  state: z.enum(['open', 'closed']),
  outcome: z.string(),
  created_at: z.iso.datetime(),
  closed_at: z.iso.datetime().nullable(),
  comments: z.int(),
})

const shown = ({ owner_id, owner_name, created_at, closed_at, ...task }: TaskRow) => ({
  ...task,
  owner: owner_id === null ? null : { id: owner_id, name: owner_name ?? '' },
  created_at: created_at.toISOString(),
  closed_at: closed_at?.toISOString() ?? null,
})

export function taskRoutes(app: Http): void {
  app.get(
    '/tasks',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What somebody has to look into, newest first',
        querystring: z.object({ state: z.enum(['open', 'closed']).default('open'), ...pageQuery }),
        response: { 200: pageOf(Task) },
      },
    },
    async ({ ctx, query: { state, limit, cursor } }) => {
      const rows = await listTasks(ctx, {
        ...{ state, limit: limit + 1 },
        before: readCursor(cursor, z.uuid()),
      })
      return toPage(rows, limit, shown, ({ id }) => id)
    },
  )
  app.get(
    '/tasks/owners',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Who may own a task',
        response: {
          200: z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
        },
      },
    },
    async ({ ctx }) => ({ items: await possibleOwners(ctx) }),
  )
  app.get(
    '/tasks/:id',
    {
      config: reading,
      schema: {
        tags,
        summary: 'One task with what was said of it',
        params: Id,
        response: {
          200: Task.extend({
            said: z.array(
              z.object({
                id: z.uuid(),
                at: z.iso.datetime(),
                author_name: z.string(),
                text: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx, params }) => {
      const { said, ...task } = await getTask(ctx, params.id)
      return {
        ...shown(task),
        said: said.map((one) => ({ ...one, at: one.at.toISOString() })),
      }
    },
  )
  app.post(
    '/tasks/:id/assign',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Give a task to somebody',
        params: Id,
        body: z.object({ owner_id: z.uuid() }).strict(),
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await assignTask(ctx, params.id, body.owner_id)
      return reply.code(204).send()
    },
  )
  app.post(
    '/tasks/:id/comments',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Say something of a task',
        params: Id,
        body: z.object({ text: z.string().trim().min(1).max(2_000) }).strict(),
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await commentOnTask(ctx, params.id, body.text)
      return reply.code(204).send()
    },
  )
  app.post(
    '/tasks/:id/close',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Close a task with what came of it',
        params: Id,
        body: z.object({ outcome: z.string().trim().min(1).max(2_000) }).strict(),
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await closeTask(ctx, params.id, body.outcome)
      return reply.code(204).send()
    },
  )
}
