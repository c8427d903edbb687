import { z } from 'zod'
import { addressesOf, type Base, Nothing } from '../../org/index.ts'
import { SYSTEM } from '../../platform/ctx.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { brandOf } from '../brand.ts'
import { pictureOf } from '../picture/picture.ts'
import { leavePage } from './leave-page.ts'
import { openLeave, openPicture } from './links.ts'
import { mailHtml } from './mail-page.ts'
import { makeReport, messageOf, pageOf } from './make.ts'
import { pictureOfRun } from './pictures.ts'
import {
  getReport,
  leaveReport,
  listReports,
  listRuns,
  type ReportRow,
  removeReport,
  saveReport,
} from './reports.ts'
import type { WatchDeps } from './robots.ts'
import { runNow } from './runs.ts'
import { Preview, Report, ReportInput, ReportRun } from './shape.ts'

/** Routes that nobody signs in for know their brand by a signature. */
export type WatchRouteDeps = WatchDeps & { base: Base }

const tags = ['insight']
const read = { access: 'events:read' } as const
const write = { access: 'audiences:write' } as const
const params = z.object({ id: z.uuid() })
const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) })

export function reportRoutes(app: Http, deps: WatchRouteDeps): void {
  app.get(
    '/insight/reports',
    {
      config: read,
      schema: {
        tags,
        summary: 'Reports that come by themselves, with the last one',
        response: { 200: listOf(Report) },
      },
    },
    async ({ ctx }) => ({ items: (await listReports(ctx)).map(reportSaid) }),
  )
  app.post(
    '/insight/reports',
    {
      config: write,
      schema: {
        tags,
        summary: 'Have a report come by itself',
        body: ReportInput,
        response: { 201: Report },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(reportSaid(await saveReport(ctx, undefined, body))),
  )
  app.put(
    '/insight/reports/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a report',
        params,
        body: ReportInput,
        response: { 200: Report },
      },
    },
    async ({ ctx, body, params }) => reportSaid(await saveReport(ctx, params.id, body)),
  )
  app.delete(
    '/insight/reports/:id',
    {
      config: write,
      schema: { tags, summary: 'Have it come no more', params, response: { 204: Nothing } },
    },
    async ({ ctx, params }, reply) => {
      await removeReport(ctx, params.id)
      return reply.code(204).send()
    },
  )
  app.post(
    '/insight/reports/:id/preview',
    {
      config: read,
      schema: {
        tags,
        summary: 'The report as it would be now, as message and as mail',
        params,
        response: { 200: Preview },
      },
    },
    async ({ ctx, params }) => {
      const report = await getReport(ctx, params.id)
      // Who looks sees with her own rights: those of the scheduler are for whom she chose.
      const by = `${ctx.actor.kind}:${ctx.actor.id}`
      const { currency, language } = await brandOf(ctx)
      const [reader] = await addressesOf(ctx, ctx.actor.kind === 'user' ? [ctx.actor.id] : [])
      const tongue = reader?.language ?? language
      const made = await makeReport(ctx, { ...report, scheduled_by: by }, tongue)
      const png = pictureOf(made.told, { currency, tongue })
      const picture = png && `data:image/png;base64,${png.toString('base64')}`
      const message = messageOf(deps, made)
      return {
        ...{ ...message, lines: [...message.lines] },
        html: mailHtml({ ...pageOf(deps, made), ...(picture && { picture }) }),
      }
    },
  )
  app.post(
    '/insight/reports/:id/run',
    {
      config: write,
      schema: { tags, summary: 'Make and send it now', params, response: { 204: Nothing } },
    },
    async ({ ctx, params }, reply) => {
      await runNow(ctx, deps, params.id)
      return reply.code(204).send()
    },
  )
  app.get(
    '/insight/reports/:id/runs',
    {
      config: read,
      schema: {
        tags,
        summary: 'What came of the last 60 times, and whom it reached',
        params,
        response: { 200: listOf(ReportRun) },
      },
    },
    async ({ ctx, params }) => ({
      items: (await listRuns(ctx, params.id)).map(({ made_at, next_at, ...run }) => ({
        ...run,
        made_at: made_at?.toISOString() ?? null,
        next_at: next_at?.toISOString() ?? null,
      })),
    }),
  )
  linkedRoutes(app, deps)
}

/** What links in chats and mails open: signed, for one thing only. */
function linkedRoutes(app: Http, deps: WatchRouteDeps): void {
  const ctxOf = (tenantId: string) => ({ ...deps.base, tenantId, actor: SYSTEM })
  const linked = z.object({ of: z.string().min(1).max(1_000).describe('Signed by us') })
  // What buttons of pages and of mail programs send.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1_000 },
    (_request, _body, done) => done(null, undefined),
  )
  const open = { config: { access: 'public' as const } }
  app.get(
    '/insight/picture',
    {
      ...open,
      schema: {
        tags,
        summary: 'The picture of a report, by a signed link that ends',
        querystring: linked,
        response: { 200: z.any().describe('PNG') },
      },
    },
    async ({ query }, reply) => {
      const meant = openPicture(deps, query.of, deps.base.now())
      if (!meant) throw notFound('picture')
      const png = await pictureOfRun(ctxOf(meant.tenantId), meant.runId)
      return reply
        .header('content-type', 'image/png')
        .header('cache-control', 'private, max-age=3600')
        .send(png)
    },
  )
  const meantBy = (token: string) => {
    const meant = openLeave(deps, token)
    if (!meant) throw new AppError(404, 'link_not_found', 'This link is not ours')
    return meant
  }
  // A mail's reader may look at links before she does: only the button changes something.
  app.get(
    '/insight/leave',
    {
      ...open,
      schema: {
        tags,
        summary: 'Asks whether somebody wants a report no more',
        querystring: linked,
        response: { 200: z.string() },
      },
    },
    async ({ query }, reply) => {
      const { address } = meantBy(query.of)
      return reply.type('text/html; charset=utf-8').send(leavePage({ address }))
    },
  )
  app.post(
    '/insight/leave',
    {
      ...open,
      schema: {
        tags,
        summary: 'Sends a report to an address no more (RFC 8058)',
        querystring: linked,
        response: { 200: z.string() },
      },
    },
    async ({ query }, reply) => {
      const { tenantId, reportId, address } = meantBy(query.of)
      const report = await leaveReport(ctxOf(tenantId), reportId, address)
      return reply.type('text/html; charset=utf-8').send(leavePage({ address, left: report ?? '' }))
    },
  )
}

const reportSaid = ({ updated_at, last, on_since, scheduled_by, ...report }: ReportRow) => ({
  ...report,
  updated_at: updated_at.toISOString(),
  last: last && { day: last.day, message: { ...last.message, lines: [...last.message.lines] } },
})
