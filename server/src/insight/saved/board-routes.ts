import { z } from 'zod'
import { demandSound } from '../../audiences/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { demandKnown } from '../metric/read.ts'
import { demandKept } from '../sql/store.ts'
import { BOARD_ROLES, boardRoleOf, defaultBoard } from './default-boards.ts'
import { aboutSaved, given } from './question-routes.ts'
import {
  changeSaved,
  demandQuestions,
  getSaved,
  listSaved,
  removeSaved,
  restoreSaved,
  type Saved,
  saveNew,
} from './saved.ts'
import { BoardContent, Description, Name, SavedBoard, sharing } from './shape.ts'

const tags = ['insight']
const config = { access: 'signed-in', scoped: true } as const
const params = z.object({ id: z.guid() })
const kind = 'board'

const say = (ctx: Ctx, saved: Saved<BoardContent>) => ({
  ...aboutSaved(ctx, saved),
  ...saved.content,
})
const questionsOf = ({ widgets }: BoardContent) =>
  widgets.flatMap((widget) => (widget.kind === 'question' ? [widget.question_id] : []))

/** @param before as it stood: what is on it already stays, whoever changes the rest */
async function demandWhole(ctx: Ctx, content: BoardContent, before?: BoardContent): Promise<void> {
  await demandKnown(
    ctx,
    content.widgets.flatMap((widget) => (widget.kind === 'metrics' ? widget.metrics : [])),
  )
  await demandKept(
    ctx,
    content.widgets.flatMap((widget) => (widget.kind === 'sql' ? [widget.saved_sql_id] : [])),
    new Set(before?.widgets.flatMap((w) => (w.kind === 'sql' ? [w.saved_sql_id] : []))),
  )
  if (content.who) await demandSound(ctx, content.who)
  await demandQuestions(ctx, questionsOf(content), new Set(before ? questionsOf(before) : []))
}

export function boardRoutes(app: Http): void {
  app.get(
    '/insight/boards',
    {
      config,
      schema: {
        tags,
        summary: 'Boards: your own and those shared with you, changed last first',
        querystring: z.object({ q: z.string().max(200).optional(), ...pageQuery }),
        response: { 200: pageOf(SavedBoard) },
      },
    },
    async ({ ctx, query }) => {
      const page = await listSaved<BoardContent>(ctx, kind, query)
      return { ...page, items: page.items.map((saved) => say(ctx, saved)) }
    },
  )
  app.get(
    '/insight/boards/default',
    {
      config,
      schema: {
        tags,
        summary: 'The board one begins with, by role; of what one may see',
        querystring: z.object({
          role: z.enum(BOARD_ROLES).optional().describe('Your own unless given'),
        }),
        response: { 200: BoardContent.extend({ board_role: z.enum(BOARD_ROLES) }) },
      },
    },
    ({ ctx, query }) => defaultBoard(ctx, query.role ?? boardRoleOf(ctx)),
  )
  app.post(
    '/insight/boards',
    {
      config,
      schema: {
        tags,
        summary: 'Save a board',
        body: z.object({
          name: Name,
          description: Description.default(''),
          sharing: sharing.sharing.default('private'),
          role: sharing.role.default(null),
          ...BoardContent.shape,
        }),
        response: { 201: SavedBoard },
      },
    },
    async ({ ctx, body }, reply) => {
      const { widgets, days, who, ...words } = body
      const content = { widgets, days, who }
      await demandWhole(ctx, content)
      const id = await saveNew(ctx, kind, { ...words, content })
      return reply.code(201).send(say(ctx, await getSaved(ctx, kind, id)))
    },
  )
  app.get(
    '/insight/boards/:id',
    {
      config,
      schema: { tags, summary: 'One board', params, response: { 200: SavedBoard } },
    },
    async ({ ctx, params }) => say(ctx, await getSaved(ctx, kind, params.id)),
  )
  app.patch(
    '/insight/boards/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change, rename or share a board',
        description: 'Refused when somebody else changed it since `revision`.',
        params,
        body: z
          .object({ name: Name, description: Description, ...sharing, content: BoardContent })
          .partial()
          .extend({ revision: z.number().int() }),
        response: { 200: SavedBoard },
      },
    },
    async ({ ctx, params, body }) => {
      if (body.content) {
        const { content } = await getSaved<BoardContent>(ctx, kind, params.id)
        await demandWhole(ctx, body.content, content)
      }
      await changeSaved(ctx, kind, params.id, given(body))
      return say(ctx, await getSaved(ctx, kind, params.id))
    },
  )
  app.delete(
    '/insight/boards/:id',
    {
      config,
      schema: { tags, summary: 'Take a board away', params, response: { 204: z.null() } },
    },
    async ({ ctx, params }, reply) => {
      await removeSaved(ctx, kind, params.id)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/insight/boards/:id/restore',
    {
      config,
      schema: {
        tags,
        summary: 'Put a board back that was taken away',
        params,
        response: { 200: SavedBoard },
      },
    },
    async ({ ctx, params }) => {
      await restoreSaved(ctx, kind, params.id)
      return say(ctx, await getSaved(ctx, kind, params.id))
    },
  )
}
