// Saved views of the console's lists.
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf } from '../platform/page.ts'
import { Nothing, Time } from './answers.ts'
import {
  changeView,
  chooseDefaultView,
  listSavedViews,
  removeView,
  type SavedViewRow,
  saveView,
} from './saved-views.ts'

const tags = ['Saved views']
const access = 'signed-in'
const params = z.object({ id: z.guid() })

const List = z
  .string()
  .regex(/^[a-z][a-z_]{0,59}$/)
  .describe('The list it is a view of, e.g. `customers`')
const Name = z.string().trim().min(1).max(60)
const SearchTexts = z
  .record(z.string().min(1).max(60), z.string().max(2000))
  .refine((search) => Object.keys(search).length <= 40, 'At most 40 filters')
  .describe('What the page’s address carries')

const SavedView = z.object({
  id: z.string(),
  list: z.string(),
  name: z.string(),
  search: z.record(z.string(), z.string()),
  shared: z.boolean().describe('Seen by the whole brand'),
  default: z.boolean().describe('The one you begin with'),
  owner: z.object({ id: z.string(), name: z.string() }),
  updated_at: Time,
})
const say = (row: SavedViewRow): z.infer<typeof SavedView> => ({
  id: row.id,
  list: row.list,
  name: row.name,
  search: row.search,
  shared: row.is_shared,
  default: row.is_default,
  owner: { id: row.user_id, name: row.owner_name },
  updated_at: row.updated_at.toISOString(),
})

export function savedViewRoutes(app: Http): void {
  app.get(
    '/saved-views',
    {
      config: { access },
      schema: {
        tags,
        summary: 'The views of a list: your own and those shared with the brand',
        querystring: z.object({ list: List }),
        response: { 200: pageOf(SavedView) },
      },
    },
    async (request) => ({
      items: (await listSavedViews(request.ctx, request.query.list)).map(say),
      next_cursor: null,
    }),
  )

  app.post(
    '/saved-views',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Save a view of a list',
        body: z.object({
          list: List,
          name: Name,
          search: SearchTexts,
          shared: z.boolean().default(false),
        }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const { list, name, search, shared } = request.body
      const id = await saveView(request.ctx, list, { name, search, isShared: shared })
      return reply.code(201).send({ id })
    },
  )

  app.patch(
    '/saved-views/:id',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Rename, re-fill or share a view',
        params,
        body: z
          .object({ name: Name, search: SearchTexts, shared: z.boolean() })
          .partial()
          .refine((change) => Object.keys(change).length > 0, 'Nothing to change'),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { name, search, shared } = request.body
      await changeView(request.ctx, request.params.id, {
        ...(name !== undefined && { name }),
        ...(search !== undefined && { search }),
        ...(shared !== undefined && { isShared: shared }),
      })
      return reply.code(204).send()
    },
  )

  app.delete(
    '/saved-views/:id',
    {
      config: { access },
      schema: { tags, summary: 'Remove a view', params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await removeView(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )

  app.put(
    '/saved-views/default',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Choose the view you begin with',
        body: z.object({ list: List, id: z.guid().nullable() }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await chooseDefaultView(request.ctx, request.body.list, request.body.id)
      return reply.code(204).send()
    },
  )
}
