import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import {
  addNote,
  changeNote,
  getNote,
  listNotes,
  mayChangeNote,
  removeNote,
  restoreNote,
  type TimeNote,
} from './notes.ts'

const tags = ['insight']
const config = { access: 'signed-in', scoped: true } as const
const params = z.object({ id: z.guid() })
const words = {
  day: z.iso.date().describe('In the brand’s zone'),
  text: z.string().trim().min(1).max(200),
}
const Note = z.object({
  id: z.string(),
  ...words,
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  may_change: z.boolean(),
  revision: z.number().int(),
})
const say = (ctx: Ctx, { owner_id, owner_name, ...note }: TimeNote) => ({
  ...note,
  owner: owner_id === null ? null : { id: owner_id, name: owner_name ?? '' },
  may_change: mayChangeNote(ctx, { owner_id }),
})

export function noteRoutes(app: Http): void {
  app.get(
    '/insight/notes',
    {
      config,
      schema: {
        tags,
        summary: 'Notes on the time axis, by day',
        querystring: z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() }),
        response: { 200: z.object({ items: z.array(Note) }) },
      },
    },
    async ({ ctx, query }) => ({
      items: (await listNotes(ctx, query)).map((note) => say(ctx, note)),
    }),
  )
  app.post(
    '/insight/notes',
    {
      config,
      schema: {
        tags,
        summary: 'Note what happened on a day',
        description: 'Every chart over time shows it.',
        body: z.object(words),
        response: { 201: Note },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(say(ctx, await getNote(ctx, await addNote(ctx, body)))),
  )
  app.patch(
    '/insight/notes/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a note',
        params,
        body: z.object({ ...words, revision: z.number().int() }),
        response: { 200: Note },
      },
    },
    async ({ ctx, params, body }) => {
      await changeNote(ctx, params.id, body)
      return say(ctx, await getNote(ctx, params.id))
    },
  )
  app.delete(
    '/insight/notes/:id',
    {
      config,
      schema: { tags, summary: 'Take a note away', params, response: { 204: z.null() } },
    },
    async ({ ctx, params }, reply) => {
      await removeNote(ctx, params.id)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/insight/notes/:id/restore',
    {
      config,
      schema: {
        tags,
        summary: 'Put a note back that was taken away',
        params,
        response: { 200: Note },
      },
    },
    async ({ ctx, params }) => {
      await restoreNote(ctx, params.id)
      return say(ctx, await getNote(ctx, params.id))
    },
  )
}
