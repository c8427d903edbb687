// Data quality over HTTP.
import { z } from 'zod'
import { Nothing } from '../org/index.ts'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageQuery } from '../platform/page.ts'
import { GapItem, listGaps, Quality, readQuality } from './quality.ts'
import {
  AlertPage,
  acknowledge,
  acknowledgeMany,
  addWatch,
  judgeWatches,
  listAlerts,
  listWatches,
  NewWatch,
  removeWatch,
  removeWatches,
  WatchItem,
} from './watches.ts'

const ById = z.object({ id: z.uuid() })

export function qualityRoutes(app: Http): void {
  app.get(
    '/tracking/quality',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['data quality'],
        summary:
          'Completeness, continuity, validity and agreement of each day, whole and by source',
        querystring: z.object({ days: z.coerce.number().int().min(1).max(30).default(30) }),
        response: { 200: Quality },
      },
    },
    async (request) => {
      const quality = await readQuality(request.ctx, request.query.days)
      await judgeWatches(request.ctx)
      return quality
    },
  )
  app.get(
    '/tracking/quality/gaps',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['data quality'],
        summary: 'Silences of the last seven days where events were due, newest first',
        response: { 200: z.object({ items: z.array(GapItem), next_cursor: z.null() }) },
      },
    },
    async (request) => ({ items: await listGaps(request.ctx), next_cursor: null }),
  )
  app.get(
    '/tracking/quality/watches',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['data quality'],
        summary: 'Thresholds below which there is an alert',
        response: { 200: z.object({ items: z.array(WatchItem), next_cursor: z.null() }) },
      },
    },
    async (request) => ({ items: await listWatches(request.ctx), next_cursor: null }),
  )
  app.post(
    '/tracking/quality/watches',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['data quality'],
        summary: 'Be told when a measure falls below a threshold',
        body: NewWatch,
        response: { 201: z.object({ id: z.uuid() }) },
      },
    },
    async (request, reply) => reply.code(201).send(await addWatch(request.ctx, request.body)),
  )
  app.delete(
    '/tracking/quality/watches/:id',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['data quality'],
        summary: 'Be told no more; its open alert is resolved',
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await removeWatch(request.ctx, request.params.id)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/tracking/quality/watches/batch/remove',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['data quality'],
        summary: 'Be told no more of many; their open alerts are resolved',
        body: z.object({ ids: BatchIds }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => removeWatches(request.ctx, request.body.ids),
  )
  app.get(
    '/tracking/quality/alerts',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['data quality'],
        summary: 'Alerts, newest first',
        querystring: z.object({ state: z.enum(['open', 'resolved']).optional(), ...pageQuery }),
        response: { 200: AlertPage },
      },
    },
    (request) => listAlerts(request.ctx, request.query),
  )
  app.post(
    '/tracking/quality/alerts/batch/acknowledge',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['data quality'],
        summary: 'Say that somebody looks after many',
        body: z.object({ ids: BatchIds }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => acknowledgeMany(request.ctx, request.body.ids),
  )
  app.post(
    '/tracking/quality/alerts/:id/acknowledge',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['data quality'],
        summary: 'Say that somebody looks after it',
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await acknowledge(request.ctx, request.params.id)
      return reply.code(204).send(undefined)
    },
  )
}
