import { z } from 'zod'
import type { Clock } from '../../audiences/index.ts'
import { csvLine } from '../../desk/index.ts'
import { Nothing } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { brandOf } from '../brand.ts'
import type { GateOptions } from '../gate/gate.ts'
import { signalOf } from '../gate/gate.ts'
import { keptAnswers } from '../kept/kept-answers.ts'
import { type SqlAnswer as Answered, askSql } from './ask.ts'
import { audienceNames } from './audiences.ts'
import { hiddenAttributes } from './database.ts'
import { namesDays, withDays } from './days.ts'
import { allowedFunctions } from './known.ts'
import {
  AskedSql,
  SavedSql,
  SavedSqlAnswer,
  SavedSqlAsked,
  SavedSqlInput,
  SqlAnswer,
  SqlQuestion,
  ViewsAnswer,
} from './shape.ts'
import {
  askedLately,
  getSql,
  listSql,
  rememberAsked,
  removeSql,
  type SavedSqlRow,
  saveSql,
} from './store.ts'
import { VIEWS } from './views.ts'
import { placeOf, placeOfName } from './wrong.ts'

const tags = ['insight']
const config = { access: 'sql:query' } as const

export function sqlRoutes(app: Http): void {
  app.get(
    '/insight/sql/views',
    {
      config,
      schema: {
        tags,
        summary: 'The views that statements read, and the functions they may call',
        response: { 200: ViewsAnswer },
      },
    },
    async ({ ctx }) => ({
      items: VIEWS.map(({ name, columns }) => ({ name, columns: [...columns] })),
      audiences: await audienceNames(ctx),
      functions: await allowedFunctions(ctx),
    }),
  )
  app.post(
    '/insight/sql',
    {
      config,
      schema: {
        tags,
        summary: 'Ask a SELECT of your own',
        description:
          'Read-only, of this brand, without sensitive attributes; at most 60 seconds and 10,000 rows. A wrong statement is refused with `place` in the details where it is known: from and to in characters of `sql`.',
        body: SqlQuestion,
        response: { 200: SqlAnswer },
      },
    },
    async (request) => {
      const { sql, run_long, ...range } = request.body
      const { columns, rows, isCut, seconds } = await askAndRemember(request.ctx, sql, range, {
        signal: signalOf(request),
        isLongWelcome: run_long,
      })
      return { columns, rows, seconds, is_cut: isCut }
    },
  )
  app.post(
    '/insight/sql/csv',
    {
      config,
      schema: {
        tags,
        summary: 'The answer of a SELECT as a file',
        description:
          'Refused when it has more than 10,000 rows: a file says nothing of what it lacks.',
        body: SqlQuestion,
        response: { 200: z.string() },
      },
    },
    async (request, reply) => {
      const { sql, run_long, ...range } = request.body
      const answer = await askAndRemember(request.ctx, sql, range, {
        signal: signalOf(request),
        isLongWelcome: run_long,
      })
      if (answer.isCut)
        throw new AppError(422, 'result_too_large', 'More than 10,000 rows; narrow the statement')
      await audit(request.ctx, 'sql_answer.exported', undefined, {
        text: answer.text,
        rows: answer.rows.length,
      })
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="answer.csv"')
        .send(
          `\uFEFF${[answer.columns.map(({ name }) => name), ...answer.rows].map((row) => csvLine(row.map(cell))).join('')}`,
        )
    },
  )
  app.get(
    '/insight/sql/history',
    {
      config,
      schema: {
        tags,
        summary: 'What you asked lately, newest first',
        response: { 200: z.object({ items: z.array(AskedSql) }) },
      },
    },
    async ({ ctx }) => ({
      items: (await askedLately(ctx)).map((asked) => ({
        ...asked,
        asked_at: asked.asked_at.toISOString(),
      })),
    }),
  )
  app.get(
    '/insight/sql/saved',
    {
      config,
      schema: {
        tags,
        summary: 'Statements kept under a name',
        response: { 200: z.object({ items: z.array(SavedSql) }) },
      },
    },
    async ({ ctx }) => ({ items: (await listSql(ctx)).map(presented) }),
  )
  app.post(
    '/insight/sql/saved',
    {
      config,
      schema: {
        tags,
        summary: 'Keep a statement under a name',
        body: SavedSqlInput,
        response: { 201: SavedSql },
      },
    },
    async (request, reply) =>
      reply.code(201).send(presented(await saveSql(request.ctx, undefined, request.body))),
  )
  const params = z.object({ id: z.uuid() })
  app.put(
    '/insight/sql/saved/:id',
    {
      config,
      schema: {
        ...{ tags, summary: 'Change a kept statement', params },
        body: SavedSqlInput,
        response: { 200: SavedSql },
      },
    },
    async (request) => presented(await saveSql(request.ctx, request.params.id, request.body)),
  )
  app.post(
    '/insight/sql/saved/:id/answer',
    {
      config,
      schema: {
        ...{ tags, summary: 'A kept statement, asked over a range of days', params },
        description:
          'As boards show it: under the rights of who reads, kept until the brand has new data.',
        body: SavedSqlAsked,
        response: { 200: SavedSqlAnswer },
      },
    },
    (request) => {
      const { run_long, fresh, ...range } = request.body
      return answerKept(request.ctx, request.params.id, range, fresh, {
        signal: signalOf(request),
        isLongWelcome: run_long,
      })
    },
  )
  app.delete(
    '/insight/sql/saved/:id',
    {
      config,
      schema: { tags, summary: 'Forget a kept statement', params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await removeSql(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
}

const presented = (row: SavedSqlRow) => ({
  ...row,
  chart: row.chart ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})

type Days = { date_from?: string | undefined; date_to?: string | undefined }

async function clockOf(ctx: Ctx): Promise<Clock> {
  const { zone } = await brandOf(ctx)
  return { now: ctx.now().getTime(), timezone: zone }
}

/** Under the rights of who reads it, in its turn and within the bounds of every statement. */
async function answerKept(
  ctx: Ctx,
  id: string,
  range: Days,
  isFresh: boolean,
  options: GateOptions,
) {
  const { name, text, chart } = await getSql(ctx, id)
  const asked = withDays(text, range, await clockOf(ctx))
  const answer = await keptAnswers.get(
    ctx,
    'sql',
    // What becomes sensitive is gone from the next answer on.
    { asked, hidden: await hiddenAttributes(ctx) },
    async () => {
      const { columns, rows, isCut, seconds } = await askSql(ctx, asked, options)
      return { columns, rows, seconds, is_cut: isCut }
    },
    isFresh,
  )
  return { ...answer, name, chart: chart ?? null, has_days: namesDays(text) }
}

const cell = (value: unknown): string | number | null =>
  value === null || typeof value === 'number' || typeof value === 'string'
    ? value
    : JSON.stringify(value)

/** What was refused is remembered too: it is what she will mend. */
async function askAndRemember(
  ctx: Ctx,
  text: string,
  range: Days,
  options: GateOptions,
): Promise<Answered> {
  const sent = withDays(text, range, await clockOf(ctx))
  try {
    const answer = await askSql(ctx, sent, options)
    const { seconds } = answer
    await rememberAsked(ctx, { text, rows: answer.rows.length, seconds, error: null })
    return answer
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await rememberAsked(ctx, { text, rows: null, seconds: null, error: error.code })
    throw withPlace(error, sent, text)
  }
}

/** What is wrong is shown where it stands. */
function withPlace(error: AppError, sent: string, text: string): AppError {
  const { code, status, message } = error
  const details = error.details as Record<string, string> | undefined
  const place =
    code === 'sql_wrong'
      ? placeOf(message, sent, text)
      : code === 'sql_not_allowed'
        ? placeOfName(details?.function ?? details?.table ?? '', text)
        : undefined
  return place
    ? new AppError(status, code, message, { details: { ...details, place }, cause: error })
    : error
}
