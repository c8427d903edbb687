import { z } from 'zod'
import { Nothing } from '../../org/index.ts'
import type { Http } from '../../platform/http.ts'
import { UsesShape } from '../defined/shape.ts'
import { usesOf } from '../defined/uses.ts'
import { range } from '../question/pattern.ts'
import {
  archiveOwnMetric,
  codeOf,
  getOwnMetric,
  listOwnMetrics,
  OwnMetricInput,
  type OwnMetricRow,
  saveOwnMetric,
} from './own.ts'
import { previewOwnMetric } from './own-preview.ts'
import { say } from './say.ts'
import { MetricsAnswerShape } from './shape.ts'

const tags = ['insight']
const write = { access: 'audiences:write' } as const
const OwnMetric = OwnMetricInput.extend({
  id: z.uuid(),
  code: z.string().describe('By which boards, alerts and reports name it'),
  owner_name: z.string().nullable(),
  updated_at: z.iso.datetime(),
  is_archived: z.boolean().describe('No longer offered; what shows it goes on'),
})
const params = z.object({ id: z.uuid() })

export function ownMetricRoutes(app: Http): void {
  app.get(
    '/insight/own-metrics',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags,
        summary: 'Metrics of the brand’s own',
        response: { 200: z.object({ items: z.array(OwnMetric) }) },
      },
    },
    async ({ ctx }) => ({ items: (await listOwnMetrics(ctx)).map(presented) }),
  )
  app.post(
    '/insight/own-metrics/preview',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        ...{ tags, summary: 'What a metric gives before it is kept, by day and in all' },
        body: z.object({ metric: OwnMetricInput, ...range }).strict(),
        response: { 200: MetricsAnswerShape },
      },
    },
    async ({ ctx, body: { metric, ...range } }) => say(await previewOwnMetric(ctx, metric, range)),
  )
  app.get(
    '/insight/own-metrics/:id/uses',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        ...{ tags, summary: 'What shows a metric of your own', params },
        response: { 200: UsesShape },
      },
    },
    async ({ ctx, params }) => ({
      items: await usesOf(ctx, codeOf(await getOwnMetric(ctx, params.id))),
    }),
  )
  app.post(
    '/insight/own-metrics/:id/take-back',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Offer an archived metric again', params },
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params }, reply) => {
      await archiveOwnMetric(ctx, params.id, false)
      return reply.code(204).send()
    },
  )
  app.post(
    '/insight/own-metrics',
    {
      config: write,
      schema: {
        tags,
        summary: 'Define a metric of your own',
        description: 'Every page that shows metrics offers it from then on; you answer for it.',
        body: OwnMetricInput,
        response: { 201: OwnMetric },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(presented(await saveOwnMetric(ctx, undefined, body))),
  )
  app.put(
    '/insight/own-metrics/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change a metric of your own', params },
        body: OwnMetricInput,
        response: { 200: OwnMetric },
      },
    },
    async ({ ctx, body, params }) => presented(await saveOwnMetric(ctx, params.id, body)),
  )
  app.delete(
    '/insight/own-metrics/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Offer it no more; what shows it goes on', params },
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params }, reply) => {
      await archiveOwnMetric(ctx, params.id)
      return reply.code(204).send()
    },
  )
}

const presented = (row: OwnMetricRow) => ({
  ...row.content,
  id: row.id,
  code: codeOf(row),
  owner_name: row.owner_name,
  updated_at: row.updated_at.toISOString(),
  is_archived: row.is_archived,
})
