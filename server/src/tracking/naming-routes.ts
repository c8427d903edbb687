// 圈选 and heat maps over HTTP.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { Nothing } from '../org/index.ts'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageQuery } from '../platform/page.ts'
import { Heat, heatOf, listPages, PageItems } from './heat.ts'
import {
  archiveManyNamed,
  archiveNamed,
  changeNamed,
  countNamed,
  getNamed,
  listNamed,
  NamedEventDetail,
  NamedEventEdit,
  NamedEventPage,
  NamedTrial,
  NewNamedEvent,
  nameEvent,
  tryMatch,
} from './named.ts'
import {
  allowPicking,
  keepSnapshot,
  NewSnapshot,
  PickSession,
  type PictureStores,
  Snapshot,
  snapshotsOf,
  VIEWPORTS,
} from './pictures.ts'

const ById = z.object({ id: z.uuid() })
const DayFigures = z.object({
  day: z.string(),
  n: z.number().int(),
  customers: z.number().int(),
})
const period = {
  from: z.iso.datetime({ offset: true }).optional().describe('At or after; a week ago when absent'),
  to: z.iso.datetime({ offset: true }).optional().describe('Before; now when absent'),
}
const WEEK = 7 * 86_400_000
const periodOf = (query: { from?: string | undefined; to?: string | undefined }, now: Date) => ({
  from: query.from ?? new Date(now.getTime() - WEEK).toISOString(),
  to: query.to ?? new Date(now.getTime() + 86_400_000).toISOString(),
})

export function namedRoutes(app: Http): void {
  app.get(
    '/tracking/named-events',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'Named pages and clicks, newest first',
        querystring: z.object({ q: z.string().max(200).optional(), ...pageQuery }),
        response: { 200: NamedEventPage },
      },
    },
    (request) => listNamed(request.ctx, request.query),
  )
  app.post(
    '/tracking/named-events',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Name a page or a click, as far back as there are rows',
        body: NewNamedEvent,
        response: { 201: NamedEventDetail },
      },
    },
    async (request, reply) => reply.code(201).send(await nameEvent(request.ctx, request.body)),
  )
  app.post(
    '/tracking/named-events/try',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'What a name would count, and which names count some of the same',
        body: NamedTrial,
        response: {
          200: z.object({
            days: z.array(DayFigures),
            conflicts: z.array(
              z.object({
                id: z.uuid(),
                name: z.string(),
                label: z.string(),
                shared: z.number().int().describe('Events of the last seven days that are both'),
              }),
            ),
          }),
        },
      },
    },
    (request) => tryMatch(request.ctx, request.body),
  )
  app.post(
    '/tracking/named-events/batch/remove',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Take many names away; the events they were read from stay',
        body: z.object({ ids: BatchIds }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => archiveManyNamed(request.ctx, request.body.ids),
  )
  app.get(
    '/tracking/named-events/:id',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'One named event with all its versions',
        params: ById,
        response: { 200: NamedEventDetail },
      },
    },
    (request) => getNamed(request.ctx, request.params.id),
  )
  app.patch(
    '/tracking/named-events/:id',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Change a named event: a new match is a new version',
        params: ById,
        body: NamedEventEdit,
        response: { 200: NamedEventDetail },
      },
    },
    (request) => changeNamed(request.ctx, request.params.id, request.body),
  )
  app.delete(
    '/tracking/named-events/:id',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Archive a named event; its rows stay what they were',
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await archiveNamed(request.ctx, request.params.id)
      return reply.code(204).send(undefined)
    },
  )
  app.get(
    '/tracking/named-events/:id/counts',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'Events and customers a day, the days before it was named too',
        params: ById,
        querystring: z.object({ days: z.coerce.number().int().min(1).max(90).default(30) }),
        response: { 200: z.object({ days: z.array(DayFigures) }) },
      },
    },
    async (request) => ({
      days: await countNamed(request.ctx, request.params.id, request.query.days),
    }),
  )
}

export function pageRoutes(app: Http): void {
  app.get(
    '/tracking/pages',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'Pages that were viewed, the most viewed first',
        querystring: z.object({ q: z.string().max(200).optional(), ...period, ...pageQuery }),
        response: { 200: PageItems },
      },
    },
    (request) =>
      listPages(request.ctx, {
        ...request.query,
        ...periodOf(request.query, request.ctx.now()),
      }),
  )
  app.get(
    '/tracking/pages/heat',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'Where people click on a page, and how far down they get',
        querystring: z.object({
          page_key: z.string().min(1).max(1000),
          viewport: z.enum(VIEWPORTS),
          platform: z.string().max(255).optional(),
          ...period,
        }),
        response: { 200: Heat },
      },
    },
    (request) =>
      heatOf(request.ctx, { ...request.query, ...periodOf(request.query, request.ctx.now()) }),
  )
  app.get(
    '/tracking/page-snapshots',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'Pictures of a page, one for each kind of screen',
        querystring: z.object({ page_key: z.string().min(1).max(1000) }),
        response: { 200: z.object({ items: z.array(Snapshot), next_cursor: z.null() }) },
      },
    },
    async (request) => ({
      items: await snapshotsOf(request.ctx, request.query.page_key),
      next_cursor: null,
    }),
  )
  app.post(
    '/tracking/pick-sessions',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'A link that lets a page of the brand send its picture, for half an hour',
        body: z.object({ url: z.url({ protocol: /^https?$/ }).max(2000) }),
        response: { 201: PickSession },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await allowPicking(request.ctx, request.body.url)),
  )
}

/** Asked from the brand's own site, so of another origin, and by nobody who is signed in. */
export const pictureRoutes =
  (base: PictureStores) =>
  (app: Http): void => {
    const opened = (reply: FastifyReply) =>
      reply.headers({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
      })
    app.options(
      '/tracking/page-snapshots',
      { config: { access: 'public' }, schema: { hide: true } },
      (_request, reply) => opened(reply).code(204).send(),
    )
    app.post(
      '/tracking/page-snapshots',
      {
        config: { access: 'public' },
        onRequest: async (_request, reply) => {
          opened(reply)
        },
        schema: {
          tags: ['tracking'],
          summary: 'The picture of a page, from the page itself; the token says whose',
          body: NewSnapshot,
          response: { 201: z.object({ id: z.uuid() }) },
        },
      },
      async (request, reply) => reply.code(201).send(await keepSnapshot(base, request.body)),
    )
  }
