import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { readAnalysis } from '../analyses.ts'
import { range, whom } from '../question/pattern.ts'
import { answerSaved } from './answer.ts'
import {
  changeSaved,
  getSaved,
  listSaved,
  mayChange,
  removeSaved,
  restoreSaved,
  type Saved,
  saveNew,
} from './saved.ts'
import { Description, Name, QuestionContent, SavedQuestion, sharing } from './shape.ts'

const tags = ['insight']
const config = { access: 'signed-in', scoped: true } as const
const params = z.object({ id: z.guid() })
const kind = 'question'

export const aboutSaved = (ctx: Ctx, saved: Saved<unknown>) => ({
  id: saved.id,
  name: saved.name,
  description: saved.description,
  sharing: saved.sharing,
  role: saved.role,
  owner: saved.owner_id === null ? null : { id: saved.owner_id, name: saved.owner_name ?? '' },
  may_change: mayChange(ctx, saved),
  revision: saved.revision,
  updated_at: saved.updated_at.toISOString(),
})
const say = (ctx: Ctx, saved: Saved<QuestionContent>) => ({
  ...aboutSaved(ctx, saved),
  ...saved.content,
})
const checked = (content: QuestionContent): QuestionContent => {
  readAnalysis(content.analysis, content.question)
  return content
}
const body = z.object({
  name: Name,
  description: Description.default(''),
  sharing: sharing.sharing.default('private'),
  role: sharing.role.default(null),
  ...QuestionContent.shape,
})

export function questionRoutes(app: Http): void {
  app.get(
    '/insight/questions',
    {
      config,
      schema: {
        tags,
        summary: 'Saved questions: your own and those shared with you, changed last first',
        querystring: z.object({
          q: z.string().max(200).optional().describe('In name, description or owner'),
          analysis: z.string().max(60).optional(),
          ...pageQuery,
        }),
        response: { 200: pageOf(SavedQuestion) },
      },
    },
    async ({ ctx, query }) => {
      const page = await listSaved<QuestionContent>(ctx, kind, query)
      return { ...page, items: page.items.map((saved) => say(ctx, saved)) }
    },
  )
  app.post(
    '/insight/questions',
    {
      config,
      schema: {
        tags,
        summary: 'Save a question of any analysis under a name',
        description: 'The question is checked as the analysis itself checks it.',
        body,
        response: { 201: SavedQuestion },
      },
    },
    async ({ ctx, body }, reply) => {
      const { analysis, question, view, ...words } = body
      const id = await saveNew(ctx, kind, {
        ...words,
        content: checked({ analysis, question, view }),
      })
      return reply.code(201).send(say(ctx, await getSaved(ctx, kind, id)))
    },
  )
  app.get(
    '/insight/questions/:id',
    {
      config,
      schema: { tags, summary: 'One saved question', params, response: { 200: SavedQuestion } },
    },
    async ({ ctx, params }) => say(ctx, await getSaved(ctx, kind, params.id)),
  )
  app.patch(
    '/insight/questions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Rename, reword, share a saved question or ask it otherwise',
        description: 'Refused when somebody else changed it since `revision`.',
        params,
        body: z
          .object({
            name: Name,
            description: Description,
            ...sharing,
            content: QuestionContent,
          })
          .partial()
          .extend({ revision: z.number().int() }),
        response: { 200: SavedQuestion },
      },
    },
    async ({ ctx, params, body }) => {
      if (body.content) checked(body.content)
      await changeSaved(ctx, kind, params.id, given(body))
      return say(ctx, await getSaved(ctx, kind, params.id))
    },
  )
  app.delete(
    '/insight/questions/:id',
    {
      config,
      schema: { tags, summary: 'Take a saved question away', params, response: { 204: z.null() } },
    },
    async ({ ctx, params }, reply) => {
      await removeSaved(ctx, kind, params.id)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/insight/questions/:id/restore',
    {
      config,
      schema: {
        tags,
        summary: 'Put a saved question back that was taken away',
        params,
        response: { 200: SavedQuestion },
      },
    },
    async ({ ctx, params }) => {
      await restoreSaved(ctx, kind, params.id)
      return say(ctx, await getSaved(ctx, kind, params.id))
    },
  )
  app.post(
    '/insight/questions/:id/answer',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'A saved question asked again, over other days or of fewer customers',
        description:
          'Counted of the customers within the asker’s scope, and kept until the brand has new data.',
        params,
        body: z.object({
          board: z.guid().optional().describe('The board that shows it, if one does'),
          ...range,
          ...whom,
          fresh: z.boolean().default(false).describe('Counted anew, whatever is kept'),
        }),
        response: {
          200: z.object({
            name: z.string(),
            view: QuestionContent.shape.view,
            analysis: z.string(),
            question: z.record(z.string(), z.unknown()).describe('As it was asked'),
            answer: z.record(z.string(), z.unknown()).describe('As the analysis answers'),
          }),
        },
      },
    },
    async ({ ctx, params, body }) => {
      const { answer, ...rest } = await answerSaved(ctx, params.id, body)
      return { ...rest, answer: answer as Record<string, unknown> }
    },
  )
}

/** Without what was not said. */
export const given = <Change extends object>(change: Change) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Change]: Exclude<Change[Key], undefined>
  }
